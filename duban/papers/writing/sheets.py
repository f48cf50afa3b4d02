"""Ledgers out: Excel and csv in which every word stays a word, and the template that people fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_000
TEMPLATE_ROWS = 2_000
KINDS = ("text", "number", "date")
# A spreadsheet takes a cell that begins so for a formula; full-width twins are turned into them on import.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DATE = "yyyy-mm-dd"


class UnwritableSheet(ValueError):
    """The list cannot be written as a sheet; the message is one sentence for the user."""


@dataclass(frozen=True)
class Column:
    """A column: label, width in characters, kind (text, number, date); `choices` and `help` serve the template."""

    label: str
    width: float = 12
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    help: str = ""


Value = str | int | Decimal | date | None


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    name: str = "台账",
    title: str = "",
    note: str = "",
    is_numbered: bool = False,
) -> bytes:
    """Write a list as .xlsx: title and note above if given, the header frozen, filtered and printed on every page.

    The title goes over all columns; `note` is one line under it (who, when, how chosen); with `is_numbered` a first
    column 序号 counts the rows. What is printed is the list alone, landscape on A4, as wide as the page.

    Words are strings in the file whatever they begin with; numbers and dates are such. Rows may come from a generator,
    and memory does not grow with them. UnwritableSheet for a row of the wrong length or a cell beyond Excel's measure.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, **LITERAL})
    sheet = book.add_worksheet(sheet_name(name))
    forms = forms_of(book)
    if is_numbered:
        columns, rows = (Column("序号", 6, "number"), *columns), ([at, *row] for at, row in enumerate(rows, 1))
    at = 0
    for words, form, high in ((title, "title", 30), (note, "note", 20)):
        if words:
            sheet.set_row(at, high)
            write_cell(sheet, at, 0, words, forms[form])
            for column in range(1, len(columns)):
                sheet.write_blank(at, column, None, forms[form])
            at += 1
    set_page(sheet, columns, at)
    for index, each in enumerate(columns):
        write_cell(sheet, at, index, each.label, forms["head"])
    row = at
    for row, values in enumerate(rows, at + 1):
        if len(values) != len(columns):
            raise UnwritableSheet(f"第{row + 1}行有{len(values)}格，而表头有{len(columns)}栏。")
        if row > MOST_ROWS:
            raise UnwritableSheet(f"超过{MOST_ROWS}行，请缩小范围后再导出。")
        for index, value in enumerate(values):
            write_cell(sheet, row, index, value, forms[columns[index].kind])
    sheet.autofilter(at, 0, max(row, at), len(columns) - 1)
    sheet.print_area(0, 0, max(row, at), len(columns) - 1)
    book.close()
    return stream.getvalue()


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a list as .csv in UTF-8 with a mark, every cell quoted, words that look like formulas behind a '."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([_inert(column.label) for column in columns])
    for number, values in enumerate(rows, 2):
        if len(values) != len(columns):
            raise UnwritableSheet(f"第{number}行有{len(values)}格，而表头有{len(columns)}栏。")
        writer.writerow([_inert(value) for value in values])
    return stream.getvalue().encode("utf-8-sig")


