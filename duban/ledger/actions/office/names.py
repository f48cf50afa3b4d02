"""Names learned and forgotten: other names of units, and names for many units at once."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.models import CollectiveName
from duban.ledger.queries.office.names import LONGEST_NAME, is_collective, unit_codes
from duban.ledger.refusals import Refused
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction, Unit, UnitAlias


@transaction.atomic
def learn_names(*, jurisdiction: Jurisdiction, names: Mapping[str, Unit], by: By) -> list[UnitAlias]:
    """Learn names as written as aliases of the units chosen for them, each with its line.

    Raises Refused for a name for many units at once, a name that is some unit's already, and units of another jurisdiction.
    """
    known = unit_codes(jurisdiction)
    learned = []
    for name, unit in names.items():
        if unit.jurisdiction_id != jurisdiction.pk:
            raise Refused("单位不在本辖区")
        if is_collective(name):
            raise Refused(f"“{name}”是统称，不能对应一家单位", possible="可以设为统称，对应到几家单位。")
        if name in known:
            raise Refused(f"“{name}”已是另一单位的名称或别名", possible="请刷新后再看。")
        learned.append(UnitAlias.objects.create(jurisdiction=jurisdiction, unit=unit, name=name[:LONGEST_NAME]))
        _record("unit.named", unit, by, {"name": name})
    if not learned:
        raise Refused("没有选定单位", possible="请至少为一个名称选定单位。")
    return learned


@transaction.atomic
def forget_name(*, alias: UnitAlias, by: By) -> None:
    """Take an alias back: papers that were read keep what they were matched to, later ones ask again."""
    unit, name = alias.unit, alias.name
    alias.delete()
    _record("unit.unnamed", unit, by, {"name": name})


@transaction.atomic
def set_collective(*, jurisdiction: Jurisdiction, name: str, units: Iterable[Unit], by: By) -> None:
    """Say which units a collective name means from now on; none forgets it.

    Raises Refused without a name, for the name or alias of a single unit, and for units of another jurisdiction.
    """
    name, units = name.strip(), list(units)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"请写明统称，不超过{LONGEST_NAME}字", field="name")
    if any(unit.jurisdiction_id != jurisdiction.pk for unit in units):
        raise Refused("单位不在本辖区", field="units")
    if name in unit_codes(jurisdiction):
        raise Refused(f"“{name}”是一家单位的名称或别名", possible="请先删去这个别名。", field="name")
    locking.hold_chain(jurisdiction)
    rows = CollectiveName.objects.filter(jurisdiction=jurisdiction, name=name)
    before = set(rows.values_list("unit", flat=True))
    chosen = {unit.pk: unit for unit in units}
    if before == set(chosen):
        return
    rows.exclude(unit__in=chosen).delete()
    made = [
        CollectiveName(jurisdiction=jurisdiction, name=name, unit=unit)
        for pk, unit in chosen.items()
        if pk not in before
    ]
    CollectiveName.objects.bulk_create(made)
    journal.record(
        "collective.set",
        jurisdiction=jurisdiction,
        of=jurisdiction,
        actor=by.officer,
        at=by.at,
        data={"name": name, "units": [unit.code for unit in units]},
    )


def _record(verb: str, unit: Unit, by: By, data: dict[str, str]) -> None:
    journal.record(verb, jurisdiction=unit.jurisdiction, of=unit, unit=unit, actor=by.officer, at=by.at, data=data)
