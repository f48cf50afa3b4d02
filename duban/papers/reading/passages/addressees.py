"""你局, 你镇: whom a notice addresses stands in the line before its words, and is the unit that these mean."""

from __future__ import annotations

import re
from dataclasses import replace

from duban.papers.reading.passages.drafts import Draft
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.roles import Owners
from duban.papers.reading.tasks.units import is_unit
from duban.papers.reading.words.sentences import YOURS

_LINE = re.compile(
    r"(?m)^[ \t\u3000]*(?P<names>[^\n，。；：:（）()]{2,20}(?:[、，,][^\n，。；：:（）()]{2,20}){0,11})[：:][ \t\u3000]*$"
)
_LONGEST_BEFORE = 1000


def name_addressees(text: str, drafts: list[Draft]) -> None:
    """Put the units that the paper addresses for 你局 and its like; a doubt where it addresses none that could be meant."""
    for draft in drafts:
        owners = draft.owners
        if any(YOURS.compiled.fullmatch(name) for name in (*owners.lead, *owners.charged, *owners.support)):
            addressed, ends = _addressed(text[: draft.start])
            draft.owners = _named(owners, addressed)
            # Behind the last of several findings the sentence is no part of that one.
            if draft.mark is None or text[draft.mark.end : draft.head[0]].strip():
                draft.mark = None
                draft.start = _beginning(text, draft, drafts, ends)
                draft.head = (draft.start, draft.head[1])


def _beginning(text: str, draft: Draft, drafts: list[Draft], ends: int) -> int:
    """Give where the words begin that say what it is about: the first below the address, else the first of the paragraph."""
    own = text.rfind("\n", 0, draft.start) + 1
    for begins in (ends, own):
        taken = any(other is not draft and other.start < draft.start and begins < other.end for other in drafts)
        if begins and not taken and draft.start - begins <= _LONGEST_BEFORE:
            return begins + len(text[begins:]) - len(text[begins:].lstrip())
    return draft.start


def _named(owners: Owners, addressed: list[str]) -> Owners:
    doubts = list(owners.doubts)
    lists = []
    for names in (owners.lead, owners.charged, owners.support):
        made: list[str] = []
        for name in names:
            meant = [name]
            if YOURS.compiled.fullmatch(name):
                kind = name[1:]
                meant = [each for each in addressed if each.endswith(kind)] or ([] if kind[-1] in "镇乡" else addressed)
                if not meant:
                    doubts.append(doubt("unread_words", name))
            made += meant
        lists.append(made)
    lead, charged, support = lists
    if len(lead) > 1 and len(owners.lead) == 1:
        # Several are addressed alike: none of them is said to lead.
        lead, charged = [], lead + charged
    return replace(owners, lead=lead, charged=charged, support=support, doubts=doubts)


def _addressed(before: str) -> tuple[list[str], int]:
    """Give the units of the last line of address, and where that line ends."""
    for line in reversed(list(_LINE.finditer(before))):
        names = [name.strip() for name in re.split(r"[、，,]", line["names"])]
        if all(is_unit(name) for name in names):
            return names, line.end()
    return [], 0
