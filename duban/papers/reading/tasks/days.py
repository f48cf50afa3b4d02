"""Which day a written date means: its year from the paper, its month's end, or the reason why it means none."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from duban.papers.reading.tasks.doubts import doubt

DAY, UNDATED, GOAL, REMARK, RECURRING = "day", "undated", "goal", "remark", "recurring"
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "两": 2}
_YEARS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "当年": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "明年": 1,
    "来年": 1,
    "次年": 1,
    "翌年": 1,
    "后年": 2,
}
_FIRST, _LAST = 1949, 2100
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}


@dataclass(frozen=True)
class Dating:
    """When a paper was issued, as far as it says so: `year` is what its limits inherit."""

    year: int | None
    issued_on: date | None = None


@dataclass(frozen=True)
class Token:
    """A written date with its place in the text."""

    kind: str
    start: int
    end: int
    words: str
    match: re.Match[str]

    def get(self, name: str) -> str:
        """Give a named part, or an empty string."""
        return (self.match.groupdict().get(name) or "") if name in self.match.re.groupindex else ""

    @property
    def own_year(self) -> int | None:
        """Give the year that is written in figures or numerals."""
        words = self.get("to_year") or self.get("year")
        return int("".join(str(_CHINESE.get(c, c)) for c in words)) if words else None

    @property
    def strong(self) -> bool:
        """Tell whether the words can only be a limit: 前, 内, 止, 底, 末."""
        edges = (self.get(name) for name in ("edge", "quarter_edge", "half_edge", "year_edge"))
        return bool(
            self.get("before") or self.get("inside") or self.get("stop") or any(e in "底末" for e in edges if e)
        )


@dataclass(frozen=True)
class Found:
    """What a date came to: a day, a limit without a day, something that comes round, or a goal. `is_part`: 其中6月底前一半."""

    kind: str
    date: date | None
    text: str
    doubt: str = ""
    is_part: bool = False


def year_of(token: Token, dating: Dating) -> int | None:
    """Give the year that the words themselves name, 明年 counted from the paper's."""
    own = token.own_year
    if own is not None:
        return own
    named = token.get("to_named") or token.get("named")
    return dating.year + _YEARS[named] if named and dating.year is not None else None


def number(words: str) -> int:
    """Give the number that digits or Chinese numerals up to 九十九 (or a 百) write; 0 for none."""
    if words.isdecimal():
        return int(words)
    total = digit = 0
    for c in words:
        if c == "百":
            total, digit = total + 100 * (digit or 1), 0
        elif c == "十":
            total, digit = total + 10 * (digit or 1), 0
        else:
            digit = _CHINESE.get(c, 0)
    return total + digit


def day_of(token: Token, dating: Dating, carried: int | None = None) -> Found:
    """Give the day of a token; `carried` is the year that an earlier limit of the same sentence names."""
    words = token.words
    if token.kind in ("this_month", "this_week", "this_quarter", "today", "day_only"):
        return _relative(token, dating)
    if _is_vague(token):
        return Found(UNDATED, None, words, doubt("vague_date", words))
    own = year_of(token, dating)
    month, day = _month_and_day(token)
    if own is not None and not _FIRST <= own <= _LAST:
        return Found(UNDATED, None, words, doubt("no_such_date", words))
    if not _possible(own or carried or dating.year or 2024, month, 1 if day is None else day):
        return Found(UNDATED, None, words, doubt("no_such_date", words))
    year = own if own is not None else carried if carried is not None else dating.year
    if year is None:
        return Found(UNDATED, None, words, doubt("no_year", words))
    on = date(year, month, day or monthrange(year, month)[1])
    if dating.issued_on and on < dating.issued_on and (own is None or token.strong):
        return Found(
            DAY, on, words, doubt("past", words) if own is None and carried is None else doubt("before_paper", words)
        )
    return Found(DAY, on, words)


def own_date(words: str) -> date | None:
    """Give the day that words such as 2026年2月9日 or 二〇二六年二月九日 write in full; None where they do not."""
    match = OWN_DATE.search(words)
    return day_written(match) if match else None


def day_written(match: re.Match[str]) -> date | None:
    """Give the day of a match of OWN_DATE; None where there is no such day."""
    year = int("".join(str(_CHINESE.get(c, c)) for c in match["year"]))
    month, day = number(match["month"]), number(match["day"])
    return date(year, month, day) if _possible(year, month, day) and year >= _FIRST else None


_S = r"[ \u3000\t]{0,4}"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
OWN_DATE = re.compile(
    rf"(?P<year>20\d\d|19\d\d|二[〇○零][〇○零一二三四五六七八九]{{2}}){_S}年{_S}(?P<month>{_N}){_S}月{_S}(?P<day>{_N}){_S}日"
)


def _is_vague(token: Token) -> bool:
    """Tell whether the words leave open which end is meant: 6月前, 三季度前, 下旬前, 年初."""
    before = bool(token.get("before"))
    if token.get("third") or token.get("edge") in ("初", "中") or token.get("quarter_edge") == "初":
        return before or not token.get("third")
    if token.get("year_edge") in ("中", "初"):
        return True
    if token.kind == "bare_year":
        return True
    pointed = (
        token.get("day")
        or token.get("edge")
        or token.get("quarter_edge")
        or token.get("half_edge")
        or token.get("year_edge")
    )
    return before and not pointed and token.kind != "years"


def _month_and_day(token: Token) -> tuple[int, int | None]:
    if token.get("month"):
        third = {"上旬": 10, "中旬": 20}.get(token.get("third"))
        return number(token.get("month")), number(token.get("day")) if token.get("day") else third
    if token.get("quarters"):
        return 3 * number(token.get("quarters")[1:]), None
    if token.get("quarter"):
        return 3 * number(token.get("quarter")), None
    return (6, None) if token.get("half") == "上" else (12, None)


def _possible(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _relative(token: Token, dating: Dating) -> Found:
    """Give the day of 本周五前, 本月20日前 and their kin, counted from the day of the paper; without one a doubt."""
    words, issued = token.words, dating.issued_on
    undated = Found(UNDATED, None, words, doubt("relative_date", words))
    if issued is None or token.kind in ("today", "day_only"):
        return undated
    if token.kind == "this_week":
        weekday = token.get("weekday") or token.get("day_of_week")
        monday = issued - timedelta(days=issued.weekday())
        on = monday + timedelta(days=7 * (token.get("which") in ("下", "次")) + (_WEEKDAYS[weekday] if weekday else 6))
        if not weekday or weekday == "末" or on < issued:
            return undated
        return Found(DAY, on, words)
    if token.kind == "this_quarter":
        month = 3 * ((issued.month + 2) // 3) + 3 * (token.get("which") == "下")
    else:
        month = issued.month + (token.get("which") in ("下", "次"))
        if token.get("edge") in ("初", "中") or (token.get("third") and token.get("before")):
            return Found(UNDATED, None, words, doubt("vague_date", words))
    year, month = (issued.year + 1, month - 12) if month > 12 else (issued.year, month)
    day = number(token.get("day")) if token.get("day") else {"上旬": 10, "中旬": 20}.get(token.get("third"))
    if day is not None and not _possible(year, month, day):
        return Found(UNDATED, None, words, doubt("no_such_date", words))
    on = date(year, month, day or monthrange(year, month)[1])
    return Found(DAY, on, words) if on >= issued else Found(DAY, on, words, doubt("past", words))
