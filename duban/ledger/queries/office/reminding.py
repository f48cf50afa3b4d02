"""Reminders of dates: on which working days they go out, and what is true of a date on the day on which it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duban.engine.calendar import Calendar


@dataclass(frozen=True)
class Reminding:
    """The reminders of one day: `steps` working days before a date, ascending, one goes out; none on a rest day.

    A date on a rest day counts as the next working day, so that the last reminder goes out on the last working day before it.
    """

    on: date
    calendar: Calendar
    steps: Sequence[int]

    @property
    def until(self) -> date:
        """The last date of which anybody is reminded on this day; that day itself where it is none for reminders."""
        if not self.steps or not self.calendar.is_workday(self.on):
            return self.on
        return self.calendar.add_workdays(self.on, self.steps[-1] + 1)

    def step(self, due: date, since: date) -> int | None:
        """Give which of the steps a date has come to, None where nobody is reminded of it today.

        `since` is the day on which the date was set: of one that was set when its step had come already nobody needs to be told.
        """
        if not self.calendar.is_workday(self.on) or due < self.on:
            return None
        left = left_until(due, self.on, self.calendar)
        step = next((each for each in self.steps if each >= left), None)
        return step if step is not None and left_until(due, since, self.calendar) > step else None


def left_until(due: date, on: date, calendar: Calendar) -> int:
    """Count the working days after `on` up to a date; where that is a rest day, up to the working day behind it."""
    return calendar.workdays_between(on, due) + (not calendar.is_workday(due) and due > on)


def words_of(due: date, on: date, calendar: Calendar) -> str:
    """Say how far a date is on the day `on`, in working days; empty once it has passed."""
    if due < on:
        return ""
    if due == on:
        return "今日到期"
    left = calendar.workdays_between(on, due)
    if calendar.is_workday(due):
        return f"还剩 {left} 个工作日"
    if left:
        return f"到期日是休息日，此前还剩 {left} 个工作日"
    return "到期日是休息日，今天是此前最后一个工作日" if calendar.is_workday(on) else "到期日是休息日，此前没有工作日了"
