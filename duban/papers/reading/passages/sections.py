"""Owners that a heading or a closing sentence names for many tasks at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duban.papers.reading.passages.closings import EDGES, Closing
from duban.papers.reading.passages.points import Mark, Points
from duban.papers.reading.tasks.dates import number_of
from duban.papers.reading.tasks.owners import read_owners
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.units import is_named
from duban.papers.reading.words.sections import ABOVE, BELOW, OF_UNIT, WHOLE

_HEADLINE = 45


@dataclass
class Defaults:
    """Who is named for more than one task, and which words said so."""

    # Place up to which they hold → owners, by where they begin.
    sections: list[tuple[int, int, Owners]] = field(default_factory=list)
    above: list[tuple[int, int, int, Owners]] = field(default_factory=list)
    whole: Owners | None = None
    said: list[tuple[int, int]] = field(default_factory=list)
    # By the owners' identity: the words that named them, and which of them some task took.
    named_at: dict[int, tuple[int, int]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)

    def of(self, place: int) -> Owners | None:
        """Give the owners of the innermost section around a place."""
        around = [each for each in self.sections if each[0] <= place < each[1]]
        return max(around, key=lambda each: each[0])[2] if around else None

    def take(self, owners: Owners) -> Owners:
        """Note that a task takes these owners."""
        self.used.add(id(owners))
        return owners

    def unused(self) -> list[tuple[int, int]]:
        """Give the words that name owners for many and that no task took."""
        return [place for key, place in self.named_at.items() if key not in self.used]


def defaults_of(text: str, points: Points, closings: list[Closing], masked: str) -> tuple[Defaults, list[Closing]]:
    """Find who is named for sections, and the closings that belong to one task each. `masked` is the text without closings."""
    found = Defaults()
    own = []
    above = _above_all(text, points, closings)
    for closing in closings:
        mark = points.of(closing.start)
        if closing is above:
            found.whole = closing.owners
            found.named_at[id(closing.owners)] = (closing.start, closing.end)
            found.said.append((closing.start, closing.end))
        elif mark is not None and _heads(text, points, closings, mark, closing):
            found.sections.append((closing.end, points.end(mark), closing.owners))
            found.named_at[id(closing.owners)] = (mark.start, closing.end)
            found.headings.add(mark.start)
        else:
            own.append(closing)
    _sentences(masked, points, found)
    _units(text, points, found)
    return found, own


def _above_all(text: str, points: Points, closings: list[Closing]) -> Closing | None:
    """Give the line 责任单位：… that stands alone between the title of a list of tasks and its first point: it names who has them all."""
    if not points.marks or not closings:
        return None
    first, begins = closings[0], points.marks[0].start
    title = text[: first.start].strip()
    alone = first.end <= begins and (len(closings) < 2 or closings[1].start >= begins)
    is_list = re.search(r"责任[书状]|清单|任务|分工|台账|目标", title) and len(title) <= 2 * _HEADLINE
    told = "。" in title or re.search("[：:]", title) or "\n" in text[first.start : first.end].strip()
    return first if alone and is_list and not told and not text[first.end : begins].strip(EDGES) else None


def _heads(text: str, points: Points, closings: list[Closing], mark: Mark, closing: Closing) -> bool:
    """Tell whether a closing stands in a heading whose points are tasks of their own."""
    children = points.children(mark)
    if not children or text[closing.end : children[0].start].strip(EDGES + ":："):
        return False
    words = text[mark.end : closing.start].strip()
    if "。" in words or "；" in words or len(words) > _HEADLINE:
        return False
    end = points.end(mark)
    if any(closing.end <= other.start < end for other in closings):
        return True
    level = min(child.level for child in children)
    first = [child for child in children if child.level == level]
    if first[0].style == "circled":
        return False
    bodies = [text[child.end : points.after(child.end)].rstrip() for child in first]
    return not all(body[-1:] in "；;，" for body in bodies[:-1]) or len(bodies) == 1


def _sentences(masked: str, points: Points, found: Defaults) -> None:
    for match in ABOVE.compiled.finditer(masked):
        owners = read_owners(match["owners"])
        if owners:
            found.above.append((match.start(), match.end(), number_of(match["count"] or ""), owners))
            found.named_at[id(owners)] = match.span()
            found.said.append(match.span())
    for match in BELOW.compiled.finditer(masked):
        mark, owners = points.of(match.start()), read_owners(match["owners"])
        if owners:
            inner = mark is not None and bool(points.children(mark))
            above = points.above(mark)[-1:] if mark is not None else ()
            around = mark if inner else above[0] if above else None
            begins = around.end if around else match.end()
            found.sections.append((begins, points.end(around) if around else len(masked), owners))
            found.named_at[id(owners)] = match.span()
            found.said.append(match.span())
    for match in WHOLE.compiled.finditer(masked):
        if any(start <= match.start() < end for start, end in found.said):
            continue
        owners = read_owners(match["owners"])
        if owners and (owners.lead or owners.charged):
            found.whole = found.whole or owners
            found.named_at[id(owners)] = match.span()
            found.said.append(match.span())


def _units(text: str, points: Points, found: Defaults) -> None:
    """Find headings that are a unit's name: what stands under them is that unit's."""
    for mark in points.marks:
        words = text[mark.end : min(points.after(mark.end), mark.end + _HEADLINE)].strip(EDGES)
        if points.children(mark) and "\n" not in words and (owners := _of_unit(words)):
            found.sections.append((mark.end, points.end(mark), owners))
            found.headings.add(mark.start)
    lines = [
        (match.start(), match.end(), owners)
        for match in re.finditer(r"(?m)^[ \t\u3000]*([^\n]{2,45})$", text)
        if len(match[1]) < _HEADLINE
        and (owners := _of_unit(match[1].strip()))
        and (following := points.next_at(match.end())) is not None
        and following.level > 0
    ]
    for index, (start, end, owners) in enumerate(lines):
        until = lines[index + 1][0] if index + 1 < len(lines) else len(text)
        inside = points.of(start)
        around = points.above(inside) if inside is not None else ()
        if around:
            # A unit's line within 一 does not own 二.
            until = min(until, points.end(around[0]))
            found.named_at[id(owners)] = (start, end)
        found.sections.append((end, until, owners))
        found.said.append((start, end))


def _of_unit(words: str) -> Owners | None:
    match = re.fullmatch(OF_UNIT.words, words)
    if match is None:
        return None
    names = re.sub(r"^由", "", match["owners"])
    owners = read_owners(names)
    if owners is None or not owners or owners.doubts:
        return None
    everybody = owners.lead + owners.charged + owners.support
    # A county or a government alone on a line signs the paper or is its title.
    fits = all(is_named(name) and not name.endswith(("人民政府", "县", "市", "区")) for name in everybody)
    return owners if everybody and fits else None
