"""The office's calendar: a year as it stands, the notices that were taken in, and the open dates that another calendar would move."""

import calendar as months
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine import cycles
from duban.engine import deadlines as rules
from duban.engine.calendar import Calendar, CalendarError, calendar_with
from duban.engine.rules.durations import PLAIN
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, HolidayNotice
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.deadlines import Owed
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction

FIRST, LAST = 1996, 2100


@dataclass(frozen=True)
class Move:
    """An open date that another calendar counts otherwise: a unit's deadline, or a recurring report. Later it moves, earlier it stays."""

    what: str
    assignment: Assignment
    before: datetime.date
    after: datetime.date
    row: Deadline | None = None

    @property
    def moves(self) -> bool:
        """Return whether the date moves: what was told to a unit is never shortened."""
        return self.after > self.before


@dataclass(frozen=True)
class Day:
    """A day of the year's page: whether it is worked, and the word beside its number."""

    on: datetime.date
    works: bool
    mark: str
    why: str
    is_reckoned: bool

    @property
    def look(self) -> str:
        """Return what the page's style sheet calls such a day, a space before each word."""
        return ("" if self.works else " rests") + (" reckoned" if self.is_reckoned else "")


@dataclass(frozen=True)
class Month:
    """A month of the year's page: the empty places before its first day, and its days."""

    number: int
    blanks: range
    days: list[Day]


def notices_of(jurisdiction: Jurisdiction) -> list[HolidayNotice]:
    """Return what was taken in, the newest year first, what was withdrawn too."""
    found = HolidayNotice.objects.filter(jurisdiction=jurisdiction).select_related("entered_by")
    return list(found.order_by("-year", "-id"))


def months_of(calendar: Calendar, year: int) -> list[Month]:
    """Return the twelve months of a year under a calendar."""
    return [_month(calendar, year, month) for month in range(1, 13)]


def calendar_after(jurisdiction: Jurisdiction, notices: list[dict[str, Any]]) -> Calendar:
    """Return the calendar that these notices make. Raises Refused, saying the day, where they cannot stand together."""
    try:
        return calendar_with(jurisdiction.local_calendar or None, notices)
    except CalendarError as error:
        raise Refused(str(error), field="text") from None


def moves_of(jurisdiction: Jurisdiction, calendar: Calendar, today: datetime.date) -> list[Move]:
    """Return the open dates from today on that this calendar counts otherwise than the one in force, the nearest first."""
    now = Governed.of(jurisdiction).calendar
    found = [*_deadlines(jurisdiction, now, calendar, today), *_reports(jurisdiction, calendar, today)]
    return sorted(found, key=lambda each: (each.before, each.assignment.pk))


def _deadlines(jurisdiction: Jurisdiction, now: Calendar, calendar: Calendar, today: datetime.date) -> Iterator[Move]:
    """Deadlines that a rule counts in working days from the dispatch, as long as nothing else has set them since."""
    held = Assignment.objects.filter(
        matter__jurisdiction=jurisdiction, stage__in=OPEN_STAGES, part=Part.LEAD, due_on__gte=today
    ).exclude(matter__due_rule="")
    for each in held.select_related("matter", "unit").order_by("id"):
        each.matter.jurisdiction = jurisdiction
        governed = Governed.of(each.matter)
        rule = next((rule for rule in governed.deadlines if rule.name == each.matter.due_rule), None)
        if (
            rule is None
            or not rule.from_dispatch
            or rule.count.unit in PLAIN
            or rule.count.range
            or not each.dispatched_on
        ):
            continue
        before, after = (rules.due(governed.document, rule.name, each.dispatched_on, by).due for by in (now, calendar))
        if each.due_on == before and after != before:
            yield Move("办结期限", each, before, after)


def _reports(jurisdiction: Jurisdiction, calendar: Calendar, today: datetime.date) -> Iterator[Move]:
    ahead = Deadline.objects.filter(
        assignment__matter__jurisdiction=jurisdiction,
        assignment__stage__in=OPEN_STAGES,
        what=Owed.REPORT,
        recurrence__isnull=False,
        on__gte=today,
        met_on__isnull=True,
        lifted_on__isnull=True,
    )
    for row in ahead.select_related("assignment__matter", "assignment__unit", "recurrence").order_by("on", "id"):
        assert row.recurrence is not None
        start = max(row.set_on - datetime.timedelta(days=1), row.recurrence.from_on)
        after = cycles.date_after(row.recurrence.cycle, row.recurrence.from_on, start, calendar)
        if after is not None and after != row.on:
            yield Move("定期报送", row.assignment, row.on, after, row)


def _month(calendar: Calendar, year: int, month: int) -> Month:
    first, length = months.monthrange(year, month)
    days = []
    for number in range(1, length + 1):
        days.append(day_of(calendar, datetime.date(year, month, number)))
    return Month(month, range(first), days)


def day_of(calendar: Calendar, on: datetime.date) -> Day:
    """Return a day as a calendar's page shows it."""
    works, weekend = calendar.is_workday(on), on.weekday() >= 5
    mark = "班" if works and weekend else "休" if not works and (not weekend or on in calendar.marks) else ""
    return Day(on, works, mark, calendar.explain(on), bool(mark) and on not in calendar.marks)
