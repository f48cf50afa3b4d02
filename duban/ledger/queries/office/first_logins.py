"""Accounts that were never used: who still needs a code for the first login."""

from django.db.models import QuerySet

from duban.people.models import Officer


def never_used(officer: Officer) -> QuerySet[Officer]:
    """Return the open accounts of the officer's office that nobody has signed in with, their own aside, unit by unit."""
    found = Officer.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, is_active=True, last_login=None)
    return found.exclude(pk=officer.pk).select_related("unit", "jurisdiction").order_by("unit__order", "unit_id", "id")


def without_code(found: QuerySet[Officer]) -> QuerySet[Officer]:
    """Return those of them for whom no code was ever given out."""
    return found.filter(password__startswith="!")
