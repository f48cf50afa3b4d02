"""Dates in the ways that documents say them: until the next one, of one kind of matter, from when they run, and whose they are."""

import pytest

from duban.engine.studio import blanks, drafts
from duban.engine.studio.leftovers import unused_in
from duban.engine.studio.offers import offers_in, taken


def _rules(words, **head):
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"] |= head
    found = [each.rule for each in offers_in(words, content, "第一条") if each.rule["kind"] == "deadline"]
    return [(each["label"], next(iter(each["count"].items())), each["counts_from"]) for each in found]


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        # A date ends where the next one begins: never 2小时 for 办结, 3个月 for 报告, 5个工作日 for 答复.
        ("紧急工单2小时内响应、24小时内办结。", [("紧急工单响应", ("hours", 2), "交办之日"), ("紧急工单办结", ("hours", 24), "交办之日")]),
        ("限期整改问题3个月内完成，长期整改问题按年度报告进展。", [("限期整改问题完成", ("months", 3), "交办之日")]),
        ("自公布之日起5个工作日内向市政府督查室申诉，市政府督查室10个工作日内答复。", [("申诉", ("working_days", 5), "公布之日"), ("裁定异议", ("working_days", 10), "收到申诉之日")]),
        ("收到督办单后3日内签收，15日内书面反馈。", [("签收", ("days", 3), "收到督办单之日"), ("反馈", ("days", 15), "收到督办单之日")]),
        ("市领导批示件，自收到之日起5个自然日内反馈。", [("市领导批示件反馈", ("days", 5), "收到之日")]),
        ("批示件应在收到之日起3个工作日内反馈初步情况，15个工作日内反馈办理结果。", [("批示件反馈初步情况", ("working_days", 3), "收到之日"), ("批示件反馈办理结果", ("working_days", 15), "收到之日")]),
        ("对特急件，应在2小时内签收；急件，应在4小时内签收。", [("特急件签收", ("hours", 2), "交办之日"), ("急件签收", ("hours", 4), "交办之日")]),
        ("信访件7日内受理、60日内办结。", [("信访件办结", ("days", 60), "交办之日")]),
        ("企业诉求24小时内响应，10个工作日内办结。", [("企业诉求响应", ("hours", 24), "交办之日"), ("企业诉求办结", ("working_days", 10), "交办之日")]),
        ("领导批示件，原则上5个工作日内反馈。", [("领导批示件反馈", ("working_days", 5), "交办之日")]),
        # After what befell a unit, or what it got: from that day, and never from when a matter went out.
        ("季度得分低于70分的单位，由分管副县长约谈，并在10个工作日内提交整改报告。", []),
        ("收到黄牌的单位应在5个工作日内整改到位，收到红牌的应在3日内提交整改方案。", [("整改", ("working_days", 5), "收到黄牌之日"), ("提交", ("days", 3), "收到红牌之日")]),
        ("整改完成后应在2日内报送整改报告。", [("报送", ("days", 2), "整改完成之日")]),
        ("督查室收到材料后3个工作日内完成审核，不合格的退回，承办单位应在2个工作日内重新报送。", [("审核", ("working_days", 3), "收到材料之日"), ("重新报送", ("working_days", 2), "退回之日")]),
        ("接到督办通知后，应于当日签收，3个工作日内报送方案。", [("报送", ("working_days", 3), "接到督办通知之日"), ("签收", ("days", 0), "接到督办通知之日")]),
        ("因工作需变更承办单位的，应在3个工作日内向督查室提出。", []),
        # Nothing is done within days over its limit, and a meeting that decides is no inspection.
        ("超过规定时限5个工作日内办结的扣0.5分。", []),
        ("催办后3日内办结的扣0.2分，5日内办结的，每件扣0.5分。", []),
        ("项目变更工期的，须提前10个工作日提出申请，经政府常务会议审定。", []),
        ("责任单位整改完成后5个工作日内申请销号。", [("申请", ("working_days", 5), "整改完成之日")]),
        ("退单应在接单后1个工作日内提出。", [("提出", ("working_days", 1), "接单之日")]),
        # What was not done in so many days is no date.
        ("领导批示件3日内反馈结果，5日内未反馈的扣1分。", [("领导批示件反馈", ("days", 3), "交办之日")]),
        ("每半年结束后10日内报送总结。", [("总结", ("day_of_half_year", "1-10"), "交办之日")]),
        ("提案3个月内办结。", [("提案办结", ("months", 3), "交办之日")]),
        # What was not done in so many days, what follows on an audit, and the audit itself run from no day that is known.
        ("反馈问题未在10日内制定整改方案的减1分，未在30日内完成整改的减2分。", []),
        ("验收合格的3个工作日内销号。", []),
        ("完成任务后3个工作日内提出销号申请，牵头部门5个工作日内审核，督查室现场核查后销号。", [("提出", ("working_days", 3), "完成任务之日")]),
        ("督查室自收到申诉之日起7个工作日内核实并反馈。", [("裁定异议", ("working_days", 7), "收到申诉之日")]),
        ("对预警有异议的，可在2个工作日内申请复核。", []),
        ("简单事项5个工作日、一般事项10个工作日、复杂事项20个工作日内办结。", [("简单事项办结", ("working_days", 5), "交办之日"), ("一般事项办结", ("working_days", 10), "交办之日"), ("复杂事项办结", ("working_days", 20), "交办之日")]),
        ("省级重点项目每周报送一次进展，市级重点项目每月报送一次进展。", []),
        ("一般事项每月25日前报告。", [("一般事项月报", ("day_of_month", 25), "当月")]),
        ("每月25日前报送当月进展（遇节假日顺延）。", [("当月进展", ("day_of_month", 25), "当月")]),
        # Who objects to points or a result has days from when it was told; what the office answers by is its own.
        ("对考核结果有异议的，可在结果公布之日起5个工作日内提出书面申诉，督查室应在收到申诉后3个工作日内核实答复。", [("提出异议", ("working_days", 5), "公布之日"), ("裁定异议", ("working_days", 3), "收到申诉之日")]),
        ("被扣分单位对扣分有异议的，可在3个工作日内提出申诉。", [("提出异议", ("working_days", 3), "记录之日")]),
        ("对扣分有异议的，应当自收到扣分通知之日起3日内向督查办书面申诉。", [("申诉", ("days", 3), "收到扣分通知之日")]),
        ("各单位对考核得分有异议的，可在收到通报后3个工作日内申请复核。", [("申请复核", ("working_days", 3), "收到通报之日")]),
        ("对考核结果不服的，自收到结果通报之日起7日内申请复核，督查室10个工作日内作出复核决定。", [("申请复核", ("days", 7), "收到结果通报之日"), ("裁定异议", ("working_days", 10), "收到申诉之日")]),
        # Of a result that units are told of, never of each record; who heard of a review puts right; a task is none of it.
        ("对考核结果有异议的，可自收到通知之日起5日内提出申诉。", [("提出异议", ("days", 5), "收到结果通知之日")]),
        ("考核得分于每季度结束后10日内反馈各单位，各单位如有异议，5日内提出。", [("提出异议", ("days", 5), "公布之日")]),
        ("责任单位收到复核意见后5个工作日内反馈整改情况。", [("反馈", ("working_days", 5), "收到复核意见之日")]),
        ("对任务分工有异议的，应在接到通知后2日内提出书面意见。", []),
        # No report is audited here.
        ("督查室在收到延期申请后2个工作日内审核批复。", []),
        ("督查室对销号申请5个工作日内审核。", []),
        ("各单位于每季度末月25日前申报加分，督查室10日内审核认定。", []),
        ("督查室收到申诉材料后5个工作日内审核并答复。", [("裁定异议", ("working_days", 5), "收到申诉之日")]),
        ("考核结果公示5个工作日，有异议的在公示期内提出。", [("提出异议", ("working_days", 5), "公示之日")]),
        # Who disagrees was not told when the matter went out; what the office does is no date of a unit; a circular is no report.
        ("对亮牌有异议的，3日内提出申诉。", []),
        ("对亮牌有异议的，自收到之日起2个工作日内提出申辩，督查考核办3个工作日内答复。", []),
        ("对扣分有异议的，应当在收到通知3日内提出申诉。", [("提出异议", ("days", 3), "收到通知之日")]),
        ("对考核结果有异议的，应当于公示期5个工作日内申请复核，服务中心自受理之日起10个工作日内完成复核。", [("申请复核", ("working_days", 5), "公布之日"), ("裁定异议", ("working_days", 10), "收到申诉之日")]),
        ("市督改办7个工作日内组织验收。", []),
        ("每月10日前通报上月情况。", []),
        ("每月10日前报送上月情况。", [("上月情况", ("day_of_month", 10), "交办之日")]),
        ("不服的，自收到通知之日起7日内申请复核，督查室10个工作日内作出复核决定。", [("申请复核", ("days", 7), "收到通知之日"), ("作出复核决定", ("working_days", 10), "收到复核申请之日")]),
    ],
)  # fmt: skip
def test_a_date_says_what_and_from_when(words, dates):
    assert _rules(words) == dates


