"""Transfer (变更责任单位): another unit takes over."""

from typing import Any

from duban.ledger import acts, conditions
from duban.ledger.actions.matters import assignments
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import Unit


@acts.register
class Transfer(acts.Change):
    """Ask that another unit take over."""

    name, label, button, sheet = "transfer", "变更责任单位", "申请变更责任单位", "责任单位变更审批单"
    path, operation, place = "transfers", "request_transfer", 30
    fields = (
        Field("to", "变更为", Kind.UNIT, required=True, meaning="the code of the unit that takes over"),
        Field("reason", "变更理由", keep="transfer"),
    )
    signers = ("leader", "new_leader")

    def note(self, now: Situation) -> str:
        return "批准前仍由本单位办理。"

    def refused(self, now: Situation, *, to: Unit | None = None, **given: Any) -> Refused | None:
        found = super().refused(now)
        return found or (conditions.matters.taking_over(now.assignment, to) if to is not None else None)

    def columns(self, now: Situation, *, to: Unit, **given: Any) -> dict[str, Any]:
        return {"to_unit": to}

    def sentence(self, proposal: Proposal) -> str:
        return f"{proposal.assignment.unit}申请将{proposal.what}改由{proposal.to_unit}承办。"

    def on_sheet(self, proposal: Proposal) -> tuple[str, str, str] | None:
        return ("变更为", proposal.to_unit.name, "变更依据") if proposal.to_unit else None

    def follows(self, proposal: Proposal, agree: bool) -> str:
        to = proposal.to_unit
        return f"同意后即由{to}承办，通知单随即编号，不能撤销。" if agree else ""

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Pass the matter on, and leave the new unit as many days as the old one had."""
        assert proposal.to_unit is not None
        due_on = assignments.due_after(assignment, by.today)
        assignments.pass_on(assignment, to=proposal.to_unit, due_on=due_on, by=by)
