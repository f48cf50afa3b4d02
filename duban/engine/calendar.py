"""Working days: the State Council's yearly notices, local festivals over them, and what is only expected."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

_FIXED = {1: "元旦", 5: "劳动节", 10: "国庆节"}
CALENDARS = Path(__file__).parent.parent / "regimes" / "calendars"


class CalendarError(ValueError):
    """A calendar that cannot be read or cannot answer; the message is for the administrator."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a notice says of one day: off, or a working day in exchange (调休上班)."""

    off: bool
    festival: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Regulation:
    """The statutory days of 全国年节及纪念日放假办法 in one of its versions."""

    number: str
    from_year: int
    fixed: frozenset[tuple[int, int]]
    spring_festival: tuple[int, int]
    lunar: frozenset[str]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days of one jurisdiction. A year without its national notice is provisional."""

    marks: Mapping[date, Mark] = field(repr=False)
    announced: frozenset[int]
    regulations: tuple[Regulation, ...]
    lunar: Mapping[date, str] = field(repr=False)

    def is_workday(self, day: date) -> bool:
        """Return whether offices work on `day`: by notice, else by weekday and any statutory day."""
        mark = self.marks.get(day)
        if mark is not None:
            return not mark.off
        return day.weekday() < 5 and self._statutory_festival(day) is None

    def add_workdays(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, before it where n is negative, `day` where n is 0."""
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative where `end` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        whole = sum(_workdays_of(self, year)[-1] for year in range(start.year, end.year))
        return whole + _workdays_of(self, end.year)[_place(end)] - _workdays_of(self, start.year)[_place(start)]

    def last_workday(self, first_day: date, last_day: date) -> date:
        """Return the last working day from `first_day` to `last_day`. Raises CalendarError if none is."""
        day = last_day
        while day >= first_day:
            if self.is_workday(day):
                return day
            day -= timedelta(days=1)
        raise CalendarError(f"{first_day} 至 {last_day} 之间没有工作日")

    def is_provisional(self, day: date) -> bool:
        """Return whether the notice for the year of `day` is missing, so that the answer may still change."""
        return day.year not in self.announced

    def touches_provisional(self, start: date, end: date) -> bool:
        """Return whether a count between the two days, in either order, rests on a provisional year."""
        years = range(min(start, end).year, max(start, end).year + 1)
        return any(year not in self.announced for year in years)

    def explain(self, day: date) -> str:
        """Say in Chinese why `day` is or is not worked, with the number of the notice where there is one."""
        mark = self.marks.get(day)
        if mark is not None:
            source = f"（{mark.number}）" if mark.number else ""
            return f"{mark.festival}{'放假' if mark.off else '调休上班'}{source}"
        festival = self._statutory_festival(day)
        said = (festival or "") + ("" if festival and festival.endswith("补假") else "法定假日")
        said = said if festival else "周末" if day.weekday() >= 5 else "工作日"
        return f"{said}（{self.why_provisional(day.year)}）" if self.is_provisional(day) else said

    def why_provisional(self, year: int) -> str:
        """Say why a year is only reckoned: its notice is still to come, or it lies before the first that is known."""
        if self.announced and year < min(self.announced):
            return f"没有收录{year}年的放假安排，按法定节日和周末推算"
        return f"{year}年放假安排尚未公布，暂按法定节日和周末推算"

    def with_notice(self, data: Mapping[str, Any]) -> "Calendar":
        """Return this calendar with the notices of `data` (shaped as the files in calendars/) laid over it.

        With `year` the data is national and announces that year; without, it is local and announces nothing.
        Raises CalendarError, saying which entry is wrong, where a day is named twice, lies outside the year
        (the days before New Year excepted), or is a make-up day although it is worked anyway.
        """
        marks = dict(self.marks)
        year = data.get("year")
        for notice in _field(data, "notices", "放假安排"):
            named: dict[date, Mark] = {}
            for festival in _field(notice, "festivals", str(notice.get("number") or "通知")):
                _read_festival(festival, notice.get("number"), year, marks, named)
            marks |= named
        announced = self.announced | ({year} if year is not None else set())
        return replace(self, marks=MappingProxyType(marks), announced=frozenset(announced))

    def _statutory_festival(self, day: date) -> str | None:
        return None if day.year in self.announced else _statutory_days(self, day.year).get(day)

    def regulation_of(self, year: int) -> Regulation | None:
        """Return the regulation that gave a year its statutory days; None for a year before the first that is known."""
        return next((each for each in reversed(self.regulations) if each.from_year <= year), None)


