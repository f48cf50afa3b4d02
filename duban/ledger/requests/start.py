"""Start (立项审批): a matter goes out once the leader has approved it, where the document asks for that."""

from typing import Any

from duban.ledger import acts, conditions, journal
from duban.ledger.acts import About, Field
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import Part
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import START, Outcome
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer, Role


@acts.register
class Start(acts.Act):
    """Ask the leader to approve that a matter starts."""

    name, label, ruled, button, sheet = START, "立项审批", "立项", "提请立项审批", "立项审批单"
    right, asked_by = "request_start", frozenset(OFFICE | {Role.SECTION})
    about, path, place = About.MATTER, "start", 35
    fields = (Field("reason", "理由", keep="approval"),)
    signed_by_who_ordered = True
    is_the_offices = is_hidden_from_units = is_carried_out = presses = True
    verbs = {"matter.started": "批准立项"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        return now.matter.state == State.PROPOSED and now.governed.approval(self.name) is not None

    def refused(self, now: Situation, **given: Any) -> Refused | None:
        matter = now.matter
        if Governed.of(matter).approval(self.name) is None:
            return Refused("本办法没有立项审批的规定")
        if matter.state != State.PROPOSED:
            return Refused("事项已经交办，不再需要立项审批")
        if conditions.requests.started(matter, now.going) is None:
            return Conflict("已经批准立项，可以交办")
        if any(each.act == self.name and each.outcome == Outcome.OPEN for each in now.going):
            return Conflict("已经提请立项审批，正在签批")
        return None

    def columns(self, now: Situation, **given: Any) -> dict[str, Any]:
        leads = now.matter.assignments.filter(part=Part.LEAD).order_by("pk").values_list("unit__name", flat=True)
        return {"details": {"units": list(leads)}}

    def sentence(self, proposal: Proposal) -> str:
        held = proposal.assignment
        leads = "、".join(proposal.details.get("units") or [str(held.unit)])
        due = f"{held.due_on} 前办结" if held.due_on else "长期坚持，不设办结期限"
        return f"拟将{proposal.what}立项督办，由{leads}牵头，{due}。"

    def follows(self, proposal: Proposal, agree: bool) -> str:
        return "同意后由督查室交办。" if agree else "送出后：督查室收到理由，事项不交办。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put on record that the matter may go out; the dispatch carries it out."""
        journal.record_on("matter.started", assignment, by.officer, by.at, data={"reason": proposal.reason})
