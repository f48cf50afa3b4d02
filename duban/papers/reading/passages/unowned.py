"""Papers without brackets: lines that begin with their units, and points that name nothing but a limit."""

from __future__ import annotations

import re

from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.passages.points import Points
from duban.papers.reading.tasks.dates import Dating, has_limit
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.units import is_unit

_ADDRESSED = re.compile(
    r"(?m)^[ \t\u3000]*(?:[一二三四五六七八九十\d]{1,3}[、.．][ \u3000]*)?(?P<owners>[^\n：:。；（(]{2,60})[：:](?:负责|牵头)?(?P<task>[^\n]{5,})$"
)


def addressed(text: str) -> list[Draft]:
    """Give the lines that each name their units first: 县住建局：负责修建东街道路，10月底前完工。 One such line alone is a salutation."""
    found = []
    for line in _ADDRESSED.finditer(text):
        names = re.split(r"[、，,/ \u3000]+", line["owners"])
        if all(is_unit(name) for name in names):
            start, end = line.span("task")
            found.append(Draft(line.start("owners"), end, (start, end), (end, end), Owners(charged=names), None))
    return found if len(found) > 1 else []


def dated(text: str, points: Points, dating: Dating) -> list[Draft]:
    """Give the innermost points, or where nothing numbered does the lines, that name a limit."""
    found = []
    edges = [(m.start, m.end, m) for m in points.marks]
    for index, (start, begin, mark) in enumerate(edges):
        end = edges[index + 1][0] if index + 1 < len(edges) else len(text)
        if has_limit(text[begin:end], dating):
            if mark is points.marks[-1]:
                end = begin + _first_dated_paragraph(text[begin:end], dating)
            end = begin + len(text[begin:end].rstrip())
            found.append(Draft(start, end, (begin, end), (end, end), Owners(), mark))
    if not found:
        # Nothing numbered, or only what is attached.
        for line in re.finditer(r"[^\n]+", text):
            if has_limit(line.group(), dating):
                start, end = line.span()
                found.append(Draft(start, end, (start, end), (end, end), Owners(), None))
    return found


def _first_dated_paragraph(segment: str, dating: Dating) -> int:
    """Give where the last point ends: what follows its dated paragraph is the paper's own close."""
    for stop in re.finditer(r"\n|\u3000\u3000", segment):
        if has_limit(segment[: stop.start()], dating):
            return stop.start()
    return len(segment)
