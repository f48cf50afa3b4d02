"""Where an assignment stands on the ladder of its document: the open step, the steps carried out, the limits that run."""

import datetime

from duban.engine import facts, ladder
from duban.engine.known_facts import known_facts
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.steps import Step, carries
from duban.ledger import journal
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment


def facts_of(assignment: Assignment, through: datetime.date | None = None) -> list[facts.Fact]:
    """Return the facts of an assignment's matter that name its unit, or all of the matter's where units change."""
    matter = assignment.matter
    rows = journal.fact_rows(matter.jurisdiction, matters=[matter.pk], through=through)
    return known_facts(rows, Governed.of(matter).document.words)


def open_step(assignment: Assignment, on: datetime.date) -> ladder.DueStep | None:
    """Return the next open step for an assignment at the end of a day, or None."""
    matter, unit = assignment.matter, assignment.unit.code
    governed = Governed.of(matter)
    due = ladder.due_steps(
        governed.document,
        facts_of(assignment, through=on),
        {unit: governed.held.group_of(unit, assignment.unit.group)},
        on,
        choices=governed.choices,
        calendar=governed.calendar,
    )
    return next((step for step in due if step.unit == unit and step.matter == matter.no), None)


def urging_may_be_step(governed: Governed) -> bool:
    """Return whether the document has urgings among the steps of its ladder."""
    return any(is_urging(step) for step in governed.steps)


def step_is_open(assignment: Assignment, step: Step, on: datetime.date) -> bool:
    """Return whether that step is the next open one, or is one that was carried out and may be repeated."""
    due = open_step(assignment, on)
    if due is not None and due.step == step.step:
        return True
    if step.carried_by is None:
        return False
    steps = Governed.of(assignment.matter).steps
    names, carried = [each.step for each in steps], _carried_out(assignment, steps)
    reached = [names.index(each.step) for each in steps if each.carried_by is not None and each.step in carried]
    return bool(reached) and names.index(step.step) <= max(reached)


def steps_carried_out(assignment: Assignment) -> set[str]:
    """Return the steps of the ladder that were carried out on an assignment's unit."""
    return _carried_out(assignment, Governed.of(assignment.matter).steps)


def limits_running(assignment: Assignment, on: datetime.date) -> list[tuple[str, datetime.date]]:
    """Return the limits of the ladder's steps that an assignment's unit has not come to the end of on a day, by the facts' ids."""
    governed = Governed.of(assignment.matter)
    steps = governed.steps
    found = []
    for fact in facts_of(assignment):
        step = next((each for each in steps if fact.unit == assignment.unit.code and carries(each, fact)), None)
        if step is None:
            continue
        counted = end_of(step.limit, fact.on, governed.calendar) if isinstance(step.limit, Count) else None
        end = max((each for each in (counted, fact.limit) if each is not None), default=None)
        if end is not None and end >= on:
            found.append((fact.id, end))
    return found


def channel_of(step: Step) -> str:
    """Return the channel of urging that carries a step out; of several the first, of any the phone."""
    assert step.carried_by is not None
    wanted = step.carried_by.where.get("channel", frozenset(facts.VALUES["channel"]))
    return next(channel for channel in facts.VALUES["channel"] if channel in wanted)


def channel_carrying(step: Step) -> str:
    """Return the channel of urging that carries a step out, or "" where a step is carried out by itself."""
    return channel_of(step) if is_urging(step) and step.carried_by and "channel" in step.carried_by.where else ""


def is_urging(step: Step) -> bool:
    """Return whether an urging carries the step out."""
    return step.carried_by is not None and step.carried_by.fact == "urged"


def _carried_out(assignment: Assignment, steps: list[Step]) -> set[str]:
    own = [fact for fact in facts_of(assignment) if fact.unit == assignment.unit.code]
    return {step.step for step in steps if any(carries(step, fact) for fact in own)}
