"""The PDF: what it says, how large it is, what it refuses. Measures in points from the top left corner."""

import io
import itertools
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from duban.papers.layout import measures
from duban.papers.layout.pieces import pieces_of
from duban.papers.layout.tables import Grid
from duban.papers.writing.checks import InvalidPaper
from duban.papers.writing.documents import Annex, Cell, Paper, Paragraph, Table, table
from duban.papers.writing.pdf import MissingGlyph, render_pdf
from tests.papers.writing import samples

MM = 72 / 25.4


def pages(paper):
    return PdfReader(io.BytesIO(render_pdf(paper))).pages


def text(paper):
    return samples.squeezed("".join(page.extract_text() for page in pages(paper)))


def lines(page):
    """Give the page's lines as {baseline from the top: (left edge, words)}, sorted from top to bottom."""
    found = {}

    def visit(words, outer, inner, _, __):
        if words.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = round(float(page.mediabox.height) - (inner[4] * outer[1] + inner[5] * outer[3] + outer[5]), 1)
            left, before = found.get(y, (x, ""))
            found[y] = (min(left, x), before + words.strip())

    page.extract_text(visitor_text=visit)
    return dict(sorted(found.items()))


@pytest.mark.parametrize("name", samples.ALL)
def test_every_word_is_printed_on_a4_as_pdf_a(name):
    paper = samples.ALL[name]()
    printed = text(paper)
    for words in samples.words_of(paper):
        if words != samples.squeezed(samples.TIBETAN):
            assert words in printed
    made = render_pdf(paper)
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>B<" in made
    for page in PdfReader(io.BytesIO(made)).pages:
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=0.1)


def test_tibetan_stands_over_chinese_in_glyphs_of_its_own():
    (page,) = pages(samples.bilingual())
    fonts = {font.get_object()["/BaseFont"].split("+")[-1] for font in page["/Resources"]["/Font"].values()}
    assert any("Tibetan" in font or "Himalaya" in font or "Jomolhari" in font for font in fonts), fonts
    printed = samples.squeezed(page.extract_text())
    assert printed.index("\u0f45") < printed.index("某某县人民政府办公室文件")


def test_a_full_page_holds_22_lines_of_28_characters():
    """The title and a blank line leave 20 lines of the first page; the second is 22 × 28 = 616 characters."""
    exact = Paper("页", (Paragraph("督" * (20 * 28 + 616), indent=False),))
    first, second = pages(exact)
    body = [words for _, words in lines(second).values() if "督" in words]
    assert [len(words) for words in body] == [28] * 22
    assert len([w for _, w in lines(first).values() if "督" in w]) == 20
    assert len(pages(Paper("页", (Paragraph("督" * (20 * 28 + 617), indent=False),)))) == 3


def test_lines_fill_the_text_block_of_156_by_225_mm():
    _, page = pages(Paper("页", (Paragraph("督" * (20 * 28 + 616), indent=False),)))
    body = [(y, x) for y, (x, words) in lines(page).items() if "督" in words]
    assert all(x == pytest.approx(28 * MM, abs=0.5) for _, x in body)
    steps = [below[0] - above[0] for above, below in itertools.pairwise(body)]
    assert all(step == pytest.approx(225 * MM / 22, abs=0.2) for step in steps)
    first, last = body[0][0], body[-1][0]
    pitch, below_baseline = 225 * MM / 22, 0.12 * 16
    slack = (pitch - 16) / 2
    assert first - 0.88 * 16 - slack == pytest.approx(37 * MM, abs=0.5)
    assert last + below_baseline + slack == pytest.approx((37 + 225) * MM, abs=0.5)


def test_page_numbers_stand_outside_seven_mm_below_the_text():
    first, second = pages(Paper("页", (Paragraph("督" * 700, indent=False),)))
    (y1, (x1, _)), (y2, (x2, _)) = (
        next((y, line) for y, line in lines(page).items() if "—" in line[1]) for page in (first, second)
    )
    assert "—1—" in samples.squeezed(first.extract_text())
    assert y1 == y2
    # 一字线上距版心下边缘 7 mm: the dash stands at 0.35 of the size above the baseline.
    assert y1 - 0.35 * 14 == pytest.approx((37 + 225 + 7) * MM, abs=3)
    assert x2 == pytest.approx(28 * MM + 14, abs=1)
    assert x1 > (210 - 26) * MM - 14 - 60


