"""Scoring: facts in, totals, ranks and every line with its clause, its facts and the reason."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from duban.engine import counting, holdings, lines, ranking, wording
from duban.engine.cases import Period, Unit
from duban.engine.cases import period_from as period_from
from duban.engine.cases import units_from as units_from
from duban.engine.clauses import Regime
from duban.engine.compiled import Hit, Table, table_of
from duban.engine.efficacies import Work, works_of
from duban.engine.facts import Fact
from duban.engine.lines import Line
from duban.engine.rules.efficacies import efficacy
from duban.engine.rules.honours import honoured

_MANY = 100_000


@dataclass(slots=True)
class Score:
    """What one unit has: lines that sum to its total, and its place; both None where it is not ranked."""

    unit: str
    total: Decimal | None = None
    rank: int | None = None
    lines: list[Line] = field(default_factory=list)
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Honour:
    """A unit named in the circular, and the clause that names it."""

    unit: str
    clause: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A fact of a scoring kind that did not count, and why."""

    fact: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one case."""

    regime: str
    period: Period
    units: list[Score]
    honours: list[Honour]
    ignored: list[Ignored]
    grades: bool = False

    def as_json(self) -> dict[str, Any]:
        """This function will give the result as the interchange format has it."""
        return {
            "regime": self.regime,
            "period": self.period.as_json(),
            "units": [self._unit(score) for score in self.units],
            "honours": [{"unit": honour.unit, "clause": honour.clause} for honour in self.honours],
            "ignored": [{"fact": entry.fact, "why": entry.why} for entry in self.ignored],
        }

    def _unit(self, score: Score) -> dict[str, Any]:
        total = None if score.total is None else format(score.total, ".2f")
        grade = {"grade": score.grade} if self.grades else {}
        listed = [line.as_json() for line in score.lines]
        return {"unit": score.unit, **grade, "total": total, "rank": score.rank, "lines": listed}


def score(
    regime: Regime,
    facts: Sequence[Fact],
    units: Iterable[Unit],
    period: Period,
    choices: Mapping[str, str] | None = None,
) -> Result:
    """This function will score the units over the period, by the regime read as `choices` say.

    `facts` are all facts of these units in any order, valid (`cases.validate`); what happened after the
    period's last day is not known. Raises clauses.UnknownReading for a choice that the regime has not.
    """
    table = table_of(regime, tuple(sorted(regime.choices(choices).items())), period.kind)
    units = tuple(units)
    with _uncollected(len(facts)):
        return _scored(regime, table, facts, units, period)


def counted_kinds(regime: Regime, period_kind: str, choices: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the kinds of facts that can change an answer in periods of that kind: without the others it is the same."""
    table = table_of(regime, tuple(sorted(regime.choices(choices).items())), period_kind)
    kinds = frozenset(table.probes)
    if table.efficacy:
        kinds |= holdings.MOVING
    if table.needs_levels or table.excludes or table.roles:
        kinds |= {"assigned"}
    return kinds


def _scored(regime: Regime, table: Table, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Result:
    scores = {unit.unit: Score(unit.unit) for unit in units}
    tally = counting.tally(table, facts, units, period)
    works = works_of(table.efficacy, facts, period) if table.efficacy else {}
    for name, found in scores.items():
        _fill(table, found, tally.buckets.get(name, {}), tally)
    if table.efficacy:
        _add_efficacy(table, scores, works, {unit.unit: unit.group for unit in units})
    for found in scores.values():
        lines.close(table, found.lines)
        if _is_ranked(table, found, works):
            found.total = _rounded(sum((line.points for line in found.lines), Decimal(0)))
    totals = {name: found.total for name, found in scores.items() if found.total is not None}
    for name, rank in ranking.ranks(totals).items():
        scores[name].rank = rank
    honours = _honours(table, scores, totals, units, works)
    ignored = [Ignored(fact.id, why) for fact, why in sorted(tally.ignored, key=lambda item: _by_day(item[0]))]
    return Result(regime.id, period, list(scores.values()), honours, ignored, grades=bool(table.grade))


def _fill(table: Table, found: Score, buckets: Mapping[Hit, list[Fact]], tally: counting.Tally) -> None:
    if table.grade:
        found.grade = lines.add_grade(table, found.lines, [fact for facts in buckets.values() for fact in facts])
        return
    has_sheet = lines.add_sheet(table, found.lines, buckets, tally.ignored)
    lines.add_points(found.lines, buckets, tally.outdone.get(found.unit, {}))
    if table.base and not (has_sheet and table.base.unless_sheet):
        rule = table.base
        found.lines.append(Line(rule.clause, rule.points, (), wording.base(rule.points), lines.START))


def _add_efficacy(
    table: Table, scores: Mapping[str, Score], works: Mapping[str, Work], groups: Mapping[str, str]
) -> None:
    rule = table.efficacy
    highest: dict[str, int] = defaultdict(int)
    for name in scores:
        if name in works:
            pool = groups[name] if rule.highest == "same_group" else ""
            highest[pool] = max(highest[pool], works[name].number)
    for name, found in scores.items():
        if name in works:
            work = works[name]
            most = highest[groups[name] if rule.highest == "same_group" else ""]
            points = efficacy(rule, work.earned, work.number, most)
            possible = rule.per_matter * work.number
            counted = f"计入{work.number}项，办结{work.done}项"
            coefficient = (rule.base, f"{work.number}÷{most}", rule.weight)
            why = wording.efficacy(counted, work.earned, possible, coefficient, points)
            found.lines.append(Line(rule.clause, points, work.evidence(), why, lines.START, places=2))


def _is_ranked(table: Table, found: Score, works: Mapping[str, Work]) -> bool:
    if table.efficacy:
        return found.unit in works
    if table.sheet_total:
        return any(line.clause == table.sheet_total.clause for line in found.lines)
    return table.grade is None


def _honours(
    table: Table,
    scores: Mapping[str, Score],
    totals: Mapping[str, Decimal],
    units: Sequence[Unit],
    works: Mapping[str, Work],
) -> list[Honour]:
    groups = {unit.unit: unit.group for unit in units}
    all_completed = {name for name, work in works.items() if work.done == work.number}
    with_minus = {
        name
        for name, found in scores.items()
        if any(line.points < 0 and line.stage == lines.EARNED for line in found.lines)
    }
    honours = []
    for rule in table.honours:
        named = honoured(rule, totals, groups, with_minus, all_completed)
        honours += [Honour(unit.unit, rule.clause) for unit in units if unit.unit in named]
    return honours


@contextmanager
def _uncollected(number: int) -> Iterator[None]:
    """The pass makes no cycles; with facts by the million the collector would walk them all again and again."""
    if number < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _by_day(fact: Fact) -> tuple[Any, str]:
    return fact.on, fact.id
