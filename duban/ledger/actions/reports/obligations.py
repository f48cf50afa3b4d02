"""Obligations (定期报送的时点): the dates of recurring reports as they come up, each a deadline row of its own.

A date is written down the day after the one before it, when its time begins (later where it tells of the month before), whoever notices: the daily run, or the first act that
touches the assignment. So a run that catches up writes what a daily run would have written.
"""

import datetime

from django.db.models import QuerySet

from duban.engine import cycles
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, Recurrence
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.models.deadlines import Owed
from duban.people.prepared import Prepared

ONE_DAY = datetime.timedelta(days=1)


def roll(assignment: Assignment, on: datetime.date) -> None:
    """Write down the dates of an assignment's recurring reports that have begun by that day."""
    if assignment.stage in OPEN_STAGES:
        for recurrence in running(assignment):
            _roll(recurrence, assignment, on)


def running(assignment: Assignment) -> list[Recurrence]:
    """Return the recurring reports of an assignment that have not ended."""
    found: list[Recurrence] = _RUNNING.ask(assignment=assignment.pk)
    for each in found:
        each.assignment = assignment
    return found


def owe_reports_at_milestones(assignment: Assignment, on: datetime.date) -> None:
    """Owe a report at each milestone still ahead, where the regime has matters reported by their nodes.

    The time of each begins the day after the one before it: a report answers the node that is next, not those behind it.
    """
    if not assignment.is_lead or not Governed.of(assignment.matter).node_clause:
        return
    ahead = assignment.deadlines.filter(what=Owed.REPORT, recurrence__isnull=True, on__gte=on, met_on__isnull=True)
    ahead.filter(lifted_on__isnull=True).update(lifted_on=on)
    days = sorted(set(assignment.matter.milestones.filter(reached_on__isnull=True).values_list("on", flat=True)))
    begins = on
    for day in (day for day in days if day > on):
        row, made = Deadline.objects.get_or_create(
            assignment=assignment, what=Owed.REPORT, on=day, defaults={"set_on": begins}
        )
        if not made and row.lifted_on is not None and row.late_line_id is None:
            row.set_on, row.met_on, row.lifted_on = begins, None, None
            row.save(update_fields=["set_on", "met_on", "lifted_on"])
        begins = day + ONE_DAY


def end_all(assignment: Assignment, on: datetime.date) -> None:
    """End an assignment's recurring reports on a day; dates still ahead are lifted by `deadlines.lift_deadlines`."""
    assignment.recurrences.filter(ended_on__isnull=True).update(ended_on=on)


def _roll(recurrence: Recurrence, assignment: Assignment, on: datetime.date) -> None:
    calendar = Governed.of(assignment.matter.jurisdiction).calendar
    cycle = recurrence.cycle
    stand = list(recurrence.deadlines.filter(lifted_on__isnull=True).order_by("-on")[:2])
    if stand and stand[0].on >= on:
        before = stand[1].on if len(stand) > 1 else recurrence.from_on
        _move(stand[0], cycles.date_after(cycle, recurrence.from_on, before, calendar), on)
        return
    last = stand[0].on if stand else recurrence.from_on
    begins = max(last + ONE_DAY, recurrence.from_on) if stand else on
    while last < on or begins == on:
        day = cycles.date_after(cycle, recurrence.from_on, last, calendar)
        if day is None or (recurrence.through_on is not None and day > recurrence.through_on):
            if last < on:
                recurrence.ended_on = last
                recurrence.save(update_fields=["ended_on"])
            return
        _set(recurrence, assignment, day, _opens(recurrence, assignment, day, begins))
        last, begins = day, day + ONE_DAY


def _opens(recurrence: Recurrence, assignment: Assignment, day: datetime.date, begins: datetime.date) -> datetime.date:
    """Return from when on a report is one for that date: what tells of a month is not told before the month is over."""
    rules = Governed.of(assignment.matter).rules(DeadlineRule) if recurrence.rule else []
    opens = next((rule.opens(day) for rule in rules if rule.owes == "report" and rule.name == recurrence.rule), None)
    return max(begins, opens) if opens is not None else begins


def _set(recurrence: Recurrence, assignment: Assignment, day: datetime.date, begins: datetime.date) -> None:
    """Owe a report on that day. Two recurring reports that fall on one day are one: a report answers both."""
    row, made = Deadline.objects.get_or_create(
        assignment=assignment, what=Owed.REPORT, on=day, defaults={"recurrence": recurrence, "set_on": begins}
    )
    if not made and row.lifted_on is not None and row.late_line_id is None:
        row.recurrence, row.set_on, row.met_on, row.lifted_on = recurrence, begins, None, None
        row.save(update_fields=["recurrence", "set_on", "met_on", "lifted_on"])


def _move(row: Deadline, day: datetime.date | None, on: datetime.date) -> None:
    """Move a date ahead where the year's holidays were announced since it was written down: later, never earlier."""
    if row.met_on is not None or day is None or day <= row.on or day < on:
        return
    if not row.assignment.deadlines.filter(what=Owed.REPORT, on=day).exists():
        row.on = day
        row.save(update_fields=["on"])


def _running(assignment: int) -> QuerySet[Recurrence]:
    return Recurrence.objects.filter(assignment=assignment, ended_on__isnull=True).order_by("id")


_RUNNING = Prepared(_running, assignment=987_654_321_012_354)
