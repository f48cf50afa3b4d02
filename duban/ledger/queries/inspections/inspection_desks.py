"""What inspections put on a desk: every number is counted by the query of the list that it leads to, all of them in one question."""

import datetime
from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Count, F, Model, Q, QuerySet, Subquery, Value

from duban.ledger import access, conditions
from duban.ledger.models import Inspection, Member, Preparation, SelfInspection, Visit
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.queries.inspections import inspections, look_backs, rectification_desks
from duban.people.models import Jurisdiction, Officer


@dataclass(frozen=True)
class Tile:
    """A number and the list that it leads to: the route's name and its query."""

    word: str
    count: int
    route: str
    query: str = ""


@dataclass(frozen=True)
class Desk:
    """What of inspections waits for an officer: numbers, today's places, what their unit owes, the check at the end of a quarter."""

    tiles: list[Tile]
    places: list[Visit]
    owed: list[SelfInspection]
    to_prepare: list[Preparation]
    quarter_end: look_backs.QuarterEnd | None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        return not (self.tiles or self.places or self.owed or self.to_prepare or self.quarter_end)


def desk_of(officer: Officer, today: datetime.date, filled: Container[type[Model]] | None = None) -> Desk:
    """Return what of inspections waits for the officer today; nothing is asked where `filled`, as `presences` has it, has none."""
    if not access.may(officer, "see_inspections") or officer.jurisdiction is None:
        return Desk([], [], [], [], None)
    quarter_end = look_backs.quarter_end(officer, today) if officer.is_office else None
    some = Inspection.objects.filter(jurisdiction=officer.jurisdiction)
    if (filled is not None and Inspection not in filled) or not some.exists():
        return Desk([], [], [], [], quarter_end)
    wanted = _lists(officer, today)
    numbers = _counted(officer.jurisdiction, [found for _, _, _, found in wanted])
    tiles = [
        Tile(word, number, route, query)
        for (word, route, query, _), number in zip(wanted, numbers, strict=True)
        if number
    ]
    return Desk(
        tiles=tiles,
        places=list(places_on(officer, today)[:20]),
        owed=list(owed_self_inspections(officer)[:10]) if officer.is_unit else [],
        to_prepare=list(open_preparations(officer)[:10]) if officer.is_unit else [],
        quarter_end=quarter_end,
    )


def places_on(officer: Officer, today: datetime.date) -> QuerySet[Visit]:
    """Return the places of the day for the officer's teams; what was not reached on an earlier day comes along."""
    late = Q(on__lt=today, arrived_at__isnull=True)
    found = access.inspections.own_places(officer).filter(Q(on=today) | late)
    return found.select_related("inspection", "unit", "matter").order_by(
        F("arrived_at").asc(nulls_first=True), "on", "id"
    )


def own_inspections(officer: Officer) -> QuerySet[Inspection]:
    """Return the inspections under way on whose teams the officer is, the one that ends first before the others."""
    teams = Member.objects.filter(officer=officer, recused_on__isnull=True).values("inspection")
    found = access.inspections.inspections(officer).filter(pk__in=teams, phase=Phase.UNDER_WAY)
    return found.exclude(method=Method.RECEIVED).order_by("to_on", "id")


def coming_places(officer: Officer, today: datetime.date) -> QuerySet[Visit]:
    """Return the places of the days to come for the officer's teams."""
    found = access.inspections.own_places(officer).filter(on__gt=today)
    return found.select_related("inspection", "unit", "matter").order_by("on", "id")


def owed_self_inspections(officer: Officer) -> QuerySet[SelfInspection]:
    """Return the self-inspections that the officer's unit still owes, the nearest date first."""
    found = access.inspections.self_inspections(officer).filter(unit_id=officer.unit_id or 0, handed_in_on__isnull=True)
    return found.exclude(inspection__phase=Phase.CANCELLED).select_related("inspection").order_by("due_on", "id")


def open_preparations(officer: Officer) -> QuerySet[Preparation]:
    """Return what is still to be made ready: for a unit its own, for the office all."""
    found = access.inspections.preparations(officer).filter(done_on__isnull=True)
    return (
        found.exclude(inspection__phase__in=(Phase.CANCELLED, Phase.CLOSED))
        .select_related("inspection", "unit")
        .order_by("due_on", "id")
    )


def late_self_inspections(officer: Officer, today: datetime.date) -> QuerySet[SelfInspection]:
    """Return the self-inspections that are owed after their day."""
    found = access.inspections.self_inspections(officer).filter(handed_in_on__isnull=True, due_on__lt=today)
    return found.exclude(inspection__phase=Phase.CANCELLED)


def _lists(officer: Officer, today: datetime.date) -> list[tuple[str, str, str, QuerySet]]:
    """Return what is counted for this officer: its word, the route and query of its list, and the rows."""
    found: list[tuple[str, str, str, QuerySet]] = []
    if access.may(officer, "sign_inspection"):
        found.append(("督查方案待我审批", "inspections", "show=to_sign", inspections.to_sign(officer, today)))
    if officer.is_office:
        own = access.inspections.inspections(officer)
        found.append(("督查方案退回修改", "inspections", "show=returned", own.filter(phase=Phase.RETURNED)))
        found.append(("自查报告逾期", "inspection_tasks", "", late_self_inspections(officer, today)))
        found.append(("迎检准备逾期", "inspection_tasks", "", open_preparations(officer).filter(due_on__lt=today)))
        if _files(officer.jurisdiction):
            unfiled = own.filter(inspections.UNFILED).exclude(method=Method.RECEIVED)
            found.append(("计划外督查待备案", "inspections", "show=unfiled", unfiled))
    return found + rectification_desks.lists_for(officer, today)


def _files(jurisdiction: Jurisdiction | None) -> bool:
    return (
        jurisdiction is not None
        and conditions.inspections.unplanned_approval(Inspection(jurisdiction=jurisdiction)) is not None
    )


def _counted(jurisdiction: Jurisdiction, lists: list[QuerySet]) -> list[int]:
    """Return how many rows each of the lists has, asking the database once."""
    if not lists:
        return []
    counts = {}
    for place, found in enumerate(lists):
        counted = (
            found.order_by()
            .annotate(every=Value(1))
            .values("every")
            .annotate(rows=Count("pk", distinct=True))
            .values("rows")
        )
        counts[f"n{place}"] = Subquery(counted)
    row = Jurisdiction.objects.filter(pk=jurisdiction.pk).annotate(**counts).values(*counts).get()
    return [row[name] or 0 for name in counts]