@pytest.mark.parametrize(
    ("words", "owed"),
    [
        ("议定事项由督查科在会后3个工作日内交办。", ["office"]),
        ("接到问题线索后，当日转办，责任单位2个工作日内反馈。", [None, "office"]),
        ("督查室收到办理报告后，2个工作日内提出审核意见。", ["office"]),
        ("督查室对承办单位报送的办理结果3个工作日内审核，不符合要求的退回重办。", ["office"]),
    ],
)
def test_what_goes_out_is_owed_by_the_office(words, owed):
    content = drafts.new("某市办法", [("第一条", words)])
    assert [each.rule.get("owed_by") for each in offers_in(words, content, "第一条")] == owed


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("没有明确时限的1个月内办结。", "default", True),
        ("批示件3日内反馈；批示有明确时限的，从其规定。", "default", True),
        ("批示件3日内反馈。延期有明确时限的，从其规定。", "default", None),
        ("未注明办理期限的，30日内办结。", "default", True),
        ("协办单位应在5日内反馈意见。", "role", "support"),
        ("协办部门须在2个工作日内反馈意见。", "role", "support"),
        ("主办单位应在5日内反馈意见。", "role", None),
    ],
)
def test_a_date_is_for_whom_and_where_the_words_say(words, key, value):
    content = drafts.new("某市办法", [("第一条", words)])
    (offer,) = offers_in(words, content, "第一条")
    assert offer.rule.get(key) == value


