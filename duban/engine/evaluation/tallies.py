"""What each unit comes to before units are compared, worked out for all of them or for some anew; and which units hang on each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duban.engine import wording
from duban.engine.cases import Period, Unit
from duban.engine.evaluation.abbreviations import ALL_COMPLETED
from duban.engine.evaluation.cases import Found
from duban.engine.evaluation.entries import quantities_of
from duban.engine.evaluation.figures import Figures
from duban.engine.evaluation.passes import find
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.results import Pools, Proposal, between, proposals_of, unit_of
from duban.engine.evaluation.results import Unit as Added
from duban.engine.evaluation.totals import Sum
from duban.engine.facts import Fact
from duban.engine.lines import EARNED, Line
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.formulas import Figure, State
from duban.engine.rules.grades import grade, grades_by_class

# What a figure across units comes to: what it looks for, of which quantity, in which pool of units.
Across = dict[tuple[str, str, str], Figure]
# Facts left out are told as they are met: in the pass over the facts, while a unit is added up, after that.
_PASS, _ADDING, _AFTER = range(3)


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
class Aside:
    """A fact of a scoring kind that did not count, whose it is, and why; `stage` orders what is told of it more than once."""

    fact: str
    on: date
    unit: str
    why: str
    stage: int = _PASS


@dataclass(slots=True)
class Tally:
    """What one unit comes to by itself.

    `score` has no place yet, and is None where the document leaves the unit out; `meets` says for each honour of the document whether the unit
    meets its conditions; `figures` are those that others look at, empty where nobody looks at this unit.
    """

    unit: str
    score: Score | None
    asides: list[Aside]
    proposals: list[Proposal]
    meets: tuple[bool, ...] = ()
    in_hand: int = 0
    has_minus: bool = False
    figures: dict[str, Figure] = field(default_factory=dict)
    is_looked_at: bool = False


@dataclass(slots=True)
class Tallies:
    """The tallies of a period by unit, in the order of the units, and what figures across units came to when they were made."""

    units: dict[str, Tally]
    across: Across


def tally(plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Tallies:
    """Return the tallies of all units, from all their facts."""
    return _tallied(plan, facts, units, period, None, Tallies({}, {}))


def tally_again(
    plan: Plan, facts: Sequence[Fact], units: Sequence[Unit], period: Period, only: Collection[str], known: Tallies
) -> tuple[Tallies, set[str]]:
    """Return the tallies with those of some units made anew, and which others have to be made anew with them.

    `facts` are all facts of these units and all facts, whosever, on matters that these units have facts on, on their parts and on what they
    are parts of. Only for a plan whose units can be told apart (`can_tell_apart`).
    """
    made = _tallied(plan, facts, units, period, frozenset(only), known)
    moved = {key for key, value in made.across.items() if known.across.get(key) != value}
    touched: set[str] = set()
    if moved:
        pools = Pools(find(plan, (), units, period), (), {})
        forms = plan.across
        for unit in units:
            if any((form.what, form.of, pools.pool_of(form.pool, unit.unit)) in moved for form in forms):
                touched.add(unit.unit)
    kept = {name: each for name, each in known.units.items() if name not in made.units}
    together = {**kept, **made.units}
    listed = {unit.unit: together[unit.unit] for unit in units if unit.unit in together}
    return Tallies(listed, made.across), touched - set(only)


def can_tell_apart(plan: Plan) -> bool:
    """Say whether one unit can be added up without the facts of those that it shares no matter with.

    Not where a document counts in a row what several units did, nor where a figure across units itself hangs on another such figure.
    """
    return not any(taker.count.in_a_row for taker in plan.takers) and all(
        _is_own(plan, form.of, frozenset()) for form in plan.across
    )


def _is_own(plan: Plan, name: str, on_the_way: frozenset[str]) -> bool:
    """Whether a quantity is told by the unit's own facts alone."""
    quantity = plan.quantities.get(name)
    if quantity is None:
        return True
    if name in on_the_way or quantity.only_if or quantity.form in plan.across:
        return False
    names = getattr(quantity.form, "names", ())
    most = getattr(quantity.form, "most", None)
    asked = (*names, most) if isinstance(most, str) else names
    return all(_is_own(plan, each, on_the_way | {name}) for each in asked)


