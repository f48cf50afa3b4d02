"""Words that look like a plain rule and say something else: rather nothing than a wrong number; and nothing that is said is left out."""

import pytest

from duban.engine.studio import cards, drafts
from duban.engine.studio.offers import offers_in, taken


def _sentences(words, **head):
    content = drafts.new("某区办法", [("第一条", words)])
    content["regime"] |= head
    return [each.sentence for each in offers_in(words, content, "第一条")]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        # Numbers in Chinese are read whole.
        ("缺席督查会议的，每次扣零点五分。", ["缺席督查会议每次扣0.5分"]),
        ("缺席督查会议的，每次扣半分。", ["缺席督查会议每次扣0.5分"]),
        ("基础分一百分。", ["基础分100分"]),
        ("起评分为八十分。", ["基础分80分"]),
        # A range is none of its ends.
        ("反馈材料弄虚作假的，每次扣一至三分，由县政府督查室视情节确定。", ["反馈材料弄虚作假每次由县政府督查室在1至3分内扣分，写明理由"]),
        ("报送内容与事实不符的，每次扣3－5分。", ["报送内容与事实不符每次由督查室在3至5分内扣分，写明理由"]),
        ("承担国家级试点且通过验收的，加2—4分。", ["承担国家级试点且通过验收同一单位只计一次，由督查室在2至4分内加分，写明理由"]),
        ("缺席督查会议的，每次扣1分至3分", ["缺席督查会议每次由督查室在1至3分内扣分，写明理由"]),
        ("缺席督查会议的，每次扣1分以上3分以下。", []),
        ("缺席督查会议的，每次扣除得分的百分之五。", []),
        # What holds for so many days only holds for no others.
        ("未按时报送的，迟报1至3天扣1分，4至7天扣2分，7天以上扣4分。", ["报告逾期每次按天数分档：1天起扣1分、4天起扣2分、8天起扣4分"]),
        ("逾期办结的，逾期3日以内每件扣0.5分，4日至10日每件扣1分，10日以上每件扣2分。", ["结果逾期每次按天数分档：1天起扣0.5分、4天起扣1分、11天起扣2分"]),
        ("迟报的，三日以内扣1分，超过三日扣2分。", ["报告逾期每次按天数分档：1天起扣1分、4天起扣2分"]),
        (
            "应当在规定期限内报送结果。逾期1至3天的，每次扣1分；逾期4至7天的，每次扣2分；逾期7天以上的，每次扣4分。",
            ["结果逾期每次按天数分档：1天起扣1分、4天起扣2分、8天起扣4分"],
        ),
        ("逾期1至3天的，每次扣1分；逾期4至7天的，每次扣2分。", []),
        ("迟报的扣1分；逾期办结的，1至3天扣1分；4至7天扣2分。", ["报告逾期每次扣1分", "结果逾期每次按天数分档：1天起扣1分、4天起扣2分"]),
        ("逾期办结的，1至3天扣1分，4至7天扣2分，10天以上扣3分。", []),
        ("迟报1至3天扣1分，5至7天扣2分。", []),
        ("迟报3天以内的扣1分。", []),
        # A limit of one thing or one month is none of the whole.
        ("各项加分累计不超过10分，每季度单项加分不超过5分。", ["加分合计以10分为限"]),
        ("单个事项扣分不超过5分。", ["每个事项扣分合计以5分为限"]),
        ("同一事项累计最多扣5分；单项工作加分最高不超过三分。", ["每个事项扣分合计以5分为限", "每个事项加分合计以3分为限"]),
        ("各项加分累计不超过10分，每月加分最多2分，单月扣分不超过1分。", ["加分合计以10分为限", "每月加分合计以2分为限", "每月扣分合计以1分为限"]),
        ("各单位每个月扣分以3分为限。", ["每月扣分合计以3分为限"]),
        # Of one happening, one quarter, one unit's matter in a month, or on no side: said by no cap.
        ("单次最多扣3分。", []),
        ("每季度同一事项最多扣5分，同一事项每月扣分不超过1分，同一事项分值不超过5分，3个月内扣分不超过2分。", []),
        ("迟报的，同一事项最多扣3分；配合单位每月扣分不超过1分；同一事项扣分不超过5分以下。", []),
        ("迟报一次扣0.2分，单月累计扣分不超过1分。", ["报告逾期每次扣0.2分，计入“报告逾期”项", "“报告逾期”项的每月扣分合计以1分为限"]),
        ("媒体刊发信息的，中央级2分、省级1分，全年累计加分不超过6分。", []),
        ("每缺报一期扣1分，每月最多扣3分。", ["缺报每次扣1分，计入“缺报”项", "“缺报”项的每月扣分合计以3分为限"]),
        ("加分总额不超过八分。", ["加分合计以8分为限"]),
        # What comes on top is taken too.
        ("缺席督查会议的，每次加扣1分。", ["缺席督查会议每次扣1分"]),
        ("亮黄牌的，每张扣2分；亮红牌的，每张扣5分；第二张红牌起每张扣10分。", ["亮黄牌每次扣2分", "亮红牌每次扣5分"]),
        ("逾期未反馈的，每逾期一天扣零点五分。", ["报告逾期按天数，每1天扣0.5分"]),
        ("迟报一次扣1分，漏报一次扣2分。", ["报告逾期每次扣1分", "漏报每次扣2分"]),
        # Who writes, and who is only one of several.
        ("获得省级、市级、县级主要领导肯定性批示的，每次分别加5分、3分、1分。", ["批示表扬每次按级别（谁作出）计：省委省政府加5分、市（州）主要领导加3分、县主要领导加1分"]),
        ("被区政府通报批评的，每次扣2分。", ["通报批评（级别（谁作出）为县委县政府或县主要领导）每次扣2分"]),
        # And above is not that one alone.
        ("被省级以上通报批评的，每次扣5分。", ["通报批评（级别（谁作出）为中央或国家部委或省委省政府）每次扣5分"]),
        ("被市级及以上通报表扬的，每次加1分。", ["通报表扬（级别（谁作出）为中央或国家部委或市（州）委市（州）政府或市（州）主要领导或省委省政府）每次加1分"]),
        ("被自治区政府通报批评的，每次扣2分。", ["省委省政府通报批评每次扣2分"]),
        ("区委、区政府主要领导批示肯定的，加1分；其他区领导批示肯定的，加0.5分。", ["批示表扬每次按级别（谁作出）计：县主要领导加1分、县委县政府加0.5分"]),
        # From when a date is counted, and for what.
        ("会后2个工作日内报送方案。", ["期限“报送”：会议之日起2个工作日"]),
        ("应在收到督办通知之日起三个工作日内反馈。", ["期限“反馈”：收到督办通知之日起3个工作日"]),
        ("三至五个工作日内反馈。", []),
        ("紧急件3个工作日内办结，一般件15日内办结。", ["期限“紧急件办结”：交办之日起3个工作日", "期限“一般件办结”：交办之日起15日"]),
        ("逾期的发督办单，限5日内办结。", []),
        ("月度进展于次月5日前报送，遇法定节假日顺延。", ["期限“月报”：交办之日起每月5日，从次月起，遇休息日顺延"]),
        ("每月25日前报送月小结，逢节假日提前。", ["期限“月小结”：当月起每月25日，遇休息日提前"]),
        ("交办之日起15日内办结，遇节假日顺延。", ["期限“办结”：交办之日起15日，遇休息日顺延"]),
    ],
)  # fmt: skip
def test_what_is_said_narrowly_is_offered_so_or_not_at_all(words, sentences):
    assert _sentences(words) == sentences


