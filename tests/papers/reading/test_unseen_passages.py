"""What running text says of units and days in ways that were read wrongly in silence: a test for each kind; sentences our own."""

from datetime import date

import pytest

from duban.papers.reading import parse_text
from duban.papers.reading.tasks.owners import read_owners


def read(text, **more):
    return [(item.lead, item.support, item.due) for item in parse_text(text, **more).items]


def only(text, **more):
    (item,) = parse_text(text, **more).items
    return item


def test_counted_clauses_are_no_part_of_a_name():
    minutes = "会议纪要\n〔2026〕6号\n会议决定：同意。一是县农业局要查清缺口，3月20日前报告；二是县供销社要备足化肥，4月5日前到位；三是各乡镇要抓好管理。"
    assert read(minutes) == [
        (("县农业局",), (), date(2026, 3, 20)),
        (("县供销社",), (), date(2026, 4, 5)),
        (("各乡镇",), (), None),
    ]


def test_counted_lines_are_tasks_in_a_row():
    lines = "2026年防汛分工\n一是县水利局负责调度，5月底前改完预案。\n二是县住建局负责排涝，6月底前检修泵站。\n三是县气象局及时发布预警。"
    first, second, third = parse_text(lines).items
    assert (first.lead, second.lead, third.lead) == (("县水利局",), ("县住建局",), ("县气象局",))


@pytest.mark.parametrize(
    ("bracket", "support"),
    [
        ("县工信局牵头，县统计局配合，2026年9月底前兑现", ["县统计局"]),
        ("县工信局牵头，县统计局配合，6月底前出台细则", ["县统计局"]),
        ("县工信局牵头，县统计局配合，即时办理", ["县统计局"]),
        ("县工信局牵头，县统计局配合，每季度1期", ["县统计局"]),
    ],
)
def test_a_limit_with_what_is_to_be_done_by_then_is_nobody(bracket, support):
    owners = read_owners(bracket)
    assert (owners.lead, owners.charged, owners.support) == (["县工信局"], [], support)
    assert len(owners.limits) == 1


def test_labels_that_are_numbered_belong_to_the_point_above():
    item = only(
        "2026年项目清单\n（一）冷链园。\n1．责任单位：区商务局\n2．配合单位：东街道\n3．时间节点：3月底前平整，9月底前竣工。"
    )
    assert (item.no, item.text, item.lead, item.support) == ("（一）", "冷链园。", ("区商务局",), ("东街道",))
    assert [each.date for each in item.milestones] == [date(2026, 3, 31), date(2026, 9, 30)]


@pytest.mark.parametrize(
    "line",
    [
        "改厕二百座，牵头：县住建局；配合：县财政局；时限：11月15日前",
        "改厕二百座，责任：县住建局（牵头）、县财政局；时限：11月15日前",
        "改厕二百座。责任单位：县住建局（牵头）、县财政局，完成时限：11月15日前",
        "改厕二百座（县住建局牵头，县财政局配合，11月15日前）",
    ],
)
def test_labels_within_a_line(line):
    assert read(f"2026年任务分工\n1．{line}") == [(("县住建局",), ("县财政局",), date(2026, 11, 15))]


def test_a_bracket_of_names_ends_a_numbered_line_without_a_stop():
    assert read("2026年任务分工\n1．扩建水厂（县水务集团，10月底前）\n2．建停车场（县城管局，9月底前）") == [
        (("县水务集团",), (), date(2026, 10, 31)),
        (("县城管局",), (), date(2026, 9, 30)),
    ]


def test_a_request_to_report_names_nobody():
    notice = "督 办 通 知\n〔2026〕1号\n县住建局：\n1.管网清淤。由县住建局负责，6月底前完成。\n请于每月25日前将进展情况报县政府督查室。"
    assert all("每月" not in name for item in parse_text(notice).items for name in item.lead)


def test_what_a_point_is_called_stays_with_it():
    item = only("督办通知\n〔2026〕1号\n1.清淤。由县住建局负责，6月底前完成。")
    assert (item.text, item.lead) == ("清淤。由县住建局负责，6月底前完成。", ("县住建局",))


def test_measures_under_a_task_that_name_their_own_units():
    paper = "整改分工\n2026年2月20日\n一、断面超标\n整改时限：2026年12月底\n责任单位：县环境局\n整改措施：\n（一）提标。县住建局牵头，8月底前完成。\n（二）清理。东镇负责，5月底前完成。"
    assert read(paper)[1:] == [(("县住建局",), (), date(2026, 8, 31)), (("东镇",), (), date(2026, 5, 31))]
    assert "提标" in parse_text(paper).items[1].text