def test_red_head_begins_35_mm_below_the_text_block_and_fits_it():
    first, *_ = pages(samples.circular())
    y, (left, words) = next((y, line) for y, line in lines(first).items() if "文件" in line[1])
    size = 156 * MM / 12
    assert words == "某某市人民政府办公室文件"
    assert y == pytest.approx((37 + 35) * MM + 0.85 * size, abs=0.08 * size)
    assert left >= 28 * MM - 0.5


def test_imprint_ends_on_the_lower_edge_of_the_last_page_only():
    *others, last = pages(samples.circular())
    bottom = max(y for y, (_, words) in lines(last).items() if "印发" in words)
    assert bottom == pytest.approx((37 + 225) * MM, abs=14)
    assert not any("抄送" in page.extract_text() for page in others)


def test_table_heads_repeat_and_annexes_begin_a_page():
    printed = [samples.squeezed(page.extract_text()) for page in pages(samples.circular())]
    assert sum("名次单位" in page for page in printed) == 2
    assert [page.startswith("附件1") for page in printed].count(True) == 1
    assert printed[-1].startswith("附件2整改任务清单")


def test_red_line_and_number_stand_at_their_distances_below_the_head_in_files_and_forms():
    for paper, above in ((samples.circular(), 35), (samples.notice(), 0)):
        first, *_ = pages(paper)
        found = lines(first)
        head, number = (next(y for y, (_, words) in found.items() if each in words) for each in ("文件", "〔2026〕"))
        size = 156 * MM / 12
        pitch = 225 * MM / 22
        assert head == pytest.approx((37 + above) * MM + 0.85 * size, abs=0.08 * size)
        # 下空二行: the number's own line is the third below the head.
        assert number - head == pytest.approx(2.5 * pitch + 0.4 * 16, abs=8)
        title = next(y for y, (_, words) in found.items() if words.startswith(("关于", "督查（办）")))
        (red,) = strokes(first)
        assert red - number == pytest.approx(4 * MM, abs=2) and title > red + pitch


def strokes(page):
    """Give how far below the top the red lines are, in points."""
    drawn = page.get_contents().get_data().decode("latin-1")
    found = re.findall(
        r"1 0 0 -1 [\d.]+ ([\d.]+) cm/c0 CS 0\.90\d* 0 0\.07\d* SCN [\d.]+ w \d M 0 0 m ([\d.]+) 0 l", drawn
    )
    assert all(float(width) == pytest.approx(156 * MM, abs=0.5) for _, width in found)
    return [float(page.mediabox.height) - float(y) for y, _ in found]


def test_cells_of_a_column_stand_alike_and_no_date_is_broken():
    grid = next(piece for piece in pieces_of(samples.listed(6)) if isinstance(piece, Grid))
    body = [box for box in grid.boxes if box.row >= grid.heads]
    ways = [{box.style.align for box in body if box.column == column} for column in range(4)]
    assert ways == [{"center"}, {"left"}, {"center"}, {"center"}]
    assert [box.text for box in grid.boxes if box.row == 0] == ["序号", "单位", "完成时限", "逾期未办结\n事项占比"]
    assert sum(grid.shares) == pytest.approx(156 * MM, abs=0.1)
    printed = [words for page in pages(samples.listed(6)) for _, words in lines(page).values()]
    assert sum("2026年10月31日" in words for words in printed) == 6


def test_a_date_of_figures_within_the_words_of_a_cell_stays_whole():
    asked = [("1", "完成2026-03-01前的任务并报结果", "abcdefghijklmnopqrstuvwxyz" * 2)]
    listed = table(("序号", "完成标准", "说明"), asked, widths=(6, 1, 1))
    paper = replace(samples.listed(1), annexes=(Annex("清单", (listed,)),))
    printed = [words for page in pages(paper) for _, words in lines(page).values()]
    assert any("2026-03-01" in words for words in printed)
    # Other long words break as before.
    assert not any("xyz" * 2 in words or "abcdefghijklmnopqrstuvwxyz" in words for words in printed)


