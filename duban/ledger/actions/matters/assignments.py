"""Assignments: accept, refuse, rule on a refusal."""

import datetime

from django.db import transaction

from duban.engine import limits
from duban.ledger import conditions, journal
from duban.ledger.actions.matters import deadlines, matters, stages
from duban.ledger.actions.process import days_late
from duban.ledger.actions.reports import obligations, recurrences
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.models.assignments import GONE_STAGES, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Unit


@transaction.atomic
def accept_assignment(*, assignment: Assignment, by: By, responsible: str = "") -> Assignment:
    """Sign for an assignment (签收). Raises Refused unless it waits for that."""
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.acceptance(assignment))
    assignment.accepted_on = by.today
    assignment.responsible = responsible
    met = deadlines.meet_deadlines(assignment, (Owed.ACCEPTANCE,), assignment.accepted_on)
    stages.move(assignment, Stage.IN_HAND, "accepted_on", "responsible")
    journal.record_on("assignment.accepted", assignment, by.officer, by.at, kind="accepted")
    days_late.note_days(assignment, met, by)
    return assignment


@transaction.atomic
def record_receipt(*, assignment: Assignment, received_on: datetime.date, receiver: str, by: By) -> Assignment:
    """Note that a unit that has no account signed on paper (纸质签收): on which day, and who. The clock stops on that day.

    Raises Refused where the unit has an account and signs itself, for a day before the dispatch or to come, or without a name.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.acceptance(assignment) or conditions.office.receipt_on_paper(assignment.unit))
    if received_on > by.today:
        raise Refused("签收日期晚于今天", field="received_on")
    if assignment.dispatched_on is not None and received_on < assignment.dispatched_on:
        raise Refused(f"签收日期早于交办日期 {assignment.dispatched_on}", field="received_on")
    if not receiver.strip():
        raise Refused("请写明单位的签收人", field="receiver")
    assignment.accepted_on, assignment.responsible = received_on, receiver.strip()
    met = deadlines.meet_deadlines(assignment, (Owed.ACCEPTANCE,), received_on)
    stages.move(assignment, Stage.IN_HAND, "accepted_on", "responsible")
    journal.record(
        "assignment.received",
        jurisdiction=assignment.matter.jurisdiction,
        of=assignment,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=by.officer,
        at=by.at,
        effect=journal.Effect(on=received_on, kind="accepted"),
    )
    days_late.note_days(assignment, met, by)
    return assignment


@transaction.atomic
def refuse_assignment(*, assignment: Assignment, reason: str, by: By, proper: Unit | None = None) -> Assignment:
    """Refuse the task, or object to it after signing, with reasons and the unit that ought to have it; the clock runs on until the office rules.

    An objection after its day is recorded as late where the document says what that costs (卓尼 附件1 三2). Raises Refused without a
    reason, or after the day set for objections where the document does not hear them any more.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.refusal(assignment, by.today))
    if not reason.strip():
        raise Refused("拒签要写明理由", field="reason")
    given = {"reason"} | ({"proposal"} if proper is not None else set())
    refuse_if(limits.act(Governed.of(assignment.matter).document, "refusal", given=given), field="proper")
    if proper is not None and proper.pk == assignment.unit_id:
        raise Refused("建议的承办单位不能是本单位", field="proper")
    _note_late_objection(assignment, by)
    met = deadlines.meet_deadlines(assignment, (Owed.ACCEPTANCE, Owed.OBJECTION), by.today)
    stages.move(assignment, Stage.REFUSED)
    data = {"reason": reason, "proper": proper.name if proper else ""}
    journal.record_on("assignment.refused", assignment, by.officer, by.at, data=data)
    days_late.note_days(assignment, met, by)
    return assignment


