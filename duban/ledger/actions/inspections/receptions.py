"""Inspections received from above (迎接上级督查): registered, prepared for by date, and what came of them."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import numbers
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.by import By
from duban.ledger.models import Inspection, Preparation
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Unit


@transaction.atomic
def register_reception(
    *,
    jurisdiction: Jurisdiction,
    title: str,
    authority: str,
    authority_name: str,
    from_on: datetime.date,
    to_on: datetime.date,
    units: Sequence[Unit],
    by: By,
    scheme: str = "",
) -> Inspection:
    """Register that a superior inspects here: which authority, when, which units. Raises Refused where one of these is missing or wrong."""
    today = by.today
    for field, text in (("title", title), ("scheme", scheme), ("authority_name", authority_name)):
        refuse_classified(text, field=field)
    if not title.strip():
        raise Refused("请写明督查什么", field="title")
    if not authority or not authority_name.strip():
        raise Refused("请写明谁来督查", field="authority_name")
    if to_on < from_on:
        raise Refused("结束日期早于开始日期", field="to_on")
    if any(unit.jurisdiction_id != jurisdiction.pk for unit in units):
        raise Refused("单位不在本辖区", field="units")
    number = numbers.take_number(jurisdiction=jurisdiction, series="inspection", year=today.year)
    made = Inspection.objects.create(
        jurisdiction=jurisdiction,
        no=f"DC{today.year}-{number}",
        title=title.strip(),
        method=Method.RECEIVED,
        authority=authority,
        authority_name=authority_name.strip(),
        scheme=scheme.strip(),
        from_on=from_on,
        to_on=to_on,
        phase=Phase.UNDER_WAY,
        opened_by=by.officer,
        opened_on=today,
    )
    made.units.set(units)
    tell("inspection.received", made, by)
    return made


@transaction.atomic
def ask_preparation(
    *, inspection: Inspection, text: str, by: By, unit: Unit | None = None, due_on: datetime.date | None = None
) -> Preparation:
    """Put one thing on the list of what is to be ready, for a unit (None: the office) until a day, inclusive.

    Raises Refused for an inspection of one's own, once its result is there, without words, and for a day gone by.
    """
    held = _received(inspection)
    if not text.strip():
        raise Refused("请写明准备什么", field="text")
    refuse_classified(text, field="text")
    if unit is not None and unit.jurisdiction_id != held.jurisdiction_id:
        raise Refused("单位不在本辖区", field="unit")
    if due_on is not None and due_on < by.today:
        raise Refused("期限早于今天", field="due_on")
    last = held.preparations.order_by("-order").values_list("order", flat=True).first() or 0
    made = Preparation.objects.create(inspection=held, order=last + 1, text=text.strip(), unit=unit, due_on=due_on)
    tell("preparation.asked", held, by, of=made, unit=unit, data={"said": made.text})
    return made


@transaction.atomic
def finish_preparation(*, preparation: Preparation, by: By) -> Preparation:
    """Say that it is ready: the unit its own, the office any. Raises Forbidden for another unit, Conflict where it was said."""
    held = locking.hold_inspection(preparation.inspection)
    found = (
        Preparation.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=preparation.pk)
    )
    if not by.officer.is_office and by.officer.unit_id != found.unit_id:
        raise Forbidden("这是别的单位的准备事项")
    if found.done_on is not None:
        raise Conflict(f"{found.done_on} 已经完成")
    found.done_on = by.today
    found.save(update_fields=["done_on"])
    tell("preparation.done", held, by, of=found, unit=found.unit, data={"said": found.text})
    return found


@transaction.atomic
def answer_reception(*, inspection: Inspection, result: str, result_on: datetime.date, by: By) -> Inspection:
    """Put on record what came of it. Findings told by the superior are entered as findings, an excellent result as a fact with its proof.

    Raises Refused without words, for a day to come or before it began.
    """
    held = _received(inspection)
    if not result.strip():
        raise Refused("请写明检查结果", field="result")
    refuse_classified(result, field="result")
    if result_on > by.today:
        raise Refused("日期还没有到", field="result_on")
    if result_on < held.from_on:
        raise Refused(f"检查 {held.from_on} 才开始", field="result_on")
    held.result, held.result_on = result.strip(), result_on
    held.version += 1
    held.save(update_fields=["result", "result_on", "version"])
    tell("inspection.answered", held, by, data={"answer": held.result})
    return held


def _received(inspection: Inspection) -> Inspection:
    held = locking.hold_inspection(inspection)
    if not held.is_received:
        raise Refused("这不是上级来的督查")
    if held.phase in (Phase.CLOSED, Phase.CANCELLED):
        raise Refused(f"这次督查{held.get_phase_display()}")
    return held
