"""Points for a report that is sent back: sending back is what duban records by itself, so it is never an event that somebody must enter."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in


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
