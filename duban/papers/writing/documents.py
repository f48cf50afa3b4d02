"""An official paper as data: what it says and which part each word belongs to, never how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_LEVELS = (
    re.compile(r"[一二三四五六七八九十百]{1,4}、"),
    re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]"),
    re.compile(r"\d{1,3}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,3}[）)]"),
)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 一、 2 （一） 3 1. 4 （1), its number included; `rest` runs on behind it in body type."""

    level: int
    text: str
    rest: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or several where the text has line breaks. `align` is justify, left, center or right."""

    text: str
    align: str = "justify"
    indent: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell that may reach over columns and rows. A label stands centred; `lines` is the least height in lines."""

    text: str = ""
    across: int = 1
    down: int = 1
    label: bool = False
    align: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Table:
    """A table whose first `heads` rows repeat on each page, or with none a form sheet. `widths` are proportions."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    widths: tuple[float, ...] = ()
    caption: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """An annex, beginning on its own page under 附件 and its number."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Imprint:
    """版记: who else receives the paper, who printed it and when. `reports` stand before `copies` as 报."""

    copies: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    office: str = ""
    printed_on: date | None = None
    printed: int | None = None


@dataclass(frozen=True)
class Paper:
    """An official paper. `kind`: file (公文), briefing (简报: issue number, editor and date in the head) or form (单)."""

    title: str
    body: tuple[Block, ...] = ()
    kind: str = "file"
    head: tuple[str, ...] = ()
    number: str = ""
    signer: str = ""
    urgency: str = ""
    editor: str = ""
    addressees: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    dated_on: date | None = None
    note: str = ""
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint | None = None
    # What became of it after it went out (作废), and the sentence that says when, why and what holds instead: on every page.
    stamp: str = ""
    stamp_note: str = ""

    @property
    def attached(self) -> tuple[str, ...]:
        """Name what the attachments note lists: as given, else the titles of the annexes."""
        return self.attachments or tuple(annex.title.replace("\n", "") for annex in self.annexes)


def table(
    header: tuple[str, ...], rows: Sequence[Sequence[str | Cell]], widths: tuple[float, ...] = (), caption: str = ""
) -> Table:
    """Make a table of one header row and plain rows; a value that is a Cell is kept."""
    head = tuple(Cell(words, label=True) for words in header)
    return Table((head, *(tuple(map(_cell, row)) for row in rows)), 1, widths, caption)


def form(rows: Sequence[Sequence[str | Cell]], widths: tuple[float, ...] = (), caption: str = "") -> Table:
    """Make a form sheet: in each row label, value, label, value …; the last value reaches to the right edge.

    A Cell is kept as it is, and then the row must be complete as given.
    """
    across = max((sum(_cell(value).across for value in row) for row in rows), default=0)
    made = []
    for row in rows:
        cells = [value if isinstance(value, Cell) else Cell(value, label=i % 2 == 0) for i, value in enumerate(row)]
        short = across - sum(cell.across for cell in cells)
        if short > 0 and cells and not isinstance(row[-1], Cell) and all(isinstance(v, str) for v in row):
            last = cells[-1]
            cells[-1] = Cell(last.text, 1 + short, label=last.label)
        made.append(tuple(cells))
    return Table(tuple(made), 0, widths, caption)


def blocks_of(text: str) -> tuple[Block, ...]:
    """Turn text as a person typed it into blocks, line by line: 一、 and （一） at a line's start make headings.

    A line of level 2 to 4 that goes on behind its first sentence keeps the rest in body type. Every word is kept.
    """
    blocks: list[Block] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = line.strip(" \t\u3000")
        if not words:
            continue
        level = next((i for i, form in enumerate(_LEVELS, 1) if form.match(words)), 0)
        if not level:
            blocks.append(Paragraph(words))
            continue
        end = len(words) if level == 1 else words.find("。") + 1 or len(words)
        blocks.append(Heading(level, words[:end], words[end:]))
    return tuple(blocks)


def placed(grid: Table) -> tuple[int, list[tuple[int, int, Cell]]]:
    """Give the number of columns and each cell with its row and column; ValueError where cells overlap or leave holes."""
    taken: dict[tuple[int, int], bool] = {}
    found = []
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            if cell.across < 1 or cell.down < 1 or row + cell.down > len(grid.rows):
                raise ValueError(f"第{row + 1}行第{column + 1}格的跨行跨列数有误")
            for r in range(row, row + cell.down):
                for c in range(column, column + cell.across):
                    if (r, c) in taken:
                        raise ValueError(f"第{r + 1}行第{c + 1}格被重复占用")
                    taken[r, c] = True
            found.append((row, column, cell))
            column += cell.across
    columns = 1 + max((c for _, c in taken), default=-1)
    hole = next(((r, c) for r in range(len(grid.rows)) for c in range(columns) if (r, c) not in taken), None)
    if hole:
        raise ValueError(f"第{hole[0] + 1}行缺少第{hole[1] + 1}格")
    return columns, found


def _cell(value: str | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)
