"""How a workbook shows its cells, as far as it bears on what they say: numbers that are days, words that are struck out."""

from __future__ import annotations

import re
from typing import Any

from duban.papers.reading.formats.archives import Archive

_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}


class Styles:
    """Which styles of cells show a number as a day, and which strike words out."""

    def __init__(self, archive: Archive) -> None:
        self.dated: set[int] = set()
        self.struck: set[int] = set()
        root = archive.xml("xl/styles.xml")
        if root is None:
            return
        custom = set()
        formats: list[Any] = []
        fonts: list[Any] = []
        for each in root.iter():
            name = each.tag.rpartition("}")[2]
            if name == "numFmt":
                code = re.sub(r'\[[^\]]*\]|"[^"年月日]*"|\\.', "", each.get("formatCode", "").lower())
                if re.search(r"[yd年日]|m月", code):
                    custom.add(each.get("numFmtId", ""))
            elif name == "fonts":
                fonts = list(each)
            elif name == "cellXfs":
                formats = list(each)
        striking = {index for index, font in enumerate(fonts) if _strikes(font)}
        for index, form in enumerate(formats):
            number = form.get("numFmtId", "")
            if number in custom or number_in(number) in _DATE_FORMATS:
                self.dated.add(index)
            if number_in(form.get("fontId")) in striking:
                self.struck.add(index)


def _strikes(font: Any) -> bool:
    marks = [each for each in font if each.tag.rpartition("}")[2] == "strike"]
    return any(each.get("val", "1") not in ("0", "false") for each in marks)


def number_in(words: str | None) -> int:
    """Give the number that an attribute holds; 0 for none, or one beyond all sense."""
    return int(words) if words and words.isdecimal() and len(words) < 7 else 0
