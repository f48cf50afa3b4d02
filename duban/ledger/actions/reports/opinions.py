"""Cooperating units: asked for their opinion of a result; complained of by the lead unit, and ruled on by the office."""

from django.db import IntegrityError, transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Attachment, Complaint, Opinion, Report
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.opinions import Finding
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.storage import locking


def ask_opinions(report: Report, assignment: Assignment, by: By) -> None:
    """Ask each cooperating unit for its opinion of a result, inside the transaction of the report."""
    matter = assignment.matter
    helping = Assignment.objects.filter(matter=matter, part=Part.SUPPORT, stage__in=OPEN_STAGES).select_related("unit")
    for each in helping.order_by("id"):
        opinion = Opinion.objects.create(report=report, assignment=each, asked_on=by.today)
        journal.record(
            "opinion.asked",
            jurisdiction=matter.jurisdiction,
            of=opinion,
            unit=each.unit,
            matter=matter,
            actor=by.officer,
            at=by.at,
        )


@transaction.atomic
def give_opinion(*, opinion: Opinion, agreed: bool, by: By, text: str = "") -> Opinion:
    """Say whether the unit agrees with the result; the reviewer sees it. Raises Refused once reviewed, twice, or for a no without reasons."""
    locking.hold_matter(opinion.assignment.matter)
    opinion = Opinion.objects.select_related("report", "assignment__unit", "assignment__matter__jurisdiction").get(
        pk=opinion.pk
    )
    refuse_if(conditions.matters.opinion(opinion))
    if not agreed and not text.strip():
        raise Refused("不同意要写明意见", field="text")
    opinion.agreed, opinion.text = agreed, text
    opinion.given_by, opinion.given_on = by.officer, by.today
    opinion.save(update_fields=["agreed", "text", "given_by", "given_on"])
    journal.record(
        "opinion.given",
        jurisdiction=opinion.assignment.matter.jurisdiction,
        of=opinion,
        unit=opinion.assignment.unit,
        matter=opinion.assignment.matter,
        actor=by.officer,
        at=by.at,
        data={"said": "同意" if agreed else "不同意", "note": text},
    )
    return opinion


@transaction.atomic
def make_complaint(
    *, assignment: Assignment, against: Assignment, text: str, by: By, file: Attachment | None = None
) -> Complaint:
    """Report in writing, as the lead unit, that a cooperating unit does not cooperate. It is no fact until the office rules so.

    Raises Refused for others than the lead unit, a unit that does not cooperate in the matter, or without the circumstances.
    """
    assignment = locking.hold_assignment(assignment)
    refuse_if(conditions.matters.complaint(assignment))
    if not conditions.matters.supporters(assignment.matter).filter(pk=against.pk).exists():
        raise Refused("请选择这件事项的配合单位", field="against")
    if not text.strip():
        raise Refused("请写明不予配合的具体情况", field="text")
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(
                assignment=assignment,
                against=against,
                text=text,
                file=file,
                made_by=by.officer,
                made_on=by.today,
            )
    except IntegrityError as error:
        raise Conflict("对这个单位的报告已经提出，等待裁定") from error
    journal.record_on(
        "complaint.made", assignment, by.officer, by.at, of=complaint, data={"said": against.unit.name, "reason": text}
    )
    return complaint


@transaction.atomic
def rule_on_complaint(*, complaint: Complaint, upheld: bool, reason: str, by: By) -> Complaint:
    """Rule whether the unit failed to cooperate; upheld, it is the fact `uncooperative` of that unit where the document knows that.

    Raises Refused twice or without a reason.
    """
    locking.hold_matter(complaint.assignment.matter)
    related = ("assignment__unit", "assignment__matter__jurisdiction", "against__unit")
    complaint = Complaint.objects.select_related(*related).get(pk=complaint.pk)
    if complaint.finding != Finding.OPEN:
        raise Refused(f"这份报告已经裁定：{Finding(complaint.finding).label}")
    if not reason.strip():
        raise Refused("请写明裁定的理由", field="reason")
    matter = complaint.assignment.matter
    complaint.finding = Finding.UPHELD if upheld else Finding.REJECTED
    complaint.reason = reason
    complaint.ruled_by, complaint.ruled_on = by.officer, by.today
    if upheld and "uncooperative" in Governed.of(matter.jurisdiction).recordable:
        complaint.line = facts.record_fact(
            jurisdiction=matter.jurisdiction,
            kind="uncooperative",
            unit=complaint.against.unit,
            fact={},
            matter=matter,
            by=by,
            on=by.today,
            reason=reason,
            proof=complaint.file,
        )
    complaint.save(update_fields=["finding", "reason", "ruled_by", "ruled_on", "line"])
    said = f"{complaint.against.unit}：{Finding(complaint.finding).label}"
    journal.record_on(
        "complaint.ruled", complaint.assignment, by.officer, by.at, of=complaint, data={"said": said, "reason": reason}
    )
    return complaint
