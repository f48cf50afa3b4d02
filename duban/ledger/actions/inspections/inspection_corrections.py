"""Slips in an inspection put right: set out by mistake, an arrival at the wrong place, a self-inspection that will not do, filed away too soon."""

from django.db import transaction
from django.utils import timezone

from duban.ledger import conditions
from duban.ledger.actions.inspections.inspections import tell
from duban.ledger.by import By
from duban.ledger.models import Inspection, SelfInspection, Visit
from duban.ledger.models.conclusions import Step
from duban.ledger.models.inspections import Phase
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking


@transaction.atomic
def take_back_start(*, inspection: Inspection, reason: str, by: By) -> Inspection:
    """Take the start of an inspection back that was pressed by mistake: it is approved and has not set out.

    Raises Refused without a reason, and once the team was put on record anywhere or wrote something down.
    """
    held = locking.hold_inspection(inspection)
    refuse_if(conditions.inspections.taking_back_start(held))
    _require(reason)
    held.phase = Phase.APPROVED
    _save(held, "phase")
    tell("inspection.start_taken_back", held, by, data={"reason": reason.strip()})
    return held


@transaction.atomic
def reopen_inspection(*, inspection: Inspection, reason: str, by: By) -> Inspection:
    """Take an inspection out of the archive that was filed away too soon. Raises Refused without a reason, Conflict where it is not there."""
    held = locking.hold_inspection(inspection)
    if held.phase != Phase.CLOSED:
        raise Conflict(f"这次督查是“{held.get_phase_display()}”，没有归档")
    _require(reason)
    delivered = held.conclusions.filter(step=Step.DELIVERED).values("unit")
    is_concluded = held.conclusions.exists() and not held.units.exclude(pk__in=delivered).exists()
    held.phase, held.closed_on = Phase.CONCLUDED if is_concluded else Phase.UNDER_WAY, None
    _save(held, "phase", "closed_on")
    tell("inspection.reopened", held, by, data={"reason": reason.strip()})
    return held


@transaction.atomic
def take_back_arrival(*, visit: Visit, reason: str, by: By) -> Visit:
    """Take an arrival back that was put on record at the wrong place. What the unit could read meanwhile stays read.

    Raises Refused without a reason, where no arrival is on record, and once something was seen or found there.
    """
    held = locking.hold_inspection(visit.inspection)
    found = Visit.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=visit.pk)
    found.inspection = held
    refuse_if(conditions.inspections.taking_back_arrival(found))
    _require(reason)
    refuse_classified(reason, field="reason")
    # The line of an unannounced inspection holds its number alone: the reason stands at the place, for those who may see it.
    said = f"[{timezone.localtime(by.at):%m-%d %H:%M} {by.officer}] {conditions.inspections.ARRIVAL_TAKEN_BACK}{reason.strip()}"
    found.seen = f"{found.seen}\n{said}".strip()
    found.arrived_at, found.recorded_by = None, None
    found.version += 1
    found.save(update_fields=["arrived_at", "recorded_by", "seen", "version"])
    tell("visit.arrival_taken_back", held, by, unit=found.unit, data={"reason": reason.strip()})
    return found


@transaction.atomic
def return_self_inspection(*, self_inspection: SelfInspection, reason: str, by: By) -> SelfInspection:
    """Give a unit its report on its own check back, to be handed in anew; what it said stays in the journal.

    Raises Refused without a reason, or where nothing was handed in; Conflict once the inspection is over.
    """
    held = locking.hold_inspection(self_inspection.inspection)
    found = SelfInspection.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    row = found.get(pk=self_inspection.pk)
    row.inspection = held
    refuse_if(conditions.inspections.returning_self_inspection(row))
    _require(reason)
    data = {"reason": reason.strip(), "text": row.text}
    row.handed_in_on = row.handed_in_by = None
    row.save(update_fields=["handed_in_on", "handed_in_by"])
    tell("self_inspection.returned", held, by, of=row, unit=row.unit, data=data)
    return row


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明理由", field="reason")


def _save(inspection: Inspection, *fields: str) -> None:
    inspection.version += 1
    inspection.save(update_fields=["version", *fields])
