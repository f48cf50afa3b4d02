"""Ratings (满意度): enter what was said of a result, and say why one that displeases stands all the same."""

import datetime

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions, journal
from duban.ledger.by import By
from duban.ledger.models import Appeal, Matter, Rating
from duban.ledger.models.ratings import Manner, Satisfaction
from duban.ledger.privacy import LEFT_OUT, masked, refuse_personal
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer


@transaction.atomic
def rate_matter(
    *,
    matter: Matter,
    satisfaction: str,
    manner: str,
    note: str,
    rated_on: datetime.date,
    actor: Officer | None,
    at: datetime.datetime,
    appeal: Appeal | None = None,
    called_by: Officer | None = None,
) -> Rating:
    """Enter what somebody said of a matter that is done: whom the office called back, or at the public page the sender.

    Raises Refused before it is done, twice for one appeal, for dissatisfaction without a word why, a day to come, or a note that says
    who spoke. The note stays out of the journal.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.public.rating(matter, appeal))
    note = note.strip()
    if satisfaction == Satisfaction.DISSATISFIED and not note:
        raise Refused("不满意的要写明原因", field="note")
    if rated_on > timezone.localdate(at):
        raise Refused("回访日期不能晚于今天", field="rated_on")
    if matter.dispatched_on is not None and rated_on < matter.dispatched_on:
        raise Refused(f"回访日期早于交办日期 {matter.dispatched_on}", field="rated_on")
    if called_by is not None and called_by.jurisdiction_id != matter.jurisdiction_id:
        raise Refused("回访人不在本辖区", field="called_by")
    refuse_classified(note, field="note")
    note = _of_nobody(note, matter, appeal if actor is None else None)
    rating = Rating.objects.create(
        matter=matter,
        appeal=appeal,
        satisfaction=satisfaction,
        manner=manner,
        note=note,
        rated_on=rated_on,
        called_by=called_by,
        recorded_by=actor,
    )
    data = {"satisfaction": str(Satisfaction(satisfaction).label), "manner": str(Manner(manner).label)}
    journal.record(
        "matter.rated",
        jurisdiction=matter.jurisdiction,
        of=rating,
        matter=matter,
        actor=actor,
        at=at,
        data=data,
        effect=journal.Effect(on=rated_on),
    )
    return rating


@transaction.atomic
def keep_result(*, rating: Rating, reason: str, by: By) -> Rating:
    """Say why a result with which somebody is dissatisfied is not done again. Raises Refused without a reason, or where nothing waits."""
    matter = locking.hold_matter(rating.matter)
    rating = Rating.objects.select_for_update(of=("self",), no_key=True).get(pk=rating.pk)
    rating.matter = matter
    refuse_if(conditions.public.keeping(rating))
    if not reason.strip():
        raise Refused("请写明不再重新办理的理由", field="reason")
    refuse_classified(reason, field="reason")
    refuse_personal(reason, of=Appeal.objects.filter(matter=matter), field="reason")
    rating.kept_reason = reason.strip()
    rating.save(update_fields=["kept_reason"])
    data = {"reason": rating.kept_reason}
    journal.record(
        "rating.kept", jurisdiction=matter.jurisdiction, of=rating, matter=matter, actor=by.officer, at=by.at, data=data
    )
    return rating


def _of_nobody(note: str, matter: Matter, own: Appeal | None) -> str:
    """Return a note that names none of the matter's senders. Raises Refused where one is named.

    Of the public (`own`: the appeal of who speaks) only their own name is refused: were others' refused too, they could try out who wrote.
    """
    senders = Appeal.objects.filter(matter=matter)
    if own is None:
        refuse_personal(note, of=senders, field="note")
        return note
    refuse_personal(note, of=[own], field="note")
    for each in senders.exclude(pk=own.pk):
        note = masked(note, person=each.person, contact=each.contact)
    try:
        refuse_personal(note, of=senders)
    except Refused:
        return LEFT_OUT
    return note
