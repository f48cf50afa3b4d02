"""Scoring sheets of single matters (卓尼 附件2): what stands on one, what was marked, and what the ledger knows of the matter beside it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from duban.engine.recording.figures import key_of, sheet_rows
from duban.engine.rules.bases import Sheet
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, Finding, JournalLine, Report
from duban.ledger.models.assignments import Part as Role
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.findings import Progress
from duban.ledger.models.reports import Ruling
from duban.ledger.queries.scoring import entered_marks
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Row:
    """A row of the sheet: what it looks at, under which clause; `key` and `most` where it has points of its own."""

    clause: str
    gist: str
    key: str = ""
    most: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """A section of the sheet with its rows; `key` where it is marked as a whole, since its rows have no points."""

    label: str
    clause: str
    most: Decimal | None
    rows: tuple[Row, ...]
    key: str = ""

    @property
    def marks(self) -> tuple[tuple[str, Decimal | None], ...]:
        """What is to be marked, each with its most."""
        return ((self.key, self.most),) if self.key else tuple((row.key, row.most) for row in self.rows)


@dataclass(frozen=True)
class Held:
    """One matter of one unit in the period, with what is marked of it so far."""

    assignment: Assignment
    marks: Mapping[str, Decimal]
    total: Decimal | None


@dataclass(frozen=True)
class Known:
    """What the ledger knows of a unit's work on a matter by the end of a period; days late are calendar days."""

    reports: int
    returned: int
    findings: int
    planned: int
    struck: int
    milestones: int
    reached: int
    late: tuple[tuple[str, datetime.date, int], ...]

    @property
    def days_late(self) -> int:
        """All days late together."""
        return sum(days for _, _, days in self.late)


def parts_of(governed: Governed) -> tuple[Part, ...]:
    """Return the sections of the sheet of a matter, in the document's order; nothing where the document has no such sheet."""
    document = governed.document
    if not any(rule.several for rule in governed.rules(Sheet)):
        return ()
    points = {row.clause: row for row in sheet_rows(document, governed.choices)}
    found = []
    for section in entered_marks.sections_of(document, governed.choices):
        of = [
            each
            for each in document.clauses
            if each.clause.startswith(section.clause) and each.clause != section.clause
        ]
        rows = tuple(
            Row(each.clause, each.gist, points[each.clause].row, points[each.clause].most)
            if each.clause in points
            else Row(each.clause, each.gist)
            for each in of
        )
        by_row = bool(rows) and all(row.key for row in rows)
        found.append(Part(section.label, section.clause, section.most, rows, "" if by_row else key_of(section)))
    return tuple(found)


def keys_of(parts: Sequence[Part]) -> dict[str, Decimal | None]:
    """Return everything that is to be marked on a sheet, with its most."""
    return {key: most for part in parts for key, most in part.marks}


def held_in(jurisdiction: Jurisdiction, span: Span) -> QuerySet[Assignment]:
    """Return what has a sheet in a period: lead assignments of ranked units that were out and not done before it, of quantifiable matters."""
    return (
        Assignment.objects.filter(
            matter__jurisdiction=jurisdiction,
            matter__quantifiable=True,
            matter__children=None,
            part=Role.LEAD,
            unit__ranked=True,
            dispatched_on__lte=span.last,
        )
        .filter(Q(completed_on=None) | Q(completed_on__gte=span.first))
        .exclude(stage__in=(Stage.PLANNED, Stage.WRITTEN_OFF, Stage.TRANSFERRED, Stage.WITHDRAWN))
        .select_related("matter", "unit")
        .order_by("unit__order", "unit_id", "matter_id", "id")
    )