@pytest.mark.parametrize(
    ("words", "pools"),
    [
        ("按乡镇、部门两类排名，每季度考核前3名予以通报表扬。", [{"groups": "town", "first": 3}, {"groups": "department", "first": 3}]),
        ("季度考核前3名予以通报表扬。", [{"first": 3}]),
        ("分类排名，季度考核前3名予以通报表扬。", None),
        ("季度考核前3名且未被通报批评的，予以通报表扬。", None),
    ],
)  # fmt: skip
def test_places_are_counted_in_each_class_or_not_offered(words, pools):
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"]["groups"] = {"town": "乡镇", "department": "部门"}
    honours = [each.rule["pools"] for each in offers_in(words, content, "第一条") if each.rule["kind"] == "honour"]
    assert honours == ([pools] if pools else [])


def test_orders_of_a_level_have_its_date_both_times():
    words = "紧急工单2小时内响应、24小时内办结，一般工单3个工作日内办结。"
    content = drafts.new("某市办法", [("第一条", words)])
    content["regime"]["levels"] = {"level_1": "紧急", "level_2": "一般"}
    assert [each.rule["levels"] for each in offers_in(words, content, "第一条")] == [
        ["level_1"],
        ["level_1"],
        ["level_2"],
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("延期最多1次，每次不超过15日。", "延期：只能一次，最长15日，须有理由"),
        ("延期不得超过原时限的一半。", "延期：最长为原时限的一半，须有理由"),
        ("延期时间不超过原办理时限的30%，以一次为限。", "延期：只能一次，最长为原时限的30%，须有理由"),
        # Twice, and a third that no decimal says: left open, and said to be so.
        ("延期最多2次，每次不超过15日。", "延期：最长15日，须有理由"),
        ("延期最长15日。", "延期：最长15日，须有理由"),
        ("延期以一次为限，最长不超过原期限的三分之一。", "延期：只能一次，须有理由"),
    ],
)
def test_how_often_and_how_long_something_may_be_extended(words, sentence):
    content = drafts.new("某市办法", [("第一条", words)])
    (offer,) = offers_in(words, content, "第一条")
    assert offer.sentence == sentence
    content = taken(offer, content, "第一条")
    assert bool(unused_in(content["clauses"][0], content)) == ("2次" in words or "三分之一" in words)
    assert blanks.is_same(blanks.rule_of(blanks.values_of(offer.rule, content), content), offer.rule)


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        # What is said of extensions stops no date before it, and is no date itself.
        ("一般督办件10个工作日内办结，复杂督办件20个工作日内办结，确需延期的须提前3个工作日书面申请。", [("一般督办件办结", ("working_days", 10), "交办之日"), ("复杂督办件办结", ("working_days", 20), "交办之日")]),
        ("经批准延期的，5日内报送新方案。", []),
        ("仍未办结的，3日内报告原因。", []),
        ("承办单位须在3个工作日内制定落实方案，明确责任人。", [("制定落实方案", ("working_days", 3), "交办之日")]),
        ("每月28日前，责任单位通过平台填报当月进展情况。", [("当月进展情况", ("day_of_month", 28), "当月")]),
    ],
)  # fmt: skip
def test_extensions_and_plans(words, dates):
    assert _rules(words) == dates


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("延期以一次为限，最长不超过15个工作日，由分管领导审批。", ["延期须依次由分管领导签批", "延期：只能一次，最长15个工作日，须有理由"]),
        ("确需延期的，由承办单位提出申请，经分管副县长同意后，报县长批准。", ["延期须依次由分管领导、主要领导签批"]),
        # Who signs only some of them signs not all, and what some need is no limit of all.
        ("延期10日以内的，报分管副县长批准；延期超过10日的，报县长批准。", []),
        ("延期不超过10日的，由分管副县长审批，超过10日的，由县长审批。", []),
        ("再次延期的，由主要领导审批。", []),
        ("延期时间一般不超过5个工作日，重大事项不超过15个工作日。", []),
    ],
)  # fmt: skip
def test_who_signs_an_extension(words, sentences):
    content = drafts.new("某县办法", [("第一条", words)])
    assert [each.sentence for each in offers_in(words, content, "第一条")] == sentences
