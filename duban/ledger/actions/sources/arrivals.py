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
        _record("handover.arrived", handover, assignment, at)
    return handover


def follow(assignment: Assignment, at: datetime.datetime) -> None:
    """Let what another unit has now (单位变更) open in that unit's own office, if it has one here, and leave that of the first one; what was registered there stays on record.

    After the line of the assignment: each office's line carries its own rows.
    """
    held = Handover.objects.select_related("jurisdiction").filter(assignment=assignment, matter=None).first()
    if held is not None and held.jurisdiction_id != assignment.unit.seat_id:
        held.delete()
        _record("handover.passed", held, assignment, at)
    if assignment.dispatched_on is not None:
        open_handover(assignment, at)


def _record(verb: str, handover: Handover, assignment: Assignment, at: datetime.datetime) -> None:
    above, of = assignment.matter, handover if handover.pk else None
    # Nobody of the upper office is named below: what is known here is that it came, or went.
    told = {"name": f"{above.jurisdiction.name} {above.no}"}
    journal.record(verb, jurisdiction=handover.jurisdiction, of=of, actor=None, at=at, data=told)
