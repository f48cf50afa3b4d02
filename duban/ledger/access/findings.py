"""Who may do what with the findings and conclusions of an inspection: the team, its head, the office; the unit what is its own."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.ledger.access import inspections
from duban.ledger.access.inspections import whole
from duban.ledger.access.rules import one
from duban.ledger.models import (
    Attachment,
    Conclusion,
    Finding,
    Inspection,
    Member,
    Review,
)
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import Progress
from duban.ledger.models.inspections import Capacity
from duban.ledger.refusals import Forbidden
from duban.ledger.reorganised import heirs
from duban.people.models import LEADERS, OFFICE, UNIT_ROLES, Delegation, Officer, Role


def leads(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer may hand findings over and deliver conclusions: the office and the head of the team."""
    if officer.role in OFFICE:
        return not inspections.stood_aside(officer, inspection)
    return inspection.members.filter(officer=officer, capacity=Capacity.HEAD, recused_on__isnull=True).exists()


def led_inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return an inspection that the officer leads. Raises NotFound where they may not know of it, Forbidden where they do not lead it."""
    inspection = inspections.inspection_for(officer, pk)
    if not leads(officer, inspection):
        raise Forbidden("由督查室或者督查组组长办理")
    return inspection


def worked_inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return an inspection on whose team the officer is. Raises NotFound where they may not know of it, Forbidden for others."""
    inspection = inspections.inspection_for(officer, pk)
    if not inspections.on_team(officer, inspection):
        raise Forbidden("由督查组办理")
    return inspection


def whole_inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return an inspection that the officer sees as a whole. Raises NotFound, or Forbidden for a unit that is inspected."""
    inspection = inspections.inspection_for(officer, pk)
    if not inspections.sees_whole(officer, inspection):
        raise Forbidden("您的岗位没有这项权限")
    return inspection


def checked_finding_for(officer: Officer, pk: int) -> Finding:
    """Return a finding that the officer may check: the team and the office. Raises NotFound, or Forbidden for others who see it."""
    finding = finding_for(officer, pk)
    if not inspections.carries_out(officer, finding.inspection) or officer.unit_id == finding.unit_id:
        raise Forbidden("由督查室或者督查组办理")
    return finding


def own_finding_for(officer: Officer, pk: int) -> Finding:
    """Return a finding on the officer's own unit. Raises NotFound, or Forbidden for others who see it."""
    finding = finding_for(officer, pk)
    if officer.role not in UNIT_ROLES or officer.unit_id != finding.unit_id:
        raise Forbidden("由问题所在的单位办理")
    return finding


def written_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a conclusion that the officer's team writes. Raises NotFound, or Forbidden for others who see it."""
    conclusion = conclusion_for(officer, pk)
    if not inspections.on_team(officer, conclusion.inspection):
        raise Forbidden("结论由督查组起草")
    return conclusion


def led_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a conclusion that the officer may deliver. Raises NotFound, or Forbidden for others who see it."""
    conclusion = conclusion_for(officer, pk)
    if not leads(officer, conclusion.inspection):
        raise Forbidden("由督查室或者督查组组长送达")
    return conclusion


def own_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a delivered conclusion on the officer's own unit. Raises NotFound, or Forbidden for others who see it."""
    conclusion = conclusion_for(officer, pk)
    is_own = officer.role in UNIT_ROLES and heirs.stands_for(officer.unit, conclusion.unit)
    if not is_own or conclusion.step != Step.DELIVERED:
        raise Forbidden("由结论所涉的单位办理")
    return conclusion


def own_review_for(officer: Officer, pk: int) -> Review:
    """Return a review that the officer's own unit asked for. Raises NotFound, or Forbidden for others who see it."""
    review = review_for(officer, pk)
    if officer.role not in UNIT_ROLES or not heirs.stands_for(officer.unit, review.conclusion.unit):
        raise Forbidden("由申请复核的单位办理")
    return review


