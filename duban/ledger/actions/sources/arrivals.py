"""Arrivals: what a unit with an office of its own is given opens there, in the transaction of the dispatch."""

import datetime

from django.utils import timezone

from duban.ledger import journal
from duban.ledger.models import Assignment, Handover


def open_handover(assignment: Assignment, at: datetime.datetime) -> Handover | None:
    """Open an assignment in its unit's own office; None for a unit that has none here. Once for each assignment."""
    seat = assignment.unit.seat
    if seat is None:
        return None
    handover, made = Handover.objects.get_or_create(
        assignment=assignment, defaults={"jurisdiction": seat, "arrived_on": timezone.localdate(at)}
    )
    if made:
        above = assignment.matter
        name = f"{above.jurisdiction.name} {above.no}"
        # Nobody of the upper office is named below: what is known here is that it came.
        journal.record("handover.arrived", jurisdiction=seat, of=handover, actor=None, at=at, data={"name": name})
    return handover
