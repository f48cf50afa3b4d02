"""Inspections: the list, what may be done about one, and how often its units were inspected of late."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from duban.ledger import access, conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, PlanItem
from duban.ledger.models.inspections import BEFORE, Phase
from duban.ledger.refusals import Refused
from duban.people.models import Officer, Unit

# Outside the plan, signed, and not filed yet; asked only where the document wants the filing.
UNFILED = Q(plan_item=None, filed_on=None, phase__in=(Phase.APPROVED, Phase.UNDER_WAY, Phase.CONCLUDED, Phase.CLOSED))
SHOWS = {
    "": ("全部", Q()),
    "waiting": ("待审批", Q(phase=Phase.WAITING)),
    "before": ("尚未开始", Q(phase__in=BEFORE)),
    "under_way": ("督查中", Q(phase=Phase.UNDER_WAY)),
    "over": ("已完成", Q(phase__in=(Phase.CONCLUDED, Phase.CLOSED))),
    "received": ("迎接上级督查", Q(method="received")),
}
# What desks lead to beside these.
_MORE = {"returned": Q(phase=Phase.RETURNED), "unfiled": UNFILED & ~Q(method="received")}
# Over how many days back the program looks for other inspections of the same unit: its own measure, no document names one.
BACK = 30


def list_of(officer: Officer, *, show: str = "", unit: str = "", q: str = "") -> QuerySet[Inspection]:
    """Return the inspections of which the officer may know, those to come and the newest first."""
    found = access.inspections.inspections(officer).filter(
        _MORE[show] if show in _MORE else SHOWS.get(show, SHOWS[""])[1]
    )
    if unit and not officer.is_unit:
        found = found.filter(units__code=unit)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(no__icontains=q))
    return found.select_related("plan_item").order_by("-from_on", "-id")


def to_sign(officer: Officer, today: datetime.date) -> QuerySet[Inspection]:
    """Return the schemes that wait for the officer's signature, their own or for whom they stand in."""
    asked = [officer.pk, *(each.pk for each in access.delegations.represented_by(officer, today))]
    found = access.inspections.inspections(officer).filter(phase=Phase.WAITING, signer__in=asked)
    return found.exclude(opened_by__in=officer.accounts).order_by("from_on", "id")


@dataclass(frozen=True)
class Option:
    """One act on an inspection: its route, its word, and what stands against it now."""

    route: str
    word: str
    refusal: Refused | None = None
    presses: bool = False
    is_grave: bool = False
    # Of what kind the page of the route takes back, where it is one page for many.
    kind: str = ""


def options_of(officer: Officer, inspection: Inspection, today: datetime.date) -> list[Option]:
    """Return what this officer may do about the inspection itself, or what stands against it."""
    found: list[Option] = []
    if inspection.phase == Phase.WAITING and to_sign(officer, today).filter(pk=inspection.pk).exists():
        found.append(Option("inspection_signature", "审批方案", presses=True))
    if not access.may(officer, "draft_inspection"):
        return found
    if inspection.phase in (Phase.DRAFT, Phase.RETURNED):
        found.append(
            Option(
                "inspection_application", "报批", conditions.inspections.application(inspection, today), presses=True
            )
        )
        found.append(Option("inspection_edit", "修改方案"))
    if inspection.phase == Phase.APPROVED:
        found.append(
            Option("inspection_start", "开始督查", conditions.inspections.start(inspection, today), presses=True)
        )
    if conditions.inspections.owes_filing(inspection):
        found.append(Option("inspection_filing", "登记备案"))
    if inspection.phase in (Phase.UNDER_WAY, Phase.CONCLUDED):
        found.append(Option("inspection_closure", "归档", conditions.inspections.closing(inspection)))
    if inspection.phase in (Phase.UNDER_WAY, Phase.CONCLUDED, Phase.CLOSED) and not inspection.is_received:
        found.append(Option("look_back", "安排回头看", conditions.inspections.look_back(inspection)))
    if conditions.inspections.taking_back_start(inspection) is None:
        found.append(Option("take_back", "撤回开始督查", kind="inspection_start"))
    if inspection.phase == Phase.CLOSED:
        found.append(Option("take_back", "取消归档", kind="inspection_closed"))
    found += _preparing(inspection)
    if inspection.phase in BEFORE:
        found.append(Option("inspection_cancellation", "取消", is_grave=True))
    return found


