"""Counting days: how long a limit or a deadline runs."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine.calendar import Calendar
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields

UNITS = ("working_days", "days", "months", "working_days_before", "last_working_day_of")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of working days, days or months, or the last working day of a month or quarter."""

    unit: str
    number: int = 0
    span: str = ""

    @property
    def said(self) -> str:
        """The count in the words of the interchange format."""
        if self.unit == "last_working_day_of":
            return f"last working day of the {self.span}"
        if self.unit == "working_days_before":
            return f"{self.number} working day{'s' if self.number != 1 else ''} before"
        word = {"working_days": "working day", "days": "day", "months": "month"}[self.unit]
        return f"{self.number} {word}{'s' if self.number != 1 else ''}"

    @property
    def said_in_chinese(self) -> str:
        """The count as an office says it."""
        if self.unit == "last_working_day_of":
            return f"{'当月' if self.span == 'month' else '当季'}最后一个工作日"
        word = {
            "working_days": "个工作日",
            "days": "日",
            "months": "个月",
            "working_days_before": "个工作日前",
        }
        return f"{self.number}{word[self.unit]}"


def read_count(node: Mapping, key: str, value: Any) -> Count:
    """Read `{working_days: 7}` and its like. Raises PackError for anything else."""
    if not isinstance(value, Mapping) or len(value) != 1:
        raise node.refuse(f"{key} 应写作 {{working_days: 7}} 这样的一项", key)
    ((unit, number),) = value.items()
    if unit not in UNITS:
        raise value.refuse(f"不认识的计算方法“{unit}”", unit)
    if unit == "last_working_day_of":
        return Count(unit, span=fields.one_of(("month", "quarter"))(value, unit, number))
    return Count(unit, fields.whole(value, unit, number))


def end_of(count: Count, start: date, calendar: Calendar) -> date:
    """Give the last day of the count; the day it starts from is not counted."""
    if count.unit == "working_days":
        return calendar.add_workdays(start, count.number)
    if count.unit == "working_days_before":
        return calendar.add_workdays(start, -count.number)
    if count.unit == "days":
        return start + timedelta(days=count.number)
    if count.unit == "months":
        return add_months(start, count.number)
    return calendar.last_workday(*_span_of(start, count.span))


def add_months(day: date, number: int) -> date:
    """Give the same day `number` months on, or that month's last day without one."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _span_of(day: date, span: str) -> tuple[date, date]:
    first = day.month if span == "month" else (day.month - 1) // 3 * 3 + 1
    last = first if span == "month" else first + 2
    return date(day.year, first, 1), date(day.year, last, months.monthrange(day.year, last)[1])
