"""A list handed out while it is written is the list that is written whole."""

import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.papers.writing import streamed_sheets
from duban.papers.writing.sheets import Column, UnwritableSheet, write_xlsx
from duban.papers.writing.streamed_sheets import stream_xlsx

COLUMNS = [Column("事项", 40), Column("分值", 8, "number"), Column("期限", 12, "date"), Column("备注", 20)]
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals("-1000", "1000", places=2),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="￾￿"), max_size=12),
    st.sampled_from(["=1+1", " 前后有空格 ", "两\n行", "_x0041_", "a&b<c>\"d'", "\x01控制", "　全角", ""]),
)


def _streamed(rows, **words):
    return b"".join(stream_xlsx(COLUMNS, rows, count=len(rows), **words))


def _sheet(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6), st.sampled_from(["", "台账标题"]))
def test_what_is_streamed_is_to_the_letter_what_is_written_whole(rows, title):
    words = {"name": "台账", "title": title, "note": "导出单位：甲"}
    assert _sheet(_streamed(rows, **words)) == _sheet(write_xlsx(COLUMNS, rows, **words, is_numbered=True))


def test_an_empty_list_is_a_sheet_with_its_head_alone():
    book = openpyxl.load_workbook(io.BytesIO(_streamed([], title="台账")))
    assert [cell.value for cell in book.active[2]] == ["序号", "事项", "分值", "期限", "备注"]
    assert book.active.max_row == 2


def test_the_first_part_leaves_before_the_first_row_is_read():
    def rows():
        raise AssertionError("no row is wanted yet")
        yield ()

    assert next(stream_xlsx(COLUMNS, rows(), count=1)).startswith(b"PK")


def test_rows_leave_in_parts():
    rows = [["推进项目", number, None, ""] for number in range(3 * streamed_sheets._PART)]
    parts = list(stream_xlsx(COLUMNS, rows, count=len(rows)))
    assert len(parts) == 5
    assert openpyxl.load_workbook(io.BytesIO(b"".join(parts))).active.max_row == 1 + len(rows)


@pytest.mark.parametrize(
    ("rows", "count", "said"),
    [
        ([["短", 1, None]], 1, "有3格"),
        ([["长" * 32768, Decimal(1), None, ""]], 1, "32768字"),
        ([], 2_000_000, "缩小范围"),
    ],
)
def test_what_no_sheet_can_hold_is_refused(rows, count, said):
    with pytest.raises(UnwritableSheet, match=said):
        b"".join(stream_xlsx(COLUMNS, rows, count=count))
