"""One unit added up: figures, entries, sections, lines; and what of it has to wait for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from duban.engine.evaluation.cards import lines_of
from duban.engine.evaluation.cases import Found
from duban.engine.evaluation.entries import Entry, entries_of, settled
from duban.engine.evaluation.figures import Across_, Figures
from duban.engine.evaluation.rows import Paid
from duban.engine.evaluation.totals import Sum, add_up
from duban.engine.lines import EARNED, Line
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.formulas import Figure, Ratio, State, below
from duban.engine.rules.quantities import Across
from duban.engine.rules.sections import TOTAL

_CENT = Decimal("0.01")
# So many missing figures are tried at their least and most in every combination.
_COMBINED = 4


@dataclass(slots=True)
class Unit:
    """What one unit comes to; `waits` says why it has no total, if it has none."""

    figures: Figures
    entries: list[Entry]
    sum: Sum
    waits: set[State]

    @property
    def total(self) -> Decimal:
        """The total, rounded half up to two places, whether or not it stands."""
        return rounded(self.sum.values[TOTAL])

    def lines(self) -> list[Line]:
        """Give the lines in the order of the document."""
        lines = lines_of(self.figures, self.entries) + self.sum.lines
        place = self.figures.found.plan.place_of
        lines.sort(key=lambda line: (place(line.clause), line.stage, line.stage == EARNED and line.points < 0))
        return lines


@dataclass(frozen=True, slots=True)
class Proposal:
    """A consequence that the office may propose: for which unit, by which clause, since when, on what facts."""

    unit: str
    clause: str
    name: str
    on: date
    matter: str | None
    paper: str | None
    facts: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Give the proposal as the interchange format has it."""
        matter = {"matter": self.matter} if self.matter else {}
        paper = {"paper": self.paper} if self.paper else {}
        return {
            "unit": self.unit, "clause": self.clause, "name": self.name, "on": self.on.isoformat(), **matter, **paper,
            "facts": list(self.facts),
        }  # fmt: skip


def unit_of(
    found: Found,
    unit: str,
    across: Across_ | None,
    assumed: Mapping[str, str] | None = None,
    figures: Figures | None = None,
) -> Unit:
    """Add up one unit; `assumed` puts its least or most in the place of a figure that is missing, `figures` are those already worked out."""
    plan = found.plan
    figures = figures or Figures(found, unit, across, assumed)
    waits: set[State] = set()
    raw: list[Entry] = []
    for stage in range(plan.stages):
        raw += entries_of(figures, stage, waits)
        if stage + 1 < plan.stages:
            trial = settled(figures, [_again(entry) for entry in raw], set())
            figures.sections = add_up(figures, trial).values
    entries = settled(figures, raw, waits)
    total = add_up(figures, entries)
    waits |= total.waits
    figures.sections = {**total.values, TOTAL: rounded(total.values[TOTAL])}
    return Unit(figures, entries, total, waits)


def _again(entry: Entry) -> Entry:
    other = copy(entry)
    other.factors, other.outdone, other.struck = [], [], []
    return other


def between(found: Found, unit: Unit, across: Across_ | None) -> tuple[Decimal, Decimal] | None:
    """Give the least and the most that the total can be, once the missing figures are there; None without bounds."""
    names = list(unit.figures.missing)
    sides = ("least", "most")
    tries = product(sides, repeat=len(names)) if len(names) <= _COMBINED else [(side,) * len(names) for side in sides]
    totals = []
    for chosen in tries:
        tried = unit_of(found, unit.figures.unit, across, dict(zip(names, chosen, strict=True)))
        if tried.figures.boundless or tried.waits & {State.PENDING, State.NOT_SCORED}:
            return None
        totals.append(tried.total)
    return (min(totals), max(totals)) if totals else None


class Pools:
    """Figures across units: the largest, smallest, sum or mean over the units of a pool, worked out once each."""

    def __init__(
        self,
        found: Found,
        ranked: Sequence[str],
        known: Mapping[str, Figures],
        others: Mapping[str, Mapping[str, Figure]] | None = None,
    ) -> None:
        """Look at the ranked units; `known` are figures that are already worked out as far as may be without looking across.

        `others` are the figures of those ranked units whose facts are not looked at, as they came out earlier.
        """
        self._found, self._ranked, self._others = found, ranked, others or {}
        self._known: dict[tuple[str, str, str], Figure] = {}
        self._figures = known or {unit: Figures(found, unit) for unit in ranked if unit not in self._others}
        for figures in self._figures.values():
            figures.go_across(self.value)

    def value(self, form: Across, unit: str) -> Figure:
        """Give the figure for one unit. What has no number in a unit of the pool is passed over."""
        pool = self.pool_of(form.pool, unit)
        key = (form.what, form.of, pool)
        if key not in self._known:
            self._known[key] = State.UNKNOWN
            self._known[key] = self._worked_out(form, pool)
        return self._known[key]

    def figure(self, unit: str, name: str) -> Figure:
        """Give a quantity of a ranked unit, as units of its pool look at it."""
        return self._others[unit][name] if unit in self._others else self._figures[unit].get(name)

    def pool_of(self, kind: str, unit: str) -> str:
        """Name the pool in which a unit is compared."""
        if kind == "group":
            return self._found.units[unit].group
        if kind == "pool":
            for place, pool in enumerate(self._found.plan.pools):
                if not pool.groups or self._found.reaches((frozenset(pool.groups),), unit):
                    return str(place)
        return ""

    def _worked_out(self, form: Across, pool: str) -> Figure:
        values: list[Ratio] = []
        for unit in self._ranked:
            if form.pool == "ranked" or self.pool_of(form.pool, unit) == pool:
                value = self.figure(unit, form.of)
                if not isinstance(value, State):
                    values.append(value)
        if not values:
            return 0, 1
        if form.what in ("sum", "mean"):
            total: Ratio = (0, 1)
            for value in values:
                total = (total[0] * value[1] + value[0] * total[1], total[1] * value[1])
            return total if form.what == "sum" else (total[0], total[1] * len(values))
        best = values[0]
        for value in values[1:]:
            if below(best, value) if form.what == "max" else below(value, best):
                best = value
        return best


def proposals_of(unit: Unit, *, has_total: bool) -> list[Proposal]:
    """List the consequences that are no number and whose condition the unit meets; of its total only where it has one that stands."""
    figures, found = unit.figures, unit.figures.found
    proposals = []
    for rule in found.plan.rules:
        if not isinstance(rule, Outcome) or figures.is_true(rule.only_if) is not True:
            continue
        if not has_total and any(condition.figure == TOTAL for condition in rule.only_if):
            continue
        if rule.select is None:
            proposals.append(Proposal(figures.unit, rule.clause, rule.name, found.period.last, None, rule.paper, ()))
            continue
        taker = next(taker for taker in found.plan.takers if taker.rule is rule)
        first: dict[str | None, Paid] = {}
        for entry in sorted(figures.paid(taker), key=lambda entry: (entry.payer.on, entry.payer.id)):
            first.setdefault(entry.payer.matter, entry)
        for matter, entry in first.items():
            ids = tuple(fact.id for fact in entry.facts)
            # What became of matters is what it is at the period's end, not on the day on which they were assigned.
            on = found.period.last if rule.select.kind == "matters" else entry.payer.on
            proposals.append(Proposal(figures.unit, rule.clause, rule.name, on, matter, rule.paper, ids))
    return proposals


def rounded(points: Decimal) -> Decimal:
    """Round points half up to two places."""
    return points.quantize(_CENT, ROUND_HALF_UP)
