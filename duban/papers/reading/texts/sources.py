"""A paper's text and tables before anything is understood, with the place of every row in the text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

from duban.papers.reading.formats.grids import Sheet
from duban.papers.reading.lists.columns import field_named
from duban.papers.reading.texts.folding import folded
from duban.papers.reading.texts.torn import mended

# A line with more cells is no row of a table.
_COLUMNS = 300


@dataclass(frozen=True)
class Cell:
    """One cell. A cell that a merge covers repeats the words and is no `origin`."""

    words: str
    origin: bool = True
    struck: bool = False


@dataclass(frozen=True)
class Row:
    """One row with its offsets in the text. `number` is the row's number in its sheet, 0 where it counts from the first."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    number: int = 0


@dataclass
class Source:
    """What an extractor hands over: the whole text, the tables inside it, and what it left out or found hidden, in sentences.

    `sheets` are the sheets that tables were made from, by the table's place among them. `by_eye` is set where the text was
    recognised from a picture, so that all of it wants a person's eye.
    """

    text: str = ""
    tables: list[list[Row]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    by_eye: bool = False

    def add_line(self, words: str) -> tuple[int, int]:
        """Append a paragraph and give its offsets."""
        words = folded(words)
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return start, self._length

    def add_table(self, rows: list[list[Cell]], sheet: Sheet | None = None, numbers: list[int] | None = None) -> None:
        """Append a table, one line a row, merged cells written once; with the sheet that it stands for and its rows' numbers there."""
        table = []
        for at, cells in enumerate(rows):
            words = "\t".join(cell.words if cell.origin else "" for cell in cells)
            start, end = self.add_line(words)
            table.append(Row(tuple(cells), start, end, numbers[at] if numbers else 0))
        if sheet is not None:
            self.sheets[len(self.tables)] = sheet
        self.tables.append(table)

    def close(self) -> Source:
        """Join the text; nothing is added afterwards."""
        self.text = "".join(self._parts)
        return self

    def __post_init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0


def source_of_text(text: str) -> Source:
    """Give plain text as a source; lines with tabs, commas below named columns, strokes or spaces become tables."""
    text = mended(folded(text))
    source = Source(text)
    table: list[Row] = []
    start = 0
    lines = text.split("\n")
    divided = _divided(lines)
    for number, line in enumerate(lines):
        end = start + len(line)
        cells = divided.get(number) or _cells(line) or _stroked(lines, number) or _spaced(lines, number)
        if cells and all(re.fullmatch(r":?-{2,}:?", words) for words in cells):
            start = end + 1
            continue
        if cells:
            table.append(Row(tuple(Cell(words) for words in cells), start, end))
        elif table:
            source.tables.append(table)
            table = []
        start = end + 1
    if table:
        source.tables.append(table)
    return source


def _divided(lines: list[str]) -> dict[int, list[str]]:
    """Give the cells of the lines that commas or semicolons divide: from a line that names columns, to the next empty one."""
    found: dict[int, list[str]] = {}
    sign, width = "", 0
    for number, line in enumerate(lines):
        if sign and line.strip() and sign in line:
            cells = _between(line, sign)
            found[number] = cells + [""] * (width - len(cells))
            continue
        blanks = line.split()
        if _names_columns(blanks) and all(map(_is_head, blanks)):
            found |= _below(lines, number, len(blanks))
            continue
        sign = next((each for each in ",;" if _names_columns(_between(line, each))), "")
        if sign:
            found[number] = _between(line, sign)
            width = len(found[number])
    return found


def _below(lines: list[str], head: int, width: int) -> dict[int, list[str]]:
    """Give the cells of a head that single blanks divide and of the lines below it; none unless each line there has as many."""
    found = {head: lines[head].split()}
    for number in range(head + 1, len(lines)):
        cells = lines[number].split()
        if len(cells) != width:
            return found if not cells or len(found) > 2 else {}
        found[number] = cells
    return found if len(found) > 1 else {}


def _is_head(words: str) -> bool:
    return field_named(words, is_strict=True) is not None


def _between(line: str, sign: str) -> list[str]:
    if not 1 < line.count(sign) <= _COLUMNS:
        return [line]
    try:
        return [words.strip() for words in next(csv.reader([line], delimiter=sign))]
    except csv.Error:
        return [words.strip() for words in line.split(sign)]


def _names_columns(cells: list[str]) -> bool:
    if len(cells) < 3:
        return False
    named = [field.name for words in cells if (field := field_named(words, is_strict=True)) is not None]
    return len(named) * 2 >= len(cells) and len(set(named)) > 1


def _cells(line: str) -> list[str]:
    """Give the cells of a line that tabs or strokes divide; none of any other line."""
    if max(map(line.count, "\t|｜│")) > _COLUMNS:
        return []
    if "\t" in line.strip("\n"):
        return [words.strip() for words in line.split("\t")]
    drawn = line.strip()
    if len(drawn) > 4 and drawn[0] == drawn[-1] and drawn[0] in "|｜│" and drawn.count(drawn[0]) > 2:
        return [words.strip() for words in drawn[1:-1].split(drawn[0])]
    return []


def _stroked(lines: list[str], number: int) -> list[str]:
    """Give the cells of a line that strokes divide without closing it, where a neighbouring line has as many: three at least."""
    for stroke in "|｜│":
        count = lines[number].count(stroke)
        near = [lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines)]
        if 1 < count <= _COLUMNS and any(line.count(stroke) == count for line in near):
            return [words.strip() for words in lines[number].split(stroke)]
    return []


def _spaced(lines: list[str], number: int) -> list[str]:
    """Give the cells of a line that spaces divide, where a neighbouring line has as many: three at least, none of them long."""
    cells = _columns(lines[number])
    near = [lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines)]
    return cells if cells and any(len(_columns(line)) == len(cells) for line in near) else []


def _columns(line: str) -> list[str]:
    line = line.strip(" \u3000")
    if len(line) > 300 or ("  " not in line and "\u3000\u3000" not in line):
        return []
    cells = re.split(r"[ \u3000]{2,}", line)
    return cells if len(cells) > 2 and all(len(words) <= 60 for words in cells) else []
