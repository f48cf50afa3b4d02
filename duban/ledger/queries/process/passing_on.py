"""What is open about a unit besides its matters and what inspections ask of it, and passes to its successor (单位变更)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q

from duban.ledger.models import Claim, Consequence, Finding, Objection, Proposal, Question
from duban.ledger.models import claims as of_claims
from duban.ledger.models.consequences import Kind as Imposed
from duban.ledger.models.findings import Progress
from duban.ledger.models.objections import Verdict
from duban.ledger.models.proposals import GOING
from duban.people.models import Unit

Row = tuple[str, Any, str, Callable[[Any], str]]
_OWED = [each for each in Imposed if each.is_owed]
_EVENTS = [each for each in Imposed if each.is_event]


def open_rows(of: Sequence[Unit], *, stays: bool) -> tuple[Row, ...]:
    """Return the kinds of rows that pass on, as `reorganising` reads them: kind, rows, column of the unit, words of a row.

    Claims stay with the unit where the points of the period do.
    """
    owed = Q(kind__in=_OWED, handed_in_on=None, owed_by__isnull=False) | Q(kind__in=_EVENTS, held_on=None)
    claims = Claim.objects.filter(unit__in=of, standing=of_claims.Standing.OPEN)
    if stays:
        claims = claims.none()
    progress = (Progress.HANDED, Progress.RECTIFYING, Progress.REPORTED)
    going = Proposal.objects.filter(to_unit__in=of, outcome__in=GOING).select_related("assignment__matter", "to_unit")
    asked = Question.objects.filter(unit__in=of, answered_at=None, withdrawn_at=None).select_related("unit", "matter")
    return (
        (
            "questions",
            asked.order_by("pk"),
            "unit_id",
            lambda row: f"{row.matter.no} 问{row.unit}",
        ),
        (
            "objections",
            Objection.objects.filter(unit__in=of, verdict=Verdict.OPEN)
            .select_related("unit", "line", "deadline__assignment")
            .order_by("pk"),
            "unit_id",
            lambda row: f"{row.unit} {row.made_on} 提出的{row.get_ground_display()}",
        ),
        (
            "claims",
            claims.select_related("unit").order_by("pk"),
            "unit_id",
            lambda row: f"{row.unit}：{row.title}",
        ),
        (
            "consequences",
            Consequence.objects.filter(owed, unit__in=of, lifted_on=None).select_related("unit").order_by("pk"),
            "unit_id",
            lambda row: f"{row.unit} {row.imposed_on} {row.get_kind_display()}",
        ),
        (
            "findings",
            Finding.objects.filter(unit__in=of, progress__in=progress)
            .select_related("unit", "inspection")
            .order_by("pk"),
            "unit_id",
            lambda row: f"{row.unit}：{row.inspection.no} 第 {row.order} 个问题",
        ),
        (
            "proposals",
            going.order_by("pk"),
            "to_unit_id",
            lambda row: f"{row.get_act_display()}：{row.assignment.matter.no}（拟改由{row.to_unit}承办）",
        ),
    )
