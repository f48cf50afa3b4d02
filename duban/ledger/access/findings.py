"""Who may do what with the findings and conclusions of an inspection: the team, its head, the office; the unit what is its own."""

from duban.ledger.access import inspections
from duban.ledger.models import Conclusion, Finding, Inspection, Review
from duban.ledger.models.conclusions import Step
from duban.ledger.models.inspections import Capacity
from duban.ledger.refusals import Forbidden
from duban.people.models import OFFICE, UNIT_ROLES, Officer


def leads(officer: Officer, inspection: Inspection) -> bool:
    """Return whether the officer may hand findings over and deliver conclusions: the office and the head of the team."""
    if officer.role in OFFICE:
        return not inspections.stood_aside(officer, inspection)
    return inspection.members.filter(officer=officer, capacity=Capacity.HEAD, recused_on__isnull=True).exists()


def led_inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return an inspection that the officer leads. Raises NotFound where he may not know of it, Forbidden where he does not lead it."""
    inspection = inspections.inspection_for(officer, pk)
    if not leads(officer, inspection):
        raise Forbidden("由督查室或者督查组组长办理")
    return inspection


def worked_inspection_for(officer: Officer, pk: int) -> Inspection:
    """Return an inspection on whose team the officer is. Raises NotFound where he may not know of it, Forbidden for others."""
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
    finding = inspections.finding_for(officer, pk)
    if not inspections.carries_out(officer, finding.inspection) or officer.unit_id == finding.unit_id:
        raise Forbidden("由督查室或者督查组办理")
    return finding


def own_finding_for(officer: Officer, pk: int) -> Finding:
    """Return a finding on the officer's own unit. Raises NotFound, or Forbidden for others who see it."""
    finding = inspections.finding_for(officer, pk)
    if officer.role not in UNIT_ROLES or officer.unit_id != finding.unit_id:
        raise Forbidden("由问题所在的单位办理")
    return finding


def written_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a conclusion that the officer's team writes. Raises NotFound, or Forbidden for others who see it."""
    conclusion = inspections.conclusion_for(officer, pk)
    if not inspections.on_team(officer, conclusion.inspection):
        raise Forbidden("结论由督查组起草")
    return conclusion


def led_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a conclusion that the officer may deliver. Raises NotFound, or Forbidden for others who see it."""
    conclusion = inspections.conclusion_for(officer, pk)
    if not leads(officer, conclusion.inspection):
        raise Forbidden("由督查室或者督查组组长送达")
    return conclusion


def own_conclusion_for(officer: Officer, pk: int) -> Conclusion:
    """Return a delivered conclusion on the officer's own unit. Raises NotFound, or Forbidden for others who see it."""
    conclusion = inspections.conclusion_for(officer, pk)
    if officer.role not in UNIT_ROLES or officer.unit_id != conclusion.unit_id or conclusion.step != Step.DELIVERED:
        raise Forbidden("由结论所涉的单位办理")
    return conclusion


def own_review_for(officer: Officer, pk: int) -> Review:
    """Return a review that the officer's own unit asked for. Raises NotFound, or Forbidden for others who see it."""
    review = inspections.review_for(officer, pk)
    if officer.role not in UNIT_ROLES or officer.unit_id != review.conclusion.unit_id:
        raise Forbidden("由申请复核的单位办理")
    return review
