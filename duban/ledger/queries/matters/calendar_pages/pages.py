"""A calendar's page: each day with its lines, what does not fit counted, and the sentence above it."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from duban.engine.calendar import Calendar
from duban.ledger.governed import Governed
from duban.ledger.models.deadlines import Owed
from duban.ledger.queries.matters import calendar
from duban.ledger.queries.matters.calendar import KINDS, Asked, Entry
from duban.ledger.queries.matters.calendar_pages.spans import Span
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.office import calendars
from duban.people.models import Officer

# Lines of a day that a month and a week have room for; a day is a list of all.
_ROOM = {"month": 4, "week": 12}
# More than so many things done on a day are one line.
_DONE = {"month": 2, "week": 6}
WEEKDAYS = "一二三四五六日"
_FIRST = {"late": 0, "today": 1, "ahead": 1, "done": 2}


@dataclass(frozen=True)
class Line:
    """One thing on a day, in two lines of words. `about` is the record whose page it leads to; empty where it stands for `number` reports,
    or with kind `folded` for as many things that are done."""

    kind: str
    words: str
    below: str
    standing: str
    is_provisional: bool
    about: str = ""
    number: int = 1


@dataclass(frozen=True)
class Day:
    """A day of the page. `more` things have no room on it; `is_beside`: it lies in another month than the page's."""

    look: calendars.Day
    is_beside: bool
    is_today: bool
    is_provisional: bool
    lines: list[Line]
    more: int

    @property
    def classes(self) -> str:
        """Return what the page's style sheet calls such a day."""
        looks = {
            "cal-rest": not self.look.works,
            "cal-beside": self.is_beside,
            "cal-today": self.is_today,
            "cal-empty": not self.lines,
        }
        return " ".join(["cal-day", *(name for name, holds in looks.items() if holds)])

    @property
    def weekday(self) -> str:
        """Return 周一 … 周日."""
        return f"周{WEEKDAYS[self.look.on.weekday()]}"

    @property
    def said(self) -> str:
        """Return the festival of a day off, 调休 for a day at the weekend that is worked; else nothing."""
        if self.look.mark == "班":
            return "调休"
        return self.look.why.partition("放假")[0].partition("法定")[0].partition("（")[0] if self.look.mark else ""


@dataclass(frozen=True)
class Page:
    """A span's days by weeks, how many there are of each kind, what one sees in a sentence, and why dates are provisional (empty: they are not)."""

    weeks: list[list[Day]]
    counts: Mapping[str, int]
    sentence: str
    provisional: str

    @property
    def today(self) -> Day | None:
        """Return the present day, where it is one of the page's."""
        return next((day for week in self.weeks for day in week if day.is_today), None)


def page_of(officer: Officer, span: Span, kinds: Collection[str], base: Filter, today: datetime.date) -> Page:
    """Return the month or week as the officer may see it, under the ledger's filter, in a number of queries that does not grow."""
    asked = Asked(span.first, span.last, base=base, a_day=_ROOM[span.view] + 1)
    reader = _Reader(
        span,
        set(kinds),
        today,
        Governed.of(officer.office).calendar,
        calendar.counts_of(officer, asked, today=today),
        calendar.entries(officer, asked, today=today),
    )
    days = [reader.day(on) for on in span.days]
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    return Page(weeks, reader.counts(), reader.sentence(), _why_provisional(reader.calendar, span))


def lines_of(officer: Officer, span: Span, kinds: Collection[str], base: Filter, today: datetime.date) -> list[Line]:
    """Return everything on one day, what is late first."""
    asked = Asked(span.first, span.last, kinds=tuple(kinds), base=base)
    return sorted(map(line_of, calendar.entries(officer, asked, today=today)), key=_place)


def line_of(entry: Entry) -> Line:
    """Return a thing as a line: a matter that is due by its title and unit, anything else by what it is and what it is about."""
    if entry.at is not None:
        words, below = f"{timezone.localtime(entry.at):%H:%M} {entry.what}", entry.unit or entry.title
    elif entry.kind == "report" or (entry.is_final and entry.what == Owed.RESULT.label):
        words, below = entry.title, entry.unit
    else:
        words, below = entry.what, entry.title
    return Line(entry.kind, words, below, entry.standing, entry.is_provisional, entry.about)


def _place(line: Line) -> tuple[int, int]:
    return _FIRST[line.standing], list(KINDS).index(line.kind)


def _why_provisional(calendar_: Calendar, span: Span) -> str:
    first, last = span.own
    year = next((year for year in range(first.year, last.year + 1) if year not in calendar_.announced), None)
    return "" if year is None else f"{calendar_.why_provisional(year)}；期限暂定，公布后只会顺延，不会提前。"


