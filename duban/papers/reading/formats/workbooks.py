"""Sheets as a source: every row with its place in the text, hidden ones with them."""

from __future__ import annotations

from duban.papers.reading.formats.grids import Sheet
from duban.papers.reading.texts.sources import Cell, Source


def source_of_sheets(sheets: list[Sheet]) -> Source:
    """Give every sheet that the file shows as a table of the text; what it hides is said in the source's remarks."""
    source = Source()
    for sheet in sheets:
        source.remarks += sheet.remarks()
        if sheet.is_hidden:
            continue
        source.add_line(sheet.name)
        corners = sheet.spread()
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), words in sheet.words.items():
            rows.setdefault(row, {})[column] = Cell(words)
        for place, corner in corners.items():
            words = sheet.words.get(corner, "")
            if words and (place[0] in rows or corner[0] in rows):
                rows.setdefault(place[0], {})[place[1]] = Cell(words, False)
        width = sheet.width
        numbers = sorted(rows)
        table = [[rows[number].get(column, Cell("")) for column in range(1, width + 1)] for number in numbers]
        source.add_table(table, sheet, numbers)
    return source.close()