def test_a_short_table_goes_to_the_next_page_whole_and_a_long_one_begins_where_it_stands():
    """Never more of a page is left empty than the short table with its caption would have taken."""
    short = [samples.squeezed(page.extract_text()) for page in pages(samples.listed(3, body=17))]
    assert "办理情况" not in short[0] and short[1].startswith("办理情况序号")
    long = [samples.squeezed(page.extract_text()) for page in pages(samples.listed(40, body=12))]
    assert "办理情况" in long[0] and "甲镇" in long[0] and long[1].startswith("序号单位")


def test_hostile_words_are_printed_and_never_read():
    paper = Paper(
        samples.HOSTILE,
        (
            Paragraph(samples.HOSTILE),
            Table(((Cell(samples.HOSTILE),),), heads=0, caption=samples.HOSTILE),
        ),
        head=("#text(red)[x]",),
        addressees=(samples.HOSTILE,),
        annexes=(Annex(samples.HOSTILE, (Paragraph("x"),)),),
        signature=(samples.HOSTILE,),
        dated_on=samples.DAY,
    )
    assert text(paper).count(samples.squeezed(samples.HOSTILE)) >= 6


def test_a_long_word_breaks_instead_of_leaving_the_page():
    """A narrow letter is over 0.4 of its size wide: a line of 156 mm at 16 pt holds no more than 69 of them."""
    word = "https://example.invalid/" + "a" * 300
    cells = Table(((Cell(word), Cell("乙" * 40)),), heads=0, widths=(1, 1))
    for block, most in ((Paragraph(word), 69), (cells, 34)):
        paper = Paper("页", (block,))
        assert text(paper).count("a") == word.count("a")
        longest = max(words.count("a") for page in pages(paper) for _, words in lines(page).values())
        assert longest <= most


def test_no_sign_that_nobody_sees_comes_along_when_long_words_are_copied():
    word = "https://example.gov.cn/supervision/2026/" + "a1b2c3d4" * 12
    paper = samples.listed(2, body=2)
    rows = table(("单位", "网址"), [("甲局", word), ("乙局", f"见\n{word}")])
    paper = replace(paper, body=(Paragraph(f"网址{word}为准。"), rows))
    printed = "".join(page.extract_text() for page in pages(paper))
    assert not re.search("[\u200b-\u200f\u2060\ufeff]", printed)
    assert re.sub(r"\s", "", printed).count(word) == 3


def test_a_row_taller_than_a_page_is_carried_over():
    words = "督" * 4000
    assert text(Paper("页", (Table(((Cell(words),),), heads=0),))).count("督") == 4000


def test_a_missing_glyph_names_character_and_package():
    with pytest.raises(MissingGlyph, match=r"U\+323AF") as refused:
        render_pdf(Paper("页", (Paragraph("姓名\U000323af"),)))
    assert "fonts-babelstone-han" in str(refused.value)


def test_tibetan_without_a_tibetan_font_is_an_error_never_a_box(tmp_path):
    found = [p for p in Path("/usr/share/fonts").rglob("NotoSerifCJK-Regular.ttc")]
    if not found:
        pytest.skip("fonts-noto-cjk is not installed")
    shutil.copy(found[0], tmp_path)
    assert render_pdf(Paper("页", (Paragraph("督查"),)), fonts=tmp_path)
    with pytest.raises(MissingGlyph, match="fonts-noto-core"):
        render_pdf(samples.bilingual(), fonts=tmp_path)


def test_a_paper_with_faults_is_not_printed():
    with pytest.raises(InvalidPaper, match="缺少标题"):
        render_pdf(Paper("", (Paragraph("正文"),)))


def test_the_same_paper_gives_the_same_bytes():
    assert render_pdf(samples.circular()) == render_pdf(samples.circular())


def test_measures_are_those_of_the_standard():
    assert (measures.LINES, measures.CHARACTERS) == (22, 28)
    assert measures.TOP_MM + measures.TEXT_MM[1] + measures.BOTTOM_MM == 297
    assert measures.LEFT_MM + measures.TEXT_MM[0] + measures.RIGHT_MM == 210
