"""Minutes of a meeting in: its decisions, sentence by sentence, for a person to look through."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.papers.reading.formats.files import source_of
from duban.papers.reading.tasks.issue import dating_of
from duban.papers.reading.tasks.items import Item, UnreadablePaper
from duban.papers.reading.tasks.tables import read_tables

# What a meeting decides, against what it only heard or thought: 会议决定 opens a decision, 会议指出 ends it.
_SAID = re.compile(
    r"会议(?P<decided>[一-龥]{0,6}?(?:决定|议定|要求|明确|确定|责成|同意|通过))"
    r"|会议(?:还)?(?:听取|指出|认为|强调|传达|学习|审议|讨论|研究|观看|通报)"
)
_HEADING = re.compile(r"(?:会议)?(?:议定|决定|明确|要求)(?:的)?(?:如下|以下)?(?:事项|意见|事情)?(?:如下)?[：:]?$")
_OPENS_A_LIST = re.compile(r"(?:如下|以下)[一-龥]{0,6}[：:。]?$|[：:]$")
_MARKS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]\s*")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*")),
    (3, re.compile(r"\d{1,3}[、.．](?!\d)\s*")),
    (4, re.compile(r"[（(]\d{1,3}[）)]\s*|[①-⑳]\s*")),
)
LONGEST = 200_000
MOST = 300


def decisions_of(text: str) -> list[str]:
    """Return the decisions that minutes name as such, in their order and words; at most MOST, an empty list where none is named.

    A passage counts from 会议决定, 会议议定, 会议要求 and the like to the end of its paragraph, or until the meeting only hears, points out
    or thinks; points listed under such words count one by one.
    """
    found: list[str] = []
    listed: int | None = None
    for line in text[:LONGEST].splitlines():
        level, words = _without_mark(line.strip())
        if not words:
            continue
        if listed is not None and level > listed:
            found.append(words)
            continue
        if _HEADING.fullmatch(words):
            listed = level
            continue
        decided = _decided_in(words)
        listed = level if decided and _OPENS_A_LIST.search(decided[-1]) else None
        found += decided[:-1] if listed is not None else decided
    return list(dict.fromkeys(found))[:MOST]


@dataclass(frozen=True)
class Minutes:
    """What a file of minutes says, and the decisions in it."""

    text: str
    decisions: tuple[str, ...]


def read_minutes(data: bytes, filename: str) -> Minutes:
    """Read minutes from a file: decisions named in running text, and the rows of a table of decisions with their owners and dates.

    Raises UnreadablePaper, one sentence, for a file that cannot be read, or is longer than LONGEST.
    """
    source = source_of(data, filename)
    if len(source.text) > LONGEST:
        raise UnreadablePaper(f"文件篇幅过大：正文超过 {LONGEST} 字，无法按会议纪要读取。")
    items, rest, _ = read_tables(source, dating_of(source.text, None))
    decisions = [*decisions_of(rest), *(_in_one_sentence(item) for item in items)]
    return Minutes(source.text, tuple(dict.fromkeys(decisions))[:MOST])


def _in_one_sentence(item: Item) -> str:
    said = [*(f"{unit}牵头" for unit in item.lead), *(f"{unit}配合" for unit in item.support)]
    said += [f"{unit}指导" for unit in item.guide]
    if item.recurrence:
        said.append(item.recurrence)
    if item.due:
        said.append(f"{item.due.year}年{item.due.month}月{item.due.day}日前完成")
    words = "；".join(item.text.split("\n"))
    return f"{words.rstrip('。')}（{'，'.join(said)}）" if said else words


def _decided_in(words: str) -> list[str]:
    marks = list(_SAID.finditer(words))
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    passages = zip(marks, ends, strict=False)
    return [words[mark.start() : end].strip(" ；;") for mark, end in passages if mark["decided"]]


def _without_mark(line: str) -> tuple[int, str]:
    for level, pattern in _MARKS:
        mark = pattern.match(line)
        if mark:
            return level, line[mark.end() :].strip()
    return 0, line
