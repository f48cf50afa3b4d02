"""The quantities of one unit: counted, added up, typed or worked out; exact fractions as pairs of integers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from duban.engine import wording
from duban.engine.evaluation.cases import Buckets, Found, value_of
from duban.engine.evaluation.rows import Paid, Run, paid
from duban.engine.evaluation.runs import run_of
from duban.engine.facts import FIELDS, Fact
from duban.engine.rules.formulas import Figure, Formula, Ratio, State, below, ratio
from duban.engine.rules.quantities import Across, Counted, Quantity, Typed
from duban.engine.rules.scores import Condition
from duban.engine.rules.sections import Section

if TYPE_CHECKING:
    from duban.engine.evaluation.takers import Taker

_NOTHING: Buckets = {}
# What `value_of` reads of the matter or the unit and not of the fact.
_NOT_OF_FACTS = frozenset(("level", "role", "group"))
Across_ = Callable[[Across, str], Figure]
_COMPARE: Mapping[str, Callable[[Ratio, Ratio], bool]] = {
    "at_least": lambda one, other: not below(one, other),
    "over": lambda one, other: below(other, one),
    "at_most": lambda one, other: not below(other, one),
    "under": lambda one, other: below(one, other),
    "is": lambda one, other: one[0] * other[1] == other[0] * one[1],
}


class Figures:
    """What the quantities of one unit come to; `assumed` puts its least or most in the place of a figure that is missing."""

    def __init__(
        self, found: Found, unit: str, across: Across_ | None = None, assumed: Mapping[str, str] | None = None
    ) -> None:
        self.found, self.unit, self._across, self._assumed = found, unit, across, assumed or {}
        self._known: dict[str, Figure] = {}
        self._facts: dict[str, list[Fact]] = {}
        self.missing: dict[str, None] = {}
        self.boundless = False
        self.refused: dict[str, tuple[Fact, str]] = {}
        self.sections: dict[str, Decimal] = {}
        self._by_key: dict[int, list[list[Fact]]] | None = None

    def go_across(self, across: Across_) -> None:
        """Look across units from now on; numbers stay, what had none is asked again."""
        self._across = across
        self._known = {name: value for name, value in self._known.items() if not isinstance(value, State)}

    def get(self, name: str) -> Figure:
        """Give the value of a quantity, or why it has none."""
        if name not in self._known:
            self._known[name] = State.UNKNOWN
            self._known[name] = self._value(name)
        return self._known[name]

    def facts_of(self, name: str) -> list[Fact]:
        """List the facts behind a quantity and all that it is made of."""
        found: dict[str, Fact] = {}
        self._gather(name, found)
        return list(found.values())

    def _gather(self, name: str, found: dict[str, Fact]) -> None:
        self.get(name)
        for fact in self._facts.get(name, ()):
            found[fact.id] = fact
        quantity = self.found.plan.quantities.get(name)
        if quantity is not None and isinstance(quantity.form, Formula):
            for part in quantity.form.names:
                self._gather(part, found)

    def is_true(self, conditions: Sequence[Condition]) -> bool | State:
        """Say whether all conditions hold; a state where a figure that decides is not there."""
        waits: State | None = None
        for condition in conditions:
            value = self._figure(condition.figure)
            if isinstance(value, State):
                if value in (State.LEFT_OUT, State.NOT_SCORED, State.BY_NOTHING):
                    return False
                waits = max(waits or value, value)
            elif not all(_COMPARE[word](value, ratio(number)) for word, number in condition.comparisons):
                return False
        return waits if waits is not None else True

    def typed(self, name: str, form: Typed | Section) -> Fact | None:
        """Give the latest figure of the period that lies within its bounds."""
        least, most = self.bounds(form)
        for fact in sorted(
            self.found.typed.get((self.unit, name), ()), key=lambda fact: (fact.on, fact.id), reverse=True
        ):
            value = amount_in(fact)
            if isinstance(form, Section) and form.is_cut:
                return fact
            wrong = (least is not None and value < least) or (most is not None and value > most)
            if isinstance(form, Typed):
                wrong = wrong or bool(form.choice and value not in form.choice)
                wrong = wrong or (form.is_whole and value != value.to_integral_value())
            if not wrong:
                return fact
            self.refused[fact.id] = (fact, wording.out_of_bounds(value, least, most))
        return None

    def bounds(self, form: Typed | Section) -> tuple[Decimal | None, Decimal | None]:
        """Give between what a typed figure lies; None where there is no bound."""
        if isinstance(form, Section):
            return form.least if form.least is not None else Decimal(0), form.most
        least, most = form.least, form.most
        if form.choice:
            return min(form.choice), max(form.choice)
        if isinstance(most, str):
            value = self.get(most)
            return least, None if isinstance(value, State) else Decimal(value[0]) / Decimal(value[1])
        return least, most

    def assumed(self, name: str, form: Typed | Section) -> Decimal | None:
        """Note that a figure is missing, and give what is put in its place: its least or its most, if asked to."""
        self.missing[name] = None
        side = self._assumed.get(name)
        if side is None:
            return None
        least, most = self.bounds(form)
        bound = (least if least is not None else None) if side == "least" else most
        if bound is None:
            self.boundless = True
            return Decimal(0)
        return bound

    def _figure(self, name: str) -> Figure:
        if name in self.found.plan.sections:
            return ratio(self.sections.get(name, Decimal(0)))
        return self.get(name)

    def _value(self, name: str) -> Figure:
        quantity = self.found.plan.quantities.get(name)
        if quantity is None:
            return State.LEFT_OUT
        if quantity.groups and not self.found.reaches((frozenset(quantity.groups),), self.unit):
            return State.LEFT_OUT
        if quantity.only_if:
            holds = self.is_true(quantity.only_if)
            if isinstance(holds, State):
                return holds
            if not holds:
                return State.LEFT_OUT
        form = quantity.form
        if isinstance(form, Typed):
            return self._typed_value(quantity, form)
        if isinstance(form, Across):
            return State.UNKNOWN if self._across is None else self._across(form, self.unit)
        if isinstance(form, Counted):
            return self._counted(quantity, form)
        value = form.term(self.get)
        if value is State.BY_NOTHING:
            if quantity.if_zero == "not_scored":
                return State.NOT_SCORED
            if quantity.if_zero == "left_out" or not isinstance(quantity.if_zero, Decimal):
                return State.LEFT_OUT
            return ratio(quantity.if_zero)
        return value

    def _typed_value(self, quantity: Quantity, form: Typed) -> Figure:
        fact = self.typed(quantity.id, form)
        if fact is not None:
            self._facts[quantity.id] = [fact]
            return ratio(amount_in(fact))
        _, most = self.bounds(form)
        if form.missing == "full" and most is not None:
            return ratio(most)
        if form.missing == "zero":
            return 0, 1
        if form.missing == "not_scored":
            return State.NOT_SCORED
        instead = self.assumed(quantity.id, form)
        return State.PENDING if instead is None else ratio(instead)

    def _counted(self, quantity: Quantity, form: Counted) -> Figure:
        known = self.found.counted
        key = (self.unit, quantity.id)
        if key not in known or form.owed:
            known[key] = self._count(quantity, form)
        value, self._facts[quantity.id] = known[key]
        return value

    def _count(self, quantity: Quantity, form: Counted) -> tuple[Figure, list[Fact]]:
        """Work a count or a sum out; what it comes to and the facts behind it."""
        taker, *owed = self.found.plan.takers_of[quantity.id]
        if form.select.kind == "unit":
            return (int(self.found.reaches(taker.groups, self.unit)), 1), []
        if taker.is_plain and not taker.count.is_life:
            payers = facts = self.facts_at(taker.key)
        else:
            entries = self.paid(taker)
            payers, facts = [entry.payer for entry in entries], [fact for entry in entries for fact in entry.facts]
        if not form.fields:
            return (len(payers), 1), facts
        total = self._sum(form, payers)
        lacking = self._owed(quantity, form, owed[0]) if owed else 0
        return (self._with_missing(quantity, form, total, lacking) if lacking else total), facts

    def _sum(self, form: Counted, payers: Sequence[Fact]) -> Ratio:
        """Add up the product of the fields over what pays; what lacks a field counts as the default, else as nothing."""
        matters, (name, *others) = self.found.matters, form.fields
        if not others and name in FIELDS and name not in _NOT_OF_FACTS and not (matters and matters.tells(name)):
            given = [value for fact in payers if (value := getattr(fact, name)) is not None]
            return ratio(sum(given, Decimal(0)) + (form.default or 0) * (len(payers) - len(given)))
        total = Decimal(0)
        for fact in payers:
            product = Decimal(1)
            for name in form.fields:
                said = value_of(self.found, fact, name)
                value = form.default if said is None else said
                product *= 0 if value is None else value if isinstance(value, Decimal) else Decimal(str(value))
            total += product
        return ratio(total)

    def _owed(self, quantity: Quantity, form: Counted, taker: Taker) -> int:
        there = {fact.matter for fact in self.facts_at(taker.key - 1)}
        return sum(fact.matter not in there for fact in self.facts_at(taker.key))

    def _with_missing(self, quantity: Quantity, form: Counted, total: Ratio, lacking: int) -> Figure:
        self.missing[quantity.id] = None
        side = self._assumed.get(quantity.id)
        if side is None:
            return State.PENDING
        bound = Decimal(1)
        for name in form.fields:
            fields = [self.found.plan.words.field_of(kind, name) for kind in form.select.names]
            ends = [getattr(field, side) for field in fields if field is not None]
            if not ends or ends[0] is None:
                self.boundless = True
                return total
            bound *= ends[0]
        more = ratio(bound * lacking)
        return total[0] * more[1] + more[0] * total[1], total[1] * more[1]

    def facts_at(self, key: int) -> list[Fact]:
        """List the unit's facts that a taker of the plan has."""
        if self._by_key is None:
            self._by_key = {}
            for hit, facts in self.found.buckets.get(self.unit, _NOTHING).items():
                self._by_key.setdefault(hit.key, []).append(facts)
        there = self._by_key.get(key, ())
        return there[0] if len(there) == 1 else [fact for facts in there for fact in facts]

    def paid(self, taker: Taker) -> list[Paid]:
        """Give what pays under the count words of a taker, within the period."""
        facts, count = self.facts_at(taker.key), taker.count
        found = self.found

        def value(fact: Fact, name: str) -> object:
            return fact.matter if name == "matter" else value_of(found, fact, name)

        run = run_of(found, taker, value) if count.in_a_row else Run()
        entries = paid(count, taker.worth, facts, value, run)
        if count.is_life:
            entries = [entry for entry in entries if entry.payer.on >= found.period.first]
        return entries


def amount_in(fact: Fact) -> Decimal:
    """Give the number that a person typed: of a sheet its points, of a figure its value."""
    value = fact.points if fact.kind == "sheet" else fact.get("value")
    return Decimal(0) if value is None else value
