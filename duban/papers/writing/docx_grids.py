"""Tables of a Word file: grids with merged cells, and 版记 standing on the foot of the last page."""

from __future__ import annotations

from typing import Any

from duban.papers.layout import measures
from duban.papers.layout.measures import FACES, STYLES
from duban.papers.layout.pieces import Foot
from duban.papers.layout.tables import Box, Grid
from duban.papers.writing.docx_marks import child, dress, element

_WIDTH = measures.TEXT_MM[0] * measures.MM
_FOOT_PITCH = measures.PITCH_PT * 0.92


def add_grid(document: Any, grid: Grid) -> None:
    """Add a table: widths, merged cells, heading rows repeated on every page, short rows kept whole."""
    columns = len(grid.shares)
    made = document.add_table(rows=grid.rows, cols=columns)
    made.style = "Table Grid"
    widths = [_WIDTH * share / sum(grid.shares) for share in grid.shares]
    _set_widths(made, widths)
    # python-docx looks cells up by walking the table: once is enough.
    cells = [list(row.cells) for row in made.rows]
    for box in grid.boxes:
        cell = cells[box.row][box.column]
        if box.across > 1 or box.down > 1:
            cell = cell.merge(cells[box.row + box.down - 1][box.column + box.across - 1])
        _fill(cell, box)
    rows: list[list[Box]] = [[] for _ in range(grid.rows)]
    for box in grid.boxes:
        rows[box.row].append(box)
    for index, (row, boxes) in enumerate(zip(made.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        if all(box.whole for box in boxes):
            child(properties, "w:cantSplit")
        lines = max((box.lines for box in boxes if box.down == 1), default=1)
        if lines > 1:
            height = child(properties, "w:trHeight")
            height.set(*element("val", lines * grid.size * 1.45 * 20))
            height.set(*element("hRule", "atLeast"))
        if index < grid.heads:
            child(properties, "w:tblHeader")
        if index < grid.heads or (grid.whole and index < grid.rows - 1):
            # A head stands with the row under it, a short table on one page.
            for paragraph in (each for cell in row.cells for each in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True


def add_foot(document: Any, foot: Foot) -> None:
    """Add 版记 as a table that floats on the bottom of the text block of the page where the paper ends."""
    made = document.add_table(rows=0, cols=2)
    _set_widths(made, [_WIDTH * 0.6, _WIDTH * 0.4])
    lines = sum(_lines_of(label + words) for label, words in foot.lists) + 1
    # Word goes by `bottom`; programs that do not know it go by the offset.
    offset = measures.TEXT_MM[1] * measures.MM - lines * (_FOOT_PITCH + 1)
    place = child(made._tbl.tblPr, "w:tblpPr")
    for name, value in (
        ("leftFromText", 0),
        ("rightFromText", 0),
        ("vertAnchor", "margin"),
        # From the edge of the page: some programs let a table float that is as wide as the text only then.
        ("horzAnchor", "page"),
        ("tblpX", measures.LEFT_MM * measures.MM * 20),
        ("tblpYSpec", "bottom"),
        ("tblpY", offset * 20),
    ):
        place.set(*element(name, value))
    for label, words in foot.lists:
        cells = made.add_row().cells
        merged = cells[0].merge(cells[1])
        _foot_line(merged, label + words, "left" if label else "right", len(label))
    cells = made.add_row().cells
    _foot_line(cells[0], foot.office, "left", 0)
    _foot_line(cells[1], foot.printed, "right", 0)
    last = len(made.rows) - 1
    for index, row in enumerate(made.rows):
        child(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell in dict.fromkeys(c._tc for c in row.cells):
            # 首条和末条分隔线粗 0.35 mm，中间的细 0.25 mm: eighths of a point.
            borders = child(cell.get_or_add_tcPr(), "w:tcBorders")
            for side, thick in (("top", index == 0), ("bottom", index == last)):
                line = child(borders, f"w:{side}")
                for name, value in (("val", "single"), ("sz", 8 if thick else 6), ("color", "000000")):
                    line.set(*element(name, value))


def _set_widths(made: Any, widths: list[float]) -> None:
    from docx.shared import Pt

    made.autofit = False
    properties = made._tbl.tblPr
    whole = child(properties, "w:tblW")
    whole.set(*element("w", sum(widths) * 20))
    whole.set(*element("type", "dxa"))
    margins = child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        margin = child(margins, f"w:{side}")
        margin.set(*element("w", 60))
        margin.set(*element("type", "dxa"))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)


def _fill(cell: Any, box: Box) -> None:
    paragraph = cell.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    child(properties, "w:snapToGrid").set(*element("val", 0))
    child(properties, "w:jc").set(*element("val", {"justify": "both"}.get(box.style.align, box.style.align)))
    spacing = child(properties, "w:spacing")
    for name, value in (("before", 60), ("after", 60), ("line", box.style.size * 1.45 * 20)):
        spacing.set(*element(name, value))
    spacing.set(*element("lineRule", "exact"))
    for index, words in enumerate(box.text.split("\n")):
        if index:
            paragraph.add_run().add_break()
        dress(paragraph.add_run(words.replace("\t", "\u3000")), FACES[box.style.face].word, box.style.size)
    child(cell._tc.get_or_add_tcPr(), "w:vAlign").set(*element("val", "center"))


def _lines_of(words: str) -> int:
    return max(1, -int(-measures.ems(words) // (_WIDTH / STYLES["imprint"].size - 6)))


def _foot_line(cell: Any, words: str, side: str, hanging: int) -> None:
    style = STYLES["imprint"]
    paragraph = cell.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    child(properties, "w:snapToGrid").set(*element("val", 0))
    child(properties, "w:jc").set(*element("val", side))
    marks = child(properties, "w:ind")
    left = style.left + hanging if side == "left" else 0
    for name, value in (("left", left), ("right", style.right), ("hanging", hanging)):
        marks.set(*element(f"{name}Chars", value * 100))
        marks.set(*element(name, value * style.size * 20))
    spacing = child(properties, "w:spacing")
    for name, value in (("before", 0), ("after", 0), ("line", _FOOT_PITCH * 20)):
        spacing.set(*element(name, value))
    spacing.set(*element("lineRule", "exact"))
    dress(paragraph.add_run(words), FACES[style.face].word, style.size)
