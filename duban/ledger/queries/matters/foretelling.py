"""What follows from an order as it is being written, before anything is registered: receipt, reports, the deadline, and what opens after it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.engine import cycles, ladder
from duban.engine.cycles import Cycle
from duban.engine.facts import Fact
from duban.ledger.governed import Governed, cycle_of
from duban.ledger.models import Matter
from duban.ledger.models.assignments import Part
from duban.people.models import Unit

_ONE_DAY = datetime.timedelta(days=1)
# Later than any limit that a document counts.
_FAR = datetime.timedelta(days=3660)
# So many reports are counted; of more it is said that they are many.
_MOST = 60


@dataclass(frozen=True)
class Event:
    """One thing that will happen: the first day, what, the clause; who acts: `unit`, at the deadline `done`, afterwards `office`.

    `is_from` where the day is the first on which it may happen.
    """

    on: datetime.date
    words: str
    by: str
    clause: str = ""
    is_from: bool = False


def foretold(
    governed: Governed,
    matter: Matter,
    leads: Sequence[Unit],
    *,
    on: datetime.date,
    cycle: Cycle | None = None,
    accept_by: datetime.date | None = None,
) -> list[Event]:
    """Return what happens in order where a matter that is not saved yet goes out on a day; empty where it has no deadline and nothing recurs."""
    found = []
    if accept_by is not None:
        found.append(Event(accept_by, "签收（提出异议）截止", "unit"))
    found += _reports(governed, matter, on, cycle)
    if matter.due_on is not None:
        found.append(Event(matter.due_on, "办结", "done"))
        found += _steps(governed, matter, leads, on)
    return sorted(found, key=lambda event: event.on)


def _reports(governed: Governed, matter: Matter, on: datetime.date, cycle: Cycle | None) -> Iterator[Event]:
    """The first day of each recurring report, with how many there will be; the office's own and those of the document."""
    owed = [(cycle_of(rule), rule) for rule in governed.report_rules(matter, Part.LEAD)]
    rules = [(each, rule.clause, rule.begins(on)) for each, rule in owed if rule.counts_dispatch or not each.is_once]
    for each, clause, start in [*([(cycle, governed.cadence_clause, on)] if cycle else []), *rules]:
        days: list[datetime.date] = []
        day = cycles.date_after(each, start, start, governed.calendar)
        while day is not None and len(days) < _MOST and (matter.due_on is None or day <= matter.due_on):
            days.append(day)
            day = cycles.date_after(each, start, day, governed.calendar)
        if days:
            times = "" if each.is_once or matter.due_on is None else f"，共 {len(days)} 次"
            many = "，共 60 次以上" if len(days) == _MOST else times
            yield Event(days[0], f"{each.said}报送{many}", "unit", clause, is_from=not each.is_once)


def _steps(governed: Governed, matter: Matter, leads: Sequence[Unit], on: datetime.date) -> Iterator[Event]:
    """The first step that opens where nothing is reported by the deadline."""
    due = matter.due_on
    assert due is not None
    groups = {unit.code: unit.group for unit in leads}
    facts = [
        Fact(
            id=f"order-{unit.code}",
            kind="assigned",
            on=on,
            unit=unit.code,
            matter="order",
            role=Part.LEAD,
            due=due,
            level=matter.level or None,
            quantifiable=matter.quantifiable,
        )
        for unit in leads
    ]
    names = {step.step: step.name for step in governed.steps}
    for until in (due + _ONE_DAY, due + _FAR):
        opened = ladder.due_steps(
            governed.document, facts, groups, until, choices=governed.choices, calendar=governed.calendar
        )
        later = [each for each in opened if each.since > due]
        if later:
            first = min(later, key=lambda each: each.since)
            yield Event(first.since, f"仍未办结：{names[first.step]}", "office", first.clause, is_from=True)
            return
