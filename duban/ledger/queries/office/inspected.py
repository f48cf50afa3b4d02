"""What of inspections passes to a unit's successor (单位变更): the inspection itself, places not visited yet, what the unit was asked for.

Of an unannounced one the words name nothing: who reads of the reorganisation is not to learn of it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q

from duban.ledger.models import Conclusion, Finding, Inspection, PlanItem, Preparation, SelfInspection, Visit
from duban.ledger.models.findings import Progress
from duban.ledger.models.inspections import Phase
from duban.people.models import Unit

_OVER = (Phase.CLOSED, Phase.CANCELLED)
Row = tuple[str, Any, str, Callable[[Any], str]]


def open_rows(of: Sequence[Unit]) -> tuple[Row, ...]:
    """Return the kinds of rows that pass on, as `reorganising` reads them: kind, rows, column of the unit, words of a row."""
    going = ~Q(inspection__phase__in=_OVER)
    visits = Visit.objects.filter(going, unit__in=of, arrived_at=None).select_related("unit", "inspection")
    own = SelfInspection.objects.filter(going, unit__in=of, handed_in_on=None).select_related("unit", "inspection")
    asked = Preparation.objects.filter(going, unit__in=of, done_on=None).select_related("unit", "inspection")
    noted = Finding.objects.filter(going, unit__in=of, progress=Progress.NOTED).select_related("unit", "inspection")
    return (
        ("visits", visits.order_by("pk"), "unit_id", lambda row: _words(row, f"点位“{row.place}”")),
        ("self_inspections", own.order_by("pk"), "unit_id", lambda row: _words(row, "自查报告")),
        ("preparations", asked.order_by("pk"), "unit_id", lambda row: _words(row, f"迎检准备“{row.text}”")),
        ("findings", noted.order_by("pk"), "unit_id", lambda row: _words(row, f"第 {row.order} 个问题（未交办）")),
    )


def doubled(of: Sequence[Unit], to: Sequence[Unit]) -> set[int]:
    """Return the self-inspections (keys) of units that end whose successor owes one of its own in the same inspection: they stay."""
    there = SelfInspection.objects.filter(unit__in=to).values("inspection")
    return set(SelfInspection.objects.filter(unit__in=of, inspection__in=there).values_list("pk", flat=True))


def lists_of(of: Sequence[Unit]) -> list[tuple[Inspection | PlanItem, str]]:
    """Return the open inspections, and the items of plans without one, whose list of units names a unit that ends, each in words."""
    going = Inspection.objects.filter(units__in=of).exclude(phase__in=_OVER).distinct().order_by("pk")
    items = PlanItem.objects.filter(units__in=of, inspections=None).select_related("plan").distinct().order_by("pk")
    found: list[tuple[Inspection | PlanItem, str]] = [
        (each, "一次督查的被督查单位" if each.unannounced else f"{each.no} {each.title}的被督查单位") for each in going
    ]
    return found + [(each, f"{each.plan.year}年度计划“{each.title}”的被督查单位") for each in items]


def has_past(row: Inspection | PlanItem, unit: Unit) -> bool:
    """Return whether something of an inspection is about this very unit for good, so that the list goes on naming it."""
    if isinstance(row, PlanItem):
        return False
    return (
        row.visits.filter(unit=unit, arrived_at__isnull=False).exists()
        or Conclusion.objects.filter(inspection=row, unit=unit).exists()
        or SelfInspection.objects.filter(inspection=row, unit=unit, handed_in_on__isnull=False).exists()
        or row.findings.filter(unit=unit).exclude(progress=Progress.NOTED).exists()
    )


def _words(row: Any, what: str) -> str:
    if row.inspection.unannounced:
        return f"{row.unit}：一次督查的安排"
    return f"{row.unit}：{row.inspection.no} {what}"
