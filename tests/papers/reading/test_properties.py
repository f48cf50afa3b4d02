"""Whatever is pasted: no exception but the declared one, spans inside the text, names that are names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.papers.reading import UnreadablePaper, parse, parse_text
from duban.papers.reading.tasks.papers import LONGEST
from tests import pace

WORDS = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "①",
        "修桥",
        "。",
        "；",
        "，",
        "、",
        "：",
        "（",
        "）",
        "(",
        ")",
        "负责",
        "牵头",
        "配合",
        "参与",
        "指导",
        "等",
        "等有关部门",
        "及",
        "会同",
        "以及",
        "和",
        "县水利局",
        "财政局",
        "各地区",
        "责任单位：",
        "牵头单位：",
        "完成时限：",
        "适用范围：",
        "下同",
        "列第一位者为牵头单位",
        "按职责分工",
        "2023年",
        "6月",
        "底前",
        "9月31日前",
        "每月",
        "上半年",
        "至",
        "—",
        "前",
        "后",
        "均由",
        "各项任务",
        "如下：",
        "\n",
        "\t",
        "〔2020〕24号",
        "序号",
        "重点任务",
        "�",
        "\ue000",
        "\ue001",
        "\n",
        "\t",
        "\n序号\t任务\t责任单位\n",
        " ",
    ]
)
PAPERS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))
YEARS = st.one_of(st.none(), st.integers(1949, 2100))


@given(PAPERS, YEARS)
def test_any_text_is_read(text, year):
    paper = parse_text(text, year=year)
    reached = 0
    for item in paper.items:
        start, end = item.span
        assert reached <= start <= end <= len(paper.text)
        reached = end
        for name in item.lead + item.support:
            assert name and name == name.strip()
            assert "、" not in re.sub(r"[（(〔\[].*[）)〕\]]", "", name)
        assert not set(item.lead) & set(item.support)
        assert item.due is None or item.due in {m.date for m in item.milestones}
        assert item.lead or item.doubts
    paper.as_json()


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.xlsx", "a", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        parse(data, name)
    except UnreadablePaper as refusal:
        assert len(str(refusal).splitlines()) == 1


@given(st.lists(st.sampled_from(["甲局", "乙委", "丙部", "丁镇政府", "工业和信息化局"]), min_size=1, unique=True))
def test_names_come_back_in_order(names):
    (item,) = parse_text(f"一、修桥。（{'、'.join(names)}负责）").items
    assert list(item.lead) == names
    (item,) = parse_text(f"一、修桥。（{names[0]}牵头，{'、'.join(names[1:]) or '各镇'}配合）").items
    assert (list(item.lead), list(item.support)) == (names[:1], names[1:] or ["各镇"])


@pytest.mark.parametrize(
    "words",
    [
        "（",
        "（甲",
        "（，",
        "[;",
        " ",
        "\n",
        "（甲局负责）",
        "1.",
        "6月底前",
        "每月1",
        "1.甲（乙局负责）\n",
        "责任单位：甲局\n",
    ],
)
def test_a_long_hostile_paper_takes_time_in_proportion(words):
    with pace.measured() as work:
        parse_text(words * (100_000 // len(words)))
    assert work.seconds < 20


def test_a_paper_beyond_any_is_refused():
    with pytest.raises(UnreadablePaper, match="过大"):
        parse_text("甲" * (LONGEST + 1))
