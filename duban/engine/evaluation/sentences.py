"""The sentences of a score card, in Chinese: what happened how often, what that counts, and how a figure came about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from duban.engine.rules.formulas import Ratio, exact
from duban.engine.wording import on, plain, signed

OUTCOMES = {
    "assigned": "本期交办", "in_hand": "本期在办", "at_stake": "本期到期或办结", "due": "本期到期", "closed": "本期办结",
    "done": "已办结", "undone": "未办结", "on_time": "按时办结", "early": "提前办结", "late": "逾期",
    "reminder_kept": "未经催办或在催办期限内报送", "reminder_missed": "催办后仍未在期限内报送",
}  # fmt: skip
_FOUR_PLACES = Decimal("0.0001")
# More numbers than these make no sentence.
_MOST_NAMED = 8
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SPLIT = re.compile(r"([a-z_][a-z0-9_]*)")
_SIGNS = str.maketrans({"*": "×", "/": "÷", "-": "−", "+": "＋", "(": "（", ")": "）", ",": "，", " ": None})
_CALLS = {"min": "取小", "max": "取大", "round": "四舍五入"}


def starts(section: str, points: Decimal) -> str:
    """Say what a section starts with."""
    return f"“{section}”项起{plain(points)}分"


def most(section: str, points: Decimal) -> str:
    """Say that a section is bounded above."""
    return f"“{section}”最多{plain(points)}分，超出部分不计"


def used_up(section: str, least: Decimal, lift: Decimal) -> str:
    """Say that a section is bounded below, and what is given back."""
    if least:
        return f"“{section}”最低{plain(least)}分，补回{plain(lift)}分"
    return f"“{section}”项扣完为止，补回{plain(lift)}分"


def not_typed(section: str, points: Decimal) -> str:
    """Say what a section counts for that nobody has given a figure for."""
    return f"“{section}”没有录入，按{plain(points)}分计"


def corrected(day: date) -> str:
    """Say that what happened on a day was corrected, and counts as it was corrected."""
    return f"{on(day)}的一次更正过，按更正以后的计"


def replaces(clauses: Iterable[str]) -> str:
    """Say which clauses do not count for the same thing."""
    return f"代替{'、'.join(clauses)}的计分"


def each_unit(points: Decimal, grounds: Iterable[str] = ()) -> str:
    """Say that the unit has points by the clause itself, with the figures on which that rests."""
    return "，".join([*grounds, f"{signed(points)}分"])


def outcome(words: Iterable[str]) -> str:
    """Say what became of matters: 本期到期、按时办结."""
    return "、".join(OUTCOMES[word] for word in words)


def matters(name: str, count: int, points: Decimal) -> str:
    """Say how many matters came out so and what each counts."""
    return f"{name}{count}件，每件{signed(points)}分" if points else f"{name}{count}件，不加不减"


def decided(name: str, person: str, points: Decimal, reason: str) -> str:
    """Say who decided how much, and why."""
    return f"{name}：{person}定{signed(points)}分：{reason}"


def in_a_row(name: str, number: int, days: Iterable[date], points: Decimal) -> str:
    """Say that something happened several times running."""
    said = "、".join(f"{day.month}月{day.day}日" for day in days)
    return f"{name}连续{number}次（{said}），{signed(points)}分"


def times_in_all(name: str, number: int, points: Decimal) -> str:
    """Say how often something happened in all, and what that counts."""
    return f"{name}满{number}次，{signed(points)}分" if points else f"{name}{number}次，不加不减"


def full(name: str, wanted: int, number: int, points: Decimal) -> str:
    """Say that something happened often enough to count once, and how often in all."""
    more = f"（共{number}次）" if number > wanted else ""
    return f"{name}满{wanted}次{more}，{signed(points)}分" if points else f"{name}满{wanted}次{more}，不加不减"


def nth(name: str, number: int, points: Decimal) -> str:
    """Say for the how manieth time something happened."""
    return f"{name}第{number}次，{signed(points)}分" if points else f"{name}第{number}次，不加不减"


def once(name: str, per: str, times: int, paid: int, points: Decimal) -> str:
    """Say that something counts once for the same matter, unit or thing."""
    each = f"计{paid}次，每次" if paid > 1 else ""
    return f"{name}{times}次，同一{per or '一件事'}只计一次，{each}{signed(points)}分"


def per(name: str, unit: str, number: object, points: Decimal) -> str:
    """Say how much of something a fact carries and what that counts."""
    return f"{name}，{unit}{number}，共{signed(points)}分"


def so_much(label: str, number: Decimal, unit: str) -> str:
    """Say a number by which points go: 6天, 相差2.5个百分点."""
    return f"{label}{plain(number)}{unit}"


def with_numbers(name: str, numbers: Sequence[str]) -> str:
    """Name what happened together with the numbers by which its points go: 结果逾期（2天、3天）."""
    more = "等" if len(numbers) > _MOST_NAMED else ""
    return f"{name}（{'、'.join(numbers[:_MOST_NAMED])}{more}）"


def once_so_much(name: str, numbers: Sequence[str], points: Decimal) -> str:
    """Say how much one thing was and what that counts: 结果逾期6天，-2分."""
    return f"{name}{'、'.join(numbers)}，" + (f"{signed(points)}分" if points else "不加不减")


def factor(times: Decimal) -> str:
    """Say by how much points are multiplied."""
    return f"，×{plain(times)}"


def figure(value: Ratio, unit: str) -> str:
    """Write a figure with its unit, at most four places."""
    numerator, denominator = value
    whole, rest = divmod(numerator, denominator)
    return f"{plain(exact(value).quantize(_FOUR_PLACES)) if rest else whole}{unit}"


def in_signs(text: str) -> str:
    """Write a formula with the signs that readers know: × for *, ÷ for /."""
    return text.translate(_SIGNS)


def reached(at: str, points: Decimal) -> str:
    """Say that a figure reaches what full points ask for."""
    return f"，达{at}，得{plain(points)}分"


def short_of(short: str, full: Decimal, lost: str, least: Decimal | None, points: Decimal) -> str:
    """Say by how much a figure falls short, and what is left of the full points; `least` where more would be lost than there is."""
    if least is not None:
        return f"，少{short}，{plain(full)}−{lost}不足{plain(least)}，得{plain(points)}分"
    return f"，少{short}，{plain(full)}−{lost}＝{plain(points)}分"


def formula(label: str, text: str, values: Mapping[str, str], said: str) -> str:
    """Write a formula with its figures in place of names."""
    filled = "".join([values.get(part, part) for part in _parts(text)])
    return f"{label}＝{filled}＝{said}"


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[str, ...]:
    """Cut a formula into names, one by one, and what stands between them, as readers write it."""
    return tuple(_CALLS.get(part) or (part if _NAME.fullmatch(part) else in_signs(part)) for part in _SPLIT.split(text))
