"""An agenda: what will happen at which instant of the invented year, in order, with the daily run before each day's first act."""

import datetime
import heapq
import itertools
import random
from collections.abc import Callable
from zoneinfo import ZoneInfo

from duban.engine.calendar import Calendar

ONE_DAY = datetime.timedelta(days=1)
_SHANGHAI = ZoneInfo("Asia/Shanghai")

# What is done at an instant; what it returns is nobody's concern.
Act = Callable[[datetime.datetime], object]


class Agenda:
    """Acts to come. What lies after `now` never happens."""

    def __init__(self, now: datetime.datetime, calendar: Calendar, chance: random.Random) -> None:
        self.now = now.astimezone(_SHANGHAI)
        self.today = self.now.date()
        self.calendar = calendar
        self._chance = chance
        self._acts: list[tuple[datetime.datetime, int, Act]] = []
        self._order = itertools.count()

    def put(self, day: datetime.date, hour: int, act: Act) -> None:
        """Enter an act for some minute of an hour of a day; it will be called with that instant."""
        at = datetime.datetime.combine(day, datetime.time(hour, self._chance.randrange(60)), _SHANGHAI)
        if at <= self.now:
            heapq.heappush(self._acts, (at, next(self._order), act))

    def put_at(self, at: datetime.datetime, act: Act) -> None:
        """Enter an act for exactly that instant; chance is not asked, so that nothing else is moved by it."""
        if at <= self.now:
            heapq.heappush(self._acts, (at, next(self._order), act))

    def later(self, at: datetime.datetime, workdays: int, hour: int, act: Act) -> None:
        """Enter an act some working days after an instant."""
        self.put(self.workday(at.date(), workdays), hour, act)

    def workday(self, day: datetime.date, count: int) -> datetime.date:
        """Return the count-th working day after a day, before it where count is negative."""
        return self.calendar.add_workdays(day, count)

    def on_workday(self, day: datetime.date) -> datetime.date:
        """Return the day itself where it is worked, else the last working day before it."""
        return day if self.calendar.is_workday(day) else self.calendar.add_workdays(day, -1)

    def workdays(self, start: datetime.date) -> list[datetime.date]:
        """Return the working days from `start` to today."""
        days = (start + datetime.timedelta(days=n) for n in range((self.today - start).days + 1))
        return [day for day in days if self.calendar.is_workday(day)]

    def run(self, at_dawn: Callable[[datetime.date], object]) -> None:
        """Let everything happen, calling `at_dawn` with each day on which something does, and with today at the end."""
        last = None
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            if at.date() != last:
                last = at.date()
                at_dawn(last)
            act(at)
        at_dawn(self.today)
