"""Inspections: draw up the scheme, put it up for signature, sign or return it, set out, call off, file away.

What the journal tells of an unannounced inspection names neither title nor unit: `tell` is the only way in which these acts record.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from duban.ledger import access, conditions, journal, numbers
from duban.ledger.by import By
from duban.ledger.models import Inspection, Matter, PlanItem
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Officer, Unit


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """What an inspection is to be (督查方案): the days are both inclusive."""

    title: str
    method: str
    from_on: datetime.date
    to_on: datetime.date
    units: Sequence[Unit]
    scheme: str = ""
    matters: Sequence[Matter] = ()
    unannounced: bool = False
    made_with: str = ""
    plan_item: PlanItem | None = None
    unplanned_reason: str = ""
    after: Inspection | None = None


@transaction.atomic
def draft_inspection(*, jurisdiction: Jurisdiction, scheme: Scheme, by: By) -> Inspection:
    """Draw up an inspection. Raises Refused without title or unit, for days the wrong way round, and for what is of another jurisdiction."""
    today = by.today
    _check(jurisdiction, scheme, None)
    number = numbers.take_number(jurisdiction=jurisdiction, series="inspection", year=today.year)
    inspection = Inspection(
        jurisdiction=jurisdiction, no=f"DC{today.year}-{number}", opened_by=by.officer, opened_on=today
    )
    _write(inspection, scheme)
    tell("inspection.drafted", inspection, by)
    return inspection


@transaction.atomic
def edit_inspection(*, inspection: Inspection, scheme: Scheme, by: By, version: int | None = None) -> Inspection:
    """Change the scheme before it is put up. Raises Refused afterwards, for a unit somebody of the team belongs to, for one left out that has

    places; Conflict for a stale version.
    """
    held = locking.hold_inspection(inspection, version)
    refuse_if(conditions.inspections.editing(held))
    _check(held.jurisdiction, scheme, held)
    refuse_if(conditions.inspections.changing_units(held, scheme.units))
    held.version += 1
    _write(held, scheme)
    tell("inspection.edited", held, by)
    return held


@transaction.atomic
def apply_inspection(*, inspection: Inspection, signer: Officer, by: By) -> Inspection:
    """Put the scheme up for signature. Raises Refused, citing the clause, where reason or time is wanting, or the signer is not the one named."""
    held, today = locking.hold_inspection(inspection), by.today
    refuse_if(conditions.inspections.application(held, today))
    signing = conditions.inspections.signing_of(held)
    if not signing.officers.filter(pk=signer.pk).exists():
        raise Refused("不能报给这位审批", clause=signing.clause, field="signer")
    held.phase, held.signer, held.applied_on = Phase.WAITING, signer, today
    held.signed_by, held.signed_on, held.opinion = None, None, ""
    _save(held, "phase", "signer", "applied_on", "signed_by", "signed_on", "opinion")
    tell("inspection.applied", held, by)
    return held


@transaction.atomic
def sign_inspection(*, inspection: Inspection, agree: bool, by: By, opinion: str = "") -> Inspection:
    """Agree, or return the scheme with reasons, as the one who was asked or as their stand-in.

    Raises Forbidden for anybody else and for who drafted it, Conflict where it does not wait, Refused for a return without reasons.
    """
    held, today = locking.hold_inspection(inspection), by.today
    if held.phase != Phase.WAITING:
        raise Conflict(f"这次督查已经是“{held.get_phase_display()}”")
    if by.officer.is_person_of(held.opened_by_id):
        raise Forbidden("不能审批自己拟定的方案")
    if by.officer.pk != held.signer_id and all(
        each.pk != held.signer_id for each in access.delegations.represented_by(by.officer, today)
    ):
        raise Forbidden("这份方案报给别的领导审批")
    if not agree and not opinion.strip():
        raise Refused("退回要写明意见", field="opinion")
    held.phase = Phase.APPROVED if agree else Phase.RETURNED
    held.signed_by, held.signed_on, held.opinion = by.officer, today, opinion.strip()
    _save(held, "phase", "signed_by", "signed_on", "opinion")
    tell("inspection.signed" if agree else "inspection.returned", held, by, data={"reason": held.opinion})
    if agree and not held.unannounced:
        for unit in held.units.all():
            tell("inspection.announced", held, by, unit=unit)
    return held


@transaction.atomic
def file_inspection(*, inspection: Inspection, filed_on: datetime.date, filed_with: str, by: By) -> Inspection:
    """Put on record with whom and when it was filed (备案). Raises Refused before it is signed, for a day to come, or without a name."""
    held = locking.hold_inspection(inspection)
    if held.signed_on is None or held.phase in (Phase.WAITING, Phase.RETURNED, Phase.DRAFT):
        raise Refused("批准以后才备案")
    if filed_on > by.today:
        raise Refused("备案日期还没有到", field="filed_on")
    if filed_on < held.signed_on:
        raise Refused(f"备案早于批准（{held.signed_on}）", field="filed_on")
    if not filed_with.strip():
        raise Refused("请写明向谁备案", field="filed_with")
    held.filed_on, held.filed_with = filed_on, filed_with.strip()
    _save(held, "filed_on", "filed_with")
    tell("inspection.filed", held, by, data={"name": held.filed_with})
    return held


@transaction.atomic
def start_inspection(*, inspection: Inspection, by: By) -> Inspection:
    """Let the team set out. Raises Refused before it is signed, without a head, and before its first day."""
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.start(held, by.today))
    held.phase = Phase.UNDER_WAY
    _save(held, "phase")
    tell("inspection.started", held, by)
    return held


@transaction.atomic
def cancel_inspection(*, inspection: Inspection, reason: str, by: By) -> Inspection:
    """Call it off before it began. Raises Refused without a reason, or once it began."""
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.cancelling(held))
    if not reason.strip():
        raise Refused("取消要写明理由", field="reason")
    held.phase, held.cancel_reason = Phase.CANCELLED, reason.strip()
    _save(held, "phase", "cancel_reason")
    tell("inspection.cancelled", held, by, data={"reason": held.cancel_reason})
    return held


@transaction.atomic
def close_inspection(*, inspection: Inspection, by: By) -> Inspection:
    """File it away. Raises Refused while a finding is not struck off or a conclusion not delivered."""
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.closing(held))
    held.phase, held.closed_on = Phase.CLOSED, by.today
    _save(held, "phase", "closed_on")
    tell("inspection.closed", held, by)
    return held


def tell(
    verb: str,
    inspection: Inspection,
    by: By,
    *,
    of: models.Model | None = None,
    unit: Unit | None = None,
    matter: Matter | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Record an act on an inspection (`of`: the row that it is about, else the inspection) in the journal.

    Of an unannounced one the line holds its number and nothing more, until the team has arrived at the unit that the line is about.
    """
    is_secret = inspection.unannounced and not (
        unit is not None and inspection.visits.filter(unit=unit, arrived_at__isnull=False).exists()
    )
    told: dict[str, object] = {"no": inspection.no, "secret": True}
    if not is_secret:
        told = {"no": inspection.no, "name": inspection.title, **(data or {})}
    journal.record(
        verb,
        jurisdiction=inspection.jurisdiction,
        of=of or inspection,
        actor=by.officer,
        at=by.at,
        unit=None if is_secret else unit,
        matter=None if is_secret else matter,
        data=told,
    )