def write_template(
    columns: Sequence[Column],
    *,
    name: str = "台账",
    instructions: Sequence[str] = (),
    example: Sequence[Value] = (),
) -> bytes:
    """Write a template to fill in: drop-downs and dates checked as they are typed, and a page 填写说明.

    `example` stands on the page of instructions, so that it is never imported.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **LITERAL})
    sheet, guide, lists = (book.add_worksheet(sheet_name(each)) for each in (name, "填写说明", "选项"))
    forms = forms_of(book)
    lists.hide()
    set_page(sheet, columns, 0)
    for index, column in enumerate(columns):
        label = column.label + ("*" if column.required else "")
        write_cell(sheet, 0, index, label, forms["head"])
        sheet.set_column(index, index, column.width, forms[column.kind])
        if column.help:
            sheet.write_comment(0, index, HINT + column.help, {"x_scale": 1.6})
        rule = rule_of(column, index)
        if rule:
            sheet.data_validation(1, index, TEMPLATE_ROWS, index, rule)
        for row, choice in enumerate(column.choices):
            write_cell(lists, row, index, choice, None)
    _write_guide(guide, forms, columns, instructions, example)
    sheet.activate()
    book.close()
    return stream.getvalue()


# How the notes on the headings of a template begin; what is read in leaves them out (`TEMPLATE_NOTE` of the grids).
HINT = "填写说明："
LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def forms_of(book: Any) -> dict[str, Any]:
    """Return the looks of cells: title, note, head, text, number, date, plain."""
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
    return {
        "title": book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 18, "align": "center_across", "valign": "vcenter"}
        ),
        # Over all columns as the title is, but beginning at the left.
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#444444", "valign": "vcenter"}),
        "head": book.add_format({**base, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7EEF7"}),
        # 文本 as number format: what is typed later stays what was typed.
        "text": book.add_format({**base, "text_wrap": True, "num_format": "@"}),
        "number": book.add_format({**base, "num_format": "General"}),
        "date": book.add_format({**base, "num_format": _DATE, "align": "center"}),
        "plain": book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"}),
    }


def set_page(sheet: Any, columns: Sequence[Column], head: int) -> None:
    """Set widths, what is printed and what stands still; `head` is the row of headings."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def write_cell(sheet: Any, row: int, column: int, value: Value, form: Any) -> None:
    """Write one value as what it is. Raises UnwritableSheet for words beyond Excel's measure."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", form)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, form)
    elif isinstance(value, date):
        # Excel knows no day before 1900-03-01 for certain; such a day is written in words.
        day = value.date() if isinstance(value, datetime) else value
        if day.year < 1901:
            sheet.write_string(row, column, day.isoformat(), form)
        else:
            sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), form)
    else:
        if len(value) > LONGEST_CELL:
            raise UnwritableSheet(
                f"第{row + 1}行第{column + 1}栏有{len(value)}字，超过 Excel 单元格的{LONGEST_CELL}字上限。"
            )
        sheet.write_string(row, column, value, form)


def _inert(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # Spaces before the sign do not stop every spreadsheet, so they do not count here.
        return f"'{value}" if value.startswith(_FORMULA) or value.lstrip(" \u3000").startswith(_FORMULA) else value
    return (
        value.isoformat()[:10]
        if isinstance(value, date)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else str(value)
    )


def sheet_name(name: str) -> str:
    """Return the name without what no sheet may be called."""
    clean = "".join("_" if c in "[]:*?/\\" or ord(c) < 32 else c for c in name)[:31].strip("'")
    return clean or "台账"


def rule_of(column: Column, index: int, listed: int | None = None) -> dict[str, Any] | None:
    """Return what a cell of the column is checked by as it is typed; its choices stand in the column `listed` of the sheet 选项."""
    if column.choices:
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(index if listed is None else listed)
        source = f"='选项'!${letter}$1:${letter}${len(column.choices)}"
        return {
            "validate": "list",
            "source": source,
            "error_title": column.label[:32],
            "error_message": "请从下拉列表中选择。",
        }
    if column.kind == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2100, 12, 31),
            "error_type": "warning",
            "error_title": column.label[:32],
            "error_message": "请填写日期，如 2026-03-31；只有月份的可写“2026年3月底”。",
        }
    if column.kind == "number":
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1_000_000_000,
            "maximum": 1_000_000_000,
            "error_title": column.label[:32],
            "error_message": "请填写数字。",
        }
    return None


def _write_guide(
    guide: Any,
    forms: dict[str, Any],
    columns: Sequence[Column],
    instructions: Sequence[str],
    example: Sequence[Value],
) -> None:
    guide.set_column(0, 0, 18)
    guide.set_column(1, 1, 10)
    guide.set_column(2, 4, 36)
    row = 0
    for number, words in enumerate(instructions, 1):
        guide.merge_range(row, 0, row, 4, "", forms["plain"])
        write_cell(guide, row, 0, f"{number}. {words}", forms["plain"])
        row += 1
    row += 1
    for index, label in enumerate(("栏目", "是否必填", "怎样填写", "可选值", "示例")):
        write_cell(guide, row, index, label, forms["head"])
    kinds = {"text": "文字", "number": "数字", "date": "日期，如 2026-03-31"}
    shown = [*example, *[""] * (len(columns) - len(example))]
    for column, value in zip(columns, shown, strict=True):
        row += 1
        values = (
            column.label,
            "必填" if column.required else "选填",
            column.help or kinds[column.kind],
            "、".join(column.choices),
            value.isoformat() if isinstance(value, date) else value,
        )
        for index, said in enumerate(values):
            write_cell(guide, row, index, said, forms["text"])
