"""Messages: who should know what, derived from the journal by a cursor, and from the dates that come near. Nothing is said twice.

Derived, not written beside each act: what is in the journal cannot be forgotten, and a run that was killed says the rest next time.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duban.ledger import access, acts
from duban.ledger.actions.office import message_kinds
from duban.ledger.actions.office.message_kinds import (
    BY_PUBLIC,
    DECIDED,
    SIGNING,
    TO_OFFICE,
    TO_PRINCIPAL,
    TO_UNIT,
)
from duban.ledger.conditions import regime_drafts
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Chain, Deadline, Inspection, JournalLine, Message, Proposal, Signature
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.models.bulletins import Audience
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.inspections import Phase
from duban.ledger.models.proposals import Decision, Outcome
from duban.ledger.queries.accounts import account_news
from duban.ledger.queries.inspections import rectification_desks
from duban.ledger.queries.office.reminding import Reminding
from duban.ledger.queries.process import delegations
from duban.ledger.queries.process.objection_limits import Limits
from duban.ledger.queries.public import appeals
from duban.ledger.queries.reports import question_news
from duban.ledger.queries.scoring import ranking_news
from duban.people.models import LEADERS, OFFICE, UNIT_ROLES, Delegation, Jurisdiction, Officer, Role

# What is older than this when it is first read is nobody's news.
STALE = datetime.timedelta(days=14)
_BATCH = 500


@transaction.atomic
def derive_messages(*, jurisdiction: Jurisdiction, at: datetime.datetime) -> int:
    """Tell what the journal says since the last call; return how many lines were read. Two calls at once say nothing twice."""
    chain, _ = Chain.objects.get_or_create(jurisdiction=jurisdiction)
    people = _People(jurisdiction, timezone.localdate(at))
    read, told = 0, chain.told
    while lines := list(_lines_after(jurisdiction, told)):
        fresh = [line for line in lines if line.at >= at - STALE]
        _say(message for line in fresh for message in _messages_of(line, people))
        read, told = read + len(lines), lines[-1].seq
    # The column alone, and never backwards: whoever appends holds the row, another run may have come further.
    Chain.objects.filter(pk=chain.pk, told__lt=told).update(told=told)
    return read


@transaction.atomic
def remind_of_dates(*, jurisdiction: Jurisdiction, on: datetime.date, at: datetime.datetime) -> int:
    """Say to units which dates come near, to the office platforms' limits, `settings.REMIND_DAYS` working days before; return how many are new.

    On working days only; of one date the latest alone stays unread. Quiet where nothing is needed: what was reported and waits for review, what stands still, a date set only just now.
    """
    steps = sorted(settings.REMIND_DAYS)
    if not steps:
        return 0
    reminding = Reminding(on, Governed.of(jurisdiction).calendar, steps)
    near = (
        Deadline.objects.filter(
            assignment__matter__jurisdiction=jurisdiction, met_on__isnull=True, lifted_on__isnull=True
        )
        .filter(on__gte=on, on__lte=reminding.until, assignment__stage__in=OPEN_STAGES)
        .exclude(what__in=(*FINAL, Owed.REPORT), assignment__stage=Stage.TO_REVIEW)
        .select_related("assignment__matter", "assignment__unit")
    )
    people = _People(jurisdiction, on)
    found = list(_standing_in(jurisdiction, people, on, at))
    for row in near.order_by("on", "id"):
        step = reminding.step(row.on, row.set_on)
        if step is None:
            continue
        matter = row.assignment.matter
        text = f"{row.get_what_display()}期限 {_day(row.on)}：{matter.no} {matter.title}"
        told = _message(
            jurisdiction.pk, None, "reminder", text, f"matter:{matter.no}", f"due:{row.pk}:{row.on}:{step}", at
        )
        found += _to(people.of_unit[row.assignment.unit_id], told, row.on)
    for appeal in appeals.near_limits(jurisdiction, on, reminding.until):
        step = reminding.step(appeal.due_on, appeal.received_on) if appeal.due_on else None
        if step is not None and appeal.due_on is not None:
            text = f"诉求 {appeal.number} 的平台时限 {_day(appeal.due_on)}"
            key = f"appeal:{appeal.pk}:{appeal.due_on}:{step}"
            told = _message(jurisdiction.pk, None, "reminder", text, f"appeal:{appeal.number}", key, at)
            found += _to(people.office, told, appeal.due_on)
    for unit, text, about, key, due_on in rectification_desks.reminders(jurisdiction, reminding):
        told = _message(jurisdiction.pk, None, "reminder", f"整改期限 {_day(due_on)}：{text}", about, key, at)
        found += _to(people.of_unit[unit], told, due_on)
    before = Message.objects.filter(jurisdiction=jurisdiction, kind="reminder").count()
    _say(found)
    _supersede(jurisdiction, found, at)
    return Message.objects.filter(jurisdiction=jurisdiction, kind="reminder").count() - before


@transaction.atomic
def mark_read(*, officer: Officer, at: datetime.datetime, message: Message | None = None) -> int:
    """Mark one of the officer's messages as read, or all of them; return how many were unread."""
    unread = Message.objects.filter(officer=officer, read_at__isnull=True)
    if message is not None:
        unread = unread.filter(pk=message.pk)
    return unread.update(read_at=at)


