"""A row of the tables: who may call a route, by which method, on what."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from duban.people.models import Role
from tests.cast import Cast

EVERYBODY = frozenset({*Role.values, "other_liaison", "other_leader"})
PUBLIC = frozenset({*EVERYBODY, "anonymous"})
OFFICE = frozenset({"clerk", "office_head"})
LEADERS = frozenset({"leader", "other_leader", "principal", "secretary_general"})
UNITS = frozenset({"liaison", "unit_head", "other_liaison"})
# The posts of units[0].
OWN = frozenset({"liaison", "unit_head"})
READS_ALL = OFFICE | LEADERS | {"section", "inspector"}
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
CONFIRMERS = ADMINISTRATOR | {"office_head", "principal", "secretary_general"}
STAND_INS = LEADERS | OFFICE | {"section"}
READS = READS_ALL | {"assessment"}
# The team of these stories: the inspector heads it, the clerk is on it; the principal signs.
TEAM = frozenset({"inspector", "clerk"})
# Who knows of an announced inspection and checks what is put right.
CHECK = OFFICE | {"inspector"}
LEAD = OFFICE | {"inspector"}
SECTION = frozenset({"section"})
DAY = datetime.date(2026, 3, 20)


@dataclass(frozen=True)
class Row:
    """One route: who may call it, by which method, on what."""

    who: frozenset[str]
    method: str = "GET"
    args: Callable[[Cast], list] | None = None
    # True where the address names something of one office, so that others must not find it.
    is_own: bool = True
