"""What is read of sentences that mean less than they seem to: of whom, since when, of which matters, and nothing that is only a part."""

import pytest

from duban.engine.studio import drafts, offers


def _rules(words, periods=("quarter", "year")):
    content = drafts.new("某县办法", [("第一条", words)])
    content["regime"]["periods"] = list(periods)
    return [each.rule for each in offers.offers_in(words, content, "第一条")]


@pytest.mark.parametrize(
    ("words", "label", "begun"),
    [
        ("办理结果经督查室审核不合格的，退回重新办理，并在3个工作日内重新报送。", "重新报送", "退回之日"),
        ("开展督查检查活动，须提前5个工作日向督查室申报。", "申报", "开展之日"),
        ("督查联络员变动的，应在3个工作日内报督查室备案。", "督查联络员变动的报", "督查联络员变动之日"),
    ],
)
def test_a_date_runs_from_what_the_words_say(words, label, begun):
    (rule,) = _rules(words)
    assert (rule["label"], rule["counts_from"]) == (label, begun)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("对县长批示件，承办单位应当在24小时内作出响应，3日内报送初步办理情况，10日内报送办理结果。", ["县长批示件响应", "县长批示件报送初步办理情况", "县长批示件报送办理结果"]),
        ("一般事项自交办之日起15个工作日内办结，复杂事项30个工作日内办结。", ["一般事项办结", "复杂事项办结"]),
    ],
)  # fmt: skip
def test_a_date_is_called_by_the_matters_for_which_alone_it_is_meant(words, labels):
    assert [rule["label"] for rule in _rules(words)] == labels


def test_the_office_answers_an_objection_to_points():
    words = "承办单位对扣分有异议的，可在通报之日起3个工作日内向督查室提出书面申诉，督查室在5个工作日内予以答复。"
    assert [rule["label"] for rule in _rules(words)] == ["提出异议", "裁定异议"]


@pytest.mark.parametrize(
    "words",
    [
        "省政府督办事项须提前3个工作日报送办理结果。",
        "对涉及多个部门的事项，由牵头单位汇总后于每月25日前统一报送。",
        "督办事项办理周期超过3个月的，承办单位应每月30日前报送进展。",
        "督查事项未按时办结又不说明原因的，每件扣2分。",
        "企业反映的问题逾期未办结的，每件扣1分。",
        "对弄虚作假取得名次的，每次扣10分。",
        "批示件按期办结率低于90%的，每低1个百分点扣1分；低于60%的，批示办理项不得分。",
        "督查发现的问题逾期未整改的，每个问题扣1分。",
        "年终考核得分=各季度考核平均分×60%+年终实地考核得分×40%。",
    ],
)
def test_nothing_is_offered_that_would_hold_for_more_than_the_words_say(words):
    assert _rules(words) == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("年度考核得分排名后三位的单位，取消当年评优评先资格，主要负责人在全县大会上作检讨发言。", ["取消当年评优评先资格", "主要负责人在全县大会上作检讨发言"]),
        ("季度排名末位的，由分管县长约谈，连续两次排名末位的由县长约谈。", ["分管县长约谈", "县长约谈"]),
        ("季度排名末位的，通报批评，并约谈主要负责人。", ["通报批评", "约谈主要负责人"]),
    ],
)  # fmt: skip
def test_all_that_follows_is_read(words, names):
    rules = _rules(words)
    assert [rule["name"] for rule in rules] == names
    assert [rule.get("count", {}).get("in_a_row") for rule in rules] == [
        2 if name == "县长约谈" else None for name in names
    ]


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("对督办事项逾期未办结的，亮黄牌警告；逾期10日仍未办结的，亮红牌。", [("亮黄牌警告", None), ("亮红牌", 10)]),
        ("事项逾期超过10天的，由督查室发督办函；超过20天的，由秘书长约谈。", [("督办函", 11), ("约谈", 21)]),
    ],
)
def test_a_ladder_is_read_from_its_first_step_to_its_last(words, steps):
    rules = [rule for rule in _rules(words) if rule["kind"] == "step"]
    assert [(rule["name"], rule["opens"].get("days")) for rule in rules] == steps
    assert len({rule["step"] for rule in rules}) == len(steps)


def test_what_follows_on_less_than_a_lateness_is_of_that_alone():
    words = "督办事项逾期未报且未说明理由的，第一次予以提醒，第二次通报批评。"
    assert {rule["select"]["event"] for rule in _rules(words)} == {"event_1"}


def test_who_is_slow_at_something_else_is_late_with_no_matter():
    words = "对超时审批单位，第一次提醒，第二次约谈，第三次通报。"
    assert "late" not in {rule["select"]["event"] for rule in _rules(words)}


def test_whose_failing_it_is_is_no_part_of_its_name():
    words = "不按时参加调度会的单位，每次扣0.5分；不按要求汇报的，每次扣0.5分。"
    assert [rule["worth"] for rule in _rules(words)] == ["-0.5", "-0.5"]


def test_the_country_stands_above_the_province():
    words = "被省级通报批评的扣5分，被国家通报批评的扣10分。"
    assert [rule["select"]["where"]["authority"] for rule in _rules(words)] == ["province", "central"]


def test_points_that_are_taken_from_a_whole():
    assert _rules("考核实行倒扣分制，总分100分，扣完为止。") == [{"kind": "base", "points": "100"}]
