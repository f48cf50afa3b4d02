"""What a report must hold: its elements, its length, its visible progress; and how often reports were returned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from duban.ledger import access
from duban.ledger.models import Assignment, Attachment, Opinion, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.reports import Ruling, What
from duban.people.models import Officer
from duban.people.prepared import PreparedFor

# So much of a report is read in a row.
_SHORT = 160


def returns_of(assignments: Iterable[Assignment]) -> dict[int, int]:
    """Return how often reports of each assignment were returned, by primary key."""
    counted = Report.objects.filter(assignment__in=assignments, ruling=Ruling.RETURNED).order_by()
    return dict(counted.values_list("assignment").annotate(number=Count("pk")))


def also_answered(assignment: Assignment) -> QuerySet[Assignment]:
    """Return the unit's other assignments in hand for which the same text may be handed in: those that ask for no elements of their own."""
    held = Assignment.objects.filter(unit_id=assignment.unit_id, stage__in=(Stage.IN_HAND, Stage.RETURNED))
    held = held.filter(matter__elements="", matter__project=False).exclude(matter_id=assignment.matter_id)
    return held.select_related("matter__jurisdiction", "unit").order_by(F("due_on").asc(nulls_last=True), "id")


@dataclass(frozen=True)
class Waiting:
    """A report that waits for review. `is_whole`: a row can show all of it, so that it may be accepted there."""

    report: Report
    is_whole: bool


def to_review(officer: Officer, most: int) -> list[Waiting]:
    """Return the first reports that wait for the office's review, the oldest first, in one query."""
    found: list[Any] = _REVIEWED.ask_for(officer, most)
    for each in found:
        each.assignment.matter.jurisdiction = officer.office
    return [Waiting(each, _is_whole(each) and not each.has_files and not each.has_opinions) for each in found]


def _to_review(officer: Officer, most: int) -> QuerySet[Report]:
    found = access.reports.reports(officer).filter(ruling=Ruling.WAITING, assignment__stage=Stage.TO_REVIEW)
    found = found.annotate(
        has_files=Exists(Attachment.objects.filter(report=OuterRef("pk"))),
        has_opinions=Exists(Opinion.objects.filter(report=OuterRef("pk"))),
    )
    found = found.select_related("assignment__matter", "assignment__unit", "submitted_by")
    return found.order_by("submitted_on", "id")[:most]


_REVIEWED = PreparedFor(_to_review)


def _is_whole(report: Report) -> bool:
    said = (report.done, report.problems, report.blocked, report.next_steps, report.visible_progress)
    return report.what == What.PROGRESS and not report.elements and sum(map(len, said)) <= _SHORT
