"""What names mean in an office: units, their aliases, and names for many units at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from duban.ledger.models import CollectiveName
from duban.people.models import Jurisdiction, Unit, UnitAlias

# Names for many units at once (各地区, 国务院有关部门, 成员单位): never one unit's alias.
_COLLECTIVE = re.compile(r"各|有关|相关|其他|其它|成员单位|责任单位|牵头单位|等$|^(?:部门|单位|地区|地方)$")
LONGEST_NAME = 80
# A name as a paper writes it, and the code of its unit.
Entry = dict[str, str | None]


def is_collective(name: str) -> bool:
    """Tell whether a name means many units at once, or is too long for a name."""
    return bool(_COLLECTIVE.search(name)) or len(name) > LONGEST_NAME


def unit_codes(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Return the unit's code for every name and alias of the jurisdiction."""
    names = dict(UnitAlias.objects.filter(jurisdiction=jurisdiction).values_list("name", "unit__code"))
    return names | dict(Unit.objects.filter(jurisdiction=jurisdiction, abolished_on=None).values_list("name", "code"))


def collective_codes(jurisdiction: Jurisdiction) -> dict[str, list[str]]:
    """Return the codes of the units that each collective name means, in the office's own order."""
    found: dict[str, list[str]] = {}
    rows = _standing(jurisdiction).order_by("unit__order", "unit_id")
    for name, code in rows.values_list("name", "unit__code"):
        found.setdefault(name, []).append(code)
    return found


@dataclass(frozen=True)
class Collective:
    """A collective name with the units that it means."""

    name: str
    units: tuple[Unit, ...]


def collectives_of(jurisdiction: Jurisdiction) -> list[Collective]:
    """Return the collective names of the jurisdiction, each with its units in the office's own order."""
    units: dict[str, list[Unit]] = {}
    rows = _standing(jurisdiction).select_related("unit")
    for row in rows.order_by("name", "unit__order", "unit_id"):
        units.setdefault(row.name, []).append(row.unit)
    return [Collective(name, tuple(each)) for name, each in units.items()]


def entries_of(written: Iterable[str], codes: Mapping[str, str], collectives: Mapping[str, list[str]]) -> list[Entry]:
    """Return names as written with the unit of each; a collective name whose units were chosen before stands once for each of them."""
    found: list[Entry] = []
    for name in written:
        meant = [codes[name]] if name in codes else collectives.get(name, [None])
        there = {each["unit"] for each in found if each["unit"]}
        found += [{"name": name, "unit": code} for code in meant if code is None or code not in there]
    return found


def _standing(jurisdiction: Jurisdiction) -> QuerySet[CollectiveName]:
    """Who ended is meant by no name for many any more."""
    return CollectiveName.objects.filter(jurisdiction=jurisdiction, unit__abolished_on=None)
