"""Which days a calendar's page shows: whole weeks from Monday on around a month, one week, one day."""

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass

VIEWS = {"month": "月", "week": "周", "day": "日"}
WEEK = datetime.timedelta(days=7)
# What a page can be turned to.
_FIRST, _LAST = datetime.date(1996, 1, 1), datetime.date(2100, 12, 31)


@dataclass(frozen=True)
class Span:
    """The days of a page, `first` to `last`, both inclusive; `on` is the day that it was asked for."""

    view: str
    on: datetime.date
    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> list[datetime.date]:
        """Return every day of the page."""
        return [self.first + datetime.timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def own(self) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day of what was asked for: of a month without the days beside it."""
        if self.view == "month":
            return self.on.replace(day=1), self.on.replace(day=calendar.monthrange(self.on.year, self.on.month)[1])
        return self.first, self.last

    @property
    def title(self) -> str:
        """Return what the page is called: 2026年10月, 10月12日至18日, 2026-10-13."""
        if self.view == "month":
            return f"{self.on.year}年{self.on.month}月"
        if self.view == "day":
            return f"{self.on.year}年{self.on.month}月{self.on.day}日"
        till = f"{self.last.month}月" if self.last.month != self.first.month else ""
        return f"{self.first.year}年{self.first.month}月{self.first.day}日至{till}{self.last.day}日"

    @property
    def word(self) -> str:
        """Return what a sentence calls it."""
        return {"month": "本月", "week": "本周", "day": "当日"}[self.view]

    @property
    def before(self) -> datetime.date:
        """Return a day of the page before."""
        return max(self.own[0] - datetime.timedelta(days=1), _FIRST)

    @property
    def after(self) -> datetime.date:
        """Return a day of the page after."""
        return min(self.own[1] + datetime.timedelta(days=1), _LAST)


def span_from(words: Mapping[str, str], today: datetime.date) -> Span:
    """Return the span that an address asks for (`view`, `on`); the present month where that cannot be meant."""
    view = words.get("view", "") if words.get("view", "") in VIEWS else "month"
    try:
        on = datetime.date.fromisoformat(words.get("on", ""))
    except ValueError:
        on = today
    on = min(max(on, _FIRST), _LAST)
    if view == "day":
        return Span(view, on, on, on)
    first, last = (on, on) if view == "week" else Span(view, on, on, on).own
    monday = first - datetime.timedelta(days=first.weekday())
    return Span(view, on, monday, last + datetime.timedelta(days=6 - last.weekday()))
