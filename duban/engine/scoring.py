"""Scoring: facts in, totals, ranks and every line with its clause, its facts and the reason."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.engine import holdings, ranking, wording
from duban.engine.cases import Period, Unit
from duban.engine.cases import period_from as period_from
from duban.engine.cases import units_from as units_from
from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import ALL_COMPLETED
from duban.engine.evaluation.cases import Found
from duban.engine.evaluation.entries import quantities_of
from duban.engine.evaluation.figures import Figures
from duban.engine.evaluation.matters import REPORTING
from duban.engine.evaluation.passes import find
from duban.engine.evaluation.plans import Plan, plan_of
from duban.engine.evaluation.results import Pools, Proposal, between, proposals_of, unit_of
from duban.engine.evaluation.results import Unit as Added
from duban.engine.evaluation.totals import Sum
from duban.engine.facts import Fact
from duban.engine.lines import EARNED, Line
from duban.engine.rules.formulas import State
from duban.engine.rules.grades import grade, grades_by_class
from duban.engine.rules.honours import honoured

_MANY = 1_000


@dataclass(slots=True)
class Score:
    """What one unit has: lines that sum to its total, and its place; both None where it is not ranked.

    `between` is the least and the most that the total can be, while figures that a person gives are missing.
    """

    unit: str
    total: Decimal | None = None
    rank: int | None = None
    lines: list[Line] = field(default_factory=list)
    grade: str | None = None
    between: tuple[Decimal, Decimal] | None = None
    is_pending: bool = False


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
    proposals: list[Proposal] | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the result as the interchange format has it."""
        proposals = {} if self.proposals is None else {"proposals": [each.as_json() for each in self.proposals]}
        return {
            "regime": self.regime,
            "period": self.period.as_json(),
            "units": [self._unit(score) for score in self.units],
            "honours": [{"unit": honour.unit, "clause": honour.clause} for honour in self.honours],
            "ignored": [{"fact": entry.fact, "why": entry.why} for entry in self.ignored],
            **proposals,
        }

    def _unit(self, score: Score) -> dict[str, Any]:
        total = None if score.total is None else format(score.total, ".2f")
        grade = {"grade": score.grade} if self.grades else {}
        listed = [line.as_json() for line in score.lines]
        ends = None if score.between is None else [format(end, ".2f") for end in score.between]
        pending = {"between": ends} if score.is_pending else {}
        return {"unit": score.unit, **grade, "total": total, "rank": score.rank, **pending, "lines": listed}


def score(
    regime: Regime,
    facts: Sequence[Fact],
    units: Iterable[Unit],
    period: Period,
    choices: Mapping[str, str] | None = None,
) -> Result:
    """Score the units over the period, by the regime read as `choices` say.

    `facts` are all facts of these units in any order, valid (`cases.validate`); what happened after the
    period's last day is not known. Raises clauses.UnknownReading for a choice that the regime has not.
    """
    plan = plan_of(regime, tuple(sorted(regime.choices(choices).items())), period.kind)
    return score_by(plan, facts, units, period)


def score_by(plan: Plan, facts: Sequence[Fact], units: Iterable[Unit], period: Period) -> Result:
    """Score the units over the period by a document that is compiled already, and need not be kept."""
    with _uncollected(len(facts)):
        return _scored(plan, facts, tuple(units), period)


