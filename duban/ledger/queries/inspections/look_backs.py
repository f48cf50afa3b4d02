"""What an inspection leaves open, and whether the last weeks of a quarter want one."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Inspection, Matter
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.queries.scoring.periods import span_of
from duban.people.models import Officer, Unit

# The last two weeks of a quarter (县方案 五(一)).
WEEKS = datetime.timedelta(days=14)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class QuarterEnd:
    """The check that the last two weeks of a quarter want: its days, both inclusive, the quarter's matters and their units."""

    clause: str
    name: str
    from_on: datetime.date
    to_on: datetime.date

    def matters(self, officer: Officer) -> list[Matter]:
        """Return the matters that fell due in the quarter or are open at its end, that the officer may see."""
        first = span_of("quarter", self.to_on).first
        due = Q(due_on__gte=first, due_on__lte=self.to_on, dispatched_on__isnull=False)
        running = Q(stage__in=OPEN_STAGES, dispatched_on__isnull=False)
        held = access.matters.assignments(officer).filter(due | running, part=Part.LEAD)
        return list(
            Matter.objects.filter(pk__in=held.values("matter")).order_by(F("due_on").asc(nulls_last=True), "id")
        )

    def units(self, matters: list[Matter]) -> list[Unit]:
        """Return the units that lead these matters."""
        led = Assignment.objects.filter(matter__in=matters, part=Part.LEAD, dispatched_on__isnull=False).values("unit")
        return list(Unit.objects.filter(pk__in=led).order_by("order", "id"))


def quarter_end(officer: Officer, today: datetime.date) -> QuarterEnd | None:
    """Return the check that is to be proposed today: under a document that wants it, in the last two weeks, none drawn up yet."""
    jurisdiction = officer.jurisdiction
    if jurisdiction is None or not access.may(officer, "draft_inspection"):
        return None
    clause = Governed.of(jurisdiction).clause("quarter_end_checks")
    span = span_of("quarter", today)
    from_on = span.last - WEEKS + ONE_DAY
    if not clause or today < from_on:
        return None
    made = Inspection.objects.filter(
        jurisdiction=jurisdiction, method=Method.QUARTER_END, to_on__gte=from_on, from_on__lte=span.last
    )
    if made.exclude(phase=Phase.CANCELLED).exists():
        return None
    return QuarterEnd(clause, span.name, max(from_on, today), span.last)
