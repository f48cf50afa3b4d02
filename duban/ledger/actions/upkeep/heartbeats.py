"""Heartbeats: noted by what runs by itself; and the administrator's word that the clock is right."""

import datetime

from django.db import transaction

from duban.ledger import journal
from duban.ledger.models import Heartbeat
from duban.ledger.models.heartbeats import Beater
from duban.ledger.queries.upkeep import heartbeats
from duban.ledger.refusals import Conflict
from duban.people.models import Jurisdiction, Officer


def beat(beater: Beater, *, at: datetime.datetime) -> bool:
    """Note that this part is alive; False, and nothing noted, where the clock is in doubt."""
    if heartbeats.clock_doubt(at) is not None:
        return False
    Heartbeat.objects.update_or_create(name=beater, defaults={"at": at})
    return True


@transaction.atomic
def confirm_clock(*, actor: Officer | None, at: datetime.datetime) -> None:
    """Take the clock for right from now on. `actor` None is the machine's own administrator at the command line, who answers for every office.

    Raises Conflict where nothing speaks against it.
    """
    doubt = heartbeats.clock_doubt(at)
    if doubt is None:
        raise Conflict("系统时钟没有异常，不需要确认")
    Heartbeat.objects.all().update(at=at)
    offices = Jurisdiction.objects.order_by("id")
    for office in offices.filter(pk=actor.jurisdiction_id or 0) if actor is not None else offices:
        journal.record(
            "clock.confirmed",
            jurisdiction=office,
            actor=actor,
            at=at,
            data={"last": doubt.last.isoformat(), "now": at.isoformat()},
        )
