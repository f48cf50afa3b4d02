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
        _record(handover, assignment, at)
    return handover


def follow(assignment: Assignment, at: datetime.datetime) -> None:
    """Let what another unit has now (单位变更) open in that unit's own office; what the first one's office registered stays on record there.

    After the line of the assignment: each office's line carries its own rows.
    """
    seat = assignment.unit.seat
    if seat is None or assignment.dispatched_on is None:
        return
    held = Handover.objects.filter(assignment=assignment).first()
    if held is None:
        open_handover(assignment, at)
    elif held.jurisdiction_id != seat.pk and held.matter_id is None:
        held.jurisdiction, held.arrived_on = seat, timezone.localdate(at)
        held.save(update_fields=["jurisdiction", "arrived_on"])
        _record(held, assignment, at)


def _record(handover: Handover, assignment: Assignment, at: datetime.datetime) -> None:
    above, seat = assignment.matter, handover.jurisdiction
    # Nobody of the upper office is named below: what is known here is that it came.
    told = {"name": f"{above.jurisdiction.name} {above.no}"}
    journal.record("handover.arrived", jurisdiction=seat, of=handover, actor=None, at=at, data=told)
