"""Who may see what was put up for signature (报批)."""

from django.db.models import QuerySet

from duban.ledger.access.rules import READS_ALL, one
from duban.ledger.models import (
    Proposal,
)
from duban.people.models import UNIT_ROLES, Officer


def proposals(officer: Officer) -> QuerySet[Proposal]:
    """Return the proposals that the officer may see: a unit those that it made itself."""
    found = Proposal.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(assignment__unit_id=officer.unit_id or 0, proposed_by__unit_id=officer.unit_id or 0)
    return found.none()


def proposal_for(officer: Officer, pk: int) -> Proposal:
    """Return one proposal. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "assignment__matter__jurisdiction", "assignment__unit", "to_unit", "proposed_by")
    return one(proposals(officer).select_related(*related), pk=pk)
