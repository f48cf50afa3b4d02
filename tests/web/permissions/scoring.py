"""Who may call the addresses of facts, claims and rankings (记分、申报、考评)."""

import datetime

from duban.ledger.actions.scoring import facts, rankings, signing
from duban.ledger.by import By
from tests import cast, founding, stories
from tests.cast import Cast
from tests.web.permissions.rows import (
    OFFICE,
    OWN,
    READS,
    READS_ALL,
    STAND_INS,
    UNITS,
    Row,
)


def _ranking(office: Cast):
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        by=By(office.clerk, office.default_at),
    )


def _requested(office: Cast) -> list:
    place = signing.choose_signers(
        jurisdiction=office.jurisdiction, ranking="principal", correction="", by=By(office.head, office.default_at)
    )
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    february = {"from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}
    by = By(office.clerk, office.default_at)
    return [signing.ask_for_ranking(jurisdiction=place, kind="month", **february, by=by).pk]


def _with_marks(office: Cast) -> list:
    """The page exists only under a regime with sheets or grades."""
    office.jurisdiction.regime = "gansu-county-2023"
    office.jurisdiction.save()
    return []


def _under_sheets(office: Cast) -> list:
    """The page exists only under a document with a sheet for each matter."""
    office.jurisdiction.regime = "zhuoni-2022"
    office.jurisdiction.save()
    return []


def _under_classes(office: Cast) -> list:
    office.jurisdiction.regime = "ankang-2020"
    office.jurisdiction.save()
    return []


def _rated(office: Cast) -> list:
    """Only a document that lets leaders give figures has the page."""
    founding.adopt(office, "s5-district", from_on="2025-01-01")
    return []


def _sheet(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    _under_sheets(office)
    return [sent.no, office.units[0].code]


def _recorded(office: Cast) -> list:
    line = facts.record_fact(
        jurisdiction=office.jurisdiction,
        kind="uncooperative",
        unit=office.units[0],
        fact={},
        by=By(office.clerk, office.default_at),
        on=office.default_at.date(),
        reason="会议记录",
    )
    return [line.seq]


def _claimed(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30")
    return [stories.claim(office, sent, at=office.default_at).pk]


ROWS: dict[str, Row] = {
    "records": Row(OFFICE),
    "excuse": Row(OFFICE, args=_recorded),
    "award": Row(OFFICE, args=_recorded),
    "record_withdrawal": Row(OFFICE, args=_recorded),
    "claims": Row(READS | UNITS),
    "claim_new": Row(OFFICE | UNITS),
    "claim": Row(READS_ALL | OWN, args=_claimed),
    "claim_ruling": Row(OFFICE, "POST", _claimed),
    "claim_withdrawal": Row(OWN, "POST", _claimed),
    "rankings": Row(READS_ALL | UNITS | {"assessment"}),
    "ranking_new": Row(OFFICE),
    "ranking_marks": Row(OFFICE, args=_with_marks, is_own=False),
    "own_marks": Row(frozenset({"leader", "other_leader"}), args=_rated, is_own=False),
    "grade_standards": Row(READS_ALL | UNITS | {"assessment"}, args=_under_classes, is_own=False),
    "grade_standard": Row(OFFICE, args=lambda office: [*_under_classes(office), "meeting"], is_own=False),
    "matter_sheets": Row(OFFICE, args=_under_sheets, is_own=False),
    "matter_sheet": Row(OFFICE, args=_sheet),
    "ranking_published": Row(READS_ALL | UNITS | {"assessment"}, args=lambda office: [_ranking(office).pk]),
    "ranking_correction": Row(OFFICE, args=lambda office: [_ranking(office).pk]),
    "ranking_signers": Row(frozenset({"office_head"})),
    "ranking_request": Row(READS_ALL, args=_requested),
    "ranking_signature": Row(STAND_INS, "POST", _requested),
    "ranking_request_withdrawal": Row(OFFICE, "POST", _requested),
    "what_if": Row(READS_ALL),
    "scorecard": Row(READS_ALL | {"liaison", "unit_head"}, args=lambda office: [office.units[0].code]),
}
