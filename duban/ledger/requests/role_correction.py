"""Correction of a role (更正承办分工): lead and support were mixed up."""

from typing import Any

from duban.ledger import acts, conditions
from duban.ledger.actions.matters import order_corrections
from duban.ledger.acts import Field
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import Part
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.situations import Situation


@acts.register
class RoleCorrection(acts.Correction):
    """Turn a unit that leads into one that supports, or the other way round."""

    name, label, button, sheet = "correct_role", "更正承办分工", "更正承办分工", "承办分工更正审批单"
    path, operation, place = "role-corrections", "correct_role", 82
    fields = (Field("reason", "更正理由", keep="correction", hint="怎么写错的、正确分工的依据"),)
    verbs = {"order.role_corrected": "更正承办分工"}
    told_to_unit = {"order.role_corrected": "承办分工已更正，请重新签收"}

    def note(self, now: Situation) -> str:
        now_is, will_be = (Part.LEAD, Part.SUPPORT) if now.assignment.is_lead else (Part.SUPPORT, Part.LEAD)
        return f"现在是{now_is.label}，更正为{will_be.label}；另发更正通知，单位重新签收。"

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        return conditions.orders.correcting_role(now.assignment, now.beside, is_reviewed=now.is_reviewed)

    def columns(self, now: Situation, **given: Any) -> dict[str, Any]:
        return {"details": {"from": now.assignment.part}}

    def sentence(self, proposal: Proposal) -> str:
        was = Part(proposal.details["from"])
        now = Part.SUPPORT if was == Part.LEAD else Part.LEAD
        return f"{proposal.what}交办给{proposal.assignment.unit}的分工写错，拟由{was.label}更正为{now.label}。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put the role right. Raises Refused where nobody would lead."""
        now = Situation(assignment, by.today)
        refuse_if(conditions.orders.correcting_role(assignment, now.beside, is_reviewed=now.is_reviewed))
        order_corrections.correct_role(proposal, assignment, by)
