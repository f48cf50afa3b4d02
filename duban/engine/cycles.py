"""Cycles: the days on which something is owed again and again, counted by the working-day calendar."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from duban.engine.calendar import Calendar

EVERY = ("week", "month", "quarter", "days", "once")
_WEEKDAYS = "一二三四五六日"
_LONGEST_REST = 21


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often: every week on a day (0 is Monday), the last working day of each month or quarter, every so many days; or once.

    `number` is the weekday of a week, the days of a cycle of days, the working days of what is owed once.
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
            "once": f"一次，{self.number} 个工作日内",
        }[self.every]


def date_after(cycle: Cycle, start: date, after: date, calendar: Calendar) -> date | None:
    """Give the first day of the cycle later than `after`, and later than its `start`.

    A day of a week or of a cycle of days that falls on a rest day moves to the next working day; two that thereby fall together are
    one. What is owed once has no day after its own: None.
    """
    after = max(after, start)
    if cycle.every == "once":
        day = calendar.add_workdays(start, cycle.number)
        return day if day > after else None
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
