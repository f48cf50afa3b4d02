"""Word documents: paragraphs with their automatic numbers, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.formats.margins import beside_document
from duban.papers.reading.formats.numberings import Numbering
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded
from duban.papers.reading.texts.sources import Cell, Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference", "commentReference"}
_STRUCK = "带删除线"
_COLUMNS = 63
_CELLS = 200_000


def source_of_document(archive: Archive) -> Source:
    """Give the text and tables of a .docx; UnreadablePaper where it holds no document."""
    root = archive.xml("word/document.xml")
    if root is None:
        raise UnreadablePaper("文件不是有效的 .docx 文档。")
    if root.tag.startswith(_STRICT):
        for element in root.iter():
            element.tag = element.tag.replace(_STRICT, W)
            element.attrib.update({k.replace(_STRICT, W): v for k, v in list(element.attrib.items())})
    body = root.find(f"{W}body")
    if body is None:
        raise UnreadablePaper("文件不是有效的 .docx 文档。")
    numbering = Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    source = Source()
    if any(root.iter(f"{W}del")) or any(root.iter(f"{W}moveFrom")):
        source.remarks.append("文件带有未接受的修订，按接受修订以后的文字读取。")
    source.remarks += beside_document(archive)
    for number, block in enumerate(_blocks(body), 1):
        if block.tag == f"{W}p":
            words, left_out = _paragraph(block, numbering)
            source.remarks += [f"第{number}段有{how}的文字，没有读入：{each[:120]}" for how, each in left_out]
            source.add_line(words)
        else:
            source.add_table(_table(block, numbering, source.remarks))
    return source.close()


def _blocks(parent: Element) -> Iterator[Element]:
    """Give paragraphs and tables in order, looking into content controls and the like."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _blocks(child)


def _paragraph(paragraph: Element, numbering: Numbering) -> tuple[str, list[tuple[str, str]]]:
    """Give the words of a paragraph, and those left out of it: how they are marked, and what they are."""
    words: list[str] = []
    left_out: list[tuple[str, str]] = []
    for how, piece in _words(paragraph, ""):
        if not how:
            words.append(piece)
        elif left_out and left_out[-1][0] == how:
            left_out[-1] = (how, left_out[-1][1] + piece)
        elif piece.strip():
            left_out.append((how, piece))
    return (numbering.label(paragraph) + "".join(words)).replace("\r", ""), left_out


def _words(element: Element, how: str) -> Iterator[tuple[str, str]]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield how, child.text or ""
        elif name == "tab" and element.tag == f"{W}r":
            yield how, " "
        elif name in ("br", "cr"):
            yield how, "\n"
        elif name == "noBreakHyphen":
            yield how, "-"
        elif name not in _SKIPPED and not name.endswith("Pr"):
            yield from _words(child, _marked(child) or how)


def _marked(run: Element) -> str:
    """Say how a run is taken out of what is printed: struck through or hidden; empty where it is not."""
    for name, how in (("strike", _STRUCK), ("dstrike", _STRUCK), ("vanish", "隐藏")):
        mark = run.find(f"{W}rPr/{W}{name}")
        if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off"):
            return how
    return ""


def _table(table: Element, numbering: Numbering, remarks: list[str]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    total = 0
    for row in _children(table, "tr"):
        cells: list[Cell] = []
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        cells += [Cell("")] * min(_number(skipped), _COLUMNS)
        for cell in _children(row, "tc"):
            words, is_struck = _cell(cell, numbering, remarks)
            properties = cell.find(f"{W}tcPr")
            span = merge = None
            if properties is not None:
                span, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            origin = True
            if merge is not None and merge.get(f"{W}val") != "restart" and rows:
                above = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else Cell("")
                words, origin = above.words, False
            cells.append(Cell(words, origin, is_struck))
            cells += [Cell(words, False)] * min(max(_number(span) - 1, 0), _COLUMNS)
        total += len(cells)
        if len(cells) > 1000 or total > _CELLS:
            raise UnreadablePaper("文件中的表格过大，无法按分工文件读取。")
        rows.append(cells)
    width = max((len(cells) for cells in rows), default=0)
    return [cells + [Cell("")] * (width - len(cells)) for cells in rows]


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(child, name)


def _cell(cell: Element, numbering: Numbering, remarks: list[str]) -> tuple[str, bool]:
    """Give the words of a cell, and whether they are struck out as a whole; of others what is struck out is left out and said."""
    lines, left_out = [], []
    for block in _blocks(cell):
        if block.tag == f"{W}p":
            words, marked = _paragraph(block, numbering)
            lines.append(words)
            left_out += marked
        else:
            for row in _table(block, numbering, remarks):
                lines.append(" ".join(c.words for c in row if c.origin))
    words = folded("\n".join(line for line in lines if line.strip()))
    if not words.strip() and left_out and all(how == _STRUCK for how, _ in left_out):
        return folded("".join(piece for _, piece in left_out)), True
    remarks += [f"表格里有{how}的文字，没有读入：{piece[:120]}" for how, piece in left_out]
    return words, False


def _number(element: Element | None) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 6 else 0
