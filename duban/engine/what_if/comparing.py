"""One period and its facts by a document and by variants of it: totals, ranks, honours and steps side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duban.engine import ladder, scoring
from duban.engine.calendar import Calendar, load_calendar
from duban.engine.cases import Period, Unit
from duban.engine.evaluation.plans import Plan
from duban.engine.facts import Fact, as_record
from duban.engine.ladder import DueStep
from duban.engine.scoring import Result, Score
from duban.engine.what_if.causes import Cause, Neighbours, causes_of, neighbours_of
from duban.engine.what_if.fairness import Share, by_group, by_matters, matters_of
from duban.engine.what_if.strangers import Missing, missing_in, translated
from duban.engine.what_if.variants import Variant

# Facts times variants from which on it takes so long that people want to see how far it is.
LONG = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One unit under both; a score is None where the document gives the unit no row."""

    unit: str
    name: str
    group: str
    matters: int
    before: Score | None
    after: Score | None
    honour_before: tuple[str, ...]
    honour_after: tuple[str, ...]

    @property
    def change(self) -> Decimal | None:
        """How much the total changes; None where one of the two has none."""
        if self.before is None or self.after is None or self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def rise(self) -> int | None:
        """By how many places the unit rises (negative: falls); None where it is not ranked under both."""
        if self.before is None or self.after is None or self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank

    @property
    def is_regraded(self) -> bool:
        """Whether the unit has a total under both, and each is called otherwise."""
        return self.change is not None and self.before.grade != self.after.grade  # type: ignore[union-attr]

    @property
    def fell(self) -> int:
        """By how many places the unit falls; 0 where it does not."""
        return max(0, -(self.rise or 0))

    @property
    def is_otherwise(self) -> bool:
        """Whether total, rank, grade or honour differ, or whether the unit has them at all."""
        one, other = self.before, self.after
        if one is None or other is None:
            return one is not other
        return (one.total, one.rank, one.grade, bool(self.honour_before)) != (
            other.total, other.rank, other.grade, bool(self.honour_after),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepChange:
    """One matter of one unit whose next step is another, or comes on another day."""

    unit: str
    matter: str
    before: DueStep | None
    after: DueStep | None
    # What the documents call the two.
    name_before: str
    name_after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variant beside the document. `missing`: what it counts and these facts do not tell, by clause."""

    base: Variant
    variant: Variant
    before: Result
    after: Result
    rows: list[Row]
    causes: list[Cause]
    order_before: list[Neighbours]
    order_after: list[Neighbours]
    groups: list[Share]
    sizes: list[Share]
    steps: list[StepChange]
    missing: list[Missing]

    @property
    def changed(self) -> list[Row]:
        """The units whose total changes."""
        return [row for row in self.rows if row.change]

    @property
    def moved(self) -> list[Row]:
        """The units whose place changes."""
        return [row for row in self.rows if row.rise]


@dataclass(frozen=True, slots=True)
class _Side:
    variant: Variant
    result: Result
    steps: list[DueStep]


def compare(
    base: Variant,
    variants: Sequence[Variant],
    facts: Sequence[Fact],
    units: Sequence[Unit],
    period: Period,
    calendar: Calendar | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[Comparison]:
    """Compare variants with the document, each with the same facts of one period; nothing is kept and nothing written.

    `facts` are valid and in the base's words; `tell` is told how many of how many are scored, the document itself first.
    """
    calendar = calendar or load_calendar()
    known = _Side(base, _scored(base, facts, units, period), _steps(base, facts, units, period, calendar))
    steps_told = len(variants) + 1
    if tell:
        tell(1, steps_told)
    matters = matters_of(facts, units, period)
    rows = [as_record(fact) for fact in facts] if any(variant.is_other for variant in variants) else []
    found = []
    for number, variant in enumerate(variants, 2):
        told = translated(rows, base.regime, variant.regime) if variant.is_other else facts
        result = _scored(variant, told, units, period)
        if variant.is_other or not _climbs_alike(base, variant):
            steps = _steps(variant, told, units, period, calendar)
        else:
            steps = known.steps
        missing = missing_in(variant, base, told, units, period) if variant.is_other else []
        found.append(_compared(known, _Side(variant, result, steps), units, matters, missing))
        if tell:
            tell(number, steps_told)
    return found


def _compared(
    one: _Side, other: _Side, units: Sequence[Unit], matters: Mapping[str, int], missing: list[Missing]
) -> Comparison:
    rows = _rows(one.result, other.result, units, matters)
    return Comparison(
        base=one.variant,
        variant=other.variant,
        before=one.result,
        after=other.result,
        rows=rows,
        causes=causes_of(one.variant, other.variant, one.result, other.result),
        order_before=neighbours_of(one.result, one.variant, units),
        order_after=neighbours_of(other.result, other.variant, units),
        groups=by_group(rows, other.variant.regime, one.variant.regime),
        sizes=by_matters(rows),
        steps=_step_changes(one, other),
        missing=missing,
    )


def _scored(variant: Variant, facts: Sequence[Fact], units: Sequence[Unit], period: Period) -> Result:
    plan = Plan(variant.regime, dict(variant.choices), period.kind)
    return scoring.score_by(plan, facts, units, period)


def _steps(
    variant: Variant, facts: Sequence[Fact], units: Sequence[Unit], period: Period, calendar: Calendar
) -> list[DueStep]:
    groups = {unit.unit: unit.group for unit in units}
    return ladder.due_steps(variant.regime, facts, groups, period.last, variant.choices, calendar)


def _climbs_alike(one: Variant, other: Variant) -> bool:
    """Whether both have the very same steps: then the ladder need not be climbed again."""
    steps, others = one.regime.steps(one.choices), other.regime.steps(other.choices)
    return (
        one.regime.words is other.regime.words
        and len(steps) == len(others)
        and all(step is another for step, another in zip(steps, others, strict=True))
    )


def _rows(one: Result, other: Result, units: Sequence[Unit], matters: Mapping[str, int]) -> list[Row]:
    before, after = ({score.unit: score for score in result.units} for result in (one, other))
    named_before, named_after = (_honours(result) for result in (one, other))
    rows = [
        Row(
            unit.unit,
            unit.name,
            unit.group,
            matters.get(unit.unit, 0),
            before.get(unit.unit),
            after.get(unit.unit),
            named_before.get(unit.unit, ()),
            named_after.get(unit.unit, ()),
        )
        for unit in units
        if unit.unit in before or unit.unit in after
    ]
    return sorted(rows, key=lambda row: (_place(row.before), _place(row.after)))


def _place(score: Score | None) -> tuple[bool, int]:
    return (True, 0) if score is None or score.rank is None else (False, score.rank)


def _honours(result: Result) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for honour in result.honours:
        found[honour.unit].append(honour.clause)
    return {unit: tuple(clauses) for unit, clauses in found.items()}


def _step_changes(one: _Side, other: _Side) -> list[StepChange]:
    before, after = ({(step.unit, step.matter): step for step in side.steps} for side in (one, other))
    names, others = ({rule.step: rule.name for rule in side.variant.regime.steps()} for side in (one, other))
    changes = []
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        name, other_name = names.get(old.step, "") if old else "", others.get(new.step, "") if new else ""
        told, other_told = (None if step is None else (step.since, step.limit) for step in (old, new))
        if (name, told) != (other_name, other_told):
            changes.append(StepChange(*key, old, new, name, other_name))
    return changes
