"""Reorganisations in force: which units ended, who has what they held, and which units a period has."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from duban.ledger.documents import Held
from duban.ledger.models import Reorganisation
from duban.ledger.models.reorganisations import Points
from duban.people.models import Jurisdiction, Unit
from duban.people.prepared import Prepared

Row = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """One reorganisation: the units that ended, by unit and matter who has it now, and the matters of which the successor's own part stands."""

    pk: int
    on: datetime.date
    follows: bool
    of: frozenset[str]
    main: str
    heirs: Mapping[Key, str]
    joined: frozenset[Key]

    def is_transfer(self, row: Row) -> bool:
        """Return whether the row is the passing on itself."""
        return bool(row["kind"] == "transferred" and row["on"] == self.on.isoformat() and row["unit"] in self.of)

    def heir(self, row: Row) -> str:
        """Return who has the row's matter now, else who takes everything else; empty for nobody."""
        return self.heirs.get((row["unit"], row.get("matter", "")), self.main)


def changes_of(jurisdiction: Jurisdiction, through: datetime.date | None = None) -> list[Change]:
    """Return the reorganisations in force by a day, the first one first."""
    found = Reorganisation.objects.filter(jurisdiction=jurisdiction, revoked_on=None).order_by("on", "pk")
    if through is not None:
        found = found.filter(on__lte=through)
    return [_change(each) for each in found]


@dataclass(frozen=True)
class Members:
    """The units of a period as a case has them, the reorganisations that bear on it, and by code and name who is of no group of the document."""

    units: list[dict[str, str]]
    changes: list[Change]
    apart: list[tuple[str, str]]


def units_of(jurisdiction: Jurisdiction, held: Held, from_on: datetime.date, to_on: datetime.date) -> Members:
    """Return the units of a period, each in its group under the document that governs it.

    Who ended in it is there without a place where its points stay with it (the engine ranks nobody who left before the last day).
    """
    rows = _UNITS.ask(office=jurisdiction.pk)
    ended = any(day is not None and day <= to_on for *_, day in rows)
    changes = changes_of(jurisdiction, to_on) if ended else []
    stay = {code for each in changes if not each.follows and each.on >= from_on for code in each.of}
    listed, apart = [], []
    for code, name, group, ranked, day in rows:
        if not ranked or (day is not None and day <= to_on and code not in stay):
            continue
        group = held.group_of(code, group)
        if not held.document.has_group(group):
            apart.append((code, name))
            continue
        unit = {"unit": code, "name": name, "group": group}
        left = {"to": min(day, to_on - datetime.timedelta(days=1)).isoformat()} if day and day <= to_on else {}
        listed.append(unit | left)
    return Members(listed, changes, apart)


def _units(office: int) -> QuerySet[Unit, tuple[Any, ...]]:
    found = Unit.objects.filter(jurisdiction=office).order_by("order", "id")
    return found.values_list("code", "name", "group", "ranked", "abolished_on")


_UNITS = Prepared(_units, office=987_654_321_250_001)


def _change(made: Reorganisation) -> Change:
    passed = {(each["from"], each["matter"]): each for each in made.items if each.get("matter")}
    return Change(
        pk=made.pk,
        on=made.on,
        follows=made.points == Points.FOLLOW,
        of=frozenset(made.of),
        main=made.to[0] if made.to else "",
        heirs={key: each["to"] for key, each in passed.items() if not each["is_joined"]},
        joined=frozenset(key for key, each in passed.items() if each["is_joined"]),
    )
