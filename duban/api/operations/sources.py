"""Where matters come from: meetings with their decisions, and leaders' instructions with their results."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import (
    Dismissal,
    MatterNamed,
    NewDecisions,
    NewInstruction,
    NewMeeting,
    Page,
    Result,
)
from duban.ledger import access
from duban.ledger.actions.sources import instructions, meetings
from duban.ledger.models import Instruction
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.people.models import Officer

router = Router(tags=["sources"])
_MADE = {201: serializers.Created}


@router.get("/meetings", operation_id="list_meetings", summary="会议")
def index_meetings(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the meetings, in the order in which they were entered."""
    access.require(request.user, "see_sources")
    return acting.page_of("meetings", access.sources.meetings(request.user), asked, serializers.meeting)


@router.get("/meetings/{pk}", operation_id="show_meeting", summary="一次会议")
def show_meeting(request: Request, pk: int) -> dict[str, Any]:
    """Show a meeting with its decisions and what became of each."""
    access.require(request.user, "see_sources")
    found = access.sources.meeting_for(request.user, acting.key(pk))
    return {
        **serializers.meeting(found),
        "decisions": [serializers.decision(each) for each in sources.decisions_of(found)],
    }


@router.post("/meetings", operation_id="record_meeting", summary="登记会议", response=_MADE)
def record_meeting(request: Request, given: NewMeeting) -> HttpResponse:
    """Enter a meeting; its minutes are read for decisions. Needs `Idempotency-Key`."""
    access.require(request.user, "record_meeting")

    def act() -> tuple[object, str]:
        made = meetings.record_meeting(jurisdiction=request.user.office, by=request.by, **given.dict())
        return made.pk, f"/api/meetings/{made.pk}"

    return acting.create(request, act)


@router.post("/meetings/{pk}/decisions", operation_id="add_decisions", summary="补录议定事项", response=_MADE)
def add_decisions(request: Request, pk: int, given: NewDecisions) -> HttpResponse:
    """Add decisions that the reading did not find. Needs `Idempotency-Key`."""
    access.require(request.user, "record_meeting")
    meeting = access.sources.meeting_for(request.user, acting.key(pk))

    def act() -> tuple[object, str]:
        meetings.add_decisions(meeting=meeting, texts=given.texts, by=request.by)
        return meeting.pk, f"/api/meetings/{meeting.pk}"

    return acting.create(request, act)


@router.post("/decisions/{pk}/joining", operation_id="join_decision", summary="议定事项并入")
def join(request: Request, pk: int, given: MatterNamed) -> dict[str, Any]:
    """Note that a matter which is there already carries a decision out."""
    access.require(request.user, "record_meeting")
    decision = access.sources.decision_for(request.user, acting.key(pk))
    matter = access.matters.matter_for(request.user, given.matter)
    return serializers.decision(meetings.join_decision(decision=decision, matter=matter, by=request.by))


@router.post("/decisions/{pk}/dismissal", operation_id="drop_decision", summary="议定事项不立项")
def drop(request: Request, pk: int, given: Dismissal) -> dict[str, Any]:
    """Note that a decision needs no matter, and why."""
    access.require(request.user, "record_meeting")
    decision = access.sources.decision_for(request.user, acting.key(pk))
    return serializers.decision(meetings.drop_decision(decision=decision, reason=given.reason, by=request.by))


@router.get("/instructions", operation_id="list_instructions", summary="批示")
def index_instructions(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the instructions, in the order in which they were entered: a leader in charge sees their own."""
    access.require(request.user, "see_sources")
    found = access.sources.instructions(request.user).select_related("leader", "matter")
    return acting.page_of("instructions", found, asked, serializers.instruction)


@router.get("/instructions/{pk}", operation_id="show_instruction", summary="一条批示")
def show_instruction(request: Request, pk: int) -> dict[str, Any]:
    """Show one instruction, what became of it, and the result."""
    access.require(request.user, "see_sources")
    return serializers.instruction(access.sources.instruction_for(request.user, acting.key(pk)))


@router.post("/instructions", operation_id="give_instruction", summary="写批示", response=_MADE)
def give(request: Request, given: NewInstruction) -> HttpResponse:
    """Enter what a leader wrote: the leader, or the office for the `leader` named. Needs `Idempotency-Key`."""
    access.require(request.user, "give_instruction")
    officer = request.user
    leader: Officer | None = officer if given.superior is None else None
    if given.leader:
        named = Officer.objects.filter(jurisdiction=officer.office, username=given.leader).first()
        if named is None:
            raise Refused("没有这个账号的领导", field="leader")
        leader = named
    matter = access.matters.matter_for(officer, given.matter) if given.matter else None

    def act() -> tuple[object, str]:
        made = instructions.give_instruction(
            jurisdiction=officer.office, leader=leader, text=given.text, given_on=given.given_on, matter=matter,
            by=request.by, superior=instructions.Superior(**given.superior.dict()) if given.superior else None,
        )  # fmt: skip
        return made.pk, f"/api/instructions/{made.pk}"

    return acting.create(request, act)


@router.post("/instructions/{pk}/addition", operation_id="append_instruction", summary="并入事项")
def append(request: Request, pk: int, given: MatterNamed) -> dict[str, Any]:
    """Add an instruction that waits to a matter that is there already."""
    access.require(request.user, "sort_instruction")
    found = access.sources.instruction_for(request.user, acting.key(pk))
    matter = access.matters.matter_for(request.user, given.matter)
    return _told(request, instructions.append_instruction(instruction=found, matter=matter, by=request.by))


@router.post("/instructions/{pk}/report", operation_id="report_instruction", summary="向领导报告结果")
def report(request: Request, pk: int, given: Result) -> dict[str, Any]:
    """Report the result of an instruction back to its leader."""
    access.require(request.user, "sort_instruction")
    found = access.sources.instruction_for(request.user, acting.key(pk))
    return _told(
        request,
        instructions.report_instruction(instruction=found, result=given.result, by=request.by),
    )


@router.post("/instructions/{pk}/reading", operation_id="read_instruction", summary="领导阅知")
def read(request: Request, pk: int) -> dict[str, Any]:
    """Note that the leader has read the result."""
    access.require(request.user, "read_instruction")
    found = access.sources.instruction_for(request.user, acting.key(pk))
    return _told(request, instructions.read_instruction(instruction=found, by=request.by))


def _told(request: Request, instruction: Instruction) -> dict[str, Any]:
    return serializers.instruction(access.sources.instruction_for(request.user, instruction.pk))
