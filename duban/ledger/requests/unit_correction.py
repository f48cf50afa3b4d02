"""Correction of a unit (更正承办单位): the order went to one that should not have had it."""

import datetime
from typing import Any

from duban.engine import limits
from duban.ledger import acts, conditions
from duban.ledger.actions.matters import assignments, order_corrections
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.refusals import Refused, refuse_if, refused_from
from duban.ledger.situations import Situation
from duban.people.models import Unit


@acts.register
class UnitCorrection(acts.Correction):
    """Take an order back from the wrong unit and send it to the right one."""

    name, label, button, sheet = "correct_unit", "更正承办单位", "更正承办单位", "承办单位更正审批单"
    path, operation, place = "unit-corrections", "correct_unit", 81
    fields = (
        Field("to", "正确的承办单位", Kind.UNIT, required=True, meaning="the code of the right unit"),
        Field(
            "due_on", "新承办单位的期限", Kind.DAY, hint="不填则从今天起给足原来的天数", meaning="its date, inclusive"
        ),
        Field("accept_by", "签收期限", Kind.DAY, meaning="the day until which it signs or objects, inclusive"),
        Field("reason", "更正理由", keep="correction", hint="怎么错发的、应由哪个单位承办的依据"),
    )
    verbs = {"order.unit_corrected": "更正承办单位"}
    told_to_unit = {"order.unit_corrected": "误交办的事项已撤回，不需要办理"}

    def note(self, now: Situation) -> str:
        return (
            f"原发给{now.assignment.unit}的通知由撤回通知收回，该单位因此事产生的记录不再计入；"
            "正确的承办单位另收交办通知，从今天起计时、重新签收。"
        )

    def refused(
        self,
        now: Situation,
        *,
        to: Unit | None = None,
        due_on: datetime.date | None = None,
        accept_by: datetime.date | None = None,
        **given: Any,
    ) -> Refused | None:
        found = conditions.orders.correcting_unit(now.assignment, to, due_on, now.on)
        if found is None and to is not None:
            said = {"objection_date"} if accept_by is not None else set()
            found = refused_from(limits.act(now.governed.document, "dispatch", given=said), field="accept_by")
        if found is None and accept_by is not None and accept_by < now.on:
            found = Refused("签收期限早于今天", field="accept_by")
        return found

    def columns(
        self,
        now: Situation,
        *,
        to: Unit,
        due_on: datetime.date | None = None,
        accept_by: datetime.date | None = None,
        **given: Any,
    ) -> dict[str, Any]:
        details = {"accept_by": accept_by.isoformat()} if accept_by else {}
        return {"to_unit": to, "until": due_on, "details": details}

    def sentence(self, proposal: Proposal) -> str:
        held = proposal.assignment
        return f"{proposal.what}误交办给{held.unit}，拟更正为由{proposal.to_unit}承办。"

    def on_sheet(self, proposal: Proposal) -> tuple[str, str, str] | None:
        return ("更正为", proposal.to_unit.name, "立项审批依据") if proposal.to_unit else None

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Send it to the right unit. Raises Refused where it cannot go there any more."""
        assert proposal.to_unit is not None
        said = proposal.details.get("accept_by")
        accept_by = max(datetime.date.fromisoformat(said), by.today) if said else None
        until = proposal.until or _as_long(assignment, by.today)
        due_on = max(until, by.today) if until is not None else None
        refuse_if(conditions.orders.correcting_unit(assignment, proposal.to_unit, due_on, by.today))
        order_corrections.correct_unit(proposal, assignment, proposal.to_unit, due_on, accept_by, by)


def _as_long(assignment: Assignment, today: datetime.date) -> datetime.date | None:
    """Return the day until which the right unit has as many days as the wrong one had; within the matter above."""
    day, parent = assignments.due_after(assignment, today), assignment.matter.parent
    return min(day, parent.due_on) if day and parent is not None and parent.due_on else day
