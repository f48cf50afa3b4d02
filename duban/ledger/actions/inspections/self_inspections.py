"""Self-inspections (自查): asked of the units before the team comes, handed in by them."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.actions.inspections.visits import Photo
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Inspection, SelfInspection
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Unit


@transaction.atomic
def request_self_inspections(
    *, inspection: Inspection, units: Sequence[Unit], due_on: datetime.date, by: By
) -> list[SelfInspection]:
    """Ask units for a report on their own check until a day, inclusive; who was asked before is not asked again.

    Raises Refused for an unannounced inspection, before it is signed and once it is over, for a day gone by, and for other units.
    """
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.self_inspection(held))
    if due_on < by.today:
        raise Refused("自查期限早于今天", field="due_on")
    if not units:
        raise Refused("请选定单位", field="units")
    own = set(held.units.values_list("pk", flat=True))
    if any(unit.pk not in own for unit in units):
        raise Refused("这个单位不在被督查单位之列", field="units")
    held.self_report_due_on = due_on
    held.version += 1
    held.save(update_fields=["self_report_due_on", "version"])
    made = []
    for unit in units:
        row, is_new = SelfInspection.objects.get_or_create(inspection=held, unit=unit, defaults={"due_on": due_on})
        if is_new:
            made.append(row)
            tell("self_inspection.requested", held, by, of=row, unit=unit, data={"due": due_on.isoformat()})
    return made


@transaction.atomic
def hand_in_self_inspection(
    *, self_inspection: SelfInspection, text: str, by: By, evidence: Sequence[Photo] = ()
) -> SelfInspection:
    """Hand in what the unit found by checking itself. Raises Forbidden for another unit, Refused without words, Conflict where it was handed in."""
    held = locking.hold_inspection(self_inspection.inspection)
    found = (
        SelfInspection.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .get(pk=self_inspection.pk)
    )
    if by.officer.unit_id != found.unit_id:
        raise Forbidden("这是别的单位的自查报告")
    if found.handed_in_on is not None:
        raise Conflict(f"{found.handed_in_on} 已经报送")
    if not text.strip():
        raise Refused("请写明自查情况", field="text")
    refuse_classified(text, field="text")
    found.text, found.handed_in_on, found.handed_in_by = text.strip(), by.today, by.officer
    found.save(update_fields=["text", "handed_in_on", "handed_in_by"])
    for each in evidence:
        attachments.add_file(jurisdiction=held.jurisdiction, name=each.name, chunks=each.chunks, inspection=held, by=by)
    tell("self_inspection.handed_in", held, by, of=found, unit=found.unit)
    return found
