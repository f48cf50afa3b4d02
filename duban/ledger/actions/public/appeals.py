"""Appeals (群众诉求): receive, sort, turn into a matter, join to one, answer, decline. The journal is told the number and nothing else."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal, numbers
from duban.ledger.actions.matters import matters, orders
from duban.ledger.by import By
from duban.ledger.models import Appeal, Matter
from duban.ledger.models.appeals import Channel, Kind, Outcome
from duban.ledger.privacy import key_of_contact, key_of_text, keys_of_sender, masked
from duban.ledger.queries.public import appeals
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.ledger.storage.idempotency import AlreadyDone
from duban.people.models import Jurisdiction, Officer

_EARLIEST = datetime.date(1990, 1, 1)
LONGEST = 4000


@dataclass(frozen=True)
class Writing:
    """What came: by which way, when, what it says, who wrote it and how they are reached, and what the platform says of it."""

    channel: str
    received_on: datetime.date
    text: str
    kind: str = Kind.COMPLAINT
    person: str = ""
    contact: str = ""
    source_no: str = ""
    due_on: datetime.date | None = None
    triage: str = ""


@transaction.atomic
def receive_appeal(
    *,
    jurisdiction: Jurisdiction,
    writing: Writing,
    actor: Officer | None,
    at: datetime.datetime,
    code: str = "",
    form_key: str | None = None,
) -> Appeal:
    """Enter an appeal with its number. `actor` is None where the sender wrote it; `code` is the digest of the sender's code.

    Raises Refused for what `check` refuses, AlreadyDone for a form that was handed in before.
    """
    locking.hold_chain(jurisdiction)
    if form_key and Appeal.objects.filter(form_key=form_key).exists():
        raise AlreadyDone("")
    check(writing, jurisdiction, timezone.localdate(at), is_office=actor is not None)
    return _enter(jurisdiction, [writing], actor, at, code=code, form_key=form_key)[0]


@transaction.atomic
def receive_appeals(*, jurisdiction: Jurisdiction, writings: Sequence[Writing], by: By) -> list[Appeal]:
    """Enter a list of appeals, all or none. Raises Refused without any, and for what `check` refuses."""
    if not writings:
        raise Refused("没有可以登记的新诉求", possible="各行都已经登记过了。")
    for writing in writings:
        check(writing, jurisdiction, by.today, is_office=True)
    return _enter(jurisdiction, writings, by.officer, by.at)


def check(writing: Writing, jurisdiction: Jurisdiction, today: datetime.date, *, is_office: bool) -> None:
    """Raise Refused, at its field, for what cannot be entered: no words, a mark of classification, a day to come, no limit where asked.

    The limit is asked of the office, not of the public: 甘肃某县 二(五) has it set by the platform or the case.
    """
    if not any(sign.isprintable() and not sign.isspace() for sign in writing.text):
        raise Refused("请写明反映的内容", field="text")
    if len(writing.text) > LONGEST:
        raise Refused(f"内容超过 {LONGEST} 字，请摘要填写", field="text")
    for field in ("text", "person", "contact", "source_no"):
        refuse_classified(getattr(writing, field), field=field)
    if writing.channel not in Channel.values or writing.kind not in Kind.values:
        raise Refused("没有这个渠道或类别", field="channel")
    if not _EARLIEST <= writing.received_on <= today:
        raise Refused("收到日期不能晚于今天，请检查", field="received_on")
    clause = appeals.limit_clause(jurisdiction)
    if is_office and clause and writing.due_on is None:
        raise Refused("请填写平台（案件）规定的办结时限", clause=clause, field="due_on")
    if writing.due_on is not None and writing.due_on < writing.received_on:
        raise Refused("规定的时限早于收到日期", field="due_on")


@transaction.atomic
def sort_appeal(
    *, appeal: Appeal, kind: str, triage: str, due_on: datetime.date | None, by: By, version: int
) -> Appeal:
    """Say what an appeal is, how hard, and until when. Raises Refused for one that was decided, Conflict for a stale version."""
    appeal = hold(appeal)
    if appeal.version != version:
        raise Conflict("这件诉求刚刚被他人改动", possible="请看过现在的内容再保存。")
    refuse_if(conditions.public.deciding(appeal))
    clause = appeals.limit_clause(appeal.jurisdiction)
    if clause and due_on is None:
        raise Refused("请填写平台（案件）规定的办结时限", clause=clause, field="due_on")
    if due_on is not None and due_on < appeal.received_on:
        raise Refused("规定的时限早于收到日期", field="due_on")
    appeal.kind, appeal.triage, appeal.due_on = kind, triage, due_on
    appeal.version += 1
    appeal.save(update_fields=["kind", "triage", "due_on", "version"])
    _record("appeal.sorted", appeal, by.officer, by.at, data={"triage": triage})
    return appeal


@transaction.atomic
def transfer_appeal(*, appeal: Appeal, order: orders.Order, by: By) -> Matter:
    """Make a matter of an appeal; its dispatch sends the paper (转办通知). The order is all that units see of it.

    Raises Refused for one that was decided, for an order that names the sender or one of their numbers, and for what an order may not hold.
    """
    appeal = hold(appeal)
    refuse_if(conditions.public.deciding(appeal))
    orders.refuse_senders(order, [appeal])
    matter = matters.register_matter(jurisdiction=appeal.jurisdiction, order=order, by=by)
    _decide(appeal, Outcome.TRANSFERRED, by, matter=matter)
    _record("appeal.transferred", appeal, by.officer, by.at, matter=matter)
    return matter


@transaction.atomic
def join_appeal(*, appeal: Appeal, matter: Matter, by: By) -> Appeal:
    """Note that a matter which is there already takes care of an appeal. Raises Refused for another jurisdiction's, or one decided."""
    appeal = hold(appeal)
    refuse_if(conditions.public.deciding(appeal))
    if matter.jurisdiction_id != appeal.jurisdiction_id:
        raise Refused("事项不在本辖区", field="matter")
    _decide(appeal, Outcome.TRANSFERRED, by, matter=matter)
    _record("appeal.joined", appeal, by.officer, by.at, matter=matter)
    return appeal