def test_a_date_of_a_level_is_of_matters_of_that_level():
    words = "紧急件3个工作日内办结，一般件15日内办结。"
    content = drafts.new("某区办法", [("第一条", words)])
    content["regime"]["levels"] = {"level_1": "紧急", "level_2": "一般"}
    assert [each.rule["levels"] for each in offers_in(words, content, "第一条")] == [["level_1"], ["level_2"]]


def test_happenings_of_equal_points_are_all_offered_until_each_is_taken():
    words = "缺席督查会议的，每次扣1分；台账不规范的，每次扣1分；会场纪律差的，每次扣1分。"
    content = drafts.new("某区办法", [("第一条", words)])
    for left in (3, 2, 1, 0):
        offers = offers_in(words, content, "第一条")
        assert len(offers) == left
        content = taken(offers[0], content, "第一条") if offers else content
    assert len(content["regime"]["events"]) == 3


def test_grades_stand_in_the_place_of_points_only_where_there_are_none():
    grades = "年度考核设优秀、良好、合格三个等次。"
    without = drafts.new("某区办法", [("第一条", grades)])
    beside = drafts.new("某区办法", [("第一条", grades), ("第二条", "缺席督查会议的，每次扣1分。")])
    assert [each.rule["kind"] for each in offers_in(grades, without, "第一条")] == ["grade"]
    assert offers_in(grades, beside, "第一条") == []


def test_what_stands_under_an_item_counts_into_it_and_shows_for_its_group():
    words = "未按时限反馈的每件次扣2分，扣完为止"
    content = drafts.new("某区办法", [("第一条", words)])
    section = {
        "id": "s1",
        "label": "按期反馈",
        "start": "20",
        "most": "20",
        "least": "0",
        "clause": "第一条",
        "group": "town",
    }
    content["regime"] |= {"sections": [section], "groups": {"department": "部门", "town": "街道"}}
    (offer,) = offers_in(words, content, "第一条")
    assert (offer.rule["worth"], offer.rule["into"]) == ("-2", "s1")
    card = cards.card_of(taken(offer, content, "第一条"), "第一条")
    assert ("报告逾期1次，-2分", "-2") in [(each.why, each.points) for each in card.lines]


def test_a_date_is_not_offered_again_once_it_is_taken():
    words = "紧急件3个工作日内办结，一般件15日内办结。"
    content = drafts.new("某区办法", [("第一条", words)])
    for left in (2, 1, 0):
        offers = offers_in(words, content, "第一条")
        assert len(offers) == left
        content = taken(offers[0], content, "第一条") if offers else content
    rules = content["clauses"][0]["rules"]
    assert [each["name"] for each in rules] == ["limit_1", "limit_2"]
    rules[0]["label"] = "急件"
    assert offers_in(words, content, "第一条") == []


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("反馈材料不全的，每次扣1分。", "either"),
        ("缺席督查会议的，每次扣1分。", "unit"),
        ("台账造册不规范的，每件扣1分。", "matter"),
    ],
)
def test_what_happens_at_work_on_a_matter_may_name_it(words, of):
    content = drafts.new("某区办法", [("第一条", words)])
    (offer,) = offers_in(words, content, "第一条")
    (event,) = taken(offer, content, "第一条")["regime"]["events"].values()
    assert event["of"] == of
