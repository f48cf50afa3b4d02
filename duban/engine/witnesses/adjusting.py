"""Scenes for what does not give points itself: starts, ceilings, floors, factors, exclusions, honours; made of what gives points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from duban.engine.rules.adjustments import Factor
from duban.engine.rules.bases import Cap, Floor, Sheet, SheetRow
from duban.engine.rules.fields import Rule
from duban.engine.rules.points import Exclude, HighestOnly
from duban.engine.rules.quantities import Counted
from duban.engine.rules.scores import Score, Worth
from duban.engine.witnesses.scenes import contexts, cores_of, slots_of
from duban.engine.witnesses.worlds import Record, World

_STATES = ("on_time", "overdue", "done_late", "open")


def scenes_of(world: World, rule: Rule) -> Iterator[list[Record]]:
    """Give the scenes in which such a rule may change something."""
    if isinstance(rule, Cap) and rule.per:
        yield from _narrow(world, rule)
    if isinstance(rule, Cap | Floor):
        yield from _many(world, rule)
    elif isinstance(rule, HighestOnly):
        yield from _contested(world, rule)
    elif isinstance(rule, Factor):
        yield from _multiplied(world, rule)
    elif isinstance(rule, Exclude):
        yield from _excluded(world, rule)
    else:
        yield from _figures(world, getattr(rule, "only_if", ()))
    yield from _offices(world)


def _scores(world: World, clauses: Sequence[str] = ()) -> Iterator[Score]:
    for clause in world.regime.clauses:
        for rule in clause.rules:
            slots = slots_of(rule)
            if slots is None or not rule.holds(dict(world.choices)) or (clauses and clause.clause not in clauses):
                continue
            if not slots.periods or world.kind in slots.periods:
                yield slots


def _figures(world: World, only_if: Any) -> Iterator[list[Record]]:
    yield from islice(contexts(world, [condition.figure for condition in only_if], only_if), 200)


def _amounts(worth: Worth) -> list[Decimal]:
    ends = [end for end in worth.range or () if end is not None]
    return [*worth.points.values(), *([worth.amount] if worth.amount is not None else []), *ends]


def _many(world: World, rule: Cap | Floor) -> Iterator[list[Record]]:
    """So many facts of one kind, and of all kinds, that the bound is passed."""
    wanted = 1 if isinstance(rule, Cap) and rule.side == "plus" else -1
    most = abs(rule.most if isinstance(rule, Cap) else rule.least) + 100
    given = list(islice(contexts(world, [], ()), 3))
    everything: list[Record] = []
    for place, slots in enumerate(_scores(world)):
        amounts = [abs(amount) for amount in _amounts(slots.worth) if amount * wanted > 0]
        if not amounts or slots.select.kind not in ("event", "matters"):
            continue
        needed = min(int(most / max(amounts)) + 1, 200)
        for copies in (int((most - 100) / max(amounts)) + 1, needed):
            for core in islice(cores_of(world, slots, copies=copies), 2):
                for each in (core, _apart(core, slots.select.names)):
                    yield from ([*each, *context] for context in given)
                everything += _renamed(core, place)
    for context in given:
        yield [*everything, *context]


def _narrow(world: World, rule: Cap) -> Iterator[list[Record]]:
    """So many facts of one kind, and of all kinds, on one matter or in one month that its bound is passed."""
    wanted = 1 if rule.side == "plus" else -1
    extra = {"matter": ("any",)} if rule.per == "matter" else {}
    given = list(islice(contexts(world, [], ()), 3))
    everything: list[Record] = []
    for slots in _scores(world):
        amounts = [abs(amount) for amount in _amounts(slots.worth) if amount * wanted > 0]
        if not amounts or slots.select.kind not in ("event", "matters"):
            continue
        for copies in (int(rule.most / max(amounts)) + 1, int(rule.most / min(amounts)) + 2):
            for core in islice(cores_of(world, slots, copies=min(copies, 200), extra=extra), 4):
                if rule.per == "matter" and not all(_may_have_matter(world, record) for record in core):
                    continue
                close = _within_a_month(world, core) if rule.per != "matter" else core
                yield from ([*close, *context] for context in given)
                if rule.per != "matter":
                    yield from ([*_apart(close, slots.select.names), *context] for context in given)
                held = {record["matter"] for record in everything if record["kind"] == "assigned"}
                everything += [each for each in close if each["kind"] != "assigned" or each["matter"] not in held]
    yield from ([*everything, *context] for context in given)


def _may_have_matter(world: World, record: Record) -> bool:
    event = world.regime.words.events.get(record["kind"])
    return "matter" in record and not (event and event.of == "unit")


def _apart(records: Sequence[Record], kinds: Sequence[str]) -> list[Record]:
    """The same facts, each of these kinds on a matter of its own: what counts once a matter counts once for each."""
    events = [record for record in records if record["kind"] in kinds and "matter" in record]
    heads = [record for record in records if "matter" in record and record["kind"] not in kinds]
    return [each for place, event in enumerate(events) for each in _renamed([*heads, event], place)]


def _within_a_month(world: World, records: Sequence[Record]) -> list[Record]:
    """The same facts on days of the period's first four weeks; matters stay as they are."""
    return [
        record
        if record["kind"] in ("assigned", "completed") or "on" not in record
        else {**record, "on": world.day((record["on"] - world.period.first).days % 28)}
        for record in records
    ]


