"""Days that come round, read from words: each with its label, its day and whether it begins with the next."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in


def _offers(words):
    return offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")


def _said(words):
    found = []
    for offer in _offers(words):
        if offer.rule["kind"] == "deadline":
            ((unit, number),) = offer.rule["count"].items()
            found.append((offer.rule["label"], unit, number, offer.rule.get("from_next", False)))
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("各责任单位每周五下班前报送工作进展情况。", [("工作进展情况", "weekday", 5, False)]),
        ("每周五报送工作进展，次月5日前报送上月情况。", [("工作进展", "weekday", 5, False), ("上月情况", "day_of_month", 5, True)]),
        ("每周一报送上周进展，每月25日前报送当月情况。", [("上周进展", "weekday", 1, True), ("当月情况", "day_of_month", 25, False)]),
        ("责任单位应于每周四17时前将落实情况报督查室。", [("落实情况", "weekday", 4, False)]),
        ("每周一上午报送上周工作进展。", [("上周工作进展", "weekday", 1, True)]),
        ("实行周报制度，每周五12:00前报督查室。", [("周报", "weekday", 5, False)]),
        # What the office tells the units is no report of theirs.
        ("考核得分于每季度结束后10日内反馈各单位。", []),
        ("每月10日前将考核结果反馈各责任单位。", []),
        ("每星期天前报送。", [("周报", "weekday", 7, False)]),
        ("于每月5日、20日前报送进展。", [("进展（5日）", "day_of_month", 5, False), ("进展（20日）", "day_of_month", 20, False)]),
        ("每月15日和30日前各报送一次进展。", [("进展（15日）", "day_of_month", 15, False), ("进展（30日）", "day_of_month", 30, False)]),
        ("每月底前报送进展。", [("进展", "day_of_month", 31, False)]),
        ("每月15日、月底前报送进展。", [("进展（15日）", "day_of_month", 15, False), ("进展（月底）", "day_of_month", 31, False)]),
        # The matters with which the sentence begins; and who asks for more points reports nothing.
        ("议定事项每半月报送一次进展，分别于每月15日报送。", [("议定事项月报", "day_of_month", 15, False)]),
        ("重点任务实行周报告，每周四前报送周报。", [("重点任务周报", "weekday", 4, False)]),
        ("长期性工作每季度末报送一次进展情况。", [("长期性工作进展情况", "day_of_quarter", "3-31", False)]),
        ("上级部署的重要工作，自印发之日起10日内报送意见，之后每季度末报送一次进展。", [("上级部署的重要工作报送", "days", 10, False), ("上级部署的重要工作进展", "day_of_quarter", "3-31", False)]),
        ("加分由责任单位申请并附佐证材料，于每季度末月20日前报送。", []),
        ("每月月底前报送进展。", [("进展", "day_of_month", 31, False)]),
        ("下个月5日前报送上月完成情况。", [("上月完成情况", "day_of_month", 5, True)]),
        ("每月初5个工作日内，各单位将上月落实情况报督查室。", [("上月落实情况", "working_day_of_month", 5, True)]),
        ("每月初5日内报送本月计划。", [("本月计划", "day_of_month", 5, False)]),
        ("每季度结束后次月8日前上报季度总结。", [("季度总结", "day_of_quarter", "1-08", True)]),
        ("每年度终了后的次月15日前报送年度总结。", [("年度总结", "date", "01-15", True)]),
        ("每月结束后5日内报送。", [("月报", "day_of_month", 5, True)]),
        ("每月结束后5个工作日内报送。", [("月报", "working_day_of_month", 5, True)]),
        ("每季度首月10日前报送上季度工作情况。", [("上季度工作情况", "day_of_quarter", "1-10", True)]),
        ("次季度首月10日前报送完成情况。", [("完成情况", "day_of_quarter", "1-10", True)]),
        ("每季度末月25日前报送进展情况。", [("进展情况", "day_of_quarter", "3-25", False)]),
        ("每季度第三个月20日前报送季度小结。", [("季度小结", "day_of_quarter", "3-20", False)]),
        ("每季度末报送一次进展情况。", [("进展情况", "day_of_quarter", "3-31", False)]),
        ("每季度结束后10日内报送落实情况。", [("落实情况", "day_of_quarter", "1-10", True)]),
        ("年度结束后15日内报送总结。", [("总结", "date", "01-15", True)]),
        ("每半年末月20日前报送半年总结。", [("半年总结", "day_of_half_year", "6-20", False)]),
        ("每半年报送一次，分别于6月25日、12月25日前报送。", [("半年报（6月25日）", "date", "06-25", False), ("半年报（12月25日）", "date", "12-25", False)]),
        ("每年12月底前报送年度工作总结。", [("年度工作总结", "date", "12-31", False)]),
        ("每月报送一次进展情况。", [("进展情况", "day_of_month", 31, False)]),
        ("每周一报，每月一通报。", [("周报", "weekday", 7, False)]),
        ("每旬报送一次。", [("旬报（10日）", "day_of_month", 10, False), ("旬报（20日）", "day_of_month", 20, False), ("旬报（月底）", "day_of_month", 31, False)]),
        # By the later day of a span, each day of several, what is said only of another date, and who owes it between.
        ("每月25日至次月5日报送当月情况。", [("当月情况", "day_of_month", 5, True)]),
        ("各乡镇应于每月25日至月底前报送当月报表，每年1月10日前报送上年度自评报告。", [("当月报表", "day_of_month", 31, False), ("上年度自评报告", "date", "01-10", True)]),
        ("每周一、周四报送工作动态。", [("工作动态（周一）", "weekday", 1, False), ("工作动态（周四）", "weekday", 4, False)]),
        ("每月末最后一个工作日前报送月度小结。", [("月报", "last_working_day_of", "month", False)]),
        ("每季度第一个月10日前，牵头单位向县政府办公室提交上季度推进情况报告。", [("上季度推进情况报告", "day_of_quarter", "1-10", True)]),
        ("每季度末月20日前，各单位将工作推进情况报县督查办。", [("工作推进情况", "day_of_quarter", "3-20", False)]),
        ("配合单位每月15日前将配合情况报牵头单位。", [("配合情况", "day_of_month", 15, False)]),
        ("每周一至周五报送动态。", []),
        ("每月5日前督查室将上月考核结果报送县领导。", []),
        ("每月5日前，由县政府督查室汇总后将情况报送县领导。", []),
        # What the office does itself, a meeting, a circular, what names no day that comes round, and what no count says.
        ("督查室每周五向县政府报告进展。", []),
        ("每周五召开调度会，报告进展情况。", []),
        ("每月10日前通报上月情况。", []),
        ("12月底前报送全年总结。", []),
        ("每两周报送一次进展。", []),
        ("逢单月5日前报送进展情况。", []),
        ("每日17时前报送进展。", []),
        ("每季度结束后5个工作日内报送。", []),
        ("每月32日前报送进展。", []),
        ("每年2月30日前报送进展。", []),
    ],
)  # fmt: skip
def test_days_that_come_round_are_read(words, found):
    assert _said(words) == found


def test_no_day_is_named_and_it_says_so():
    (offer,) = _offers("每季度报送一次。")
    assert offer.because == "“每季度报送一次”没有写哪一天，按每季的最后一天算"


def test_a_report_not_handed_in_by_its_day_is_late():
    late, due = _offers("未于每月25日前报送进展情况的，每次扣1分。")
    assert (late.rule["select"], due.rule["count"]) == (
        {"event": "late", "where": {"what": "report"}},
        {"day_of_month": 25},
    )


def test_the_sentence_says_the_day():
    (offer,) = _offers("每季度首月10日前报送上季度工作情况，遇节假日顺延。")
    assert offer.sentence == "期限“上季度工作情况”：交办之日起每季度首月10日，从下个季度起，遇休息日顺延"


def test_what_a_co_unit_hands_in_is_its_own():
    lead, support = _offers("牵头单位每月20日前、配合单位每月15日前报送进展情况。")
    assert ("role" in lead.rule, support.rule["role"]) == (False, "support")
    assert support.sentence == "期限“进展情况”（配合单位）：当月起每月15日"
