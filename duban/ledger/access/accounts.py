"""Whose access tokens an officer may see: their own."""

from django.db.models import QuerySet

from duban.ledger.access.rules import may, one
from duban.people.models import AccessToken, Officer


def tokens(officer: Officer) -> QuerySet[AccessToken]:
    """Return the access tokens that the officer may see, the newest first: their own, the administrator all of the jurisdiction."""
    found = AccessToken.objects.select_related("officer").order_by("-id")
    if may(officer, "manage_people"):
        return found.filter(officer__jurisdiction_id=officer.jurisdiction_id or 0)
    return found.filter(officer=officer)


def token_for(officer: Officer, pk: int) -> AccessToken:
    """Return one access token. Raises NotFound where the officer may not see it."""
    return one(tokens(officer).filter(pk=pk))
