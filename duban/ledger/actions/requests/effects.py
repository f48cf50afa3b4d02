"""Effects: what an approved proposal brings about, once the last signature is there."""

import datetime
from decimal import Decimal

from duban.ledger import conditions, journal, ladders
from duban.ledger.actions.matters import assignments, deadlines, stages
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal, Report
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.refusals import Conflict, refuse_if

# What the office still has to carry out itself; everything else takes effect with the signature.
_TO_CARRY_OUT = (Act.STEP, Act.START, Act.SANCTION, Act.EXPERIENCE)


def take_effect(proposal: Proposal, assignment: Assignment, by: By) -> None:
    """Put an approved request into effect inside the transaction of its last signature; what the office carries out waits for that.

    Raises Conflict where the assignment came to its end meanwhile.
    """
    if proposal.act in _TO_CARRY_OUT:
        if proposal.act in (Act.START, Act.EXPERIENCE):
            verb = "matter.started" if proposal.act == Act.START else "experience.approved"
            journal.record_on(verb, assignment, by.officer, by.at, data={"reason": proposal.reason})
        return
    if assignment.stage not in OPEN_STAGES:
        raise Conflict("这件交办已经了结，报批不再需要")
    if proposal.act == Act.EXTENSION:
        assert proposal.until is not None
        _extend(assignment, proposal.until, by)
    elif proposal.act == Act.TRANSFER:
        _transfer(assignment, proposal, by)
    elif proposal.act == Act.WRITE_OFF:
        _write_off(assignment, by)
    elif proposal.act == Act.COMPLETION:
        _complete(assignment, proposal, by)
    elif proposal.act == Act.ESCALATION:
        _escalate(assignment, proposal, by)
    else:
        said = proposal.signatures.order_by("-order").values_list("reason", flat=True).first()
        journal.record_on("coordination.answered", assignment, by.officer, by.at, data={"reason": said or ""})


def settle(proposal: Proposal, on: datetime.date) -> None:
    """Save what the last agreement makes of a proposal: approved, where the office has still to carry it out, otherwise carried out."""
    if proposal.act in _TO_CARRY_OUT:
        end(proposal, Outcome.APPROVED)
    else:
        end(proposal, Outcome.CARRIED_OUT, on)


def end(proposal: Proposal, outcome: Outcome, on: datetime.date | None = None) -> None:
    """Save what became of a proposal, with the day on which it was carried out if it was."""
    proposal.outcome = outcome
    proposal.carried_out_on = on
    proposal.version += 1
    proposal.save(update_fields=["outcome", "carried_out_on", "version"])


def _transfer(assignment: Assignment, proposal: Proposal, by: By) -> None:
    assert proposal.to_unit is not None
    started = assignment.dispatched_on or assignment.due_on
    new_due = max(assignment.due_on, by.today + (assignment.due_on - started))
    assignments.pass_on(assignment, to=proposal.to_unit, due_on=new_due, by=by)


def _write_off(assignment: Assignment, by: By) -> None:
    today = by.today
    deadlines.lift_deadlines(assignment, today)
    stages.move(assignment, Stage.WRITTEN_OFF)
    stages.finish_supporters(assignment.matter, today)
    journal.record_on("assignment.written_off", assignment, by.officer, by.at, kind="written_off")


def _extend(assignment: Assignment, until: datetime.date, by: By) -> None:
    refuse_if(conditions.matters.extension(assignment, ladders.facts_of(assignment), until))
    today = by.today
    deadlines.lift_deadlines(assignment, today, (Owed.RESULT,))
    assignment.due_on = until
    assignment.matter.due_on = max(assignment.matter.due_on, until)
    assignment.matter.save(update_fields=["due_on"])
    stages.move(assignment, Stage(assignment.stage), "due_on")
    deadlines.set_deadline(assignment, Owed.RESULT, until, today)
    journal.record_on(
        "assignment.extended", assignment, by.officer, by.at, kind="extended", fact={"due": until.isoformat()}
    )


def _complete(assignment: Assignment, proposal: Proposal, by: By) -> None:
    """Let the result that the office checked count as done, by the signature that its completion needed."""
    report = Report.objects.select_related("assignment__matter").get(pk=proposal.details["report"])
    points = proposal.details.get("points")
    reports.accept_report(report=report, points=Decimal(points) if points else None, by=by)


def _escalate(assignment: Assignment, proposal: Proposal, by: By) -> None:
    matter = assignment.matter
    matter.escalated_on = by.today
    matter.version += 1
    matter.save(update_fields=["escalated_on", "version"])
    journal.record_on("matter.escalated", assignment, by.officer, by.at, data={"reason": proposal.reason})
