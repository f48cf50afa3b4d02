"""What the ledger knows of each unit in a period, beside the sheet on which people score it. No points come of it by themselves."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from duban.ledger.models import Finding
from duban.ledger.models.findings import Progress
from duban.ledger.queries.matters import tallies
from duban.ledger.queries.scoring.periods import Span
from duban.papers.writing.texts import share
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Evidence:
    """Of one unit: matters due and done in time, the share of those that count, findings handed over and struck off in the period, sent back so far."""

    due: int = 0
    on_time: int = 0
    rate: str = ""
    handed: int = 0
    struck: int = 0
    returned: int = 0


def evidence_of(
    jurisdiction: Jurisdiction, span: Span, today: datetime.date, category: str = ""
) -> dict[str, Evidence]:
    """Return what is known by the units' codes, in a number of queries that does not grow; with a category of that class of matters alone."""
    due = {
        each.unit.code: each
        for each in tallies.period_of(jurisdiction, span.first, span.last, today, category).units
        if each.unit is not None
    }
    handed, struck, returned = Counter[str](), Counter[str](), Counter[str]()
    days = (span.first, span.last)
    rows = Finding.objects.filter(
        Q(handed_on__range=days) | Q(checked_on__range=days), inspection__jurisdiction=jurisdiction
    )
    rows = rows.filter(handed_on__isnull=False, handed_on__lte=span.last)
    if category:
        rows = rows.filter(matter__category=category)
    columns = ("unit__code", "handed_on", "progress", "checked_on", "returned")
    for code, handed_on, progress, checked_on, times in rows.values_list(*columns):
        if handed_on >= span.first:
            handed[code] += 1
            returned[code] += times
        if progress == Progress.STRUCK and checked_on and span.first <= checked_on <= span.last:
            struck[code] += 1
    found = {}
    for code in {*due, *handed, *struck}:
        tally = due.get(code)
        found[code] = Evidence(
            due=tally.due if tally else 0,
            on_time=tally.parts[tallies.ON_TIME] if tally else 0,
            rate=share(tally.parts[tallies.ON_TIME], tally.counted) or "" if tally else "",
            handed=handed[code],
            struck=struck[code],
            returned=returned[code],
        )
    return found
