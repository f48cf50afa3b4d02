"""The numbers that Word counts itself and does not write into the text."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "koreanDigital2",
}


class Numbering:
    """The lists of one document, counted as its paragraphs are met in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for abstract in numbering.findall(f"{_W}abstractNum") if numbering is not None else ():
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = {
                _int(level.get(f"{_W}ilvl")): (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    _int(_value(level, "start") or "1"),
                )
                for level in abstract.findall(f"{_W}lvl")
            }
        for number in numbering.findall(f"{_W}num") if numbering is not None else ():
            self._lists[number.get(f"{_W}numId", "")] = _value(number, "abstractNumId")
        for style in styles.findall(f"{_W}style") if styles is not None else ():
            place = _place(style.find(f"{_W}pPr"))
            if place:
                self._styles[style.get(f"{_W}styleId", "")] = place

    def label(self, paragraph: Element) -> str:
        """Count this paragraph and give its number as Word shows it, or nothing."""
        properties = paragraph.find(f"{_W}pPr")
        place = _place(properties)
        if place is None and properties is not None:
            place = self._styles.get(_value(properties, "pStyle"))
        if place is None:
            return ""
        number, depth = place
        levels = self._levels.get(self._lists.get(number, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts[self._lists[number]]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            form, _, start = levels.get(level, ("decimal", "", 1))
            return _written(counts.get(level, start), form)

        if levels[depth][0] in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", shown, levels[depth][1])


def _place(properties: Element | None) -> tuple[str, int] | None:
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None or not _value(numbered, "numId"):
        return None
    return _value(numbered, "numId"), _int(_value(numbered, "ilvl"))


def _value(parent: Element, name: str) -> str:
    child = parent.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _int(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else 0


def _written(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        tens, units = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[units] if units else "")
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)
