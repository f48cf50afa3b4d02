"""Cycles: the days on which something is owed again and again, counted by the working-day calendar."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from duban.engine.calendar import Calendar
from duban.engine.rules.durations import Count, add_months

# Once: so many working days, days or months after the start.
ONCE = ("once", "once_days", "once_month")
# The months of what comes once in each of them.
SPANS = {
    "month": 1, "month_day": 1, "workday": 1, "weekday": 1, "quarter": 3, "quarter_day": 3,
    "half_year": 6, "half_year_day": 6, "year": 12, "year_day": 12,
}  # fmt: skip
EVERY = ("week", "weeks", "days", *SPANS, *ONCE)
# Where a day falls on a rest day: the next or the previous working day, or the day itself.
RESTS = {"next": "遇休息日顺延", "previous": "遇休息日提前", "same": "遇休息日不变"}
LAST = 31
_WEEKDAYS = "一二三四五六日"
_PLACES = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "最后一个"}
_QUARTER = {1: "首月", 2: "次月", 3: "末月"}
# No rest between working days is longer.
_LONGEST_REST = 21
_LONGEST = 366
# Where nothing is said of rest days: weekdays and cycles of days move on, the last working day lies before, a day of a document stays.
_REST = {
    **dict.fromkeys(("week", "weeks", "days", "weekday"), "next"),
    **dict.fromkeys(("month", "quarter", "half_year", "year"), "previous"),
}


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often something is owed.

    `number` says which day: of `week` the weekday (0 is Monday); of `weeks` the weeks times ten plus the weekday; of `days` how many; of
    `month_day` the day (31 is the last); of `workday` the working day of the month; of `weekday` the place in the month (5 is the last)
    times ten plus the weekday; of `quarter_day` and `half_year_day` the month in it times a hundred plus the day; of `year_day` month and
    day (930; 31 is the last); of what is owed once the working days, days or months. `month`, `quarter`, `half_year`, `year`: the last working day.
    `rest` is one of RESTS, empty for what the kind has of itself.
    """

    every: str
    number: int = 0
    rest: str = ""

    @property
    def said(self) -> str:
        """The cycle as an office says it."""
        tens, ones = divmod(self.number, 10)
        hundreds, day = divmod(self.number, 100)
        kinds: dict[str, Callable[[], str]] = {
            "week": lambda: f"每周{_WEEKDAYS[self.number % 7]}",
            "weeks": lambda: f"每{tens}周的周{_WEEKDAYS[ones % 7]}",
            "month": lambda: "每月最后一个工作日",
            "quarter": lambda: "每季度最后一个工作日",
            "half_year": lambda: "每半年最后一个工作日",
            "year": lambda: "每年最后一个工作日",
            "days": lambda: f"每 {self.number} 天",
            "month_day": lambda: f"每月{_day(self.number)}",
            "workday": lambda: f"每月第 {self.number} 个工作日",
            "weekday": lambda: f"每月{_PLACES[tens]}周{_WEEKDAYS[ones]}",
            "quarter_day": lambda: f"每季度{_QUARTER[hundreds]}{_day(day)}",
            "half_year_day": lambda: f"每半年第{hundreds}个月{_day(day)}",
            "year_day": lambda: f"每年{hundreds}月{_day(day)}",
            "once": lambda: f"一次，{self.number} 个工作日内",
            "once_days": lambda: f"一次，{self.number} 日内",
            "once_month": lambda: f"一次，{self.number} 个月内",
        }
        said = kinds[self.every]()
        return f"{said}（{RESTS[self.rest]}）" if self.rest and self.rest != _REST.get(self.every) else said

    @property
    def is_once(self) -> bool:
        """Whether it is owed once."""
        return self.every in ONCE


