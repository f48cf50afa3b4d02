"""The numbered points of a paper: their marks, also where line breaks are lost, and the headings above them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace

from duban.papers.reading.tasks.dates import number_of
from duban.papers.reading.words.sections import STYLES, Style

_BARE = re.compile(
    r"(?m)^[ \t\u3000]*(?P<n>\d{1,2})[ \u3000](?=[ \u3000]?[一-龥“])(?![ \u3000]?[年月日时万亿个倍公平米亩吨元条项人户处家])"
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
        marks = {m.start: m for style in reversed(STYLES) for m in _marks(style, text)}
        self.marks = [marks[start] for start in sorted(marks)]
        self._above: dict[int, tuple[Mark, ...]] = {}
        above: tuple[Mark, ...] = ()
        last: dict[str, int] = {}
        self.marks = _without_weak(text, self.marks)
        for index, mark in enumerate(self.marks):
            if last.get(mark.style) != mark.number - 1:
                mark = self.marks[index] = _in_row(mark, above)
            last[mark.style] = mark.number
            above = tuple(m for m in above if m.level < mark.level)
            self._above[mark.start] = above
            above += (mark,)
        self._starts = [m.start for m in self.marks]

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

    def of(self, place: int) -> Mark | None:
        """Give the mark whose own text a place lies in, the last before it."""
        index = bisect_left(self._starts, place)
        return self.marks[index - 1] if index else None

    def above(self, mark: Mark) -> tuple[Mark, ...]:
        """Give the marks that a point stands under, outermost first."""
        return self._above[mark.start]

    def children(self, mark: Mark) -> list[Mark]:
        """Give all marks under a point, to any depth."""
        index = bisect_left(self._starts, mark.start) + 1
        found = []
        while index < len(self.marks) and self.marks[index].level > mark.level:
            found.append(self.marks[index])
            index += 1
        return found

    def end(self, mark: Mark) -> int:
        """Give where a point with all that stands under it ends."""
        children = self.children(mark)
        return self.after((children[-1] if children else mark).end)

    def headings_above(self, mark: Mark) -> tuple[str, ...]:
        """Give the headings that a point stands under, outermost first."""
        return tuple(self.heading(m) for m in self._above[mark.start])

    def heading(self, mark: Mark) -> str:
        """Give the words of a point up to its first stop."""
        words = self.text[mark.end : min(self.after(mark.end), mark.end + 60)]
        return re.split(r"[。\n：:]|\u3000\u3000", words.strip())[0].strip()


def with_stops(text: str) -> str:
    """Put a stop behind the numbers of lines that only a blank divides from their words (1 栽树, 2 修路), where they are a row from 1 on.

    The text stays as long as it is.
    """
    lines = list(_BARE.finditer(text))
    if len(lines) < 2 or [int(line["n"]) for line in lines] != list(range(1, len(lines) + 1)):
        return text
    letters = list(text)
    for line in lines:
        letters[line.end("n")] = "．"
    return "".join(letters)


def _without_weak(text: str, marks: list[Mark]) -> list[Mark]:
    """Leave out what is only a decimal: a number right before a figure counts where it continues the row (17．3个试点村)."""
    found: list[Mark] = []
    for mark in marks:
        weak = mark.style == "figure" and text[mark.end : mark.end + 1].isdecimal()
        dated = re.match(r"(?:19|20)\d\d年|\d{1,2}月", text[mark.end : mark.end + 6])
        if not weak or dated or (found and found[-1].number + 1 == mark.number):
            found.append(mark)
    return found


def _in_row(mark: Mark, above: tuple[Mark, ...]) -> Mark:
    """Put a number that only changes its dress (8. （9） ⑩) on the level of the one that it continues."""
    last = above[-1] if above else None
    if last and mark.style != last.style and mark.level > last.level and mark.number == last.number + 1 > 2:
        return replace(mark, level=last.level)
    return mark


def _marks(style: Style, text: str) -> list[Mark]:
    marks = []
    for match in style.pattern.compiled.finditer(text):
        digits = next((value for value in match.groupdict().values() if value), "")
        start = match.end() - len(match.group().lstrip())
        plain = unicodedata.normalize("NFKC", digits).strip("().")
        marks.append(
            Mark(
                style.pattern.kind,
                style.level,
                number_of(plain),
                match.group().strip().rstrip("、．.：:"),
                start,
                match.end(),
            )
        )
    return marks
