"""The ladder: for every matter still undone, the next step that is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.engine import step_openings
from duban.engine.calendar import Calendar, load_calendar
from duban.engine.clauses import Regime
from duban.engine.facts import Fact
from duban.engine.holdings import matters_at
from duban.engine.rules.durations import Count
from duban.engine.rules.steps import Step
from duban.engine.step_openings import Opened, Situation


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


def due_steps(
    regime: Regime,
    facts: Iterable[Fact],
    units: Iterable[str] | Mapping[str, str],
    on: date,
    choices: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> list[DueStep]:
    """List the next open step of every matter undone at the end of `on`, by unit code.

    `units` are codes, or codes with their groups where steps ask for these. Facts after that day are not known yet. Raises
    clauses.UnknownReading for a choice that there is not.
    """
    return due_and_later(regime, facts, units, on, choices, calendar)[0]


def due_and_later(
    regime: Regime,
    facts: Iterable[Fact],
    units: Iterable[str] | Mapping[str, str],
    on: date,
    choices: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> tuple[list[DueStep], dict[str, date]]:
    """List what `due_steps` lists, and by matter the first later day on which that may change though nothing more becomes known.

    Until then it stays as it is. Raises clauses.UnknownReading for a choice that there is not.
    """
    steps = regime.steps(choices)
    if not steps:
        return [], {}
    calendar = calendar or load_calendar()
    groups = units if isinstance(units, Mapping) else dict.fromkeys(units, "")
    by_holder: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    facts = _standing(regime, [fact for fact in facts if fact.on <= on])
    assigned: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.matter is not None and not fact.excused:
            by_holder[fact.matter, fact.unit].append(fact)
            if fact.kind == "assigned":
                assigned[fact.matter].append(fact)
    due: list[DueStep] = []
    later: dict[str, date] = {}
    for matter, holdings, _ in matters_at(facts, on, regime.words.holder):
        for unit, holding in holdings.items():
            if unit not in groups or holding.done is not None:
                continue
            own = [f for f in by_holder[matter, unit] if holding.taken_on is None or f.on >= holding.taken_on]
            its = [step for step in steps if _applies(regime, step, assigned[matter], groups[unit])]
            situation = Situation(regime, its, holding, sorted(own, key=_by_day), on, calendar, assigned[matter])
            found = _grave_state(situation) if regime.ladder == "states" else _next(situation)
            if situation.later:
                later[matter] = min(later.get(matter, date.max), *situation.later)
            if found:
                step, opened = found
                limit = step.limit.said if isinstance(step.limit, Count) else None
                due.append(DueStep(unit, matter, step.step, step.clause, opened.since, limit, opened.why, opened.facts))
    return sorted(due, key=order), later


def steps_for(
    regime: Regime, assigned: Sequence[Fact], group: str, choices: Mapping[str, str] | None = None
) -> list[Step]:
    """List the steps that are meant for a matter, by the facts that assigned it, in the hands of a unit of that group."""
    return [step for step in regime.steps(choices) if _applies(regime, step, assigned, group)]


def order(step: DueStep) -> tuple[date, str, str]:
    """Give the key by which due steps are listed: since when, unit, matter."""
    return step.since, step.unit, step.matter


def _next(situation: Situation) -> tuple[Step, Opened] | None:
    """The gravest step that is open among those after the last that was carried out; that one again where it repeats."""
    steps, last = situation.steps, -1
    for place, step in enumerate(steps):
        if step.step in situation.carried:
            last = place
    for step in reversed(steps[last + 1 :]):
        opened = step_openings.of_step(situation, step)
        if opened is not None:
            return step, opened
    if last >= 0 and steps[last].repeats:
        opened = step_openings.again(situation, steps[last])
        if opened is not None and situation.is_open(opened):
            return steps[last], opened
    return None


def _grave_state(situation: Situation) -> tuple[Step, Opened] | None:
    """The gravest state that holds, unless its step was carried out and its limit still runs."""
    for place in range(len(situation.steps) - 1, -1, -1):
        step = situation.steps[place]
        opened = step_openings.of_step(situation, step)
        if opened is None:
            continue
        freed = step_openings.freed(situation, situation.steps[place + 1 :])
        if freed is not None and freed > opened.since:
            opened = Opened(freed, opened.why, opened.facts)
        by = situation.carried.get(step.step)
        if by is None or by.on < opened.since:
            return step, opened
        repeated = step_openings.again(situation, step) if step.repeats else None
        return (step, repeated) if repeated is not None and situation.is_open(repeated) else None
    return None


def _applies(regime: Regime, step: Step, assigned: Sequence[Fact], group: str) -> bool:
    """Whether a step is meant for matters of this category and level, and for units of this group."""
    for wanted, name in ((step.categories, "category"), (step.levels, "level")):
        if wanted and not any(fact.get(name) in wanted for fact in assigned):
            return False
    return not step.groups or any(name in step.groups for name in regime.words.chain(group))


def _standing(regime: Regime, facts: list[Fact]) -> list[Fact]:
    """Leave out facts that were withdrawn or corrected, and states that were put right."""
    gone = {fact.get("of") for fact in facts if fact.kind in ("withdrawn", "corrected")}
    ending = {kind: event.until for kind, event in regime.words.events.items() if event.until}
    if not (gone or ending):
        return facts
    enders: dict[tuple[str, str, str | None], date] = {}
    for fact in facts:
        key = (fact.kind, fact.unit, fact.matter)
        enders[key] = max(enders.get(key, fact.on), fact.on)
    return [
        fact
        for fact in facts
        if fact.id not in gone
        and not any(
            enders.get((kind, fact.unit, fact.matter), date.min) >= fact.on for kind in ending.get(fact.kind, ())
        )
    ]


def _by_day(fact: Fact) -> tuple[date, str]:
    return fact.on, fact.id
