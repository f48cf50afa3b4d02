"""Whether a report says what it must, and may still be ruled on: None, or the refusal with its clause."""

import unicodedata
from collections.abc import Iterable, Sequence

from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Matter, Report
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


def rulings_of(report: Report) -> list[JournalLine]:
    """Return the rulings on a report's quality that stand."""
    lines = JournalLine.objects.filter(
        of=JournalLine.of_record(report), matter=report.assignment.matter_id, verb="fact.recorded"
    )
    lines = lines.select_related("actor", "unit", "jurisdiction").prefetch_related("amendments").order_by("seq")
    return [
        line
        for line in lines
        if not any(each.data.get("amendment", {}).get("withdrawn") for each in line.amendments.all())
    ]


def qualities_of(governed: Governed) -> dict[str, str]:
    """Return what may be ruled of a report's quality under a document, with its words; what asks for more is recorded with the record form."""
    known = [governed.recordable.get(kind) for kind in ("poor_report", "false_report")]
    return {
        each.id: each.label
        for each in known
        if each is not None and all(field.optional or field.name == "defect" for field in each.asked)
    }


def ruling(report: Report, kind: str) -> Refused | None:
    """Say whether a report's quality may still be ruled on: once for each kind."""
    if any(line.kind == kind for line in rulings_of(report)):
        return Refused("这份反馈已经这样认定过", possible="认定有误的，先撤销原记录。")
    return None
