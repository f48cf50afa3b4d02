"""Look-backs (回头看): a later inspection made from an earlier one, with what was not struck off there as its places."""

import datetime

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections.inspections import Scheme, draft_inspection
from duban.ledger.actions.inspections.visits import plan_visit
from duban.ledger.by import By
from duban.ledger.models import Inspection
from duban.ledger.models.inspections import Method, Visit
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def arrange_look_back(
    *,
    inspection: Inspection,
    from_on: datetime.date,
    to_on: datetime.date,
    by: By,
    unannounced: bool = False,
    reason: str = "",
) -> Inspection:
    """Draw up a look-back: the units with findings not struck off, one place for each finding, its matter with it.

    Raises Refused before the first inspection began, where nothing is open, and for days gone by.
    """
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.look_back(held))
    if from_on < by.today:
        raise Refused("开始日期早于今天", field="from_on")
    left = conditions.inspections.left_open(held)
    made = draft_inspection(
        jurisdiction=held.jurisdiction,
        scheme=Scheme(
            title=f"{held.title}回头看"[:200],
            method=Method.LOOK_BACK,
            from_on=from_on,
            to_on=to_on,
            units=list(dict.fromkeys(each.unit for each in left)),
            scheme="逐项核实前次督查未销号的问题：\n"
            + "\n".join(f"{each.order}. {each.unit}：{each.text}" for each in left)[:7900],
            matters=list(dict.fromkeys(each.matter for each in left if each.matter is not None)),
            unannounced=unannounced,
            unplanned_reason=reason or f"对{held.no}发现的问题回头看",
            after=held,
        ),
        by=by,
    )
    for each in left:
        place = each.visit.place if each.visit is not None else each.text.strip().split("\n")[0]
        how = Visit.How.UNANNOUNCED if unannounced else Visit.How.SITE
        plan_visit(
            inspection=made,
            unit=each.unit,
            matter=each.matter,
            place=place[:120],
            how=how,
            on=from_on,
            by=by,
        )
    return made
