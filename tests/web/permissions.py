"""Who may call which route: one row a route of duban/web/urls.py. A route without a row fails the tests, and so does a row that is wrong.

`who` names members of the cast (tests/cast.py: the roles, and other_liaison, other_leader for relation cases); everybody else must get
403 or 404, who is not signed in is led to the login page. `args` makes what the address names, from the office; a route with `args` must
answer 404 to everybody of another office. To add a route: one line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from duban.people.models import Role
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


ROWS: dict[str, Row] = {
    "home": Row(EVERYBODY),
    "login": Row(PUBLIC),
    "logout": Row(EVERYBODY, "POST"),
    "password": Row(EVERYBODY),
    "demo_login": Row(frozenset(), "POST", lambda office: [office.clerk.username]),
    "health": Row(PUBLIC),
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
