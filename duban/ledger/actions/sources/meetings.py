"""Meetings: record one with its decisions, turn each decision into a matter, or say why it needs none."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import matters, orders
from duban.ledger.actions.reports import recurrences
from duban.ledger.by import By
from duban.ledger.models import Decision, Matter, Meeting
from duban.ledger.refusals import Refused
from duban.ledger.secrecy import refuse_classified
from duban.papers.reading import UnreadablePaper
from duban.papers.reading.tasks import minutes as reading
from duban.people.models import Jurisdiction


@transaction.atomic
def record_meeting(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    kind: str,
    held_on: datetime.date,
    minutes: str,
    by: By,
    upload: tuple[str, bytes] | None = None,
) -> Meeting:
    """Enter a meeting, and the decisions that its minutes name as such; nothing becomes a matter yet.

    `upload` are the name and bytes of a file of minutes, read beside or in place of the text. Raises Refused without a name, for a
    meeting that is still to come, or a file that cannot be read.
    """
    if not name.strip():
        raise Refused("请写明会议名称", field="name")
    if held_on > by.at.date():
        raise Refused("会议还没有召开", field="held_on")
    found = reading.decisions_of(minutes)
    if upload is not None:
        minutes, found = _read(minutes, found, *upload)
    refuse_classified(name, field="name")
    refuse_classified(minutes, field="minutes")
    meeting = Meeting.objects.create(
        jurisdiction=jurisdiction,
        name=name.strip(),
        kind=kind,
        held_on=held_on,
        minutes=minutes,
        recorded_by=by.officer,
    )
    Decision.objects.bulk_create(
        Decision(meeting=meeting, order=order, text=text) for order, text in enumerate(found, 1)
    )
    data = {"name": meeting.name, "decisions": len(found)}
    journal.record(
        "meeting.recorded",
        jurisdiction=jurisdiction,
        of=meeting,
        actor=by.officer,
        at=by.at,
        data=data,
        effect=journal.Effect(on=held_on),
    )
    return meeting


@transaction.atomic
def add_decisions(*, meeting: Meeting, texts: Sequence[str], by: By) -> list[Decision]:
    """Add decisions that the reading did not find, one a text. Raises Refused where there is no text."""
    meeting = _held(meeting)
    texts = [text.strip() for text in texts if text.strip()]
    if not texts:
        raise Refused("请写明议定内容", field="text")
    last = meeting.decisions.order_by("-order").values_list("order", flat=True).first() or 0
    made = Decision.objects.bulk_create(
        Decision(meeting=meeting, order=last + place, text=text) for place, text in enumerate(texts, 1)
    )
    _record("decision.added", meeting, by, data={"decisions": len(made)})
    return made


@transaction.atomic
def register_decision(*, decision: Decision, order: orders.Order, by: By) -> Matter:
    """Register a matter from a decision. Raises Refused where it is a matter already, and for what an order may not hold."""
    decision = _open(decision)
    matter = matters.register_matter(jurisdiction=decision.meeting.jurisdiction, order=order, by=by)
    decision.matter, decision.dropped_reason = matter, ""
    decision.save(update_fields=["matter", "dropped_reason"])
    _record("decision.registered", decision, by, matter=matter)
    return matter


@transaction.atomic
def join_decision(*, decision: Decision, matter: Matter, by: By) -> Decision:
    """Note that a matter which is there already carries a decision out; what is owed after the meeting begins. Raises Refused for a matter of another jurisdiction."""
    decision = _open(decision)
    if matter.jurisdiction_id != decision.meeting.jurisdiction_id:
        raise Refused("事项不在本辖区", field="matter")
    decision.matter, decision.dropped_reason = matter, ""
    decision.save(update_fields=["matter", "dropped_reason"])
    _record("decision.joined", decision, by, matter=matter)
    recurrences.begin_from_meeting(matter, by)
    return decision


@transaction.atomic
def drop_decision(*, decision: Decision, reason: str, by: By) -> Decision:
    """Note that a decision needs no matter, and why. Raises Refused without a reason, or where it is a matter already."""
    decision = _open(decision)
    if not reason.strip():
        raise Refused("请写明为什么不立项", field="reason")
    decision.dropped_reason = reason.strip()
    decision.save(update_fields=["dropped_reason"])
    _record("decision.dropped", decision, by, data={"reason": decision.dropped_reason})
    return decision


def _read(minutes: str, found: list[str], name: str, data: bytes) -> tuple[str, list[str]]:
    """Return the text and the decisions together with those of a file."""
    refuse_classified(name, field="file")
    try:
        read = reading.read_minutes(data, name)
    except UnreadablePaper as error:
        raise Refused(str(error), possible="也可以直接粘贴文字。", field="file") from error
    refuse_classified(read.text, field="file")
    return f"{minutes}\n{read.text}".strip(), list(dict.fromkeys([*found, *read.decisions]))


def _held(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=meeting.pk)
    )


def _open(decision: Decision) -> Decision:
    """Return the decision as it is now, its meeting locked. Raises Refused where it is a matter already."""
    meeting = _held(decision.meeting)
    found = Decision.objects.select_related("matter").get(pk=decision.pk)
    found.meeting = meeting
    if found.matter is not None:
        raise Refused(f"这一项已经登记为 {found.matter.no}")
    return found


def _record(
    verb: str, of: Meeting | Decision, by: By, *, matter: Matter | None = None, data: Mapping[str, object] | None = None
) -> None:
    meeting = of.meeting if isinstance(of, Decision) else of
    told = {"name": meeting.name, **(data or {})}
    journal.record(verb, jurisdiction=meeting.jurisdiction, of=of, matter=matter, actor=by.officer, at=by.at, data=told)
