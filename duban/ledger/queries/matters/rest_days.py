"""Deadlines on rest days: taken as they are, and said, with the working days before and behind them."""

import datetime
from collections.abc import Iterable

from duban.engine.calendar import Calendar

_WEEKDAYS = "一二三四五六日"


def remark_on(day: datetime.date | None, calendar: Calendar) -> str:
    """Say that a day is a rest day, why, and which working days are next to it; empty for a working day and where there is none."""
    if day is None or calendar.is_workday(day):
        return ""
    before, behind = calendar.add_workdays(day, -1), calendar.add_workdays(day, 1)
    return f"{_said(day)}是休息日：{calendar.explain(day)}；上一个工作日是 {_said(before)}，下一个是 {_said(behind)}"


def remarks_on(days: Iterable[datetime.date | None], calendar: Calendar) -> list[str]:
    """Say it of each of some days, once, the earliest first."""
    found = (remark_on(day, calendar) for day in sorted({day for day in days if day}))
    return [each for each in found if each]


def _said(day: datetime.date) -> str:
    return f"{day}（周{_WEEKDAYS[day.weekday()]}）"
