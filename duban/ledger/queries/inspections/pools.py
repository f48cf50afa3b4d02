"""From whom and from what an inspection is put together: the roster, and the lists from which lots are drawn."""

import datetime

from django.db.models import Count, Q, QuerySet

from duban.ledger import access
from duban.ledger.models import Inspection, RosterEntry
from duban.ledger.models.inspections import Phase
from duban.ledger.models.matters import DONE_STATES, State
from duban.people.models import Officer, Unit


def roster_on(officer: Officer, on: datetime.date) -> QuerySet[RosterEntry]:
    """Return who is on the roster on a day."""
    found = access.inspections.roster(officer).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on), appointed_on__lte=on
    )
    return found.order_by("appointed_on", "id")


def roster_with_trips(officer: Officer, today: datetime.date) -> QuerySet[RosterEntry]:
    """Return the whole roster, each entry with `trips`: the inspections of this year, of which the officer may know, on whose team it was."""
    known = access.inspections.inspections(officer).exclude(phase=Phase.CANCELLED).filter(from_on__year=today.year)
    trips = Count("officer__memberships", filter=Q(officer__memberships__inspection__in=known), distinct=True)
    return access.inspections.roster(officer).annotate(trips=trips).order_by("-appointed_on", "-id")


def pool_of(officer: Officer, inspection: Inspection, what: str) -> dict[str, str]:
    """Return the list from which lots are drawn: units, matters in hand, or the roster without the units that are inspected."""
    if what == "units":
        return dict(Unit.objects.filter(jurisdiction=inspection.jurisdiction).values_list("code", "name"))
    if what == "matters":
        found = access.matters.matters(officer).exclude(state__in=(*DONE_STATES, State.PROPOSED))
        return dict(found.values_list("no", "title"))
    entries = roster_on(officer, inspection.from_on).exclude(officer__unit__in=inspection.units.all())
    return {str(pk): name for pk, name in entries.values_list("pk", "name")}
