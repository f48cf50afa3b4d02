"""Corrections of what the office itself entered on behalf of the public (更正): an appeal typed wrongly, a satisfaction put down in error.

Who wrote and what they said stays out of the journal: the line says which columns were put right, and what stood there lies sealed with
the appeal and goes when its sender is erased.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.public import appeals
from duban.ledger.by import By
from duban.ledger.models import Appeal, Matter, Rating
from duban.ledger.models.appeals import Outcome
from duban.ledger.privacy import key_of_contact, key_of_text, keys_of_sender, masked, refuse_personal
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking, rows


@transaction.atomic
def correct_appeal(*, appeal: Appeal, writing: appeals.Writing, reason: str, by: By, version: int) -> Appeal:
    """Put right by which way an appeal came, when, what it says and who wrote it, as the office entered it.

    Kind, difficulty and limit are `sort_appeal`'s and left alone. Raises Conflict for a stale version, Refused for what the sender wrote
    in person, after the identity was erased, without a reason, where nothing changes, and for what could not have been entered.
    """
    held = appeals.hold(appeal)
    if held.version != version:
        raise Conflict("这件诉求刚刚被他人改动", possible="请看过现在的内容再保存。")
    refuse_if(conditions.public.correcting(held))
    writing = replace(writing, kind=held.kind, due_on=held.due_on, triage=held.triage)
    appeals.check(writing, held.jurisdiction, by.today, is_office=False)
    # Neither who was written down nor who is right may stand in the reason.
    refuse_personal(reason, of=[held], field="reason")
    changes = rows.put_right(
        held,
        channel=writing.channel,
        received_on=writing.received_on,
        text=writing.text.strip(),
        person=writing.person.strip(),
        contact=writing.contact.strip(),
        source_no=writing.source_no.strip(),
    )
    if not changes:
        raise Refused("没有改动：填写的与现在登记的相同")
    _check_reason(reason, held)
    before = "；".join(f"{word}原为“{was}”" for word, (was, _) in changes.items())
    held.earlier = f"{held.earlier}\n{by.today} {by.officer}更正（{reason.strip()}）：{before}".strip()
    held.text_key, held.contact_key = key_of_text(held.text), key_of_contact(held.contact)
    held.sender_keys = keys_of_sender(held.person, held.contact)
    held.masked_text = masked(held.text, person=held.person, contact=held.contact)
    held.version += 1
    held.save()
    _record("appeal.corrected", held, by, {"changed": "、".join(changes), "reason": reason.strip()}, None)
    return held


@transaction.atomic
def reopen_appeal(*, appeal: Appeal, reason: str, by: By) -> Appeal:
    """Undo what was decided on an appeal: it waits to be sorted again, and its sender reads so; what they were told stays on record.

    The matter that was made of it goes on by itself and is revoked or recalled where it is not wanted. Raises Refused without a reason,
    before anything was decided, and once the matter is done.
    """
    held = appeals.hold(appeal)
    refuse_if(conditions.public.reopening(held))
    _check_reason(reason, held)
    matter, was = held.matter, held.get_outcome_display()
    told = f"，答复原为“{held.reply}”" if held.reply else ""
    held.earlier = f"{held.earlier}\n{by.today} {by.officer}重新分办（{reason.strip()}）：原为{was}{told}".strip()
    held.outcome, held.matter, held.reply, held.replied_on = Outcome.WAITING, None, "", None
    held.decided_by, held.decided_on = None, None
    held.version += 1
    held.save()
    _record("appeal.reopened", held, by, {"reason": reason.strip()}, matter)
    return held


@transaction.atomic
def correct_reply(*, appeal: Appeal, reply: str, reason: str, by: By) -> Appeal:
    """Put right what the sender was told. Raises Refused without words or a reason, before they were answered, and where nothing changes."""
    held = appeals.hold(appeal)
    refuse_if(conditions.public.correcting_reply(held))
    if not reply.strip():
        raise Refused("请写明答复内容", field="reply")
    refuse_classified(reply, field="reply")
    if reply.strip() == held.reply:
        raise Refused("没有改动：填写的与现在的答复相同")
    _check_reason(reason, held)
    held.earlier = f"{held.earlier}\n{by.today} {by.officer}更正答复（{reason.strip()}）：原为“{held.reply}”".strip()
    held.reply, held.replied_on = reply.strip(), by.today
    held.version += 1
    held.save()
    _record("appeal.reply_corrected", held, by, {"reason": reason.strip()}, held.matter)
    return held


@transaction.atomic
def withdraw_rating(*, rating: Rating, reason: str, by: By) -> Rating:
    """Take a satisfaction back that the office put down in error; it stays on record and does not count, and may be entered anew.

    Raises Refused without a reason, for what the public said in person, and for one on an earlier result.
    """
    matter = locking.hold_matter(rating.matter)
    held = Rating.objects.select_for_update(of=("self",), no_key=True).select_related("appeal").get(pk=rating.pk)
    held.matter = matter
    refuse_if(conditions.public.withdrawing_rating(held))
    if not reason.strip():
        raise Refused("请写明撤销的理由", field="reason")
    refuse_classified(reason, field="reason")
    refuse_personal(reason, of=Appeal.objects.filter(matter=matter), field="reason")
    held.is_current = False
    held.save(update_fields=["is_current"])
    journal.record(
        "rating.withdrawn",
        jurisdiction=matter.jurisdiction,
        of=held,
        matter=matter,
        actor=by.officer,
        at=by.at,
        data={"satisfaction": str(held.get_satisfaction_display()), "reason": reason.strip()},
    )
    return held


def _check_reason(reason: str, appeal: Appeal) -> None:
    """Raise Refused for no reason, and for one that is classified or names the sender."""
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    refuse_classified(reason, field="reason")
    refuse_personal(reason, of=[appeal], field="reason")


def _record(verb: str, appeal: Appeal, by: By, data: Mapping[str, object], matter: Matter | None) -> None:
    told = {"number": appeal.number, **data}
    place = appeal.jurisdiction
    journal.record(verb, jurisdiction=place, of=appeal, matter=matter, actor=by.officer, at=by.at, data=told)
