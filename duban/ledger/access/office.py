"""Which portfolios (分管领域) an officer may see, and the office's holiday notices."""

from django.db.models import QuerySet

from duban.ledger.access.rules import READS_ALL, one
from duban.ledger.models import HolidayNotice
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


def holiday_notice_for(officer: Officer, pk: int) -> HolidayNotice:
    """Return one holiday notice of the officer's office. Raises NotFound for any other."""
    return one(HolidayNotice.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0), pk=pk)
