"""Which portfolios (分管领域) an officer may see."""

from django.db.models import QuerySet

from duban.ledger.access.rules import READS_ALL, one
from duban.people.models import Officer, Portfolio, Role


def portfolios(officer: Officer) -> QuerySet[Portfolio]:
    """Return the portfolios that the officer may look at: a leader in charge their own, else all of the jurisdiction."""
    found = Portfolio.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role not in READS_ALL:
        return found.none()
    return found.filter(leader=officer) if officer.role == Role.LEADER else found


def portfolio_for(officer: Officer, pk: int) -> Portfolio:
    """Return one portfolio. Raises NotFound where the officer may not look at it."""
    return one(portfolios(officer).select_related("jurisdiction", "leader"), pk=pk)
