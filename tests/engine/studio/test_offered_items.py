"""Items with their points in the clause above: what stands below counts into them, and what is worth nothing by itself begins with nothing."""

import pytest

from duban.engine.studio import drafts, examples
from duban.engine.studio.offers import items, offers_in, taken
from duban.engine.studio.offers.above import is_below

CLAUSES = (
    ("三 导语", "三、考核内容（100分）"), ("三(一)", "（一）办理时效（40分）"), ("三(一)1", "1．未按时反馈的，每次扣1分，扣完为止；"),
    ("三(一)2", "2．台账缺项的，每处扣0.5分。"), ("三(二)", "（二）面商率20分：面商率达到100%得满分，每低5个百分点扣1分；"),
    ("三(三)", "（三）满意率40分：代表委员满意率按比例折算得分。"),
)  # fmt: skip


def _drafted(clauses=CLAUSES):
    content = drafts.new("某县办法", clauses)
    content["regime"] |= {"periods": ["year"], "groups": {"department": "部门"}}
    for number, _ in clauses:
        for item in items.items_in(content, number):
            content = items.taken(item, content, number)
    for number, words in clauses:
        while offers := offers_in(words, content, number):
            content = taken(offers[0], content, number)
    for clause in content["clauses"]:
        if drafts.is_undecided(clause):
            clause["no_rule"] = "写在分项里"
    return content


def test_an_item_of_items_begins_with_nothing_and_they_lie_in_it():
    sections = _drafted()["regime"]["sections"]
    assert [(each["label"], each.get("start"), each["most"], each.get("in")) for each in sections] == [
        ("考核内容", None, "100", None), ("办理时效", "40", "40", "section_1"), ("面商率", None, "20", "section_1"), ("满意率", None, "40", "section_1"),
    ]  # fmt: skip


def test_points_come_out_as_by_hand():
    """40-3×1-0.5; 面商率 90: 20-10×0.2; 满意率 80: 40×0.8. 36.5+18+32."""
    content = _drafted()
    figures = {entry["label"]: name for name, entry in content["regime"]["quantities"].items() if "typed" in entry}
    event = next(iter(content["regime"]["events"]))
    facts = [{"kind": "late", "what": "report", "day": f"2026-0{n}-05", "unit": "甲局"} for n in (2, 3, 4)]
    facts += [{"kind": event, "day": "2026-05-06", "unit": "甲局"}]
    facts += [
        {"kind": "figure", "day": "2026-12-30", "unit": "甲局", "quantity": figures[label], "value": value}
        for label, value in (("面商率", "90"), ("代表委员满意率", "80"))
    ]
    content["regime"]["examples"] = [
        {
            "name": "手算", "period": {"from": "2026-01-01", "to": "2026-12-31", "kind": "year"},
            "units": {"甲局": "department"}, "facts": facts, "totals": {"甲局": "86.50"},
        }
    ]  # fmt: skip
    (tried,) = examples.tried(content)
    assert tried.agrees and tried.came_to == "86.5", tried


@pytest.mark.parametrize(
    "words", ["面商率20分：面商率达到100%得满分，每低3个百分点扣1分", "满分100分：按月计", "起评分：60分"]
)
def test_what_no_decimal_says_and_what_is_no_item_is_not_offered(words):
    content = drafts.new("某县办法", [("一", words)])
    assert [each.rule for each in offers_in(words, content, "一")] == []
    assert len(items.items_in(content, "一")) == (1 if "面商率" in words else 0)


@pytest.mark.parametrize(
    ("number", "above", "is_so"),
    [
        ("三(一)1", "三(一)", True), ("三(一)1", "三 导语", True), ("第三条①", "第三条 导语", True), ("附件1 一", "附件1", True), ("三(一)12", "三(一)1", False),
        ("十一(一)", "十", False), ("三", "三", False), ("三 导语", "三 导语", False), ("附件12", "附件1", False), ("四1", "三", False),
    ],
)  # fmt: skip
def test_which_clause_stands_in_which(number, above, is_so):
    assert is_below(number, above) == is_so


def _labels(*clauses):
    content = drafts.new("某县办法", clauses)
    return [(item.label, item.way) for number, _ in clauses for item in items.items_in(content, number)]


def test_items_that_a_sentence_lists_are_called_by_their_names():
    listed = ("一", "一、考核实行百分制，由组织领导（20分）、工作落实（60分）和作风建设（20分）三部分构成。")
    assert [label for label, _ in _labels(listed)] == ["组织领导", "工作落实", "作风建设"]
    assert _labels(("一", "一、及时反馈（20分）。")) == [("及时反馈", "person")]
    # What has a clause of its own further on is told there alone.
    assert _labels(listed, ("二", "二、工作落实（60分）：逾期办结的每件扣2分。")) == [
        ("组织领导", "person"), ("作风建设", "person"), ("工作落实", "deduct"),
    ]  # fmt: skip


def test_an_item_begins_neither_full_nor_empty_where_both_are_wrong():
    """By several results a person gives it; partly lost and partly earned it is left to the clerk."""
    tiers = "一、群众评议（100分）。满意度95%以上的得100分，90%—95%的得80分，90%以下的不得分。"
    assert _labels(("一", tiers)) == [("群众评议", "person")]
    mixed = "一、日常督办（60分）。逾期反馈的，每次扣1分。办结率达到95%以上的得20分，每低1个百分点扣1分。"
    assert _labels(("一", mixed)) == []
