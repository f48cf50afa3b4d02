"""Every kind of file at every door: told by its content, read where its program is installed, else one sentence."""

import io
import os
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from duban.papers.reading import UnreadablePaper, parse
from duban.papers.reading.formats import apart, pictures
from duban.papers.reading.formats.kinds import EXTENSIONS, Kind, kind_of, named_truly
from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.reading.tasks.minutes import read_minutes
from tests.papers.workbooks import book

XLS = Path(__file__).parent / "samples" / "ledger.xls"
ROWS = [("序号", "任务", "责任单位", "完成时限"), ("1", "清淤", "县水利局", "2026年6月30日")]
JUNE = date(2026, 6, 30)
RTF = b"{\\rtf1 x}"
DOC = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def read(data, name):
    return [(item.text, item.lead, item.due) for item in parse(data, name).items]


def ods():
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>' for words in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", content)
    return data.getvalue()


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.xlsx", "台账"])
def test_an_old_workbook_is_read_whatever_it_is_called(name):
    expected = [("清淤", ("县水利局",), JUNE), ("修堤", ("县水利局",), date(2026, 9, 30))]
    assert read(XLS.read_bytes(), name) == expected
    ledger = read_ledger(XLS.read_bytes(), name)
    assert [(row.values["lead"], row.values["due_on"]) for row in ledger.rows] == [each[1:] for each in expected]
    assert any("隐藏" in words for words in ledger.left_out)


def test_an_open_document_sheet_is_read():
    assert read(ods(), "a.ods") == [("清淤", ("县水利局",), JUNE)]
    # Rows that it hides cannot be told from others.
    assert any("哪些行列被隐藏" in words for words in parse(ods(), "a.ods").unparsed)
    assert [row.values["due_on"] for row in read_ledger(ods(), "a.ods").rows] == [JUNE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values_are_read_in_every_encoding(encoding, separator):
    text = "\r\n".join(separator.join(f'"{words}"' if words == "清淤" else words for words in row) for row in ROWS)
    assert read(text.encode(encoding), "a.csv") == [("清淤", ("县水利局",), JUNE)]
    assert [row.values["lead"] for row in read_ledger(text.encode(encoding), "a.csv").rows] == [("县水利局",)]


def test_a_ledger_comes_in_as_a_word_table_too(docx):
    data = docx("某县台账", [list(row) for row in ROWS])
    (row,) = read_ledger(data, "台账.docx").rows
    assert (row.values["content"], row.values["lead"], row.values["due_on"]) == ("清淤", ("县水利局",), JUNE)
    assert read_minutes(data, "a.docx").decisions == ("清淤（县水利局牵头，2026年6月30日前完成）",)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (book(ROWS), "a.et", Kind.XLSX),
        (XLS.read_bytes(), "a", Kind.XLS),
        (DOC, "a.wps", Kind.DOC),
        (RTF, "a.doc", Kind.RTF),
        (PNG, "a.pdf", Kind.PICTURE),
        (b"%PDF-1.7", "a.jpg", Kind.PDF),
        ("甲,乙".encode(), "a.csv", Kind.SEPARATED),
    ],
)
def test_what_a_file_is_its_content_says(data, name, kind):
    assert kind_of(data, name) is kind
    assert named_truly(data, name).rpartition(".")[2] in EXTENSIONS


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<html><table>", "a.xls", "网页格式"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "加密"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le") + bytes(2000), "a.xls", "损坏"),
        (("甲," * 2000 + "\n").encode(), "a.csv", "范围过大"),
        (("甲,乙\n" * 20_001).encode(), "a.csv", "范围过大"),
        (b"MZ", "a.exe", "请提供：Word"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, name, words):
    with pytest.raises(UnreadablePaper, match=words) as refusal:
        parse(data, name)
    assert str(refusal.value).count("。") == 1


@pytest.fixture
def tool(tmp_path, monkeypatch):
    """Give a maker of programs that stand on the path in place of the real ones."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(apart, "_ISOLATING", [])
    pictures._languages.cache_clear()

    def make(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return make


@pytest.mark.parametrize(("data", "name"), [(DOC, "a.doc"), (DOC, "a.wps"), (RTF, "a.rtf")])
def test_older_documents_go_through_libreoffice(tool, docx, tmp_path, data, name):
    made = tmp_path / "made.docx"
    made.write_bytes(docx("一、修桥，2026年6月底前完工。（甲局负责）"))
    tool(
        "soffice",
        f'test -n "$HOME" && test ! -e "$HOME/seen" && touch "$HOME/seen" && mkdir -p made && cp {made} made/paper.docx',
    )
    assert read(data, name) == [("修桥，2026年6月底前完工。", ("甲局",), JUNE)]
    assert read(data, name) == [("修桥，2026年6月底前完工。", ("甲局",), JUNE)]


@pytest.mark.parametrize(
    "script", ["exit 1", "sleep 30", "mkdir made; ln -s /etc/hostname made/paper.docx", "kill -9 $$"]
)
def test_a_conversion_that_fails_is_one_sentence(tool, monkeypatch, script):
    monkeypatch.setattr("duban.papers.reading.formats.office.SECONDS", 1)
    tool("soffice", script)
    with pytest.raises(UnreadablePaper, match="另存为") as refusal:
        parse(DOC, "a.doc")
    assert str(refusal.value).count("。") == 1


TESSERACT = '[ "$1" = --list-langs ] && echo chi_sim && exit\nprintf "一 、 修 桥 ， 2026 年 6 月 底 前 完 工 。\\n（ 甲 局 负 责 ）\\n"'


def test_a_photo_is_recognised_and_all_of_it_is_to_be_looked_at(tool):
    tool("tesseract", TESSERACT)
    paper = parse(PNG, "纪要.png")
    assert paper.by_eye and "一、修桥，2026年6月底前完工。" in paper.text
    assert paper.items and all(any("识别" in doubt for doubt in item.doubts) for item in paper.items)
    assert any("逐字核对" in words for words in paper.unparsed)


def test_a_scanned_pdf_is_drawn_page_by_page(tool):
    from tests.papers.reading.test_pdfs import raw

    tool("tesseract", TESSERACT)
    tool("pdftoppm", "touch page-1.png page-2.png")
    assert parse(raw(b""), "a.pdf").text.count("甲局负责") == 2


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(DOC, "a.doc", "LibreOffice"), (PNG, "a.png", "文字识别"), (b"\xff\xd8\xff" + bytes(9), "a.jpg", "文字识别")],
)
def test_without_the_programs_a_sentence_says_what_to_do(monkeypatch, data, name, words):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UnreadablePaper, match=words) as refusal:
        parse(data, name)
    assert "管理员" in str(refusal.value) and str(refusal.value).count("。") == 1


def test_a_recognition_without_chinese_or_without_words_is_one_sentence(tool):
    tool("tesseract", '[ "$1" = --list-langs ] && echo eng')
    with pytest.raises(UnreadablePaper, match="简体中文"):
        parse(PNG, "a.png")
    pictures._languages.cache_clear()
    tool("tesseract", '[ "$1" = --list-langs ] && echo chi_sim && exit\necho ~')
    with pytest.raises(UnreadablePaper, match="没有从图片里识别出文字"):
        parse(PNG, "a.png")
