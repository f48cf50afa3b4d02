"""Word, Excel and text files, whole, broken and hostile."""

import io
import zipfile
from datetime import date

import pytest

from duban.papers.reading import UnreadablePaper, parse

LINE = "一、修桥，6月底前完工。（县水利局牵头，县财政局配合）"
HEADER = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


def summary(paper):
    return [(i.no, i.text, i.lead, i.support, i.due) for i in paper.items]


EXPECTED = [("一", "修桥，6月底前完工。", ("县水利局",), ("县财政局",), date(2023, 6, 30))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_the_encodings_of_offices(encoding):
    assert summary(parse(LINE.encode(encoding), "分工.txt", year=2023)) == EXPECTED


def test_word_paragraphs(docx):
    assert summary(parse(docx("标题", LINE), "分工.docx", year=2023)) == EXPECTED


def test_word_counts_numbers_itself():
    from docx import Document

    document = Document()
    for words in ("修桥。（甲局负责）", "修路。（乙局负责）"):
        document.add_paragraph(words, style="List Number")
    data = io.BytesIO()
    document.save(data)
    assert [i.no for i in parse(data.getvalue(), "a.docx").items] == ["1", "2"]


def test_word_table_with_groups_and_merges(docx):
    rows = [
        HEADER,
        ["一、道路", "", "", "", ""],
        ["1", "修东路", "县交通局", "县财政局、各镇", "2023年9月底"],
        ["2", "修西路", "", "", "10月底前"],
    ]
    data = docx("甲县分工表", rows, merges=[((1, 0), (1, 4)), ((2, 2), (3, 2))])
    paper = parse(data, "a.docx", year=2023)
    assert summary(paper) == [
        ("1", "修东路", ("县交通局",), ("县财政局", "各镇"), date(2023, 9, 30)),
        ("2", "修西路", ("县交通局",), (), date(2023, 10, 31)),
    ]
    assert {i.parents for i in paper.items} == {("一、道路",)}


def test_a_table_that_runs_on_without_its_header(docx):
    data = docx(
        [HEADER, ["1", "修桥", "甲局", "", ""]],
        "续",
        [["2", "修路", "乙局", "", "每月"], ["", "", "", "", ""]],
    )
    assert [(i.no, i.lead) for i in parse(data, "a.docx").items] == [("1", ("甲局",)), ("2", ("乙局",))]


@pytest.mark.parametrize(
    ("header", "row", "lead", "support"),
    [
        (["序号", "工作任务", "责任单位"], ["1", "修桥", "甲局、乙局"], ("甲局", "乙局"), ()),
        (["序号", "主要任务", "责任部门（单位）"], ["1", "修桥", "甲局牵头，乙局配合"], ("甲局",), ("乙局",)),
        (
            ["序号", "事项", "牵头部门", "责任单位"],
            ["1", "修桥", "甲局", "乙局\n丙局"],
            ("甲局",),
            ("乙局", "丙局"),
        ),
        (["编号", "目标任务", "主办单位", "协办单位"], ["1", "修桥", "甲局", "乙局"], ("甲局",), ("乙局",)),
        (["序号", "工作举措", "责任领导", "牵头责任单位"], ["1", "修桥", "张某", "甲局"], ("甲局",), ()),
        (
            ["类别", "具体措施", "承办单位", "完成时间"],
            ["道路", "修桥", "甲局（牵头）、乙局", ""],
            ("甲局",),
            ("乙局",),
        ),
        (
            ["序号", "重点工作", "责任单位"],
            ["1", "修桥", "牵头单位：甲局\n配合单位：乙局"],
            ("甲局",),
            ("乙局",),
        ),
        (["序号", "重点工作", "责任单位"], ["1", "修桥", ""], (), ()),
    ],
)
def test_the_many_names_of_columns(xlsx, header, row, lead, support):
    paper = parse(xlsx(["分工表"], header, row), "a.xlsx", year=2023)
    assert [(i.text, i.lead, i.support) for i in paper.items] == [("修桥", lead, support)]
    assert lead or any("牵头" in doubt for doubt in paper.items[0].doubts)


def test_excel_dates_merges_groups_notes_and_hidden_sheets(xlsx):
    data = xlsx(
        ["甲县2023年重点任务分工"],
        HEADER,
        ["（一）道路"],
        [1, "修东路", "县交通局", "各镇", date(2023, 9, 30)],
        [2.0, "修西路", None, None, "2023.10"],
        ["注：本表由办公室解释。"],
        merges=["A1:E1", "A3:E3", "C4:C5"],
        hidden=[[9, "机密", "甲局"]],
    )
    paper = parse(data, "a.xlsx")
    assert summary(paper) == [
        ("1", "修东路", ("县交通局",), ("各镇",), date(2023, 9, 30)),
        ("2", "修西路", ("县交通局",), (), date(2023, 10, 31)),
    ]
    assert paper.year == 2023
    assert all("修" in paper.text[slice(*i.span)] for i in paper.items)


def test_a_header_of_two_rows(xlsx):
    data = xlsx(
        ["序号", "任务", "责任分工", None],
        [None, None, "牵头单位", "配合单位"],
        [1, "修桥", "甲局", "乙局"],
        merges=["A1:A2", "B1:B2", "C1:D1"],
    )
    assert summary(parse(data, "a.xlsx")) == [("1", "修桥", ("甲局",), ("乙局",), None)]


def test_rows_pasted_from_a_sheet():
    text = "序号\t重点任务\t责任单位\t完成时限\n1\t修桥\t甲局\t9月底\n"
    assert summary(parse(text.encode(), "a.txt", year=2023)) == [("1", "修桥", ("甲局",), (), date(2023, 9, 30))]


def test_a_table_about_something_else_is_no_task(xlsx):
    assert parse(xlsx(["姓名", "电话"], ["张某", "1"]), "a.xlsx").items == ()


def archive(**parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", words)
    return data.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTITY = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
DEEP = f'<w:document xmlns:w="{W}"><w:body>' + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body></w:document>"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "空"),
        (b" \n", "a.txt", "空"),
        (b"abc", "a.pdf", "PDF"),
        (b"abc", "a.ofd", "ofd"),
        (b"abc", "a", "类型"),
        (b"\x00\x01\x02\x03", "a.txt", "文本"),
        (b"\xff\xff\xff", "a.txt", "文本"),
        (b"PK\x03\x04 broken", "a.docx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.docx", "加密"),
        (archive(other="<a/>"), "a.docx", "docx"),
        (archive(other="<a/>"), "a.xlsx", "xlsx"),
        (archive(word__document="<a"), "a.docx", "损坏"),
        (archive(word__document=ENTITY), "a.docx", "类型声明"),
        (archive(word__document=DEEP), "a.docx", "嵌套"),
        (archive(word__document="<a/>", word__media="0" * (65 << 20)), "a.docx", "炸弹"),
        (archive(**{f"p{n}": "" for n in range(2100)}), "a.docx", "炸弹"),
        (b"x" * ((20 << 20) + 1), "a.txt", "20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, name, words):
    with pytest.raises(UnreadablePaper, match=words) as refusal:
        parse(data, name)
    assert len(str(refusal.value).splitlines()) == 1


def test_an_encrypted_archive_is_refused(docx):
    data = bytearray(docx("甲"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        data[place + offset] |= 1
    with pytest.raises(UnreadablePaper, match="加密"):
        parse(bytes(data), "a.docx")


def test_cells_far_apart_do_not_fill_the_memory(xlsx):
    near = zipfile.ZipFile(io.BytesIO(xlsx(["序号", "任务", "责任单位"], [1, "修桥", "甲局"])))
    far = io.BytesIO()
    with zipfile.ZipFile(far, "w") as file:
        for name in near.namelist():
            merged = b'</sheetData><mergeCells><mergeCell ref="C2:XFD1048576"/></mergeCells>'
            file.writestr(name, near.read(name).replace(b"</sheetData>", merged))
    assert len(parse(far.getvalue(), "a.xlsx").items) == 1
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active["XFD1048576"] = "远"
    data = io.BytesIO()
    workbook.save(data)
    with pytest.raises(UnreadablePaper, match="过大"):
        parse(data.getvalue(), "a.xlsx")
