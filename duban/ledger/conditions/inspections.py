"""Whether an inspection may be applied for, started, cancelled or closed: asked by the acts that refuse and by the pages that grey out."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duban.engine import deadlines, limits
from duban.engine.clauses import Regime
from duban.engine.rules.limits import Approval
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Conclusion, Finding, Inspection, SelfInspection, Visit
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import TO_RECTIFY, Progress
from duban.ledger.models.inspections import BEFORE, Capacity, Phase
from duban.ledger.refusals import Conflict, Refused, refused_from
from duban.people.models import LEADERS, Jurisdiction, Officer, Role, Unit

UNPLANNED = "unplanned_inspection"
APPLICATION = "plan_application"
# Before which phase what may be edited; the days over which a start is looked for.
_EDITABLE = (Phase.DRAFT, Phase.RETURNED)
_AHEAD = 60
# How a place says that an arrival there was taken back.
ARRIVAL_TAKEN_BACK = "撤销到场记录："


def editing(inspection: Inspection) -> Refused | None:
    """Say whether the scheme may still be changed: before it is applied for, or after it came back."""
    if inspection.phase not in _EDITABLE and not (inspection.is_received and inspection.phase == Phase.UNDER_WAY):
        return Refused("方案已经报批，不能再改", possible="需要调整的，请审批人退回修改，或者取消后另拟。")
    return None


def application(inspection: Inspection, today: datetime.date) -> Refused | None:
    """Say whether it may be put up for signature: as a draft, with a scheme, units, and in time where the document counts back a day."""
    if inspection.phase not in _EDITABLE:
        return Refused(f"这次督查已经是“{inspection.get_phase_display()}”")
    if not inspection.scheme.strip():
        return Refused("请先写好督查方案", field="scheme")
    if inspection.to_on < today:
        return Refused("督查日期已经过去", possible="请先改定日期。", field="to_on")
    if inspection.plan_item_id is None:
        return _unplanned(inspection, today)
    return None


def taking_back_start(inspection: Inspection) -> Refused | None:
    """Say whether the start of an inspection may be taken back: while nobody was put on record anywhere and nothing is written down."""
    if inspection.phase != Phase.UNDER_WAY or inspection.is_received:
        return Conflict(f"这次督查是“{inspection.get_phase_display()}”，不能撤回开始")
    if inspection.visits.filter(arrived_at__isnull=False).exists() or inspection.findings.exists():
        return Refused("督查组已经到场或者记录了问题", possible="到场记错的，请先撤销到场记录。")
    if inspection.conclusions.exists():
        return Refused("已经起草督查结论")
    return None


def taking_back_arrival(visit: Visit) -> Refused | None:
    """Say whether an arrival may be taken back: while the inspection is under way and nothing was seen or found at the place."""
    if visit.arrived_at is None:
        return Conflict("还没有记录到场")
    if visit.inspection.phase != Phase.UNDER_WAY:
        return Conflict(f"这次督查是“{visit.inspection.get_phase_display()}”")
    seen = [line for line in visit.seen.splitlines() if ARRIVAL_TAKEN_BACK not in line]
    if seen or visit.findings.exists():
        return Refused("这个点位已经记录了情况，到场不能撤销", possible="问题记错的，请更正问题。")
    return None


def returning_self_inspection(row: SelfInspection) -> Refused | None:
    """Say whether a report on a unit's own check may be given back: once it was handed in, while the inspection goes on."""
    if row.handed_in_on is None:
        return Conflict("还没有报送自查报告")
    if row.inspection.phase in (Phase.CLOSED, Phase.CANCELLED):
        return Conflict(f"这次督查{row.inspection.get_phase_display()}")
    return None


