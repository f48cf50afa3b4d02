"""Counting days: how long a limit or a deadline runs."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine.calendar import Calendar
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields

UNITS = (
    "working_days", "days", "months", "working_days_before", "last_working_day_of", "hours", "day_of_month",
    "working_day_of_month", "date", "weekday", "day_of_quarter", "day_of_half_year",
)  # fmt: skip
# Counts that need no calendar of working days.
PLAIN = ("days", "months", "hours", "day_of_month", "date", "weekday", "day_of_quarter", "day_of_half_year")
# Counts that name the month and the day in a span of so many months: 1-10 is 首月10日, 3-31 the last day of a quarter.
_PARTS = {"day_of_quarter": ("quarter", 3, "每季度"), "day_of_half_year": ("half_year", 6, "每半年")}
_MONTHS = {"month": 1, **{span: size for span, size, _ in _PARTS.values()}}
_WEEKDAYS = "一二三四五六日"
_QUARTER = ("首月", "次月", "末月")
_ENGLISH = {"working_days": "working day", "days": "day", "months": "month", "hours": "hour"}
_CHINESE = {
    "working_days": "个工作日", "days": "日", "months": "个月", "working_days_before": "个工作日前", "hours": "小时",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """A number of working days, days, months or hours; a day of the week (1 is Monday), the month, quarter, half-year or year; the last working day of a month or quarter.

    With `range` a person (`by`) sets the number, from the first to the second; until then the second is counted.
    """

    unit: str
    number: int = 0
    span: str = ""
    range: tuple[int, int] | None = None
    by: str = ""

    @property
    def said(self) -> str:
        """The count in the words of the interchange format."""
        if self.unit == "last_working_day_of":
            return f"last working day of the {self.span}"
        if self.unit == "date":
            return f"on {self.span}"
        if self.unit == "weekday":
            return f"weekday {self.number} of the week"
        if self.unit in _PARTS:
            month, day = self.month_and_day
            return f"day {day} of month {month} of the {_PARTS[self.unit][0].replace('_', '-')}"
        if self.unit == "day_of_month":
            return f"day {self.number} of the month"
        if self.unit == "working_day_of_month":
            return f"working day {self.number} of the month"
        if self.unit == "working_days_before":
            return f"{self.number} working day{'s' if self.number != 1 else ''} before"
        return f"{self.number} {_ENGLISH[self.unit]}{'s' if self.number != 1 else ''}"

    @property
    def said_in_chinese(self) -> str:
        """The count as an office says it."""
        if self.unit == "last_working_day_of":
            return f"{'当月' if self.span == 'month' else '当季'}最后一个工作日"
        if self.unit == "date":
            month, day = self.month_and_day
            return f"{month}月{day}日"
        if self.unit == "weekday":
            return f"每周{_WEEKDAYS[self.number - 1]}"
        if self.unit in _PARTS:
            month, day = self.month_and_day
            which = _QUARTER[month - 1] if self.unit == "day_of_quarter" else f"第{month}个月"
            return f"{_PARTS[self.unit][2]}{which}{'最后一天' if day == 31 else f'{day}日'}"
        if self.unit == "day_of_month":
            return "每月最后一天" if self.number == 31 else f"每月{self.number}日"
        if self.unit == "working_day_of_month":
            return f"每月第{self.number}个工作日"
        if self.unit == "days" and self.number == 0:
            return "当日"
        if self.range:
            return f"{self.range[0]}至{self.range[1]}{_CHINESE[self.unit]}"
        return f"{self.number}{_CHINESE[self.unit]}"

    @property
    def month_and_day(self) -> tuple[int, int]:
        """Of a day of the year, half-year or quarter its month in it and the day; 31 is the last of a month."""
        month, _, day = self.span.partition("-")
        return int(month), int(day)


def read_count(node: Mapping, key: str, value: Any) -> Count:
    """Read `{working_days: 7}` and its like. Raises PackError for anything else."""
    if isinstance(value, Mapping) and "range" in value:
        return _range(value)
    if not isinstance(value, Mapping) or len(value) != 1:
        raise node.refuse(f"{key} 应写作 {{working_days: 7}} 这样的一项", key)
    ((unit, number),) = value.items()
    if unit not in UNITS:
        raise value.refuse(f"不认识的计算方法“{unit}”", unit)
    if unit == "last_working_day_of":
        return Count(unit, span=fields.one_of(("month", "quarter"))(value, unit, number))
    if unit == "date":
        return Count(unit, span=_day_of_year(value, unit, number))
    if unit in _PARTS:
        return Count(unit, span=_day_of_part(value, unit, number))
    return Count(unit, _number(value, unit, number))


def _number(node: Mapping, unit: str, value: Any) -> int:
    """Read how many: days may be none, the same day; a day of the month lies in it."""
    if unit == "days" and value == 0 and not isinstance(value, bool):
        return 0
    number = fields.whole(node, unit, value)
    most = {"day_of_month": 31, "working_day_of_month": 15, "weekday": 7}.get(unit)
    if most and number > most:
        raise node.refuse(f"{unit} 应不大于 {most}", unit)
    return number


def _day_of_year(node: Mapping, key: str, value: Any) -> str:
    month, _, day = str(value).partition("-")
    try:
        date(2000, int(month), int(day))
    except ValueError:
        raise node.refuse(f"{key} 应写作 月-日，如 09-30：“{value}”没有这一天", key) from None
    return f"{int(month):02}-{int(day):02}"


def _day_of_part(node: Mapping, key: str, value: Any) -> str:
    most = _PARTS[key][1]
    month, _, day = str(value).partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= most and 1 <= int(day) <= 31):
        raise node.refuse(
            f"{key} 应写作 第几个月-日，如 1-10（月在 1 到 {most} 之间，31 是最后一天）：“{value}”不是", key
        )
    return f"{int(month)}-{int(day):02}"


def _range(node: Mapping) -> Count:
    node.only(("range", "unit", "by"), "count ")
    node.need("range", "unit")
    unit = fields.one_of(("working_days", "days", "months", "hours"))(node, "unit", node["unit"])
    ends = node["range"]
    if not isinstance(ends, list) or len(ends) != 2:
        raise node.refuse("range 应写作 [1, 5]", "range")
    least, most = (fields.whole(node, "range", end) for end in ends)
    if least > most:
        raise node.refuse("range 的前一个数应不大于后一个数", "range")
    return Count(unit, most, range=(least, most), by=str(node.get("by", "")))


def end_of(count: Count, start: date, calendar: Calendar) -> date:
    """Give the last day of the count; the day it starts from is not counted."""
    if count.unit == "working_days":
        return calendar.add_workdays(start, count.number)
    if count.unit == "working_days_before":
        return calendar.add_workdays(start, -count.number)
    if count.unit == "days":
        return start + timedelta(days=count.number)
    if count.unit == "hours":
        return start + timedelta(days=-(-count.number // 24))
    if count.unit == "months":
        return add_months(start, count.number)
    if count.unit == "date":
        month, day = count.month_and_day
        year = start.year if (start.month, start.day) <= (month, day) else start.year + 1
        return date(year, month, min(day, months.monthrange(year, month)[1]))
    if count.unit in ("day_of_month", "working_day_of_month"):
        end = _in_month(count, start, calendar)
        return end if end >= start else _in_month(count, add_months(start.replace(day=1), 1), calendar)
    if count.unit == "weekday":
        return start + timedelta(days=(count.number - start.isoweekday()) % 7)
    if count.unit in _PARTS:
        first, last = _span_of(start, span_of(count))
        end = _in_part(count, first)
        return end if end >= start else _in_part(count, last + timedelta(days=1))
    return calendar.last_workday(*_span_of(start, count.span))


# Counts that come round, each with its span: one day in it is counted.
_ROUND = {"day_of_month": "month", "working_day_of_month": "month", "date": "year", "weekday": "week"}
_ROUND |= {unit: span for unit, (span, _, _) in _PARTS.items()}


def span_of(count: Count) -> str:
    """Give of what the count names one day: week, month, quarter, half-year or year; empty for a count that does not come round."""
    return count.span if count.unit == "last_working_day_of" else _ROUND.get(count.unit, "")


def span_end(count: Count, day: date) -> date:
    """Give the last day of the week, month, quarter, half-year or year of which the count names one day."""
    span = span_of(count)
    if span == "week":
        return day + timedelta(days=7 - day.isoweekday())
    return date(day.year, 12, 31) if span == "year" else _span_of(day, span)[1]


def span_begin(count: Count, day: date) -> date:
    """Give the first day of the week, month, quarter, half-year or year of which the count names one day."""
    span = span_of(count)
    if span == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    return date(day.year, 1, 1) if span == "year" else _span_of(day, span)[0]


def _in_month(count: Count, day: date, calendar: Calendar) -> date:
    """Give the day of this month that the count names; the last one where the month is shorter."""
    if count.unit == "day_of_month":
        return day.replace(day=min(count.number, months.monthrange(day.year, day.month)[1]))
    return calendar.add_workdays(day.replace(day=1) - timedelta(days=1), count.number)


def _in_part(count: Count, first: date) -> date:
    """Give the day of the quarter or half-year beginning on `first` that the count names; the last one where its month is shorter."""
    month, day = count.month_and_day
    month += first.month - 1
    return date(first.year, month, min(day, months.monthrange(first.year, month)[1]))


def add_months(day: date, number: int) -> date:
    """Give the same day `number` months on, or that month's last day without one."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _span_of(day: date, span: str) -> tuple[date, date]:
    size = _MONTHS[span]
    first = (day.month - 1) // size * size + 1
    last = first + size - 1
    return date(day.year, first, 1), date(day.year, last, months.monthrange(day.year, last)[1])
