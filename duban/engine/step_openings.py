"""When a step of the ladder opens for one matter in the hands of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from duban.engine import wording
from duban.engine.calendar import Calendar
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.facts import Fact
from duban.engine.holdings import Holding
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.steps import Opening, Step, carries, matches

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """Since when a step is open, why, and by which facts."""

    since: date
    why: str
    facts: tuple[str, ...]


@dataclass(slots=True)
class Situation:
    """One matter of one unit on one day: the steps that are meant for it, its facts in order, and what was carried out."""

    regime: Regime
    steps: Sequence[Step]
    holding: Holding
    facts: Sequence[Fact]
    on: date
    calendar: Calendar
    assigned: Sequence[Fact]
    carried: dict[str, Fact] = field(init=False)
    # The later days on which something opens as things are known now.
    later: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the last fact that carried out each step."""
        self.carried = {}
        for step in self.steps:
            by = [fact for fact in self.facts if carries(step, fact)]
            if by:
                self.carried[step.step] = by[-1]

    def is_open(self, opened: Opened) -> bool:
        """Whether it is open by the day; a later one is kept in mind."""
        if opened.since > self.on:
            self.later.append(opened.since)
        return opened.since <= self.on

    def named(self, name: str) -> Step | None:
        """Give a step by its name, None where it is not meant for this matter."""
        return next((step for step in self.steps if step.step == name), None)


def of_step(situation: Situation, step: Step) -> Opened | None:
    """Give when the step opens by the earliest of its conditions that is met by the day; None while none is."""
    found = [_opening(situation, step, opening) for opening in step.opens]
    met = [each for each in found if each is not None and situation.is_open(each)]
    return min(met, key=lambda each: each.since) if met else None


def again(situation: Situation, step: Step) -> Opened | None:
    """Give when a step that repeats is due again: the day after its limit passed undone."""
    fact = situation.carried.get(step.step)
    end = _limit_of(situation, step, fact) if fact is not None else None
    if fact is None or end is None:
        return None
    return Opened(end + _DAY, wording.after_step(step.name, fact.on, end), (fact.id,))


def freed(situation: Situation, graver: Sequence[Step]) -> date | None:
    """Give the day on which the last of the graver states ended; None where none had held."""
    days = []
    for step in graver:
        kinds = {opening.fact for opening in step.opens if opening.fact}
        for kind in kinds:
            event = situation.regime.words.events.get(str(kind))
            for ender in event.until if event else ():
                days += [fact.on for fact in situation.facts if fact.kind == ender]
    return max(days, default=None)


def _opening(situation: Situation, step: Step, opening: Opening) -> Opened | None:
    holding = situation.holding
    unless = opening.unless or step.unless
    if opening.entry:
        said = any(matches(opening.entry, fact) for fact in situation.assigned)
        since = holding.taken_on or holding.assigned.on
        return Opened(since, wording.AT_ONCE, (holding.assigned.id,)) if said else None
    if opening.before is not None:
        since = max(holding.due - timedelta(days=opening.days), holding.taken_on or holding.assigned.on)
        return Opened(since, wording.before_deadline(holding.due, opening.days), (holding.due_by.id,))
    if opening.fact is not None and opening.after is not None:
        return _finding(situation, opening)
    if opening.after == "deadline":
        if unless and any(fact.kind == unless and fact.on <= holding.due for fact in situation.facts):
            return None
        why = wording.after_deadline(holding.due, holding.extended_to is not None, opening.days, opening.working_days)
        since = holding.due + timedelta(days=opening.days or 1)
        if opening.working_days:
            since = end_of(Count("working_days", opening.working_days), holding.due, situation.calendar)
        return _held_back(holding, since, why, (holding.due_by,))
    if opening.after is not None:
        return _after_step(situation, opening.after, unless)
    times = [fact for fact in situation.facts if fact.kind == opening.fact and matches(opening.where, fact)]
    if len(times) < opening.count:
        return None
    times = times[: opening.count]
    last = times[-1]
    name = naming.of_kind(situation.regime, last.kind, {"what": last.what})
    return _held_back(holding, last.on, wording.after_count(name, opening.count), times)


def _after_step(situation: Situation, name: str, unless: str | None) -> Opened | None:
    """The day after the limit of a step passed undone; an accepted reason moves the limit, or keeps the step shut."""
    fact, step = situation.carried.get(name), situation.named(name)
    if fact is None or step is None:
        return None
    end = _limit_of(situation, step, fact)
    if end is None:
        return None
    for reason in situation.facts if unless else ():
        if reason.kind == unless and fact.on <= reason.on <= end:
            if reason.limit is None:
                return None
            end = max(end, reason.limit)
    if situation.regime.words.is_open and _waits(situation, end):
        return None
    return _held_back(situation.holding, end + _DAY, wording.after_step(step.name, fact.on, end), (fact,))


def _waits(situation: Situation, end: date) -> bool:
    """Whether the work was handed in by the limit and nobody has found it wanting by then."""
    handed = [
        fact.on for fact in situation.facts if fact.kind == "reported" and fact.what == "result" and fact.on <= end
    ]
    if not handed:
        return False
    found = [fact.on for fact in situation.facts if fact.kind in ("returned", "poor_report", "false_report")]
    return not any(max(handed) <= day <= end for day in found)


def _finding(situation: Situation, opening: Opening) -> Opened | None:
    """A finding while a slip runs opens the day after its limit, unless it was mended by then; after the limit, on its day."""
    name = str(opening.after)
    fact, step = situation.carried.get(name), situation.named(name)
    end = _limit_of(situation, step, fact) if fact is not None and step is not None else None
    if fact is None or step is None or end is None:
        return None
    for found in situation.facts:
        if found.kind != opening.fact or not matches(opening.where, found) or found.on < fact.on:
            continue
        mended = any(
            other.kind == "reported" and other.what == "result" and found.on < other.on <= end
            for other in situation.facts
        )
        if found.on <= end and mended:
            continue
        since = end + _DAY if found.on <= end else found.on
        said = naming.of_kind(situation.regime, found.kind, {})
        return _held_back(
            situation.holding, since, wording.found_after(step.name, fact.on, said, found.on), (fact, found)
        )
    return None


def _limit_of(situation: Situation, step: Step, fact: Fact) -> date | None:
    """The last day of the limit that a step set; it runs from the day on which it was held where the document says so."""
    end = fact.limit
    start = fact.on
    if step.held_on is not None:
        # What does not say it was held on the day of its record.
        start = fact.get("held_on") or fact.on
    if isinstance(step.limit, Count):
        # A limit by count that was moved (the clock stood still meanwhile) is never shorter than the document's own.
        counted = end_of(step.limit, start, situation.calendar)
        end = max(counted, end or counted)
    return end


def _held_back(holding: Holding, since: date, why: str, facts: Sequence[Fact]) -> Opened:
    """Nothing opens before the extended deadline, before the unit held the matter, or while it was done."""
    opened = max(since, holding.assigned.on)
    extended = holding.extended_to if holding.extended_to and holding.extended_to >= opened else None
    if extended:
        opened = extended + _DAY
    taken = holding.taken_on if holding.taken_on and holding.taken_on > opened else None
    if taken:
        opened = taken
    reopened = None
    for done, again_on in sorted(holding.done_spans):
        if done <= opened < again_on:
            opened = reopened = again_on
    return Opened(opened, why + wording.held_back(extended, taken, reopened), tuple(fact.id for fact in facts))