def standing(
    jurisdiction: Jurisdiction, span: Span, assignments: Collection[Assignment]
) -> dict[tuple[int, int], dict[str, list[JournalLine]]]:
    """Return the lines of marks in the period by matter and unit (keys) and what is marked, oldest first, without withdrawn ones; one query."""
    lines = (
        JournalLine.objects.filter(
            jurisdiction=jurisdiction,
            kind="sheet",
            on__range=(span.first, span.last),
            matter__in={each.matter_id for each in assignments},
        )
        .exclude(amendments__verb="fact.withdrawn")
        .order_by("on", "seq")
    )
    found: dict[tuple[int, int], dict[str, list[JournalLine]]] = {}
    for line in lines:
        assert line.matter_id is not None and line.unit_id is not None
        marked = found.setdefault((line.matter_id, line.unit_id), {})
        marked.setdefault(line.data["fact"]["section"], []).append(line)
    return found


def marks_of(parts: Sequence[Part], lines: Mapping[str, Sequence[JournalLine]]) -> dict[str, Decimal]:
    """Return the latest mark of each key that the sheet has; a section marked as a whole after its rows outdoes them."""
    latest = {key: max(listed, key=_when) for key, listed in lines.items() if listed}
    found: dict[str, Decimal] = {}
    for part in parts:
        rows = [latest[key] for key, _ in part.marks if key in latest]
        whole = latest.get(part.label)
        if whole is not None and not part.key and (not rows or _when(whole) > max(map(_when, rows))):
            continue
        found |= {key: _points(latest[key]) for key, _ in part.marks if key in latest}
    return found


def totals_of(parts: Sequence[Part], lines: Mapping[str, Sequence[JournalLine]]) -> dict[str, Decimal]:
    """Return what each section comes to, by its label; a section without all its marks is left out."""
    marks = marks_of(parts, lines)
    found = {}
    for part in parts:
        keys = [key for key, _ in part.marks]
        if all(key in marks for key in keys):
            found[part.label] = sum((marks[key] for key in keys), Decimal(0))
        elif lines.get(part.label) and not any(key in marks for key in keys):
            found[part.label] = _points(max(lines[part.label], key=_when))
    return found


def held_of(
    parts: Sequence[Part], assignments: Sequence[Assignment], jurisdiction: Jurisdiction, span: Span
) -> list[Held]:
    """Return the matters with what is marked and the total of each sheet, None where it is not complete."""
    lines = standing(jurisdiction, span, assignments)
    found = []
    for each in assignments:
        totals = totals_of(parts, lines.get((each.matter_id, each.unit_id), {}))
        total = sum(totals.values(), Decimal(0)) if len(totals) == len(parts) else None
        found.append(Held(each, totals, total))
    return found


def known_of(assignment: Assignment, span: Span, today: datetime.date) -> Known:
    """Return what the ledger knows beside the sheet: reports, findings, milestones, and each obligation of the period that was late."""
    end = min(span.last, today)
    reports = Report.objects.filter(assignment=assignment, submitted_on__range=(span.first, end))
    findings = Finding.objects.filter(matter_id=assignment.matter_id, unit_id=assignment.unit_id, handed_on__lte=end)
    milestones = assignment.matter.milestones.filter(on__lte=span.last)
    late = []
    owed = Deadline.objects.filter(assignment=assignment, lifted_on=None, on__range=(span.first, end))
    owed = owed.exclude(what=Owed.OBJECTION).exclude(late_line__amendments__verb__in=("fact.excused", "fact.withdrawn"))
    for each in owed.order_by("on", "id"):
        until = each.met_on or end
        if until > each.on:
            late.append((each.get_what_display(), each.on, (min(until, end) - each.on).days))
    return Known(
        reports=reports.count(),
        returned=reports.filter(ruling=Ruling.RETURNED).count(),
        findings=findings.count(),
        planned=findings.exclude(planned_on=None).count(),
        struck=findings.filter(progress=Progress.STRUCK).count(),
        milestones=milestones.count(),
        reached=milestones.exclude(reached_on=None).count(),
        late=tuple(late),
    )


def _when(line: JournalLine) -> tuple[datetime.date, int]:
    assert line.on is not None
    return line.on, line.seq


def _points(line: JournalLine) -> Decimal:
    return Decimal(str(line.data["fact"]["points"]))