@lru_cache(maxsize=64)
def load_calendar(local: str | None = None, folder: Path = CALENDARS) -> Calendar:
    """Load the national calendar and, where named, the festivals of local/<local>.yaml over it.

    Raises CalendarError where a file is missing or wrong. The answer is shared: it is frozen.
    """
    statutory = _read(folder / "statutory.yaml")
    calendar = Calendar(
        marks=MappingProxyType({}),
        announced=frozenset(),
        regulations=tuple(_read_regulation(entry) for entry in statutory["regulations"]),
        lunar=MappingProxyType({day: name for year in statutory["lunar"].values() for name, day in year.items()}),
    )
    for path in sorted((folder / "national").glob("*.yaml")):
        calendar = calendar.with_notice(_read(path))
    if local is None:
        return calendar
    if not local.replace("_", "").isalnum():
        raise CalendarError(f"地方日历名称“{local}”不合规，只能用字母、数字和下划线")
    return calendar.with_notice(_read(folder / "local" / f"{local}.yaml"))


def calendar_with(local: str | None, notices: Sequence[Mapping[str, Any]]) -> Calendar:
    """Return the calendar that was installed with notices that people took in laid over it, local ones over national ones.

    The answer for the same notices is the same object. Raises CalendarError as `with_notice` does.
    """
    if not notices:
        return load_calendar(local)
    ordered = sorted(notices, key=lambda data: data.get("year") is None)
    return _laid_over(local, json.dumps(ordered, ensure_ascii=False))


@lru_cache(maxsize=64)
def _laid_over(local: str | None, notices: str) -> Calendar:
    calendar = load_calendar(local)
    for data in json.loads(notices):
        calendar = calendar.with_notice(data)
    return calendar


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise CalendarError(f"读不了日历文件 {path.name}：{error}") from error
    if not isinstance(data, dict):
        raise CalendarError(f"日历文件 {path.name} 不是一份放假安排")
    return data


def _read_regulation(entry: Mapping[str, Any]) -> Regulation:
    return Regulation(
        number=entry["number"],
        from_year=entry["from_year"],
        fixed=frozenset((int(text[:2]), int(text[3:])) for text in entry["fixed"]),
        spring_festival=(entry["spring_festival"]["from"], entry["spring_festival"]["to"]),
        lunar=frozenset(entry.get("lunar", ("春节", "清明节", "端午节", "中秋节"))),
    )


def _read_festival(
    festival: Mapping[str, Any],
    number: str | None,
    year: int | None,
    before: Mapping[date, Mark],
    named: dict[date, Mark],
) -> None:
    name = str(_field(festival, "name", "节日"))
    rest = _field(festival, "rest", name)
    first, last = _day(rest.get("from"), name), _day(rest.get("to"), name)
    if last < first:
        raise CalendarError(f"{name}：放假结束日 {last} 早于开始日 {first}")
    days = [(day, True) for day in _days(first, last)]
    days += [(_day(text, name), False) for text in festival.get("work", ())]
    for day, is_off in days:
        if year is not None and not date(year - 1, 12, 15) <= day <= date(year, 12, 31):
            raise CalendarError(f"{name}：{day} 不属于{year}年的安排")
        if day in named:
            raise CalendarError(f"{name}：{day} 在同一份通知里出现了两次")
        if not is_off and day.weekday() < 5 and not (day in before and before[day].off):
            raise CalendarError(f"{name}：{day} 本来就是工作日，不能再列为调休上班日")
        named[day] = Mark(is_off, name, number)


def _field(data: Mapping[str, Any], key: str, where: str) -> Any:
    if not isinstance(data, Mapping) or not data.get(key):
        raise CalendarError(f"{where}：缺少 {key}")
    return data[key]


def _day(value: Any, where: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise CalendarError(f"{where}：“{value}”不是日期") from error
    if type(value) is not date:
        raise CalendarError(f"{where}：“{value}”不是日期")
    return value


@lru_cache(maxsize=128)
def _workdays_of(calendar: Calendar, year: int) -> tuple[int, ...]:
    """The working days of a year up to and including each of its days, counted once."""
    counts = [0]
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        counts.append(counts[-1] + calendar.is_workday(day))
    return tuple(counts)


@lru_cache(maxsize=256)
def _statutory_days(calendar: Calendar, year: int) -> Mapping[date, str]:
    """The days that the regulation gives in a year, and the working days that make up for those on a weekend (第六条)."""
    regulation = calendar.regulation_of(year)
    if regulation is None:
        return MappingProxyType({})
    days = {date(year, month, day): _FIXED[month] for month, day in regulation.fixed}
    for day, festival in calendar.lunar.items():
        if day.year == year and festival in regulation.lunar:
            first, last = regulation.spring_festival if festival == "春节" else (0, 0)
            days |= {day + timedelta(days=k): festival for k in range(first, last + 1)}
    for day, festival in sorted(days.items()):
        made_up = day
        while day.weekday() >= 5 and (made_up.weekday() >= 5 or made_up in days):
            made_up += timedelta(days=1)
        if made_up != day:
            days[made_up] = f"{festival}补假"
    return MappingProxyType(days)


def _place(day: date) -> int:
    return day.timetuple().tm_yday


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=k) for k in range((last - first).days + 1))
