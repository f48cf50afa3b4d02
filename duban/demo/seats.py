"""Two levels in the demonstration: one county of the invented city has its own office here, where the city's matters arrive."""

import datetime

from django.db import transaction

from duban.ledger.actions.sources import arrivals
from duban.ledger.models import Assignment
from duban.ledger.models.assignments import Stage
from duban.people.models import Jurisdiction, Unit

ABOVE, UNIT, BELOW = "sanmenxia", "jia", "gansu"


@transaction.atomic
def link(now: datetime.datetime) -> int:
    """Give the county its office and open there what waits for the county to sign; return how many matters. Done once."""
    below = Jurisdiction.objects.filter(slug=BELOW, is_demo=True).first()
    unit = Unit.objects.filter(jurisdiction__slug=ABOVE, jurisdiction__is_demo=True, code=UNIT, seat=None).first()
    if below is None or unit is None:
        return 0
    unit.seat = below
    unit.save(update_fields=["seat"])
    waiting = Assignment.objects.filter(unit=unit, stage=Stage.TO_ACCEPT).order_by("id")
    for assignment in waiting.select_related("matter__jurisdiction", "unit__seat"):
        arrivals.open_handover(assignment, now)
    return waiting.count()
