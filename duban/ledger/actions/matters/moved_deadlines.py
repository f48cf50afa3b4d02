"""Deadlines that an event of the document moves: a plan handed in time sets the day itself."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger import journal
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit


def follow_event(matter: Matter, unit: Unit, kind: str, fact: Mapping[str, Any], on: datetime.date, by: By) -> None:
    """Let an event that was put on record move the deadline of the unit that leads, inside the transaction of the record.

    The matter's own rule must name the event, which must have come by the deadline. What the rule never passes is the latest.
    """
    governed = Governed.of(matter)
    named = [rule for rule in governed.due_rules(matter.category, matter.level) if rule.name == matter.due_rule]
    rule = next((each for each in named if each.moved_by is not None and each.moved_by.event == kind), None)
    found = Assignment.objects.filter(matter=matter, unit=unit, part=Part.LEAD, stage__in=OPEN_STAGES, due_on__gte=on)
    assignment = found.first() if rule is not None else None
    if rule is None or assignment is None:
        return
    day = _day(rule, fact)
    if day is not None and day >= on:
        _move(locking.hold_assignment(assignment), rule, day, by)


def postpone(
    assignment: Assignment, day: datetime.date, why: str, actor: Officer | None, at: datetime.datetime
) -> None:
    """Move a unit's deadline to a later day without an extension: the calendar gives it the working days that its rule counts."""
    assignment = locking.hold_assignment(assignment)
    matter = assignment.matter
    deadlines.lift_deadlines(assignment, timezone.localdate(at), FINAL)
    assignment.due_on = day
    matter.last_until(day)
    stages.move(assignment, Stage(assignment.stage), "due_on")
    deadlines.set_deadline(assignment, Owed.RESULT, day, timezone.localdate(at))
    fact = {"role": assignment.part, "due": day.isoformat(), "quantifiable": matter.quantifiable}
    fact |= {"level": matter.level} if matter.level else {}
    journal.record_on("deadline.postponed", assignment, actor, at, kind="assigned", fact=fact, data={"reason": why})


def _day(rule: DeadlineRule, fact: Mapping[str, Any]) -> datetime.date | None:
    assert rule.moved_by is not None
    said = fact.get(rule.moved_by.to)
    day = datetime.date.fromisoformat(said) if isinstance(said, str) else None
    return min(day, rule.never_after) if day is not None and rule.never_after else day


def _move(assignment: Assignment, rule: DeadlineRule, day: datetime.date, by: By) -> None:
    matter = assignment.matter
    deadlines.lift_deadlines(assignment, by.today, FINAL)
    assignment.due_on = day
    matter.last_until(day)
    stages.move(assignment, Stage(assignment.stage), "due_on")
    deadlines.set_deadline(assignment, Owed.RESULT, day, by.today)
    data = {"reason": f"“{rule.label}”按所报日期", "clause": rule.clause}
    fact = {"due": day.isoformat()}
    journal.record_on("assignment.extended", assignment, by.officer, by.at, kind="extended", fact=fact, data=data)
