"""Workbooks of several sheets to fill in: each with its lists to choose from, all explained with examples on a page of their own."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duban.papers.writing.sheets import HINT, LITERAL, Column, forms_of, rule_of, set_page, sheet_name, write_cell


@dataclass(frozen=True)
class Page:
    """One sheet to fill in: its name, its columns, rows that are filled in already, and examples for the page of instructions."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    examples: tuple[tuple[str, ...], ...] = ()


def write_workbook(pages: Sequence[Page], instructions: Sequence[str]) -> bytes:
    """Write the sheets, behind them 填写说明 with how each column is filled in and examples, which are never read in."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **LITERAL})
    forms = forms_of(book)
    sheets = [book.add_worksheet(sheet_name(page.name)) for page in pages]
    guide, lists = book.add_worksheet("填写说明"), book.add_worksheet("选项")
    lists.hide()
    offered = 0
    for sheet, page in zip(sheets, pages, strict=True):
        set_page(sheet, page.columns, 0)
        for index, column in enumerate(page.columns):
            write_cell(sheet, 0, index, column.label + ("*" if column.required else ""), forms["head"])
            sheet.set_column(index, index, column.width, forms[column.kind])
            if column.help:
                sheet.write_comment(0, index, HINT + column.help, {"x_scale": 1.6})
            rule = rule_of(column, index, offered + index)
            if rule:
                sheet.data_validation(1, index, 2_000, index, rule)
            for row, choice in enumerate(column.choices):
                write_cell(lists, row, offered + index, choice, None)
        for number, values in enumerate(page.rows, 1):
            for index, value in enumerate(values):
                write_cell(sheet, number, index, value, forms["text"])
        offered += len(page.columns)
    _explain(guide, forms, pages, instructions)
    sheets[0].activate()
    book.close()
    return stream.getvalue()


def _explain(guide: Any, forms: dict[str, Any], pages: Sequence[Page], instructions: Sequence[str]) -> None:
    most = max(len(page.columns) for page in pages)
    guide.set_column(0, most, 22)
    row = 0
    for number, words in enumerate(instructions, 1):
        guide.merge_range(row, 0, row, most - 1, "", forms["plain"])
        write_cell(guide, row, 0, f"{number}. {words}", forms["plain"])
        row += 1
    for page in pages:
        row += 1
        write_cell(guide, row, 0, f"“{page.name}”怎样填", forms["plain"])
        row += 1
        said = [[column.label + ("*" if column.required else "") for column in page.columns]]
        said += [[column.help for column in page.columns], *(list(each) for each in page.examples)]
        for number, values in enumerate(said):
            for index, value in enumerate(values):
                write_cell(guide, row, index, value, forms["head" if number == 0 else "text"])
            row += 1
