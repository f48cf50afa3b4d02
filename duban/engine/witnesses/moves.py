"""All scenes in which a rule may fire; where it asks for a total, those first in which the other rules of the document move it: once and many times, alone and all together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.fields import Rule
from duban.engine.rules.scores import Score
from duban.engine.rules.sections import TOTAL
from duban.engine.witnesses import adjusting, scenes
from duban.engine.witnesses.worlds import Record, World

# So often what a rule takes happens: a total of a hundred falls below any bound by one of them.
_TIMES = (1, 3, 8, 20)


def scenes_of(world: World, rule: Rule) -> Iterator[list[Record]]:
    """Give the scenes in which the rule may fire, the likeliest first, not more than some hundreds."""
    slots = scenes.slots_of(rule)
    if slots is None and not isinstance(rule, Outcome):
        yield from adjusting.scenes_of(world, rule)
        return
    sums = {TOTAL, *(section.id for section in world.regime.sections)}
    if sums & {condition.figure for condition in getattr(slots or rule, "only_if", ())}:
        cores = list(scenes.cores_of(world, rule)) if getattr(rule, "select", None) is not None else [[]]
        for moved in _moving(world, rule):
            yield from ([*core, *moved] for core in cores)
    yield from scenes.scenes_of(world, slots or rule)


def _moving(world: World, rule: Rule) -> Iterator[list[Record]]:
    """Give scenes in which other rules than this one move the total or a section, the smaller steps first."""
    others = [
        slots
        for clause in world.regime.clauses
        for each in clause.rules
        if each is not rule and (slots := scenes.slots_of(each)) is not None
    ]
    for times in _TIMES:
        together: dict[bool, list[Record]] = {True: [], False: []}
        for place, other in enumerate(others):
            for core in islice(_of(world, other, times, place), 2):
                yield core
                together[_is_minus(other)] += core
        yield from together.values()


def _of(world: World, other: Score, times: int, place: int) -> Iterator[list[Record]]:
    """What a rule takes so many times; each rule has matters of its own."""
    figures = [other.select.names[0]] if other.select.kind == "quantity" else []
    contexts = list(islice(scenes.contexts(world, figures, other.only_if), 6))
    for core in islice(scenes.cores_of(world, other, copies=times), 2):
        own = [{**each, "matter": f"{each['matter']}_of{place}"} if "matter" in each else dict(each) for each in core]
        yield from ([*own, *context] for context in contexts)


def _is_minus(other: Score) -> bool:
    amounts = [other.worth.amount, *other.worth.points.values()]
    return any(amount is not None and amount < 0 for amount in amounts)
