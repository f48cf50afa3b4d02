"""What a clause says and nothing does is hinted at, whatever else of it has the same digits."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.leftovers import unused_in


def _hints(words, rules, **head):
    content = drafts.new("某区办法", [("5", words), ("第二条", "基础分")])
    content["clauses"][0]["rules"] = rules
    content["clauses"][1]["rules"] = [{"kind": "base", "points": "100"}]
    content["regime"] |= head
    return unused_in(content["clauses"][0], content)


def test_digits_of_ids_and_of_the_number_of_the_clause_are_no_numbers_that_were_used():
    rule = {"kind": "score", "select": {"event": "event_3"}, "worth": "-1", "into": "section_4"}
    sections = [{"id": "section_4", "label": "基础", "start": "10", "clause": "5"}]
    words = "缺席扣1分，每月最多扣3分，总扣4分，明确联络员得5分"
    assert _hints(words, [rule], sections=sections) == [f"原文里的“{each}分”没有用到" for each in "345"]


def test_days_and_times_are_no_points():
    deadline = {
        "kind": "deadline",
        "name": "limit_1",
        "label": "反馈",
        "count": {"working_days": 3},
        "counts_from": "交办之日",
    }
    rule = {"kind": "score", "select": {"event": "late"}, "count": {"per": "days"}, "worth": "-0.5"}
    assert _hints("3个工作日内反馈，每逾期一天扣0.5分，单次最多扣三分", [deadline, rule]) == ["原文里的“三分”没有用到"]


def test_an_amount_that_is_said_twice_and_used_once_is_told():
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    assert _hints("迟报扣2分，漏报扣2分", [rule]) == ["原文里有2处“2分”，只用到1处"]
    assert _hints("迟报扣2分，漏报扣2分", [rule, {**rule, "select": {"event": "poor_report"}}]) == []


def test_the_ends_of_tiers_are_where_the_next_begin():
    table = {"by": "days", "points": {"1": "-1", "4": "-2", "8": "-4"}}
    rule = {"kind": "score", "select": {"event": "late"}, "worth": table}
    assert _hints("迟报1至3天扣1分，4至7天扣2分，7天以上扣4分", [rule]) == []
    assert _hints("迟报1至3天扣1分，4至7天扣2分，9天以上扣4分", [rule]) == ["原文里的“9天”没有用到"]


def test_what_is_hinted_at_begins_without_the_number_of_the_clause():
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-1"}
    assert _hints("第6条 每周五报送，迟报扣1分", [rule]) == ["原文里的“每周五报送”没有用到"]


WEEKLY = {
    "kind": "deadline", "name": "d", "label": "周报", "count": {"weekday": 5}, "counts_from": "当周", "owes": "report",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "rules", "hints"),
    [
        ("每周五报送，迟报扣1分", [WEEKLY], []),
        ("每两周报送进展，迟报扣1分", [], ["两周"]),
        ("逢单月5日前报送，迟报扣1分", [WEEKLY | {"count": {"day_of_month": 5}}], ["逢单月5日前报送"]),
        ("每日17时前报送进展，迟报扣1分", [], ["每日17时前报送进展"]),
        ("年底前报送总结，迟报扣1分", [], ["年底前报送总结"]),
        ("12月底前报送总结，迟报扣1分", [], ["12月底前报送总结"]),
        ("每季度末报送总结，迟报扣1分", [WEEKLY | {"count": {"day_of_quarter": "3-31"}}], []),
    ],
)
def test_days_that_nothing_counts_are_told(words, rules, hints):
    late = {"kind": "score", "select": {"event": "late"}, "worth": "-1"}
    assert _hints(words, [late, *rules]) == [f"原文里的“{each}”没有用到" for each in hints]


@pytest.mark.parametrize(("words", "hinted"), [("扣十分", True), ("扣2分，十分重要", False), ("百分制，扣2分", False)])
def test_words_that_only_look_like_a_number_are_none(words, hinted):
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    assert (_hints(words, [rule]) != []) == hinted


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("迟报扣2分，遇节假日顺延", {"kind": "deadline", "name": "d", "label": "月报", "count": {"days": 5}, "counts_from": "当月", "rest": "next"}),
        ("迟报扣2分，协办单位减半", {"kind": "factor", "times": "0.5", "where": {"role": "support"}}),
        ("迟报扣2分，同一事项就高不就低", {"kind": "highest_only", "events": "late", "side": "minus", "per": "matter"}),
        ("迟报扣2分，连续两次的加倍", {"kind": "score", "select": {"event": "late"}, "count": {"within": "unit", "from": 2}, "worth": "-4"}),
    ],
)  # fmt: skip
def test_what_changes_points_is_hinted_at_until_something_does_it(words, more):
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    assert _hints(words, [rule]) != [] and _hints(words, [rule, more]) == []


def test_who_said_that_a_person_sees_to_it_is_not_asked_again():
    content = drafts.new("某区办法", [("第一条", "迟报扣2分，协办单位减半")])
    content["clauses"][0] |= {
        "rules": [{"kind": "score", "select": {"event": "late"}, "worth": "-2"}],
        "cannot": "减半由督查室扣",
    }
    assert unused_in(content["clauses"][0], content) == []


@pytest.mark.parametrize(
    ("words", "hint", "rule"),
    [
        ("虚假办结的，每件扣2分，并在年度考核中一票否决。", "并在年度考核中一票否决", {"kind": "outcome", "name": "一票否决", "select": {"event": "late"}}),
        ("虚假办结的扣2分，取消评优资格。", "取消评优资格", {"kind": "outcome", "name": "取消评优", "select": {"event": "late"}}),
        ("虚假整改的扣2分，通报批评并追究责任。", "通报批评", {"kind": "outcome", "name": "通报批评", "select": {"event": "late"}}),
        ("亮黄牌的扣2分，2张黄牌折算成1张红牌。", "2张黄牌折算成1张红牌", None),
        ("季度前三名通报表扬，扣2分，后两名通报批评。", "后两名", {"kind": "outcome", "name": "通报批评", "select": {"event": "late"}}),
        ("迟报扣2分，得分相同的并列，后三名约谈。", "得分相同的并列", {"kind": "rank", "pools": []}),
    ],
)  # fmt: skip
def test_what_follows_besides_the_points_is_hinted_at(words, hint, rule):
    bare = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    assert any(hint in each for each in _hints(words, [bare]))
    if rule is not None:
        assert not any(hint in each for each in _hints(words, [bare, rule]))


def test_what_is_used_up_wants_a_place_where_it_ends():
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    hint = "原文里的“扣完为止”没有用到"
    assert hint in _hints("迟报扣2分，扣完为止", [rule])
    assert hint not in _hints("迟报扣2分，扣完为止", [rule, {"kind": "floor", "least": "0"}])
    item = [{"id": "s1", "label": "时效", "start": "10", "least": "0", "clause": "第二条"}]
    assert hint in _hints("迟报扣2分，扣完为止", [rule], sections=item)
    assert hint not in _hints("迟报扣2分，扣完为止", [{**rule, "into": "s1"}], sections=item)
    own = [*item, {"id": "s2", "label": "迟报", "start": "0", "least": "-4", "in": "s1", "clause": "5"}]
    assert hint not in _hints("迟报扣2分，扣完为止", [{**rule, "into": "s2"}], sections=own)


def test_of_an_undecided_clause_the_amounts_that_no_offer_reads_are_named():
    words = "缺席例会的，每次扣1分；迟报的，每逾期3天扣0.5分；每满十天加扣2分。"
    content = drafts.new("某区办法", [("一", words)])
    assert unused_in(content["clauses"][0], content) == ["“扣0.5分”“加扣2分”没有认出来，请加一句，或者写明由谁办理"]
    content["clauses"][0]["no_rule"] = "另文规定"
    assert unused_in(content["clauses"][0], content) == []


@pytest.mark.parametrize(
    ("words", "periods", "hints"),
    [
        ("实行每月考核，迟报扣1分", ["year"], ["原文里的“每月考核”：全文的“文件信息”里没有选月度"]),
        ("按季度排名，迟报扣1分", ["month"], ["原文里的“按季度排名”：全文的“文件信息”里没有选季度"]),
        ("月度考核，迟报扣1分", ["month", "year"], []),
        ("每月报送进展，年终考核，迟报扣1分", ["year"], []),
    ],
)
def test_a_period_that_the_words_reckon_by_and_the_document_has_not(words, periods, hints):
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-1"}
    assert _hints(words, [rule], periods=periods) == hints


@pytest.mark.parametrize(
    ("words", "periods", "hinted"),
    [
        ("年度得分为各月得分的平均值。", ["month", "year"], "全年"),
        ("季度得分为当季各月得分之和。", ["month", "quarter"], "季度"),
        ("全年得分为十二个月得分之和除以12。", ["month", "year"], "全年"),
        ("年度考核得分按季度平均得分占70%、年终考评占30%计算。", ["quarter", "year"], "全年"),
        ("年度得分为各月得分的平均值。", ["month"], None),
        ("全年扣分每月最多3分。", ["month", "year"], None),
    ],
)
def test_a_total_of_other_totals_is_none_that_is_reckoned(words, periods, hinted):
    """A year is reckoned anew from what happened in it: whatever the clause does but for a figure, that is said."""
    content = drafts.new("某区办法", [("一", words)])
    content["regime"]["periods"] = periods
    clause = content["clauses"][0]
    for decided in ({}, {"no_rule": "无"}, {"by_person": "督查室"}):
        hints = [each for each in unused_in({**clause, **decided}, content) if "重新计一遍" in each]
        assert [f"去掉{hinted}" in each for each in hints] == ([True] if hinted else [])
    figure = {"rules": [{"kind": "score", "select": {"quantity": "mean"}}]}
    assert not any("重新计一遍" in each for each in unused_in({**clause, **figure}, content))


@pytest.mark.parametrize(
    "hint", ["批示另有要求的从其规定", "在下一季度考核中体现", "该项目不得分", "不重复减分", "按一次计", "四舍五入", "不超过三成", "以最高分计", "7篇", "3个季度", "30分钟", "4倍"]
)  # fmt: skip
def test_what_changes_how_it_counts_is_hinted_at_in_other_words(hint):
    rule = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
    assert any(hint in each for each in _hints(f"迟报扣2分，{hint}", [rule]))


LATE = {"kind": "score", "select": {"event": "late"}, "worth": "-2"}
YEARLY = {"kind": "of_periods", "of": "quarter", "how": "mean", "periods": "year"}
GRADES = {"kind": "bands", "least": {"优秀": "90", "良好": "80"}, "below": "一般"}
HALF = {"kind": "factor", "times": "0.5", "side": "minus", "where": {"role": "support"}}
LONGEST = {"kind": "limit", "act": "extension", "at_most": {"days": 10}}


@pytest.mark.parametrize(
    ("words", "rules", "hints"),
    [
        # What follows besides, what is given back, what is treated as something else, what comes on top of a mean.
        ("反复出现的扣2分并全县通报。", [LATE], ["反复出现的扣2分并全县通报"]),
        ("迟报扣2分，按期整改到位的返还所扣分值。", [LATE], ["按期整改到位的返还所扣分值"]),
        ("迟报扣2分，延期申请未获批准的按逾期处理。", [LATE], ["期申请未获批准的按逾期处理"]),
        ("年终成绩取各季度得分平均值，加减年度加减分后计算。", [YEARLY], ["成绩取各季度得分平均值,加减年度加减分后计算"]),
        ("提供虚假材料的扣2分，情节严重的移交纪检监察机关。", [LATE], ["情节严重的移交纪检监察机关"]),
        ("延期最长10日，由县长审批。", [LONGEST], ["由县长审批"]),
        ("未参加会议的扣2分，请假的不扣分。", [LATE], ["请假的不扣分"]),
        ("除不可抗力外，迟报扣2分。", [LATE], ["除不可抗力外,迟报扣2分"]),
        ("延期最长10日，不得超过原办理时限。", [LONGEST], ["不得超过原办理时限"]),
        # 不超过2次 is two times, and no third one.
        ("3日内报送；延期不超过2次，每次不超过10日。", [LONGEST, WEEKLY | {"count": {"days": 3}}], ["2次"]),
        # What is said in other digits.
        ("年度得分为四个季度得分的平均值。", [YEARLY], []),
        ("90分以上为优秀，80分至89.9分为良好，80分以下为一般。", [GRADES], []),
        ("配合单位按50%扣分。", [HALF], []),
        ("牵头单位扣2分，配合单位按30%扣分。", [LATE, {**LATE, "worth": "-0.6"}], []),
        ("每迟报1次扣2分。", [LATE], []),
        ("每逾期1天扣2分。", [{**LATE, "count": {"per": "days"}}], []),
        ("每逾期1天扣2分。", [LATE], ["1天"]),
    ],
)  # fmt: skip
def test_what_is_lost_is_told_and_what_is_said_in_other_digits_is_not(words, rules, hints):
    assert _hints(words, rules, periods=["quarter", "year"]) == [f"原文里的“{each}”没有用到" for each in hints]


def test_a_percentage_is_no_share_of_nothing():
    slope = {"full": "20", "at": "100", "each": "-0.5", "least": "0"}
    rule = {"kind": "score", "select": {"quantity": "figure_1"}, "worth": {"slope": slope}}
    words = "办结率达到100%得20分，每低1个百分点扣0.5分，低于60%的约谈"
    assert "原文里的“60%”没有用到" in _hints(words, [rule])
