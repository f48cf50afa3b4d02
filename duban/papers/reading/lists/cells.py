"""What single cells of a ledger say: names of units, days however they are written."""

from __future__ import annotations

import re
from datetime import date, timedelta

from duban.papers.reading.tasks.dates import Dating, limits_of

_NARROW = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_NO_DATE = re.compile(r"长期|持续|常态|全年|贯穿|经常|定期|按[年季月周]|每个?[年季月周日天]|逐[年季月周]|[—/无-]+$")


def narrowed(words: str) -> str:
    """Turn full-width digits and their signs into narrow ones."""
    return words.translate(_NARROW)


def names_of(words: str) -> tuple[str, ...]:
    """Split a cell into the names it lists, each once, dashes and 无 left out."""
    parts = re.split(r"[、，,；;\n/|]+|\s{1,}", words)
    return tuple(dict.fromkeys(part.strip(" \u3000。.") for part in parts if part.strip(" \u3000。.-—无")))


def day_of(words: str, is_date: bool, dating: Dating) -> tuple[date | None, str, bool]:
    """Give the day, and what is wrong if anything, and whether that is grave."""
    narrow = re.sub(r"\s+", "", narrowed(words))
    if is_date:
        return date.fromisoformat(narrow), "", False
    if narrow.isdecimal():
        return _of_digits(narrow, words)
    limits = limits_of("", dating, (narrow,))
    if limits.due:
        return limits.due, "", False
    if _NO_DATE.match(narrow):
        return None, f"“{words}”不是确定的日期，按无固定时限处理", False
    named = re.search(r"(?:19|20)\d\d|明年|次年", narrow)
    if re.search(r"月|季度|半年|年底|日", narrow) and not named and dating.year is None:
        return None, f"“{words}”没有写明年份", True
    return None, f"“{words}”不是有效的日期，请写成 2026-03-31 或 2026年3月底", True


def _of_digits(narrow: str, words: str) -> tuple[date | None, str, bool]:
    try:
        if len(narrow) == 8:
            return date(int(narrow[:4]), int(narrow[4:6]), int(narrow[6:])), "", False
        if _FIRST_SERIAL <= int(narrow) <= _LAST_SERIAL:
            return date(1899, 12, 30) + timedelta(days=int(narrow)), "", False
    except ValueError:
        pass
    return None, f"“{words}”不是有效的日期，请写成 2026-03-31 或 2026年3月底", True