def office_cycle(every: str, number: int = 0, rest: str = "") -> Cycle:
    """Give the cycle that an office sets: a day of the calendar moves off rest days by its own word, else on; a month's end before it.

    Raises ValueError, saying what is possible, for a kind that is not known, a number that the kind does not have or cannot have,
    and a rest-day rule where there is nothing to move.
    """
    if every not in EVERY:
        raise ValueError(f"没有这种周期，可以写：{'、'.join(EXAMPLES)}")
    wrong = _WRONG[every](number) if every in _WRONG else ""
    if every not in _WRONG and number:
        wrong = f"“{Cycle(every).said}”不带数字；指定某日的，写作{_INSTEAD[every]}"
    if wrong:
        raise ValueError(wrong)
    if rest and rest not in RESTS:
        raise ValueError(f"遇休息日只能是{'、'.join(RESTS.values())}")
    is_day = every.endswith("_day")
    if rest and not (is_day or every in ("week", "weeks", "days", "weekday")):
        raise ValueError(f"“{Cycle(every, number).said}”本来就在工作日，不另定遇休息日怎么办")
    if is_day and not rest:
        rest = "previous" if number % 100 == LAST else "next"
    return Cycle(every, number, rest)


def cycle_from(count: Count, rest: str = "") -> Cycle:
    """Give how often a report comes of which a document says so, and what it says of rest days. Raises ValueError for a count that makes no cycle."""
    if count.span and count.unit == "last_working_day_of":
        return Cycle(count.span)
    if count.unit == "date":
        return Cycle("year_day", int(count.span.replace("-", "")), rest)
    if count.unit in ("day_of_quarter", "day_of_half_year"):
        month, day = count.month_and_day
        return Cycle(count.unit.removeprefix("day_of_") + "_day", month * 100 + day, rest)
    if count.unit == "weekday":
        # As any day of a document it stays where it is, unless the document says so.
        return Cycle("week", count.number - 1, rest or "same")
    if count.unit == "hours":
        return Cycle("once_days", -(-count.number // 24), rest)
    names = {
        "working_days": "once",
        "days": "once_days",
        "months": "once_month",
        "day_of_month": "month_day",
        "working_day_of_month": "workday",
    }
    if count.range is not None or count.unit not in names:
        raise ValueError(f"“{count.said_in_chinese}”不能作定期报送的时点")
    return Cycle(names[count.unit], count.number, rest)


def once_by(cycle: Cycle, start: date, calendar: Calendar) -> date:
    """Give the day until which something is owed once, counted from its start."""
    if cycle.every == "once":
        return calendar.add_workdays(start, cycle.number)
    day = start + timedelta(days=cycle.number) if cycle.every == "once_days" else add_months(start, cycle.number)
    return moved_off(day, cycle.rest or "same", calendar)


def date_after(cycle: Cycle, start: date, after: date, calendar: Calendar) -> date | None:
    """Give the first day of the cycle later than `after`, and later than its `start`.

    A day that falls on a rest day moves as the cycle says; two that thereby fall together are one. What is owed once has no day after
    its own: None.
    """
    after = max(after, start)
    if cycle.is_once:
        day = once_by(cycle, start, calendar)
        return day if day > after else None
    rest = cycle.rest or _REST.get(cycle.every, "same")
    # What fell on a long rest before `after` may have moved behind it.
    early = after - timedelta(days=_LONGEST_REST)
    if cycle.every in SPANS:
        size = SPANS[cycle.every]
        place = (early.year * 12 + early.month - 1) // size - 1
        while (day := moved_off(_in_span(cycle, place, size, calendar), rest, calendar)) <= after:
            place += 1
        return day
    length = {"week": 7, "days": cycle.number}.get(cycle.every, cycle.number // 10 * 7)
    first = start + timedelta(days=length if cycle.every == "days" else _first_weekday(cycle, start))
    day = first + timedelta(days=max(0, (early - first).days // length) * length)
    while (moved := moved_off(day, rest, calendar)) <= after:
        day += timedelta(days=length)
    return moved


def _first_weekday(cycle: Cycle, start: date) -> int:
    """The days from the start to the first weekday of the cycle: in the first week, or the second of every two."""
    weeks, weekday = (1, cycle.number) if cycle.every == "week" else divmod(cycle.number, 10)
    return (weekday - start.weekday()) % 7 + 7 * (weeks - 1)


def _in_span(cycle: Cycle, place: int, size: int, calendar: Calendar) -> date:
    """The day in one month, quarter, half-year or year, counted from year nought; where rest days do not matter, that day itself."""
    year, month = divmod(place * size, 12)
    first = date(year, month + 1, 1)
    if cycle.every == "workday":
        return calendar.add_workdays(first - timedelta(days=1), cycle.number)
    if cycle.every == "weekday":
        return _weekday_of(first, *divmod(cycle.number, 10))
    if cycle.every in ("month", "quarter", "half_year", "year"):
        return _in_month(add_months(first, size - 1), LAST)
    which, day = divmod(cycle.number, 100) if size > 1 else (1, cycle.number)
    return _in_month(add_months(first, which - 1), day)


def _in_month(first: date, day: int) -> date:
    return first.replace(day=min(day, months.monthrange(first.year, first.month)[1]))


def _weekday_of(first: date, place: int, weekday: int) -> date:
    """The first to fourth of a weekday in a month, or the last of them."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
    return day if day.month == first.month else day - timedelta(days=7)


def moved_off(day: date, rest: str, calendar: Calendar) -> date:
    """Give the next or the previous working day (`rest`) where a day is none; with "same" the day itself."""
    step = timedelta(days=0 if rest == "same" else 1 if rest == "next" else -1)
    while step and not calendar.is_workday(day):
        day += step
    return day


def _day(number: int) -> str:
    return "最后一天" if number == LAST else f"{number}日"


def _between(least: int, most: int, said: str) -> Callable[[int], str]:
    return lambda number: "" if least <= number <= most else f"{said}应在 {least} 到 {most} 之间"


def _of_months(most: int) -> Callable[[int], str]:
    def wrong(number: int) -> str:
        month, day = divmod(number, 100)
        if 1 <= month <= most and 1 <= day <= LAST:
            return ""
        return f"要写明第几个月（1 到 {most}）和哪一日（1 到 31，31 是最后一天），如 {most}25"

    return wrong


def _of_year(number: int) -> str:
    month, day = divmod(number, 100)
    if 1 <= month <= 12 and (day == LAST or 1 <= day <= months.monthrange(2000, month)[1]):
        return ""
    return "要写明月和日，如 630（6月30日）；31 是该月最后一天"


def _of_weekdays(most: int, said: str) -> Callable[[int], str]:
    def wrong(number: int) -> str:
        tens, ones = divmod(number, 10)
        return "" if 1 <= tens <= most and ones <= 6 else f"要写明{said}（1 到 {most}）和星期几（0 到 6，0 是周一）"

    return wrong


_WRONG: dict[str, Callable[[int], str]] = {
    "week": lambda number: "" if 0 <= number <= 6 else "请选定星期几",
    "weeks": _of_weekdays(52, "每几周"),
    "days": _between(1, _LONGEST, "天数"),
    "month_day": _between(1, LAST, "每月的日子（31 是最后一天）"),
    "workday": _between(1, 15, "第几个工作日"),
    "weekday": _of_weekdays(5, "第几个（5 是最后一个）"),
    "quarter_day": _of_months(3),
    "half_year_day": _of_months(6),
    "year_day": _of_year,
    **dict.fromkeys(ONCE, _between(1, _LONGEST, "天数")),
}
_INSTEAD = {
    "month": "month_day（每月某日）",
    "quarter": "quarter_day（每季度某月某日）",
    "half_year": "half_year_day（每半年某月某日）",
    "year": "year_day（每年某月某日）",
}
# What an office may write, a kind each.
EXAMPLES = (
    "每周五", "每两周周五", "每10天", "每月5日", "每月最后一天", "每月最后一个工作日", "每月第3个工作日", "每月最后一个周五",
    "每季度末月25日", "每季度最后一个工作日", "每半年第6个月20日", "每半年最后一个工作日", "每年6月30日", "每年最后一个工作日",
)  # fmt: skip
