"""A small made-up paper for each way in which offices write down who does what by when."""

from datetime import date

import pytest

from duban.papers.reading import parse_text

HEAD = "某县人民政府办公室关于印发2026年重点事项分工的通知\n某政办发〔2026〕5号\n\n"
FOOT = "\n\n某县人民政府办公室\n2026年2月3日\n"


def read(body, head=HEAD, foot=FOOT):
    return parse_text(head + body + foot)


def rows(paper):
    return [(item.lead, item.support, item.due) for item in paper.items]


JUNE, JULY, OCTOBER = date(2026, 6, 30), date(2026, 7, 31), date(2026, 10, 31)

PAPERS = {
    "a heading's owner is everybody's who has none": (
        "一、文旅（牵头单位：县文旅局）\n1．布展五场，6月底前开展。\n2．修缮戏台。（县住建局牵头，县财政局配合）\n"
        "二、交通（牵头单位：县交通局）\n3．补栽护栏，7月底前完成。",
        [(("县文旅局",), (), JUNE), (("县住建局",), ("县财政局",), None), (("县交通局",), (), JULY)],
    ),
    "a heading that is a unit": (
        "一、县文旅局\n1．布展五场，6月底前开展。\n2．修缮戏台。\n二、县交通局（1项）\n3．补栽护栏，7月底前完成。",
        [(("县文旅局",), (), JUNE), (("县文旅局",), (), None), (("县交通局",), (), JULY)],
    ),
    "a sentence behind names the owner of those above": (
        "一、街面\n1．粉刷栏杆，6月底前完成。\n2．更换站牌，7月底前完成。\n以上两项由县城管局牵头，县交通局配合。\n二、其他\n3．清查台账。（县审计局负责）",
        [(("县城管局",), ("县交通局",), JUNE), (("县城管局",), ("县交通局",), JULY), (("县审计局",), (), None)],
    ),
    "a sentence before names the owner of those below": (
        "一、街面\n本部分任务由县城管局负责。\n1．粉刷栏杆，6月底前完成。\n2．更换站牌，7月底前完成。",
        [(("县城管局",), (), JUNE), (("县城管局",), (), JULY)],
    ),
    "several brackets at a paragraph's end": (
        "一、三类培训\n办茶艺班。（县文旅局负责）办电工班。（县人社局负责，县供电公司指导）办急救班。（县卫健局负责）",
        [(("县文旅局",), (), None), (("县人社局",), (), None), (("县卫健局",), (), None)],
    ),
    "a bracket before the stop, and one within the sentence": (
        "1．粉刷栏杆（县城管局负责）。\n2．更换站牌（县交通局负责），7月底前完成。",
        [(("县城管局",), (), None), (("县交通局",), (), JULY)],
    ),
    "a bracket that explains owns nothing": (
        "1．检修电梯（医院内由医院自行负责的除外）三十部，6月底前完成。（县住建局负责）",
        [(("县住建局",), (), JUNE)],
    ),
    "a bracket of nothing but names": (
        "1．粉刷栏杆。（县城管局）\n2．更换站牌。（县交通局）",
        [(("县城管局",), (), None), (("县交通局",), (), None)],
    ),
    "numbers before years": (
        "7.2026年6月底前粉刷栏杆。（县城管局负责）\n8．7月底前更换站牌。（县交通局负责）\n（9）10月底前清查台账。（县审计局负责）",
        [(("县城管局",), (), JUNE), (("县交通局",), (), JULY), (("县审计局",), (), OCTOBER)],
    ),
    "labels a line, in marks and in one line": (
        "1．粉刷栏杆\n牵头单位：县城管局\n配合单位：县财政局\n完成时限：2026年6月底\n2．更换站牌\n【牵头单位】县交通局　【完成时限】2026年7月底",
        [(("县城管局",), ("县财政局",), JUNE), (("县交通局",), (), JULY)],
    ),
    "several steps in one paragraph stay one task": (
        "（一）改善环境。一是6月底前粉刷栏杆；二是10月底前更换站牌；三是每季度末通报。（县城管局负责）",
        [(("县城管局",), (), OCTOBER)],
    ),
    "owners in the sentence": (
        "1．粉刷栏杆，由县城管局会同县财政局于6月底前完成。\n2．更换站牌，由县交通局负责，县公安局配合，7月底前完成。",
        [(("县城管局",), ("县财政局",), JUNE), (("县交通局",), ("县公安局",), JULY)],
    ),
    "an owner behind a dash among brackets": (
        "1．粉刷栏杆，6月底前完成——县城管局\n2．更换站牌。（县交通局负责）",
        [(("县城管局",), (), JUNE), (("县交通局",), (), None)],
    ),
    "a point without an owner among others": (
        "1．粉刷栏杆。（县城管局负责）\n2．更换站牌，7月底前完成。\n3．清查台账。（县审计局负责）",
        [(("县城管局",), (), None), ((), (), JULY), (("县审计局",), (), None)],
    ),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_an_idiom(kind):
    body, expected = PAPERS[kind]
    paper = read(body)
    assert rows(paper) == expected
    assert paper.unparsed == ()
    assert all(item.doubts == () for item in paper.items if item.lead)


def test_minutes_are_read_decision_by_decision():
    paper = read(
        "一、关于夜市\n会议指出，夜市关系民生。\n会议要求，由县城管局牵头，县公安局配合，6月底前拿出方案。\n会议明确，县住建局要会同甲镇于7月底前腾退场地。各村要落实看护人员。\n"
        "二、关于校车\n会议议定，县教育局负责核定线路，10月底前报县政府。\n出席：张三、李四",
        head="某县人民政府常务会议纪要\n〔2026〕3号\n2026年3月2日，县长主持召开常务会议。纪要如下：\n",
        foot="",
    )
    assert rows(paper) == [
        (("县城管局",), ("县公安局",), JUNE),
        (("县住建局",), ("甲镇",), JULY),
        (("各村",), (), None),
        (("县教育局",), (), OCTOBER),
    ]
    assert "出席" in "".join(paper.unparsed)


def test_a_decision_may_begin_with_its_unit():
    paper = read(
        "会议议定以下事项：\n一、会议要求，甲县交通局于6月底前打通岔路。\n二、县供电公司抓紧迁改线路，7月底前交地。\n三、乙镇、丙镇分别于10月底前腾退场地，县住建局加强督导。",
        head="某县人民政府专题会议纪要\n2026年2月3日\n\n",
        foot="",
    )
    assert [(row[0], row[2]) for row in rows(paper)] == [
        (("甲县交通局",), JUNE),
        (("县供电公司",), JULY),
        (("乙镇", "丙镇"), OCTOBER),
    ]


def test_an_instruction_counts_from_its_own_day():
    paper = read(
        "县长2026年3月4日批示：请县教育局会同县公安局研究，下周五前报我。此件请县信访局阅处。",
        head="领导批示办理单\n",
        foot="",
    )
    assert rows(paper) == [(("县教育局",), ("县公安局",), date(2026, 3, 13)), (("县信访局",), (), None)]


def test_a_slip_is_one_task():
    paper = read(
        "交办单位：县政府办公室　　承办单位：县水务局\n协办单位：甲镇\n交办事项：解决东片水压不足\n办理要求：2026年6月30日前办结。\n联系人：王五",
        head="督办通知单\n",
        foot="",
    )
    assert rows(paper) == [(("县水务局",), ("甲镇",), JUNE)]
    assert ("联系人", "王五") in paper.items[0].notes


def test_persons_and_scope_stand_beside_the_task():
    (item,) = read("1．粉刷栏杆。（县城管局负责，第一责任人：张三；适用范围：城区）").items
    assert (item.lead, item.notes, item.doubts) == (("县城管局",), (("第一责任人", "张三"), ("适用范围", "城区")), ())


def test_what_belongs_to_no_task_is_listed():
    paper = read("1．粉刷栏杆。（县城管局负责）\n\n请各单位于每月25日前报送进展，12月10日前报送总结。")
    assert len(paper.items) == 1
    assert "12月10日前报送总结" in "".join(paper.unparsed)


def test_a_part_of_the_task_gives_no_deadline_for_the_whole():
    (item,) = read("1．全年新建站台二十个，其中6月底前建成八个。（县交通局负责）").items
    assert (item.due, [m.date for m in item.milestones]) == (None, [JUNE])
    assert any("全年" in doubt for doubt in item.doubts)


MIXED = """一、民生
（一）检修供热管网，6月底前完成。（责任单位：县住建局；配合单位：县财政局）
（二）防控传染病。县卫健局、县教育局按职责分工负责，每月底前报送情况。
二、经济
（三）稳住投资。发改局牵头，统计局、财政局配合，7月底前提出方案。
（四）办好旅游季。文旅局要于10月底前启动，县市监局做好价格监管。
三、保障
（五）加强领导。各单位要明确专人负责。
"""


def test_tasks_go_on_under_later_headings_where_only_the_first_have_brackets():
    paper = read(MIXED)
    assert rows(paper) == [
        (("县住建局",), ("县财政局",), JUNE),
        (("县卫健局", "县教育局"), (), None),
        (("发改局",), ("统计局", "财政局"), JULY),
        (("文旅局",), (), OCTOBER),
    ]


def test_the_turn_of_the_year_in_a_title_is_no_limit():
    (item,) = read("（一）开展岁末年初安全检查，7月底前查完。（县应急局负责）").items
    assert (item.due, item.doubts) == (JULY, ())
