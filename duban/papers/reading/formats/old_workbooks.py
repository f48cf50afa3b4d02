"""Workbooks other than .xlsx: .xls, .xlsb, .ods, read in a process of its own."""

from __future__ import annotations

import datetime
import io
from typing import Any

from duban.papers.reading.formats.apart import answer_apart, read_apart
from duban.papers.reading.formats.grids import CELLS, COLUMNS, ROWS, SHEETS, TOO_LARGE, Sheet
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.papers.reading.texts.folding import folded

SECONDS = 20
_TOO_MUCH = "表格过于复杂或已损坏，读取所需的时间或内存超过限度，请另存为 .xlsx 后再试。"


def read_old_sheets(data: bytes) -> list[Sheet]:
    """Read the sheets of a .xls, .xlsb or .ods; UnreadablePaper where it is broken, encrypted, hostile or beyond bounds."""
    found = read_apart("duban.papers.reading.formats.old_workbooks", data, SECONDS, _TOO_MUCH)
    sheets = []
    for each in found:
        sheet = Sheet(each["name"], is_hidden=each["is_hidden"])
        sheet.words = {(row, column): words for row, column, words, _ in each["cells"]}
        sheet.dates = {(row, column) for row, column, _, is_date in each["cells"] if is_date}
        sheet.merges = [tuple(merge) for merge in each["merges"]]
        sheet.marks_unread = True
        sheets.append(sheet)
    if all(sheet.is_hidden for sheet in sheets):
        raise UnreadablePaper("工作簿中没有可见的工作表。")
    return sheets


def main() -> None:
    """Be the process that reads one."""
    answer_apart(_read)


def _read(data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_sheet(book, each) for each in book.sheets_metadata[:SHEETS]]
    except PasswordError as error:
        raise UnreadablePaper("文件已加密，请去除密码后重试。") from error
    except (CalamineError, ValueError, OSError) as error:
        if "password" in str(error).lower():
            raise UnreadablePaper("文件已加密，请去除密码后重试。") from error
        raise UnreadablePaper("文件内容已损坏，无法读取，请另存为 .xlsx 后再试。") from error


def _sheet(book: Any, metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": metadata.name,
        "is_hidden": not str(metadata.visible).endswith(".Visible"),
        "cells": [],
        "merges": [],
    }
    if made["is_hidden"] or "WorkSheet" not in str(metadata.typ):
        return made
    sheet = book.get_sheet_by_name(metadata.name)
    rows = sheet.to_python(skip_empty_area=False, nrows=ROWS + 1)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            words = _words(value)
            if words:
                if number > ROWS or column > COLUMNS or len(made["cells"]) >= CELLS:
                    raise UnreadablePaper(TOO_LARGE)
                made["cells"].append((number, column, words, isinstance(value, datetime.date | datetime.datetime)))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        made["merges"].append((top + 1, left + 1, bottom + 1, right + 1))
    return made


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    return folded(str(value)).strip() if value is not None else ""
