"""The ladder: for every matter still undone, the next step that is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine import wording
from duban.engine.calendar import Calendar, load_calendar
from duban.engine.clauses import Regime
from duban.engine.facts import Fact
from duban.engine.holdings import Holding, matters_at
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.steps import Opening, Step, carries, matches

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step that is open, since when, and the limit that it will set when it is carried out."""

    unit: str
    matter: str
    step: str
    clause: str
    since: date
    limit: str | None
    why: str
    facts: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the step as the interchange format has it."""
        return {
            "unit": self.unit,
            "matter": self.matter,
            "step": self.step,
            "clause": self.clause,
            "since": self.since.isoformat(),
            "limit": self.limit,
            "why": self.why,
            "facts": list(self.facts),
        }


@dataclass(frozen=True, slots=True)
class _Opened:
    since: date
    why: str
    facts: tuple[str, ...]


def due_steps(
    regime: Regime,
    facts: Iterable[Fact],
    units: Iterable[str],
    on: date,
    choices: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> list[DueStep]:
    """List the next open step of every matter undone at the end of `on`, by unit code.

    Facts after that day are not known yet. Raises clauses.UnknownReading for a choice that there is not.
    """
    steps = regime.steps(choices)
    if not steps:
        return []
    calendar = calendar or load_calendar()
    known = set(units)
    by_holder: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    facts = [fact for fact in facts if fact.on <= on]
    for fact in facts:
        if fact.matter is not None and not fact.excused:
            by_holder[fact.matter, fact.unit].append(fact)
    due = []
    for matter, holdings, _ in matters_at(facts, on):
        for unit, holding in holdings.items():
            if unit in known and holding.done is None:
                own = [f for f in by_holder[matter, unit] if holding.taken_on is None or f.on >= holding.taken_on]
                found = _next(steps, holding, sorted(own, key=_by_day), on, calendar)
                if found:
                    step, opened = found
                    limit = step.limit.said if isinstance(step.limit, Count) else None
                    due.append(
                        DueStep(
                            unit,
                            matter,
                            step.step,
                            step.clause,
                            opened.since,
                            limit,
                            opened.why,
                            opened.facts,
                        )
                    )
    return sorted(due, key=lambda entry: (entry.since, entry.unit, entry.matter))


def _next(
    steps: Sequence[Step], holding: Holding, facts: Sequence[Fact], on: date, calendar: Calendar
) -> tuple[Step, _Opened] | None:
    """The gravest step that is open among those after the last that was carried out."""
    carried: dict[str, Fact] = {}
    last = -1
    for place, step in enumerate(steps):
        by = [fact for fact in facts if carries(step, fact)]
        if by:
            carried[step.step], last = by[-1], place
    names = {step.step: step for step in steps}
    for step in reversed(steps[last + 1 :]):
        opened = [_opening(each, names, carried, holding, facts, calendar) for each in step.opens]
        open_by_now = [each for each in opened if each and each.since <= on]
        if open_by_now:
            return step, min(open_by_now, key=lambda each: each.since)
    return None


def _opening(
    opening: Opening,
    names: Mapping[str, Step],
    carried: Mapping[str, Fact],
    holding: Holding,
    facts: Sequence[Fact],
    calendar: Calendar,
) -> _Opened | None:
    if opening.after == "deadline":
        why = wording.after_deadline(holding.due, holding.extended_to is not None)
        return _held_back(holding, holding.due + _DAY, why, (holding.due_by,))
    if opening.after is not None:
        fact = carried.get(opening.after)
        if fact is None:
            return None
        step = names[opening.after]
        end = fact.limit
        if step.limit != "set":
            # A limit by count that was moved (the clock stood still meanwhile) is never shorter than the document's own.
            counted = end_of(_count(step), fact.on, calendar)
            end = max(counted, end or counted)
        if end is None:
            return None
        return _held_back(holding, end + _DAY, wording.after_step(step.name, fact.on, end), (fact,))
    times = [fact for fact in facts if fact.kind == opening.fact and matches(opening.where, fact)]
    if len(times) < opening.count:
        return None
    times = times[: opening.count]
    last = times[-1]
    why = wording.after_count(wording.label(last.kind, {"what": last.what}), opening.count)
    return _held_back(holding, last.on, why, times)


def _held_back(holding: Holding, since: date, why: str, facts: Sequence[Fact]) -> _Opened:
    """Nothing opens before the extended deadline, before the unit held the matter, or while it was done."""
    opened = max(since, holding.assigned.on)
    extended = holding.extended_to if holding.extended_to and holding.extended_to >= opened else None
    if extended:
        opened = extended + _DAY
    taken = holding.taken_on if holding.taken_on and holding.taken_on > opened else None
    if taken:
        opened = taken
    reopened = None
    for done, again in sorted(holding.done_spans):
        if done <= opened < again:
            opened = reopened = again
    return _Opened(opened, why + wording.held_back(extended, taken, reopened), tuple(fact.id for fact in facts))


def _count(step: Step) -> Count:
    assert isinstance(step.limit, Count)
    return step.limit


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id
