"""Items that a paragraph numbers within itself (①…②…, (1)…(2)…, 1.…2.…), cut so that each can be cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from duban.papers.reading.texts.paragraphs import ARTICLE, NUMERAL, only_heads, value_of
from duban.papers.reading.texts.regulations import Passage

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# What an item begins after: nothing, the end of what is before, or what leads to the list.
_BEFORE = r"(?:(?<=[：:；;。，,\s])|^)"
_STYLES = (
    re.compile(rf"(?:(?<=[：:；;。，,\s)）])|^)(?P<number>[{_CIRCLED}])\s*"),
    re.compile(rf"{_BEFORE}[(（](?P<number>[0-9０-９]{{1,2}})[)）]\s*"),
    re.compile(rf"{_BEFORE}[(（](?P<number>[{NUMERAL}]{{1,3}})[)）]\s*"),
    re.compile(r"(?:(?<=[：:；;。\s])|^)(?P<number>[0-9０-９]{1,2})[.．、](?![0-9０-９])\s*"),
)
_SHORTEST, _MOST = 4, 60
_PARAGRAPH = re.compile(rf"(?<=条)第[{NUMERAL}]+款$")


def cut_items(passages: Iterable[Passage]) -> list[Passage]:
    """Cut the items of every passage, as far as they can be told for sure: numbered from one on without a gap, each after a stop."""
    found: list[Passage] = []
    passages = list(passages)
    for article, listed in groupby(passages, key=lambda each: _PARAGRAPH.sub("", each.clause)):
        parts = list(listed)
        if len(parts) > 1 and all(_PARAGRAPH.search(each.clause) for each in parts):
            whole = Passage(article, "\n".join(each.words for each in parts))
            pieces = list(_cut(whole))
            # Paragraphs that are items are cited as items; others stay paragraphs.
            parts = pieces if len(pieces) >= len(parts) else [piece for each in parts for piece in _cut(each)]
        else:
            parts = [piece for each in parts for piece in _cut(each)]
        found += parts
    known = [each.clause for each in found]
    return found if len(set(known)) == len(known) else passages


def _cut(passage: Passage) -> Iterator[Passage]:
    series = [marks for style in _STYLES if (marks := _series(style, passage.words))]
    if series:
        marks = min(series, key=lambda each: each[0].start())  # What is numbered first holds the rest.
        own = passage.clause.endswith(mark := _name(marks[0])) and not passage.words[: marks[0].start()].strip()
        stem = passage.clause.removesuffix(mark) if own else passage.clause.removesuffix(" 导语")
        lead = passage.words[: marks[0].start()].strip()
        if lead and not only_heads(lead):
            yield Passage(f"{stem} 导语", lead)
        for at, match in enumerate(marks):
            last = marks[at + 1].start() if at + 1 < len(marks) else len(passage.words)
            yield from _cut(
                replace(passage, clause=f"{stem}{_name(match)}", words=passage.words[match.start() : last].strip())
            )
        return
    yield passage


def _series(style: re.Pattern[str], words: str) -> list[re.Match[str]]:
    """The marks of a list from one on; none where it has a gap, or less than two items that say something."""
    begun = ARTICLE.match(words)
    found: list[re.Match[str]] = []
    for match in style.finditer(words, begun.end() if begun else 0):
        if _value(match) == len(found) + 1:
            found.append(match)
    ends = [*(match.start() for match in found[1:]), len(words)]
    is_said = all(end - match.end() >= _SHORTEST for match, end in zip(found, ends, strict=True)) if found else False
    in_order = all(one.end() <= other.start() for one, other in pairwise(found))
    return found if 2 <= len(found) <= _MOST and is_said and in_order else []


def _value(match: re.Match[str]) -> int:
    number = match["number"]
    return _CIRCLED.index(number) + 1 if number in _CIRCLED else value_of(number)


def _name(match: re.Match[str]) -> str:
    """The mark as it is cited: ①, (1), (一), 1."""
    number = match["number"]
    if number in _CIRCLED:
        return number
    number = str(int(number)) if number.isdecimal() else number
    return f"({number})" if match[0].lstrip()[0] in "(（" else number
