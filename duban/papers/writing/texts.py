"""Sentences that an office would write: dates, figures that add up, shares, lists of names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
# A hyphen that stands for a minus: before a figure, and not inside a number, a code, a clause or a day.
_HYPHEN = re.compile(r"(?<![A-Za-z0-9.)〕）/_-])-(?=\d)")


class FiguresDisagree(ValueError):
    """The parts named do not make up the whole; the message says which figures."""


def date_words(on: date) -> str:
    """Write a day as official papers do: 2026年3月31日, without leading zeros."""
    return f"{on.year}年{on.month}月{on.day}日"


def quoted(words: str) -> str:
    """Put words between quotation marks, and their own between single ones: “农村公路‘单改双’工程”."""
    inner = words.translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”"


def end_words(on: date | None) -> str:
    """Write the day until which a matter runs; 长期 where it has no end date."""
    return date_words(on) if on else "长期"


def span_words(first: date, last: date) -> str:
    """Write a period: 2026年3月, 2026年第一季度, 2026年上半年, 2026年, or its two days."""
    following = date.fromordinal(last.toordinal() + 1)
    if first.day == 1 and following.day == 1 and first.year == last.year:
        months = last.month - first.month + 1
        if months == 1:
            return f"{first.year}年{first.month}月"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year}年第{numeral(last.month // 3)}季度"
        if months == 6 and first.month in (1, 7):
            return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
        if months == 12:
            return f"{first.year}年"
    if first.year == last.year:
        return f"{date_words(first)}至{last.month}月{last.day}日"
    return f"{date_words(first)}至{date_words(last)}"


def numeral(number: int) -> str:
    """Write 1 to 999 in Chinese numerals as headings are numbered: 一, 十, 十二, 二十, 一百零五. ValueError beyond."""
    if not 1 <= number <= 999:
        raise ValueError(f"汉字序号只写1至999，现为{number}")
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and units:
        words += "零"
    return words + (_DIGITS[units] if units else "")


def minus_signs(text: str) -> str:
    """Write a minus before figures where a hyphen stands for one: 每次−5分, −10.00; numbers of papers and dates keep theirs."""
    return _HYPHEN.sub("−", text)


def points_words(points: Decimal) -> str:
    """Write points without needless zeros: 97.5, 100, −5."""
    words = f"{points:f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words in ("-0", "") else words.replace("-", "−")


def share(part: int, whole: int, places: int = 1) -> str | None:
    """Write a share in per cent, rounded half up: 85.7%. None where the whole is zero, for then there is no share.

    100.0% is written only where all is reached and 0.0% only where nothing is. ValueError for a part beyond the whole.
    """
    if whole < 0 or not 0 <= part <= whole:
        raise FiguresDisagree(f"部分{part}与总数{whole}不符")
    if not whole:
        return None
    unit = Decimal(1).scaleb(-places)
    value = (Decimal(100 * part) / whole).quantize(unit, ROUND_HALF_UP)
    if 0 < part < whole:
        value = min(max(value, unit), 100 - unit)
    return f"{value:f}%"


def rate_sentence(name: str, part: int, whole: int, none: str) -> str:
    """Say a rate in words: 按期办结率85.7%; with nothing to divide by, say `none` instead, as 本月无到期事项，不计算按期办结率."""
    words = share(part, whole)
    return none if words is None else f"{name}{words}"


def shares(counts: Sequence[int], places: int = 1) -> list[str]:
    """Write the shares of parts in per cent so that they add up to 100.0 exactly (largest remainder, ties to the first).

    All parts zero gives an empty list: there is nothing to share. ValueError for a negative count.
    """
    if any(count < 0 for count in counts):
        raise FiguresDisagree("数量不能为负")
    whole = sum(counts)
    if not whole:
        return []
    total = 100 * 10**places
    floors = [count * total // whole for count in counts]
    rests = sorted(range(len(counts)), key=lambda i: (-(counts[i] * total % whole), i))
    for index in rests[: total - sum(floors)]:
        floors[index] += 1
    return [f"{Decimal(value).scaleb(-places):f}%" for value in floors]


def tally_sentence(subject: str, whole: int, parts: Mapping[str, int], unit: str = "项") -> str:
    """Say a whole and its parts: 本月共督办事项12项，其中已办结9项、正在办理3项。Parts of zero are left out, a whole of zero is said.

    FiguresDisagree where the parts do not add up to the whole.
    """
    if sum(parts.values()) != whole or any(count < 0 for count in parts.values()):
        listed = "、".join(f"{name}{count}{unit}" for name, count in parts.items())
        raise FiguresDisagree(f"{subject}共{whole}{unit}，而分项为{listed}，合计不符")
    if not whole:
        return f"{subject}0{unit}。"
    shown = [(name, count) for name, count in parts.items() if count]
    if len(shown) == 1:
        return f"{subject}共{whole}{unit}，均{shown[0][0]}。" if whole > 1 else f"{subject}共1{unit}，{shown[0][0]}。"
    return f"{subject}共{whole}{unit}，其中" + "、".join(f"{name}{count}{unit}" for name, count in shown) + "。"


def change_words(before: int | Decimal, now: int | Decimal, unit: str = "") -> str:
    """Say how a figure moved against the last period: 增加3项, 减少2项, 持平."""
    difference = now - before
    if not difference:
        return "持平"
    amount = points_words(abs(Decimal(difference)))
    return f"{'增加' if difference > 0 else '减少'}{amount}{unit}"


def names(listed: Sequence[str], most: int = 0, unit: str = "个单位") -> str:
    """Join names by 、; beyond `most` (0 is no limit) say how many there are: 甲、乙等5个单位. None listed gives 无."""
    if not listed:
        return "无"
    if most and len(listed) > most:
        return "、".join(listed[:most]) + f"等{len(listed)}{unit}"
    return "、".join(listed)


def numbered(lines: Sequence[str], level: int = 1) -> list[str]:
    """Put the number of its level before each line: 一、 （一） 1. （1）. ValueError for another level."""
    forms = {1: "{c}、", 2: "（{c}）", 3: "{n}.", 4: "（{n}）"}
    if level not in forms:
        raise ValueError(f"层级应为1至4，现为{level}")
    return [forms[level].format(c=numeral(n) if level < 3 else "", n=n) + line for n, line in enumerate(lines, 1)]