def counted_kinds(regime: Regime, period_kind: str, choices: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the kinds of facts that can change an answer in periods of that kind: without the others it is the same."""
    plan = plan_of(regime, tuple(sorted(regime.choices(choices).items())), period_kind)
    kinds = {*plan.probes, "withdrawn", "corrected"}
    for kind in (*plan.probes, *(kind for rule in plan.excludes for kind in rule.event)):
        event = regime.words.events.get(kind)
        kinds |= {kind, *(event.until if event else ())}
    if plan.asks_outcomes:
        kinds |= holdings.MOVING
    if plan.needs_matters:
        kinds |= {"assigned", "transferred"}
        kinds |= set(REPORTING) if plan.asks_outcomes and plan.asks_reports else set()
    if plan.typed_sections or plan.typed_quantities:
        kinds |= {"sheet", "figure"}
    if plan.grade:
        kinds |= {"grade", "step"}
    return frozenset(kinds)


def _scored(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Result:
    found = find(plan, facts, units, period)
    across = None
    known: dict[str, Figures] = {}
    if plan.goes_across:
        across = Pools(found, _standing(found, known), known).value
    added = {name: unit_of(found, name, across, figures=known.get(name)) for name in found.units}
    scores: dict[str, Score] = {}
    ignored = list(found.ignored)
    for name, unit in added.items():
        ignored += [*unit.sum.aside, *unit.figures.refused.values()]
        if any(rule.drop and unit.figures.is_true(rule.only_if) is True for rule in plan.unranked):
            continue
        scores[name] = result = Score(name, lines=unit.lines())
        if plan.grade:
            result.lines, result.grade = _graded(plan, found, name, result.lines)
        elif not _stands(found, unit):
            continue
        elif State.PENDING in unit.waits:
            result.is_pending = True
            result.between = between(found, unit, across)
        else:
            result.total = unit.total
    _rank(plan, found, scores)
    honours = _honours(plan, scores, added)
    proposals = None
    if any(rule.__class__.__name__ == "Outcome" for rule in plan.rules):
        proposals = [proposal for unit in added.values() for proposal in proposals_of(unit)]
    listed = {fact.id: (fact, why) for fact, why in reversed(ignored)}
    ordered = sorted(listed.values(), key=lambda item: (item[0].on, item[0].id))
    left_out = [Ignored(fact.id, why) for fact, why in ordered]
    return Result(plan.regime.id, period, list(scores.values()), honours, left_out, bool(plan.grade), proposals)


def _standing(found: Found, known: dict[str, Figures]) -> list[str]:
    """List the units that figures across units look at; where no section decides, their quantities alone tell, and are `known` then."""
    standing = []
    for name in found.units:
        if found.plan.waits_for_sections:
            unit = unit_of(found, name, None)
        else:
            figures, waits = Figures(found, name), set[State]()
            unit = Added(figures, quantities_of(figures, 0, waits), Sum(), waits)
            known[name] = figures
        if _stands(found, unit):
            standing.append(name)
    return standing


def _stands(found: Found, unit: Added) -> bool:
    """Whether the unit has a total once all figures are there: it is not left unranked, it has what the score starts from."""
    plan, name = found.plan, unit.figures.unit
    if plan.grade or not plan.gives_points or State.NOT_SCORED in unit.waits:
        return False
    if plan.sheet_total and not any(fact.kind == "sheet" for entry in unit.entries for fact in entry.facts):
        return False
    last = found.units[name].to
    if last is not None and last < found.period.last:
        return False
    return not any(unit.figures.is_true(rule.only_if) is True for rule in plan.unranked)


def _graded(plan: Plan, found: Found, unit: str, lines: list[Line]) -> tuple[list[Line], str | None]:
    """The grade that stands, as a line worth no points."""
    period, rule = found.period, plan.grade
    assert rule is not None
    evidence = []
    for fact in (*found.facts.get("grade", ()), *found.facts.get("step", ())):
        if fact.unit == unit and fact.on >= period.first:
            evidence.append(fact)
    counted = [fact for fact in evidence if not fact.excused and fact.matter not in found.excluded]
    names = {each.id: each.name for each in plan.regime.categories}
    for category, fact in sorted(grades_by_class(rule, counted).items(), key=lambda each: list(names).index(each[0])):
        why = wording.grade_of_class(names[category], str(fact.grade), fact.on)
        lines = [*lines, Line(rule.clause, Decimal(0), (fact.id,), why)]
    result = grade(rule, counted)
    if result is None:
        return lines, None
    name, fact = result
    why = wording.grade(name, fact.on, fact.kind == "step")
    return [*lines, Line(rule.clause, Decimal(0), (fact.id,), why)], name


def _rank(plan: Plan, found: Found, scores: Mapping[str, Score]) -> None:
    totals = {name: score.total for name, score in scores.items() if score.total is not None}
    if not plan.pools:
        for name, rank in ranking.ranks(totals).items():
            scores[name].rank = rank
        return
    for pool in plan.pools:
        among = {
            name: total
            for name, total in totals.items()
            if (not pool.groups or found.reaches((frozenset(pool.groups),), name))
            and (not pool.least_matters or ((found.matters and found.matters.in_hand[name]) or 0) >= pool.least_matters)
        }
        for name, rank in ranking.ranks(among).items():
            scores[name].rank = rank


def _honours(plan: Plan, scores: Mapping[str, Score], added: Mapping[str, Added]) -> list[Honour]:
    if not plan.honours:
        return []
    totals = {name: score.total for name, score in scores.items() if score.total is not None}
    groups = {name: unit.figures.found.units[name].group for name, unit in added.items()}
    with_minus = {
        name for name, score in scores.items() if any(line.points < 0 and line.stage == EARNED for line in score.lines)
    }
    honours = []
    for rule in plan.honours:
        conditions = (*rule.only_if, *(ALL_COMPLETED if rule.among else ()))
        among = {name: total for name, total in totals.items() if added[name].figures.is_true(conditions) is True}
        named = honoured(rule, among, groups, with_minus)
        honours += [Honour(unit, rule.clause) for unit in added if unit in named]
    return honours


@contextmanager
def _uncollected(number: int) -> Iterator[None]:
    """The pass makes no cycles: the collector would walk all that it makes again and again, and find nothing."""
    if number < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