def changing_units(inspection: Inspection, units: Sequence[Unit]) -> Refused | None:
    """Say whether these may be its units: nobody of the team belongs to one, and none that has a place is left out."""
    of_unit = (
        inspection.members.filter(officer__unit__in=units, recused_on__isnull=True)
        .select_related("officer__unit")
        .first()
    )
    if of_unit is not None and of_unit.officer is not None:
        why = f"督查组的{of_unit}是{of_unit.officer.unit}的人，应当回避"
        return Refused(why, possible="请先登记回避或者换人。", field="units")
    left = inspection.visits.exclude(unit__in=units).select_related("unit").first()
    if left is not None:
        return Refused(f"{left.unit}已经安排了点位“{left.place}”", possible="请先取消点位。", field="units")
    return None


def latest_application(jurisdiction: Jurisdiction, from_on: datetime.date) -> deadlines.Deadline | None:
    """Return the last day on which an inspection outside the plan may be applied for; None where the document counts none."""
    return Governed.of(jurisdiction).deadline(APPLICATION, from_on)


def earliest_start(jurisdiction: Jurisdiction, today: datetime.date) -> datetime.date | None:
    """Return the first day on which an inspection applied for today may begin; None where the document counts no day."""
    for ahead in range(1, _AHEAD):
        day = today + datetime.timedelta(days=ahead)
        latest = latest_application(jurisdiction, day)
        if latest is None:
            return None
        if latest.due >= today:
            return day
    return None


@dataclass(frozen=True)
class Signing:
    """Who may be asked to sign, and the clause that names them; an empty clause: the program's own order."""

    officers: QuerySet[Officer]
    clause: str


def signing_of(inspection: Inspection) -> Signing:
    """Return who may sign it: outside the plan whom the document names, else a leader or the office head; never who drafted it."""
    people = Officer.objects.filter(jurisdiction=inspection.jurisdiction, is_active=True).exclude(
        pk=inspection.opened_by_id
    )
    rule = unplanned_approval(inspection) if inspection.plan_item_id is None else None
    if rule is None:
        return Signing(people.filter(role__in=(*LEADERS, Role.OFFICE_HEAD)).order_by("role", "id"), "")
    roles = {ROLE_OF_SIGNER[each] for each in rule.signers}
    named = people.filter(role__in=roles)
    if Role.LEADER in roles:
        own = named.filter(Q(portfolios__units__inspections=inspection) | ~Q(role=Role.LEADER)).distinct()
        named = own if own.exists() else named
    return Signing(named.order_by("role", "id"), rule.clause)


def unplanned_approval(inspection: Inspection) -> Approval | None:
    """Return the document's rule on who signs what is outside the plan, or None."""
    governed = Governed.of(inspection.jurisdiction)
    rules = governed.rules(Approval)
    return next((rule for rule in rules if rule.act == UNPLANNED), None)


def owes_filing(inspection: Inspection) -> bool:
    """Return whether it is still to be filed: outside the plan, signed, under a document that wants it applied for."""
    signed = (
        inspection.signed_on is not None and inspection.phase not in BEFORE[:3] and inspection.phase != Phase.CANCELLED
    )
    return (
        signed
        and inspection.plan_item_id is None
        and inspection.filed_on is None
        and unplanned_approval(inspection) is not None
    )


def start(inspection: Inspection, today: datetime.date) -> Refused | None:
    """Say whether the team may set out: signed, with a head, from the first day on."""
    if inspection.phase != Phase.APPROVED:
        return Refused(f"这次督查是“{inspection.get_phase_display()}”，批准以后才能开始")
    if not inspection.members.filter(capacity=Capacity.HEAD, recused_on__isnull=True).exists():
        regime = Governed.of(inspection.jurisdiction).document
        return Refused("还没有组长", clause=clause_on(regime, "team"), possible="请先组成督查组。")
    if today < inspection.from_on:
        return Refused(f"方案定在 {inspection.from_on} 开始", possible="到时再开始；需要提前的，退回修改方案。")
    return None


