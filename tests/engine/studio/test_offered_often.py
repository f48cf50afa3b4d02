"""What follows from how often something befell a unit, and from for how many days a matter is late: read as rules, nothing where a range or a period is missing."""

import pytest

from duban.engine.studio import drafts, offers


def _rules(words, periods=("quarter", "year")):
    content = drafts.new("某县办法", [("第一条", words)])
    content["regime"]["periods"] = list(periods)
    return [each.rule for each in offers.offers_in(words, content, "第一条")]


def _outcomes(words, periods=("quarter", "year")):
    return [each for each in _rules(words, periods) if each["kind"] == "outcome"]


@pytest.mark.parametrize(
    ("words", "name", "event", "number", "periods"),
    [
        (
            "年度累计被通报批评3次以上的，取消单位年度评先评优资格。",
            "取消单位年度评先评优资格",
            "circular",
            3,
            ["year"],
        ),
        ("年内被约谈两次的单位，取消评优资格。", "取消评优资格", "interview", 2, ["year"]),
        ("一年内被通报批评超过3次的，对主要负责人诫勉谈话。", "对主要负责人诫勉谈话", "circular", 4, ["year"]),
    ],
)
def test_how_often_something_befell_a_unit_has_a_consequence(words, name, event, number, periods):
    (rule,) = _outcomes(words)
    assert (rule["name"], rule["select"]["event"], rule["periods"]) == (name, event, periods)
    assert rule["count"] == {"once_per": "unit", "from": number}


@pytest.mark.parametrize(
    "words",
    [
        "被通报批评2次以上的，由县长约谈。",  # In which period?
        "同一事项被通报批评3次以上的，约谈。",
        "连续3次被通报批评的，年度内约谈。",
        "年内被通报表扬3次以上的，通报表扬并约谈。",
        "年内被约谈2次后仍不整改的，问责。",
        "季度考核得分低于60分且排名末位的，取消年度评优评先资格。",  # More than the place.
    ],
)
def test_no_consequence_is_offered_where_it_is_not_said_plainly(words):
    assert _outcomes(words) == []


def test_the_last_of_several_times_brings_a_consequence_along():
    (rule,) = _outcomes("推诿扯皮的一次扣3分，两次扣5分，三次及以上扣10分并约谈主要负责人。")
    assert (rule["name"], rule["count"]) == ("约谈主要负责人", {"once_per": "unit", "from": 3})


def _steps(words):
    return [(each["name"], each["opens"]) for each in _rules(words) if each["kind"] == "step"]


@pytest.mark.parametrize(
    ("words", "unit", "days"),
    [
        ("督查事项逾期10日以内的，由督查室发函催办；逾期10日以上20日以内的，由分管领导约谈；逾期20日以上的，提请县长约谈。", "days", [1, 11, 21]),
        ("逾期5个工作日以内的，电话催办；逾期6至10个工作日的，书面催办；逾期超过10个工作日的，约谈主要负责人。", "working_days", [1, 6, 11]),
        ("逾期1-3天的，电话提醒；逾期4-7天的，书面催办；逾期7天以上的，通报批评。", "days", [1, 4, 8]),
        ("逾期不足10天的，电话提醒；逾期10天以上不足20天的，书面督办；逾期20天及以上的，约谈。", "days", [1, 10, 20]),
    ],
)  # fmt: skip
def test_ranges_of_days_late_are_a_ladder(words, unit, days):
    steps = _steps(words)
    assert [opens.get(unit, 1) for _, opens in steps] == days
    assert all(opens["after"] == "deadline" for _, opens in steps)


def test_who_acts_is_no_part_of_a_step():
    words = "督查事项逾期10日以内的，由督查室发函催办；逾期10日以上20日以内的，由分管领导约谈；逾期20日以上的，提请县长约谈。"
    assert [name for name, _ in _steps(words)] == ["发函催办", "约谈", "提请县长约谈"]


@pytest.mark.parametrize(
    "words",
    [
        "逾期15日以内的，通报；逾期30日以上的，约谈。",  # From 16 to 30?
        "逾期10日以内的，扣1分；逾期10日以上的，扣2分并约谈。",
        "报送进展逾期10日以内的，电话催办；逾期10日以上的，约谈。",
        "逾期10日以内的，通报；逾期5个工作日以上的，约谈。",
        "办理时限10日以内的，通报；20日以上的，约谈。",
    ],
)
def test_no_ladder_is_offered_where_the_ranges_do_not_meet(words):
    assert _steps(words) == []


def test_points_of_one_class_of_matters_are_no_points_of_all():
    for words in ("市长热线转办件逾期未办结的，每件扣0.2分。", "人大建议件逾期未办结的，每件扣0.2分。"):
        assert [each for each in _rules(words) if each.get("select", {}).get("event") == "late"] == []
    (rule,) = _rules("督查交办件逾期未办结的，每件扣0.2分。")
    assert rule["select"]["event"] == "late"


def test_what_changed_is_told_since_it_changed():
    (rule,) = _rules("督查联络员变动的，应在3个工作日内报督查室备案。")
    assert rule["counts_from"] == "督查联络员变动之日"


def test_grades_of_a_period_that_is_not_scored_are_no_grades_of_others():
    words = "月度督办评分85分以上为优秀，70-84分为良好，60-69分为合格，60分以下为不合格。"
    assert _rules(words) == []
    assert [each["kind"] for each in _rules(words, ("month", "year"))] == ["bands"]


def test_one_of_several_that_are_listed_is_no_happening():
    assert _rules("有下列情形之一的，一次性扣5分：（一）隐瞒不报的；（二）擅自变更任务的。") == []
