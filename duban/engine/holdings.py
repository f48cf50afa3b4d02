"""Who holds what: the state of every matter at the end of a day, replayed from its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from duban.engine.facts import Fact
from duban.engine.wording import NEVER

_ORDER = {"assigned": 0, "transferred": 1, "extended": 2, "completed": 3, "written_off": 4, "reopened": 5}
# The kinds of facts that move a matter.
MOVING = frozenset(_ORDER)
_SEARCHED = 7
_PLAIN = 2
_NOBODY: Mapping[str, Fact] = {}


class Holding:
    """One matter in the hands of one lead unit."""

    __slots__ = ("assigned", "done", "done_spans", "due", "due_by", "extended_to", "taken_on", "unit")

    def __init__(self, fact: Fact) -> None:
        self.unit = fact.unit
        self.assigned = fact
        self.due: date = fact.due or NEVER
        self.due_by = fact
        self.extended_to: date | None = None
        self.taken_on: date | None = None
        self.done: Fact | None = None
        self.done_spans: tuple[tuple[date, date], ...] = ()

    @property
    def done_on(self) -> date | None:
        """The day of the completion that stands, None while the matter is undone."""
        return self.done.on if self.done else None

    @property
    def points(self) -> Decimal | None:
        """The points recorded with the completion, None for the full value."""
        return self.done.points if self.done else None


Holdings = dict[str, Holding]
Steps = Fact | list[Fact]


class Marks:
    """Levels of matters, and the matters that are not quantifiable, at the end of one day."""

    def __init__(self, facts: Iterable[Fact], until: date) -> None:
        self._assigned: dict[str, Steps] = {}
        doubtful = set()
        for fact in facts:
            if fact.kind == "assigned" and fact.matter is not None and fact.on <= until:
                _put(self._assigned, fact.matter, fact)
                if not fact.quantifiable:
                    doubtful.add(fact.matter)
        self.unquantifiable = {matter for matter in doubtful if self._is_unquantifiable(matter)}

    def level(self, fact: Fact) -> str | None:
        """Give the fact's level, else its unit's on the matter, else the matter's."""
        if fact.level or fact.matter is None:
            return fact.level
        assigned = self._assigned.get(fact.matter)
        if not isinstance(assigned, list):
            return assigned.level if assigned else None
        levelled = [entry for entry in assigned if entry.level]
        own = [entry for entry in levelled if entry.unit == fact.unit]
        leads = [entry for entry in levelled if entry.role == "lead"]
        found = own or leads or levelled
        return max(found, key=_by_day).level if found else None

    def _is_unquantifiable(self, matter: str) -> bool:
        """A unit's later assignment replaces its earlier; one unit's word that it is not makes it so."""
        assigned = self._assigned[matter]
        latest: dict[str, Fact] = {}
        for fact in sorted(assigned, key=_by_day) if isinstance(assigned, list) else [assigned]:
            latest[fact.unit] = fact
        return not all(fact.quantifiable for fact in latest.values())


def matters_at(
    facts: Iterable[Fact], until: date, holder: str = "lead"
) -> Iterator[tuple[str, Holdings, Mapping[str, Fact]]]:
    """Replay all facts up to the end of `until`, in any order given, matter by matter; `holder` is the role that holds.

    For each matter it gives the lead units that hold it, and the units assigned to support it. Facts of units
    that do not hold the matter are passed over; `refused` tells them.
    """
    leads, supports = by_matter(facts, until, holder)
    for matter, steps in leads.items():
        holdings = replay(steps)
        if holdings:
            yield matter, holdings, supports.get(matter, _NOBODY)


def refused(facts: Iterable[Fact], holder: str = "lead") -> list[Fact]:
    """List the facts that a unit cannot have, since it does not hold the matter then."""
    leads, _ = by_matter(facts, date.max, holder)
    illegal: list[Fact] = []
    for steps in leads.values():
        if plain_of(steps) is None:
            replay(steps, illegal)
    return sorted(illegal, key=_by_day)


def by_matter(facts: Iterable[Fact], until: date, holder: str) -> tuple[dict[str, Steps], dict[str, dict[str, Fact]]]:
    """Sort the facts that move a matter, by matter: those of who holds it, and the latest assignment of each other unit.

    Most matters have one or two, so a single one stands without a list.
    """
    leads: dict[str, Steps] = {}
    supports: dict[str, dict[str, Fact]] = {}
    moving = MOVING
    for fact in facts:
        if fact.kind not in moving or fact.on > until:
            continue
        matter = fact.matter
        if matter is None:
            continue
        if fact.role is not None and fact.role != holder:
            units = supports.setdefault(matter, {})
            if _is_later(fact, units.get(fact.unit)):
                units[fact.unit] = fact
            continue
        steps = leads.get(matter)  # as `_put` does it, spared a call
        if steps is None:
            leads[matter] = fact
        elif isinstance(steps, list):
            steps.append(fact)
        else:
            leads[matter] = [steps, fact]
    return leads, supports


