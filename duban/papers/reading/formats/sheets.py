"""Cells of workbooks from strangers, streamed: the address of each is kept, nothing is built that a file merely declares."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from xml.parsers import expat

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.tasks.items import UnreadablePaper

ROWS, COLUMNS, SHEETS = 20_000, 256, 50
_CELLS = 600_000
_MERGES = 20_000
_DEPTH = 60
_CHARACTERS = 30_000_000
_ELEMENTS = 2_000_000
_CHUNK = 1 << 16
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_TOO_LARGE = "工作表范围过大（最多 2 万行、256 列），已拒绝读取。"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SPAN = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass
class Sheet:
    """A visible sheet: words by (row, column) from 1, and which corner each merged cell takes its words from."""

    name: str
    words: dict[tuple[int, int], str] = field(default_factory=dict)
    dates: set[tuple[int, int]] = field(default_factory=set)
    faulty: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Count the rows down to the last word."""
        return max((row for row, _ in self.words), default=0)

    @property
    def width(self) -> int:
        """Count the columns up to the last word."""
        return max((column for _, column in self.words), default=0)

    def spread(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Map every covered place of a merge to the corner that holds its words."""
        corners: dict[tuple[int, int], tuple[int, int]] = {}
        height, width = self.height, self.width
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, height) + 1):
                for column in range(left, min(right, width) + 1):
                    if (row, column) != (top, left):
                        corners[row, column] = (top, left)
            if len(corners) > _CELLS:
                raise UnreadablePaper(_TOO_LARGE)
        return corners


def read_sheets(data: bytes) -> list[Sheet]:
    """Read the visible sheets of a workbook.

    Raises UnreadablePaper, one sentence, for what is broken, encrypted, hostile, or beyond 20,000 rows or 256 columns.
    """
    archive = Archive(data)
    workbook = archive.xml("xl/workbook.xml")
    if workbook is None:
        raise UnreadablePaper("文件不是有效的 .xlsx 工作簿。")
    targets = archive.relations("xl/workbook.xml")
    dated = _dated_styles(archive)
    old = any(e.get("date1904") in ("1", "true") for e in workbook.iter() if e.tag.rpartition("}")[2] == "workbookPr")
    epoch = date(1904, 1, 1) if old else date(1899, 12, 30)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            strings = _Strings()
            if "xl/sharedStrings.xml" in archive.names:
                _stream(opened, archive, "xl/sharedStrings.xml", strings)
            sheets = []
            listed = [e for e in workbook.iter() if e.tag.rpartition("}")[2] == "sheet"][:SHEETS]
            for each in listed:
                target = next((targets.get(v) for k, v in each.attrib.items() if k.endswith("}id")), None)
                if each.get("state", "visible") == "visible" and target in archive.names:
                    sheet = Sheet(each.get("name", ""))
                    _stream(opened, archive, target, _Cells(sheet, strings.found, dated, epoch))
                    sheets.append(sheet)
    except UnreadablePaper:
        raise
    except Exception as error:
        # zlib.error and its kin have no common base; a broken part has one sentence whatever broke.
        raise UnreadablePaper("文件内容已损坏，无法读取。") from error
    if not sheets:
        raise UnreadablePaper("工作簿中没有可见的工作表。")
    return sheets


def column_letters(column: int) -> str:
    """Write a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Strings:
    """Shared strings, without how they are pronounced."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_phonetic = False
        self._size = 0

    def start(self, tag: str, marks: dict[str, str]) -> None:
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "t":
            self._in_text = not self._in_phonetic

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(_clean("".join(self._parts)))
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "t":
            self._in_text = False

    def words(self, words: str) -> None:
        if self._in_text:
            self._size = _counted(self._size, words)
            self._parts.append(words)


class _Cells:
    """The cells and merges of one sheet."""

    def __init__(self, sheet: Sheet, strings: list[str], dated: set[int], epoch: date) -> None:
        self._sheet, self._strings, self._dated, self._epoch = sheet, strings, dated, epoch
        self._row = self._column = self._size = 0
        self._kind = self._style = ""
        self._parts: list[str] | None = None
        self._taking = False
        self._in_phonetic = False

    def start(self, tag: str, marks: dict[str, str]) -> None:
        if tag == "c":
            place = _PLACE.fullmatch(marks.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            if place:
                self._row = int(place[2])
            self._kind, self._style = marks.get("t", "n"), marks.get("s", "0")
            self._parts = []
        elif tag == "row":
            number = marks.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = 0
        elif tag in ("v", "t"):
            self._taking = self._parts is not None and not self._in_phonetic
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "mergeCell":
            span = _SPAN.fullmatch(marks.get("ref", ""))
            if span and len(self._sheet.merges) < _MERGES:
                self._sheet.merges.append((int(span[2]), _column(span[1]), int(span[4]), _column(span[3])))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._taking = False
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "c" and self._parts is not None:
            self._keep("".join(self._parts))
            self._parts = None

    def words(self, words: str) -> None:
        if self._taking and self._parts is not None:
            self._size = _counted(self._size, words)
            self._parts.append(words)

    def _keep(self, raw: str) -> None:
        place = (self._row, self._column)
        words = self._read(raw, place).strip()
        if not words:
            return
        if self._row > ROWS or self._column > COLUMNS or len(self._sheet.words) >= _CELLS:
            raise UnreadablePaper(_TOO_LARGE)
        self._sheet.words[place] = words

    def _read(self, raw: str, place: tuple[int, int]) -> str:
        if self._kind == "s":
            index = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if self._kind == "e":
            self._sheet.faulty.add(place)
            return raw
        if self._kind == "b":
            return "是" if raw.strip() == "1" else "否"
        if self._kind == "n":
            return self._number(raw.strip(), place)
        return raw[:10] if self._kind == "d" else _clean(raw)

    def _number(self, raw: str, place: tuple[int, int]) -> str:
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,20})?([eE][+-]?\d{1,3})?", raw):
            return raw
        style = int(self._style) if self._style.isdecimal() and len(self._style) < 6 else 0
        if style in self._dated and 0 < float(raw) < 100_000:
            self._sheet.dates.add(place)
            return (self._epoch + timedelta(days=int(float(raw)))).isoformat()
        if "e" in raw.lower():
            value = float(raw)
            return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
        return raw.rstrip("0").rstrip(".") if "." in raw else raw


def _stream(opened: zipfile.ZipFile, archive: Archive, name: str, taker: Any) -> None:
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    depth = seen = 0

    def start(tag: str, marks: dict[str, str]) -> None:
        nonlocal depth, seen
        depth, seen = depth + 1, seen + 1
        if seen > _ELEMENTS:
            raise UnreadablePaper(_TOO_LARGE)
        if depth > _DEPTH:
            raise UnreadablePaper("文件内容嵌套过深，已拒绝读取。")
        taker.start(tag.rpartition(":")[2], marks)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        taker.end(tag.rpartition(":")[2])

    def refuse(*_: Any) -> None:
        raise UnreadablePaper("文件内含 XML 文档类型声明，出于安全已拒绝读取。")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = taker.words
    parser.StartDoctypeDeclHandler = refuse
    with opened.open(archive.names[name]) as part:
        for chunk in iter(lambda: part.read(_CHUNK), b""):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _counted(size: int, words: str) -> int:
    size += len(words)
    if size > _CHARACTERS:
        raise UnreadablePaper("文件中的文字过多，已拒绝读取。")
    return size


def _clean(words: str) -> str:
    return re.sub(r"_x000[dD]_|\r", "", words)


def _dated_styles(archive: Archive) -> set[int]:
    root = archive.xml("xl/styles.xml")
    if root is None:
        return set()
    custom = set()
    formats: list[Any] = []
    for each in root.iter():
        name = each.tag.rpartition("}")[2]
        if name == "numFmt":
            code = re.sub(r'\[[^\]]*\]|"[^"年月日]*"|\\.', "", each.get("formatCode", "").lower())
            if re.search(r"[yd年日]|m月", code):
                custom.add(each.get("numFmtId", ""))
        elif name == "cellXfs":
            formats = list(each)
    return {
        index
        for index, form in enumerate(formats)
        if (number := form.get("numFmtId", "")) in custom
        or (number.isdecimal() and len(number) < 6 and int(number) in _DATE_FORMATS)
    }


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
