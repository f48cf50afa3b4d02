"""Findings put right: what may be done with one just now, or what stands against it with the clause, and who has to act."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duban.engine.clauses import Regime
from duban.ledger import conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Finding, Inspection
from duban.ledger.models.findings import TO_RECTIFY, Progress

OPEN = (Progress.HANDED, Progress.RECTIFYING, Progress.REPORTED)


def regime_in_force(inspection: Inspection) -> Regime:
    """Return the regime of an inspection's jurisdiction."""
    return Governed.of(inspection.jurisdiction).document


def late(on: datetime.date) -> Q:
    """Return the condition under which a finding is behind its limit at the beginning of a day: the unit still owes something on it."""
    return Q(progress__in=conditions.findings.OWED, rectify_by__lt=on)


@dataclass(frozen=True)
class Tally:
    """How many findings stand where, of those that were handed over."""

    handed: int = 0
    rectifying: int = 0
    reported: int = 0
    struck: int = 0
    dropped: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """Return how many were handed over."""
        return self.handed + self.rectifying + self.reported + self.struck + self.dropped


def tally_of(found: Collection[Finding], on: datetime.date) -> Tally:
    """Return how many of these findings stand where on a day; noted ones are left out."""
    counts = {each: sum(1 for row in found if row.progress == each) for each in Progress}
    behind = sum(
        1
        for row in found
        if row.progress in conditions.findings.OWED and row.rectify_by is not None and row.rectify_by < on
    )
    named = {each.value: counts[each] for each in Progress if each != Progress.NOTED}
    return Tally(**named, late=behind)


def of_unit(inspection: Inspection, unit: str, *, noted: bool) -> QuerySet[Finding]:
    """Return what an inspection found on a unit that is to be put right, in its order; `noted` only what waits to be handed over."""
    found = Finding.objects.filter(inspection=inspection, unit__code=unit, nature__in=TO_RECTIFY)
    found = found.filter(progress=Progress.NOTED) if noted else found
    return found.select_related("unit", "matter").order_by("order")
