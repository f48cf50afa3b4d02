"""Who may call which route: one row a route of duban/web/urls.py. A route without a row fails the tests, and so does a row that is wrong.

`who` names members of the cast (tests/cast.py: the roles, and other_liaison, other_leader for relation cases); everybody else must get
403 or 404, who is not signed in is led to the login page. `args` makes what the address names, from the office; a route with `args` must
answer 404 to everybody of another office. To add a route: one line here.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from duban.ledger.actions import drafts, rankings
from duban.people.models import Role
from tests import cast, stories
from tests.cast import Cast

EVERYBODY = frozenset({*Role.values, "other_liaison", "other_leader"})
PUBLIC = frozenset({*EVERYBODY, "anonymous"})
OFFICE = frozenset({"clerk", "office_head"})
LEADERS = frozenset({"leader", "other_leader", "principal", "secretary_general"})
UNITS = frozenset({"liaison", "unit_head", "other_liaison"})
READS_ALL = OFFICE | LEADERS | {"section", "inspector"}
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})


@dataclass(frozen=True)
class Row:
    """One route: who may call it, by which method, on what."""

    who: frozenset[str]
    method: str = "GET"
    args: Callable[[Cast], list] | None = None
    # True where the address names something of one office, so that others must not find it.
    is_own: bool = True


def _clause(office: Cast) -> list:
    return ["附件2 三5"]


def _officer(office: Cast) -> list:
    return [office.inspector.pk]


def _closed_officer(office: Cast) -> list:
    office.inspector.is_active = False
    office.inspector.save()
    return [office.inspector.pk]


def _paper(office: Cast):
    text = "一、加快项目建设。（县发展改革局牵头，2026年6月底前完成）"
    return drafts.read_paper(
        jurisdiction=office.jurisdiction,
        name="分工.txt",
        data=text.encode(),
        actor=office.clerk,
        at=office.default_at,
    )


def _ranking(office: Cast):
    done = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        actor=office.clerk,
        at=office.default_at,
    )


def _with_marks(office: Cast) -> list:
    """The page exists only under a regime with sheets or grades."""
    office.jurisdiction.regime = "gansu-county-2023"
    office.jurisdiction.save()
    return []


ROWS: dict[str, Row] = {
    "home": Row(EVERYBODY),
    "login": Row(PUBLIC),
    "logout": Row(EVERYBODY, "POST"),
    "password": Row(EVERYBODY),
    "demo_login": Row(frozenset(), "POST", lambda office: [office.clerk.username]),
    "health": Row(PUBLIC),
    "papers": Row(OFFICE | {"section"}),
    "paper_new": Row(OFFICE | {"section"}),
    "paper": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk]),
    "draft": Row(OFFICE | {"section"}, args=lambda office: [_paper(office).pk, 1]),
    "draft_dismissal": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk, 1]),
    "paper_registration": Row(OFFICE | {"section"}, "POST", lambda office: [_paper(office).pk]),
    "rankings": Row(READS_ALL | UNITS | {"assessment"}),
    "ranking_new": Row(OFFICE),
    "ranking_marks": Row(OFFICE, args=_with_marks, is_own=False),
    "ranking_published": Row(READS_ALL | UNITS | {"assessment"}, args=lambda office: [_ranking(office).pk]),
    "scorecard": Row(READS_ALL | {"liaison", "unit_head"}, args=lambda office: [office.units[0].code]),
    "regime": Row(EVERYBODY - ADMINISTRATOR),
    "clause": Row(EVERYBODY - ADMINISTRATOR, args=_clause, is_own=False),
    "reading": Row(frozenset({"office_head"}), "POST", lambda office: ["counted_matters"], is_own=False),
    "officers": Row(ADMINISTRATOR),
    "officer_new": Row(ADMINISTRATOR),
    "officer": Row(ADMINISTRATOR, args=_officer),
    "officer_disablement": Row(ADMINISTRATOR, "POST", _officer),
    "officer_enablement": Row(ADMINISTRATOR, "POST", _closed_officer),
    "officer_password": Row(ADMINISTRATOR, "POST", _officer),
    "units": Row(ADMINISTRATOR),
    "unit_new": Row(ADMINISTRATOR),
    "unit": Row(ADMINISTRATOR, args=lambda office: [office.units[0].code]),
    "portfolios": Row(ADMINISTRATOR),
    "portfolio_new": Row(ADMINISTRATOR),
    "portfolio": Row(ADMINISTRATOR, args=lambda office: [office.units[0].portfolio_id]),
    "journal": Row(AUDITOR),
    "journal_verification": Row(AUDITOR),
}
