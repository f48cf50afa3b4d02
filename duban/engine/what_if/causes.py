"""Which clause does it: what each clause gives and takes under either document, and which one decides between neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.engine.cases import Unit
from duban.engine.rules.adjustments import Rank
from duban.engine.scoring import Result, Score
from duban.engine.what_if.variants import Variant


@dataclass(frozen=True, slots=True)
class Cause:
    """What a clause changes: for each unit the points under it before and after; `side` says of which document the clause is, empty: of both."""

    clause: str
    units: Mapping[str, tuple[Decimal, Decimal]]
    # Of the units, those whose total and whose place are others in the end.
    of_totals: int
    of_places: int
    side: str = ""

    @property
    def change(self) -> Decimal:
        """By how much all units together have more (negative: less) under the clause."""
        return sum((after - before for before, after in self.units.values()), Decimal(0))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two units that follow each other, how far they are apart, and the clause that decides it: without its difference the order would not stand.

    `is_alone`: that clause alone is enough; else it only weighs most. Empty clause: they share the place.
    """

    above: str
    below: str
    gap: Decimal
    clause: str
    weight: Decimal
    is_alone: bool


def causes_of(base: Variant, variant: Variant, before: Result, after: Result) -> list[Cause]:
    """List the clauses that give or take otherwise, the one that moves most points first."""
    old, new = ({score.unit: score for score in result.units} for result in (before, after))
    points: dict[tuple[str, str], dict[str, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for unit in {**old, **new}:
        one, other = _by_clause(old.get(unit)), _by_clause(new.get(unit))
        if variant.is_other:
            for clause, amount in one.items():
                points["before", clause][unit] = amount, Decimal(0)
            for clause, amount in other.items():
                points["after", clause][unit] = Decimal(0), amount
            continue
        for clause in {**one, **other}:
            pair = one.get(clause, Decimal(0)), other.get(clause, Decimal(0))
            if pair[0] != pair[1]:
                points["", clause][unit] = pair
    found = []
    for (side, clause), units in points.items():
        of_totals = sum(_total(old.get(unit)) != _total(new.get(unit)) for unit in units)
        of_places = sum(_place(old.get(unit)) != _place(new.get(unit)) for unit in units)
        found.append(Cause(clause, units, of_totals, of_places, side))
    order = {**base.regime.order(), **variant.regime.order()}
    return sorted(found, key=lambda cause: (cause.side, -_weight(cause), order.get(cause.clause, 0)))


def neighbours_of(result: Result, variant: Variant, units: Sequence[Unit]) -> list[Neighbours]:
    """List each two ranked units that follow each other, of one ranking, with what decides between them."""
    found = []
    for ranked in _rankings(result, variant, units):
        clauses = [_by_clause(score) for score in ranked]
        for place in range(len(ranked) - 1):
            above, below = ranked[place], ranked[place + 1]
            assert above.total is not None and below.total is not None
            gap = above.total - below.total
            one, other = clauses[place], clauses[place + 1]
            leads = {name: one.get(name, Decimal(0)) - other.get(name, Decimal(0)) for name in {**one, **other}}
            clause, weight = max(leads.items(), key=lambda item: item[1], default=("", Decimal(0)))
            if gap == 0:
                clause, weight = "", Decimal(0)
            found.append(Neighbours(above.unit, below.unit, gap, clause, weight, bool(clause) and weight >= gap))
    return found


def _rankings(result: Result, variant: Variant, units: Sequence[Unit]) -> list[list[Score]]:
    """The ranked units in order, apart for each ranking that the document has."""
    pools = [pool for rule in variant.regime.rules_of(Rank, variant.choices) for pool in rule.pools]
    groups = {unit.unit: {*variant.regime.words.chain(unit.group)} for unit in units}
    held: dict[int, list[Score]] = defaultdict(list)
    for score in result.units:
        if score.rank is not None and score.total is not None:
            among = [
                place for place, pool in enumerate(pools) if not pool.groups or groups[score.unit] & {*pool.groups}
            ]
            held[among[-1] if among else 0].append(score)
    return [sorted(ranked, key=lambda score: score.rank or 0) for ranked in held.values()]


def _by_clause(score: Score | None) -> dict[str, Decimal]:
    points: dict[str, Decimal] = defaultdict(Decimal)
    for line in score.lines if score is not None else ():
        points[line.clause] += line.points
    return points


def _weight(cause: Cause) -> Decimal:
    return sum((abs(after - before) for before, after in cause.units.values()), Decimal(0))


def _total(score: Score | None) -> Decimal | None:
    return None if score is None else score.total


def _place(score: Score | None) -> int | None:
    return None if score is None else score.rank