def _tallied(
    plan: Plan,
    facts: Sequence[Fact],
    units: Sequence[Unit],
    period: Period,
    only: frozenset[str] | None,
    known: Tallies,
) -> Tallies:
    found = find(plan, facts, units, period)
    wanted = [name for name in found.units if only is None or name in only]
    pools, figures, looked_at = None, dict[str, Figures](), set[str]()
    if plan.goes_across:
        looked_at = set(_standing(found, wanted, figures))
        others = {name: each.figures for name, each in known.units.items() if each.is_looked_at and name not in wanted}
        pools = Pools(found, [name for name in found.units if name in looked_at or name in others], figures, others)
    in_pass = len(found.ignored)
    added: dict[str, Added] = {}
    asides: dict[str, list[Aside]] = {name: [] for name in wanted}
    for fact, why in found.ignored:
        if fact.unit in asides:
            asides[fact.unit].append(Aside(fact.id, fact.on, fact.unit, why))
    told = in_pass
    for name in wanted:
        added[name] = unit = unit_of(found, name, pools.value if pools else None, figures=figures.get(name))
        asides[name] += [Aside(fact.id, fact.on, fact.unit, why, _ADDING) for fact, why in found.ignored[told:]]
        asides[name] += [
            Aside(fact.id, fact.on, fact.unit, why, _AFTER)
            for fact, why in (*unit.sum.aside, *unit.figures.refused.values())
        ]
        told = len(found.ignored)
    tallies = {}
    for name, unit in added.items():
        tallies[name] = made = _tally_of(plan, found, name, unit, pools)
        made.asides = asides[name]
        if name in looked_at and pools is not None:
            made.is_looked_at = True
            made.figures = {form.of: pools.figure(name, form.of) for form in plan.across}
    across: Across = {}
    if pools is not None:
        for form in plan.across:
            for name in found.units:
                across[form.what, form.of, pools.pool_of(form.pool, name)] = pools.value(form, name)
    return Tallies(tallies, across)


def _tally_of(plan: Plan, found: Found, name: str, unit: Added, pools: Pools | None) -> Tally:
    made = Tally(name, None, [], [])
    if found.matters is not None and any(pool.least_matters for pool in plan.pools):
        made.in_hand = found.matters.in_hand[name] or 0
    if not any(rule.drop and unit.figures.is_true(rule.only_if) is True for rule in plan.unranked):
        made.score = score = Score(name, lines=unit.lines())
        if plan.grade:
            score.lines, score.grade = _graded(plan, found, name, score.lines)
        elif stands(found, unit):
            if State.PENDING in unit.waits:
                score.is_pending = True
                score.between = between(found, unit, pools.value if pools else None)
            else:
                score.total = unit.total
        made.has_minus = any(line.points < 0 and line.stage == EARNED for line in score.lines)
        if score.total is not None:
            made.meets = tuple(
                unit.figures.is_true((*rule.only_if, *(ALL_COMPLETED if rule.among else ()))) is True
                for rule in plan.honours
            )
    if any(isinstance(rule, Outcome) for rule in plan.rules):
        made.proposals = proposals_of(unit, has_total=made.score is not None and made.score.total is not None)
    return made


def _standing(found: Found, wanted: Iterable[str], known: dict[str, Figures]) -> list[str]:
    """List the units that figures across units look at; where no section decides, their quantities alone tell, and are `known` then."""
    standing = []
    for name in wanted:
        if found.plan.waits_for_sections:
            unit = unit_of(found, name, None)
        else:
            figures, waits = Figures(found, name), set[State]()
            unit = Added(figures, quantities_of(figures, 0, waits), Sum(), waits)
            known[name] = figures
        if stands(found, unit):
            standing.append(name)
    return standing


def stands(found: Found, unit: Added) -> bool:
    """Say whether the unit has a total once all figures are there: it is not left unranked, it has what the score starts from."""
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


def left_out(tallies: Iterable[Tally]) -> list[Aside]:
    """Return what was left out of all units, each fact once, by day."""
    told = [(aside.stage, place, aside) for place, each in enumerate(tallies) for aside in each.asides]
    told.sort(key=lambda each: each[:2])
    first: dict[str, Aside] = {}
    for _, _, aside in told:
        first.setdefault(aside.fact, aside)
    return sorted(first.values(), key=lambda aside: (aside.on, aside.fact))
