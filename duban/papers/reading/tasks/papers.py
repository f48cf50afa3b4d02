"""The two ways in: a file, or pasted text."""

from __future__ import annotations

import re
from dataclasses import replace

from duban.papers.reading.formats.files import source_of
from duban.papers.reading.passages.passages import read_passages
from duban.papers.reading.tasks.doubts import doubt
from duban.papers.reading.tasks.issue import dating_of
from duban.papers.reading.tasks.items import Paper, UnreadablePaper
from duban.papers.reading.tasks.tables import read_tables
from duban.papers.reading.texts.sources import Source, source_of_text

LONGEST = 500_000
# Signs that simplified text never has, among the words by which tasks are known.
_TRADITIONAL = re.compile(
    "[縣辦負責牽頭單總導領實開產發動員務構機黨團記書區關與會應將還這經濟設計劃項於個據請報進時間長議決現場環標準節點證業農鄉鎮]"
)


def parse(data: bytes, filename: str, *, year: int | None = None) -> Paper:
    """Read a paper from any file that is accepted into draft tasks; UnreadablePaper where it is none of these or broken."""
    return _read(source_of(data, filename), year)


def parse_text(text: str, *, year: int | None = None) -> Paper:
    """Read pasted text into draft tasks. Limits without a year take `year`, else the paper's own."""
    return _read(source_of_text(text), year)


def _read(source: Source, year: int | None) -> Paper:
    if len(source.text) > LONGEST:
        raise UnreadablePaper(f"文件篇幅过大：正文超过 {LONGEST} 字，无法按分工文件读取。")
    dating = dating_of(source.text, year)
    rows, masked, left_out = read_tables(source, dating)
    items, unparsed, doubts = read_passages(masked, dating, alone=not rows)
    items = sorted([*rows, *items], key=lambda item: item.span)
    unparsed = [*source.remarks, *unparsed, *left_out]
    if source.by_eye:
        items = [replace(item, doubts=(*item.doubts, doubt("recognised"))) for item in items]
    if len(set(_TRADITIONAL.findall(source.text))) > 3:
        items = [replace(item, doubts=(*item.doubts, doubt("traditional"))) for item in items]
        doubts = [doubt("traditional"), *doubts]
    if _garbled(source.text):
        doubts = [doubt("garbled"), *doubts]
    if not items:
        doubts.append(doubt("no_items"))
    return Paper(tuple(items), tuple(unparsed), dating.year, source.text, tuple(doubts), source.by_eye)


def _garbled(text: str) -> bool:
    letters = re.findall(r"[^\s\d!-/:-@\[-`{-~]", text)
    strange = re.findall(
        r"[^\s\u0020-\u007e\u2010-\u2027\u2030-\u205e\u2460-\u24ff\u3000-\u303f\u3400-\u9fff\uff00-\uffef·×§°±·—…]",
        text,
    )
    return len(strange) > 20 and len(strange) > 0.3 * len(letters)
