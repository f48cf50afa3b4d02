"""Amounts, happenings and dates that stand beside others: told apart by the words, or not offered at all."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in
from tests.engine.studio.documents import drafted, late, own, total_of


def _offered(words, **head):
    content = drafts.new("某区办法", [("第一条", words)])
    content["regime"] |= head
    return [offer.sentence for offer in offers_in(words, content, "第一条")]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        # Set on the same facts and not alike: together they would cost 6 for one that is late.
        ("区长交办的未按期办结，每件扣3分；副区长交办的未按期办结，每件扣2分；其他未按期办结的，每件扣1分。", []),
        ("方案未按时报送的每次扣1分，总结未按时报送的每次扣2分。", ["方案未按时报送每次扣1分", "总结未按时报送每次扣2分"]),
        ("未按期办结的，每件扣2分；未按期反馈的，每次扣1分。", ["结果逾期同一事项只计一次，扣2分", "报告逾期每次扣1分"]),
        ("被电话催办的每次扣0.5分，被书面催办的每次扣1分。", ["电话或口头催办每次扣0.5分", "书面催办每次扣1分"]),
        # The program's own urging, not a happening that somebody enters once more.
        ("被催办的，每次扣0.5分。", ["催办每次扣0.5分"]),
        ("收到催办函一次扣1分。", ["催办每次扣1分"]),
        ("收到催办单后仍未办结的，每次扣1分。", ["收到催办单后仍未办结每次扣1分"]),
        # What must be done is not what happens.
        ("各科室应在4小时内签收，超时未签收的，每次扣5分。", ["签收逾期每次扣5分", "期限“签收”：交办之日起4小时"]),
        ("A级不加不减，C级每件扣0.5分。", ["C级同一事项只计一次，扣0.5分"]),
        ("督查专报每期反映一个问题扣1分。", ["督查专报反映一个问题每次扣1分"]),
        # Who alone is no happening: of the one before, for the same in another's name.
        ("省级领导每次加2分。", []),
        ("被采用的，国家级加3分、省级加2分。", ["中央刊发每次加3分", "省委省政府刊发每次加2分"]),
        (
            "得到肯定性批示的，市级领导每次加1分，省级领导每次加2分。",
            ["批示表扬（级别（谁作出）为市（州）委市（州）政府或市（州）主要领导）每次加1分", "省委省政府批示表扬每次加2分"],
        ),
        # Three figures are no one figure.
        ("答复率、面商率、满意率均达到100%的得10分，每项每低1%扣0.2分。", []),
        # A class of matters is no happening.
        ("未完成且无理由的，一般事项每项扣1分，重要事项每项扣2分，特别重要的任务每项扣3分。", []),
    ],
)  # fmt: skip
def test_amounts_beside_one_another(words, sentences):
    assert sorted(_offered(words)) == sorted(sentences)


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("迟报一次扣1分，迟报两次扣3分，迟报三次以上扣6分。", ["报告逾期同一单位累计1次以上扣1分、累计2次以上扣3分、累计3次以上扣6分"]),
        ("被书面催办一次扣0.5分，催办两次扣1分，催办三次及以上扣2分。", ["书面催办同一单位累计1次以上扣0.5分、累计2次以上扣1分、累计3次以上扣2分"]),
        ("同一事项被催办1次扣1分、2次扣2分、3次及以上扣4分。", ["催办同一事项累计1次以上扣1分、累计2次以上扣2分、累计3次以上扣4分"]),
        ("被催办一次扣1分，二次扣2分，三次扣3分，三次以上扣5分。", ["催办同一单位累计1次以上扣1分、累计2次以上扣2分、累计3次以上扣3分、累计4次以上扣5分"]),
        (
            "迟报一次扣1分、两次扣3分；漏报一次扣2分、两次扣5分。",
            ["报告逾期同一单位累计1次以上扣1分、累计2次以上扣3分", "漏报同一单位累计1次以上扣2分、累计2次以上扣5分"],
        ),
        (
            "迟报第一次扣1分、第二次扣2分；漏报第一次扣2分、第二次扣5分。",
            ["报告逾期同一单位第1次扣1分、第2次及以后每次扣2分", "漏报同一单位第1次扣2分、第2次及以后每次扣5分"],
        ),
        # What says again what once costs; a time that is left out.
        ("迟报一次扣5分，两次扣10分。", ["报告逾期每次扣5分"]),
        ("迟报一次扣1分，三次扣5分。", []),
        # Whether the first of them costs 1 too the words leave open.
        ("每退回一次扣0.5分，退回两次以上的，每次扣1分。", []),
    ],
)  # fmt: skip
def test_by_how_often_in_all(words, sentences):
    assert _offered(words) == sentences


@pytest.mark.parametrize(("times", "total"), [(1, "99"), (2, "97"), (3, "94"), (5, "94")])
def test_how_often_in_all_is_paid_once(times, total):
    content = drafted("第一条 基础分100分。\n第二条 迟报一次扣1分，迟报两次扣3分，迟报三次以上扣6分。")
    assert total_of(content, *(late(f"0{n}-05", "report") for n in range(1, times + 1))) == total


def test_several_of_one_day_each_cost():
    """Three persons absent: 3; two places found on one day: 0.4, told apart by which."""
    content = drafted(
        "第一条 基础分100分。\n第二条 会议无故缺席的，每人次扣1分。\n第三条 巡查发现问题的，每处扣0.2分。"
    )
    assert total_of(content, *own(content, "会议无故缺席", "07-01", number=3)) == "97"
    places = [fact for which in ("东街", "西街") for fact in own(content, "巡查发现问题", "07-01", which=which)]
    assert total_of(content, *places) == "99.6"


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("迟报1天扣0.5分，迟报2天扣1分，迟报3天及以上视为未报，扣3分。", ["报告逾期每次按天数分档：1天起扣0.5分、2天起扣1分、3天起扣3分"]),
        # The last tier costs what no amount says.
        ("逾期反馈1至3天扣1分，4至7天扣2分，7天以上的该项不得分。", []),
    ],
)  # fmt: skip
def test_the_last_tier_is_not_left_out(words, sentences):
    assert _offered(words) == sentences


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (
            "情况复杂的，15个工作日内办结；涉及多个部门的应当在20日内办结。",
            ["期限“情况复杂的办结”：交办之日起15个工作日", "期限“涉及多个部门的办结”：交办之日起20日"],
        ),
        (
            "市长批示件3日内报送初步意见，30日内报送办理结果。",
            ["期限“市长批示件报送初步意见”：交办之日起3日", "期限“市长批示件报送办理结果”：交办之日起30日"],
        ),
        ("没有明确完成时限的，一般应于15个工作日内办结。", ["期限“办结”：交办之日起15个工作日，没有另写期限的才用"]),
        (
            "确需延长办理时限的，须报经分管副区长同意、区长批准，可延长一次，最长不超过15个工作日。",
            ["延期须依次由分管领导、主要领导签批", "延期：只能一次，最长15个工作日，须有理由"],
        ),
        (
            "牵头单位办结后5个工作日内提交办结报告，配合单位应在牵头单位提出需求后2个工作日内反馈。",
            ["期限“提交”：办结之日起5个工作日", "期限“反馈”（配合单位）：提出需求之日起2个工作日"],
        ),
        # Of all extensions together, where a limit is of each.
        ("每个事项累计延长不超过30日。", []),
        ("延期只能一次，累计不得超过30日。", ["延期：只能一次，须有理由"]),
        ("确需延期的，须报镇长同意。", []),
    ],
)  # fmt: skip
def test_dates_are_called_by_what_tells_them_apart(words, sentences):
    assert _offered(words) == sentences


@pytest.mark.parametrize("words", ["基本分（100分）。", "每月初始积分为100分。", "起始分100分。"])
def test_what_everybody_begins_with(words):
    assert _offered(words) == ["基础分100分"]


def test_a_date_is_of_whom_its_sentence_begins_with():
    words = "配合单位应在牵头单位提出需求后2个工作日内反馈意见。"
    (offer,) = offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    assert offer.rule["role"] == "support"


def test_what_is_paid_to_several_is_bounded_together():
    """Central 3, provincial 2, municipal 1 for each paper, at most 4 in all."""
    content = drafted(
        "第一条 基础分100分。\n第二条 上报的材料每采用1篇，国家级加3分、省级加2分、市级加1分，最多不超过4分。"
    )
    shown = [
        {"kind": "published", "day": f"2026-0{n}-01", "authority": body}
        for n, body in enumerate(("central", "province", "prefecture"), 1)
    ]
    assert [total_of(content, *shown[:number]) for number in (1, 2, 3)] == ["103", "104", "104"]
    assert total_of(content, *shown[1:]) == "103"


@pytest.mark.parametrize("share", ["（不超过参评单位的30%）", "（比例控制在30%以内）", "等次（最多三成）"])
def test_a_share_in_brackets_right_behind_the_grade_is_read(share):
    words = f"90分以上为优秀{share}，80分以上90分以下为良好，60分以上80分以下为合格，60分以下为不合格。"
    (offer,) = offers_in(words, drafts.new("某县办法", [("第一条", words)]), "第一条")
    assert offer.rule == {
        "kind": "bands", "least": {"优秀": "90", "良好": "80", "合格": "60"}, "below": "不合格", "most": {"优秀": "0.3"}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "points"),
    [
        # The broader amount is for the others: 市长 had 1 of these, and a circular of the province cost 8 of those.
        (
            "得到市委书记、市长批示表扬的，每次加2分；得到市委、市政府其他领导批示表扬的，每次加1分。",
            [{"prefecture_principal": "2", "prefecture": "1"}],
        ),
        (
            "得到县委、县政府主要领导批示肯定的，每次加2分；县委、县政府其他领导批示肯定的，每次加1分。",
            [{"county_principal": "2", "county": "1"}],
        ),
        (
            "被省级以上通报批评的，每次扣5分；被市级以上通报批评的，每次扣3分。",
            [(["central", "ministry", "province"], "-5"), (["prefecture", "prefecture_principal"], "-3")],
        ),
    ],
)
def test_each_authority_has_the_amount_that_names_it_most_narrowly(words, points):
    rules = [each.rule for each in offers_in(words, drafts.new("某市办法", [("一", words)]), "一")]
    told = [
        rule["worth"]["points"]
        if isinstance(rule["worth"], dict)
        else (rule["select"]["where"]["authority"], rule["worth"])
        for rule in rules
    ]
    assert told == points