class _People:
    """Who is there to be told, by unit and by post: read once."""

    def __init__(self, jurisdiction: Jurisdiction, on: datetime.date) -> None:
        self.by_pk: dict[int, Officer] = {}
        self.of_unit: dict[int | None, list[Officer]] = defaultdict(list)
        self.by_role: dict[str, list[Officer]] = defaultdict(list)
        for officer in Officer.objects.filter(jurisdiction=jurisdiction, is_active=True).order_by("id"):
            self.by_pk[officer.pk] = officer
            self.by_role[officer.role].append(officer)
            if officer.role in UNIT_ROLES:
                self.of_unit[officer.unit_id].append(officer)
        held = Delegation.objects.filter(access.delegations.in_force(on), jurisdiction=jurisdiction, of__is_active=True)
        self.delegations = list(held.select_related("of", "to").order_by("id"))
        # Until when records of a day may be objected to, by that day.
        self.limits: dict[datetime.date, Limits] = {}

    @property
    def office(self) -> list[Officer]:
        """Return the posts of the supervision office."""
        return [officer for role in sorted(OFFICE) for officer in self.by_role[role]]

    def beside_office(self, line: JournalLine) -> list[Officer]:
        """Return who else is told of a draft of a document: who may check it where the office has nobody, and who adopts it once checked."""
        if line.verb == "regime_draft.submitted" and len(self.office) < 2:
            return [*self.by_role[Role.PRINCIPAL], *self.by_role[Role.SECRETARY_GENERAL]]
        adopter = regime_drafts.adopter(line.jurisdiction) if line.verb == "regime_draft.checked" else ""
        return [] if adopter in OFFICE else self.by_role[adopter]

    def signers(self, signature: Signature) -> list[Officer]:
        """Return whose turn it is: the person named, or everybody of the post."""
        if signature.officer_id is not None:
            return [self.by_pk[signature.officer_id]] if signature.officer_id in self.by_pk else []
        return self.by_role[ROLE_OF_SIGNER.get(signature.role, "")]

    def stand_ins(self, proposal: Proposal, signature: Signature) -> Iterable[tuple[Officer, Officer]]:
        """Yield who may sign in whose name today, beside those whose turn it is."""
        every = list(proposal.signatures.all())
        for each in self.delegations:
            if (
                each.to.is_active
                and delegations.signing_as(signature, every, proposal.proposed_by_id, each.to, [each.of]) == each.of
            ):
                yield each.to, each.of


def _lines_after(jurisdiction: Jurisdiction, seq: int) -> Iterable[JournalLine]:
    lines = JournalLine.objects.filter(jurisdiction=jurisdiction, seq__gt=seq).select_related("matter", "unit")
    for line in lines.order_by("seq")[:_BATCH]:
        line.jurisdiction = jurisdiction  # What it is governed by is read once.
        yield line