def cancelling(inspection: Inspection) -> Refused | None:
    """Say whether it may be called off: before it began."""
    if inspection.phase not in BEFORE:
        return Refused("督查已经开始，不能取消", possible="请如实记录情况后归档。")
    return None


def closing(inspection: Inspection) -> Refused | None:
    """Say whether it may be filed away: begun, every finding put right or dropped, every conclusion delivered."""
    if inspection.phase not in (Phase.UNDER_WAY, Phase.CONCLUDED):
        return Refused(f"这次督查是“{inspection.get_phase_display()}”，不能归档")
    left = (
        Finding.objects.filter(inspection=inspection, nature__in=TO_RECTIFY)
        .exclude(progress__in=(Progress.STRUCK, Progress.DROPPED))
        .count()
    )
    if left:
        return Refused(f"还有 {left} 个问题没有销号", possible="请先逐项验收销号。")
    if Conclusion.objects.filter(inspection=inspection).exclude(step=Step.DELIVERED).exists():
        return Refused("还有结论没有送达", possible="请先送达被督查单位。")
    return None


def self_inspection(inspection: Inspection) -> Refused | None:
    """Say whether units may be asked to check themselves first: of an announced inspection, once it is signed, until it is over."""
    if inspection.unannounced:
        clause = clause_on(Governed.of(inspection.jurisdiction).document, "unannounced")
        return Refused("暗访不通知被督查单位，不布置自查", clause=clause)
    if inspection.phase not in (Phase.APPROVED, Phase.UNDER_WAY):
        return Refused(f"这次督查是“{inspection.get_phase_display()}”", possible="批准以后再布置自查。")
    return None


def clause_on(regime: Regime, feature: str) -> str:
    """Return the clause that says how a feature is done, before one that only says on what; empty where the document has neither."""
    named = [clause for clause in regime.clauses if feature in clause.features]
    return next((clause.clause for clause in named if "scope" not in clause.kinds), named[0].clause if named else "")


def plan_clause(regime: Regime) -> str:
    """Return the clause by which inspections follow the plan of the year; empty where the document has none."""
    return clause_on(regime, "annual_plan")


def _unplanned(inspection: Inspection, today: datetime.date) -> Refused | None:
    """Say what stands against an inspection outside the plan: the reason that the document wants, the day that it counts back."""
    regime = Governed.of(inspection.jurisdiction).document
    given = ("reason",) if inspection.unplanned_reason.strip() else ()
    refusal = limits.act(regime, UNPLANNED, given=given, choices=inspection.jurisdiction.choices)
    if refusal is not None:
        return refused_from(refusal, field="unplanned_reason")
    rule = unplanned_approval(inspection)
    if rule is not None and not given:
        return Refused("计划外督查须写明特殊情况", clause=rule.clause, field="unplanned_reason")
    latest = latest_application(inspection.jurisdiction, inspection.from_on)
    if latest is not None and today > latest.due:
        first = earliest_start(inspection.jurisdiction, today)
        possible = f"今天申报，最早 {first} 开始。" if first else ""
        return Refused(f"最迟 {latest.due} 申报，今天已过", clause=latest.clause, possible=possible, field="from_on")
    return None


def left_open(inspection: Inspection) -> list[Finding]:
    """Return the findings to be put right that are neither struck off nor dropped, in their order."""
    found = Finding.objects.filter(inspection=inspection, nature__in=TO_RECTIFY)
    found = found.exclude(progress__in=(Progress.STRUCK, Progress.DROPPED))
    return list(found.select_related("unit", "matter", "visit").order_by("order"))


def look_back(inspection: Inspection) -> Refused | None:
    """Say whether a look-back may be arranged: of an inspection of one's own that began, while something is open."""
    if inspection.phase in BEFORE or inspection.is_received:
        return Refused("这次督查还没有查，不能回头看")
    if not left_open(inspection):
        return Refused("没有未销号的问题，不需要回头看")
    return None
