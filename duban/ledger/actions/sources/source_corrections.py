"""Corrections of sources (更正): an instruction, a meeting, a decision, a suggestion or a collection that was entered wrongly.

What stood there before stays in the journal, word for word, beside what is right and why. The words of an order that went out are put
right by the correction of the order, which has its own paper.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from duban.ledger import acts, conditions, journal
from duban.ledger.actions.reports import meeting_reports
from duban.ledger.actions.sources import instructions
from duban.ledger.actions.sources.collections import ASKED
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import (
    Collection,
    Decision,
    Instruction,
    JournalLine,
    Matter,
    Meeting,
    Signature,
    Slip,
    Suggestion,
)
from duban.ledger.models.proposals import Decision as Decided
from duban.ledger.models.proposals import Outcome
from duban.ledger.models.suggestions import Kind
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import rows
from duban.people.models import Jurisdiction, Officer


@transaction.atomic
def correct_instruction(
    *,
    instruction: Instruction,
    text: str,
    given_on: datetime.date,
    leader: Officer | None,
    reason: str,
    by: By,
    superior: instructions.Superior | None = None,
) -> Instruction:
    """Put right what a leader is said to have written, when, and who it was (批示).

    Where another leader wrote it, they read the result, and the matter that was made of it is theirs. Raises Forbidden for who did not
    enter it, Refused without a reason, where nothing changes, and for what could not have been entered.
    """
    held = instructions.hold(instruction)
    refuse_if(conditions.sources.correcting_instruction(held, by.officer))
    instructions.check(held.jurisdiction, text, given_on, leader, superior, by)
    was = held.author
    changes = rows.put_right(held, text=text.strip(), given_on=given_on)
    before = held.leader
    if superior is None or leader is not None:
        names = {"superior_name": "", "superior_post": "", "superior_level": ""}
    else:
        said = {"name": superior.name.strip(), "post": superior.post.strip(), "level": superior.level}
        names = {f"superior_{name}": value for name, value in said.items()}
    rows.put_right(held, leader=leader, **names)
    if held.author != was:
        changes["批示领导"] = (was, held.author)
        held.reader, held.read_on = held.leader, None
        _follow_leader(held, before)
    _require(changes, reason)
    if held.reported_on is not None and "批示内容" in changes:
        held.read_on = None
    held.save()
    _record("instruction.corrected", held, changes, reason, by, matter=held.matter)
    return held


@transaction.atomic
def correct_meeting(*, meeting: Meeting, name: str, kind: str, held_on: datetime.date, reason: str, by: By) -> Meeting:
    """Put right which meeting it was and when it was held; what the document counts from that day moves with it.

    Raises Refused without a name or reason, for a day to come, and where nothing changes.
    """
    held = _locked(Meeting, meeting.pk, "jurisdiction")
    if not name.strip():
        raise Refused("请写明会议名称", field="name")
    if held_on > by.today:
        raise Refused("会议还没有召开", field="held_on")
    if kind and kind != held.kind and kind not in Governed.of(held.jurisdiction).words("meetings"):
        raise Refused("本办法没有这类会议", field="kind")
    refuse_classified(name, field="name")
    before = meeting_reports.counted_from(held)
    changes = rows.put_right(held, name=name.strip(), kind=kind, held_on=held_on)
    _require(changes, reason)
    held.save()
    _record("meeting.corrected", held, changes, reason, by, name=held.name)
    meeting_reports.follow(held, before, by)
    return held


@transaction.atomic
def correct_decision(*, decision: Decision, text: str, reason: str, by: By) -> Decision:
    """Put the words of a decision right. Raises Refused without words or a reason, and where nothing changes."""
    meeting = _locked(Meeting, decision.meeting_id, "jurisdiction")
    held = Decision.objects.select_related("matter").get(pk=decision.pk)
    held.meeting = meeting
    if not text.strip():
        raise Refused("请写明议定内容", field="text")
    refuse_classified(text, field="text")
    changes = rows.put_right(held, text=text.strip())
    _require(changes, reason)
    held.save(update_fields=["text"])
    _record("decision.corrected", held, changes, reason, by, matter=held.matter, name=meeting.name)
    return held


@transaction.atomic
def detach_instruction(*, instruction: Instruction, reason: str, by: By) -> Instruction:
    """Take an instruction off the matter to which it was added by mistake: it waits again. Raises Refused without a reason, or once it was reported."""
    held = instructions.hold(instruction)
    refuse_if(conditions.sources.detaching_instruction(held))
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    matter, held.matter, held.further = held.matter, None, False
    held.save(update_fields=["matter", "further"])
    data = {"leader": held.author, "text": held.text, "reason": reason.strip()}
    _tell("instruction.detached", held, by, data, matter)
    return held


@transaction.atomic
def detach_decision(*, decision: Decision, reason: str, by: By) -> Decision:
    """Take a decision off the matter to which it was joined by mistake; what is counted from its meeting ends where nothing else ties them.

    Raises Refused without a reason, where it is on no matter, and once that is done.
    """
    meeting = _locked(Meeting, decision.meeting_id, "jurisdiction")
    held = Decision.objects.select_related("matter__jurisdiction").get(pk=decision.pk)
    held.meeting = meeting
    refuse_if(conditions.sources.detaching_decision(held))
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    counted = meeting_reports.counted_from(meeting)
    matter, held.matter = held.matter, None
    held.save(update_fields=["matter"])
    _tell("decision.detached", held, by, {"name": meeting.name, "said": held.text, "reason": reason.strip()}, matter)
    meeting_reports.untie(meeting, counted, by)
    return held


@transaction.atomic
def correct_suggestion(*, suggestion: Suggestion, letter: Letter, reason: str, by: By) -> Suggestion:
    """Put right which suggestion it is: kind, number, author and level. Raises Refused as its registration does, and where nothing changes."""
    held = _locked(Suggestion, suggestion.pk, "matter__jurisdiction")
    if not letter.number.strip() or not letter.author.strip():
        raise Refused("请写明编号和提出人", field="author" if letter.number.strip() else "number")
    same = Suggestion.objects.filter(matter__jurisdiction=held.matter.jurisdiction, number=letter.number.strip())
    same = same.filter(kind=letter.kind, matter__registered_on__year=held.matter.registered_on.year)
    if same.exclude(pk=held.pk).exists():
        raise Refused(f"当年已经登记过{Kind(letter.kind).label} {letter.number}", field="number")
    changes = rows.put_right(
        held, kind=letter.kind, number=letter.number.strip(), author=letter.author.strip(), rank=letter.rank
    )
    _require(changes, reason)
    held.save(update_fields=["kind", "number", "author", "rank"])
    _record("suggestion.corrected", held, changes, reason, by, matter=held.matter)
    return held


@transaction.atomic
def correct_collection(
    *, collection: Collection, name: str, due_on: datetime.date, leaders: Iterable[Officer], reason: str, by: By
) -> Collection:
    """Put right how a round of the form is called, until when it comes back and who is asked; a form that came back stays.

    Raises Refused without a name or reason, for a day gone by, for who is not asked, and where nothing changes.
    """
    held = _locked(Collection, collection.pk, "jurisdiction")
    wanted = {each.pk: each for each in leaders}
    if not name.strip():
        raise Refused("请写明这一轮征集的名称", field="name")
    if due_on != held.due_on and due_on < by.today:
        raise Refused("交回期限早于今天", field="due_on")
    slips = {each.leader_id: each for each in Slip.objects.filter(collection=held).select_related("leader")}
    new = [each for key, each in wanted.items() if key not in slips]
    if any(each.jurisdiction_id != held.jurisdiction_id or each.role not in ASKED for each in new):
        raise Refused("征集对象须是本辖区的领导或办公室主任、副主任", field="leaders")
    gone = [each for key, each in slips.items() if key not in wanted]
    returned = next((each for each in gone if each.returned_on is not None), None)
    if returned is not None:
        raise Refused(f"{returned.leader}已经交回，不能从名单中去掉", field="leaders")
    if not wanted:
        raise Refused("请选定征集对象", field="leaders")
    changes = rows.put_right(held, name=name.strip(), due_on=due_on)
    if new or gone:
        told = (_names(each.leader for each in slips.values()), _names(wanted.values()))
        changes["征集对象"] = told
    _require(changes, reason)
    held.save(update_fields=["name", "due_on"])
    for slip in gone:
        slip.delete()
    Slip.objects.bulk_create(Slip(collection=held, leader=leader) for leader in new)
    _record("collection.corrected", held, changes, reason, by, name=held.name)
    return held


def _follow_leader(held: Instruction, was: Officer | None) -> None:
    """Let the matter that was made of an instruction be the right leader's, and what waits for the wrong one as who ordered it."""
    matter = held.matter
    if matter is None or held.further or was is None or matter.instructed_by_id != was.pk:
        return
    matter.instructed_by = held.leader
    matter.version += 1
    matter.save(update_fields=["instructed_by", "version"])
    waiting = Signature.objects.filter(officer=was, decision=Decided.WAITING, proposal__outcome=Outcome.OPEN)
    waiting = waiting.filter(proposal__assignment__matter=matter)
    for signature in waiting.select_related("proposal__assignment__matter", "proposal__assignment__unit__portfolio"):
        act, assignment = acts.named(signature.proposal.act), signature.proposal.assignment
        signer = act.signing(signature.role, assignment) if act.signed_by_who_ordered else None
        if signer is not None:
            signature.officer = signer
            signature.save(update_fields=["officer"])


