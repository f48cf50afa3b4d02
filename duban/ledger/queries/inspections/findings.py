"""Lists of findings: what a filter names, what an inspection holds by unit, and the list as a sheet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from duban.ledger import access, conditions
from duban.ledger.governed import paper_for
from duban.ledger.models import Attachment, Finding, Inspection, JournalLine, Notice
from duban.ledger.models.findings import TO_RECTIFY, Nature, Progress
from duban.ledger.queries.inspections import rectifications
from duban.ledger.queries.matters import timelines
from duban.papers.writing.sheets import Column, Value
from duban.people.models import Officer, Unit

# Filter → its word. The order is that of the list's tabs.
SHOWS = {
    "open": "整改中",
    "late": "超期",
    "reported": "待验收",
    "pleas": "不可抗力待认定",
    "noted": "待交办",
    "struck": "已销号",
    "": "全部",
}
COLUMNS = (
    Column("督查", 20),
    Column("单位", 16),
    Column("问题序号", 8, "number"),
    Column("性质", 12),
    Column("问题", 48),
    Column("涉及事项", 12),
    Column("整改状态", 12),
    Column("整改期限", 12, "date"),
    Column("整改措施", 36),
    Column("责任领导", 12),
    Column("拟完成", 12, "date"),
    Column("整改结果", 36),
    Column("报告日期", 12, "date"),
    Column("退回次数", 8, "number"),
    Column("验收意见", 24),
    Column("验收日期", 12, "date"),
)


@dataclass(frozen=True)
class Asked:
    """What a list shows: findings in a state, of one unit, of one nature."""

    show: str = ""
    unit: str = ""
    nature: str = ""


def list_of(officer: Officer, asked: Asked, today: datetime.date) -> QuerySet[Finding]:
    """Return the findings of a filter that the officer may see: what is still open first by its limit, else the newest first."""
    found = access.findings.findings(officer).filter(_condition(asked.show, today))
    if asked.unit:
        found = found.filter(unit__code=asked.unit)
    if asked.nature in Nature.values:
        found = found.filter(nature=asked.nature)
    found = found.select_related("inspection", "unit", "matter")
    if asked.show in ("open", "late", "reported", "pleas"):
        return found.order_by("rectify_by", "inspection", "order")
    return found.order_by("-inspection", "unit__order", "order")


def counts_of(officer: Officer, shows: Iterable[str], today: datetime.date) -> dict[str, int]:
    """Return how many findings each of these filters names for an officer, in one query."""
    wanted = {f"n_{show}": Count("pk", filter=_condition(show, today)) for show in shows}
    found = access.findings.findings(officer).aggregate(**wanted)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def sheet_rows(found: Iterable[Finding]) -> Iterable[list[Value]]:
    """Yield findings as rows of COLUMNS."""
    for each in found:
        yield [
            f"{each.inspection.no} {each.inspection.title}",
            each.unit.name,
            each.order,
            each.get_nature_display(),
            each.text,
            each.matter.no if each.matter else "",
            each.get_progress_display(),
            each.rectify_by,
            each.measures,
            each.responsible,
            each.promised_on,
            each.result,
            each.reported_on,
            each.returned,
            each.check_note,
            each.checked_on,
        ]


@dataclass(frozen=True)
class OfUnit:
    """What an inspection found on one unit, and how far it is put right."""

    unit: Unit
    findings: list[Finding]
    tally: rectifications.Tally
    to_hand: int


def by_unit(officer: Officer, inspection: Inspection, today: datetime.date) -> list[OfUnit]:
    """Return the findings of an inspection that the officer may see, by unit in the units' order."""
    found = access.findings.findings(officer).filter(inspection=inspection)
    rows: dict[Unit, list[Finding]] = {}
    for each in found.select_related("unit", "matter").order_by("unit__order", "unit_id", "order"):
        rows.setdefault(each.unit, []).append(each)
    return [OfUnit(unit, own, rectifications.tally_of(own, today), _to_hand(own)) for unit, own in rows.items()]


def story_of(officer: Officer, finding: Finding) -> list[timelines.Entry]:
    """Return what happened with one finding, the newest first; a unit is not told what went on before it was handed over."""
    lines = JournalLine.objects.filter(jurisdiction=finding.inspection.jurisdiction, of=f"finding:{finding.pk}")
    if officer.is_unit:
        lines = timelines.seen_by_units(lines.filter(unit_id=officer.unit_id or 0))
    lines = lines.select_related("actor", "unit").prefetch_related("amendments__actor")
    return timelines.entries_of(list(lines.order_by("-seq")[:100]))


def files_of(officer: Officer, finding: Finding) -> list[Attachment]:
    """Return the photos and papers of one finding that the officer may see, in order."""
    found = access.findings.files(officer).filter(finding=finding)
    return list(found.select_related("added_by", "unit").order_by("id"))


def papers_of(officer: Officer, finding: Finding) -> list[Notice]:
    """Return the papers that went out on a finding, with the one by which it was handed over."""
    regime = rectifications.regime_in_force(finding.inspection)
    named = paper_for(regime, "rectification")
    handed = Q(
        inspection=finding.inspection, finding=None, unit=finding.unit, paper=named.id if named else "rectification"
    )
    found = (
        access.papers.notices(officer).filter(Q(finding=finding) | handed).select_related("jurisdiction").order_by("id")
    )
    return [
        each
        for each in found
        if each.finding_id or any(row["order"] == finding.order for row in each.words.get("findings", ()))
    ]


def _to_hand(found: list[Finding]) -> int:
    return sum(1 for each in found if each.progress == Progress.NOTED and each.nature in TO_RECTIFY)


def _condition(show: str, today: datetime.date) -> Q:
    return {
        "open": Q(progress__in=conditions.findings.OWED),
        "late": rectifications.late(today),
        "reported": Q(progress=Progress.REPORTED),
        "pleas": Q(pleaded_on__isnull=False, excused__isnull=True, progress__in=conditions.findings.OWED),
        "noted": Q(progress=Progress.NOTED, nature__in=TO_RECTIFY),
        "struck": Q(progress=Progress.STRUCK),
    }.get(show, Q())
