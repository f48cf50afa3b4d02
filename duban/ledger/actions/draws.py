"""Random draws (随机抽取) of units, matters or supervision officers: the list, the seed and what came out are kept."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from duban.engine import draws
from duban.ledger.actions.inspections import hold_inspection, tell
from duban.ledger.models import Draw, Inspection
from duban.ledger.models.inspections import BEFORE
from duban.ledger.refusals import Refused
from duban.people.models import Officer

WHAT = {"units": "单位", "matters": "事项", "officers": "督查员"}


@transaction.atomic
def draw_lots(
    *,
    inspection: Inspection,
    what: str,
    pool: Mapping[str, str],
    count: int,
    seed: str,
    actor: Officer,
    at: datetime.datetime,
) -> Draw:
    """Draw `count` of a pool (what it is drawn by → its name) for an inspection that has not begun, by a seed that is kept with it.

    Raises Refused for an empty pool, a count out of range, without a seed, and once the inspection began.
    """
    held = hold_inspection(inspection)
    if held.phase not in BEFORE:
        raise Refused("督查已经开始，不能再抽取")
    if what not in WHAT:
        raise Refused("没有这种抽取对象", field="what")
    if not seed.strip():
        raise Refused("请写明随机种子", field="seed")
    try:
        drawn = draws.draw(pool, count, seed.strip())
    except ValueError as error:
        raise Refused(str(error), field="count") from error
    made = Draw.objects.create(
        jurisdiction=held.jurisdiction,
        inspection=held,
        what=what,
        seed=seed.strip(),
        pool=dict(sorted(pool.items())),
        drawn=drawn,
        drawn_on=timezone.localdate(at),
        drawn_by=actor,
    )
    tell("draw.made", held, actor, at, of=made)
    return made
