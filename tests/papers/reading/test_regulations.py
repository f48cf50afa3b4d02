"""The official texts, split into clauses and lined up with the packs; and texts of our own that say how it is done."""

import io

import docx
import pytest

from duban.engine.packs import loading
from duban.engine.rules.limits import Restated
from duban.papers.reading import UnreadablePaper
from duban.papers.reading.texts.lining_up import line_up
from duban.papers.reading.texts.paragraphs import paragraphs_of
from duban.papers.reading.texts.regulations import regulation_text, split_regulation
from tests import pace
from tests.papers.reading.conftest import SHARED

REGIMES = ("ankang-2020", "county-plan", "gansu-county-2023", "sanmenxia-2019", "zhuoni-2022")

OWN = """\
关于印发《示例县督办办法》的通知
现印发给你们，请照此执行。

第一章 总 则
第一条 为抓好落实，制定本办法。
第二条 督办范围
（一）会议定下的事；
（二）领导交办的事，包括：
1. 书面批示；
2. 口头交代，且督办机构已经记录在案的事
情。
第三条 逾期的，提醒一次。
再次逾期的，通报。
附件：1. 计分办法
附件1
计分办法
按季度计分。
一、加分
1.受表扬的，加1分。
抄送：各乡镇。
"""


def _own(text: str = OWN) -> dict[str, str]:
    return {each.clause: each.words for each in split_regulation(text) if not each.heads}


def test_clauses_are_named_as_a_reader_cites_them():
    assert list(_own()) == [
        "印发通知", "第一条", "第二条(一)", "第二条(二)", "第二条(二)1", "第二条(二)2", "第三条第一款", "第三条第二款",
        "附件说明", "附件1 导语", "附件1 一1", "版记",
    ]  # fmt: skip
    assert _own()["第二条(二)2"] == "2. 口头交代，且督办机构已经记录在案的事情。"


def test_a_clause_the_pack_lacks_and_a_clause_without_words_are_both_told():
    passages = split_regulation(OWN)
    aligned = line_up(
        passages, ["印发通知", "第一条", "第二条(一)", "第三条", "第九条", "附件说明", "附件1 导语", "版记"]
    )
    assert aligned.without == ("第九条",)
    assert aligned.originals["第三条"] == "第三条 逾期的，提醒一次。\n再次逾期的，通报。"
    assert [each.clause for each in aligned.lacking] == ["第二条(二)", "第二条(二)1", "第二条(二)2", "附件1 一1"]


def test_articles_may_be_numbered_in_digits():
    text = (
        "某区办法\n第一章 总则\n第1条 目的。\n第２条 范围。\n（1）甲。\n第2章 时限\n第 三 条 时限三日。\n第12条 附则。"
    )
    assert list(_own(text)) == ["导语", "第1条", "第2条", "第三条", "第12条"]
    assert _own(text)["第三条"] == "第 三 条 时限三日。"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("一、加分\n（一）甲。\n（二）乙。\n（二）丙。\n二、扣分项。\n二、说明\n1．丁。", ["一(一)", "一(二)", "一(二)（重号2）", "二", "二（重号2）1"]),
        ("第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。", ["第一条", "第二条", "第二条（重号2）", "第三条"]),
        ("第一条 甲：\n1．乙。\n1．丙。\n第二条 丁。", ["第一条 导语", "第一条1", "第一条1（重号2）", "第二条"]),
        ("一、甲\n1．乙。\n二、丙\n1．丁。", ["一1", "二1"]),
    ],
)  # fmt: skip
def test_a_number_that_stands_twice_is_told_and_nothing_is_merged(text, named):
    assert list(_own(text)) == named


def test_pinyin_of_a_garbled_text_is_dropped():
    assert paragraphs_of("縣政務(wù)工作導(dǎo)語(yǔ),扣3%(3分)") == ["縣政務工作導語,扣3%(3分)"]


def test_a_word_document_reads_like_its_text():
    document = docx.Document()
    for line in OWN.splitlines():
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    assert list(_own(regulation_text(kept.getvalue(), "办法.docx"))) == list(_own())


@pytest.mark.parametrize("name", ["办法.docx", "办法.pdf", "办法.xlsx", "办法.exe", "办法.txt"])
def test_hostile_files_are_refused_in_one_sentence(name):
    with pytest.raises(UnreadablePaper) as refused:
        regulation_text(b"PK\x03\x04\x00\x00nothing", name)
    assert str(refused.value).endswith("。") and "\n" not in str(refused.value)


def _seed(regime: str):
    path = SHARED / "seeds" / f"{regime}.txt"
    if not path.is_file():
        pytest.skip("the official texts are not beside this checkout (DUBAN_SHARED)")
    pack = loading.load_regime(regime)
    restated = {c.clause: rule.restates for c in pack.clauses for rule in c.rules if isinstance(rule, Restated)}
    text = regulation_text(path.read_bytes(), path.name)
    return text, [clause.clause for clause in pack.clauses], restated


@pytest.mark.parametrize("regime", REGIMES)
def test_every_clause_of_the_pack_finds_its_words_and_the_text_has_no_other(regime):
    text, clauses, restated = _seed(regime)
    aligned = line_up(split_regulation(text), clauses, restated)
    assert aligned.without == () and aligned.lacking == ()
    assert all(aligned.originals[clause].strip() for clause in clauses)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_clause_left_out_of_the_pack_is_told(regime):
    text, clauses, restated = _seed(regime)
    passages = split_regulation(text)
    for left_out in clauses:
        rest = [clause for clause in clauses if clause != left_out]
        aligned = line_up(passages, rest, {row: of for row, of in restated.items() if row != left_out})
        assert len(aligned.lacking) == 1, left_out


@pytest.mark.parametrize("regime", REGIMES)
def test_no_paragraph_of_the_text_is_lost(regime):
    text, _, _ = _seed(regime)
    passages = split_regulation(text)
    kept = "".join("".join(each.words.split()) for each in passages)
    for line in paragraphs_of(text):
        if (line.startswith("第") and "章" in line[:4]) or (line.startswith("附件") and len(line) < 5):
            continue
        for cell in line.split("\t"):
            assert "".join(cell.split()) in kept, line


def test_a_text_made_to_be_slow_is_read_all_the_same():
    titles = "第一条 甲。\n附件：1. " + "某" * 3000 + "\n" + ("2. " + "某" * 2000 + "\n") * 200
    short = "第一条 甲。\n附件：\n" + "".join(f"{n}. {'某' * 55}{n}\n" for n in range(1, 90)) + "某某" * 20 + "\n"
    with pace.measured() as work:
        for text in (titles, short, "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲，乙\n" * 5000):
            assert split_regulation(text)
    assert work.seconds < 5


def test_an_annex_may_have_its_title_behind_its_number():
    text = "第一条 制定本细则。\n第二条 见附件1的评分表。\n附件1 考核评分表\n1．通报批评的减10分。\n附件2：督查通知单\n一、事项名称\n"
    assert [(each.clause, each.heads) for each in split_regulation(text)] == [
        ("第一条", False), ("第二条", False), ("附件1", True), ("附件1 1", False), ("附件2", True), ("附件2 一", False),
    ]  # fmt: skip
