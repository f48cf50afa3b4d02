"""Deadlines as people say them: 还剩 3 个工作日, 已超期 2 个工作日, 今日到期, 暂定."""

import datetime
from dataclasses import dataclass

from duban.engine.calendar import Calendar
from duban.papers.writing.texts import date_words


@dataclass(frozen=True)
class Said:
    """A deadline in words. `tone` is late, today, soon, ahead or done; the words alone already say all of it."""

    text: str
    tone: str
    provisional: bool = False


def in_words(
    due_on: datetime.date, *, on: datetime.date, calendar: Calendar, done_on: datetime.date | None = None
) -> Said:
    """Say how the deadline stands on the day `on`, or how it was kept where the thing was done on `done_on`.

    Working days are counted; where only rest days lie between, days are. A count that touches a year without its
    holiday notice is said to be provisional (暂定).
    """
    if done_on is not None:
        return Said("按期完成" if done_on <= due_on else f"超期 {_span(due_on, done_on, calendar)}完成", "done")
    if due_on == on:
        return Said("今日到期", "today")
    if due_on < on:
        return Said(f"已超期 {_span(due_on, on, calendar)}", "late")
    provisional = calendar.touches_provisional(on, due_on)
    text = f"还剩 {_span(on, due_on, calendar)}" + ("（暂定）" if provisional else "")
    return Said(text, "soon" if calendar.workdays_between(on, due_on) <= 3 else "ahead", provisional)


def urging_words(due_on: datetime.date | None, *, on: datetime.date, calendar: Calendar) -> str:
    """Return what an urging says where nobody writes anything else: the date, how it stands, and what is asked."""
    asked = "请抓紧办理，尽快报送办理情况。"
    if due_on is None:
        return asked
    text = in_words(due_on, on=on, calendar=calendar).text.replace(" ", "")
    return f"办理期限为{date_words(due_on)}，{text}。{asked if due_on < on else '请抓紧办理，按期办结。'}"


def _span(start: datetime.date, end: datetime.date, calendar: Calendar) -> str:
    workdays = calendar.workdays_between(start, end)
    return f"{workdays} 个工作日" if workdays else f"{(end - start).days} 天（均为休息日）"
