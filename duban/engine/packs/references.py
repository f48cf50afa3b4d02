"""What a pack names must be there: events, fields and their values, sections, quantities, groups; and nothing may go in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.engine import facts
from duban.engine.clauses import Regime
from duban.engine.packs.circles import circles, twice
from duban.engine.packs.sources import PackError, likeliest
from duban.engine.rules.adjustments import Factor, Outcome, Rank
from duban.engine.rules.bases import Cap
from duban.engine.rules.durations import PLAIN, span_of
from duban.engine.rules.fields import Rule
from duban.engine.rules.formulas import Formula
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import GROUPS, Honour
from duban.engine.rules.limits import Deadline
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.quantities import Across, Counted, Quantity, Typed
from duban.engine.rules.scores import Condition, Count, Score, Worth
from duban.engine.rules.sections import TOTAL
from duban.engine.rules.selects import Select
from duban.engine.rules.steps import Step
from duban.engine.vocabulary.readers import number_from

_ALWAYS = frozenset(("unit", "matter", "day", "kind", "occasion", "level", "role", "category", "group", "source"))
_STEPPED = (("place",), ("times",))


def faults(regime: Regime, files: Mapping[str, str], head: str) -> Iterator[PackError]:
    """Give every fault of this kind, each with file and line; `files` has the file of each clause, `head` that of the pack."""
    names = _Names(regime)
    for clause in regime.clauses:
        file = files[clause.clause]
        for rule in clause.rules:
            for what in _of_rule(names, rule):
                yield PackError(file, rule.line, what)
    for quantity in regime.quantities:
        for what in _of_quantity(names, quantity):
            yield PackError(head, quantity.line, f"数量 {quantity.id}：{what}")
    for section in regime.sections:
        said = [*names.figures(section.only_if), *names.groups(section.groups)]
        if section.id != TOTAL and section.parent not in names.sections:
            said.append(f"sections 里没有“{section.parent}”{likeliest(section.parent, sorted(names.sections))}")
        for what in said:
            yield PackError(head, section.line, f"{section.label or section.id}：{what}")
    yield from circles(regime, files, head)
    yield from twice(regime, head)
    used = set(used_events(regime))
    for name, event in regime.words.events.items():
        if event.is_own and name not in used and event.recorded_only is None:
            what = f"事件“{event.label}”（{name}）没有规则用到；只作记录的，写明 recorded_only: 为什么"
            yield PackError(head, event.line, what)


class _Names:
    """What there is to name."""

    def __init__(self, regime: Regime) -> None:
        self.regime, self.words = regime, regime.words
        self.sections = {TOTAL, *(section.id for section in regime.sections)}
        self.quantities = {quantity.id for quantity in regime.quantities}
        self.clauses = {clause.clause for clause in regime.clauses}
        self.kinds = {*facts.KINDS, *regime.words.events}
        self.values: dict[str, set[str]] = {
            "level": {*facts.LEVELS, *regime.levels},
            "category": {entry.id for entry in regime.categories},
            "group": set(regime.groups) | set(regime.words.groups),
            "role": set(regime.words.roles or facts.ROLES),
            "class": {entry.id for entry in regime.authority_classes},
            "authority": set(regime.words.authorities or facts.AUTHORITIES),
            "grade": set(regime.words.grades or facts.VALUES["grade"]),
            "channel": set(facts.VALUES["channel"]),
            "tone": set(facts.VALUES["tone"]),
            "step": {rule.step for clause in regime.clauses for rule in clause.rules if isinstance(rule, Step)},
        }

    def events(self, kinds: Iterable[str]) -> Iterator[str]:
        """Say which kinds of facts there are not."""
        for kind in kinds:
            if kind not in self.kinds:
                yield f"没有“{kind}”这种事件{likeliest(kind, sorted(self.kinds))}"

    def figures(self, conditions: Iterable[Condition]) -> Iterator[str]:
        """Say which figures of conditions there are not."""
        for condition in conditions:
            if condition.figure not in self.quantities and condition.figure not in self.sections:
                known = sorted(self.quantities | self.sections)
                yield f"only_if 里的“{condition.figure}”既不是 quantities 也不是 sections{likeliest(condition.figure, known)}"

    def groups(self, groups: Iterable[str]) -> Iterator[str]:
        """Say which groups there are not."""
        for group in groups:
            if group not in self.values["group"]:
                yield f"groups 里没有“{group}”{likeliest(group, sorted(self.values['group']))}"

    def listed(self, clauses: Iterable[str]) -> Iterator[str]:
        """Say which clauses there are not."""
        for clause in clauses:
            if clause not in self.clauses:
                yield f"没有“{clause}”这一条{likeliest(clause, sorted(self.clauses))}"

    def has_field(self, kinds: Iterable[str], name: str) -> bool:
        """Say whether facts of these kinds, or matters, have a field of this name."""
        if name in _ALWAYS or name in facts.FIELDS or name in facts.MORE:
            return True
        return any(self.words.field_of(kind, name) is not None for kind in (*kinds, "assigned", "completed"))

    def is_whole(self, kinds: Iterable[str], name: str) -> bool:
        """Say whether a field counts something: a whole number that the pack declares, or the days of a lateness."""
        declared = [field for kind in (*kinds, "assigned") if (field := self.words.field_of(kind, name)) is not None]
        return all(field.type == "whole" for field in declared) if declared else name == "days"

    def fields_of(self, kinds: Iterable[str]) -> list[str]:
        """Give the fields that facts of these kinds, or matters, may have: those that the pack declares and those of the library."""
        own = [name for kind in (*kinds, "assigned") for name in getattr(self.words.events.get(kind), "fields", ())]
        return sorted({*own, *_ALWAYS, *facts.FIELDS, *facts.MORE})

    def offered(self, kinds: tuple[str, ...], name: str, value: Any) -> str:
        """Say which values a field may have, where they are few, or which was likely meant."""
        declared = [field for kind in (*kinds, "assigned") if (field := self.words.field_of(kind, name)) is not None]
        known = sorted(word for field in declared for word in field.words) or sorted(self.values.get(name, ()))
        return likeliest(value, known) or (f"，只有 {'、'.join(known)}" if 0 < len(known) <= 6 else "")

    def fits(self, kinds: tuple[str, ...], name: str, value: Any) -> bool:
        """Say whether a field can have a value."""
        declared = [field for kind in (*kinds, "assigned") if (field := self.words.field_of(kind, name)) is not None]
        if declared:
            return any(self._takes(field, value) for field in declared)
        if name == "what":
            allowed = {word for kind in kinds for word in facts.WHAT.get(kind, ())}
            return not allowed or value in allowed
        known = self.values.get(name)
        return not known or value in known

    def _takes(self, field: Any, value: Any) -> bool:
        if field.type in ("choice", "whole"):
            return value in field.words if field.type == "choice" else number_from(value) is not None
        return str(value) in self.values.get(field.type, {str(value)})

    def select(self, chosen: Select) -> Iterator[str]:
        """Say what a select names that there is not."""
        kinds: tuple[str, ...] = chosen.names if chosen.kind == "event" else ("assigned",)
        if chosen.kind == "event":
            yield from self.events(chosen.names)
        elif chosen.kind == "quantity" and chosen.names[0] not in self.quantities:
            yield f"quantities 里没有“{chosen.names[0]}”{likeliest(chosen.names[0], sorted(self.quantities))}"
        elif chosen.kind == "unit" and chosen.names[0] not in ("all", "any"):
            yield from self.groups(chosen.names)
        for name, wanted in chosen.where.items():
            if name in ("became", "matter"):
                continue
            if name != "class" and not self.has_field(kinds, name):
                yield f"{'、'.join(kinds)} 没有“{name}”这个字段，不能作条件{likeliest(name, self.fields_of(kinds))}"
                continue
            for value in sorted(wanted, key=str):
                if not self.fits(kinds, name, value):
                    yield f"{name} 没有“{value}”这个值{self.offered(kinds, name, value)}"

    def slots(self, chosen: Select, count: Count, worth: Worth) -> Iterator[str]:
        """Say which fields and values of count and worth there are not."""
        yield from self.select(chosen)
        kinds: tuple[str, ...] = chosen.names if chosen.kind == "event" else ("assigned",)
        for name in (*count.once_per, *count.within, *filter(None, (count.along, count.per))):
            if not self.has_field(kinds, name):
                yield f"{'、'.join(kinds)} 没有“{name}”这个字段，不能计数{likeliest(name, self.fields_of(kinds))}"
        if count.per and self.has_field(kinds, count.per) and not self.is_whole(kinds, count.per):
            yield f"per 要用整数字段，“{count.per}”不是"
        if worth.by in _STEPPED:
            return
        numbers = [name for name in worth.by if self.words.is_number(kinds, name)]
        if numbers and len(worth.by) > 1:
            yield f"“{numbers[0]}”是数，分值按数分档时只能按它一项"
        elif numbers and any(number_from(key) is None for (key,) in worth.points):
            yield f"“{numbers[0]}”是数，分值的键应是从多少起的数"
        for place, name in enumerate(worth.by):
            if name != "class" and not self.has_field(kinds, name):
                yield f"{'、'.join(kinds)} 没有“{name}”这个字段，不能作 by{likeliest(name, self.fields_of(kinds))}"
                continue
            for key in worth.points:
                if not self.fits(kinds, name, key[place]):
                    yield f"{name} 没有“{key[place]}”这个值{self.offered(kinds, name, key[place])}"


def _of_rule(names: _Names, rule: Rule) -> Iterator[str]:
    if isinstance(rule, Score):
        yield from names.slots(rule.select, rule.count, rule.worth)
        yield from names.figures(rule.only_if)
        yield from names.listed(rule.replaces)
        if rule.into not in names.sections:
            yield f"sections 里没有“{rule.into}”{likeliest(rule.into, sorted(names.sections))}"
    elif isinstance(rule, Outcome):
        if rule.select is not None:
            yield from names.slots(rule.select, rule.count, Worth())
        yield from names.figures(rule.only_if)
        if rule.paper and rule.paper not in {paper.id for paper in names.regime.papers}:
            yield f"papers 里没有“{rule.paper}”"
    elif isinstance(rule, Factor):
        yield from names.listed(rule.of)
        yield from names.figures(rule.only_if)
    elif isinstance(rule, HighestOnly):
        yield from names.listed(clause for entry in rule.of for clause in entry)
        if not (rule.of or rule.events or rule.facts):
            yield "highest_only 缺少 of 或 events"
    elif isinstance(rule, Cap):
        if rule.into not in names.sections:
            yield f"sections 里没有“{rule.into}”{likeliest(rule.into, sorted(names.sections))}"
    elif isinstance(rule, Exclude):
        yield from names.events(rule.event)
        if not rule.event and not rule.unquantifiable:
            yield "exclude 应是 unquantifiable: true 或 event"
    elif isinstance(rule, Rank):
        yield from names.groups(group for pool in rule.pools for group in pool.groups)
    elif isinstance(rule, Honour):
        yield from names.groups(group for pool in rule.pools for group in pool.groups if group not in GROUPS)
    elif isinstance(rule, Grade):
        for grade in rule.scale:
            if grade not in names.values["grade"]:
                yield f"grades 里没有“{grade}”"
    elif isinstance(rule, Step):
        yield from names.groups(rule.groups)
        yield from names.events(filter(None, (rule.unless, *(opening.unless for opening in rule.opens))))
        for word, wanted in (("category", rule.categories), ("level", rule.levels)):
            for value in wanted:
                if value not in names.values[word]:
                    yield f"{word} 没有“{value}”这个值{likeliest(value, sorted(names.values[word]))}"
    elif isinstance(rule, Deadline):
        if rule.rest and rule.count.unit not in PLAIN:
            yield "期限本来就在工作日，不另写 rest（遇休息日）"
        if rule.from_next and not span_of(rule.count):
            yield "from_next（从次月、下季、次年起）要求 count 是每周、每月、每季、每半年或每年的一天"
        yield from names.events((rule.moved_by.event,) if rule.moved_by else ())
        held = next((each.items for each in names.regime.lists if each.id == "meetings"), ())
        for kind in rule.meetings:
            if kind not in held:
                yield f"lists 的 meetings 里没有“{kind}”{likeliest(kind, held)}"
    conditions = getattr(rule, "only_if", ())
    if conditions and not isinstance(rule, Score | Outcome | Factor):
        yield from names.figures(conditions)
    known = {*names.words.periods, "week", "month", "quarter", "half_year", "year"}
    for period in getattr(rule, "periods", ()):
        if period not in known:
            yield f"periods 里没有“{period}”{likeliest(period, sorted(known))}"


def _of_quantity(names: _Names, quantity: Quantity) -> Iterator[str]:
    form = quantity.form
    yield from names.figures(quantity.only_if)
    yield from names.groups(quantity.groups)
    if isinstance(form, Counted):
        yield from names.slots(form.select, form.count, Worth())
        if form.owed is not None:
            yield from names.select(form.owed)
        kinds = form.select.names if form.select.kind == "event" else ("completed",)
        for name in form.fields:
            if not names.has_field(kinds, name):
                yield f"{'、'.join(kinds)} 没有“{name}”这个字段，不能相加"
    elif isinstance(form, Formula):
        for name in form.names:
            if name not in names.quantities:
                yield f"公式里的“{name}”不在 quantities 里{likeliest(name, sorted(names.quantities))}"
    elif isinstance(form, Across):
        if form.of not in names.quantities:
            yield f"of 里的“{form.of}”不在 quantities 里"
    elif isinstance(form, Typed) and isinstance(form.most, str) and form.most not in names.quantities:
        yield f"most 里的“{form.most}”不在 quantities 里"


def used_events(regime: Regime) -> Iterator[str]:
    """The events that something names."""
    for event in regime.words.events.values():
        yield from event.until
    for quantity in regime.quantities:
        if isinstance(quantity.form, Counted) and quantity.form.select.kind == "event":
            yield from quantity.form.select.names
    for clause in regime.clauses:
        for rule in clause.rules:
            yield from _events_of(rule)


def _events_of(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Score | Outcome):
        if rule.select is not None and rule.select.kind == "event":
            yield from rule.select.names
    elif isinstance(rule, Points | Beyond):
        yield rule.fact
    elif isinstance(rule, HighestOnly):
        yield from (*rule.events, *rule.facts)
    elif isinstance(rule, Exclude):
        yield from rule.event
    elif isinstance(rule, Deadline):
        if rule.moved_by is not None:
            yield rule.moved_by.event
    elif isinstance(rule, Step):
        yield from filter(None, (rule.unless, *(opening.fact for opening in rule.opens)))
        yield from filter(None, (opening.unless for opening in rule.opens))
        if rule.carried_by is not None:
            yield rule.carried_by.fact
