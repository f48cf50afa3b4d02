"""A paper as a Word file that people then edit, laid out by GB/T 9704-2012."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from duban.papers.layout import measures
from duban.papers.layout.measures import FACES, STYLES, Style
from duban.papers.layout.pieces import (
    Foot,
    Line,
    Listed,
    NewPage,
    Pair,
    Piece,
    RedHead,
    RedRule,
    Run,
    pieces_of,
)
from duban.papers.layout.tables import Grid
from duban.papers.writing import docx_grids, docx_pages
from duban.papers.writing.checks import check
from duban.papers.writing.documents import Paper
from duban.papers.writing.docx_marks import child, dress, element

_TIBETAN = re.compile(r"([\u0f00-\u0fff]+)")
_PITCH = round(measures.PITCH_PT * 20) - 1


def render_docx(paper: Paper) -> bytes:
    """Write a paper as .docx; the same paper gives the same text as the PDF. Raises InvalidPaper as the PDF does."""
    check(paper)
    import docx

    document = docx.Document()
    docx_pages.set_page(document)
    if paper.stamp:
        docx_pages.set_stamp(document, f"【{paper.stamp}】{paper.stamp_note}")
    _set_properties(document, paper)
    body = document.element.body
    for block in list(body)[:-1]:
        body.remove(block)
    new_page = False
    for piece in pieces_of(paper):
        if isinstance(piece, NewPage):
            new_page = True
            continue
        _add(document, piece, new_page)
        new_page = False
    if body[-2].tag.endswith("}tbl"):
        # Word wants a paragraph behind the last table; a small one, so that it makes no page of its own.
        _spaced(document.add_paragraph(), 0, exact=20)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = paper.title.replace("\n", "")[:255]
    properties.author = ("，".join(paper.signature) or paper.editor)[:255]
    properties.comments, properties.language = "", "zh-CN"
    if paper.dated_on:
        on = paper.dated_on
        properties.created = properties.modified = datetime(on.year, on.month, on.day)
    else:
        properties.created = properties.modified = datetime(1970, 1, 1)
    properties.last_modified_by = ""


def _add(document: Any, piece: Piece, new_page: bool) -> None:
    if isinstance(piece, Line):
        paragraph = _paragraph(document, piece.style, piece.before, new_page)
        if piece.keep:
            paragraph.paragraph_format.keep_with_next = True
        for run in piece.runs:
            _write(paragraph, run, piece.style)
    elif isinstance(piece, Pair):
        paragraph = _paragraph(document, piece.style, piece.before, new_page)
        docx_pages.add_right_tab(paragraph, measures.TEXT_MM[0] * measures.MM - piece.style.size * piece.style.right)
        for run in (*piece.left, Run("\t"), *piece.right):
            _write(paragraph, run, piece.style)
    elif isinstance(piece, Listed):
        size = STYLES["body"].size
        paragraph = _paragraph(document, Style(align="left"), piece.before, new_page)
        hanging = 3 + len(piece.number) / 2
        _indent(paragraph, 2 + hanging, hanging if piece.label else hanging - 3, size)
        _write(paragraph, Run(piece.label + piece.number + piece.text), STYLES["body"])
    elif isinstance(piece, RedHead):
        _red_head(document, piece)
    elif isinstance(piece, RedRule):
        _red_rule(document, piece.above_mm)
    elif isinstance(piece, Grid):
        if piece.before:
            _paragraph(document, STYLES["body"], piece.before - 1, new_page)
        docx_grids.add_grid(document, piece)
    elif isinstance(piece, Foot):
        docx_grids.add_foot(document, piece)


def _paragraph(document: Any, style: Style, before: int, new_page: bool) -> Any:
    paragraph = document.add_paragraph()
    _spaced(paragraph, before * _PITCH)
    if style.size != measures.BODY_PT:
        # A taller line would be given two lines of the grid.
        child(paragraph._p.get_or_add_pPr(), "w:snapToGrid").set(*element("val", 0))
    if new_page:
        paragraph.paragraph_format.page_break_before = True
    properties = paragraph._p.get_or_add_pPr()
    _indent(paragraph, style.left, style.hang, style.size)
    if style.first or style.right:
        marks = child(properties, "w:ind")
        if style.first:
            marks.set(*element("firstLineChars", style.first * 100))
            marks.set(*element("firstLine", style.first * style.size * 20))
        if style.right:
            # Only in twentieths of a point: a line set at the right is not moved by the reader's default font.
            marks.set(*element("right", style.right * style.size * 20))
    child(properties, "w:jc").set(*element("val", {"justify": "both"}.get(style.align, style.align)))
    return paragraph


def _spaced(paragraph: Any, before: float, exact: int = _PITCH) -> None:
    spacing = child(paragraph._p.get_or_add_pPr(), "w:spacing")
    for name, value in (("before", before), ("after", 0), ("line", exact)):
        spacing.set(*element(name, value))
    spacing.set(*element("lineRule", "exact"))


def _indent(paragraph: Any, left: float, hanging: float, size: float) -> None:
    if not left and not hanging:
        return
    marks = child(paragraph._p.get_or_add_pPr(), "w:ind")
    for name, value in (("left", left), ("hanging", hanging)):
        marks.set(*element(f"{name}Chars", value * 100))
        marks.set(*element(name, value * size * 20))


def _write(paragraph: Any, run: Run, style: Style) -> None:
    for index, words in enumerate(run.text.split("\n")):
        if index:
            paragraph.add_run().add_break()
        for part in _TIBETAN.split(words):
            if part:
                made = paragraph.add_run(part if part == "\t" else part.replace("\t", "\u3000"))
                word = measures.TIBETAN_WORD if _TIBETAN.match(part) else FACES[run.face or style.face].word
                dress(made, word, style.size, tracking=measures.TRACKING_PT if style.size == 16 else 0)


def _red_head(document: Any, piece: RedHead) -> None:
    for index, (words, size) in enumerate(piece.lines):
        paragraph = document.add_paragraph()
        above = piece.above_mm * measures.MM if index == 0 else 0
        # An ideograph fills an exact line of its own size; Tibetan stacks reach beyond it.
        high = 1.25 if _TIBETAN.match(words) or index else 1.05
        child(paragraph._p.get_or_add_pPr(), "w:snapToGrid").set(*element("val", 0))
        _spaced(paragraph, round(above * 20), exact=round(size * high * 20))
        child(paragraph._p.get_or_add_pPr(), "w:jc").set(*element("val", "center"))
        word = measures.TIBETAN_WORD if _TIBETAN.match(words) else FACES["title"].word
        dress(paragraph.add_run(words), word, size, colour=measures.RED.lstrip("#"))


def _red_rule(document: Any, above_mm: float) -> None:
    # A paragraph of its own: a border is as wide as its paragraph, and the line above may be indented.
    paragraph = document.add_paragraph()
    slack = (measures.PITCH_PT - measures.BODY_PT) / 2
    child(paragraph._p.get_or_add_pPr(), "w:snapToGrid").set(*element("val", 0))
    _spaced(paragraph, 0, exact=round((above_mm * measures.MM - slack) * 20))
    bottom = child(child(paragraph._p.get_or_add_pPr(), "w:pBdr"), "w:bottom")
    for name, value in (("val", "single"), ("sz", 12), ("space", 0), ("color", measures.RED.lstrip("#"))):
        bottom.set(*element(name, value))