def _contested(world: World, rule: HighestOnly) -> Iterator[list[Record]]:
    """Two facts, and more, that share the occasion, the matter and the unit."""
    kinds = {*rule.facts, *rule.events}
    clauses = [clause for entry in rule.of for clause in entry]
    cores = []
    for slots in _scores(world, clauses):
        if kinds and not kinds & set(slots.select.names):
            continue
        for core in islice(cores_of(world, slots, copies=2, shared=True), 4):
            cores.append(core)
            yield core
    for context in islice(contexts(world, [], ()), 3):
        for one in cores[:12]:
            for other in cores[:12]:
                if one is not other:
                    yield [*one, *(record for record in other if record["kind"] != "assigned"), *context]


def _multiplied(world: World, rule: Factor) -> Iterator[list[Record]]:
    for context in islice(_figures(world, rule.only_if), 60):
        for slots in _scores(world, rule.of):
            for core in islice(cores_of(world, slots, extra=rule.where), 2):
                yield [*core, *context]
    for context in islice(_figures(world, rule.only_if), 60):
        yield context


def _excluded(world: World, rule: Exclude) -> Iterator[list[Record]]:
    for slots in _scores(world):
        for core in islice(cores_of(world, slots, extra={"matter": ("any",)}), 2):
            if rule.unquantifiable:
                yield [{**record, "quantifiable": False} if record["kind"] == "assigned" else record for record in core]
            for kind in rule.event:
                yield [*core, world.event(kind, 0, {}, "m0")]
    for quantity in world.regime.quantities:
        if isinstance(quantity.form, Counted):
            probe = Score(clause="", select=quantity.form.select, count=quantity.form.count, worth=Worth(Decimal(1)))
            for core in islice(cores_of(world, probe), 2):
                for kind in rule.event:
                    yield [*core, world.event(kind, 0, {}, "m0")]
                if rule.unquantifiable:
                    yield [{**each, "quantifiable": False} if each["kind"] == "assigned" else each for each in core]


def _everywhere(world: World, context: list[Record]) -> list[Record]:
    """The figures of one unit for all whom they reach: where one is missing a unit has no rank, and nothing is compared."""
    reached = {each.id: tuple(each.groups) for each in world.regime.quantities}
    reached |= {each.id: tuple(each.groups) for each in world.regime.sections}
    found = list(context)
    for unit in world.units[1:]:
        chain = set(world.regime.words.chain(unit.group))
        for record in context:
            groups = reached.get(str(record.get("quantity") or record.get("section")), ())
            if record["kind"] in ("figure", "sheet") and (not groups or chain & set(groups)):
                found.append({**record, "unit": unit.unit})
    return found


def _offices(world: World) -> Iterator[list[Record]]:
    """Every unit with a matter of its own, done or not; one that scored beside others; grades, sheets."""
    told = list(islice(contexts(world, [], ()), 3))
    for context in [*told, *(_everywhere(world, each) for each in told)]:
        yield context
        for states in (("on_time",), ("on_time", "overdue"), ("done_late", "on_time"), ("overdue",)):
            yield [*_matters(world, states), *context]
            helped = [record for record in _matters(world, states, where={"role": "support"}) if True]
            yield [*_matters(world, states), *_renamed(helped, 7), *context]
        for slots in islice(_scores(world), 12):
            for core in islice(cores_of(world, slots), 1):
                yield [*_matters(world, ("on_time",)), *_renamed(core, 8), *context]
    for step in world.steps:
        yield [
            *world.matter("m0", {}, "open"),
            world.event("step", 1, {"step": step.step}, "m0"),
            {"kind": "grade", "unit": "u0", "grade": (world.regime.words.grades or ("优秀",))[0]},
        ]
    yield [{"kind": "grade", "unit": "u0", "grade": (world.regime.words.grades or ("优秀",))[0]}]
    yield from _sheets(world)
    sections = [rule.section for clause in world.regime.clauses for rule in clause.rules if isinstance(rule, Sheet)]
    yield [{"kind": "sheet", "unit": "u0", "section": name, "points": "1"} for name in sections or ["评分"]]
    yield [{"kind": "sheet", "unit": "u0", "section": name, "points": "1000"} for name in sections or ["评分"]]


def _sheets(world: World) -> Iterator[list[Record]]:
    """A sheet filled in row by row, its other sections as a whole."""
    rows = world.regime.rules_of(SheetRow, world.choices)
    by_row = {row.section for row in rows}
    wholes = [rule.section for rule in world.regime.rules_of(Sheet, world.choices) if rule.section not in by_row]
    if rows:
        yield [
            *({"kind": "sheet", "unit": "u0", "section": name, "points": "1"} for name in wholes),
            *({"kind": "sheet", "unit": "u0", "section": row.row, "points": str(row.most)} for row in rows),
        ]


def _matters(world: World, states: Sequence[str], where: Mapping[str, Any] | None = None) -> list[Record]:
    found: list[Record] = []
    for place, unit in enumerate(world.units):
        for number in range(len(world.units) - place):
            state = states[(place + number) % len(states)]
            found += world.matter(f"n{place}_{number}", where or {}, state, unit.unit)
    return found


def _renamed(records: Sequence[Record], place: int) -> list[Record]:
    return [{**each, "matter": f"{each['matter']}_{place}"} if "matter" in each else dict(each) for each in records]
