"""On whom it falls: mean totals and places before and after, by group of units and by how many matters a unit has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from duban.engine import wording
from duban.engine.cases import Period, Unit
from duban.engine.clauses import Regime
from duban.engine.facts import Fact

if TYPE_CHECKING:
    from duban.engine.what_if.comparing import Row

_CENT = Decimal("0.01")
# The least number of matters of each class, with the name of the class.
_SIZES = ((21, "21 件以上"), (11, "11—20 件"), (6, "6—10 件"), (1, "1—5 件"), (0, "没有事项"))


@dataclass(frozen=True, slots=True)
class Share:
    """A class of units: how many that have a total under both, and their means, rounded half up to two places; None without any."""

    key: str
    name: str
    units: int
    total_before: Decimal | None
    total_after: Decimal | None
    rank_before: Decimal | None
    rank_after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much the mean total changes."""
        return None if self.total_before is None or self.total_after is None else self.total_after - self.total_before


def matters_of(facts: Iterable[Fact], units: Sequence[Unit], period: Period) -> dict[str, int]:
    """Count the matters that each unit had a part in by the period's end."""
    found: dict[str, set[str]] = {unit.unit: set() for unit in units}
    for fact in facts:
        if fact.matter is None or fact.on > period.last:
            continue
        to = fact.to if fact.kind == "transferred" else fact.unit if fact.kind == "assigned" else None
        if to in found:
            found[to].add(fact.matter)
    return {unit: len(matters) for unit, matters in found.items()}


def by_group(rows: Sequence[Row], regime: Regime, other: Regime) -> list[Share]:
    """Give the means of each group of units, in the order in which they come."""
    names = {**regime.groups, **other.groups}
    return _shares(rows, lambda row: (row.group, names.get(row.group) or wording.GROUPS.get(row.group, "其他单位")))


def by_matters(rows: Sequence[Row]) -> list[Share]:
    """Give the means of units with many matters and with few, the many first."""
    found = _shares(rows, lambda row: next((str(least), name) for least, name in _SIZES if row.matters >= least))
    return sorted(found, key=lambda share: -int(share.key))


def _shares(rows: Iterable[Row], class_of: Callable[[Row], tuple[str, str]]) -> list[Share]:
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.change is not None:
            held.setdefault(class_of(row), []).append(row)
    return [
        Share(
            key,
            name,
            len(among),
            _mean([row.before.total for row in among if row.before]),
            _mean([row.after.total for row in among if row.after]),
            _mean([row.before.rank for row in among if row.before]),
            _mean([row.after.rank for row in among if row.after]),
        )
        for (key, name), among in held.items()
    ]


def _mean(values: Sequence[Decimal | int | None]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(_CENT, ROUND_HALF_UP) if known else None
