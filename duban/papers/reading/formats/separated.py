"""Tables as text: cells divided by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter

from duban.papers.reading.formats.grids import COLUMNS, ROWS, TOO_LARGE, Sheet, sheet_of_rows
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded

_SEPARATORS = ",\t;|，；"
_LONGEST_CELL = 200_000


def sheet_of_separated(text: str, filename: str) -> Sheet:
    """Read the rows of a .csv: which sign divides them is told by its lines. UnreadablePaper where it is beyond bounds."""
    csv.field_size_limit(_LONGEST_CELL)
    name = filename.rpartition(".")[0] or filename or "表格"
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(folded(text), newline=""), delimiter=_separator(text)):
            if len(rows) >= ROWS or len(row) > COLUMNS * 4:
                raise UnreadablePaper(TOO_LARGE)
            rows.append(row)
    except csv.Error as error:
        raise UnreadablePaper("文件不是完整的 .csv 表格，请另存为 .xlsx 后再试。") from error
    return sheet_of_rows(rows, name[:31])


def _separator(text: str) -> str:
    """Choose the sign that most lines hold equally often, and at least once."""
    lines = [line for line in text.splitlines()[:200] if line.strip()][:50]
    best, most = ",", 0
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if counts:
            times, agreeing = max(counts.items(), key=lambda each: (each[1], each[0]))
            if agreeing * 10 + min(times, 9) > most:
                best, most = sign, agreeing * 10 + min(times, 9)
    return best
