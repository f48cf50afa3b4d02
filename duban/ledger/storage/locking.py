"""Taking hold of a record before it is changed: one writer at a time, and nobody writes over what they have not seen.

A row is locked without its key: a line that only refers to it (the journal's, a child's) need not wait, and cannot wait in a circle.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from duban.ledger.models import Assignment, Chain, Conclusion, Counter, Finding, Inspection, Matter
from duban.ledger.refusals import Changed
from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared


def hold_matter(matter: Matter, version: int | None = None) -> Matter:
    """Lock a matter and return it as it is now. Raises Changed where `version` is given and no longer the current one."""
    held: Matter = _MATTER.one(pk=matter.pk)
    _refuse_changed("这件事项刚刚被别人改动过", version, held.version)
    return held


def hold_version(matter: int) -> int:
    """Lock a matter, by its key, and return its version as it is now."""
    version: int = _VERSION.one(pk=matter)
    return version


def hold_free(matters: Iterable[int]) -> dict[int, Matter]:
    """Lock matters, by their keys, and return them as they are now; those that somebody else holds are left out."""
    found = Matter.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk__in=set(matters))
    return {matter.pk: matter for matter in found.order_by("pk")}


def hold_assignment(assignment: Assignment, version: int | None = None) -> Assignment:
    """Lock an assignment's matter, then return the assignment as it is now.

    Every act on a matter or its assignments locks the matter first, so two acts on one matter follow one another.
    Raises Changed where `version` is given and no longer the current one.
    """
    matter = hold_matter(assignment.matter)
    held: Assignment = _ASSIGNMENT.one(pk=assignment.pk)
    held.matter = matter
    _refuse_changed("这件交办刚刚被别人处理过", version, held.version)
    return held


def hold_chain(jurisdiction: Jurisdiction) -> Chain:
    """Lock the end of a jurisdiction's chain until the transaction ends, and return it: the chain can have no fork.

    Locks are taken in one order, so that nobody waits in a circle: first the matter, then the chain, then a counter.
    """
    found: list[Chain] = _CHAIN.ask(jurisdiction=jurisdiction.pk)
    return (
        found[0] if found else Chain.objects.select_for_update(no_key=True).get_or_create(jurisdiction=jurisdiction)[0]
    )


def hold_counter(jurisdiction: Jurisdiction, series: str, year: int) -> Counter:
    """Lock the counter of a series and year, after the chain, and return it; made with the first number that is taken."""
    hold_chain(jurisdiction)
    found: list[Counter] = _COUNTER.ask(jurisdiction=jurisdiction.pk, series=series, year=year)
    return found[0] if found else Counter.objects.create(jurisdiction=jurisdiction, series=series, year=year)


def hold_inspection(inspection: Inspection, version: int | None = None) -> Inspection:
    """Lock an inspection and return it as it is now. Raises Changed where `version` is given and no longer the current one."""
    found = Inspection.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction")
    held = found.get(pk=inspection.pk)
    _refuse_changed("这次督查刚刚被别人改动过", version, held.version)
    return held


def hold_finding(finding: Finding, version: int | None = None) -> Finding:
    """Lock a finding and return it as it is now. Raises Changed where `version` is given and no longer the current one."""
    related = ("inspection__jurisdiction", "unit", "matter__jurisdiction", "became", "proposal")
    found = Finding.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    held = found.get(pk=finding.pk)
    _refuse_changed("这条问题刚刚被别人改动过", version, held.version)
    return held


def hold_conclusion(conclusion: Conclusion, version: int | None = None) -> Conclusion:
    """Lock a conclusion and return it as it is now. Raises Changed where `version` is given and no longer the current one."""
    related = ("inspection__jurisdiction", "unit__portfolio", "drafted_by", "to_sign")
    found = Conclusion.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    held = found.get(pk=conclusion.pk)
    _refuse_changed("这份结论刚刚被别人改动过", version, held.version)
    return held


def _refuse_changed(why: str, yours: int | None, current: int) -> None:
    if yours is not None and yours != current:
        raise Changed(why, yours, current)


def _matter(pk: int) -> QuerySet[Matter]:
    return Matter.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").filter(pk=pk)


def _version(pk: int) -> QuerySet[Matter, int]:
    return Matter.objects.select_for_update(no_key=True).filter(pk=pk).values_list("version", flat=True)


def _assignment(pk: int) -> QuerySet[Assignment]:
    found = Assignment.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("unit__portfolio__leader").filter(pk=pk)


def _chain(jurisdiction: int) -> QuerySet[Chain]:
    return Chain.objects.select_for_update(no_key=True).filter(jurisdiction=jurisdiction)


def _counter(jurisdiction: int, series: str, year: int) -> QuerySet[Counter]:
    found = Counter.objects.select_for_update(no_key=True)
    return found.filter(jurisdiction=jurisdiction, series=series, year=year)


# Most acts begin with the first ones and end with the chain; each paper and matter has its number.
_MATTER = Prepared(_matter, pk=987_654_321_012_346)
_VERSION = Prepared(_version, pk=987_654_321_012_357)
_ASSIGNMENT = Prepared(_assignment, pk=987_654_321_012_347)
_CHAIN = Prepared(_chain, jurisdiction=987_654_321_012_348)
_COUNTER = Prepared(_counter, jurisdiction=987_654_321_012_349, series="the name of a series", year=987_654)