@transaction.atomic
def uphold_refusal(*, assignment: Assignment, by: By, to: Unit | None = None, reason: str = "") -> Assignment:
    """Rule that the unit was right: the matter is withdrawn from it and, where `to` is given, passes to that unit at once.

    The new unit's time runs from its dispatch. Raises Refused unless a refusal waits for a ruling, or where nobody would lead.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.ruling(assignment))
    if to is None and assignment.is_lead:
        raise Refused("牵头单位退出后事项无人承办", possible="请同时指定接办单位。", field="to")
    if to is not None:
        pass_on(assignment, to=to, due_on=due_after(assignment, by.today), by=by)
    else:
        deadlines.lift_deadlines(assignment, by.today)
        stages.move(assignment, Stage.WITHDRAWN)
    journal.record_on(
        "refusal.upheld", assignment, by.officer, by.at, data={"to": to.name if to else "", "reason": reason}
    )
    return assignment


@transaction.atomic
def reject_refusal(*, assignment: Assignment, reason: str, by: By) -> Assignment:
    """Rule that the unit must do it: it counts as accepted from today. Raises Refused without a reason."""
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.ruling(assignment))
    if not reason.strip():
        raise Refused("驳回拒签要写明理由", field="reason")
    kind = "" if assignment.accepted_on else "accepted"
    assignment.accepted_on = assignment.accepted_on or by.today
    stages.move(assignment, Stage.IN_HAND, "accepted_on")
    journal.record_on("refusal.rejected", assignment, by.officer, by.at, data={"reason": reason}, kind=kind)
    return assignment


def pass_on(assignment: Assignment, *, to: Unit, due_on: datetime.date | None, by: By) -> Assignment:
    """Pass a matter to another unit inside the transaction of a ruling or an approved transfer; return the new assignment.

    Fact `transferred` for the old unit, `assigned` with its own deadline for the new one. Raises Refused where the new unit already
    has a part in the matter as lead, or belongs to another jurisdiction.
    """
    matter = assignment.matter
    refuse_if(conditions.matters.taking_over(assignment, to))
    present = Assignment.objects.filter(matter=matter, unit=to).exclude(stage__in=GONE_STAGES).first()
    if present is not None:
        deadlines.lift_deadlines(present, by.today)
        stages.move(present, Stage.WITHDRAWN)
    reported = obligations.running(assignment)
    deadlines.lift_deadlines(assignment, by.today)
    stages.move(assignment, Stage.TRANSFERRED)
    if assignment.is_lead:
        journal.record_on(
            "assignment.transferred", assignment, by.officer, by.at, kind="transferred", fact={"to": to.code}
        )
    else:
        journal.record_on("assignment.transferred", assignment, by.officer, by.at, data={"to": to.name})
    new = Assignment.objects.create(matter=matter, unit=to, part=assignment.part, stage=Stage.TO_ACCEPT, due_on=due_on)
    new.matter = matter
    recurrences.carry_over(reported, new)
    matter.last_until(due_on)
    stages.settle_state(matter)
    matters.send_assignment(new, by=by, accept_by=None)
    return new


def _note_late_objection(assignment: Assignment, by: By) -> None:
    """Record that an objection came after its day, once, where the document says what that costs."""
    clause, until = Governed.of(assignment.matter).objection_clause, assignment.accept_by
    row = assignment.deadlines.filter(what=Owed.OBJECTION, met_on__isnull=True, lifted_on__isnull=True).first()
    if not clause or until is None or by.today <= until or row is None:
        return
    if assignment.deadlines.filter(what=Owed.ACCEPTANCE, on=until, late_line__isnull=False).exists():
        return  # Who let the same day pass without signing has been charged with it already.
    line = journal.record(
        "lateness.derived",
        jurisdiction=assignment.matter.jurisdiction,
        of=row,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=None,
        at=by.at,
        data={"missed": until.isoformat()},
        effect=journal.Effect(on=by.today, kind="late", fact={"what": Owed.OBJECTION}),
    )
    assignment.deadlines.filter(pk=row.pk).update(late_line=line)


def due_after(assignment: Assignment, today: datetime.date) -> datetime.date | None:
    """Return the deadline of the unit that takes over today: as many days as the first unit had, never less; None where there is no end."""
    if assignment.due_on is None:
        return None
    given = assignment.due_on - (assignment.dispatched_on or today)
    return max(assignment.due_on, today + given)