def _messages_of(line: JournalLine, people: _People) -> Iterable[Message]:
    """Yield what one line means to whom. Whoever did it is not told."""
    named = message_kinds.subject(line)
    page, key = message_kinds.about(line), f"line:{line.seq}"

    def say(officers: Iterable[Officer], words: str, to: str = page, once: str = key) -> Iterable[Message]:
        text = f"{words}：{named}" if named else words
        for officer in officers:
            if officer.pk != line.actor_id:
                yield _message(line.jurisdiction_id, officer, line.verb, text, to, once, line.at)

    told = TO_UNIT.get(line.verb) or acts.told_to_unit(line.verb)
    # A total or a place that a publication records is in the publication, of which they are told; praise that counts later is not.
    if told and line.unit_id is not None and (line.of_kind != "ranking" or line.kind == "top_ranked"):
        yield from say(
            question_news.asked_of(line, people.by_pk, people.of_unit[line.unit_id]),
            message_kinds.told_to_unit(line, told, people.limits),
        )
    if line.verb in BY_PUBLIC and line.actor_id is None:
        yield from say(people.office, BY_PUBLIC[line.verb])
    if line.verb in TO_OFFICE:
        unit = f"{line.unit} " if line.unit is not None else ""
        yield from say(rectification_desks.told_of(line, people.office), f"{unit}{TO_OFFICE[line.verb]}")
    if line.verb.startswith("regime_draft."):
        yield from say(people.beside_office(line), TO_OFFICE.get(line.verb, ""))
    if line.verb in TO_PRINCIPAL and Governed.of(line.matter or line.jurisdiction).paper("interview_result"):
        yield from say(people.by_role[Role.PRINCIPAL], TO_PRINCIPAL[line.verb])
    for whom, words, to in account_news.news_of(line, people.by_pk, people.by_role):
        yield from say(whom, words, to)
    for whom, words, to in ranking_news.news_of(line, people.of_unit, people.by_role):
        yield from say(whom, words, to)
    for whom, words in question_news.news_of(line, people.by_pk, people.office):
        yield from say(whom, words)
    pk = line.key_of(line.of_kind) or 0
    if line.of_kind == "proposal" and line.verb.startswith("proposal."):
        for whom, words, to, once in _of_proposal(line, pk, people):
            yield from say(whom, words, to or page, once or key)
    if line.verb == "paper.voided" and line.of_kind == "bulletin":
        # Whoever could read it is told.
        readers = [*people.office, *(each for role in LEADERS for each in people.by_role[role])]
        if line.data.get("audience") == Audience.UNITS:
            readers += [each for unit in list(people.of_unit.values()) for each in unit]
        yield from say(readers, f"{line.data['name']}{line.data['number']}已作废")
    turn, words = rectification_desks.called_on(line.verb, pk)
    yield from say([people.by_pk[turn]] if turn in people.by_pk else [], words)
    if line.verb == "inspection.applied" and "secret" not in line.data:
        signer = Inspection.objects.filter(pk=pk, phase=Phase.WAITING).values_list("signer", flat=True).first()
        yield from say([people.by_pk[signer]] if signer in people.by_pk else [], "督查方案等您审批")
    if line.verb == "instruction.reported" and line.of_kind == "instruction":
        leader = line.jurisdiction.instructions.filter(pk=pk).values_list("reader", flat=True).first()
        yield from say([people.by_pk[leader]] if leader in people.by_pk else [], "批示办理结果报来", line.of)


