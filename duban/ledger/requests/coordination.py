"""Coordination (提请协调): a leader helps, or calls a special meeting; the answer is written with the signature."""

from typing import Any

from duban.ledger import acts, journal
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, UNIT_ROLES, Officer, Role


@acts.register
class Coordination(acts.Act):
    """Ask the leader to coordinate, or to call a special meeting."""

    name, label, button, sheet = "coordination", "提请协调", "提请领导协调", "提请协调审批单"
    right, asked_by = "request_coordination", frozenset(OFFICE | UNIT_ROLES | {Role.SECTION})
    path, operation, place = "coordinations", "request_coordination", 50
    fields = (
        Field("reason", "情况和需要协调的问题", keep="coordination"),
        Field("is_meeting", "提请召开专项会议", Kind.FLAG, meaning="whether a special meeting is asked for"),
    )
    signers = ("leader",)
    signed_by_who_ordered = True
    needs_answer = "请写明协调意见"
    verbs = {"coordination.answered": "领导协调意见"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        held = now.assignment
        return held.is_lead and (not officer.is_unit or held.unit_id == officer.unit_id)

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        knows_meetings = bool(now.governed.clause("special_meeting"))
        return tuple(each for each in self.fields if knows_meetings or each.kind != Kind.FLAG)

    def refused(self, now: Situation, *, is_meeting: bool = False, **given: Any) -> Refused | None:
        if is_meeting and not now.governed.clause("special_meeting"):
            return Refused("本办法没有专项会议的规定", possible="提请领导协调。", field="is_meeting")
        return None if now.assignment.is_open else Refused("这件交办已经了结，不需要协调")

    def columns(self, now: Situation, *, is_meeting: bool = False, **given: Any) -> dict[str, Any]:
        feature = "special_meeting" if is_meeting else "coordination_request"
        return {"clause": now.governed.clause(feature), "details": {"meeting": is_meeting}}

    def sentence(self, proposal: Proposal) -> str:
        wanted = "召开专项会议" if proposal.details.get("meeting") else "出面协调"
        return f"就{proposal.assignment.unit}承办的{proposal.what}，提请领导{wanted}。"

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put the leader's answer on record."""
        said = proposal.signatures.order_by("-order").values_list("reason", flat=True).first()
        journal.record_on("coordination.answered", assignment, by.officer, by.at, data={"reason": said or ""})
