"""Write-off (申请销号): what cannot be done is struck off."""

from duban.ledger import acts, journal
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.acts import Field
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import Stage
from duban.ledger.situations import Situation


@acts.register
class WriteOff(acts.Change):
    """Ask that what cannot be done be struck off."""

    name, label, button, sheet = "write_off", "申请销号", "申请销号", "销号审批单"
    path, operation, place = "write-offs", "request_write_off", 20
    fields = (Field("reason", "销号理由", keep="write-off", hint="无法落实，或暂不具备条件的原因"),)
    signers = ("leader", "principal")
    verbs = {"assignment.written_off": "批准销号"}
    told_to_unit = {"assignment.written_off": "已批准销号"}

    def note(self, now: Situation) -> str:
        return "批准后不再办理。"

    def sentence(self, proposal: Proposal) -> str:
        return f"{proposal.assignment.unit}申请将{proposal.what}销号，不再办理。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Strike the assignment off; what supports it ends where nobody is at work any more."""
        deadlines.lift_deadlines(assignment, by.today)
        stages.move(assignment, Stage.WRITTEN_OFF)
        stages.finish_supporters(assignment.matter, by.today)
        journal.record_on("assignment.written_off", assignment, by.officer, by.at, kind="written_off")
