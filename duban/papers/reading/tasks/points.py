"""The numbered points of a paper: their marks, also where line breaks are lost, and the headings above them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from duban.papers.reading.tasks.dates import number_of

_CN = "一二三四五六七八九十百"
_STYLES = (
    ("annex", 0, re.compile(rf"(?m)^[ \t\u3000]*附(?:件|表)[ ]*(?P<n>[{_CN}\d]{{0,3}})(?=[：:．.、\s])")),
    ("chapter", 1, re.compile(rf"(?m)(?:^|(?<=[\s\u3000]))第(?P<n>[{_CN}]{{1,4}})[章节编](?=[\s\u3000])")),
    ("article", 2, re.compile(rf"(?m)(?:^|(?<=[\s\u3000]))第(?P<n>[{_CN}]{{1,5}})条(?=[\s\u3000])")),
    (
        "chinese",
        1,
        re.compile(rf"(?m)(?:^[ \t\u3000]*|(?<=[。；：！？）)\]】\s\u3000]))(?P<n>[{_CN}]{{1,4}})[、．.](?![{_CN}])"),
    ),
    (
        "bracketed",
        2,
        re.compile(rf"(?<![第本按照据及见述和、])[（(](?P<n>[{_CN}]{{1,4}})[）)](?![项款条中至和、所—-])"),
    ),
    (
        "figure",
        3,
        re.compile(r"(?m)(?:^[ \t\u3000]*|(?<=[。；：！？）)\]】;:\s\u3000]))(?P<n>\d{1,3})[．.、](?!\d)"),
    ),
    (
        "small",
        4,
        re.compile(r"(?m)(?:^[ \t\u3000]*|(?<=[。；：;:\s\u3000]))(?:[（(](?P<n>\d{1,3})[）)]|(?P<m>\d{1,3})[）)])"),
    ),
    ("circled", 5, re.compile(r"(?P<n>[①-⑳])")),
)


@dataclass(frozen=True)
class Mark:
    """A point's number as written. `start` is where the number stands, `end` where its text begins."""

    style: str
    level: int
    number: int
    label: str
    start: int
    end: int

    def follows(self, other: Mark | None) -> bool:
        """Tell whether this is the next number in the same style."""
        return other is not None and self.style == other.style and self.number == other.number + 1


class Points:
    """The marks of one text in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        marks = {m.start: m for style, level, pattern in reversed(_STYLES) for m in _marks(style, level, pattern, text)}
        self.marks = [marks[start] for start in sorted(marks)]
        self._starts = [m.start for m in self.marks]
        self._above: dict[int, tuple[Mark, ...]] = {}
        above: tuple[Mark, ...] = ()
        for mark in self.marks:
            above = tuple(m for m in above if m.level < mark.level)
            self._above[mark.start] = above
            above += (mark,)

    def between(self, start: int, end: int) -> list[Mark]:
        """Give the marks that begin at or after `start` and end before or at `end`."""
        found = self.marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [m for m in found if m.end <= end]

    def next_at(self, start: int) -> Mark | None:
        """Give the mark that stands at `start` with nothing but blanks before it."""
        index = bisect_left(self._starts, start)
        if index == len(self.marks) or self._starts[index] - start > 200:
            return None
        return None if self.text[start : self._starts[index]].strip() else self.marks[index]

    def after(self, start: int) -> int:
        """Give where the next mark begins, or the end of the text."""
        index = bisect_left(self._starts, start)
        return self._starts[index] if index < len(self.marks) else len(self.text)

    def headings_above(self, mark: Mark) -> tuple[str, ...]:
        """Give the headings that a point stands under, outermost first."""
        return tuple(self.heading(m) for m in self._above[mark.start])

    def heading(self, mark: Mark) -> str:
        """Give the words of a point up to its first stop."""
        words = self.text[mark.end : min(self.after(mark.end), mark.end + 60)]
        return re.split(r"[。\n：:]|\u3000\u3000", words.strip())[0].strip()


def _marks(style: str, level: int, pattern: re.Pattern[str], text: str) -> list[Mark]:
    marks = []
    for match in pattern.finditer(text):
        digits = match["n"] if "m" not in pattern.groupindex or match["n"] else match["m"]
        start = match.end() - len(match.group().lstrip())
        number = ord(digits) - ord("①") + 1 if style == "circled" else number_of(digits or "")
        marks.append(Mark(style, level, number, match.group().strip().rstrip("、．."), start, match.end()))
    return marks
