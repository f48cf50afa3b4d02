"""What stands in a matter's row of the list, changed where it stands, before the order goes out."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.orders import Order, standing_order
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.ledger.refusals import Refused

# The members of an order that may be changed so.
IN_ROW = ("title", "due_on", "level")


@transaction.atomic
def edit_row(*, matter: Matter, changed: Mapping[str, Any], by: By, version: int) -> Matter:
    """Change some of IN_ROW and leave the rest of the order as it is; a day that is named takes the place of one that a rule counted.

    Raises as `edit_matter` does: Refused once it went out and for what no order may say, Conflict where it changed meanwhile.
    """
    order = standing_order(matter)
    meant = {name: changed[name] for name in IN_ROW if name in changed}
    if "due_on" in meant and meant["due_on"] != order.due_on:
        meant["due_rule"] = ""
        _refuse_steps_beyond(order, meant["due_on"])
    return matters.edit_matter(matter=matter, order=replace(order, **meant), by=by, version=version)


def _refuse_steps_beyond(order: Order, due_on: datetime.date | None) -> None:
    beyond = [on for on, _ in order.milestones if due_on is not None and on > due_on]
    if beyond:
        raise Refused(
            f"推进节点 {min(beyond)} 在这个期限之后", possible="请到“修改任务书”里把节点和期限一起改。", field="due_on"
        )
