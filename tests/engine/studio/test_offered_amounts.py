"""Amounts in the ways that counties and cities write them: whose they are, for how much, in which order; rather none than a wrong one."""

import pytest

from duban.engine.studio import drafts
from duban.engine.studio.offers import offers_in
from tests.engine.studio.documents import assigned, completed, drafted, figure_of, late, own, total_of


def _offered(words):
    return [each.sentence for each in offers_in(words, drafts.new("某县办法", [("第一条", words)]), "第一条")]


COUNTY, CITY = "级别（谁作出）为县委县政府或县主要领导", "级别（谁作出）为市（州）委市（州）政府或市（州）主要领导"


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        # Whose an amount is stands right before it, between 扣 and the number, or in brackets behind it.
        ("承办县级以上现场会的，县级加2分，市级加4分，省级加6分。", [f"现场会（{COUNTY}）每次加2分", f"现场会（{CITY}）每次加4分", "省委省政府现场会每次加6分"]),
        ("项目被亮黄灯的每次扣牵头单位1分、配合单位0.5分。", ["牵头单位项目被亮黄灯每次扣1分", "配合单位项目被亮黄灯每次扣0.5分"]),
        ("未按期办结的，每件扣牵头单位2分、配合单位1分。", ["牵头单位结果逾期同一事项只计一次，扣2分", "配合单位结果逾期同一事项只计一次，扣1分"]),
        ("领导批示每件加1分（县级）、2分（市级）、3分（省级）。", []),
        # By how much, how often something is to be done, within how many days: none of these is each time.
        ("虚报投资的，按虚报额每100万元扣0.5分。", []),
        ("知识库信息每月更新一次的加0.5分。", []),
        ("超过规定时限5天以内的每件扣1分，5天以上的每件扣2分。", []),
        # How grave something was says more of what stands before it; in whose name and tone a circular was, these words do not say.
        ("督查发现反馈与实际不符的，每件扣3分；情节严重、造成不良影响的，每件扣5分。", ["督查发现反馈与实际不符同一事项只计一次，扣3分"]),
        ("情节严重的，扣5分。", []),
        ("对工作敷衍的扣1至3分；情节特别严重的，扣3至5分。", []),
        ("通报一次扣1分，问责一次扣5分。", ["问责每次扣5分"]),
        # Once for a matter; once for all; what the third time costs, no amount says.
        ("配合单位不配合的，每件扣1分。", ["配合单位不予配合同一事项只计一次，扣1分"]),
        ("逾期不签收的，每次扣0.5分。", ["签收逾期每次扣0.5分"]),
        ("被催办的，每件扣0.5分。", ["催办同一事项只计一次，扣0.5分"]),
        ("配合单位不配合的，每次扣1分。", ["配合单位不予配合每次扣1分"]),
        ("全年事项均圆满完成的，一次性加5分。", []),
        ("未按时报送材料的，一次扣1分，两次扣3分，三次及以上不得分。", []),
        ("发现问题未整改的，第一次扣1分，第二次扣3分，第三次以上的不得分。", []),
        # One paper alone is no report of how things go, and what is not mended is no matter.
        ("工作总结于次年1月10日前报送，逾期未报的扣2分。", []),
        ("未按时报送实施方案的，每次扣1分。", ["未按时报送实施方案每次扣1分"]),
        ("未按时报送进展情况的，每次扣1分。", ["报告逾期每次扣1分"]),
        ("出现差评未在规定时间内整改的，每个扣1分。", []),
        ("重大紧急信息迟报的，每次扣2分。", ["重大紧急信息迟报每次扣2分"]),
        ("突发事件应在事发1小时内报告，迟报的每次扣2分。", []),
        ("对报送不实、虚假应付的，一经查实，每件扣3分。", ["对报送不实、虚假应付同一事项只计一次，扣3分"]),
        # All of an item and more of the total.
        ("反馈材料（15分）：弄虚作假的，本项不得分，并倒扣5分。", []),
        ("数据造假的，每次倒扣5分。", []),
        ("考核实行倒扣分，弄虚作假的，每次扣5分。", ["报告不实每次扣5分"]),
        # Who decides is no part of what happens.
        ("对主动作为并取得成效的，经考核领导小组认定，每项加0.5—2分。", ["对主动作为并取得成效每次由考核领导小组在0.5至2分内加分，写明理由"]),
        # Whom a ranking puts last is recorded when it is published.
        ("每月得分排名前10名的乡镇，每次加1分。", []),
        # What happens stands behind 每.
        ("督查会议每缺席一次扣1分，每迟到一次扣0.5分。", ["督查会议缺席每次扣1分", "迟到每次扣0.5分"]),
        ("每亮一次黄灯扣1分，每亮一次红灯扣3分。", ["亮黄灯每次扣1分", "亮红灯每次扣3分"]),
        ("每周五前报送进展，每迟报1次扣0.5分。", ["期限“进展”：当周起每周五", "报告逾期每次扣0.5分"]),
        ("每月5日、20日前各报送一次进展，漏报1次扣1分。", ["期限“进展（5日）”：当月起每月5日", "期限“进展（20日）”：当月起每月20日", "漏报每次扣1分"]),
        ("未签收扣0.5分/件，超期未办结扣1分/件。", ["未签收同一事项只计一次，扣0.5分", "结果逾期同一事项只计一次，扣1分"]),
        ("缺席督查会议的扣1分/人次。", ["缺席督查会议按人次，每1扣1分"]),
        # One after another in a sentence that says nothing else.
        ("未建立台账的扣2分，台账不规范的扣1分。", ["未建立台账同一单位只计一次，扣2分", "台账不规范同一单位只计一次，扣1分"]),
        ("未建立台账的扣2分，台账不规范的酌情扣分。", []),
        ("排名倒数第一的扣3分，倒数第二的扣2分。", []),
        # 逾期的 of the one thing that was to be done.
        ("责任单位应在7个工作日内办结，逾期的每件扣1分。", ["期限“办结”：交办之日起7个工作日", "结果逾期同一事项只计一次，扣1分"]),
        ("应在7日内办结并报送结果，逾期的每次扣1分。", ["期限“办结”：交办之日起7日"]),
        ("督办事项按时销号的，每件加0.5分。", ["本期办结、按时办结的事项每件加0.5分"]),
        ("未在规定时间内反馈的，每项每次扣0.5分。", ["报告逾期每次扣0.5分"]),
        ("受到市级或省级表彰的，每次加2分。", ["通报表扬（级别（谁作出）为市（州）委市（州）政府或市（州）主要领导或省委省政府）每次加2分"]),
        ("承办省级现场会或在会上作经验交流的，每次加2分。", ["省委省政府现场会每次加2分", "在会上作经验交流每次加2分"]),
        ("一般问题整改超期的每件扣0.5分。", ["一般问题整改超期同一事项只计一次，扣0.5分"]),
        ("无方案扣2分，未建台账扣1分。", ["无方案同一单位只计一次，扣2分", "未建台账同一单位只计一次，扣1分"]),
        ("工作推进缓慢扣2分，无故缺席扣1分。", []),
        ("台账健全的得5分，每缺一项扣2分。", ["台账健全少一项每次扣2分"]),
        ("每缺1次扣2分。", []),
        # A matter is no act, one person no body, and nothing named beside others is passed over.
        ("电话督办件逾期的每件扣1分。", []),
        ("电话督办每次扣1分。", ["电话或口头催办每次扣1分"]),
        ("获市委书记、市长肯定性批示的，每次加2分；获其他市领导肯定性批示的，每次加1分。", ["批示表扬每次按级别（谁作出）计：市（州）主要领导加2分、市（州）委市（州）政府加1分"]),
        ("县委书记、县长批示批评的，每次扣3分。", ["县主要领导批示批评每次扣3分"]),
        ("副县长批示批评的，每次扣3分。", []),
        ("漏报、瞒报、错报一次扣1分。", ["漏报每次扣1分", "报告不实每次扣1分", "错报每次扣1分"]),
        ("督查发现问题未整改的，每个扣2分。", ["督查发现问题未整改每次扣2分"]),
        ("信息被国办采用的每条加5分。", ["中央刊发每次加5分"]),
        ("加减分合计不超过20分。", []),
        # A class of matters and how long it was are more of what was said before, who narrows it says less than the kind.
        ("未按期办结的，每件扣1分；属县委常委会议定事项的，每件扣2分。", ["结果逾期同一事项只计一次，扣1分"]),
        ("未按期办结的每件扣1分，超过10天的每件再扣1分。", ["结果逾期同一事项只计一次，扣1分"]),
        ("对提前完成且质量较高的，每项加1分。", []),
        ("受到市级部门通报表扬的，每次加0.5分。", []),
        ("市领导批示表扬的，每次加1分。", [f"批示表扬（{CITY}）每次加1分"]),
        ("迟报的每次扣0.5分，漏报的每次扣1分，此项最多扣5分。", ["报告逾期每次扣0.5分，计入“报告逾期等”项", "漏报每次扣1分，计入“报告逾期等”项"]),
        # Limits, and the highest only.
        ("加分项累计不超过10分，扣分项不设上限。", ["加分合计以10分为限"]),
        ("加分上限10分，扣分上限20分。", ["加分合计以10分为限", "扣分合计以20分为限"]),
        ("减分项（最多扣20分）：擅自离会的，每次扣1分。", ["扣分合计以20分为限", "擅自离会每次扣1分"]),
        ("一次性通过审核的得满分，每退回一次扣3分。", ["退回重办每次扣3分"]),
        ("单项加分项最高不超过5分。", []),
        ("市级表彰加1分，省级表彰加2分，同一事项按最高级别加分。", [f"通报表扬（{CITY}）每次加1分", "同一件事的通报只计最高一次", "省委省政府通报表扬每次加2分"]),
        ("获县主要领导肯定性批示的，每次加1分；同一事项获多级批示的，按最高级别计分。", ["县主要领导批示表扬每次加1分", "同一件事的批示只计最高一次"]),
        ("同一事项被不同层级督查的，按最高扣分计算。", []),
    ],
)  # fmt: skip
def test_amounts_say_whose_and_for_what(words, sentences):
    assert _offered(words) == sentences


