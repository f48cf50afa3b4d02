"""Who holds what: the state of every matter at the end of a day, replayed from its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from duban.engine.facts import Fact

_ORDER = {"assigned": 0, "transferred": 1, "extended": 2, "completed": 3, "written_off": 4, "reopened": 5}
_SEARCHED = 7


class Holding:
    """One matter in the hands of one lead unit."""

    __slots__ = ("assigned", "done", "done_spans", "due", "due_by", "extended_to", "taken_on", "unit")

    def __init__(self, fact: Fact) -> None:
        self.unit = fact.unit
        self.assigned = fact
        self.due: date = fact.due or fact.on
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


class State:
    """All matters at the end of one day."""

    def __init__(self, holdings: dict[str, Holdings], supports: dict[str, dict[str, Fact]]) -> None:
        self.holdings = holdings
        self.supports = supports


class Marks:
    """Levels of matters, and the matters that are not quantifiable, at the end of one day."""

    def __init__(self, facts: Iterable[Fact], until: date) -> None:
        latest: dict[str, dict[str, Fact]] = defaultdict(dict)
        self._own: dict[tuple[str, str], Fact] = {}
        self._levels: dict[str, Fact] = {}
        for fact in facts:
            if fact.kind != "assigned" or fact.on > until or fact.matter is None:
                continue
            units = latest[fact.matter]
            if _is_later(fact, units.get(fact.unit)):
                units[fact.unit] = fact
            if fact.level:
                key = (fact.matter, fact.unit)
                if _is_later(fact, self._own.get(key)):
                    self._own[key] = fact
                if _outranks(fact, self._levels.get(fact.matter)):
                    self._levels[fact.matter] = fact
        self.unquantifiable = {
            matter
            for matter, units in latest.items()
            if not all(fact.quantifiable for fact in units.values())
        }

    def level(self, fact: Fact) -> str | None:
        """This function will give the fact's level, else its unit's on the matter, else the matter's."""
        if fact.level or fact.matter is None:
            return fact.level
        found = self._own.get((fact.matter, fact.unit)) or self._levels.get(fact.matter)
        return found.level if found else None


def state_at(facts: Iterable[Fact], until: date) -> State:
    """This function will replay all facts up to the end of `until`, in any order given.

    Facts of units that do not hold the matter are passed over; `refused` tells them.
    """
    leads, supports = _by_matter(facts, until)
    holdings = {}
    for matter, steps in leads.items():
        if len(steps) == 1:
            fact = steps[0]
            if fact.kind == "assigned":
                holdings[matter] = {fact.unit: Holding(fact)}
        else:
            holdings[matter] = _replay(steps)[0]
    return State(holdings, supports)


def refused(facts: Iterable[Fact]) -> list[Fact]:
    """This function will list the facts that a unit cannot have, since it does not hold the matter then."""
    leads, _ = _by_matter(facts, date.max)
    illegal: list[Fact] = []
    for steps in leads.values():
        if len(steps) > 1 or steps[0].kind != "assigned":
            illegal += _replay(steps)[1]
    return sorted(illegal, key=_by_day)


def _by_matter(
    facts: Iterable[Fact], until: date
) -> tuple[dict[str, list[Fact]], dict[str, dict[str, Fact]]]:
    leads: dict[str, list[Fact]] = defaultdict(list)
    supports: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        matter = fact.matter
        if fact.kind not in _ORDER or matter is None or fact.on > until:
            continue
        if fact.role == "support":
            units = supports[matter]
            if _is_later(fact, units.get(fact.unit)):
                units[fact.unit] = fact
        else:
            leads[matter].append(fact)
    return leads, supports


def _replay(steps: Sequence[Fact]) -> tuple[Holdings, list[Fact]]:
    steps = sorted(steps, key=_canonical)
    holdings: Holdings = {}
    illegal: list[Fact] = []
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
    for holding in holdings.values():
        anew = holding.assigned
        if holding.taken_on is None and any(
            anew.unit in (step.unit, step.to) for step in _before(steps, anew)
        ):
            holding.taken_on = anew.on
    return holdings, illegal


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
        if already is None or not holding.done:
            holding.unit, holding.taken_on = fact.to, fact.on
            holdings[fact.to] = holding
    return True


def _canonical(fact: Fact) -> tuple[date, int, str]:
    return fact.on, _ORDER[fact.kind], fact.id


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id


def _is_later(fact: Fact, other: Fact | None) -> bool:
    return other is None or (fact.on, fact.id) > (other.on, other.id)


def _outranks(fact: Fact, other: Fact | None) -> bool:
    if other is None or fact.role != other.role:
        return other is None or fact.role == "lead"
    return _is_later(fact, other)
