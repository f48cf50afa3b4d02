"""The Word file, opened again by python-docx: words, fonts, measures, and XML in the order that Word demands."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from duban.papers.writing.checks import InvalidPaper
from duban.papers.writing.documents import Annex, Cell, Paper, Paragraph, Table
from duban.papers.writing.docx import render_docx
from duban.papers.writing.pdf import render_pdf
from tests.papers.writing import samples

MM = 72 / 25.4


def opened(paper):
    return docx.Document(io.BytesIO(render_docx(paper)))


def text(document):
    return samples.squeezed("".join(t.text or "" for t in document.element.body.iter(qn("w:t"))))


def runs(document):
    return [run for run in document.element.iter(qn("w:r")) if run.find(qn("w:t")) is not None]


def paragraph(document, words):
    return next(p for p in document.paragraphs if words in p.text)


@pytest.mark.parametrize("name", samples.ALL)
def test_every_word_is_in_the_file(name):
    paper = samples.ALL[name]()
    written = text(opened(paper))
    for words in samples.words_of(paper):
        assert words in written


@pytest.mark.parametrize("name", samples.ALL)
def test_word_and_pdf_say_the_same(name):
    paper = samples.ALL[name]()
    printed = "".join(p.extract_text() for p in PdfReader(io.BytesIO(render_pdf(paper))).pages)
    # Tibetan is stored in visual order in a PDF; repeated table heads and page numbers are the PDF's own.
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert set(chinese.findall(text(opened(paper)))) == set(chinese.findall(printed))


@pytest.mark.parametrize("name", samples.ALL)
def test_every_run_has_an_east_asian_font_and_is_chinese(name):
    for run in runs(opened(samples.ALL[name]())):
        fonts, language = run.rPr.find(qn("w:rFonts")), run.rPr.find(qn("w:lang"))
        assert fonts.get(qn("w:eastAsia"))
        assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_page_and_grid_are_those_of_the_standard():
    section = opened(samples.circular()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.top_margin == pytest.approx(Mm(37), abs=Mm(0.1))
    assert section.left_margin == pytest.approx(Mm(28), abs=Mm(0.1))
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert width / Mm(1) == pytest.approx(156, abs=0.1)
    assert height / Mm(1) == pytest.approx(225, abs=0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    assert int(height / Mm(1) * MM * 20) // int(grid.get(qn("w:linePitch"))) == 22


def test_28_characters_fit_a_line_and_29_do_not():
    body = paragraph(opened(samples.circular()), "现将办理情况")
    spacing = int(body.runs[0]._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + spacing) <= 156 * MM < 29 * (16 + spacing)


def test_levels_have_their_fonts_and_bodies_their_indent():
    document = opened(samples.circular())
    for words, font in (
        ("一、总体情况", "黑体"),
        ("（一）办结情况。", "楷体_GB2312"),
        ("1.市发展改革委。", "仿宋_GB2312"),
        ("现将办理情况通报如下。", "仿宋_GB2312"),
        ("关于2026年", "方正小标宋简体"),
    ):
        run = paragraph(document, words).runs[0]._r.rPr
        assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    mixed = paragraph(document, "（一）办结情况。").runs
    assert mixed[1]._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert paragraph(document, "现将").paragraph_format.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert paragraph(document, "关于2026年").runs[0].font.size.pt == 22


def test_red_head_red_line_and_centred_number():
    document = opened(samples.circular())
    head = paragraph(document, "人民政府办公室文件")
    assert head.runs[0].font.color.rgb == docx.shared.RGBColor(0xE6, 0x00, 0x12)
    assert head.paragraph_format.space_before.mm == pytest.approx(35, abs=2)
    assert paragraph(document, "〔2026〕12号").alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    (border,) = document.element.body.iter(qn("w:pBdr"))
    assert border.find(qn("w:bottom")).get(qn("w:color")).lower() == "e60012"


def test_a_numbered_form_with_a_red_head_has_its_red_line_between_number_and_title():
    document = opened(samples.notice())
    order = [p for p in document.paragraphs if p.text.strip() or p._p.pPr.find(qn("w:pBdr")) is not None]
    number, line, title = order[1:4]
    assert number.text == "某政办督〔2026〕3号" and title.text == "督查（办）通知单"
    assert line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")).lower() == "e60012"
    pitch = 225 * MM / 22
    assert number.paragraph_format.space_before.pt == pytest.approx(2 * pitch, abs=0.5)
    assert title.paragraph_format.space_before.pt == pytest.approx(pitch, abs=0.5)


def test_no_part_of_the_file_speaks_another_language():
    parts = zipfile.ZipFile(io.BytesIO(render_docx(samples.circular())))
    for name in ("word/settings.xml", "word/styles.xml"):
        written = parts.read(name).decode()
        assert 'w:eastAsia="zh-CN"' in written and "ja-JP" not in written
        assert not re.search(r'w:(?:lang|themeFontLang)[^>]*(?:val|eastAsia)="(?!zh-CN)', written)


def test_a_short_table_and_its_caption_stand_on_one_page_with_its_head():
    short, long = opened(samples.listed(3)).tables[0], opened(samples.listed(40)).tables[0]
    held = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in short.rows]
    assert held == [True, True, True, False]
    held = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in long.rows]
    assert held == [True] + [False] * 40


def test_page_numbers_stand_outside_on_odd_and_even_pages():
    document = opened(samples.circular())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert [i.text for i in line._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert line.text.startswith("— ") and line.text.endswith(" —")
        assert line.runs[0].font.size.pt == 14


def test_imprint_floats_on_the_foot_of_the_page():
    table = opened(samples.circular()).tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    # A table as wide as the text floats in every program only where it is placed from the edge of the page.
    assert place.get(qn("w:horzAnchor")) == "page" and int(place.get(qn("w:tblpX"))) == pytest.approx(
        28 * MM * 20, abs=1
    )
    lines = [cell._tc.tcPr.find(qn("w:tcBorders")) for cell in (table.rows[0].cells[0], table.rows[-1].cells[0])]
    assert [lines[0].find(qn("w:top")).get(qn("w:sz")), lines[1].find(qn("w:bottom")).get(qn("w:sz"))] == ["8", "8"]
    assert table.rows[0].cells[0].text == "抄送：市委办公室，市人大常委会办公室，市政协办公室。"
    assert [cell.text for cell in table.rows[-1].cells] == ["某某市人民政府办公室", "2026年3月31日印发"]


def test_merged_cells_and_repeated_heads():
    grid = opened(samples.sheet()).tables[0]
    assert [len({id(c._tc) for c in row.cells}) for row in grid.rows] == [2, 3, 2]
    ranking = opened(samples.circular()).tables[0]
    assert [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in ranking.rows[:2]] == [True, False]


def test_tibetan_has_its_own_font():
    document = opened(samples.bilingual())
    (head,) = [p for p in document.paragraphs if "\u0f45" in p.text]
    assert {r._r.rPr.find(qn("w:rFonts")).get(qn("w:cs")) for r in head.runs} == {"Microsoft Himalaya"}


def test_properties_of_paragraphs_runs_tables_and_cells_keep_the_schema_order():
    orders = {
        "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs autoSpaceDE autoSpaceDN "
        "snapToGrid spacing ind jc rPr sectPr",
        "rPr": "rFonts b bCs color spacing kern sz szCs lang",
        "tblPr": "tblStyle tblpPr tblW jc tblBorders tblLayout tblCellMar tblLook",
        "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
        "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    }
    for make in samples.ALL.values():
        document = opened(make())
        for name, words in orders.items():
            order = words.split()
            for element in document.element.body.iter(qn(f"w:{name}")):
                places = [order.index(child.tag.rpartition("}")[2]) for child in element]
                assert places == sorted(places), (name, [c.tag for c in element])


def test_hostile_words_stay_words():
    paper = Paper(
        samples.HOSTILE,
        (Paragraph(samples.HOSTILE + "\t尾"), Table(((Cell(samples.HOSTILE),),), heads=0)),
        annexes=(Annex(samples.HOSTILE, (Paragraph("x"),)),),
    )
    assert text(opened(paper)).count(samples.squeezed(samples.HOSTILE)) == 5


def test_a_paper_with_faults_is_not_written():
    with pytest.raises(InvalidPaper):
        render_docx(Paper("", ()))


def test_the_same_paper_gives_the_same_parts():
    one, two = (zipfile.ZipFile(io.BytesIO(render_docx(samples.circular()))) for _ in range(2))
    assert {n: one.read(n) for n in one.namelist()} == {n: two.read(n) for n in two.namelist()}
