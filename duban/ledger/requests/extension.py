"""Extension (延期): a later due date."""

import datetime
from typing import Any

from duban.engine import limits
from duban.ledger import acts, journal
from duban.ledger.actions.matters import deadlines, stages
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.proposals import Outcome
from duban.ledger.refusals import Refused, refuse_if, refused_from
from duban.ledger.situations import Situation
from duban.papers.writing.texts import date_words

ONE_DAY = datetime.timedelta(days=1)
ENDLESS = "长期事项没有办结期限，不需要延期。"


@acts.register
class Extension(acts.Change):
    """Ask for a later due date."""

    name, label, button, sheet = "extension", "延期", "申请延期", "延期审批单"
    path, operation, place = "extensions", "request_extension", 10
    fields = (
        Field("until", "延长到哪天", Kind.DAY, required=True, meaning="the new due date, inclusive"),
        Field("reason", "延期理由", keep="extension"),
    )
    signers = ("leader",)
    verbs = {"assignment.extended": "批准延期"}
    told_to_unit = {"assignment.extended": "已批准延期"}

    def note(self, now: Situation) -> str:
        """Say the date that holds and how far the document lets it be moved, before anybody types a day."""
        due_on = now.assignment.due_on
        if due_on is None:
            return ENDLESS
        once, latest = limits.extension_bounds(now.governed.document, now.facts, **_bearing(now))
        said = ["每件事项只能延期一次"] * once + [f"最晚可以延到 {latest}"] * (latest is not None)
        return f"现在的期限是 {due_on}。{'，'.join(said)}{'。' if said else ''}"

    def refused(self, now: Situation, *, until: datetime.date | None = None, **given: Any) -> Refused | None:
        found, due_on = super().refused(now), now.assignment.due_on
        if found is None and until is not None and due_on is not None and until <= due_on:
            found = Refused("新期限要晚于原期限", field="until")
        if found is None and until is not None and until < now.on:
            found = Refused("新期限早于今天", field="until")
        return found or _beyond(now, until)

    def columns(self, now: Situation, *, until: datetime.date, **given: Any) -> dict[str, Any]:
        return {"until": until}

    def hindered(self, proposal: Proposal) -> Refused | None:
        return _beyond(Situation(proposal.assignment, proposal.proposed_on), proposal.until)

    def sentence(self, proposal: Proposal) -> str:
        held = proposal.assignment
        since = f"由 {held.due_on} " if proposal.outcome == Outcome.OPEN else ""
        return f"{held.unit}申请将{proposal.what}的办结期限{since}延至 {proposal.until}。"

    def follows(self, proposal: Proposal, agree: bool) -> str:
        held = proposal.assignment
        if agree:
            return f"同意后期限即改为 {proposal.until}，由系统通知{held.unit}。"
        return f"送出后：{held.unit}收到理由，期限仍为 {held.due_on}。"

    def on_sheet(self, proposal: Proposal) -> tuple[str, str, str] | None:
        return ("申请延至", date_words(proposal.until), "延期依据") if proposal.until else None

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Move the due date, of the matter too where that is later now. Raises Refused where the regime does not permit it any more."""
        until = proposal.until
        assert until is not None
        refuse_if(_beyond(Situation(assignment, by.today), until))
        deadlines.lift_deadlines(assignment, by.today, FINAL)
        assignment.due_on = until
        assignment.matter.last_until(until)
        stages.move(assignment, Stage(assignment.stage), "due_on")
        deadlines.set_deadline(assignment, Owed.RESULT, until, by.today)
        fact = {"due": until.isoformat()}
        journal.record_on("assignment.extended", assignment, by.officer, by.at, kind="extended", fact=fact)


def _beyond(now: Situation, until: datetime.date | None) -> Refused | None:
    """Say whether the regime permits an extension until that day, inclusive; without a day, whether it permits any. What has no end has none to be moved."""
    due_on = now.assignment.due_on
    if due_on is None:
        return Refused(ENDLESS, field="until")
    found = limits.extension(
        now.governed.document,
        now.facts,
        until or due_on + ONE_DAY,
        **_bearing(now),
    )
    return refused_from(found, field="until")


def _bearing(now: Situation) -> dict[str, Any]:
    """Return what bears on how far a date may be moved."""
    return {
        "exempt": now.matter.planning,
        "unit": now.assignment.unit.code,
        "choices": now.governed.choices,
        "calendar": now.governed.calendar,
    }
