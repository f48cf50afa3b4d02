"""What is late and with whom: the sentence of a leader's one page, and the assignments that are late longest."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Report
from duban.ledger.queries.matters import fates
from duban.ledger.queries.matters.deadlines import Said, in_words
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.statistics import Mark
from duban.people.models import Officer


@dataclass(frozen=True)
class Late:
    """One assignment that is late: for how long, what was heard last and how often it was urged."""

    assignment: Assignment
    said: Said
    heard: str
    heard_on: datetime.date | None
    urged: int


def late_of(officer: Officer, own: str, today: datetime.date) -> QuerySet[Assignment]:
    """Return what lead units owe behind its deadline, in a leader's own fields where their key is given, late longest first."""
    held = fates.late(officer, today, Filter(leader=own)).filter(matter__in=access.matters.matters(officer))
    return held.select_related("matter__jurisdiction", "unit").order_by("due_on", "id")


def said_of(held: QuerySet[Assignment], late: Mark, *, is_own: bool) -> list[str | Mark]:
    """Return what is late and with whom, in a sentence; one query, as long as the units."""
    where = "分管领域" if is_own else "全辖区"
    # order_by() alone would leave the columns of the related rows to be grouped by.
    by_unit = held.select_related(None).order_by().values_list("unit__name")
    order = list(by_unit.annotate(number=Count("matter", distinct=True)).order_by("-number", "unit__order", "unit"))
    if not order:
        return [f"{where}没有超期的事项。"]
    if len(order) == 1:
        return [f"{where}超期", late, f"，都在{order[0][0]}。"]
    named = "、".join(f"{unit} {number} 件" for unit, number in order[:3])
    return [f"{where}超期", late, f"：{named}" + (f"，另有 {len(order) - 3} 个单位" if len(order) > 3 else "") + "。"]


def told(officer: Officer, rows: Sequence[Assignment], today: datetime.date) -> list[Late]:
    """Return the rows with what was heard last and how often each was urged, in three queries."""
    heard = last_reports(officer, rows)
    lines = JournalLine.objects.filter(kind="urged", matter__in=[each.matter_id for each in rows])
    urged = dict(lines.order_by().values_list("matter").annotate(number=Count("pk")))
    calendar = Governed.of(officer.office).calendar
    found = []
    for each in rows:
        assert each.due_on is not None
        report = heard.get(each.pk)
        words = first_words(report.problems or report.done or report.next_steps) if report else ""
        said = in_words(each.due_on, on=today, calendar=calendar)
        found.append(Late(each, said, words, report.submitted_on if report else None, urged.get(each.matter_id, 0)))
    return found


def last_reports(officer: Officer, rows: Sequence[Assignment]) -> dict[int, Report]:
    """Return the last report of each assignment, by the assignment's key."""
    last = Report.objects.filter(assignment__in=rows).values("assignment").annotate(last=Max("pk")).values("last")
    return {each.assignment_id: each for each in access.reports.reports(officer).filter(pk__in=last)}


def first_words(text: str) -> str:
    """Return the first line of what was written, as far as it fits a line."""
    return text.strip().split("\n")[0][:80].rstrip("。")
