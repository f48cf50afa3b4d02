"""Cycles: the days on which something is owed again and again, counted by the working-day calendar."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from duban.engine.calendar import Calendar
from duban.engine.rules.durations import Count, add_months, end_of

# Once: so many working days, days or months after the start.
ONCE = ("once", "once_days", "once_month")
EVERY = ("week", "month", "quarter", "days", "month_day", "workday", "year_day", *ONCE)
_WEEKDAYS = "一二三四五六日"
_LONGEST_REST = 21
_FIXED = {"month_day": "day_of_month", "workday": "working_day_of_month", "year_day": "date"}


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often: every week on a day (0 is Monday), the last working day of each month or quarter, every so many days, a day of each month

    (or a working day of it) or of each year; or once. `number` is the weekday of a week, the days of a cycle of days, the day of the
    month, month and day of the year (930), the working days, days or months of what is owed once.
    """

    every: str
    number: int = 0

    @property
    def said(self) -> str:
        """The cycle as an office says it."""
        return {
            "week": f"每周{_WEEKDAYS[self.number % 7]}",
            "month": "每月最后一个工作日",
            "quarter": "每季度最后一个工作日",
            "days": f"每 {self.number} 天",
            "month_day": f"每月{self.number}日",
            "workday": f"每月第 {self.number} 个工作日",
            "year_day": f"每年{self.number // 100}月{self.number % 100}日",
            "once": f"一次，{self.number} 个工作日内",
            "once_days": f"一次，{self.number} 日内",
            "once_month": f"一次，{self.number} 个月内",
        }[self.every]

    @property
    def is_once(self) -> bool:
        """Whether it is owed once."""
        return self.every in ONCE


def cycle_from(count: Count) -> Cycle:
    """Give how often a report comes of which a document says so. Raises ValueError for a count that makes no cycle."""
    if count.span and count.unit == "last_working_day_of":
        return Cycle(count.span)
    if count.unit == "date":
        return Cycle("year_day", int(count.span.replace("-", "")))
    if count.unit == "hours":
        return Cycle("once_days", -(-count.number // 24))
    names = {
        "working_days": "once",
        "days": "once_days",
        "months": "once_month",
        "day_of_month": "month_day",
        "working_day_of_month": "workday",
    }
    if count.range is not None or count.unit not in names:
        raise ValueError(f"“{count.said_in_chinese}”不能作定期报送的时点")
    return Cycle(names[count.unit], count.number)


def once_by(cycle: Cycle, start: date, calendar: Calendar) -> date:
    """Give the day until which something is owed once, counted from its start."""
    if cycle.every == "once":
        return calendar.add_workdays(start, cycle.number)
    return start + timedelta(days=cycle.number) if cycle.every == "once_days" else add_months(start, cycle.number)


def date_after(cycle: Cycle, start: date, after: date, calendar: Calendar) -> date | None:
    """Give the first day of the cycle later than `after`, and later than its `start`.

    A day of a week or of a cycle of days that falls on a rest day moves to the next working day; two that thereby fall together are
    one. What is owed once has no day after its own: None.
    """
    after = max(after, start)
    if cycle.is_once:
        day = once_by(cycle, start, calendar)
        return day if day > after else None
    if cycle.every in _FIXED:
        month, number = divmod(cycle.number, 100)
        span = f"{month:02}-{number:02}" if cycle.every == "year_day" else ""
        return end_of(Count(_FIXED[cycle.every], cycle.number, span), after + timedelta(days=1), calendar)
    if cycle.every in ("month", "quarter"):
        return _last_workday_after(cycle.every, after, calendar)
    length = 7 if cycle.every == "week" else cycle.number
    first = start + timedelta(days=(cycle.number - start.weekday()) % 7 if cycle.every == "week" else length)
    # What fell on a long rest before `after` may have moved behind it.
    passed = max(0, ((after - first).days - _LONGEST_REST) // length)
    day = first + timedelta(days=passed * length)
    while (moved := _worked(day, calendar)) <= after:
        day += timedelta(days=length)
    return moved


def _last_workday_after(span: str, after: date, calendar: Calendar) -> date:
    size = 1 if span == "month" else 3
    place = (after.year * 12 + after.month - 1) // size
    while True:
        first_year, first_month = divmod(place * size, 12)
        last_year, last_month = divmod(place * size + size - 1, 12)
        last = date(last_year, last_month + 1, months.monthrange(last_year, last_month + 1)[1])
        day = calendar.last_workday(date(first_year, first_month + 1, 1), last)
        if day > after:
            return day
        place += 1


def _worked(day: date, calendar: Calendar) -> date:
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
