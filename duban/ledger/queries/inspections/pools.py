"""From whom and from what an inspection is put together: the roster, and the lists from which lots are drawn."""

import datetime
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, RosterEntry
from duban.ledger.models.inspections import Phase
from duban.ledger.models.matters import DONE_STATES, Source, State
from duban.ledger.refusals import Refused
from duban.people.models import Officer, Role, Unit


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


# The sources from which a document has matters drawn (甘肃 三(三)), by its words, and how a matter is known to come from each.
SOURCES = {
    "主要领导批示交办": Q(instructions__leader__role=Role.PRINCIPAL) | Q(instructed_by__role=Role.PRINCIPAL),
    "常务会议和专题会议": Q(decisions__meeting__kind__contains="常务会议")
    | Q(decisions__meeting__kind__contains="专题"),
    "现场会和调研交办": Q(decisions__meeting__kind__contains="现场") | Q(decisions__meeting__kind__contains="调研"),
    "建议提案": Q(source=Source.PROPOSAL) | Q(suggestion__isnull=False),
    "年度职能目标": Q(source=Source.WORK_REPORT),
    "网民留言": Q(source=Source.MESSAGE) | Q(appeals__isnull=False),
}


def pool_of(officer: Officer, inspection: Inspection, what: str, sources: Collection[str] = ()) -> dict[str, str]:
    """Return the list from which lots are drawn: units, matters in hand, or the roster without the units that are inspected.

    `sources`: only matters that come from these. Raises Refused for a source that the document does not name.
    """
    governed = Governed.of(inspection.jurisdiction)
    if strange := set(sources) - (set(governed.words("random_sources")) & set(SOURCES)):
        raise Refused(
            f"本办法没有这类来源：{'、'.join(sorted(strange))}",
            clause=governed.list_clause("random_sources"),
            field="sources",
        )
    if what == "units":
        own = Unit.objects.filter(jurisdiction=inspection.jurisdiction, abolished_on=None)
        return dict(own.values_list("code", "name"))
    if what == "matters":
        found = access.matters.matters(officer).exclude(state__in=(*DONE_STATES, State.PROPOSED))
        chosen = [SOURCES[each] for each in sources]
        if chosen:
            found = found.filter(reduce(or_, chosen)).distinct()
        return dict(found.values_list("no", "title"))
    entries = roster_on(officer, inspection.from_on).exclude(officer__unit__in=inspection.units.all())
    return {str(pk): name for pk, name in entries.values_list("pk", "name")}
