"""Word documents: paragraphs with their automatic numbers, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.formats.numberings import Numbering
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Cell, Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference", "commentReference"}
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
    for block in _blocks(body):
        if block.tag == f"{W}p":
            source.add_line(_paragraph(block, numbering))
        else:
            source.add_table(_table(block, numbering))
    return source.close()


def _blocks(parent: Element) -> Iterator[Element]:
    """Give paragraphs and tables in order, looking into content controls and the like."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _blocks(child)


def _paragraph(paragraph: Element, numbering: Numbering) -> str:
    return (numbering.label(paragraph) + "".join(_words(paragraph))).replace("\r", "")


def _words(element: Element) -> Iterator[str]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield child.text or ""
        elif name == "tab" and element.tag == f"{W}r":
            yield " "
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _SKIPPED and not name.endswith("Pr"):
            yield from _words(child)


def _table(table: Element, numbering: Numbering) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    total = 0
    for row in _children(table, "tr"):
        cells: list[Cell] = []
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        cells += [Cell("")] * min(_number(skipped), _COLUMNS)
        for cell in _children(row, "tc"):
            words = _cell(cell, numbering)
            properties = cell.find(f"{W}tcPr")
            span = merge = None
            if properties is not None:
                span, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            origin = True
            if merge is not None and merge.get(f"{W}val") != "restart" and rows:
                above = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else Cell("")
                words, origin = above.words, False
            cells.append(Cell(words, origin))
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


def _cell(cell: Element, numbering: Numbering) -> str:
    lines = []
    for block in _blocks(cell):
        if block.tag == f"{W}p":
            lines.append(_paragraph(block, numbering))
        else:
            for row in _table(block, numbering):
                lines.append(" ".join(c.words for c in row if c.origin))
    return "\n".join(line for line in lines if line.strip())


def _number(element: Element | None) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 6 else 0
