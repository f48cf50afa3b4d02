"""Sources put right (更正): what was entered of an instruction, a meeting, a decision, a suggestion or a collection."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.sources import instructions
from duban.ledger.actions.sources import source_corrections as actions
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.governed import Governed
from duban.ledger.models import Collection, Decision, Instruction, Matter, Meeting
from duban.web.acting import act_by, act_here
from duban.web.forms.sources import corrections as forms
from duban.web.http import Request
from duban.web.pages import form_page

_SUPERIOR = ("name", "post", "level")


@form_page("correct_instruction", access.sources.instruction_for)
def instruction(request: Request, instruction: Instruction) -> HttpResponse:
    """Put right what a leader wrote, when, and who it was."""
    superior = {f"superior_{name}": getattr(instruction, f"superior_{name}") for name in _SUPERIOR}
    form = forms.InstructionCorrectionForm(
        request.POST or None,
        officer=request.user,
        initial={"leader": instruction.leader, "text": instruction.text, "given_on": instruction.given_on, **superior},
    )

    def perform(**words: Any) -> None:
        said = {name: words.pop(f"superior_{name}", "") for name in _SUPERIOR}
        words.setdefault("leader", instruction.leader)
        above = instructions.Superior(**said) if any(said.values()) else None
        actions.correct_instruction(instruction=instruction, superior=above, by=request.by, **words)

    return act_here(
        request,
        form,
        perform,
        reverse("instruction", args=[instruction.pk]),
        "更正批示",
        said="批示已更正",
        note=_beside(instruction.matter, "原来的内容留在日志里。"),
        refusal=conditions.sources.correcting_instruction(instruction, request.user),
    )


@form_page("record_meeting", access.sources.meeting_for)
def meeting(request: Request, meeting: Meeting) -> HttpResponse:
    """Put right which meeting it was and when it was held."""
    kinds = Governed.of(meeting.jurisdiction).words("meetings")
    kinds = kinds if not meeting.kind or meeting.kind in kinds else (meeting.kind, *kinds)
    first = {name: getattr(meeting, name) for name in ("name", "kind", "held_on")}
    return act_here(
        request,
        forms.MeetingCorrectionForm(request.POST or None, initial=first, kinds=kinds),
        partial(actions.correct_meeting, meeting=meeting, by=request.by),
        reverse("meeting", args=[meeting.pk]),
        "更正会议登记",
        said="会议登记已更正",
        button="更正",
        note="制度规定从会议召开之日起算的报告期限随之改正；因原日期记下的逾期不再计入。已发出的任务书另行更正。",
    )


@form_page("record_meeting", access.sources.decision_for)
def decision(request: Request, decision: Decision) -> HttpResponse:
    """Put the words of a decision right."""
    return act_here(
        request,
        forms.DecisionCorrectionForm(request.POST or None, initial={"text": decision.text}),
        partial(actions.correct_decision, decision=decision, by=request.by),
        reverse("meeting", args=[decision.meeting_id]),
        "更正议定事项",
        said="议定事项已更正",
        button="更正",
        note=_beside(decision.matter, "原来的文字留在日志里。"),
    )


@form_page("register_suggestion")
def suggestion(request: Request, no: str) -> HttpResponse:
    """Put right which suggestion it is."""
    suggestion = access.sources.suggestion_for(request.user, no)
    first = {name: getattr(suggestion, name) for name in ("kind", "number", "author", "rank")}

    def perform(reason: str, **words: Any) -> None:
        actions.correct_suggestion(suggestion=suggestion, letter=Letter(**words), reason=reason, by=request.by)

    return act_by(
        request,
        forms.SuggestionCorrectionForm(request.POST or None, initial=first),
        perform,
        said="登记已更正",
        to=reverse("matter", args=[no]),
        matter=suggestion.matter,
        title="更正建议提案登记",
        button="更正",
    )


@form_page("send_collection", access.sources.collection_for)
def collection(request: Request, collection: Collection) -> HttpResponse:
    """Put right how a round of the form is called, until when, and who is asked."""
    asked = [slip.leader_id for slip in collection.slips.all()]
    first = {"name": collection.name, "due_on": collection.due_on, "leaders": asked}
    return act_here(
        request,
        forms.CollectionCorrectionForm(request.POST or None, initial=first, collection=collection),
        partial(actions.correct_collection, collection=collection, by=request.by),
        reverse("collection", args=[collection.pk]),
        "更正征集表",
        said="征集表已更正",
        button="更正",
    )


def _beside(matter: Matter | None, otherwise: str) -> str:
    """Return what an official has to put right beside: the order that was made of it."""
    if matter is None:
        return otherwise
    return f"{otherwise}事项 {matter.no} 的任务书和期限不随之改动；有误的，请在事项页更正任务书、更正办结期限。"