@dataclass(frozen=True)
class _Reader:
    """What was read for a page. `owed`: by day and kind how much units owe on matters and how much was met; of these `entries` hold the first."""

    span: Span
    kinds: set[str]
    today: datetime.date
    calendar: Calendar
    owed: Mapping[tuple[datetime.date, str], tuple[int, int]]
    entries: list[Entry]

    def day(self, on: datetime.date) -> Day:
        """Return a day with as many lines as it has room for."""
        here = [each for each in self.entries if each.on <= on <= each.until and each.kind in self.kinds]
        lines = [line_of(each) for each in here if each.kind != "report"]
        lines += self._reports(on, [each for each in here if each.kind == "report"])
        lines = self._folded(on, sorted(lines, key=_place))
        all_ = sum(self._total(on, kind) for kind in self.kinds)
        room = _ROOM[self.span.view]
        shown = lines[: room - 1] if sum(each.number for each in lines[:room]) < all_ and len(lines) >= room else lines
        first, last = self.span.own
        return Day(
            look=calendars.day_of(self.calendar, on),
            is_beside=not first <= on <= last,
            is_today=on == self.today,
            is_provisional=self.calendar.is_provisional(on),
            lines=shown,
            more=all_ - sum(each.number for each in shown),
        )

    def counts(self) -> dict[str, int]:
        """Return how many things of each kind the span itself holds, chosen or not."""
        first, last = self.span.own
        found = dict.fromkeys(KINDS, 0)
        for (on, kind), (number, _) in self.owed.items():
            found[kind] += number if first <= on <= last else 0
        for each in self.entries:
            found[each.kind] += not _is_owed(each) and each.until >= first and each.on <= last
        return found

    def sentence(self) -> str:
        """Say how much is due, how much of it is late, and which day is the tightest."""
        first, last = self.span.own
        days = [on for on in self.span.days if first <= on <= last]
        due = sum(self._total(on, "due") for on in days)
        if not due:
            return f"{self.span.word}没有到期的事项"
        late = sum(self._late(on) for on in days)
        said = f"{self.span.word} {due} 件到期" + (f"，其中 {late} 件已超期" if late else "")
        tight = max(days, key=lambda on: (self._total(on, "due"), self._total(on, "report")))
        number, reports = self._total(tight, "due"), self._total(tight, "report")
        if number < 2 or number == due:
            return said
        with_ = f"、{reports} 份报送同一天" if reports else ""
        return f"{said}，最紧的是 {tight.month}月{tight.day}日（周{WEEKDAYS[tight.weekday()]}）：{number} 件到期{with_}"

    def _total(self, on: datetime.date, kind: str) -> int:
        others = sum(not _is_owed(each) and each.kind == kind and each.on <= on <= each.until for each in self.entries)
        return self.owed.get((on, kind), (0, 0))[0] + others

    def _late(self, on: datetime.date) -> int:
        number, met = self.owed.get((on, "due"), (0, 0))
        others = sum(not _is_owed(e) and e.kind == "due" and e.on == on and e.standing == "late" for e in self.entries)
        return (number - met if on < self.today else 0) + others

    def _folded(self, on: datetime.date, lines: list[Line]) -> list[Line]:
        """Return a day's lines with what is done, reports aside, as one where it is much."""
        others = sum(not _is_owed(e) and e.standing == "done" and e.on <= on <= e.until for e in self._chosen())
        number = others + (self.owed.get((on, "due"), (0, 0))[1] if "due" in self.kinds else 0)
        if number <= _DONE[self.span.view]:
            return lines
        open_ = [each for each in lines if each.standing != "done" or each.kind == "report"]
        return [*open_, Line("folded", f"已完成 {number} 件", "", "done", False, number=number)]

    def _chosen(self) -> list[Entry]:
        return [each for each in self.entries if each.kind in self.kinds and each.kind != "report"]

    def _reports(self, on: datetime.date, here: list[Entry]) -> list[Line]:
        """Return the reports of a day: one by its name, several as a number with how many are in."""
        number = self._total(on, "report") if "report" in self.kinds else 0
        if number <= 1:
            return [line_of(each) for each in here]
        met = self.owed.get((on, "report"), (0, 0))[1]
        met += sum(not _is_owed(each) and each.standing == "done" for each in here)
        ahead = "late" if on < self.today else "today" if on == self.today else "ahead"
        below = "" if met in (0, number) else f"已报 {met} 份"
        standing = "done" if met == number else ahead
        is_provisional = here[0].is_provisional if here else self.calendar.is_provisional(on)
        return [Line("report", f"报送 {number} 份", below, standing, is_provisional, number=number)]


def _is_owed(entry: Entry) -> bool:
    """Return whether an entry is one of those that `owed` counts."""
    return entry.key.startswith("deadline:")
