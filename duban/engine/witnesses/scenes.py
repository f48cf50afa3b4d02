"""The scenes in which a rule may fire: facts of the rule itself, and the figures that its conditions ask for."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from typing import Any

from duban.engine.evaluation.abbreviations import score_of
from duban.engine.rules.formulas import Formula
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.quantities import Across, Counted, Quantity, Typed
from duban.engine.rules.scores import EACH, Condition, Count, Score, Worth
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.rules.selects import Select
from duban.engine.witnesses.worlds import Record, World, first_of

_MOST = 240
_OF_MATTER = {"became", "matter", "role", "category", "source", "group"}
_NEEDS_MATTER = {"role", "category", "became", "matter", "source"}


def slots_of(rule: Any) -> Score | None:
    """Give a rule in slots, the older kinds written out; None for others."""
    return score_of(rule) if isinstance(rule, Points | Beyond) else rule if isinstance(rule, Score) else None


def scenes_of(world: World, rule: Any) -> Iterator[list[Record]]:
    """Give the scenes in which the rule may fire, the likeliest first, not more than some hundreds."""
    return islice(_scenes_of(world, rule), _MOST)


def _scenes_of(world: World, rule: Any) -> Iterator[list[Record]]:
    conditions = [*getattr(rule, "only_if", ()), *_of_sections(world, getattr(rule, "into", TOTAL))]
    select = getattr(rule, "select", None)
    names = [condition.figure for condition in conditions]
    if select is not None and select.kind == "quantity":
        names.append(select.names[0])
    figures = list(contexts(world, names, conditions))
    cores = list(cores_of(world, rule)) if select is not None else [[]]
    for context in figures:
        for core in cores:
            yield [*core, *context]


def _of_sections(world: World, name: str) -> list[Condition]:
    sections = {section.id: section for section in world.regime.sections if section.holds(dict(world.choices))}
    found: list[Condition] = []
    while name in sections:
        found += sections[name].only_if
        name = sections[name].parent if name != TOTAL else ""
    return found


def cores_of(
    world: World, rule: Any, *, copies: int = 0, extra: Mapping[str, Any] | None = None, shared: bool = False
) -> Iterator[list[Record]]:
    """Give facts that the slots of a rule take: as few as its count asks for, or `copies` of them, with what `extra` fields want.

    With `shared` all are of one occasion and one matter.
    """
    select: Select = rule.select
    count: Count = getattr(rule, "count", EACH)
    worth: Worth = getattr(rule, "worth", Worth())
    where = {**select.where, **(extra or {})}
    if select.kind in ("unit", "quantity"):
        yield []
    elif select.kind == "matters":
        number = max(copies, _number(count, worth), 1)
        for state in world.states_with(select.names):
            yield [
                record
                for n in range(number)
                for record in world.matter(f"m{n}", _of_table(world, worth, where, 0), state)
            ]
    elif select.kind == "event":
        number = max(copies, _number(count, worth), 1)
        keys = list(worth.points) if worth.by and not (worth.is_by_place or worth.is_by_times) else [()]
        for kind, key in product(select.names, keys):
            table = {**where, **_wanted(world, (kind,), worth, key)}
            yield from _events(world, kind, number, select, count, worth, table, shared)


def _events(
    world: World,
    kind: str,
    number: int,
    select: Select,
    count: Count,
    worth: Worth,
    where: Mapping[str, Any],
    shared: bool,
) -> Iterator[list[Record]]:
    event = world.regime.words.events.get(kind)
    of = event.of if event else "either"
    needs = bool(_NEEDS_MATTER & set(where) - set(world.declared(kind))) or "matter" in (*count.within, *count.once_per)
    became = where.get("became", ())
    for state in world.states_with(became) if became else ("open",):
        for with_matter in (True, False):
            if (not with_matter and (needs or of == "matter")) or (with_matter and of == "unit" and not needs):
                continue
            fixed = _fixed(world, kind, count, worth, where)
            if shared:
                fixed |= {"occasion": "同一件事"}
            matter = "m0" if with_matter or (shared and of != "unit") else None
            for apart in (1, 31) if number > 1 else (1,):
                days = [_start(world, select) + n * apart for n in range(number)]
                facts = [world.event(kind, day, fixed, matter, n) for n, day in enumerate(days)]
                yield [*(world.matter(matter, where, state) if matter else ()), *facts]


def _fixed(world: World, kind: str, count: Count, worth: Worth, where: Mapping[str, Any]) -> Record:
    """What the facts must say: the values that are wanted, alike in the fields of the row, one after another in the field of the run."""
    fixed: Record = {}
    declared = world.declared(kind)
    for name, wanted in where.items():
        if name in _OF_MATTER and name not in declared:
            continue
        if name == "class":
            fixed["authority"] = first_of(world.classes.get(str(first_of(wanted)), ()))
        elif name == "level" and name not in declared:
            continue
        else:
            fixed[name] = first_of(wanted)
    for name in (*count.within, *count.once_per):
        if name in declared and name not in fixed:
            fixed[name] = world.sample(declared[name], 0)
        elif name == "occasion":
            fixed[name] = "同一件事"
    if count.per and count.per not in fixed:
        fixed[count.per] = 2 if count.per not in declared else world.sample(declared[count.per], 0)
    if count.along and count.along in declared:
        along = declared[count.along]
        fixed[count.along] = lambda number: (
            str(number + 1)
            if along.type == "decimal"
            else number + 1
            if along.type == "whole"
            else world.sample(along, number)
        )
    if worth.range is not None:
        ends = [end for end in worth.range if end] or [Decimal(1)]
        fixed |= {"amount": str(ends[0]), "person": "考核人", "reason": "理由"}
    return fixed


def _start(world: World, select: Select) -> int:
    """The first day of the period on which the select takes anything."""
    if select.days is None:
        return 0
    for number in range((world.period.last - world.period.first).days + 1):
        day = f"{world.day(number):%m-%d}"
        first, last = select.days
        if first <= day <= last if first <= last else day >= first or day <= last:
            return number
    return 0


def _number(count: Count, worth: Worth) -> int:
    """How many facts of one row it takes for the rule to pay."""
    steps = [int(key) for (key,) in worth.points] if worth.is_by_place or worth.is_by_times else []
    paying = [int(key) for (key,), amount in worth.points.items() if amount] if steps else []
    return max(count.from_, count.in_a_row, min(paying or steps, default=1), 1)


def _wanted(world: World, kinds: Sequence[str], worth: Worth, key: Sequence[str]) -> dict[str, Any]:
    """What facts must say so that the table has an amount for them; a number as its field takes it."""
    words = world.regime.words
    found: dict[str, Any] = {}
    for name, part in zip(worth.by, key, strict=False):
        is_number = len(worth.by) == 1 and words.is_number(kinds, name)
        fields = [field for kind in (*kinds, "assigned") if (field := words.field_of(kind, name)) is not None]
        is_whole = is_number and all(field.type == "whole" for field in fields) and part.isdecimal()
        found[name] = (int(part) if is_whole else part,)
    return found


def _of_table(world: World, worth: Worth, where: Mapping[str, Any], place: int) -> dict[str, Any]:
    """The wants of a select with those of one line of the table."""
    if not worth.by or worth.is_by_place or worth.is_by_times:
        return dict(where)
    key = list(worth.points)[place]
    return {**where, **_wanted(world, ("assigned",), worth, key)}


def contexts(world: World, names: Iterable[str], conditions: Sequence[Condition]) -> Iterator[list[Record]]:
    """Give facts that set the figures on which something depends: each at its bounds, at the numbers it is compared with, near them."""
    quantities: dict[str, Quantity] = {
        entry.id: entry for entry in world.regime.quantities if entry.holds(dict(world.choices))
    }
    typed = [section for section in world.regime.sections if section.typed and section.holds(dict(world.choices))]
    unranked = [condition for rule in world.regime.clauses for each in rule.rules for condition in _unranked(each)]
    named = _leaves(quantities, names)
    wanted = [*named, *(name for name in _leaves(quantities, _figures(unranked)) if name not in named)]
    numbers = {number for condition in (*conditions, *unranked) for _, number in condition.comparisons}
    levels: list[list[list[Record]]] = []
    for place, leaf in enumerate(wanted):
        form = quantities[leaf].form
        if isinstance(form, Typed):
            levels.append([_typed(leaf, value) for value in _values(quantities, form, numbers)])
        elif isinstance(form, Counted):
            counted = list(_counted(world, leaf, form, numbers, place))
            # What only makes units unranked comes last: whoever has no rank shows nothing of a ranking.
            levels.append(counted if leaf in named else counted[::-1])
    rest = [entry for name, entry in quantities.items() if isinstance(entry.form, Typed) and name not in wanted]
    given = [record for entry in rest for record in _typed(entry.id, _values(quantities, entry.form, ())[0])]
    for values in _sections(typed, numbers):
        chosen = list(islice(product(*levels), 4096))
        if len(chosen) > 60:
            random.Random(1).shuffle(chosen)
            chosen = chosen[:60]
        for parts in chosen:
            yield [*values, *given, *(record for part in parts for record in part)]


def _figures(conditions: Sequence[Condition]) -> list[str]:
    return [condition.figure for condition in conditions]


def _unranked(rule: Any) -> tuple[Condition, ...]:
    return rule.only_if if rule.__class__.__name__ == "Unranked" else ()


def _leaves(quantities: Mapping[str, Quantity], names: Iterable[str]) -> list[str]:
    """The counted and typed quantities on which these figures rest."""
    found: list[str] = []
    waiting = list(names)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in quantities:
            continue
        seen.add(name)
        form = quantities[name].form
        waiting += [condition.figure for condition in quantities[name].only_if]
        if isinstance(form, Formula):
            waiting += form.names
        elif isinstance(form, Across):
            waiting.append(form.of)
        else:
            found.append(name)
            if isinstance(form, Typed) and isinstance(form.most, str):
                waiting.append(form.most)
    return found


def _values(quantities: Mapping[str, Quantity], form: Any, numbers: Iterable[Decimal]) -> list[Decimal]:
    least = form.least if form.least is not None else Decimal(0)
    named = quantities.get(form.most) if isinstance(form.most, str) else None
    most = form.most if isinstance(form.most, Decimal) else getattr(getattr(named, "form", None), "most", None)
    top = most if isinstance(most, Decimal) else max([Decimal(100), *numbers]) + 1
    if form.choice:
        return list(form.choice)
    middle = [(least + top) / 2]
    wanted = [top, *middle, least, *(number + by for number in numbers for by in (0, 1, -1)), Decimal(1), Decimal(0)]
    kept = [value for value in wanted if least <= value <= top]
    return list(dict.fromkeys(Decimal(round(value)) if form.is_whole else value for value in kept))


def _typed(name: str, value: Decimal) -> list[Record]:
    return [{"kind": "figure", "unit": "u0", "quantity": name, "value": str(value)}]


def _counted(world: World, leaf: str, form: Counted, numbers: Iterable[Decimal], place: int) -> Iterator[list[Record]]:
    """Facts that are counted once, twice, as often as a condition says; and none at all."""
    wanted = sorted({1, 2, *(int(number) + by for number in numbers for by in (0, 1) if 0 < number <= 40)})
    probe = Score(clause="", select=form.select, count=form.count, worth=Worth(Decimal(1)))
    for number in wanted:
        for core in islice(cores_of(world, probe, copies=number), 2):
            renamed = [
                {**record, "matter": f"{record['matter']}_{place}"} if "matter" in record else dict(record)
                for record in core
            ]
            for record in renamed:
                for name in form.fields:
                    if record["kind"] in (*form.select.names, "completed") and name in world.declared(record["kind"]):
                        record.setdefault(name, world.sample(world.declared(record["kind"])[name], 0))
            yield renamed
    yield []


def _sections(typed: Sequence[Section], numbers: Iterable[Decimal]) -> list[list[Record]]:
    """The typed sections at their most, their least, halfway."""
    if not typed:
        return [[]]
    found = []
    for part in (Decimal(1), Decimal("0.5"), Decimal(0)):
        records = []
        for section in typed:
            least, most = section.least or Decimal(0), section.most if section.most is not None else Decimal(10)
            value = least + (most - least) * part
            records.append({"kind": "sheet", "unit": "u0", "section": section.id, "points": str(value)})
        found.append(records)
    return found
