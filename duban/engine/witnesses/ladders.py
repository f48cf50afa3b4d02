"""Scenes for steps of the ladder, deadlines and limits: whether the step is ever due, the date ever comes, the act is ever refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from duban.engine import ladder
from duban.engine.rules.steps import Opening, Step
from duban.engine.witnesses.trials import read_scene, without
from duban.engine.witnesses.worlds import Record, World, first_of

_LATER = (1, 2, 4, 6, 9, 12, 20, 40)


def is_due(world: World, rule: Step) -> bool:
    """Say whether there is a scene and a day on which the ladder tells another tale with the step than without it."""
    other = without(world.regime, rule)
    groups = {unit.unit: unit.group for unit in world.units}
    for records in _scenes(world, rule):
        facts = read_scene(world, records)
        if facts is None:
            continue
        for day in _days(records):
            one = ladder.due_steps(world.regime, facts, groups, day, dict(world.choices))
            if any(step.step == rule.step for step in one):
                found = ladder.due_steps(other, facts, groups, day, dict(world.choices))
                if [each.as_json() for each in one] != [each.as_json() for each in found]:
                    return True
    return False


def _days(records: list[Record]) -> list[date]:
    days = {record[key] for record in records for key in ("on", "due", "limit") if isinstance(record.get(key), date)}
    return sorted(days | {day + timedelta(days=more) for day in days for more in _LATER} | {min(days) - timedelta(1)})


def _scenes(world: World, rule: Step) -> Iterator[list[Record]]:
    categories = rule.categories or ("",)
    levels = rule.levels or ("",)
    for category, level in product(categories, levels):
        where = {**({"category": (category,)} if category else {}), **({"level": (level,)} if level else {})}
        for opening in rule.opens:
            wanted = {**where, **{name: values for name, values in opening.entry.items()}}
            yield [*world.matter("m0", wanted, "open"), *_opened(world, rule, opening)]
            base = world.matter("m0", wanted, "overdue")
            yield [*base, *_opened(world, rule, opening)]
            earlier = [step for step in world.steps if step.step != rule.step]
            for number in range(len(earlier) + 1):
                carried = [_carried(world, step, 6 + 6 * place) for place, step in enumerate(earlier[:number])]
                yield [*base, *carried, *_opened(world, rule, opening)]


def _opened(world: World, rule: Step, opening: Opening) -> list[Record]:
    """What opens the step: the step before it, carried out; the facts that it counts."""
    found = []
    before = next((step for step in world.steps if step.step == opening.after), None)
    if before is not None:
        found.append(_carried(world, before, 5))
    if opening.fact is not None:
        for number in range(max(opening.count, 1)):
            fixed: dict[str, Any] = {name: first_of(values) for name, values in opening.where.items()}
            found.append(world.event(opening.fact, 6 + number, fixed, "m0"))
    return found


def _carried(world: World, step: Step, day: int) -> Record:
    on = world.day(day)
    more: Record = {"limit": on + timedelta(days=2), **({"held_on": on} if step.held_on else {})}
    if step.carried_by is None:
        return {"kind": "step", "on": on, "unit": "u0", "matter": "m0", "step": step.step, **more}
    fixed = {name: first_of(values) for name, values in step.carried_by.where.items()}
    return world.event(step.carried_by.fact, day, {**fixed, "limit": more["limit"]}, "m0")
