"""Items that a paragraph numbers within itself, each under a number of its own; what only looks like a number stays."""

import pytest

from duban.papers.reading.texts.inline_items import cut_items
from duban.papers.reading.texts.lining_up import line_up
from duban.papers.reading.texts.regulations import split_regulation


def _cut(text):
    return {each.clause: each.words for each in cut_items(each for each in split_regulation(text) if not each.heads)}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("第三条 考核内容：①办理时效；②办理质量；③工作配合。", ["第三条 导语", "第三条①", "第三条②", "第三条③"]),
        ("第五条 (1)未签收的扣0.5分；(2)未公开的扣0.3分。", ["第五条(1)", "第五条(2)"]),
        (
            "第六条 有下列情形的扣分：（1）迟报的，每次扣1分；\n（2）漏报的，每次扣2分。",
            ["第六条 导语", "第六条(1)", "第六条(2)"],
        ),
        ("一、评分\n1．迟报的每次扣1分；2．漏报的每次扣1.5分；3．瞒报的每次扣3分。", ["一1", "一2", "一3"]),
        (
            "二、加分：（一）受表扬的加2分；（二）①省级的加3分；②国家级的加5分。",
            ["二 导语", "二(一)", "二(二)①", "二(二)②"],
        ),
    ],
)
def test_each_item_can_be_cited(text, clauses):
    assert list(_cut(text)) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "第四条 按①②两种情形处理，比例为1.5倍。",
        "第四条 第1、2、3季度各报一次，每次1.5分。",
        "第四条 见附表(2)和附表(3)的要求，按月报送。",
        "第四条 ②先报后办的除外；③特殊情况另定。",
    ],
)
def test_what_only_looks_like_a_list_stays_whole(text):
    assert list(_cut(text)) == ["第四条"]


def test_a_title_that_says_what_an_item_is_worth_is_kept():
    assert list(_cut("三、考核\n（一）办理时效（20分）\n1．迟报的扣1分。\n（二）作风\n1．缺席的扣1分。")) == [
        "三(一)",
        "三(一)1",
        "三(二)1",
    ]


def test_a_pack_that_cites_items_finds_their_words_and_one_that_does_not_the_whole():
    passages = split_regulation("第三条 内容：①时效二十分；②质量二十分。\n第四条 另行通知的除外，由办公室定。")
    found = line_up(passages, ["第三条①", "第三条②", "第四条"])
    assert found.originals["第三条②"] == "②质量二十分。" and found.without == ()
    assert [each.clause for each in found.lacking] == ["第三条 导语"]
    assert line_up(passages, ["第三条", "第四条"]).lacking == ()
