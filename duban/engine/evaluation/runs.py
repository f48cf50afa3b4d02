"""Along what a run goes: the values that follow one another among all units; of rankings the periods, also those of which none was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from duban.engine.cycles import SPANS
from duban.engine.evaluation.cases import Found
from duban.engine.evaluation.rows import Run, Value, series_of
from duban.engine.facts import Fact
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.durations import add_months
from duban.engine.vocabulary.events import FIRST_DAY, RANKING

if TYPE_CHECKING:
    from duban.engine.evaluation.takers import Taker


def run_of(found: Found, taker: Taker, value: Value) -> Run:
    """Return along what the runs of a taker go, and whether each further value of one pays again.

    A period whose ranking was never published parts what is before from what is after. Who is last for the third time running is so for
    the second again: what a document attaches to that follows anew.
    """
    series = series_of(_all_of(found, taker), taker.count.along, value)
    months = _months_of(found, taker) if series else 0
    if not months:
        return Run(series)
    return Run(_unbroken(series, months), again=isinstance(taker.rule, Outcome))


def _unbroken(days: list[Any], months: int) -> list[Any]:
    """Give the first days of periods of so many months with those between them of which nothing is known; as they are where they are no such days."""
    known = {date.fromisoformat(str(day)): day for day in days}
    found: list[Any] = []
    day = min(known)
    while day <= max(known):
        found.append(known.get(day, day))
        day = add_months(day, months)
    return found if set(days) <= set(found) else days


def _all_of(found: Found, taker: Taker) -> Iterator[Fact]:
    """Give the facts among which a run goes, of all units: those that the taker has, and of rankings every place, so that one in which nobody was last parts what is before from what is after."""
    periods: set[object] = set()
    for bucket in found.buckets.values():
        for hit, listed in bucket.items():
            if hit.key == taker.key:
                yield from listed
                periods.update(fact.get("period") for fact in listed)
    events = found.plan.regime.words.events
    for name in taker.select.names if taker.select.kind == "event" else ():
        if name in events and events[name].entered_by == RANKING:
            yield from (fact for fact in found.facts.get(name, ()) if fact.get("period") in periods)


def _months_of(found: Found, taker: Taker) -> int:
    """Give how many months the periods have along whose first days a run of rankings goes; 0 for any other run, and where the rule leaves several."""
    events = found.plan.regime.words.events
    chosen = [events.get(name) for name in taker.select.names] if taker.select.kind == "event" else []
    if (
        taker.count.along != FIRST_DAY
        or not chosen
        or any(each is None or each.entered_by != RANKING for each in chosen)
    ):
        return 0
    kinds = {kind for each in chosen if each and "period" in each.fields for kind in each.fields["period"].words}
    kinds = kinds or set(found.plan.regime.periods)
    # A rule may say of which kind the rankings are.
    kinds &= set(map(str, taker.select.where.get("period", kinds)))
    return SPANS.get(kinds.pop(), 0) if len(kinds) == 1 else 0
