"""Reports: submit, accept, return."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from duban.ledger import access, conditions, journal
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import days_late
from duban.ledger.actions.reports import opinions, taken_back_reports
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.proposals import COMPLETION, Outcome
from duban.ledger.models.reports import Ruling, What
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking


@dataclass(frozen=True)
class Words:
    """What a report says; `elements` answer what the order asks for, [(element, text)]."""

    done: str
    problems: str = ""
    blocked: str = ""
    next_steps: str = ""
    visible_progress: str = ""
    elements: Sequence[tuple[str, str]] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its texts in order, without the elements."""
        return self.done, self.problems, self.blocked, self.next_steps, self.visible_progress


@transaction.atomic
def submit_report(
    *,
    assignment: Assignment,
    what: What,
    words: Words,
    by: By,
    also: Sequence[Assignment] = (),
    follows: bool = False,
    version: int | None = None,
) -> Report:
    """Hand in a report of progress or of the result; it waits for review, and answers every date whose time has begun.

    `also` are other assignments of the unit for which the same text is
    handed in as progress: reported once. `follows`: it takes the place of one that waits for review (补报). Cooperating units are asked for their opinion of a result. Raises Refused before acceptance,
    while another report waits, for a result of a cooperating unit (the lead unit reports that), without what the order asks for, and
    beyond its length.
    """
    assignment = locking.hold_assignment(assignment, version)
    refuse_if(
        conditions.reports.following_up(assignment, what) if follows else conditions.matters.reporting(assignment)
    )
    if not words.done.strip():
        raise Refused("请写明已完成的工作", field="done")
    refuse_classified(*words.texts, *(text for _, text in words.elements), field="done")
    if what == What.RESULT:
        refuse_if(conditions.matters.reporting_result(assignment))
    texts = words.texts
    refuse_if(conditions.reports.lacking(assignment.matter, texts, words.visible_progress, words.elements))
    if follows:
        taken_back_reports.follow_up(assignment, what)
    report = _hand_in(assignment, what, texts, words.elements, None, by)
    if what == What.RESULT:
        opinions.ask_opinions(report, assignment, by)
    for other in sorted(also, key=lambda each: (each.matter_id, each.pk)):
        _hand_in_again(report, other, texts, by)
    return report


def _hand_in_again(report: Report, other: Assignment, texts: tuple[str, ...], by: By) -> None:
    """Hand the same text in for another assignment of the unit. Raises Refused, naming the matter, where it cannot be."""
    other = locking.hold_assignment(other)
    if other.unit_id != report.assignment.unit_id or other.pk == report.assignment_id:
        raise Refused("只能同时作为本单位其他事项的反馈", field="also")
    refusal = conditions.matters.reporting(other) or conditions.reports.lacking(other.matter, texts, texts[-1], ())
    if refusal is not None:
        raise Refused(f"{other.matter}：{refusal.why}", clause=refusal.clause, possible=refusal.possible, field="also")
    _hand_in(other, What.PROGRESS, texts, (), report, by)


def _hand_in(
    assignment: Assignment,
    what: What,
    texts: tuple[str, ...],
    elements: Sequence[tuple[str, str]],
    same_as: Report | None,
    by: By,
) -> Report:
    done, problems, blocked, next_steps, visible_progress = texts
    report = Report.objects.create(
        assignment=assignment,
        what=what,
        done=done,
        problems=problems,
        blocked=blocked,
        next_steps=next_steps,
        visible_progress=visible_progress,
        elements=[list(each) for each in elements],
        same_as=same_as,
        submitted_by=by.officer,
        submitted_on=by.today,
    )
    owed = (*FINAL, Owed.RESUBMISSION, Owed.REPORT) if what == What.RESULT else (Owed.RESUBMISSION, Owed.REPORT)
    met = deadlines.meet_deadlines(assignment, owed, report.submitted_on)
    stages.move(assignment, Stage.TO_REVIEW)
    journal.record_on(
        "report.submitted", assignment, by.officer, by.at, of=report, kind="reported", fact={"what": what}
    )
    days_late.note_days(assignment, met, by)
    return report


