"""What a report must hold: its elements, its length, its visible progress; and how often reports were returned."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.reports import Ruling
from duban.ledger.refusals import Refused

TEXTS = ("done", "problems", "blocked", "next_steps", "visible_progress")


def characters(text: str) -> int:
    """Return how many characters a text has as people count them: no spaces and line ends; what is put on top of another is none."""
    return sum(not (each.isspace() or unicodedata.category(each) in ("Mn", "Me", "Cf", "Cc")) for each in text)


def elements_of(matter: Matter) -> list[str]:
    """Return what the order asks every report to say, one line each."""
    return [line.strip() for line in matter.elements.splitlines() if line.strip()]


def lacking(
    matter: Matter, texts: Iterable[str], visible_progress: str, elements: Sequence[tuple[str, str]]
) -> Refused | None:
    """Say what a report of a matter lacks: visible progress of a project, an element of the order; or that it is too long."""
    governed = Governed.of(matter)
    if matter.project and not visible_progress.strip():
        return Refused(
            "项目类要写形象进度",
            clause=governed.clause("progress_visible"),
            possible="如：完成投资 62%，主体封顶。",
            field="visible_progress",
        )
    given = {name: text for name, text in elements if text.strip()}
    for place, name in enumerate(elements_of(matter)):
        if name not in given:
            return Refused(
                f"没有写“{name}”",
                clause=governed.clause("report_elements"),
                possible="没有内容的请写“无”。",
                field=f"element_{place}",
            )
    length = sum(characters(text) for text in (*texts, *given.values()))
    if matter.word_limit is not None and length > matter.word_limit:
        return Refused(
            f"共 {length} 字，超过上限 {matter.word_limit} 字",
            clause=governed.clause("report_elements"),
            possible=f"请删去 {length - matter.word_limit} 字。",
            field="done",
        )
    return None


def returns_of(assignments: Iterable[Assignment]) -> dict[int, int]:
    """Return how often reports of each assignment were returned, by primary key."""
    counted = Report.objects.filter(assignment__in=assignments, ruling=Ruling.RETURNED).order_by()
    return dict(counted.values_list("assignment").annotate(number=Count("pk")))


def rulings_of(report: Report) -> list[JournalLine]:
    """Return the rulings on a report's quality that stand."""
    lines = JournalLine.objects.filter(
        of=f"report:{report.pk}", matter=report.assignment.matter_id, verb="fact.recorded"
    )
    lines = lines.select_related("actor", "unit", "jurisdiction").prefetch_related("amendments").order_by("seq")
    return [
        line
        for line in lines
        if not any(each.data.get("amendment", {}).get("withdrawn") for each in line.amendments.all())
    ]


def ruling(report: Report, kind: str) -> Refused | None:
    """Say whether a report's quality may still be ruled on: once for each kind."""
    if any(line.kind == kind for line in rulings_of(report)):
        return Refused("这份反馈已经这样认定过", possible="认定有误的，先撤销原记录。")
    return None


def also_answered(assignment: Assignment) -> QuerySet[Assignment]:
    """Return the unit's other assignments in hand for which the same text may be handed in: those that ask for no elements of their own."""
    held = Assignment.objects.filter(unit_id=assignment.unit_id, stage__in=(Stage.IN_HAND, Stage.RETURNED))
    held = held.filter(matter__elements="", matter__project=False).exclude(matter_id=assignment.matter_id)
    return held.select_related("matter__jurisdiction", "unit").order_by("due_on", "id")
