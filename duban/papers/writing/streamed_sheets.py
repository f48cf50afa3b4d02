"""A long list as .xlsx, handed out while it is written: the first bytes are on their way before the last row is read."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from duban.papers.writing.sheets import LONGEST_CELL, MOST_ROWS, Column, UnwritableSheet, Value, write_xlsx

_SAMPLES: dict[str, Value] = {"text": "样", "number": 1, "date": date(2000, 1, 1)}
_SHEET, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
# So many rows are written between two parts that are handed out.
_PART = 500
# Excel counts days from this one.
_FIRST_DAY = date(1899, 12, 30).toordinal()
_ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def stream_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    count: int,
    name: str = "台账",
    title: str = "",
    note: str = "",
) -> Iterator[bytes]:
    """Yield the parts of a numbered list as .xlsx, in looks and content what `write_xlsx` makes of it; memory does not grow with the rows.

    `count` is how many rows there are. UnwritableSheet, before anything is yielded, where they are more than Excel holds; while it is
    written, for a cell beyond Excel's measure or a row of the wrong length.
    """
    if count > MOST_ROWS:
        raise UnwritableSheet(f"超过{MOST_ROWS}行，请缩小范围后再导出。")
    sample = [_SAMPLES[each.kind] for each in columns]
    model = write_xlsx(columns, [sample], name=name, title=title, note=note, is_numbered=True)
    return _streamed([Column("序号", 6, "number"), *columns], rows, model, count)


def _streamed(columns: Sequence[Column], rows: Iterable[Sequence[Value]], model: bytes, count: int) -> Iterator[bytes]:
    """Yield the model's parts, its one row replaced by these rows; the sheet comes last."""
    out = _Parts()
    with (
        zipfile.ZipFile(io.BytesIO(model)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        sheet = made.read(_SHEET).decode()
        before, at, after = _around(sheet)
        cells = _Cells(columns, sheet, at)
        last = at + max(count, 1) - 1
        for each in made.namelist():
            if each != _SHEET:
                words = made.read(each)
                archive.writestr(each, _stretched(words.decode(), at, last).encode() if each == _BOOK else words)
        yield out.take()
        with archive.open(_SHEET, "w", force_zip64=True) as stream:
            stream.write(_stretched(before, at, last).encode())
            written: list[str] = []
            for number, values in enumerate(rows):
                written.append(cells.row(number, at, values))
                if len(written) == _PART:
                    stream.write("".join(written).encode())
                    written.clear()
                    yield out.take()
            stream.write("".join([*written, _stretched(after, at, last)]).encode())
    yield out.take()


def _around(sheet: str) -> tuple[str, int, str]:
    """Return what stands before the model's one row of values, its number, and what stands after it."""
    begin, end = sheet.rindex("<row "), sheet.index("</sheetData>")
    number = re.match(r'<row r="(\d+)"', sheet[begin:])
    assert number is not None
    return sheet[:begin], int(number[1]), sheet[end:]


def _stretched(words: str, at: int, last: int) -> str:
    """Return a part with every range that ends at the model's row ending at the last one."""
    return re.sub(rf"(:\$?[A-Z]{{1,3}}\$?){at}(?=[\"<])", rf"\g<1>{last}", words)


class _Parts(io.RawIOBase):
    """Takes what is written and gives it away; it cannot be gone back in."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._held.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since."""
        held, self._held = b"".join(self._held), []
        return held


class _Cells:
    """Writes rows in the looks of the model's row."""

    def __init__(self, columns: Sequence[Column], sheet: str, at: int) -> None:
        row = sheet[sheet.rindex("<row ") :]
        self._columns = [(each, style) for each, style in re.findall(rf'<c r="([A-Z]+){at}" s="(\d+)"', row)]
        self._width = len(columns)

    def row(self, number: int, first: int, values: Sequence[Value]) -> str:
        """Return a row; `number` counts from 0 at the first row of values, which is the sheet's row `first`."""
        if len(values) + 1 != self._width:
            raise UnwritableSheet(f"第{number + first}行有{len(values)}格，而表头有{self._width - 1}栏。")
        at = first + number
        cells = [
            f'<c r="{letter}{at}" s="{style}"{_told(value, at, place)}'
            for place, ((letter, style), value) in enumerate(zip(self._columns, (number + 1, *values), strict=True))
        ]
        return f'<row r="{at}">{"".join(cells)}</row>'


def _told(value: Value, row: int, place: int) -> str:
    if value is None or value == "":
        return "/>"
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise UnwritableSheet(
                f"第{row}行第{place + 1}栏有{len(value)}字，超过 Excel 单元格的{LONGEST_CELL}字上限。"
            )
        return _words(value)
    if isinstance(value, bool):
        return _words("是" if value else "否")
    if isinstance(value, date):
        # Excel knows no day before 1900-03-01 for certain; such a day is written in words.
        day = value.date() if isinstance(value, datetime) else value
        return _words(day.isoformat()) if day.year < 1901 else f"><v>{day.toordinal() - _FIRST_DAY}</v></c>"
    return f"><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"><v>{value}</v></c>"


def _words(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(r"_x005F\1", text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f' t="inlineStr"><is><t{kept}>{html.escape(text, quote=False)}</t></is></c>'
