"""Who may call the addresses of due process: objections, delegations, consequences (异议、代签、处理结果)."""

import datetime

from duban.ledger.actions.process import delegations, objections
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Deadline
from duban.ledger.models.consequences import Kind
from tests import stories
from tests.cast import Cast
from tests.web.permissions import sources
from tests.web.permissions.rows import (
    OFFICE,
    OWN,
    READS,
    READS_ALL,
    SECTION,
    STAND_INS,
    UNITS,
    Row,
)


def _delegated(office: Cast) -> list:
    day = office.default_at.date()
    made = delegations.appoint_stand_in(
        of=office.leader, to=office.secretary, from_on=day, through_on=day, at=office.default_at
    )
    return [made.pk]


def _ruled(office: Cast) -> list:
    """A ruling that the head made against units[0]: the clerk may decide on an objection to it, the head may not."""
    line = facts.record_fact(
        jurisdiction=office.jurisdiction,
        kind="uncooperative",
        unit=office.units[0],
        fact={},
        by=By(office.head, office.default_at),
        on=office.default_at.date(),
        reason="会议记录",
    )
    return [line.seq]


def _objected(office: Cast) -> list:
    (seq,) = _ruled(office)
    line = office.jurisdiction.lines.get(seq=seq)
    made = objections.object_to_fact(
        line=line, ground="dispute", text="已按要求配合", by=By(office.liaison, office.default_at)
    )
    return [made.pk]


def _running(office: Cast) -> list:
    sent = stories.matter(office, due_on="2026-04-30")
    return [Deadline.objects.get(assignment=stories.held(sent)).pk]


def _imposed(kind: Kind):
    def make(office: Cast) -> list:
        made = stories.imposed(office, kind, office.default_at, owed_by=datetime.date(2026, 4, 10))
        return [made.pk]

    return make


def _joined(office: Cast) -> list:
    return ["decision_joined", *sources.ROWS["decision_joining"].args(office)]


ROWS: dict[str, Row] = {
    "delegations": Row(STAND_INS),
    "delegation_end": Row(frozenset({"leader", "secretary_general"}), "POST", _delegated),
    "objections": Row(READS_ALL | UNITS),
    "objection": Row(READS_ALL | OWN, args=_objected),
    "objection_ruling": Row(frozenset({"clerk"}), "POST", _objected),
    "objection_withdrawal": Row(OWN, "POST", _objected),
    "objection_new": Row(OWN, args=_ruled),
    "plea": Row(OWN, args=_running),
    "consequences": Row(READS | UNITS | {"discipline"}),
    "consequence": Row(READS | OWN, args=_imposed(Kind.COMMITMENT)),
    "consequence_paper": Row(OWN, "POST", _imposed(Kind.COMMITMENT)),
    "consequence_check": Row(OFFICE, "POST", _imposed(Kind.COMMITMENT)),
    "consequence_event": Row(OFFICE, "POST", _imposed(Kind.HEAD_EXPLANATION)),
    "consequence_result": Row(OFFICE, "POST", _imposed(Kind.HEAD_EXPLANATION)),
    "consequence_result_correction": Row(OFFICE, args=_imposed(Kind.HEAD_EXPLANATION)),
    "unit_outcome": Row(OFFICE, args=lambda office: [office.units[0].code]),
    "take_back": Row(OFFICE | SECTION, args=_joined),
    "consequence_lifting": Row(OFFICE, "POST", _imposed(Kind.ELIGIBILITY)),
}
