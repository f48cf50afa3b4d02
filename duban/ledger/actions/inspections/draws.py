"""Random draws (随机抽取) of units, matters or supervision officers: the list, the seed and what came out are kept."""

from collections.abc import Mapping

from django.db import transaction

from duban.engine import draws
from duban.ledger import conditions
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.actions.inspections.teams import add_member
from duban.ledger.by import By
from duban.ledger.models import Draw, Inspection, Matter, RosterEntry
from duban.ledger.models.inspections import BEFORE, Capacity
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Unit

WHAT = {"units": "单位", "matters": "事项", "officers": "督查员"}


@transaction.atomic
def draw_lots(*, inspection: Inspection, what: str, pool: Mapping[str, str], count: int, seed: str, by: By) -> Draw:
    """Draw `count` of a pool (what it is drawn by → its name) for an inspection that has not begun, by a seed that is kept with it.

    Raises Refused for an empty pool, a count out of range, without a seed, and once the inspection began.
    """
    held = locking.hold_inspection(inspection)
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
        drawn_on=by.today,
        drawn_by=by.officer,
    )
    tell("draw.made", held, by, of=made)
    return made


@transaction.atomic
def use_draw(*, draw: Draw, by: By) -> Inspection:
    """Take what was drawn into the inspection: units and matters in place of those of the scheme, supervision officers into the team.

    Raises Refused once the scheme is put up (units, matters) or the inspection is over (officers), and where somebody has to stand aside.
    """
    assert draw.inspection is not None
    held = locking.hold_inspection(draw.inspection)
    if draw.what == "officers":
        entries = RosterEntry.objects.filter(jurisdiction=held.jurisdiction, pk__in=draw.drawn).order_by("id")
        there = set(held.members.values_list("officer", flat=True))
        for entry in entries:
            if entry.officer_id is None or entry.officer_id not in there:
                add_member(inspection=held, capacity=Capacity.MEMBER, entry=entry, by=by)
        return held
    refuse_if(conditions.inspections.editing(held))
    if draw.what == "units":
        units = list(Unit.objects.filter(jurisdiction=held.jurisdiction, code__in=draw.drawn))
        for unit in units:
            # The draw stays as it was drawn; what it drew may have been merged since.
            refuse_if(conditions.reorganising.standing(unit, "units"))
        refuse_if(conditions.inspections.changing_units(held, units))
        held.units.set(units)
    else:
        held.matters.set(Matter.objects.filter(jurisdiction=held.jurisdiction, no__in=draw.drawn))
    held.version += 1
    held.save(update_fields=["version"])
    tell("inspection.edited", held, by)
    return held