@transaction.atomic
def accept_report(*, report: Report, by: By, points: Decimal | None = None, version: int | None = None) -> Report:
    """Accept a report. A result thereby completes the unit's assignment: fact `completed`, with `points` where fewer than the full value,

    of the day on which it was handed in.

    Raises Refused where it was reviewed before, or where `points` are not between nothing and the full value of a matter.
    """
    assignment = locking.hold_assignment(report.assignment, version)
    report = _waiting(report, assignment)
    stood = access.delegations.represented_by(by.officer, by.today)
    refuse_if(conditions.matters.completion(report, by.officer, stood))
    if points is not None:
        refuse_if(conditions.matters.points(report, points))
    report.ruling = Ruling.ACCEPTED
    report.reviewed_by, report.reviewed_on = by.officer, by.today
    report.save(update_fields=["ruling", "reviewed_by", "reviewed_on"])
    if report.what == What.PROGRESS:
        _go_on(assignment)
    journal.record_on("report.accepted", assignment, by.officer, by.at, of=report)
    if report.what == What.PROGRESS:
        return report
    assignment.redo_by = None
    # What the office took to read it is not the unit's: it counts on the day of handing in (law 3).
    assignment.completed_on = report.submitted_on
    deadlines.lift_deadlines(assignment, by.today)
    assignment.points = points
    stages.move(assignment, Stage.COMPLETED, "completed_on", "points", "redo_by")
    fact = {} if points is None else {"points": str(points)}
    fact |= {"accepted_on": by.today.isoformat()} if report.submitted_on != by.today else {}
    stages.finish_supporters(assignment.matter, by.today)
    journal.record(
        "assignment.completed",
        jurisdiction=assignment.matter.jurisdiction,
        of=assignment,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=by.officer,
        at=by.at,
        effect=journal.Effect(on=report.submitted_on, kind="completed", fact=fact),
    )
    days_late.note_days_of_result(assignment, by)
    return report


@transaction.atomic
def return_report(*, report: Report, reason: str, redo_by: datetime.date, by: By, version: int | None = None) -> Report:
    """Send a report back to be done again until `redo_by`, inclusive: fact `returned`.

    Raises Refused without a reason, with a day in the past, or where it was reviewed before.
    """
    assignment = locking.hold_assignment(report.assignment, version)
    report = _waiting(report, assignment)
    if not reason.strip():
        raise Refused("退回要写明原因", field="reason")
    if redo_by < by.today:
        raise Refused("重报期限早于今天", field="redo_by")
    refuse_personal(reason, of=senders_of(assignment.matter), field="reason")
    report.ruling = Ruling.RETURNED
    report.reason = reason
    report.reviewed_by, report.reviewed_on = by.officer, by.today
    report.save(update_fields=["ruling", "reason", "reviewed_by", "reviewed_on"])
    deadlines.unmeet_deadlines(assignment, report.reviewed_on)
    deadlines.set_deadline(assignment, Owed.RESUBMISSION, redo_by, report.reviewed_on)
    assignment.redo_by = redo_by
    # What waits for approval of its completion is not complete.
    assignment.proposals.filter(act=COMPLETION, outcome=Outcome.OPEN).update(outcome=Outcome.WITHDRAWN)
    stages.move(assignment, Stage.RETURNED, "redo_by")
    data = {"reason": reason, "redo_by": redo_by.isoformat()}
    journal.record_on("report.returned", assignment, by.officer, by.at, of=report, kind="returned", data=data)
    matter = assignment.matter
    if Governed.of(matter).paper("return"):
        # 安康 第九条第二款: the document has a paper for it.
        notices.issue_notice(
            of=matter, act="return", unit=assignment.unit, limit_on=redo_by, words={"reason": reason}, by=by
        )
    return report


def _go_on(assignment: Assignment) -> None:
    """Let the work go on after progress was accepted: to the next report that waits, or to what is still to be done again."""
    if assignment.stage == Stage.RETURNED:
        return
    assignment.redo_by = None
    waits = assignment.reports.filter(ruling=Ruling.WAITING).exists()
    stages.move(assignment, Stage.TO_REVIEW if waits else Stage.IN_HAND, "redo_by")


def _waiting(report: Report, assignment: Assignment) -> Report:
    """Return the report as it is now, locked by its matter. Raises Refused where somebody has reviewed it already."""
    report = Report.objects.select_related("reviewed_by").get(pk=report.pk)
    report.assignment = assignment
    refuse_if(conditions.matters.reviewing(report))
    return report
