"""The plan of a year (年度督查计划): opened, filled, adopted. What comes up afterwards is outside the plan."""

import calendar
import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import AnnualPlan, PlanItem
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.secrecy import refuse_classified
from duban.people.models import Jurisdiction, Unit


@transaction.atomic
def open_plan(*, jurisdiction: Jurisdiction, year: int, by: By, made_with: str = "") -> AnnualPlan:
    """Open the plan of a year; where the document counts out an inspection by months with its contents, they are entered.

    Raises Refused where that year has one, or for a year out of range.
    """
    if not 1990 <= year <= 2199:
        raise Refused("年份不对", field="year")
    if AnnualPlan.objects.filter(jurisdiction=jurisdiction, year=year).exists():
        raise Refused(f"{year}年度已经有计划", field="year")
    plan = AnnualPlan.objects.create(jurisdiction=jurisdiction, year=year, made_with=made_with.strip())
    for order, (month, contents) in enumerate(_by_month(jurisdiction), 1):
        first = datetime.date(year, month, 1)
        last = first.replace(day=calendar.monthrange(year, month)[1])
        PlanItem.objects.create(
            plan=plan, order=order, title=f"{month}月综合督查", contents="\n".join(contents), from_on=first, to_on=last
        )
    _record("annual_plan.opened", plan, by, "")
    return plan


@transaction.atomic
def add_item(
    *,
    plan: AnnualPlan,
    title: str,
    from_on: datetime.date,
    to_on: datetime.date,
    by: By,
    contents: str = "",
    units: Sequence[Unit] = (),
) -> PlanItem:
    """Enter one inspection. Raises Refused once the plan is adopted, for days outside its year or the wrong way round."""
    held = _held(plan)
    _check(held, title, from_on, to_on, units)
    last = held.items.order_by("-order").values_list("order", flat=True).first() or 0
    item = PlanItem.objects.create(
        plan=held, order=last + 1, title=title.strip(), contents=contents.strip(), from_on=from_on, to_on=to_on
    )
    item.units.set(units)
    _record("plan_item.added", held, by, item.title)
    return item


@transaction.atomic
def edit_item(
    *,
    item: PlanItem,
    title: str,
    from_on: datetime.date,
    to_on: datetime.date,
    by: By,
    contents: str = "",
    units: Sequence[Unit] = (),
) -> PlanItem:
    """Change one item before the plan is adopted. Raises Refused afterwards, for days outside its year or the wrong way round."""
    held = _held(item.plan)
    _check(held, title, from_on, to_on, units)
    item.title, item.contents, item.from_on, item.to_on = title.strip(), contents.strip(), from_on, to_on
    item.save()
    item.units.set(units)
    _record("plan_item.edited", held, by, item.title)
    return item


@transaction.atomic
def drop_item(*, item: PlanItem, by: By) -> None:
    """Take an item out before the plan is adopted. Raises Refused afterwards."""
    held = _held(item.plan)
    _open_only(held)
    PlanItem.objects.filter(pk=item.pk).delete()
    _record("plan_item.dropped", held, by, item.title)


@transaction.atomic
def adopt_plan(*, plan: AnnualPlan, by: By, made_with: str = "") -> AnnualPlan:
    """Adopt the plan; from then on it is fixed. Raises Refused without items, and where a body is not named with which the document has it made."""
    held = _held(plan)
    _open_only(held)
    if not held.items.exists():
        raise Refused("计划里还没有督查事项")
    held.made_with = made_with.strip() or held.made_with
    governed = Governed.of(held.jurisdiction)
    for body in governed.words("plan_partners"):
        if body not in held.made_with:
            clause = conditions.inspections.plan_clause(governed.document)
            raise Refused(
                f"年度计划须会同{body}制定", clause=clause, possible="会商以后写明会同单位。", field="made_with"
            )
    held.adopted_on, held.adopted_by = by.today, by.officer
    held.version += 1
    held.save(update_fields=["made_with", "adopted_on", "adopted_by", "version"])
    _record("annual_plan.adopted", held, by, "")
    return held


def _check(held: AnnualPlan, title: str, from_on: datetime.date, to_on: datetime.date, units: Sequence[Unit]) -> None:
    _open_only(held)
    refuse_classified(title, field="title")
    if not title.strip():
        raise Refused("请写明督查事项", field="title")
    if to_on < from_on:
        raise Refused("结束日期早于开始日期", field="to_on")
    if from_on.year != held.year or to_on.year != held.year:
        raise Refused(f"日期不在 {held.year} 年内", field="from_on")
    if any(unit.jurisdiction_id != held.jurisdiction_id for unit in units):
        raise Refused("单位不在本辖区", field="units")


def _open_only(held: AnnualPlan) -> None:
    if held.adopted_on is not None:
        raise Conflict(f"计划已于 {held.adopted_on} 审定，不能再改", possible="临时需要的，按计划外督查办理。")


def _held(plan: AnnualPlan) -> AnnualPlan:
    return (
        AnnualPlan.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=plan.pk)
    )


def _record(verb: str, plan: AnnualPlan, by: By, name: str) -> None:
    journal.record(
        verb,
        jurisdiction=plan.jurisdiction,
        of=plan,
        actor=by.officer,
        at=by.at,
        data={"name": f"{plan.year}年度 {name}".strip()},
    )


def _by_month(jurisdiction: Jurisdiction) -> list[tuple[int, tuple[str, ...]]]:
    """Return the inspections that the document ties to a month, with their contents."""
    return sorted((each.month, tuple(each.items)) for each in Governed.of(jurisdiction).document.lists if each.month)