def _names(officers: Iterable[Officer]) -> str:
    return "、".join(str(each) for each in officers)


def _require(changes: dict[str, tuple[str, str]], reason: str) -> None:
    """Raise Refused where nothing changes, or without a reason."""
    if not changes:
        raise Refused("没有改动：填写的与现在登记的相同")
    if not reason.strip():
        raise Refused("请写明更正的理由", field="reason")


def _locked(model: Any, pk: int, *related: str) -> Any:
    return model.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=pk)


def _record(
    verb: str,
    of: models.Model,
    changes: dict[str, tuple[str, str]],
    reason: str,
    by: By,
    *,
    matter: Matter | None = None,
    name: str = "",
) -> JournalLine:
    told = {"changed": rows.in_words(changes), "reason": reason.strip(), **({"name": name} if name else {})}
    return _tell(verb, of, by, told, matter)


def _tell(verb: str, of: models.Model, by: By, told: Mapping[str, object], matter: Matter | None) -> JournalLine:
    place: Jurisdiction = matter.jurisdiction if matter is not None else _place_of(of)
    return journal.record(verb, jurisdiction=place, of=of, matter=matter, actor=by.officer, at=by.at, data=told)


def _place_of(of: Any) -> Jurisdiction:
    return of.meeting.jurisdiction if isinstance(of, Decision) else of.jurisdiction
