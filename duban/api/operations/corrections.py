"""What the office entered is put right, what was pressed by mistake is taken back: the acts of the pages, by the same rights."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ninja import Router

from duban.api.http import Request
from duban.api.schemas.corrections import CorrectionOf, TakingBack
from duban.ledger import access
from duban.ledger.actions.inspections import finding_corrections, inspection_corrections
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.actions.matters import file_replacements, milestones
from duban.ledger.actions.office import units
from duban.ledger.actions.process import interviews
from duban.ledger.actions.public import appeal_corrections
from duban.ledger.actions.public.appeals import Writing
from duban.ledger.actions.sources import instructions, quarterly_lists, source_corrections, suggestions
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.models import Attachment
from duban.ledger.refusals import Refused
from duban.people.models import Officer

router = Router(tags=["corrections"])
Find = Callable[[Officer, str], Any]


@dataclass(frozen=True)
class Correction:
    """One kind of record: who may put it right, how it is found, which members it has, and the act."""

    verb: str
    find: Find
    members: tuple[str, ...]
    act: Callable[[Request, Any, dict[str, Any], str], object]


@router.post("/corrections", operation_id="correct_record", summary="更正登记")
def correct(request: Request, given: CorrectionOf) -> dict[str, Any]:
    """Put right what the office entered wrongly; what stood there stays on record."""
    known = _CORRECTIONS[given.what]
    access.require(request.user, known.verb)
    record = known.find(request.user, given.id)
    said = {
        name: value for name, value in given if name not in ("what", "id", "reason") and name in given.model_fields_set
    }
    for name in said:
        if name not in known.members:
            raise Refused(
                f"{given.what} 没有成员 {name}", possible=f"可以更正的有：{'、'.join(known.members)}", field=name
            )
    made = known.act(request, record, said, given.reason)
    return {"what": given.what, "id": str(made.pk) if isinstance(made, Attachment) else given.id}


@router.post("/take-backs", operation_id="take_back_record", summary="撤销登记、退回")
def take_back(request: Request, given: TakingBack) -> dict[str, Any]:
    """Take back what was pressed or joined by mistake, or send back what will not do; all of it stays on record."""
    record = access.taking_back.record_for(request.user, given.what, given.id)
    name, act = _TAKEN_BACK[given.what]
    act(**{name: record}, reason=given.reason, by=request.by)
    return {"what": given.what, "id": given.id}


def _by_key(found: Callable[[Officer, int], Any]) -> Find:
    return lambda officer, key: found(officer, access.taking_back.number_of(key))


def _file(officer: Officer, pk: int) -> Attachment:
    try:
        return access.matters.attachment_for(officer, pk)
    except access.NotFound:
        return access.findings.file_for(officer, pk)


def _officer(request: Request, username: str, field: str) -> Officer:
    found = Officer.objects.filter(jurisdiction=request.user.office, username=username).first()
    if found is None:
        raise Refused(f"没有账号“{username}”", field=field)
    return found


def _kept(record: Any, said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: said[name] if said.get(name) is not None else getattr(record, name) for name in names}


def _instruction(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    leader, above = record.leader, None
    if record.is_superiors:
        above = instructions.Superior(record.superior_name, record.superior_post, record.superior_level)
    if said.get("superior") is not None:
        leader, above = None, instructions.Superior(**said["superior"].dict())
    elif said.get("leader"):
        leader, above = _officer(request, said["leader"], "leader"), None
    words = _kept(record, said, "text", "given_on")
    return source_corrections.correct_instruction(
        instruction=record, leader=leader, superior=above, reason=reason, by=request.by, **words
    )


def _meeting(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    words = _kept(record, said, "name", "kind", "held_on")
    return source_corrections.correct_meeting(meeting=record, reason=reason, by=request.by, **words)


def _decision(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    words = _kept(record, said, "text")
    return source_corrections.correct_decision(decision=record, reason=reason, by=request.by, **words)


def _suggestion(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    letter = Letter(**_kept(record, said, "kind", "number", "author", "rank"))
    if letter.kind not in ("suggestion", "motion"):
        raise Refused("建议写 suggestion，提案写 motion", field="kind")
    return source_corrections.correct_suggestion(suggestion=record, letter=letter, reason=reason, by=request.by)


def _collection(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    leaders = [slip.leader for slip in record.slips.select_related("leader")]
    if said.get("leaders") is not None:
        leaders = [_officer(request, each, "leaders") for each in said["leaders"]]
    words = _kept(record, said, "name", "due_on")
    return source_corrections.correct_collection(
        collection=record, leaders=leaders, reason=reason, by=request.by, **words
    )


def _appeal(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    writing = Writing(**_kept(record, said, "channel", "received_on", "text", "person", "contact", "source_no"))
    return appeal_corrections.correct_appeal(
        appeal=record, writing=writing, reason=reason, version=record.version, by=request.by
    )


def _reply(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    words = _kept(record, said, "reply")
    return appeal_corrections.correct_reply(appeal=record, reason=reason, by=request.by, **words)


def _finding(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    noted = Noted(**_kept(record, said, "nature", "text", "order_text", "aspect"))
    return finding_corrections.correct_finding(finding=record, noted=noted, reason=reason, by=request.by)


def _interview(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    words = _kept(record, said, "result")
    return interviews.correct_result(consequence=record, reason=reason, by=request.by, **words)


def _edited(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    leader = _officer(request, said["leader"], "leader") if said.get("leader") else record.leader
    words = _kept(record, said, "name")
    if (words["name"].strip(), leader) == (record.name, record.leader):
        raise Refused("没有改动：填写的与现在登记的相同")
    return units.edit_portfolio(portfolio=record, leader=leader, reason=reason, by=request.by, **words)


def _replaced(request: Request, record: Any, said: dict[str, Any], reason: str) -> object:
    if not said.get("content"):
        raise Refused("请给出新文件的内容（base64）", field="content")
    try:
        data = base64.b64decode(said["content"], validate=True)
    except (binascii.Error, ValueError):
        raise Refused("文件内容不是 base64", field="content") from None
    name = said.get("name") or record.name
    return file_replacements.replace_file(attachment=record, name=name, chunks=[data], reason=reason, by=request.by)


_CORRECTIONS: dict[str, Correction] = {
    "instruction": Correction("correct_instruction", _by_key(access.sources.instruction_for), ("text", "given_on", "leader", "superior"), _instruction),
    "meeting": Correction("record_meeting", _by_key(access.sources.meeting_for), ("name", "kind", "held_on"), _meeting),
    "decision": Correction("record_meeting", _by_key(access.sources.decision_for), ("text",), _decision),
    "suggestion": Correction("register_suggestion", access.sources.suggestion_for, ("kind", "number", "author", "rank"), _suggestion),
    "collection": Correction("send_collection", _by_key(access.sources.collection_for), ("name", "due_on", "leaders"), _collection),
    "appeal": Correction("see_appeals", access.public.appeal_for, ("channel", "received_on", "text", "person", "contact", "source_no"), _appeal),
    "reply": Correction("see_appeals", access.public.appeal_for, ("reply",), _reply),
    "finding": Correction("see_inspections", _by_key(access.findings.checked_finding_for), ("nature", "text", "order_text", "aspect"), _finding),
    "interview": Correction("manage_consequences", _by_key(access.process.consequence_for), ("result",), _interview),
    "portfolio": Correction("manage_people", _by_key(access.taking_back.portfolio_for), ("name", "leader"), _edited),
    "file": Correction("replace_file", _by_key(_file), ("name", "content"), _replaced),
}  # fmt: skip
# What → its name in the act, the act. Who may, and how it is found, `access.taking_back` says.
_TAKEN_BACK: dict[str, tuple[str, Callable[..., object]]] = {
    "instruction_joined": ("instruction", source_corrections.detach_instruction),
    "decision_joined": ("decision", source_corrections.detach_decision),
    "appeal_decided": ("appeal", appeal_corrections.reopen_appeal),
    "rating": ("rating", appeal_corrections.withdraw_rating),
    "suggestion_answer": ("suggestion", suggestions.return_answer),
    "quarterly_list": ("quarterly", quarterly_lists.return_list),
    "finding_closed": ("finding", finding_corrections.reopen_finding),
    "inspection_start": ("inspection", inspection_corrections.take_back_start),
    "inspection_closed": ("inspection", inspection_corrections.reopen_inspection),
    "arrival": ("visit", inspection_corrections.take_back_arrival),
    "self_inspection": ("self_inspection", inspection_corrections.return_self_inspection),
    "milestone": ("milestone", milestones.unreach_milestone),
    "portfolio": ("portfolio", units.drop_portfolio),
}
