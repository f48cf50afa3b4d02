"""How much one sentence costs at most, and what goes by which time it is: offered as the words say it, and what comes out worked by hand."""

import pytest

from duban.engine.studio import cards, checking, drafts
from duban.engine.studio.leftovers import unused_in
from duban.engine.studio.offers import offers_in
from tests.engine.studio.documents import assigned, completed, drafted, late, own, total_of

HEAD = "第一条 基础分100分。\n第二条 "


def _sentences(words):
    return [each.sentence for each in offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("迟报的每逾期一天扣0.5分，单次最多扣2分。", ["报告逾期每次按天数分档：1天起扣0.5分、2天起扣1分、3天起扣1.5分、4天起扣2分"]),
        ("未按时报送的，每迟一天扣0.3分，每次最多扣1分。", ["报告逾期每次按天数分档：1天起扣0.3分、2天起扣0.6分、3天起扣1分"]),
        ("获省政府表彰的，每次加2分，最多加4分。", ["省委省政府通报表扬每次加2分，计入“省委省政府通报表扬”项"]),
        ("缺席例会的，每次扣1分，每季度最多扣2分。", ["缺席例会每次扣1分，计入“缺席例会”项", "“缺席例会”项的每季度扣分合计以2分为限"]),
        ("缺席例会的，每次扣1分，扣完5分为止。", ["缺席例会每次扣1分，计入“缺席例会”项"]),
        # Of all, whatever stands before; of several sentences where they are told together.
        ("获省政府表彰的，每次加2分，各项加分累计不超过10分。", ["省委省政府通报表扬每次加2分", "加分合计以10分为限"]),
        ("迟报一次扣1分，漏报一次扣2分，累计最多扣5分。", ["报告逾期每次扣1分，计入“报告逾期等”项", "漏报每次扣2分，计入“报告逾期等”项"]),
        ("中央媒体刊发的每篇加3分，省级媒体刊发的每篇加1分，最高不超过6分。", ["中央刊发每次加3分，计入“中央刊发等”项", "省委省政府刊发每次加1分，计入“中央刊发等”项"]),
        ("漏报每次扣1分，最多扣3分，缺席例会每次扣2分，最多扣4分。", ["漏报每次扣1分，计入“漏报”项", "缺席例会每次扣2分，计入“缺席例会”项"]),
        ("未按期办结的，每件扣2分，每月最多扣6分，同一事项最多扣4分。", ["结果逾期同一事项只计一次，扣2分，计入“结果逾期”项", "“结果逾期”项的每月扣分合计以6分为限", "“结果逾期”项的每个事项扣分合计以4分为限"]),
        # Of a year in a document of months: no rule says it, the number stays open.
        ("缺席例会的，每次扣1分，全年最多扣5分。", ["缺席例会每次扣1分"]),
        # Deadlines of matters, and what became of them.
        ("未按期办结的，每件扣2分。", ["结果逾期同一事项只计一次，扣2分"]),
        ("逾期答复的，每件每天扣0.1分。", ["结果逾期按天数，每1天扣0.1分"]),
        ("提前办结的，每件加0.5分。", ["本期办结、提前办结的事项每件加0.5分"]),
        # With no comma before each, and each named behind 每.
        ("未按期办结的每件扣2分。", ["结果逾期同一事项只计一次，扣2分"]),
        ("未按时报送的每次扣0.5分，漏报的每次扣1分。", ["报告逾期每次扣0.5分", "漏报每次扣1分"]),
        ("每张黄牌扣2分，每个红色预警项目扣5分。", ["黄牌每次扣2分", "红色预警项目同一事项只计一次，扣5分"]),
        ("每个单位扣1分，每个工作日扣1分，每个百分点扣1分。", []),
        # By which time it is.
        ("未按时反馈的，第一次扣1分，第二次扣2分，第三次及以上每次扣3分。", ["报告逾期同一单位第1次扣1分、第2次扣2分、第3次及以后每次扣3分"]),
        ("同一事项未按期办结的，第一次扣1分、第二次扣2分。", ["结果逾期同一事项第1次扣1分、第2次及以后每次扣2分"]),
        ("台账不规范的，首次扣0.5分，第二次及以上每次扣1分。", ["台账不规范同一单位第1次扣0.5分、第2次及以后每次扣1分"]),
        ("未按时报送的，首次提醒，第二次约谈。", ["报告逾期同一单位满1次计一次提请提醒", "报告逾期同一单位满2次计一次提请约谈"]),
        ("首次提醒、二次约谈：同一事项逾期未办结的，第一次发提醒函，第二次约谈负责人。", ["督办措施“提醒函”：同一事项第1次结果逾期之日起可以实施；没有写由谁批准，由分管领导签批", "督办措施“约谈负责人”：同一事项第2次结果逾期之日起可以实施；没有写由谁批准，由分管领导签批"]),
        # A time that is left out, and amounts for so much time that no rule counts by.
        ("迟报的，第一次扣1分，第三次扣3分。", []),
        ("迟报的，每逾期3天扣1分。", []),
        ("迟报的，每逾期1个工作日扣0.2分。", []),
        ("连续逾期的，第一次扣1分，第二次扣2分。", []),
    ],
)  # fmt: skip
def test_what_a_sentence_costs_at_most_and_by_time_is_offered_so(words, sentences):
    assert _sentences(words) == sentences