def _put(matters: dict[str, Steps], matter: str, fact: Fact) -> None:
    steps = matters.get(matter)
    if steps is None:
        matters[matter] = fact
    elif isinstance(steps, list):
        steps.append(fact)
    else:
        matters[matter] = [steps, fact]


def plain_of(steps: Steps) -> tuple[Fact, Fact | None] | None:
    """Give assignment and completion where nothing else happened to the matter, as to most; else None."""
    if not isinstance(steps, list):
        return (steps, None) if steps.kind == "assigned" else None
    if len(steps) != _PLAIN:
        return None
    first, second = steps
    if first.kind != "assigned":
        first, second = second, first
    is_plain = first.kind == "assigned" and second.kind == "completed" and first.unit == second.unit
    return (first, second) if is_plain and first.on <= second.on else None


def replay(moves: Steps, illegal: list[Fact] | None = None) -> Holdings:
    """Give who holds the matter after these facts; `illegal` collects the facts of units that did not hold it."""
    if illegal is None:
        illegal = []
    plain = plain_of(moves)
    if plain is not None:  # most matters, spared the rest
        assigned, done = plain
        holding = Holding(assigned)
        holding.done = done
        return {assigned.unit: holding}
    holdings: Holdings = {}
    steps = sorted(moves, key=_canonical) if isinstance(moves, list) else [moves]
    start, total = 0, len(steps)
    while start < total:
        end = start + 1
        while end < total and steps[end].on == steps[start].on:
            end += 1
        if end == start + 1:
            if not _apply(holdings, steps[start]):
                illegal.append(steps[start])
        else:
            holdings, left = _replay_day(holdings, steps[start:end])
            illegal += left
        start = end
    if len(steps) > _PLAIN:
        _mark_returned(holdings, steps)
    return holdings


def _mark_returned(holdings: Holdings, steps: Sequence[Fact]) -> None:
    """A unit that is assigned what it or others passed to it before takes it over on that day."""
    for holding in holdings.values():
        anew = holding.assigned
        if holding.taken_on is None and any(anew.unit in (step.unit, step.to) for step in _before(steps, anew)):
            holding.taken_on = anew.on


def _before(steps: Iterable[Fact], fact: Fact) -> list[Fact]:
    return [step for step in steps if step.on < fact.on]


def _replay_day(holdings: Holdings, day: Sequence[Fact]) -> tuple[Holdings, list[Fact]]:
    """Facts of one day have no order among them: take the first in which all are legal."""
    done = {unit for unit, holding in holdings.items() if holding.done}
    pending = sorted(day, key=lambda fact: not (fact.kind == "reopened" and done))
    if len(pending) <= _SEARCHED:
        found = _search(holdings, pending)
        if found is not None:
            return found, []
    while True:
        left = [fact for fact in pending if not _apply(holdings, fact)]
        if len(left) == len(pending) or not left:
            return holdings, left
        pending = left


def _search(holdings: Holdings, pending: list[Fact]) -> Holdings | None:
    if not pending:
        return holdings
    for place, fact in enumerate(pending):
        tried = {unit: copy(holding) for unit, holding in holdings.items()}
        if _apply(tried, fact):
            found = _search(tried, pending[:place] + pending[place + 1 :])
            if found is not None:
                return found
    return None


def _apply(holdings: Holdings, fact: Fact) -> bool:
    """Apply one fact; False where its unit does not hold the matter."""
    holding = holdings.get(fact.unit)
    kind = fact.kind
    if kind == "assigned":
        if holding is None:
            holdings[fact.unit] = Holding(fact)
        elif fact.due:
            holding.due, holding.due_by, holding.extended_to = fact.due, fact, None
        return True
    if holding is None:
        return False
    if kind == "completed":
        holding.done = fact
    elif kind == "extended" and fact.due:
        holding.due, holding.due_by, holding.extended_to = fact.due, fact, fact.due
    elif kind == "written_off":
        del holdings[fact.unit]
    elif kind == "reopened" and holding.done:
        holding.done_spans += ((holding.done.on, fact.on),)
        holding.done = None
    elif kind == "transferred" and fact.to:
        del holdings[fact.unit]
        already = holdings.get(fact.to)
        if already is None or (already.done and not holding.done and already.assigned.on < fact.on):
            holding.unit, holding.taken_on = fact.to, fact.on
            holdings[fact.to] = holding
        elif already.assigned.on == fact.on:
            # Assigned to the new unit that day with a deadline of its own: its time runs anew.
            already.taken_on = fact.on
    return True


def _canonical(fact: Fact) -> tuple[date, int, str]:
    return fact.on, _ORDER[fact.kind], fact.id


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id


def _is_later(fact: Fact, other: Fact | None) -> bool:
    return other is None or (fact.on, fact.id) > (other.on, other.id)