def _check(jurisdiction: Jurisdiction, scheme: Scheme, held: Inspection | None) -> None:
    for field in ("title", "scheme", "unplanned_reason", "made_with"):
        refuse_classified(getattr(scheme, field), field=field)
    if not scheme.title.strip():
        raise Refused("请写明督查什么", field="title")
    if scheme.method not in Method.values or scheme.method == Method.RECEIVED:
        raise Refused("请选定督查方式", field="method")
    if scheme.to_on < scheme.from_on:
        raise Refused("结束日期早于开始日期", field="to_on")
    if not scheme.units:
        raise Refused("请选定被督查单位", field="units")
    if any(unit.jurisdiction_id != jurisdiction.pk for unit in scheme.units):
        raise Refused("被督查单位不在本辖区", field="units")
    if any(matter.jurisdiction_id != jurisdiction.pk for matter in scheme.matters):
        raise Refused("督查事项不在本辖区", field="matters")
    if scheme.after is not None and scheme.after.jurisdiction_id != jurisdiction.pk:
        raise Refused("前次督查不在本辖区", field="after")
    if scheme.method == Method.LOOK_BACK and scheme.after is None:
        raise Refused("回头看要选定前次督查", field="after")
    if scheme.plan_item is not None:
        _check_item(jurisdiction, scheme.plan_item, held)


def _check_item(jurisdiction: Jurisdiction, item: PlanItem, held: Inspection | None) -> None:
    if item.plan.jurisdiction_id != jurisdiction.pk:
        raise Refused("计划项目不在本辖区", field="plan_item")
    # One hand at a time: two who draw up at once do not both take it.
    PlanItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if item.plan.adopted_on is None:
        raise Refused("年度计划还没有审定", possible="审定以后再按计划开展。", field="plan_item")
    taken = item.inspections.exclude(phase=Phase.CANCELLED)
    taken = taken.exclude(pk=held.pk) if held is not None else taken
    if taken.exists():
        raise Refused("这个计划项目已经拟定了督查", possible="再查一次的，按计划外督查办理。", field="plan_item")


def _write(inspection: Inspection, scheme: Scheme) -> None:
    for name in ("title", "scheme", "made_with", "unplanned_reason"):
        setattr(inspection, name, getattr(scheme, name).strip())
    for name in ("method", "unannounced", "from_on", "to_on", "plan_item", "after"):
        setattr(inspection, name, getattr(scheme, name))
    if scheme.plan_item is not None:
        inspection.unplanned_reason = ""
    inspection.save()
    inspection.units.set(scheme.units)
    inspection.matters.set(scheme.matters)


def _save(inspection: Inspection, *fields: str) -> None:
    inspection.version += 1
    inspection.save(update_fields=["version", *fields])
