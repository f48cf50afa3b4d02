"""What a report must hold: its elements, its length, its visible progress; and how often reports were returned."""

from collections.abc import Iterable

from django.db.models import Count, F, QuerySet

from duban.ledger.models import Assignment, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.reports import Ruling


def returns_of(assignments: Iterable[Assignment]) -> dict[int, int]:
    """Return how often reports of each assignment were returned, by primary key."""
    counted = Report.objects.filter(assignment__in=assignments, ruling=Ruling.RETURNED).order_by()
    return dict(counted.values_list("assignment").annotate(number=Count("pk")))


def also_answered(assignment: Assignment) -> QuerySet[Assignment]:
    """Return the unit's other assignments in hand for which the same text may be handed in: those that ask for no elements of their own."""
    held = Assignment.objects.filter(unit_id=assignment.unit_id, stage__in=(Stage.IN_HAND, Stage.RETURNED))
    held = held.filter(matter__elements="", matter__project=False).exclude(matter_id=assignment.matter_id)
    return held.select_related("matter__jurisdiction", "unit").order_by(F("due_on").asc(nulls_last=True), "id")
