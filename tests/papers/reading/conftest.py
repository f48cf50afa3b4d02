"""Papers made on the spot: Word and Excel files as bytes."""

import io
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DUBAN_SHARED", Path(__file__).parents[4] / "shared"))


@pytest.fixture(scope="session")
def realdocs():
    """Give the folder of published papers, or skip where it is not at hand."""
    folder = SHARED / "realdocs"
    if not folder.is_dir():
        pytest.skip(f"no published papers beside the project ({folder})")
    return folder


@pytest.fixture
def docx():
    """Give a maker of Word files: paragraphs are strings, tables lists of rows; merges as ((r, c), (r, c))."""
    from docx import Document

    def make(*blocks, merges=()):
        document = Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(len(block), len(block[0]))
            for r, row in enumerate(block):
                for c, words in enumerate(row):
                    table.cell(r, c).text = words
            for first, last in merges:
                words = table.cell(*first).text
                table.cell(*first).merge(table.cell(*last)).text = words
        data = io.BytesIO()
        document.save(data)
        return data.getvalue()

    return make


@pytest.fixture
def xlsx():
    """Give a maker of Excel files: rows of one sheet, merges as A1 ranges."""
    from openpyxl import Workbook

    def make(*rows, merges=(), hidden=()):
        workbook = Workbook()
        for row in rows:
            workbook.active.append(row)
        for area in merges:
            workbook.active.merge_cells(area)
        for row in hidden:
            sheet = workbook.create_sheet()
            sheet.append(row)
            sheet.sheet_state = "hidden"
        data = io.BytesIO()
        workbook.save(data)
        return data.getvalue()

    return make
