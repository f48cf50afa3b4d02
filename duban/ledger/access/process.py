"""Who may see what was imposed on units, and what they say against it: the counterpart of `access` for due process."""

from django.db.models import QuerySet

from duban.ledger.access.rules import READS_ALL, one
from duban.ledger.models import Consequence, Deadline, Objection
from duban.ledger.models.consequences import Kind
from duban.people.models import UNIT_ROLES, Delegation, Officer, Role


def consequences(officer: Officer) -> QuerySet[Consequence]:
    """Return the consequences that the officer may see: a unit its own without what went to the discipline body, that body only this."""
    found = Consequence.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL or officer.role == Role.ASSESSMENT:
        return found
    if officer.role == Role.DISCIPLINE:
        return found.filter(kind=Kind.HANDOVER)
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0).exclude(kind=Kind.HANDOVER)
    return found.none()


def consequence_for(officer: Officer, pk: int) -> Consequence:
    """Return one consequence. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "unit", "matter", "proposal", "led_by", "recorded_by", "file")
    return one(consequences(officer).filter(pk=pk).select_related(*related))


def objections(officer: Officer) -> QuerySet[Objection]:
    """Return the objections and pleas that the officer may see: a unit its own."""
    found = Objection.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0)
    return found.none()


def objection_for(officer: Officer, pk: int) -> Objection:
    """Return one objection. Raises NotFound where the officer may not see it."""
    related = (
        "jurisdiction",
        "unit",
        "line__matter",
        "line__actor",
        "deadline__assignment__matter",
        "made_by",
        "ruled_by",
    )
    return one(objections(officer).filter(pk=pk).select_related(*related))


def own_deadline_for(officer: Officer, pk: int) -> Deadline:
    """Return a deadline of the officer's unit. Raises NotFound for anybody else's."""
    found = Deadline.objects.filter(pk=pk, assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role not in UNIT_ROLES:
        found = found.none()
    own = found.filter(assignment__unit_id=officer.unit_id or 0, assignment__dispatched_on__isnull=False)
    return one(own.select_related("assignment__matter__jurisdiction", "assignment__unit"))


def delegation_for(officer: Officer, pk: int) -> Delegation:
    """Return a delegation that the officer gave or received. Raises NotFound for others'."""
    found = Delegation.objects.filter(pk=pk, jurisdiction_id=officer.jurisdiction_id or 0).select_related("of", "to")
    return one(found.filter(of=officer) | found.filter(to=officer))
