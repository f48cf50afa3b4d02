"""What keeps a paper from being printed, each fault as a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from duban.papers.writing.documents import Block, Cell, Heading, Paper, Paragraph, Table, placed

KINDS = ("file", "briefing", "form")
_NUMBER = re.compile(r"[^〔〕\d\s][^〔〕\s]*〔(?:19|20)\d\d〕[1-9]\d*号")
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
# Noncharacters: no program may show them, and XML forbids the last two.
_NEVER = {
    *range(0xFDD0, 0xFDF0),
    *(plane + end for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)),
}
_ALIGNS = ("", "left", "center", "right", "justify")
_PARTS = {
    "title": "标题",
    "head": "发文机关标志",
    "number": "发文字号",
    "signer": "签发人",
    "urgency": "紧急程度",
    "editor": "编印单位",
    "addressees": "主送机关",
    "body": "正文",
    "attachments": "附件说明",
    "annexes": "附件",
    "signature": "署名",
    "note": "附注",
    "imprint": "版记",
}


class InvalidPaper(ValueError):
    """The paper cannot be printed as it is; `faults` are sentences for the user."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(fault.rstrip("。") for fault in faults) + "。")
        self.faults = tuple(faults)


def check(paper: Paper) -> None:
    """Raise InvalidPaper naming every fault: a missing title, a number of the wrong form, cells that do not meet …"""
    faults = list(dict.fromkeys([*_missing(paper), *_malformed(paper), *_unprintable(paper)]))
    if faults:
        raise InvalidPaper(faults)


def _missing(paper: Paper) -> Iterator[str]:
    if paper.kind not in KINDS:
        yield f"文种样式“{paper.kind}”不存在"
    if not paper.title.strip():
        yield "缺少标题"
    if not paper.body and not paper.annexes:
        yield "缺少正文"
    if paper.signature and not paper.dated_on:
        yield "有署名而缺少成文日期"
    if paper.kind == "briefing" and not (paper.number and paper.editor and paper.dated_on and paper.head):
        yield "简报须有刊头、期号、编印单位和日期"
    if paper.signer and not paper.number:
        yield "有签发人而缺少发文字号"
    if paper.attachments and paper.annexes and len(paper.attachments) != len(paper.annexes):
        yield f"附件说明列{len(paper.attachments)}项，实有附件{len(paper.annexes)}个"
    if paper.imprint and not (paper.imprint.office and paper.imprint.printed_on):
        yield "版记缺少印发机关或印发日期"
    for part, words in _texts(paper):
        if not words.strip() and part not in ("表格",):
            yield f"{part}中有空白的一项"


def _malformed(paper: Paper) -> Iterator[str]:
    if paper.number and paper.kind == "file" and not _NUMBER.fullmatch(paper.number):
        yield f"发文字号“{paper.number}”应形如“×政督〔2026〕12号”"
    for block in _blocks(paper):
        if isinstance(block, Heading) and block.level not in (1, 2, 3, 4):
            yield f"小标题层级应为1至4，现为{block.level}"
        if isinstance(block, Paragraph) and block.align not in _ALIGNS:
            yield f"段落对齐方式“{block.align}”不存在"
        if isinstance(block, Table):
            yield from _grid_faults(block)


def _grid_faults(grid: Table) -> Iterator[str]:
    name = f"表格“{grid.caption}”" if grid.caption else "表格"
    try:
        columns, cells = placed(grid)
    except ValueError as error:
        yield f"{name}{error}"
        return
    if not columns:
        yield f"{name}没有内容"
    if grid.widths and (len(grid.widths) != columns or min(grid.widths) <= 0):
        yield f"{name}有{columns}列，列宽却给了{len(grid.widths)}个或不为正数"
    if not 0 <= grid.heads <= len(grid.rows):
        yield f"{name}的表头行数有误"
    if any(row < grid.heads < row + cell.down for row, _, cell in cells):
        yield f"{name}的表头与下面的行合并在一起"
    if any(cell.align not in _ALIGNS for _, _, cell in cells):
        yield f"{name}的对齐方式不存在"


def _unprintable(paper: Paper) -> Iterator[str]:
    for part, words in _texts(paper):
        for character in sorted(set(words)):
            kind = unicodedata.category(character)
            if (kind in ("Cc", "Cs") and character not in "\n\t") or ord(character) in _BIDI | _NEVER:
                yield f"{part}中含有不可见的控制字符 U+{ord(character):04X}"
            elif kind == "Co":
                yield f"{part}中含有自造字 U+{ord(character):04X}，别的电脑上无法显示，请改用通用字"


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    for field in fields(paper):
        if field.name in _PARTS and getattr(paper, field.name) not in ("", None):
            part = _PARTS[field.name]
            for words, in_cell in _words(getattr(paper, field.name)):
                yield "表格" if in_cell else part, words


def _words(value: Any, in_cell: bool = False) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        yield value, in_cell
    elif isinstance(value, tuple):
        for part in value:
            yield from _words(part, in_cell)
    elif is_dataclass(value):
        for field in fields(value):
            words = getattr(value, field.name)
            if words != "" or field.name in ("text", "title"):
                yield from _words(words, in_cell or isinstance(value, Cell))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from paper.body
    for annex in paper.annexes:
        yield from annex.body