def _of_proposal(line: JournalLine, pk: int, people: _People) -> Iterable[tuple[list[Officer], str, str, str]]:
    """Yield what a line about an approval request means to whom: words, page and what makes it unique, where these are its own."""
    proposal = Proposal.objects.filter(pk=pk).first()
    if proposal is None:
        return
    said = f"“{proposal.get_act_display()}”"
    if line.verb in DECIDED and proposal.proposed_by_id in people.by_pk:
        is_last = line.verb == "proposal.signed" and proposal.outcome in (Outcome.APPROVED, Outcome.CARRIED_OUT)
        decided = message_kinds.APPROVED if is_last else DECIDED[line.verb]
        yield [people.by_pk[proposal.proposed_by_id]], f"{said}{decided}", line.of, ""
    if line.verb == "proposal.undone" and line.data.get("effect") and not acts.of(proposal).is_hidden_from_units:
        yield people.of_unit[line.unit_id], f"{said}{DECIDED[line.verb]}", "", ""
    if line.verb in SIGNING and proposal.outcome == Outcome.OPEN:
        waiting = proposal.signatures.filter(decision=Decision.WAITING).order_by("order").first()
        if waiting is not None:
            once = "" if line.verb == "proposal.reminded" else f"sign:{waiting.pk}"
            yield people.signers(waiting), f"{said}等您签批", line.of, once
            for stand_in, absent in people.stand_ins(proposal, waiting):
                yield [stand_in], f"{said}等您代{absent}签批", line.of, once


def _standing_in(
    jurisdiction: Jurisdiction, people: _People, on: datetime.date, at: datetime.datetime
) -> Iterable[Message]:
    """Yield, once a delegation is in force, what waits already for the one who is away: that was told to them, not to their stand-in."""
    waiting = Signature.objects.filter(
        proposal__jurisdiction=jurisdiction, proposal__outcome=Outcome.OPEN, decision=Decision.WAITING
    )
    turns: dict[int, Signature] = {}
    if people.delegations:
        for each in waiting.select_related("proposal").prefetch_related("proposal__signatures").order_by("-order"):
            turns[each.proposal_id] = each
    for held in people.delegations:
        count = sum((held.to, held.of) in people.stand_ins(each.proposal, each) for each in turns.values())
        text = f"您代{held.of}签批，至 {held.through_on:%m月%d日}" + (f"；现有 {count} 件等着" if count else "")
        if held.to.is_active:
            yield _message(jurisdiction.pk, held.to, "reminder", text, "waiting", f"delegation:{held.pk}", at)


def _to(officers: Iterable[Officer], told: Message, due_on: datetime.date) -> list[Message]:
    """Return the reminder of a date for each of some officers."""
    names = ("jurisdiction_id", "kind", "text", "about", "key", "at")
    same = {name: getattr(told, name) for name in names}
    return [Message(**same, officer=each, due_on=due_on) for each in officers]


def _supersede(jurisdiction: Jurisdiction, found: list[Message], at: datetime.datetime) -> None:
    """Mark earlier reminders of the same dates as read: one line a date."""
    now = {(each.officer_id, each.key.rpartition(":")[0]): each.key for each in found if each.due_on}
    unread = Message.objects.filter(
        jurisdiction=jurisdiction, kind="reminder", read_at__isnull=True, due_on__isnull=False
    )
    old = [
        pk
        for pk, officer, key in unread.values_list("pk", "officer", "key")
        if now.get((officer, key.rpartition(":")[0]), key) != key
    ]
    for start in range(0, len(old), _BATCH):
        Message.objects.filter(pk__in=old[start : start + _BATCH]).update(read_at=at)


def _day(on: datetime.date) -> str:
    return f"{on.month}月{on.day}日（周{'一二三四五六日'[on.weekday()]}）"


def _message(
    jurisdiction: int, officer: Officer | None, kind: str, text: str, about: str, key: str, at: datetime.datetime
) -> Message:
    text = text if len(text) <= 300 else f"{text[:299]}…"
    to = {} if officer is None else {"officer": officer}
    return Message(jurisdiction_id=jurisdiction, **to, kind=kind[:30], text=text, about=about, key=key, at=at)


def _say(messages: Iterable[Message]) -> None:
    """Write messages; those said before stay as they are."""
    Message.objects.bulk_create(messages, batch_size=_BATCH, ignore_conflicts=True)
