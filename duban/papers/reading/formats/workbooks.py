"""Excel workbooks: the visible sheets, bounded however far apart their cells lie."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.sources import Cell, Source

_ROWS, _COLUMNS, _SHEETS = 20_000, 200, 50
_CELLS = 400_000
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}


def source_of_workbook(archive: Archive) -> Source:
    """Give every visible sheet as a table; UnreadablePaper where there is none or it is beyond bounds."""
    root = archive.xml("xl/workbook.xml")
    if root is None:
        raise UnreadablePaper("文件不是有效的 .xlsx 工作簿。")
    targets = archive.relations("xl/workbook.xml")
    strings = [_words(item) for item in _named(archive.xml("xl/sharedStrings.xml"), "si")]
    dated = _dated_styles(archive.xml("xl/styles.xml"))
    epoch = date(1904, 1, 1) if _date_1904(root) else date(1899, 12, 30)
    source = Source()
    for sheet in list(_named(root, "sheet"))[:_SHEETS]:
        target = next((targets.get(v) for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        part = archive.xml(target) if target and sheet.get("state", "visible") == "visible" else None
        if part is not None:
            rows = _rows(part, strings, dated, epoch)
            source.add_line(sheet.get("name", ""))
            source.add_table(rows)
    return source.close()


def _rows(part: Element, strings: list[str], dated: set[int], epoch: date) -> list[list[Cell]]:
    grid: dict[tuple[int, int], str] = {}
    row_number = 0
    for row in _named(part, "row"):
        row_number = _int(row.get("r")) or row_number + 1
        column = 0
        for cell in row:
            place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            words = _value(cell, strings, dated, epoch)
            if words:
                grid[row_number, column] = words
    if not grid:
        return []
    height, width = max(r for r, _ in grid), max(c for _, c in grid)
    if width > _COLUMNS:
        raise UnreadablePaper("工作表范围过大，无法按分工文件读取。")
    covered: dict[tuple[int, int], str] = {}
    for merge in _named(part, "mergeCell"):
        ends = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", merge.get("ref", ""))
        if not ends:
            continue
        left, top, right, bottom = _column(ends[1]), int(ends[2]), _column(ends[3]), int(ends[4])
        words = grid.get((top, left), "")
        for r in range(top, min(bottom, height, top + _ROWS) + 1):
            for c in range(left, min(right, width) + 1):
                if (r, c) != (top, left) and words:
                    covered[r, c] = words
        if len(covered) > _CELLS:
            raise UnreadablePaper("工作表范围过大，无法按分工文件读取。")
    numbers = sorted({r for r, _ in grid} | {r for r, _ in covered})
    if len(numbers) > _ROWS or len(numbers) * width > _CELLS:
        raise UnreadablePaper("工作表范围过大，无法按分工文件读取。")
    return [
        [Cell(covered[r, c], False) if (r, c) in covered else Cell(grid.get((r, c), "")) for c in range(1, width + 1)]
        for r in numbers
    ]


def _value(cell: Element, strings: list[str], dated: set[int], epoch: date) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell).strip()
    raw = next((child.text or "" for child in _named(cell, "v")), "").strip()
    if kind == "s":
        index = _int(raw)
        return strings[index].strip() if raw.isdecimal() and index < len(strings) else ""
    if kind in ("e", "b") or not raw:
        return ""
    if kind == "n" and re.fullmatch(r"-?\d{1,15}(\.\d+)?", raw):
        whole = int(raw.partition(".")[0])
        if _int(cell.get("s")) in dated and 0 < whole < 100_000:
            return (epoch + timedelta(days=whole)).isoformat()
        return str(whole) if not raw.partition(".")[2].strip("0") else raw
    return raw[:10] if kind == "d" else raw


def _words(element: Element) -> str:
    """Join the runs of a string, leaving out how it is pronounced."""
    found = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            found.append(child.text or "")
        elif name in ("r", "is"):
            found.append(_words(child))
    return "".join(found).replace("\r", "").replace("_x000D_", "")


def _dated_styles(styles: Element | None) -> set[int]:
    custom = {
        _int(form.get("numFmtId"))
        for form in _named(styles, "numFmt")
        if re.search(r"[yd年日]|m月", re.sub(r'\[[^\]]*\]|"[^年月日"]*"', "", form.get("formatCode", "").lower()))
    }
    formats = next(iter(_named(styles, "cellXfs")), None)
    return {
        index
        for index, form in enumerate(formats if formats is not None else ())
        if _int(form.get("numFmtId")) in _DATE_FORMATS | custom
    }


def _date_1904(root: Element) -> bool:
    return any(p.get("date1904") in ("1", "true") for p in _named(root, "workbookPr"))


def _named(root: Element | None, name: str) -> list[Element]:
    return [e for e in root.iter() if e.tag.rpartition("}")[2] == name] if root is not None else []


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _int(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0
