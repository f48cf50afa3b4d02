"""Who and what shares an amount, and happenings that are less than their kind: every one named is offered, none for more than the words say."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in
from tests.engine.studio.documents import assigned, drafted, late, own, total_of


def _sentences(words):
    return [each.sentence for each in offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("未按时反馈的，主办单位每次扣2分，协办单位每次扣1分。", ["牵头单位报告逾期每次扣2分", "配合单位报告逾期每次扣1分"]),
        ("被省政府通报批评的，牵头单位扣2分，责任单位扣1分。", ["牵头单位省委省政府通报批评每次扣2分"]),
        ("未按时反馈的每次扣2分，配合单位扣1分。", ["报告逾期每次扣2分"]),
        ("迟报、漏报的，每次扣1分。", ["报告逾期每次扣1分", "漏报每次扣1分"]),
        ("漏报或者错报、迟报的，每次扣1分。", ["漏报每次扣1分", "错报每次扣1分", "报告逾期每次扣1分"]),
        ("谎报、瞒报的，每次扣3分。", ["报告不实每次扣3分"]),
        ("周报、月报迟报的，每次扣1分。", ["报告逾期每次扣1分"]),
        # Only together with something else: never whenever the kind happens.
        ("未按时反馈且经催办后仍未反馈的，每次扣2分。", ["未按时反馈且经催办后仍未反馈每次扣2分"]),
        ("迟报造成严重后果的，每次扣5分。", ["迟报造成严重后果每次扣5分"]),
        ("经两次催办仍未反馈的，扣3分。", []),
    ],
)  # fmt: skip
def test_all_that_share_an_amount_are_offered_and_nothing_more(words, sentences):
    assert _sentences(words) == sentences


def test_lead_and_support_come_out_as_by_hand():
    """甲局 leads 一号 and supports 二号: late on both. 100-2-1."""
    content = drafted("第一条 基础分100分。\n第二条 未按时反馈的，主办单位每次扣2分，协办单位每次扣1分。")
    facts = (late("02-05", "report", "一号"), late("03-05", "report", "二号"))
    sent = (assigned("一号"), assigned("二号", role="support"))
    assert total_of(content, *sent, *facts) == "97"
    assert total_of(content, *sent, facts[1]) == "99"


def test_each_of_two_happenings_counts():
    content = drafted("第一条 基础分100分。\n第二条 迟报、漏报的，每次扣1分。")
    assert total_of(content, late("02-05", "report"), *own(content, "漏报", "02-06", "02-07")) == "97"


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("配合单位按50%扣分。", ["配合单位的扣分乘以0.5"]),
        ("协办单位加分减半。", ["配合单位的加分乘以0.5"]),
        ("牵头单位扣全分，配合单位按牵头单位扣分的30%扣分。", ["配合单位的扣分乘以0.3"]),
        ("迟报的，每次扣2分，配合单位减半扣分。", ["报告逾期每次扣2分", "第一条的配合单位的扣分乘以0.5"]),
        # The lead alone is given an amount: half of it is the other's own, for a factor would find nothing to halve.
        ("未按时反馈的，牵头单位每次扣2分，配合单位减半。", ["牵头单位报告逾期每次扣2分", "配合单位报告逾期每次扣1分"]),
        ("会办单位扣分为主办单位的一半。", ["配合单位的扣分乘以0.5"]),
        ("配合单位按牵头单位扣分标准的二分之一扣分。", ["配合单位的扣分乘以0.5"]),
        ("配合单位的扣分按牵头单位的50%执行。", ["配合单位的扣分乘以0.5"]),
        ("迟报的，每次扣2分；配合单位承担一半。", ["报告逾期每次扣2分", "第一条的配合单位的扣分乘以0.5"]),
        ("协办单位按主办单位得分的一半计分。", ["配合单位的得分乘以0.5"]),
    ],
)
def test_a_part_of_what_others_bear_is_offered(words, sentences):
    assert _sentences(words) == sentences


def test_a_part_comes_out_as_by_hand():
    """Late on 一号 as lead, on 二号 as support: 100-2-1; a lead's amount alone with half for the other is the same."""
    facts = (late("02-05", "report", "一号"), late("03-05", "report", "二号"))
    sent = (assigned("一号"), assigned("二号", role="support"))
    for words in ("迟报的，每次扣2分，配合单位减半扣分。", "迟报的，牵头单位每次扣2分，配合单位减半。"):
        assert total_of(drafted(f"第一条 基础分100分。\n第二条 {words}"), *sent, *facts) == "97"
