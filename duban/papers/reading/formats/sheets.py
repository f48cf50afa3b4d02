"""Cells of workbooks from strangers, streamed: the address of each is kept, nothing is built that a file merely declares."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any, NamedTuple
from xml.parsers import expat

from duban.papers.reading.formats.archives import Archive
from duban.papers.reading.formats.grids import CELLS, COLUMNS, ROWS, SHEETS, TOO_LARGE, Sheet
from duban.papers.reading.formats.margins import beside_cells
from duban.papers.reading.formats.sheet_styles import Styles, number_in
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded

_MERGES = 20_000
_DEPTH = 60
_CHARACTERS = 30_000_000
_ELEMENTS = 2_000_000
_CHUNK = 1 << 16
# About the last day that Excel counts, in the year 9999.
_LAST_DAY = 2_957_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SPAN = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")


def read_sheets(data: bytes) -> list[Sheet]:
    """Read the sheets of a workbook; those that it hides are named and not read.

    Raises UnreadablePaper, one sentence, for what is broken, encrypted, hostile, or beyond 20,000 rows or 256 columns.
    """
    archive = Archive(data)
    workbook = archive.xml("xl/workbook.xml")
    if workbook is None:
        raise UnreadablePaper("文件不是有效的 .xlsx 工作簿。")
    targets = archive.relations("xl/workbook.xml")
    styles = Styles(archive)
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
                if target in archive.names:
                    sheet = Sheet(each.get("name", ""), is_hidden=each.get("state", "visible") != "visible")
                    if not sheet.is_hidden:
                        _stream(opened, archive, target, _Cells(sheet, strings, styles, epoch))
                        sheet.comments = beside_cells(archive, target)
                    sheets.append(sheet)
    except UnreadablePaper:
        raise
    except Exception as error:
        # zlib.error and its kin have no common base; a broken part has one sentence whatever broke.
        raise UnreadablePaper("文件内容已损坏，无法读取。") from error
    if all(sheet.is_hidden for sheet in sheets):
        raise UnreadablePaper("工作簿中没有可见的工作表。")
    return sheets


class _Told(NamedTuple):
    """What a string says: its words, what is struck out within it, and whether all of it is."""

    words: str
    left_out: str
    is_struck: bool


class _Strings:
    """Shared strings, without how they are pronounced."""

    def __init__(self) -> None:
        self.found: list[_Told] = []
        self._runs = _Runs()
        self._size = 0

    def start(self, tag: str, marks: dict[str, str]) -> None:
        if tag == "si":
            self._runs = _Runs()
        self._runs.start(tag, marks)

    def end(self, tag: str) -> None:
        self._runs.end(tag)
        if tag == "si":
            self.found.append(self._runs.told())

    def words(self, words: str) -> None:
        if self._runs.take(words):
            self._size = _counted(self._size, words)


class _Runs:
    """The runs of one string, plain and struck out."""

    def __init__(self) -> None:
        self._plain: list[str] = []
        self._struck: list[str] = []
        self._in_text = self._in_phonetic = self._is_struck = False

    def start(self, tag: str, marks: dict[str, str]) -> None:
        if tag == "rPh":
            self._in_phonetic = True
        elif tag == "r":
            self._is_struck = False
        elif tag == "strike":
            self._is_struck = marks.get("val", "1") not in ("0", "false")
        elif tag == "t":
            self._in_text = not self._in_phonetic

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._in_phonetic = False
        elif tag == "t":
            self._in_text = False
        elif tag == "r":
            self._is_struck = False

    def take(self, words: str) -> bool:
        if self._in_text:
            (self._struck if self._is_struck else self._plain).append(words)
        return self._in_text

    def told(self) -> _Told:
        plain, struck = _clean("".join(self._plain)), _clean("".join(self._struck)).strip()
        return _Told(plain, struck, False) if plain.strip() or not struck else _Told(struck, "", True)


class _Cells:
    """The cells and merges of one sheet."""

    def __init__(self, sheet: Sheet, strings: _Strings, styles: Styles, epoch: date) -> None:
        self._sheet, self._strings, self._styles, self._epoch = sheet, strings, styles, epoch
        self._row = self._column = self._size = 0
        self._kind = self._style = ""
        self._parts: list[str] | None = None
        self._taking = False
        self._runs = _Runs()

    def start(self, tag: str, marks: dict[str, str]) -> None:
        self._runs.start(tag, marks)
        if tag == "c":
            place = _PLACE.fullmatch(marks.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            if place:
                self._row = int(place[2])
            self._kind, self._style = marks.get("t", "n"), marks.get("s", "0")
            self._parts, self._runs = [], _Runs()
        elif tag == "row":
            number = marks.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = 0
            if marks.get("hidden") in ("1", "true") and len(self._sheet.hidden_rows) < ROWS:
                self._sheet.hidden_rows.add(self._row)
        elif tag == "col":
            if marks.get("hidden") in ("1", "true"):
                first, last = (min(number_in(marks.get(name)), COLUMNS) for name in ("min", "max"))
                self._sheet.hidden_columns.update(range(first, last + 1))
        elif tag == "v":
            self._taking = self._parts is not None
        elif tag == "mergeCell":
            span = _SPAN.fullmatch(marks.get("ref", ""))
            if span and len(self._sheet.merges) < _MERGES:
                self._sheet.merges.append((int(span[2]), _column(span[1]), int(span[4]), _column(span[3])))

    def end(self, tag: str) -> None:
        self._runs.end(tag)
        if tag == "v":
            self._taking = False
        elif tag == "c" and self._parts is not None:
            self._keep("".join(self._parts))
            self._parts = None

    def words(self, words: str) -> None:
        if self._parts is not None and self._runs.take(words):
            self._size = _counted(self._size, words)
        elif self._taking and self._parts is not None:
            self._size = _counted(self._size, words)
            self._parts.append(words)

    def _keep(self, raw: str) -> None:
        place = (self._row, self._column)
        words = self._read(raw, place).strip()
        if not words:
            return
        if self._row > ROWS or self._column > COLUMNS or len(self._sheet.words) >= CELLS:
            raise UnreadablePaper(TOO_LARGE)
        self._sheet.words[place] = words
        if number_in(self._style) in self._styles.struck:
            self._sheet.struck.add(place)

    def _read(self, raw: str, place: tuple[int, int]) -> str:
        if self._kind == "s":
            index = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return self._told(place, self._strings.found[index]) if 0 <= index < len(self._strings.found) else ""
        if self._kind == "inlineStr":
            return self._told(place, self._runs.told())
        if self._kind == "e":
            self._sheet.faulty.add(place)
            return raw
        if self._kind == "b":
            return "是" if raw.strip() == "1" else "否"
        if self._kind == "n":
            return self._number(raw.strip(), place)
        return raw[:10] if self._kind == "d" else _clean(raw)

    def _told(self, place: tuple[int, int], told: _Told) -> str:
        if told.is_struck:
            self._sheet.struck.add(place)
        elif told.left_out:
            self._sheet.left_out[place] = told.left_out
        return told.words

    def _number(self, raw: str, place: tuple[int, int]) -> str:
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,20})?([eE][+-]?\d{1,3})?", raw):
            return raw
        if number_in(self._style) in self._styles.dated and 0 < float(raw) < _LAST_DAY:
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
            raise UnreadablePaper(TOO_LARGE)
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
    return folded(re.sub(r"_x000[dD]_|\r", "", words))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