def test_a_slip_takes_help_from_its_words_and_doubts_whom_else_they_call():
    item = only(
        "批示交办单\n来文单位：县信访局\n批示内容：请县教体局牵头，县财政局配合，认真解决。另请县审计局介入。\n承办单位：县教体局"
    )
    assert (item.lead, item.support) == (("县教体局",), ("县财政局",))
    assert any("县审计局" in doubt for doubt in item.doubts)


@pytest.mark.parametrize("words", ["所需资金由县财政局解决", "场地由城南街道协调", "城南街道做好征地"])
def test_a_unit_that_is_called_in_the_midst_is_a_doubt(words):
    item = only(f"会议纪要\n〔2026〕1号\n会议议定：\n1.由县教体局负责更新校车，9月底前运行，{words}。")
    assert item.lead == ("县教体局",)
    assert any("还提到其他单位" in doubt for doubt in item.doubts)


def test_a_title_charges_nobody():
    assert [
        item.lead for item in parse_text("县政府2026年第3次常务会议议定事项\n1.县水利局负责6月底前修坝。").items
    ] == [("县水利局",)]


def test_what_follows_if_it_is_not_done_is_no_task():
    assert read("会议纪要\n〔2026〕1号\n会议议定：\n1.责成县文旅局限期整改，逾期未改的，由县纪委监委问责。") == [
        (("县文旅局",), (), None)
    ]


def test_your_county_whatever_verb_follows():
    item = only(
        "关于热线问题的交办函\n〔2026〕4号\n德县人民政府：\n群众反映自来水浑浊。请你县高度重视，于2026年5月25日前报送结果。\n附件：1.工单\n2.照片"
    )
    assert (item.lead, item.due) == (("德县人民政府",), date(2026, 5, 25))
    assert "浑浊" in item.text


def test_a_limit_may_stand_before_the_unit():
    paper = "会议纪要\n〔2026〕1号\n会议议定：\n1.6月15日前，市规划局完成调整；\n2.县财政局自8月起，每月5日前拨付。"
    assert [item.lead for item in parse_text(paper).items] == [("市规划局",), ("县财政局",)]


def test_one_line_above_all_points_names_who_has_them():
    paper = parse_text("2026年度目标责任书\n责任单位：县文旅局\n一、接待游客三百万。\n二、修缮旧址，9月底前完工。")
    assert [(item.lead, item.due) for item in paper.items] == [
        (("县文旅局",), None),
        (("县文旅局",), date(2026, 9, 30)),
    ]
    assert all(any("统一规定" in doubt for doubt in item.doubts) for item in paper.items)


def test_problems_and_cases_are_numbered_too():
    first, second = parse_text(
        "2026年分解\n问题1：待遇偏低。\n责任单位：县卫健局\n整改时限：6月底\n问题2：护栏缺失。\n责任单位：县交通局\n整改时限：8月15日"
    ).items
    assert ("待遇偏低" in first.text, "护栏缺失" in second.text) == (True, True)


def test_numbers_that_only_a_blank_divides():
    paper = parse_text(
        "办公室分工\n1 文稿：秘书科，5月12日前完成\n2 会务：行政科，当天\n3 督查：督查科，会后梳理", year=2026
    )
    told = "".join(item.text for item in paper.items) + "".join(paper.unparsed)
    assert all(words in told for words in ("文稿", "会务", "督查"))


def test_a_table_that_single_blanks_divide():
    assert read(
        "2026年安排\n序号 工作内容 责任单位 完成时间\n1 更新电梯 区住建局 8月底\n2 规范夜市 区城管局 7月20日", year=2026
    ) == [(("区住建局",), (), date(2026, 8, 31)), (("区城管局",), (), date(2026, 7, 20))]


def test_the_weekly_report_of_a_closing_section_is_listed():
    paper = parse_text(
        "2026年安排\n一、分工\n（一）县林业局负责供苗，3月15日前到位。\n二、要求\n县林业局每周五下班前将进度报县政府办公室。"
    )
    assert any("每周五" in words for words in paper.unparsed)


def test_a_quarter_may_say_which_activity():
    assert [
        each.date
        for each in only(
            "会议纪要\n〔2026〕1号\n会议议定：\n1.县发改局负责三季度集中开工活动，9月20日前拿出方案。"
        ).milestones
    ] == [date(2026, 9, 20)]


def test_who_hosts_beside_who_helps_is_no_imprint():
    assert read("2026年办理\n一、补齐短板\n主办：县住建局　会办：县环境局　答复时限：6月20日") == [
        (("县住建局",), ("县环境局",), date(2026, 6, 20))
    ]
