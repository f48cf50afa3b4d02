"""Correction of a date (更正期限): the order went out with the wrong one, whether or not that has passed."""

import datetime
from collections.abc import Sequence
from typing import Any

from duban.engine import wording
from duban.engine.wording import NEVER
from duban.ledger import acts, conditions
from duban.ledger.actions.matters import order_corrections
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, JournalLine, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.queries.matters import followings
from duban.ledger.queries.matters.followings import Window
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.situations import Situation
from duban.papers.writing.texts import date_words


@acts.register
class DueCorrection(acts.Correction):
    """Put the date of an order right, and let what followed from the wrong one fall."""

    name, label, button, sheet = "correct_due", "更正办结期限", "更正办结期限", "期限更正审批单"
    path, operation, place = "due-corrections", "correct_due", 80
    outlives_the_work = True
    fields = (
        Field("due_on", "正确的期限", Kind.DAY, required=True, meaning="the right date, inclusive"),
        Field(
            "alone",
            "只更正这个单位（不选则同一期限的其他承办单位一并更正）",
            Kind.FLAG,
            meaning="whether other units of the matter with the same wrong date keep it",
        ),
        Field(
            "kept",
            "以下催办、督办措施另有原因的，请勾选保留；其余随更正失效",
            Kind.SEVERAL,
            meaning="numbers of journal lines (urgings, steps) that stand although the date was wrong",
        ),
        Field("reason", "更正理由", keep="correction", hint="怎么写错的、正确期限的依据"),
    )
    verbs = {
        "order.due_corrected": "更正办结期限",
        "fact.fell": "因更正不再计入",
        "fact.corrected": "按更正计入",
    }
    told_to_unit = {"order.due_corrected": "办结期限已更正"}

    def note(self, now: Situation) -> str:
        was = followings.date_written(now.assignment)
        due_on = now.assignment.due_on
        held = f"（已批准延期至 {due_on}）" if due_on is not None and due_on > was else ""
        return (
            f"交办时写的期限是 {'长期' if was == NEVER else was}{held}。更正后另发更正通知；因期限写错而产生的逾期记录、催办、督办措施和扣分不再计入，"
            "原记录和更正都保留。单位申请的延期不受影响。"
        )

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        was = followings.date_written(now.assignment)
        pressed = followings.pressing(now.assignment, Window(was, now.on))
        due, alone, kept, reason = self.fields
        found = [due]
        if len(_together(now.assignment, was, False)) > 1:
            found.append(alone)
        if pressed:
            choices = tuple((str(line.seq), _said(line)) for line in pressed)
            found.append(Field(kept.name, kept.label, kept.kind, choices=choices, meaning=kept.meaning))
        return (*found, reason)

    def refused(
        self,
        now: Situation,
        *,
        due_on: datetime.date | None = None,
        kept: Sequence[str] = (),
        **given: Any,
    ) -> Refused | None:
        if due_on is None and not kept:
            return conditions.orders.redating(now.assignment)
        was = followings.date_written(now.assignment)
        known = {str(line.seq) for line in followings.pressing(now.assignment, Window(was, now.on))} if kept else set()
        if not set(map(str, kept)) <= known:
            return Refused("要保留的记录不在因期限写错而失效的催办、督办措施里", field="kept")
        return conditions.orders.correcting_due(now.assignment, was, due_on, now.on)

    def columns(
        self, now: Situation, *, due_on: datetime.date, alone: bool = False, kept: Sequence[str] = (), **given: Any
    ) -> dict[str, Any]:
        together = _together(now.assignment, followings.date_written(now.assignment), bool(alone))
        units = [each.unit.name for each in together]
        return {
            "until": due_on,
            "details": {"alone": bool(alone), "kept": [int(each) for each in kept], "units": units},
        }

    def hindered(self, proposal: Proposal) -> Refused | None:
        was = followings.date_written(proposal.assignment)
        return conditions.orders.correcting_due(proposal.assignment, was, proposal.until, proposal.proposed_on)

    def sentence(self, proposal: Proposal) -> str:
        held = proposal.assignment
        was = followings.date_written(held)
        since = f"由 {'长期' if was == NEVER else was} " if proposal.is_going else ""
        units = "、".join(proposal.details.get("units") or [str(held.unit)])
        return f"{proposal.what}交办给{units}的办结期限写错，拟{since}更正为 {proposal.until}。"

    def on_sheet(self, proposal: Proposal) -> tuple[str, str, str] | None:
        return ("更正为", date_words(proposal.until), "立项审批依据") if proposal.until else None

    def take_effect(self, proposal: Proposal, assignment: Assignment, by: By) -> None:
        """Put the date right. Raises Refused where it cannot stand any more."""
        assert proposal.until is not None
        was = followings.date_written(assignment)
        refuse_if(conditions.orders.correcting_due(assignment, was, proposal.until, by.today))
        together = _together(assignment, was, bool(proposal.details.get("alone")))
        order_corrections.correct_due(proposal, together, proposal.until, proposal.details.get("kept", ()), by)


def _together(assignment: Assignment, was: datetime.date, alone: bool) -> list[Assignment]:
    """Return the assignments whose order bears the same date, that one first."""
    found = [assignment]
    if not alone:
        others = assignment.matter.assignments.filter(stage__in=(*OPEN_STAGES, Stage.COMPLETED)).exclude(
            pk=assignment.pk
        )
        for each in others.select_related("unit").order_by("part", "id"):
            each.matter = assignment.matter
            if followings.date_written(each) == was:
                found.append(each)
    return found


def _said(line: JournalLine) -> str:
    fact = line.data.get("fact", {})
    channel = wording.VALUES["channel"].get(str(fact.get("channel")), "")
    return f"{line.on} {channel or '督办措施'}{'催办' if line.verb == 'unit.urged' and '催' not in channel else ''}".strip()
