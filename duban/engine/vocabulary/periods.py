"""Periods that a document names itself: 上半年 from 1 January to 30 June, 旬 by days of the month, a working year that crosses the year's end."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules.points import PERIODS
from duban.engine.vocabulary import readers

_MOST = 40


@dataclass(frozen=True, slots=True)
class PeriodKind:
    """A kind of period: its id and name; of the document's own, from which to which day, both inclusive, in every year or every month.

    `first` and `last` are (month, day); month 0: in every month. A last day before the first lies in the following year or month; one
    beyond a month's end is that end. Both None: a kind of the library, at most called by another name.
    """

    id: str
    name: str
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None

    @property
    def is_own(self) -> bool:
        """Say whether the document itself says from when to when it goes."""
        return self.first is not None

    def begun_by(self, day: date) -> tuple[date, date]:
        """Return the first and last day of the latest of these periods that begins on that day or earlier. ValueError before year 1."""
        assert self.first is not None
        first = _place(day.year, self.first, day.month)
        if first > day:
            first = _turned(first, self.first, -1)
        return first, self._end(first)

    def following(self, day: date) -> tuple[date, date]:
        """Return the earliest of these periods that begins after that day. OverflowError or ValueError beyond the year 9999."""
        assert self.first is not None
        first = _turned(self.begun_by(day)[0], self.first, 1)
        return first, self._end(first)

    def name_of(self, first: date, last: date) -> str:
        """Return what one of these periods is called: 2026年上半年, 2026年3月上旬, 2026至2027年冬季."""
        assert self.first is not None
        if self.first[0]:
            return f"{first.year}{f'至{last.year}' if last.year != first.year else ''}年{self.name}"
        ends = (
            ""
            if last.month == first.month
            else f"至{f'{last.year}年' if last.year != first.year else ''}{last.month}月"
        )
        return f"{first.year}年{first.month}月{ends}{self.name}"

    def _end(self, first: date) -> date:
        assert self.first is not None
        assert self.last is not None
        last = _place(first.year, self.last, first.month)
        return last if last >= first else _turned(first.replace(day=1), self.last, 1)


def read_periods(head: Mapping) -> tuple[PeriodKind, ...]:
    """Read the periods that a document names: common ones by their id, own ones with name, first and last day."""
    value = head.get("periods")
    if value is not None and not isinstance(value, list):
        raise head.refuse("periods 应是一列", "periods")
    found: list[PeriodKind] = []
    for entry in value or []:
        if isinstance(entry, Mapping):
            kind = _own(entry)
        else:
            kind = PeriodKind(readers.one_of(PERIODS)(head, "periods", entry), "")
        if any(each.id == kind.id for each in found):
            raise head.refuse(f"periods 里“{kind.id}”重复", "periods")
        found.append(kind)
    return tuple(found)


def _own(entry: Mapping) -> PeriodKind:
    entry.only(("id", "name", "from", "to"), "periods ")
    entry.need("id", "name")
    kind = readers.text(entry, "id", entry["id"])
    if not readers.is_id(kind) or len(kind) > _MOST:
        raise entry.refuse(f"periods 的名称“{kind}”只能用小写字母、数字和下划线，最多 {_MOST} 个", "id")
    name = readers.text(entry, "name", entry["name"])
    if kind in PERIODS:
        if "from" in entry or "to" in entry:
            raise entry.refuse(f"“{kind}”是通用的期别，起止不另写；请换一个 id", "id")
        return PeriodKind(kind, name)
    entry.need("from", "to")
    first, last = _day(entry, "from"), _day(entry, "to")
    if bool(first[0]) != bool(last[0]):
        raise entry.refuse("from 和 to 要么都写月和日（01-01），要么都只写日（每月，如 1、10）", "to")
    if first[1] > (calendar.monthrange(2001, first[0])[1] if first[0] else 28):
        raise entry.refuse(f"from 不是每年（每月）都有的日子：“{entry['from']}”", "from")
    return PeriodKind(kind, name, first, last)


def _day(entry: Mapping, key: str) -> tuple[int, int]:
    """Read 01-01 as (1, 1), a day of the month alone as (0, day)."""
    value: Any = entry[key]
    month, _, day = str(value).rpartition("-")
    if isinstance(value, bool) or not day.isascii() or not day.isdecimal() or len(day) > 2:
        raise _no_day(entry, key)
    if not month:
        found = (0, int(day))
        known = 31
    else:
        if not (month.isascii() and month.isdecimal() and len(month) <= 2 and 1 <= int(month) <= 12):
            raise _no_day(entry, key)
        found = (int(month), int(day))
        known = calendar.monthrange(2000, found[0])[1]
    if not 1 <= found[1] <= known:
        raise _no_day(entry, key)
    return found


def _no_day(entry: Mapping, key: str) -> Exception:
    return entry.refuse(f"{key} 不是一年中的日子：“{entry[key]}”，请写成 01-01（每年）或 1（每月）", key)


def _place(year: int, place: tuple[int, int], month: int) -> date:
    """Return that day in a year (and month where the place names none); one beyond the month's end is that end."""
    month = place[0] or month
    return date(year, month, min(place[1], calendar.monthrange(year, month)[1]))


def _turned(day: date, place: tuple[int, int], turns: int) -> date:
    """Return the same place a year later (turns 1) or earlier (-1); of a place in every month a month."""
    if place[0]:
        return _place(day.year + turns, place, 0)
    months = day.year * 12 + day.month - 1 + turns
    return _place(months // 12, place, months % 12 + 1)
