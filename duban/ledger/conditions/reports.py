"""Whether a report says what it must, and may still be ruled on: None, or the refusal with its clause."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Question, Report
from duban.ledger.models.assignments import GONE_STAGES, Stage
from duban.ledger.models.proposals import COMPLETION, Decision
from duban.ledger.models.proposals import Outcome as ProposalOutcome
from duban.ledger.models.reports import Ruling
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import UNIT_ROLES, Officer, Unit

TEXTS = ("done", "problems", "blocked", "next_steps", "visible_progress")


def characters(text: str) -> int:
    """Return how many characters a text has as people count them: no spaces and line ends; what is put on top of another is none."""
    return sum(not (each.isspace() or unicodedata.category(each) in ("Mn", "Me", "Cf", "Cc")) for each in text)


def elements_of(matter: Matter) -> list[str]:
    """Return what the order asks every report to say, one line each."""
    return [line.strip() for line in matter.elements.splitlines() if line.strip()]


def taking_back(report: Report, officer: Officer) -> Refused | None:
    """Say whether a unit may take its report back: its own, while nobody has ruled on it."""
    if officer.unit_id != report.assignment.unit_id:
        return Forbidden("只能由报送的单位撤回")
    if report.ruling != Ruling.WAITING:
        return Conflict(f"这份反馈已经是“{Ruling(report.ruling).label}”", possible="审核以后有补充的，请再报一份。")
    if report.assignment.stage == Stage.SUSPENDED:
        return Refused("这件交办已经中止")
    return _signed(report.assignment)


def following_up(assignment: Assignment, what: str) -> Refused | None:
    """Say whether a report that waits may be followed by another (补报): while one of that kind waits, and nobody has signed on it."""
    if assignment.stage != Stage.TO_REVIEW or not assignment.reports.filter(ruling=Ruling.WAITING, what=what).exists():
        return Refused("没有等待审核的同类反馈", possible="请直接报送反馈。")
    return _signed(assignment)


def _signed(assignment: Assignment) -> Refused | None:
    going = assignment.proposals.filter(act=COMPLETION, outcome=ProposalOutcome.OPEN)
    if going.filter(signatures__decision=Decision.AGREED).exists():
        return Refused("领导已经签批办结核准，不能再撤回或补报", possible="请联系督查室。")
    return None


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


def asking(matter: Matter, unit: Unit | None, officer: Officer, person: Officer | None = None) -> Refused | None:
    """Say whether a question may be asked: of a unit that the matter went to and that has somebody to answer, or of one of these; the office is asked by leaders."""
    if unit is None and person is not None:
        return Refused("请先选定单位，再选请谁答复", field="unit")
    if unit is None:
        return Refused("督查室不用问自己", possible="请选择要问的单位。", field="unit") if officer.is_office else None
    if not matter.assignments.filter(unit=unit, dispatched_on__isnull=False).exclude(stage__in=GONE_STAGES).exists():
        return Refused(f"这件事项没有交办给{unit}", possible="可以问承办单位，或者问督查室。", field="unit")
    if not people_of(unit).exists():
        return Refused(f"{unit}还没有可以答复的账号", possible="可以问督查室，由督查室当面了解。", field="unit")
    if person is not None and not people_of(unit).filter(pk=person.pk).exists():
        return Refused(f"{person}不是{unit}在用的账号", possible="可以只问单位，由单位的人答复。", field="unit")
    return None


def people_of(*units: Unit) -> QuerySet[Officer]:
    """Return who answers for these units."""
    return Officer.objects.filter(unit__in=units, role__in=UNIT_ROLES, is_active=True).order_by("role", "id")


def answering(question: Question, officer: Officer) -> Refused | None:
    """Say whether the officer may answer: of the unit that is asked, or of the office where that is asked."""
    if question.withdrawn_at is not None:
        return Conflict("这个提问已经收回，不用答复")
    if question.unit is None:
        return None if officer.is_office else Forbidden("由督查室答复")
    return None if officer.unit_id == question.unit_id and officer.is_unit else Forbidden(f"由{question.unit}答复")


def withdrawing_question(question: Question, officer: Officer) -> Refused | None:
    """Say whether the officer may take a question back: who asked it, before it is answered."""
    if not officer.is_person_of(question.asked_by_id):
        return Forbidden("只能由提问的人收回")
    if question.withdrawn_at is not None:
        return Conflict("这个提问已经收回")
    if question.answered_at is not None:
        return Conflict("已经答复，不能收回", possible="还有要问的，请再问一句。")
    return None
