"""Facts as they stand in the journal: the columns that are read of each line, the row that is made of them, and those of few matters in one question."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from duban.ledger.models import JournalLine
from duban.people.prepared import Prepared

# What an assignment tells the engine of its matter.
_OF_MATTER = {"matter__category": "category", "matter__source": "source", "matter__parent__no": "parent"}
COLUMNS = ("id", "seq", "kind", "on", "unit__code", "matter__no", "data__fact", *_OF_MATTER)
Amended = dict[int, dict[str, Any]]

# As many matters as a page has rows with a ladder.
FEW = 8
_PLACES = tuple(f"matter_{place}" for place in range(FEW))


def of_office(office: int) -> dict[str, int]:
    """Return the office as a range: as an equality SQLite would begin with all its lines, and not with those of some matters."""
    return {"jurisdiction__gte": office, "jurisdiction__lte": office}


def of_few(
    office: int, matters: Collection[int], through: datetime.date | None
) -> tuple[list[tuple[Any, ...]], Amended]:
    """Return the facts of a few matters up to a day, and by their keys what was amended in any: in one question."""
    last = through or datetime.date.max
    keys = [*matters, *[0] * (FEW - len(matters))]
    lines, amended = [], Amended()
    for amends, amendment, *line in _LINES.ask(office=office, last=last, **dict(zip(_PLACES, keys, strict=True))):
        if amends is not None:
            amended.setdefault(amends, {}).update(amendment)
        if line[2] and line[3] <= last:
            lines.append(tuple(line))
    return lines, amended


def row_of(line: tuple[Any, ...], amended: Amended, same: dict[str, str]) -> dict[str, Any] | None:
    """Return a fact as a row of the interchange format, amendments applied; None where it was withdrawn.

    Units and matters come again and again: one string of each, kept in `same`, is enough.
    """
    pk, seq, kind, on, unit, no, fact, *of_matter = line
    if (amendment := amended.get(pk, {})).get("withdrawn"):
        return None
    row = {"id": f"j{seq}", "kind": same.setdefault(kind, kind), "on": on.isoformat()}
    row |= {"unit": unit and same.setdefault(unit, unit), **fact, **amendment}
    if kind == "assigned":
        named = zip(_OF_MATTER.values(), of_matter, strict=True)
        row |= {name: same.setdefault(said, said) for name, said in named if said}
    if no is not None:
        row["matter"] = same.setdefault(no, no)
    return row


def _lines(office: int, last: datetime.date, **matters: int) -> QuerySet[JournalLine, tuple[Any, ...]]:
    meant = Q(on__lte=last) & ~Q(kind="") | Q(amends__isnull=False)
    found = JournalLine.objects.filter(meant, matter__in=matters.values(), **of_office(office))
    return found.order_by("seq").values_list("amends_id", "data__amendment", *COLUMNS)


_LINES = Prepared(
    _lines,
    office=987_654_321_270_000,
    last=datetime.date(9876, 5, 31),
    **{name: 987_654_321_270_001 + place for place, name in enumerate(_PLACES)},
)