def _preparing(inspection: Inspection) -> list[Option]:
    """Return what may be prepared: team, places, lots, self-inspections; of one received, what is to be ready and what came of it."""
    if inspection.is_received:
        if inspection.phase not in (Phase.UNDER_WAY, Phase.CONCLUDED):
            return []
        return [
            Option("preparation_new", "安排迎检准备"),
            Option(
                "inspection_finding",
                "记录反馈的问题",
                None if inspection.phase == Phase.UNDER_WAY else Refused("督查已经结束"),
            ),
            Option("inspection_result", "登记结果"),
        ]
    found = []
    if inspection.phase not in (Phase.CLOSED, Phase.CANCELLED):
        found.append(Option("inspection_members", "督查组加人"))
    if inspection.phase in (*BEFORE, Phase.UNDER_WAY):
        found.append(Option("inspection_visits", "安排点位"))
    if inspection.phase in BEFORE:
        found.append(Option("inspection_draws", "随机抽取"))
    if inspection.phase in (*BEFORE, Phase.UNDER_WAY):
        found.append(Option("inspection_self", "布置自查", conditions.inspections.self_inspection(inspection)))
    if inspection.phase == Phase.UNDER_WAY:
        found.append(Option("inspection_finding", "记录问题"))
    return found


@dataclass(frozen=True)
class Clash:
    """Another inspection of the same unit: how its days lie to this one's, in days between; 0 where they overlap."""

    unit: Unit
    other: Inspection
    apart: int


def clashes(officer: Officer, inspection: Inspection) -> list[Clash]:
    """Return the other inspections of the same units that overlap or lie within BACK days, of which the officer may know."""
    span = datetime.timedelta(days=BACK)
    units = list(inspection.units.all())
    near = (
        access.inspections.inspections(officer)
        .exclude(pk=inspection.pk)
        .exclude(phase=Phase.CANCELLED)
        .filter(units__in=units, from_on__lte=inspection.to_on + span, to_on__gte=inspection.from_on - span)
        .distinct()
        .prefetch_related("units")
        .order_by("from_on", "id")
    )
    found = []
    for other in near:
        apart = max((other.from_on - inspection.to_on).days, (inspection.from_on - other.to_on).days, 0)
        found += [Clash(unit, other, apart) for unit in other.units.all() if unit in units]
    return found


def times_this_year(officer: Officer, inspection: Inspection) -> list[tuple[Unit, int]]:
    """Return how many inspections of the year each of its units has, this one counted, of those the officer may know."""
    known = (
        access.inspections.inspections(officer)
        .exclude(phase=Phase.CANCELLED)
        .filter(from_on__year=inspection.from_on.year)
    )
    units = list(inspection.units.order_by("order", "id"))
    named = Inspection.units.through.objects.filter(unit__in=units, inspection__in=known).order_by()
    times = dict(named.values_list("unit").annotate(times=Count("pk")))
    return [(unit, times.get(unit.pk, 0)) for unit in units]


def open_items(officer: Officer, today: datetime.date) -> QuerySet[PlanItem]:
    """Return the items of adopted plans of this year and the next from which no inspection was drawn up yet."""
    found = PlanItem.objects.filter(plan__in=access.inspections.annual_plans(officer), plan__adopted_on__isnull=False)
    found = found.filter(plan__year__in=(today.year, today.year + 1))
    taken = Inspection.objects.exclude(phase=Phase.CANCELLED).filter(plan_item__isnull=False).values("plan_item")
    return found.exclude(pk__in=taken).select_related("plan").order_by("from_on", "order")


def clauses_of(inspection: Inspection) -> dict[str, str]:
    """Return, by feature, the clause that the document has for it; empty words where it has none."""
    regime = Governed.of(inspection.jurisdiction).document
    names = (
        "inspections",
        "team",
        "unannounced",
        "self_inspection",
        "annual_plan",
        "inspection_plan",
        "received_inspections",
    )
    return {name: conditions.inspections.clause_on(regime, name) for name in names}
