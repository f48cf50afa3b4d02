"""Points for a report that is sent back: sending back is what duban records by itself, so it is never an event that somebody must enter."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in
from tests.engine.studio.documents import assigned, drafted, total_of


def _offers(words):
    return list(offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条"))


@pytest.mark.parametrize(
    "words",
    [
        "报告质量不合格被退回的，每次扣1分。",
        "办理质量不高被退回重办的，每次扣1分。",
        "报送材料不符合要求被退回的，每次扣1分。",
        "被退回重报的，每次扣1分。",
        "办理情况报告未通过审核的，每次扣1分。",
        "报告逻辑混乱、数据不实，被退回修改的，每次扣1分。",
    ],
)
def test_what_is_sent_back_costs(words):
    offers = _offers(words)
    assert [each.rule for each in offers] == [{"kind": "score", "select": {"event": "returned"}, "worth": "-1"}]
    assert "不分为何退回" in offers[0].because


@pytest.mark.parametrize(
    "words",
    ["群众信访件被退回的，每次扣1分。", "被上级退回的，每次扣1分。", "退回后仍不合格的，每次扣1分。"],
)
def test_what_others_send_back_is_an_event_of_its_own(words):
    assert [each.rule["select"]["event"] for each in _offers(words)] == ["event_1"]


@pytest.mark.parametrize(
    "words", ["办理结果不符合要求被退回的，每件扣1分。", "被退回两次以上的，每次扣3分。", "被退回的，扣1分。"]
)
def test_whether_each_return_costs_is_asked_where_words_do_not_say(words):
    assert _offers(words) == []


@pytest.mark.parametrize(("said", "total"), [("自第三次起每次扣1分", "97"), ("自第三次起每次再扣1分", "96")])
def test_what_holds_from_the_third_time_on_stands_in_the_place_of_each(said, total):
    """Four returns of one matter: 0.5, 0.5, 1 and 1; where it is added 0.5, 0.5, 1.5 and 1.5."""
    content = drafted(f"第一条 基础分100分。\n第二条 被退回重报的，每退回一次扣0.5分，同一事项退回三次以上的，{said}。")
    returns = [{"kind": "returned", "day": f"2026-0{n}-01", "matter": "一号"} for n in (3, 4, 5, 6)]
    assert total_of(content, assigned("一号"), *returns) == total
