"""Delegations: a leader or the head of the office who is away lets another sign for them, for days, and takes it back."""

import datetime

from django.db import transaction
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.queries.process import delegations
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Delegation, Officer


@transaction.atomic
def appoint_stand_in(
    *,
    of: Officer,
    to: Officer,
    from_on: datetime.date,
    through_on: datetime.date,
    at: datetime.datetime,
    reason: str = "",
) -> Delegation:
    """Let `to` sign for `of` from a day to a day, both inclusive; `of` makes the appointment.

    Raises Refused for days that are past or the wrong way round, for a post that may not stand in, for one who is away too, and
    where another stands in on one of these days already.
    """
    assert of.jurisdiction is not None
    # One after the other: two appointments at once could both find the days free.
    Officer.objects.select_for_update(no_key=True).get(pk=of.pk)
    if from_on < timezone.localdate(at):
        raise Refused("代理不能从过去的日期开始", field="from_on")
    if through_on < from_on:
        raise Refused("止日早于起日", field="through_on")
    if not delegations.stand_ins_for(of).filter(pk=to.pk).exists():
        raise Refused("这个岗位不能代您签批", field="to", possible="请从列出的人员中选择。")
    overlapping = Delegation.objects.filter(ended_on__isnull=True, from_on__lte=through_on, through_on__gte=from_on)
    if overlapping.filter(of=of).exists():
        raise Refused("这几天已经有代理人", field="from_on", possible="请先结束原来的代理。")
    if overlapping.filter(of=to).exists():
        raise Refused(f"{to} 这几天自己也委托了代理", field="to")
    made = Delegation.objects.create(
        jurisdiction=of.jurisdiction, of=of, to=to, from_on=from_on, through_on=through_on, reason=reason.strip()
    )
    data = {"to": str(to), "from": from_on.isoformat(), "through": through_on.isoformat(), "reason": reason}
    journal.record("delegation.appointed", jurisdiction=of.jurisdiction, of=made, actor=of, at=at, data=data)
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: By) -> Delegation:
    """End a delegation before its last day; from now on nobody signs by it. Raises Forbidden for others than its two, Conflict once over."""
    held = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jurisdiction", "to")
        .get(pk=delegation.pk)
    )
    if by.officer.pk not in (held.of_id, held.to_id):
        raise Forbidden("只有委托人和代理人能结束代理")
    today = by.today
    if not delegations.is_open(held, today):
        raise Conflict("这项代理已经结束")
    held.ended_on = today
    held.save(update_fields=["ended_on"])
    journal.record(
        "delegation.ended",
        jurisdiction=held.jurisdiction,
        of=held,
        actor=by.officer,
        at=by.at,
        data={"to": str(held.to)},
    )
    return held