def test_a_month_and_the_whole_of_one_sentence():
    """March: 4 of which 3 stand, April 2; of the whole 4 stand. 漏报 is another sentence. 100-4-2."""
    content = drafted(f"{HEAD}每缺报一期扣1分，每月最多扣3分，累计最多扣4分；漏报的，每次扣2分。")
    missed = own(content, "缺报", "03-01", "03-02", "03-03", "03-04", "04-01", "04-02")
    assert total_of(content, *missed) == "96"
    assert total_of(content, *missed, *own(content, "漏报", "05-05")) == "94"
    assert total_of(content, *missed[:4]) == "97"
    assert checking.faults_of(content) == [] and unused_in(content["clauses"][1], content) == []


def test_one_lateness_and_several():
    """6 days: 2, not 3; 2 days: 1. 100-2-1."""
    content = drafted(f"{HEAD}迟报的每逾期一天扣0.5分，单次最多扣2分。")
    assert total_of(content, late("03-02", "report", days=6), late("04-02", "report", days=2)) == "97"
    assert checking.faults_of(content) == []


def test_two_clauses_have_items_of_their_own():
    """月报 5 times: 2 of 2.5 stand; 季报 (its own clause, same words) 2 times 1: 3 times would be 3."""
    content = drafted(f"{HEAD}月报迟报一次扣0.5分，累计最多扣2分。\n第三条 旬报迟报一次扣1分，累计最多扣3分。")
    sections = [(each["label"], each["least"]) for each in content["regime"]["sections"]]
    assert sections == [("报告逾期", "-2"), ("报告逾期（第三条）", "-3")]
    assert total_of(content, *(late(f"0{n}-05", "report") for n in range(1, 6))) == "95"


def test_a_quarter_of_matters_done_early():
    """First quarter 3 early: 1.5 of which 1 stands; second 1: 0.5. 100+1.5."""
    content = drafted(f"{HEAD}提前办结的，每件加0.5分，每季度加分最高不超过1分。")
    sent = [assigned(f"{n}号") for n in range(5)]
    done = [completed(f"{n}号", day) for n, day in enumerate(("01-05", "02-05", "03-31", "04-01", "12-30"))]
    assert total_of(content, *sent, *done) == "101.5"


def test_the_third_time_and_later():
    """Of the unit 1+2+3+3; of one matter each begins anew: 1+2+1."""
    content = drafted(f"{HEAD}未按时反馈的，第一次扣1分，第二次扣2分，第三次及以上每次扣3分。")
    assert total_of(content, *(late(f"0{n}-05", "report") for n in range(1, 5))) == "91"
    content = drafted(f"{HEAD}同一事项未按期办结的，第一次扣1分、第二次扣2分。")
    facts = (late("02-01", matter="一号"), late("03-01", matter="一号"), late("04-01", matter="二号"))
    assert total_of(content, assigned("一号"), assigned("二号"), *facts) == "96"
    assert checking.faults_of(content) == []


def test_what_is_used_up_where_it_starts_has_no_bound_of_its_own():
    content = drafted("第一条 例会（5分）：缺席例会的，每次扣1分，扣完5分为止。")
    assert [each["label"] for each in content["regime"]["sections"]] == ["例会"]
    assert total_of(content, *own(content, "缺席例会", *(f"0{n}-05" for n in range(1, 8)))) == "0"


def test_nothing_else_of_its_clause_counts_into_the_item_of_a_sentence():
    """5 absences cost 4; 漏报 2 more. 100-4-2."""
    content = drafted(f"{HEAD}缺席例会的，每次扣1分，累计最多扣4分；漏报的，每次扣2分。")
    facts = own(content, "缺席例会", *(f"0{n}-05" for n in range(1, 6)))
    assert total_of(content, *facts, *own(content, "漏报", "06-05")) == "94"


def test_a_card_of_the_studio_shows_how_it_cuts():
    content = drafts.new("某县办法", [("第一条", "推诿每次扣2分。"), ("第二条", "同一事项扣分不超过5分。")])
    content["regime"] |= {
        "periods": ["year"],
        "events": {"slack": {"label": "推诿", "of": "matter", "clause": "第一条"}},
    }
    content["clauses"][0]["rules"] = [{"kind": "score", "select": {"event": "slack"}, "worth": "-2"}]
    content["clauses"][1]["rules"] = [{"kind": "cap", "side": "minus", "most": "5", "per": "matter"}]
    shown = [line.why for line in cards.card_of(content, "第二条").lines]
    assert any("减分最多5分，超出部分不计" in why for why in shown), shown
