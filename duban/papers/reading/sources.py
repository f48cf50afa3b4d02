"""A paper's text and tables before anything is understood, with the place of every row in the text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell. A cell that a merge covers repeats the words and is no `origin`."""

    words: str
    origin: bool = True


@dataclass(frozen=True)
class Row:
    """One row with its offsets in the text."""

    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass
class Source:
    """What an extractor hands over: the whole text, and the tables inside it."""

    text: str = ""
    tables: list[list[Row]] = field(default_factory=list)

    def add_line(self, words: str) -> tuple[int, int]:
        """Append a paragraph and give its offsets."""
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return start, self._length

    def add_table(self, rows: list[list[Cell]]) -> None:
        """Append a table, one line a row, merged cells written once."""
        table = []
        for cells in rows:
            words = "\t".join(cell.words if cell.origin else "" for cell in cells)
            start, end = self.add_line(words)
            table.append(Row(tuple(cells), start, end))
        self.tables.append(table)

    def close(self) -> Source:
        """Join the text; nothing is added afterwards."""
        self.text = "".join(self._parts)
        return self

    def __post_init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0


def source_of_text(text: str) -> Source:
    """Give plain text as a source; lines with tabs, as pasted from a sheet, become tables."""
    source = Source(text)
    table: list[Row] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if "\t" in line.strip("\n"):
            cells = tuple(Cell(words.strip()) for words in line.split("\t"))
            table.append(Row(cells, start, end))
        elif table:
            source.tables.append(table)
            table = []
        start = end + 1
    if table:
        source.tables.append(table)
    return source
