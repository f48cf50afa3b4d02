"""Days as papers and spreadsheets write them, the year first (2026年3月5日, 2026/3/5): read, never guessed."""

import datetime
import re
from typing import Any

from django import forms

from duban.papers.reading.texts.folding import folded

_DAY = re.compile(
    r"(\d{4})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?|([./-])\s*(\d{1,2})\s*\4\s*(\d{1,2}))(?!\d)\s*(?:[（(](?:周|星期).[）)])?"
)


class DayInput(forms.DateInput):
    """A day; what a browser without a calendar lets be typed or pasted is read, and shown again, as 2026-03-05."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the day as it is written here, or what was typed."""
        typed = super().value_from_datadict(data, files, name)
        found = _DAY.fullmatch(folded(typed).strip()) if isinstance(typed, str) else None
        return typed if found is None else _written(found)


def day_of(text: str) -> datetime.date | None:
    """Return the day that a text is, written in any of these ways; None where it is none."""
    found = _DAY.fullmatch(folded(text).strip())
    return None if found is None else _day(_written(found))


def dated_lines(text: str) -> list[tuple[datetime.date, str]]:
    """Return the lines of “2026-06-30 what” of a text. Raises ValidationError naming the line that is none."""
    found = []
    for number, line in enumerate(folded(text).splitlines(), 1):
        line = line.strip()
        if not line:
            continue
        read = _DAY.match(line)
        day, what = (_day(_written(read)), line[read.end() :].strip(" \t\u3000，,：:、；;")) if read else (None, "")
        if day is None or not what:
            raise forms.ValidationError(f"第 {number} 行要写成“2026-06-30 要求”，且日期要存在")
        if len(what) > 200:
            raise forms.ValidationError(f"第 {number} 行的要求超过 200 字")
        found.append((day, what))
    return found


def _written(found: re.Match[str]) -> str:
    year, month, day = found[1], found[2] or found[5], found[3] or found[6]
    return f"{year}-{int(month):02}-{int(day):02}"


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