LIGHTS = """第一条 基础分100分。
第二条 项目被亮黄灯的每次扣牵头单位1分、配合单位0.5分；被亮红灯的每次扣牵头单位3分、配合单位1.5分。
第三条 协调问题应在7个工作日内办结，逾期的每件每日扣0.1分，累计不超过2分。
第四条 未建立台账的扣2分，台账不规范的扣1分。
第五条 承办县级以上现场会的，县级加2分，市级加4分，省级加6分。
第六条 按时销号的，每件加0.5分，加分项累计不超过5分。"""


def test_lights_of_projects():
    """Lead of 甲, co-unit of 乙. Yellow on both: 1 + 0.5; red on 乙: 1.5. Late 5 days and 30 days: 0.5 + 3, at most 2. No ledger: 2. A meeting of the city and one of the province: 10, two in time: 1; at most 5."""
    content = drafted(LIGHTS)
    sent = (assigned("甲"), assigned("乙", role="support"))
    lights = [*own(content, "项目被亮黄灯", "02-01", matter="甲"), *own(content, "项目被亮黄灯", "02-01", matter="乙")]
    red = own(content, "被亮红灯", "03-01", matter="乙")
    assert total_of(content, *sent, *lights) == "98.5"
    assert total_of(content, *sent, *lights, *red) == "97"
    tardy = [late("04-01", matter="甲", days=5)]
    assert total_of(content, *sent, *tardy) == "99.5"
    assert total_of(content, *sent, *tardy, late("05-01", matter="乙", days=30)) == "98"
    assert total_of(content, *sent, *own(content, "未建立台账", "06-01", "07-01")) == "98"
    held = [{"kind": "hosted_meeting", "day": "2026-08-01", "authority": body} for body in ("prefecture", "province")]
    assert total_of(content, *sent, *held[:1]) == "104"
    in_time = [assigned("丙"), completed("丙", "09-01"), assigned("丁"), completed("丁", "09-02")]
    assert total_of(content, *sent, *in_time) == "101"
    assert total_of(content, *sent, *held, *in_time) == "105"


SHEET = """一、基础工作（30分）
1．组织领导（10分）。明确联络员得5分；研究部署督查工作每年不少于2次，每少一次扣2.5分。
2．信息报送（20分）。每月报送督查信息不少于2条，每少1条扣1分。
二、按期办结率（30分）。达到100%得30分，每降1个百分点扣1分，扣完为止。"""


def test_an_item_of_which_words_give_a_part_is_no_slope_of_all():
    """10 + 20 - 3×1; 30 - 4×1. A slope from 10 for 2 meetings, and one from 20 for 2 reports a year, read neither 5分 nor 每月."""
    content = drafted(SHEET)
    rate = {"kind": "figure", "day": "2026-12-30", "quantity": figure_of(content, "按期办结率"), "value": "96"}
    missing = own(content, "信息报送少一条", "01-31", "02-28", "03-31")
    assert list(content["regime"]["quantities"]) == [rate["quantity"]]
    assert total_of(content, rate) == "56"
    assert total_of(content, rate, *missing) == "53"
