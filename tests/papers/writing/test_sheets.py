"""Ledgers out: what looks like a formula stays a word, and the template helps and never becomes data."""

import csv
import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.writing.sheets import Column, UnwritableSheet, write_csv, write_template, write_xlsx

COLUMNS = (
    Column("序号", 6, "number"),
    Column("事项内容", 40, required=True, help="一项一行"),
    Column("办理要求", 30),
    Column("办理时限", 12, "date"),
    Column("办理标准", 20),
    Column("办理效果", 20),
    Column("责任人", 10),
    Column("督办人", 10),
    Column("牵头单位", 16, choices=("市发展改革委", "市财政局")),
    Column("配合单位", 16),
    Column("得分", 8, "number"),
)
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("http://x","y")',
    "＝1+1",
    ',"=1',
    "  =1",
)

SOFFICE = shutil.which("soffice")


def row(number=1, content="推进项目", **changed):
    values = {
        "办理要求": "落实",
        "办理时限": date(2026, 3, 31),
        "办理标准": "建成",
        "办理效果": "",
        "责任人": "张某",
        "督办人": "李某",
        "牵头单位": "市发展改革委",
        "配合单位": "市财政局、市住建局",
        "得分": Decimal("97.5"),
    } | changed
    return (number, content, *values.values())


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_look_like_formulas_are_strings_in_excel(words):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(COLUMNS, [row(content=words)])))
    cell = book.active["B2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == words
    assert not cell.hyperlink


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_look_like_formulas_are_prefixed_in_csv(words):
    data = write_csv((Column(words),), [(words,)]).decode("utf-8-sig")
    for (cell,) in csv.reader(io.StringIO(data, newline="")):
        assert cell.lstrip(" ")[0] in ("'", ",")
        assert cell.removeprefix("'") == words


def test_numbers_and_dates_are_what_they_are():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(COLUMNS, [row(-5)])))
    cells = {c.column_letter: c for c in book.active[2]}
    assert (cells["A"].value, cells["A"].data_type) == (-5, "n")
    assert cells["D"].value.date() == date(2026, 3, 31)
    assert Decimal(str(cells["K"].value)) == Decimal("97.5")
    assert write_csv((Column("得分"),), [(Decimal("-5.0"),)]).decode("utf-8-sig").endswith('"-5.0"\r\n')


def test_head_is_frozen_filtered_and_printed_on_every_page():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(COLUMNS, [row()] * 3, title="督办台账"))).active
    assert sheet["A1"].value == "督办台账"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:K5"
    assert sheet.print_title_rows == "$2:$2"
    assert [cell.value for cell in sheet[2]] == [column.label for column in COLUMNS]


def test_what_is_printed_is_the_list_with_title_note_and_numbers_on_a4_landscape():
    made = write_xlsx(COLUMNS, [row()] * 3, title="督办台账", note="导出单位：某某市", is_numbered=True)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert (sheet["A1"].value, sheet["A2"].value) == ("督办台账", "导出单位：某某市")
    assert [cell.value for cell in sheet["A"]][2:] == ["序号", 1, 2, 3]
    assert sheet.print_area == "'台账'!$A$1:$L$6" and sheet.print_title_rows == "$3:$3"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.freeze_panes == "A4"
    assert all(sheet.column_dimensions[each].width >= 6 for each in "ABCDEFGHIJKL")


def test_an_empty_list_still_has_its_head():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(COLUMNS, []))).active
    assert sheet.max_row == 1


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_a_row_of_another_length_is_refused(write):
    with pytest.raises(UnwritableSheet, match="第2行有1格，而表头有11栏"):
        write(COLUMNS, [("短",)])


def test_a_cell_beyond_excel_is_refused_and_not_cut():
    with pytest.raises(UnwritableSheet, match="第2行第2栏有32768字"):
        write_xlsx(COLUMNS, [row(content="督" * 32_768)])


def test_template_offers_choices_and_instructions():
    data = write_template(COLUMNS, instructions=("一项一行，不要合并单元格。",), example=row())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["台账", "填写说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book["台账"]["B1"].value == "事项内容*"
    rules = {rule.type: rule for rule in book["台账"].data_validations.dataValidation}
    assert rules["list"].formula1 == "'选项'!$I$1:$I$2"
    assert [book["选项"][f"I{n}"].value for n in (1, 2)] == ["市发展改革委", "市财政局"]
    guide = "".join(str(c.value or "") for line in book["填写说明"] for c in line)
    for words in ("不要合并单元格", "必填", "市发展改革委、市财政局", "推进项目", "一项一行"):
        assert words in guide


def test_a_filled_template_is_read_and_its_instructions_are_not():
    data = write_template(COLUMNS, instructions=("说明",), example=row(content="示例事项"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for column, value in enumerate(row(content="真正的事项"), 1):
        book["台账"].cell(2, column, value)
    stream = io.BytesIO()
    book.save(stream)
    ledger = read_ledger(stream.getvalue(), "台账.xlsx", required=("content", "lead", "due_on"))
    assert [r.values["content"] for r in ledger.rows] == ["真正的事项"]
    assert ledger.is_clean


def test_what_goes_out_comes_in_again():
    lines = "先报方案\n再办手续"
    rows = [row(n, f"事项{n}\n第二行", 办理要求=lines, 办理时限=date(2026, 1 + n % 12, 28)) for n in range(1, 40)]
    rows += [row(40 + n, words) for n, words in enumerate(w.strip() for w in FORMULAS if w.strip())]
    ledger = read_ledger(write_xlsx(COLUMNS, rows, title="某市督办台账"), "out.xlsx")
    assert ledger.faults == ()
    assert ledger.unknown == ("得分",)
    for (number, content, *rest), read in zip(rows, ledger.rows, strict=True):
        assert read.values["no"] == str(number)
        # A title is one line, however its cell was broken; what is required keeps its lines.
        assert read.values["content"] == content.replace("\n", "")
        assert read.values["requirement"] == rest[0]
        assert read.values["due_on"] == rest[1]
        assert read.values["lead"] == ("市发展改革委",)
        assert read.values["support"] == ("市财政局", "市住建局")
        assert (read.values["responsible"], read.values["supervisor"]) == ("张某", "李某")
        assert read.raw["得分"] == "97.5"


# LibreOffice is no requirement of a machine that runs the tests: where it is, with the part that reads sheets, it is a second opinion.
if SOFFICE and (Path(SOFFICE).resolve().parent / "libsclo.so").exists():

    def test_libreoffice_shows_the_words_and_computes_nothing(tmp_path):
        words = ("=1+1", "+1+1", "-1+2", "@SUM(1)", "=2+2,", '"=1')
        (tmp_path / "out.xlsx").write_bytes(write_xlsx((Column("事项", 40),), [(each,) for each in words]))
        subprocess.run(
            [
                SOFFICE,
                "--headless",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76",
                "--outdir",
                str(tmp_path),
                str(tmp_path / "out.xlsx"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        shown = list(csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
        assert shown == [["事项"], *([each] for each in words)]
