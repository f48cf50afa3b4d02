"""The passages of an official text lined up with the clauses of a pack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from duban.papers.reading.texts.inline_items import cut_items
from duban.papers.reading.texts.paragraphs import NUMERAL
from duban.papers.reading.texts.regulations import Passage, alike

# A hostile text must not make us compare without end.
_ROWS_AT_MOST = 300
_SHEET_ROW = re.compile(r"附件\d+ [^\s()\d一二三四五六七八九十][^\s()\d]*\d+")


@dataclass(frozen=True)
class Alignment:
    """The words of each clause of the pack, the clauses that found none, and the passages the pack lacks."""

    originals: Mapping[str, str]
    without: tuple[str, ...]
    lacking: tuple[Passage, ...]


def line_up(
    passages: Iterable[Passage], clauses: Iterable[str], restated: Mapping[str, str] | None = None
) -> Alignment:
    """Find the passage of every clause of a pack.

    A clause that stands for a whole article takes its paragraphs too. A numbered row of a sheet that restates another
    clause (`restated`: row to clause) takes the row that reads most like that clause, wherever the sheet printed it.
    """
    named = set(clauses := list(clauses))
    passages = [piece for each in passages for piece in _cut_as_named(each, named)]
    words = {passage.clause: passage.words for passage in passages}
    originals: dict[str, str] = {}
    used: set[str] = set()
    rows = [each for each in passages if _SHEET_ROW.fullmatch(each.clause)][:_ROWS_AT_MOST]
    for clause in clauses:
        other = (restated or {}).get(clause)
        if other in words and _SHEET_ROW.fullmatch(clause):
            candidates = [each.clause for each in rows if each.clause.split()[0] == clause.split()[0]]
            found = [max(candidates, key=lambda name: alike(words[name], words[other]))] if candidates else []
        else:
            found = [each.clause for each in passages if each.clause == clause]
            found = found or [each.clause for each in passages if _stem(each.clause) == _stem(clause)]
        found = [name for name in found if name == clause or name not in named or clause in (restated or {})]
        if found:
            originals[clause] = "\n".join(words[name] for name in found)
            used.update(found)
    lacking = tuple(each for each in passages if not each.heads and each.clause not in used)
    return Alignment(originals, tuple(clause for clause in clauses if clause not in originals), lacking)


def _cut_as_named(passage: Passage, named: Collection[str]) -> list[Passage]:
    """A passage in its items where the pack cites them and not the whole."""
    pieces = [passage] if passage.clause in named else cut_items([passage])
    return pieces if any(each.clause in named for each in pieces) else [passage]


def _stem(clause: str) -> str:
    return re.sub(rf" 导语$|(?<=条)第[{NUMERAL}]+款$", "", clause)