def findings(officer: Officer) -> QuerySet[Finding]:
    """Return the findings that the officer may see: a unit its own, once handed over or told on the spot."""
    found = Finding.objects.filter(inspection__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in UNIT_ROLES:
        told = ~Q(progress=Progress.NOTED) | ~Q(order_text="")
        own = Q(unit_id=officer.unit_id or 0, inspection__in=inspections.inspections(officer)) & told
        return found.filter(own | Q(inspection__in=whole(officer)))
    return found.filter(inspection__in=inspections.inspections(officer))


def finding_for(officer: Officer, pk: int) -> Finding:
    """Return one finding. Raises NotFound where the officer may not see it."""
    related = (
        "inspection__jurisdiction",
        "unit__portfolio",
        "matter",
        "visit",
        "found_by",
        "became",
        "reported_by",
        "checked_by",
    )
    return one(findings(officer).select_related(*related), pk=pk)


def conclusions(officer: Officer) -> QuerySet[Conclusion]:
    """Return the conclusions that the officer may see: before delivery the team, the office head and the leader who is to sign or their stand-in."""
    found = Conclusion.objects.filter(inspection__in=inspections.inspections(officer))
    if officer.role in UNIT_ROLES:
        teams = Member.objects.filter(officer=officer, recused_on__isnull=True).values("inspection")
        own = found.filter(Q(step=Step.DELIVERED, unit_id=officer.unit_id or 0) | Q(inspection__in=teams))
        # The inspection may be over, and its list of units goes on naming the one that ended.
        passed = Conclusion.objects.filter(step=Step.DELIVERED, unit__in=heirs.ended_into(officer.unit_id or 0))
        passed = passed.filter(inspection__jurisdiction=officer.jurisdiction_id or 0)
        return Conclusion.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=passed.values("pk")))
    if officer.role == Role.OFFICE_HEAD:
        return found
    teams = Member.objects.filter(officer=officer, recused_on__isnull=True).values("inspection")
    early = Q(inspection__in=teams) | Q(to_sign=officer) | Q(signed_by=officer)
    if officer.role in LEADERS:
        # Which day it is is not known here; that they opened it is on record.
        standing = Delegation.objects.filter(
            to=officer, of=OuterRef("to_sign"), ended_on__isnull=True, through_on__gte=OuterRef("drafted_on")
        )
        early |= Q(Exists(standing), step=Step.LEADER)
    return found.filter(Q(step=Step.DELIVERED) | early)


def conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return one conclusion. Raises NotFound where the officer may not see it."""
    related = ("inspection__jurisdiction", "unit", "drafted_by", "head_read_by", "signed_by")
    return one(conclusions(officer).select_related(*related), pk=pk)


def reviews(officer: Officer) -> QuerySet[Review]:
    """Return the reviews of conclusions that the officer may see."""
    return Review.objects.filter(conclusion__in=conclusions(officer))


def review_for(officer: Officer, pk: int) -> Review:
    """Return one review. Raises NotFound where the officer may not see it."""
    related = ("conclusion__inspection__jurisdiction", "conclusion__unit", "made_by", "ruled_by")
    return one(reviews(officer).select_related(*related), pk=pk)


def files(officer: Officer) -> QuerySet[Attachment]:
    """Return the files of inspections and findings that the officer may see: who sees the thing sees its files, a unit its own besides."""
    found = Attachment.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    seen = Q(finding__in=findings(officer)) | Q(finding__isnull=True, inspection__in=whole(officer))
    own = (
        Q(finding__isnull=True, unit_id=officer.unit_id, inspection__in=inspections.inspections(officer))
        if officer.unit_id
        else Q(pk__in=())
    )
    return found.filter(seen | own)


def file_for(officer: Officer, pk: int) -> Attachment:
    """Return one file of an inspection. Raises NotFound where the officer may not see it."""
    return one(files(officer), pk=pk)
