"""Pauses (中止): time that is not the unit's. The clock stands still, and runs on with the working days that were left."""

import datetime

from django.db import transaction

from duban.engine.wording import NEVER
from duban.ledger import conditions, journal, ladders
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.actions.reports import obligations
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Pause
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.recurrences import Every
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking

# What the engine is told while the clock stands still: no day that anybody asks about is behind it.
NO_DAY = datetime.date(9999, 1, 1)
_RUNNING = (Owed.ACCEPTANCE, Owed.OBJECTION, *FINAL, Owed.RESUBMISSION, Owed.REPORT)


@transaction.atomic
def suspend_assignment(*, assignment: Assignment, reason: str, by: By) -> Pause:
    """Stop the clock of an assignment from today: nothing falls due, nothing is late, nothing is asked of the unit until it is resumed.

    What was missed before stays missed. Raises Refused without a reason, where nothing is owed, or where a report waits for review.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.suspension(assignment))
    if not reason.strip():
        raise Refused("请写明中止的原因", field="reason")
    today = by.today
    obligations.roll(assignment, today)
    ahead = assignment.deadlines.filter(what__in=_RUNNING, on__gte=today, met_on__isnull=True, lifted_on__isnull=True)
    ahead.update(lifted_on=today)
    running = ladders.limits_running(assignment, today)
    pause = Pause.objects.create(
        assignment=assignment, reason=reason, from_on=today, stage=assignment.stage, by=by.officer
    )
    stages.move(assignment, Stage.SUSPENDED)
    _record("assignment.suspended", pause, assignment, by, due=NO_DAY, data={"reason": reason})
    for fact, end in running:
        _amend("step.limit_stopped", fact, NO_DAY, assignment, by, {"reason": reason, "was": end.isoformat()})
    return pause


@transaction.atomic
def resume_assignment(*, assignment: Assignment, by: By, note: str = "") -> Pause:
    """Let the clock run on from today with as many working days as were left. Raises Refused where it was not stopped.

    What was overdue already when it was stopped is overdue again. Recurring reports begin anew from today.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.resumption(assignment))
    today = by.today
    pause = assignment.pauses.get(resumed_on__isnull=True)
    pause.resumed_on = today
    pause.save(update_fields=["resumed_on"])
    limits = [
        (Owed(row.what), _moved(row.on, pause, assignment))
        for row in assignment.deadlines.filter(
            what__in=FINAL,
            lifted_on=pause.from_on,
            on__gte=max(pause.from_on, assignment.due_on or pause.from_on),
            met_on__isnull=True,
        )
    ]
    stopped = assignment.deadlines.filter(lifted_on=pause.from_on, on__gte=pause.from_on, met_on__isnull=True)
    may_object = stopped.filter(what=Owed.OBJECTION).exists()
    changed = ["due_on", "accept_by", "redo_by"]
    for name in changed:
        setattr(assignment, name, _moved(getattr(assignment, name), pause, assignment))
    for recurrence in obligations.running(assignment):
        if recurrence.is_once:
            left = _left(recurrence.cycle_end(Governed.of(assignment.matter.jurisdiction).calendar), pause, assignment)
            if left is None:
                continue
            recurrence.every, recurrence.number, recurrence.rest = Every.ONCE, left, ""
        recurrence.from_on = today
        recurrence.save(update_fields=["every", "from_on", "number", "rest"])
    assignment.matter.last_until(assignment.due_on)
    stages.move(assignment, Stage(pause.stage), *changed)
    for what, limit in limits:
        assert limit is not None
        deadlines.set_deadline(assignment, what, limit, today)
    _set_what_stopped(assignment, may_object, today)
    obligations.roll(assignment, today)
    obligations.owe_reports_at_milestones(assignment, today)
    data = {"note": note, "from": pause.from_on.isoformat()}
    _record("assignment.resumed", pause, assignment, by, due=assignment.due_on or NEVER, data=data)
    held = assignment.matter.lines.filter(
        verb="step.limit_stopped", unit=assignment.unit, of=JournalLine.of_record(pause)
    )
    for line in held.select_related("amends").order_by("seq"):
        end = _moved(datetime.date.fromisoformat(line.data["was"]), pause, assignment)
        assert line.amends is not None and end is not None
        _amend(
            "step.limit_moved",
            line.amends.fact_id,
            end,
            assignment,
            by,
            {"reason": "恢复办理，按剩余工作日顺延"},
        )
    return pause


def _amend(verb: str, fact: str, limit: datetime.date, assignment: Assignment, by: By, data: dict[str, str]) -> None:
    """Move the limit that a step of the ladder set, by a later line: the step itself stays as it was written down."""
    matter = assignment.matter
    pause = assignment.pauses.order_by("-id").first()
    journal.record(
        verb,
        jurisdiction=matter.jurisdiction,
        of=pause,
        unit=assignment.unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={**data, "amendment": {"limit": limit.isoformat()}},
        effect=journal.Effect(amends=matter.lines.get(seq=int(fact[1:]))),
    )


def _moved(day: datetime.date | None, pause: Pause, assignment: Assignment) -> datetime.date | None:
    """Return the day on which as many working days have passed since the resumption as were left; what was over stays."""
    if day is None or day < pause.from_on or pause.resumed_on == pause.from_on:
        return day
    calendar = Governed.of(assignment.matter.jurisdiction).calendar
    assert pause.resumed_on is not None
    return max(day, calendar.add_workdays(pause.resumed_on, calendar.workdays_between(pause.from_on, day)))


def _left(day: datetime.date, pause: Pause, assignment: Assignment) -> int | None:
    """Return the working days that were left when the clock was stopped; None where the day was over."""
    if day < pause.from_on:
        return None
    return Governed.of(assignment.matter.jurisdiction).calendar.workdays_between(pause.from_on, day)


def _record(
    verb: str, pause: Pause, assignment: Assignment, by: By, *, due: datetime.date, data: dict[str, str]
) -> None:
    """Write the line; of a lead unit it is a fact `assigned`, by which the engine learns the deadline that holds now."""
    matter = assignment.matter
    fact = {"role": assignment.part, "due": due.isoformat(), "quantifiable": matter.quantifiable}
    if matter.level:
        fact["level"] = matter.level
    journal.record_on(
        verb,
        assignment,
        by.officer,
        by.at,
        of=pause,
        kind="assigned" if assignment.is_lead else "",
        fact=fact if assignment.is_lead else None,
        data=data,
    )


def _set_what_stopped(assignment: Assignment, may_object: bool, today: datetime.date) -> None:
    """Set the days for signing, for objecting and for reporting anew as they were moved, where they are still to come."""
    owed = [(Owed.ACCEPTANCE, assignment.accept_by)] if assignment.stage == Stage.TO_ACCEPT else []
    owed += [(Owed.OBJECTION, assignment.accept_by)] if may_object else []
    owed += [(Owed.RESUBMISSION, assignment.redo_by)] if assignment.stage == Stage.RETURNED else []
    for what, on in owed:
        if on is not None and on >= today:
            deadlines.set_deadline(assignment, what, on, today)
