"""PDF files with text: the official texts line up from them too; broken and hostile ones each give a sentence."""

import io
import zlib
from datetime import date

import pypdf
import pytest
import typst

from duban.papers.reading import UnreadablePaper, parse
from duban.papers.reading.texts.lining_up import line_up
from duban.papers.reading.texts.regulations import regulation_text, split_regulation
from tests.papers.reading.test_regulations import OWN, REGIMES, _own, _seed

PAGE = """\
#set page("a4", numbering: "— 1 —")
#set text(font: "Noto Serif CJK SC", size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
"""
LINES = '#for line in sys.inputs.text.split("\\n") { par(line) }'


def printed(text: str, body: str = LINES) -> bytes:
    return typst.compile((PAGE + body).encode(), sys_inputs={"text": text})


def raw(content: bytes, pages: bytes = b"/Kids [3 0 R] /Count 1", stream: bytes = b"") -> bytes:
    """Write a PDF by hand, so that it may lie."""
    font = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages " + pages + b" >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + font + b" >>",
        b"<< /Length %d %s >>\nstream\n" % (len(content), stream) + content + b"\nendstream",
    ]
    made, places = b"%PDF-1.7\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + words + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer << /Size 5 /Root 1 0 R >>\n"
    return made + head + b"startxref\n%d\n%%%%EOF" % len(made)


def locked() -> bytes:
    writer, kept = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(kept)
    return kept.getvalue()


def test_a_regulation_reads_like_its_text_and_page_numbers_are_no_words_of_it():
    long = OWN.replace("提醒一次。", "提醒一次，" + "由督查机构按照规定记录在案，" * 40 + "至此为止。")
    read, page_break = regulation_text(printed(long), "办法.pdf"), "— 1 —"
    assert {name: "".join(words.split()) for name, words in _own(read).items()} == {
        name: "".join(words.split()) for name, words in _own(long).items()
    }
    assert page_break not in read


@pytest.mark.parametrize("regime", REGIMES)
def test_the_official_texts_line_up_from_print(regime):
    text, clauses, restated = _seed(regime)
    read = regulation_text(printed(text), "办法.pdf")
    aligned = line_up(split_regulation(read), clauses, restated)
    # The cells of a scoring sheet cannot be told apart in print; its rows stay together as the sheet's own words.
    assert all(clause.startswith("附件2 ") for clause in aligned.without) and len(aligned.without) <= 20
    assert all(passage.clause == "附件2" for passage in aligned.lacking)
    assert not aligned.without or regime == "zhuoni-2022"


def test_tasks_are_read_from_print_across_torn_lines_and_pages():
    task = "修桥，" + "沿线各标段同步推进并做好群众工作，" * 60 + "6月底前完工。（县水利局牵头，县财政局配合）"
    paper = parse(
        printed(f"关于分工的通知\n一、{task}\n二、修路，9月底前通车。（县交通局牵头）\n2026年1月5日"), "a.pdf"
    )
    assert [(item.no, item.lead, item.due) for item in paper.items] == [
        ("一", ("县水利局",), date(2026, 6, 30)),
        ("二", ("县交通局",), date(2026, 9, 30)),
    ]
    assert "".join(paper.items[0].text.split()) == task.partition("（县")[0]


def test_words_are_put_in_order_by_where_they_stand():
    content = b"BT /F 12 Tf 1 0 0 1 72 600 Tm (below) Tj ET BT /F 12 Tf 1 0 0 1 110 700 Tm (right) Tj ET BT /F 12 Tf 1 0 0 1 72 700 Tm (left) Tj ET"
    assert parse(raw(content), "a.pdf").text == "left right\nbelow"


BOMB = zlib.compress(b"BT /F 12 Tf (a) Tj ET " * 5_000_000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (locked(), "加密"),
        (raw(b""), "没有安装文字识别"),
        (raw(BOMB, stream=b"/Filter /FlateDecode"), "炸弹"),
        (raw(b"", b"/Kids [" + b"3 0 R " * 10_000 + b"] /Count 1"), "500 页"),
        (raw(b"", b"/Kids [2 0 R] /Count 1"), "损坏"),
        (raw(b"BT /F 12 Tf (a) Tj ET")[:300], "损坏"),
        (raw(b"[ " * 100_000), "损坏"),
        (b"%PDF-1.7", "损坏"),
        (b"no paper", "PDF 格式"),
    ],
    ids=["locked", "pictures", "bomb", "pages", "circle", "torn", "deep", "empty", "other"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, words, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadablePaper, match=words) as refusal:
        parse(data, "a.pdf")
    assert str(refusal.value).endswith("。") and len(str(refusal.value).splitlines()) == 1


def test_a_file_that_takes_too_long_ends_with_its_own_process(monkeypatch):
    monkeypatch.setattr("duban.papers.reading.formats.pdfs.SECONDS", 1)
    heavy = zlib.compress(b"BT /F 12 Tf 1 0 0 1 10 10 Tm (a) Tj ET " * 40_000)
    pages = b"/Kids [" + b"3 0 R " * 400 + b"] /Count 400"
    with pytest.raises(UnreadablePaper, match="超过限度"):
        parse(raw(heavy, pages, b"/Filter /FlateDecode"), "a.pdf")