@transaction.atomic
def answer_appeal(*, appeal: Appeal, reply: str, by: By) -> Appeal:
    """Answer the sender: at once, or with the result of the matter once it is done. Raises Refused without words, or before that."""
    if appeal.matter is not None:
        # A result cannot be taken back while its sender is being told of it.
        locking.hold_matter(appeal.matter)
    appeal = hold(appeal)
    refuse_if(conditions.public.answering(appeal))
    if not reply.strip():
        raise Refused("请写明答复内容", field="reply")
    refuse_classified(reply, field="reply")
    appeal.reply, appeal.replied_on = reply.strip(), by.today
    if appeal.is_waiting:
        _decide(appeal, Outcome.ANSWERED, by)
    else:
        appeal.version += 1
        appeal.save(update_fields=["reply", "replied_on", "version"])
    _record("appeal.answered", appeal, by.officer, by.at, matter=appeal.matter)
    return appeal


@transaction.atomic
def decline_appeal(*, appeal: Appeal, reason: str, by: By) -> Appeal:
    """Say that an appeal is not taken on, and why: its sender reads the reason. Raises Refused without one, or for one decided."""
    appeal = hold(appeal)
    refuse_if(conditions.public.deciding(appeal))
    if not reason.strip():
        raise Refused("请写明不予受理的理由，反映人会看到", field="reason")
    refuse_classified(reason, field="reason")
    appeal.reply, appeal.replied_on = reason.strip(), by.today
    _decide(appeal, Outcome.DECLINED, by)
    _record("appeal.declined", appeal, by.officer, by.at)
    return appeal


@transaction.atomic
def open_intake(*, jurisdiction: Jurisdiction, is_open: bool, by: By) -> Jurisdiction:
    """Open the public entrance of a jurisdiction, or close it. Raises Refused where it is so already."""
    held = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    if held.public_intake == is_open:
        raise Refused("公众入口已经开放" if is_open else "公众入口已经关闭")
    held.public_intake = is_open
    held.save(update_fields=["public_intake"])
    verb = "intake.opened" if is_open else "intake.closed"
    journal.record(verb, jurisdiction=held, of=held, actor=by.officer, at=by.at)
    return held


def _enter(
    jurisdiction: Jurisdiction,
    writings: Sequence[Writing],
    actor: Officer | None,
    at: datetime.datetime,
    *,
    code: str = "",
    form_key: str | None = None,
) -> list[Appeal]:
    year = timezone.localdate(at).year
    serials = numbers.take_numbers(jurisdiction=jurisdiction, series="appeal", year=year, count=len(writings))
    made = []
    for serial, writing in zip(serials, writings, strict=True):
        appeal = Appeal.objects.create(
            jurisdiction=jurisdiction,
            number=f"S{year}-{serial}",
            channel=writing.channel,
            kind=writing.kind,
            received_on=writing.received_on,
            source_no=writing.source_no.strip(),
            due_on=writing.due_on,
            person=writing.person.strip(),
            contact=writing.contact.strip(),
            text=writing.text.strip(),
            triage=writing.triage,
            entered_by=actor,
            code=code,
            form_key=form_key,
            text_key=key_of_text(writing.text),
            contact_key=key_of_contact(writing.contact),
            sender_keys=keys_of_sender(writing.person, writing.contact),
            masked_text=masked(writing.text.strip(), person=writing.person, contact=writing.contact),
        )
        _record("appeal.received", appeal, actor, at)
        made.append(appeal)
    return made


def _decide(appeal: Appeal, outcome: Outcome, by: By, *, matter: Matter | None = None) -> None:
    appeal.outcome, appeal.matter = outcome, matter
    appeal.decided_by, appeal.decided_on = by.officer, by.today
    appeal.version += 1
    appeal.save()


def hold(appeal: Appeal) -> Appeal:
    """Return the appeal as it is now, its row locked."""
    found = Appeal.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("jurisdiction", "matter").get(pk=appeal.pk)


def _record(
    verb: str,
    appeal: Appeal,
    actor: Officer | None,
    at: datetime.datetime,
    *,
    matter: Matter | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    told = {"number": appeal.number, **(data or {})}
    journal.record(verb, jurisdiction=appeal.jurisdiction, of=appeal, matter=matter, actor=actor, at=at, data=told)
