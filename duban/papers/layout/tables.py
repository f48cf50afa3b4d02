"""Tables laid out: widths that break no date, columns that stand alike, labels broken into even lines, what stays on one page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duban.papers.layout import measures
from duban.papers.layout.measures import STYLES, Style, ems
from duban.papers.writing.documents import Cell, Table, placed

_WIDTH_PT = measures.TEXT_MM[0] * measures.MM
# Left and right of the words of a cell, above and below them, and how high a line is in sizes.
_BESIDE_PT, _ABOVE_PT, _LEADING = 6.0, 7.0, 1.45
# A row of a form is kept on one page up to so many lines, one of a list up to fewer: it would leave a page half empty.
_WHOLE_LINES, _WHOLE_LISTED = 16, 6
# A table no higher than this is kept on one page, with its heading.
_WHOLE_PT = 6 * measures.PITCH_PT
# Up to which width words stand in the middle, are not broken, and how wide at most what must not be broken.
_SHORT_EMS, _WHOLE_EMS, _WIDEST_EMS = 6, 5, 10.0
_FIGURES = re.compile(r"[\d年月日时分第名号项件个天次+.,:%/〔〕（）()~～至—−-]*")
_UNBROKEN = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\S{1,6}〔\d{4}〕\d+号|[\d.%+−-]+")
_BREAKS_AFTER, _BREAKS_BEFORE = "的和及与或、）", "（"

_Placed = Sequence[tuple[int, int, Cell]]


@dataclass(frozen=True)
class Box:
    """A cell in its place; `whole` where it is short enough to be kept on one page."""

    row: int
    column: int
    across: int
    down: int
    style: Style
    text: str
    lines: int
    whole: bool


@dataclass(frozen=True)
class Grid:
    """A table: shares of the width by column, number of heading rows, boxes in reading order.

    `whole` where it is so short that it is kept on one page.
    """

    shares: tuple[float, ...]
    rows: int
    heads: int
    size: float
    boxes: tuple[Box, ...]
    before: int = 0
    whole: bool = False


def grid_of(table: Table, before: int) -> Grid:
    """Lay a table out: smaller type where there are many columns, no date or number broken, one alignment a column."""
    columns, cells = placed(table)
    size = 14.0 if not table.heads and columns <= 4 else 12.0 if columns <= 8 else 10.5 if columns <= 12 else 9.0
    widths = _widths(table, columns, cells, size)
    ways = [_way([cell for row, at, cell in cells if at == c and row >= table.heads]) for c in range(columns)]
    most = _WHOLE_LISTED if table.heads else _WHOLE_LINES
    boxes, heights = [], [0.0] * len(table.rows)
    for row, column, cell in cells:
        room = (sum(widths[column : column + cell.across]) - _BESIDE_PT) / size
        text = _evenly(cell.text, room) if cell.label else cell.text
        high = max(_lines(text, room), cell.lines)
        if cell.down == 1:
            heights[row] = max(heights[row], high * size * _LEADING + _ABOVE_PT)
        align = cell.align or ("center" if cell.label else ways[column] if cell.across == 1 else _wide(table, cell))
        style = replace(STYLES["label" if cell.label else "cell"], size=size, align=align)
        boxes.append(Box(row, column, cell.across, cell.down, style, text, cell.lines, high <= most))
    whole = bool(table.heads) and sum(heights) <= _WHOLE_PT
    return Grid(tuple(widths), len(table.rows), table.heads, size, tuple(boxes), before, whole)


def _widths(table: Table, columns: int, cells: _Placed, size: float) -> list[float]:
    """Return the widths in points: as given, or by the longest words; what must not break gets its room from the others."""
    shares, least = [1.5] * columns, [0.0] * columns
    for _, column, cell in cells:
        if cell.across > 1:
            continue
        longest = max(ems(line) for line in cell.text.split("\n"))
        shares[column] = max(shares[column], min(longest + 1, 6.0 if cell.label else 12.0))
        short = longest <= (2 if cell.label and table.heads else _WHOLE_EMS)
        whole = [longest] if short else [ems(each) for each in _UNBROKEN.findall(cell.text)]
        # Half a character more: other programs' fonts are a little wider.
        least[column] = max([least[column], *(min(each + 0.5, _WIDEST_EMS) * size + _BESIDE_PT for each in whole)])
    given = table.widths or tuple(shares)
    widths = [_WIDTH_PT * share / sum(given) for share in given]
    lacking = sum(max(need - width, 0) for need, width in zip(least, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(least, widths, strict=True))
    if not lacking or spare <= lacking:
        return widths
    return [
        max(need, width) if width <= need else width - (width - need) * lacking / spare
        for need, width in zip(least, widths, strict=True)
    ]


def _way(cells: Sequence[Cell]) -> str:
    """Return how the cells of a column stand: in the middle where all are short or figures, else all at the left."""
    texts = [line for cell in cells if not cell.label and cell.across == 1 for line in cell.text.split("\n")]
    return "center" if all(ems(text) <= _SHORT_EMS or _FIGURES.fullmatch(text) for text in texts) else "left"


def _wide(table: Table, cell: Cell) -> str:
    """Return how a cell over several columns stands: at the left in a form, where rows of words stand one under the other."""
    return "left" if not table.heads or ems(cell.text) > _SHORT_EMS else "center"


def _evenly(label: str, room: float) -> str:
    """Return a label that is too long for its cell, broken into lines of like length, where words end if that is near."""
    if "\n" in label or ems(label) <= room or room < 1:
        return label
    count = math.ceil(ems(label) / math.floor(room))
    lines, rest = [], label
    for left in range(count, 1, -1):
        middle = math.ceil(len(rest) / left)
        near = [at for at in (middle, middle - 1, middle + 1) if 0 < at < len(rest) and ems(rest[:at]) <= room]
        at = next((at for at in near if rest[at - 1] in _BREAKS_AFTER or rest[at] in _BREAKS_BEFORE), middle)
        lines.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*lines, rest])


def _lines(text: str, room: float) -> int:
    return sum(max(1, math.ceil(ems(line) / max(room, 1))) for line in text.split("\n"))
