"""Deadlines: set, meet, lift."""

import datetime

from django.db.models import F, Q, QuerySet

from duban.engine import deadlines as rules
from duban.ledger.actions.reports import obligations
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.reports import Ruling, What
from duban.people.prepared import Prepared


def set_deadline(assignment: Assignment, what: Owed, on: datetime.date, set_on: datetime.date) -> None:
    """Set a day until which the unit owes something, inclusive; set again for the same day it runs again, still one row.

    A result that was reported and waits for review meets a limit that is set meanwhile.
    """
    running = {"set_on": set_on, "met_on": None, "lifted_on": None}
    if what in FINAL:
        waiting = assignment.reports.filter(what=What.RESULT, ruling=Ruling.WAITING)
        running["met_on"] = waiting.values_list("submitted_on", flat=True).first()
    Deadline.objects.update_or_create(assignment=assignment, what=what, on=on, defaults=running)


def owe_opinion(assignment: Assignment, on: datetime.date) -> None:
    """Let a cooperating unit owe its report by the document's rule for its role, counted from the dispatch; nothing where there is none."""
    matter, governed = assignment.matter, Governed.of(assignment.matter)
    rule = next(iter(governed.due_rules(matter.category, matter.level, assignment.part)), None)
    if rule is None:
        return
    assignment.due_on = rules.due(governed.document, rule.name, on, governed.calendar).due
    assignment.save(update_fields=["due_on"])
    set_deadline(assignment, Owed.REPORT, assignment.due_on, on)


def set_limit(assignment: Assignment, on: datetime.date, set_on: datetime.date) -> None:
    """Set the day until which a step or an urging wants what is owed, inclusive.

    One obligation is late once, whatever limits were set on the way; where the document itself counts how often a matter was late,
    each missed limit is one of these times.
    """
    counts = Governed.of(assignment.matter).counts_lateness
    set_deadline(assignment, Owed.RESULT if counts else Owed.LIMIT, on, set_on)


def meet_deadlines(assignment: Assignment, what: tuple[Owed, ...], on: datetime.date) -> list[Deadline]:
    """Note that the unit did on that day what it owed, and return what that was; what was missed before stays missed.

    A report answers every recurring date and every milestone whose time has begun.
    """
    if Owed.REPORT in what:
        obligations.roll(assignment, on)
    met = [row for row in _UNMET.ask(assignment=assignment.pk) if row.what in what and row.set_on <= on]
    for row in met:
        row.met_on = on
        row.save(update_fields=["met_on"])
    return met


def unmeet_deadlines(assignment: Assignment, on: datetime.date) -> None:
    """Let result limits that are not over yet run again: the report that had met them was returned, or found untrue, on that day."""
    assignment.deadlines.filter(what__in=FINAL, on__gte=on, lifted_on__isnull=True).update(met_on=None)


def lift_deadlines(assignment: Assignment, on: datetime.date, what: tuple[Owed, ...] = tuple(Owed)) -> None:
    """End the limits that were not met, as of that day: those that ran out before it stay missed. All ended, no more reports recur."""
    if Owed.REPORT in what:
        obligations.roll(assignment, on)
        obligations.end_all(assignment, on)
    assignment.deadlines.filter(what__in=what, met_on__isnull=True, lifted_on__isnull=True).update(lifted_on=on)


def missed() -> Q:
    """Return the condition under which a deadline was missed; nobody owes an objection, so that its day passes without one."""
    unmet = Q(met_on__isnull=True) | Q(met_on__gt=F("on"))
    return unmet & (Q(lifted_on__isnull=True) | Q(lifted_on__gt=F("on"))) & ~Q(what=Owed.OBJECTION)


def _unmet(assignment: int) -> QuerySet[Deadline]:
    return Deadline.objects.filter(assignment=assignment, met_on__isnull=True, lifted_on__isnull=True).order_by("id")


_UNMET = Prepared(_unmet, assignment=987_654_321_012_355)
