"""What stands beside a text is said in its own words: comments, footnotes, endnotes, notes on cells."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from docx import Document
from openpyxl.comments import Comment

from duban.papers.reading import parse
from duban.papers.reading.lists.ledgers import read_ledger
from tests.papers.workbooks import saved

HEADS = ["序号", "任务", "责任单位", "完成时限"]


def test_a_comment_in_word_is_said():
    document = Document()
    paragraph = document.add_paragraph("2026年分工")
    paragraph = document.add_paragraph("一、改市场，7月底前完成。（县市监局牵头）")
    document.add_comment(paragraph.runs, text="期限改为9月底", author="某人")
    data = io.BytesIO()
    document.save(data)
    paper = parse(data.getvalue(), "a.docx")
    assert paper.items[0].due == date(2026, 7, 31)
    assert any("批注" in words and "期限改为9月底" in words for words in paper.unparsed)


def _with_part(data, name, xml):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
        new.writestr(name, xml)
    return made.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTES = f'<w:{{0}}s {W}><w:{{0}} w:type="separator" w:id="0"><w:p/></w:{{0}}><w:{{0}} w:id="2"><w:p><w:r><w:t>北段4月底前先完工</w:t></w:r></w:p></w:{{0}}></w:{{0}}s>'


@pytest.mark.parametrize(("tag", "kind"), [("footnote", "脚注"), ("endnote", "尾注")])
def test_notes_at_the_foot_are_said(docx, tag, kind):
    data = _with_part(
        docx("2026年分工", "一、修岸，9月底前完成。（县住建局负责）"), f"word/{tag}s.xml", NOTES.format(tag)
    )
    assert [words for words in parse(data, "a.docx").unparsed if kind in words] == [
        f"{kind}没有读入，请核对：北段4月底前先完工"
    ]


def test_broken_notes_are_said_and_the_text_is_read(docx):
    data = _with_part(docx("2026年分工", "一、修岸。（县住建局负责）"), "word/comments.xml", "<broken")
    paper = parse(data, "a.docx")
    assert len(paper.items) == 1
    assert any("批注已损坏" in words for words in paper.unparsed)


def test_a_note_on_a_cell_is_said_with_its_place():
    made = openpyxl.Workbook()
    made.active.title = "任务"
    made.active.append(HEADS)
    made.active.append(["1", "建中心", "县医院", "2026年7月31日"])
    made.active["D2"].comment = Comment("改为9月底", "某人")
    data = saved(made)
    assert any("“任务”D2的批注" in words and "改为9月底" in words for words in parse(data, "a.xlsx").unparsed)
    assert "改为9月底" in str(read_ledger(data, "a.xlsx"))
