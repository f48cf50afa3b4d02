"""Reports that a unit takes back before anybody has ruled on them (撤回), or follows by another (补报). Both stay on record."""

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import fallen_lines, stages
from duban.ledger.actions.process import days_late
from duban.ledger.by import By
from duban.ledger.models import Assignment, Deadline, JournalLine, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.proposals import COMPLETION, Outcome
from duban.ledger.models.reports import Ruling, What
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def take_back_report(*, report: Report, reason: str, by: By, version: int | None = None) -> Report:
    """Take a report back: what it had answered is owed again, and it does not count.

    Raises Refused without a reason, for another unit's, once it was ruled on, or once a leader has signed that the matter is done.
    """
    assignment = locking.hold_assignment(report.assignment, version)
    report = Report.objects.get(pk=report.pk)
    report.assignment = assignment
    refuse_if(conditions.reports.taking_back(report, by.officer))
    if not reason.strip():
        raise Refused("请写明撤回的理由", field="reason")
    report.ruling, report.reason = Ruling.WITHDRAWN, reason
    report.save(update_fields=["ruling", "reason"])
    take_back_completion(assignment)
    owed = _owe_again(report)
    line = JournalLine.objects.filter(verb="report.submitted", of=JournalLine.of_record(report)).first()
    waits = assignment.reports.filter(ruling=Ruling.WAITING).exists()
    back = Stage.RETURNED if assignment.redo_by is not None else Stage.IN_HAND
    stages.move(assignment, Stage.TO_REVIEW if waits else back)
    fallen_lines.fell([line] if line is not None else [], f"单位撤回：{reason.strip()}", None, by)
    journal.record_on("report.taken_back", assignment, by.officer, by.at, of=report, data={"reason": reason})
    days_late.forget_days(assignment, owed, by)
    return report


def follow_up(assignment: Assignment, what: What) -> list[Report]:
    """Let the reports of that kind that wait be followed by another, inside the transaction of handing it in; return them.

    What they answered in time stays answered. Raises Refused where none waits, or a leader has signed meanwhile.
    """
    waiting = list(assignment.reports.filter(what=what, ruling=Ruling.WAITING).order_by("id"))
    refuse_if(conditions.reports.following_up(assignment, what))
    for report in waiting:
        report.ruling = Ruling.SUPERSEDED
        report.save(update_fields=["ruling"])
    take_back_completion(assignment)
    return waiting


def take_back_completion(assignment: Assignment) -> None:
    """Take back what waits for approval that the matter is done: the result was taken back or followed by another."""
    assignment.proposals.filter(act=COMPLETION, outcome=Outcome.OPEN).update(outcome=Outcome.WITHDRAWN)


def _owe_again(report: Report) -> list[Deadline]:
    """Let what the report alone had answered be owed again, and return what that is."""
    owed = (*FINAL, Owed.RESUBMISSION, Owed.REPORT) if report.what == What.RESULT else (Owed.RESUBMISSION, Owed.REPORT)
    same_day = report.assignment.reports.filter(submitted_on=report.submitted_on).exclude(pk=report.pk)
    if same_day.exclude(ruling__in=(Ruling.WITHDRAWN,)).filter(what=report.what).exists():
        return []
    rows = list(report.assignment.deadlines.filter(what__in=owed, met_on=report.submitted_on))
    for row in rows:
        row.met_on = None
        row.save(update_fields=["met_on"])
    return rows
