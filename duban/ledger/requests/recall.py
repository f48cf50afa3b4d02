"""Recall (撤回交办): an order that should not have gone out, or not like this, is taken back as a whole."""

from typing import Any

from duban.ledger import acts, conditions
from duban.ledger.actions.matters import order_corrections
from duban.ledger.acts import About, Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.matters import State
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.situations import Situation
from duban.people.models import Officer


@acts.register
class Recall(acts.Correction):
    """Take an order back from all its units, to send it out anew or for good."""

    name, label, button, sheet = "recall", "撤回交办", "撤回交办", "撤回交办审批单"
    about, path, operation, place = About.MATTER, "recall", "recall_order", 84
    submit, said = "撤回", "已提出撤回"
    fields = (
        Field(
            "again",
            "撤回后修改任务书、重新交办（不选则撤销事项，不再办理）",
            Kind.FLAG,
            meaning="whether it is to be written and sent out anew; otherwise the matter is revoked",
        ),
        Field("reason", "撤回理由", keep="correction"),
    )
    verbs = {"order.recalled": "撤回交办"}
    told_to_unit = {"order.recalled": "交办已撤回，不需要办理"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        return now.matter.dispatched_on is not None and now.matter.state not in (State.PROPOSED, State.REVOKED)

    def note(self, now: Situation) -> str:
        return "每个承办单位另收撤回通知；因这次交办产生的逾期、催办和扣分不再计入，原记录和撤回都保留。"

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        return conditions.orders.recalling(now.matter, now.parts)

    def columns(self, now: Situation, *, again: bool = False, **given: Any) -> dict[str, Any]:
        return {"details": {"again": bool(again)}}

    def sentence(self, proposal: Proposal) -> str:
        then = "修改后重新交办" if proposal.details.get("again") else "不再办理"
        return f"{proposal.what}拟从{proposal.assignment.unit}等承办单位撤回，{then}。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Take it back. Raises Refused where it is done meanwhile."""
        refuse_if(conditions.orders.recalling(assignment.matter, Situation(assignment, by.today).parts))
        order_corrections.recall(proposal, assignment.matter, bool(proposal.details.get("again")), by)
