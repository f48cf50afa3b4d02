"""What single cells of a table say: units, days however they are written, words that a narrow column broke."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from duban.papers.reading.tasks.dates import Dating, Limits, is_limit, limits_of
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.owners import Owners, is_unit, read_owners
from duban.papers.reading.texts.folding import folded

_NARROW = str.maketrans("．－／", ".-/")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
FIRST_YEAR, LAST_YEAR = 1949, 2100
_NO_DATE = re.compile(r"长期|持续|常态|全年|贯穿|经常|定期|按[年季月周]|每个?[年季月周日天]|逐[年季月周]|[—/无-]+$")
_AT_ONCE = re.compile(
    r"立行立改|即知即改|立知立改|边查边改|立查立改|即查即改|边督边改|即时|立说立行|即交即办|即接即办|立即|马上|即刻"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=年|[.\-/]\d{1,2}(?:\D|$))")
_SHORT = re.compile(r"(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])")
_EMPTY = re.compile(r"[-—–/\\无暂、\s]*")
_ELSEWHERE = re.compile(r"[（(]?(?:同|见)第?[\d一二三四五六七八九十]{1,4}[项条行号款]?[）)]?")
_MARKED = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]|[①-⑳]|[-—·•]")


def narrowed(words: str) -> str:
    """Turn full-width digits and their signs into narrow ones."""
    return folded(words).translate(_NARROW)


def is_blank(words: str) -> bool:
    """Tell whether a cell says nothing: empty, a dash, a stroke, 无."""
    return bool(_EMPTY.fullmatch(words))


def unbroken(words: str) -> str:
    """Join lines that only the cell's width broke: what neither ends a sentence nor is followed by a number of its own."""
    joined = ""
    for line in filter(None, (each.strip() for each in words.split("\n"))):
        breaks = not joined or joined[-1] in "。；;！？!?：:" or _MARKED.match(line)
        gap = (
            " " if joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum() else ""
        )
        joined += ("\n" if breaks and joined else gap if joined else "") + line
    return joined


def names_of(words: str) -> tuple[str, ...]:
    """Split a cell into the names it lists, each once, dashes and 无 left out."""
    parts = re.split(r"[、，,；;\n/|]+|\s{1,}", words)
    return tuple(dict.fromkeys(part.strip(" \u3000。.") for part in parts if part.strip(" \u3000。.-—无")))


def owners_of(words: str, role: str) -> Owners | None:
    """Read the units of a cell in its column's role; None where its words are no names."""
    if is_blank(words):
        return Owners()
    # 同第3项: which row is meant, a person looks up.
    read = None if _ELSEWHERE.fullmatch(words.strip()) else _owners_of(_mended(words), role)
    if read is None:
        return None
    made = Owners()
    made.add(read)
    return made


def limits_in(cells: tuple[str, ...], dating: Dating) -> Limits:
    """Read the limits of cells that stand under a header for them. A year out of all range is a doubt and no date."""
    strange = [words for words in cells if _strange_year(narrowed(words))]
    read = _limits_of(tuple(_as_words(words) for words in cells if words not in strange), dating)
    doubts = tuple(doubt("strange_year", words) for words in strange)
    return replace(read, doubts=(*read.doubts, *doubts)) if doubts else read


def is_limit_cell(words: str) -> bool:
    """Tell whether a cell's words are a limit and nothing else."""
    return is_limit(_as_words(words).strip("。；;"))


@dataclass(frozen=True)
class Day:
    """The day that a cell gives, or what is wrong with it and whether that is grave; the earlier limits that it names beside it."""

    on: date | None
    fault: str = ""
    is_grave: bool = False
    before: tuple[tuple[date, str], ...] = ()


def day_of(words: str, is_date: bool, dating: Dating) -> Day:
    """Read the limit of a ledger's row. `is_date` where the sheet formats it as a day."""
    narrow = re.sub(r"\s+", "", narrowed(words))
    year = _strange_year(narrow)
    if year:
        return Day(None, f"“{words}”的年份（{year}年）不合常理，请核对", True)
    if is_date:
        return Day(date.fromisoformat(narrow))
    if narrow.isdecimal():
        on = _of_digits(narrow)
        return Day(on) if on else Day(None, f"“{words}”不是有效的日期，请写成 2026-03-31 或 2026年3月底", True)
    limits = _limits_of((_as_words(narrow),), dating)
    if limits.due:
        before = [(each.date, each.text) for each in limits.milestones if each.date and each.date < limits.due]
        # 6月至9月每日: the end is no more than half of what the cell says.
        said = [f"“{words}”是周期性要求，期限按{limits.due}填写，请核对"] if limits.recurrence else []
        return Day(limits.due, "".join(dict.fromkeys([*said, *limits.doubts])), before=tuple(before))
    if _AT_ONCE.search(narrow) and not re.search(r"\d", narrow):
        return Day(None, f"“{words}”要求立即办理，没有具体日期，请定下日期，否则按无固定时限处理")
    if _NO_DATE.match(narrow):
        return Day(None, f"“{words}”不是确定的日期，按无固定时限处理")
    named = re.search(r"(?:19|20)\d\d|明年|次年", narrow)
    if re.search(r"月|季度|半年|年底|日", narrow) and not named and dating.year is None:
        return Day(None, f"“{words}”没有写明年份", True)
    return Day(None, f"“{words}”不是有效的日期，请写成 2026-03-31 或 2026年3月底", True)


@lru_cache(maxsize=4096)
def _owners_of(words: str, role: str) -> Owners | None:
    return read_owners(words, role)


@lru_cache(maxsize=4096)
def _limits_of(cells: tuple[str, ...], dating: Dating) -> Limits:
    return limits_of("", dating, cells)


def _mended(words: str) -> str:
    """Join a name that the cell's width broke in two: no unit by itself, one together with the next line."""
    words = re.sub(r"([（(](?:牵头|主办|配合|协办)(?:单位)?[）)])(?=[^、，；,;\s])", r"\1、", words)
    lines = [each.strip() for each in words.split("\n") if each.strip()]
    mended: list[str] = []
    for line in lines:
        name = re.split(r"[、，,；;]", mended[-1])[-1] if mended else ""
        rest = re.split(r"[、，,；;]", line)[0]
        if name and not is_unit(name) and (is_unit(name + rest) and (not is_unit(rest) or len(rest) < 3)):
            mended[-1] += line
        else:
            mended.append(line)
    return "\n".join(mended)


def _as_words(words: str) -> str:
    """Write a day that is only digits and strokes the way a sentence does."""
    narrow = re.sub(r"(?<=[年月第.\-/])\s+(?=\d)|(?<=\d)\s+(?=[年月日.\-/])|[ \t\u3000]+", "", narrowed(words).strip())
    on = _of_digits(narrow) if narrow.isdecimal() else None
    if on:
        return on.isoformat()
    short = _SHORT.fullmatch(narrow)
    return f"{int(short[1])}月{int(short[2])}日" if short else narrow


def _strange_year(narrow: str) -> str:
    years = _YEAR.findall(narrow)
    return next((year for year in years if not FIRST_YEAR <= int(year) <= LAST_YEAR), "")


def _of_digits(narrow: str) -> date | None:
    try:
        if len(narrow) == 8:
            on = date(int(narrow[:4]), int(narrow[4:6]), int(narrow[6:]))
            return on if FIRST_YEAR <= on.year <= LAST_YEAR else None
        if len(narrow) < 8 and _FIRST_SERIAL <= int(narrow) <= _LAST_SERIAL:
            return date(1899, 12, 30) + timedelta(days=int(narrow))
    except ValueError:
        pass
    return None
