"""Scoring: facts in, totals, ranks and every line with its clause, its facts and the reason."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from duban.engine import holdings, ranking
from duban.engine.cases import Period, Unit
from duban.engine.cases import period_from as period_from
from duban.engine.cases import units_from as units_from
from duban.engine.clauses import Regime
from duban.engine.evaluation.matters import REPORTING
from duban.engine.evaluation.plans import Plan, plan_of
from duban.engine.evaluation.results import Proposal
from duban.engine.evaluation.tallies import Score as Score
from duban.engine.evaluation.tallies import Tallies, Tally, left_out, tally
from duban.engine.facts import Fact
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.honours import honoured

_MANY = 1_000


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
            "units": [unit_as_json(score, grades=self.grades) for score in self.units],
            "honours": [{"unit": honour.unit, "clause": honour.clause} for honour in self.honours],
            "ignored": [{"fact": entry.fact, "why": entry.why} for entry in self.ignored],
            **proposals,
        }


def unit_as_json(score: Score, *, grades: bool) -> dict[str, Any]:
    """Give what one unit has as the interchange format has it, with its grade where the document gives grades."""
    total = None if score.total is None else format(score.total, ".2f")
    grade = {"grade": score.grade} if grades else {}
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
    with uncollected(len(facts)):
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
    return compared(plan, tally(plan, facts, units, period), units, period)


def compared(plan: Plan, tallies: Tallies, units: Sequence[Unit], period: Period) -> Result:
    """Compare the units with each other: their places, and who is named in the circular. The tallies get their places."""
    listed = tallies.units
    scores = {name: each.score for name, each in listed.items() if each.score is not None}
    _rank(plan, listed, scores, units)
    honours = _honours(plan, scores, listed, units)
    proposals = None
    if any(isinstance(rule, Outcome) for rule in plan.rules):
        proposals = [proposal for each in listed.values() for proposal in each.proposals]
    ignored = [Ignored(aside.fact, aside.why) for aside in left_out(listed.values())]
    return Result(
        plan.regime.id, period, list(scores.values()), honours, ignored, bool(plan.grade or plan.bands), proposals
    )


def _rank(plan: Plan, tallies: Mapping[str, Tally], scores: Mapping[str, Score], units: Sequence[Unit]) -> None:
    """Give each unit its place, and its total the grade that it comes to there; whoever is in two rankings has those of the last."""
    for score in scores.values():
        score.rank = None
        if plan.bands:
            # Who is in no ranking takes nobody's room, and has what the points come to by themselves.
            score.grade = None if score.total is None else plan.bands.reached(score.total)
    for compared in _rankings(plan, tallies, scores, units):
        totals = {score.unit: score.total for score in compared if score.total is not None}
        for name, rank in ranking.ranks(totals).items():
            scores[name].rank = rank
        if plan.bands:
            for name, grade in plan.bands.given(totals, sum(score.is_pending for score in compared)).items():
                scores[name].grade = grade


def _rankings(
    plan: Plan, tallies: Mapping[str, Tally], scores: Mapping[str, Score], units: Sequence[Unit]
) -> Iterator[list[Score]]:
    """Give the units of each ranking: all of them where the document has one."""
    if not plan.pools:
        yield list(scores.values())
        return
    chains = {unit.unit: {*plan.words.chain(unit.group)} for unit in units}
    for pool in plan.pools:
        yield [
            score
            for name, score in scores.items()
            if (not pool.groups or not chains[name].isdisjoint(pool.groups))
            and (not pool.least_matters or tallies[name].in_hand >= pool.least_matters)
        ]


def _honours(
    plan: Plan, scores: Mapping[str, Score], tallies: Mapping[str, Tally], units: Sequence[Unit]
) -> list[Honour]:
    if not plan.honours:
        return []
    totals = {name: score.total for name, score in scores.items() if score.total is not None}
    groups = {unit.unit: unit.group for unit in units}
    with_minus = {name for name in scores if tallies[name].has_minus}
    honours = []
    for place, rule in enumerate(plan.honours):
        among = {name: total for name, total in totals.items() if tallies[name].meets[place]}
        named = honoured(rule, among, groups, with_minus)
        honours += [Honour(unit, rule.clause) for unit in tallies if unit in named]
    return honours


@contextmanager
def uncollected(number: int) -> Iterator[None]:
    """The pass makes no cycles: the collector would walk all that it makes again and again, and find nothing."""
    if number < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
