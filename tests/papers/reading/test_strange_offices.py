"""Habits of offices that were read wrongly in silence, found in papers made up by a stranger: a test for each kind."""

from datetime import date

from duban.papers.reading import parse, parse_text


def owners(text, **more):
    return [(item.lead, item.support) for item in parse_text(text, **more).items]


def test_a_bureau_of_town_and_country_is_no_township():
    minutes = (
        "会议纪要\n〔2026〕3号\n会议议定：\n一、扬尘管控。由区住房和城乡建设局牵头，古城乡配合，5月20日前查完工地。"
    )
    assert owners(minutes) == [(("区住房和城乡建设局",), ("古城乡",))]


def test_the_standing_committee_of_the_people_s_congress_keeps_its_name():
    minutes = "会议纪要\n〔2026〕3号\n会议议定：\n一、区人大常委会负责拟定视察方案，区政协办公室参与，8月底前开展。"
    assert owners(minutes) == [(("区人大常委会",), ("区政协办公室",))]


def test_what_a_sentence_is_about_before_its_unit_is_no_part_of_the_name():
    minutes = "会议纪要\n〔2026〕3号\n会议议定：\n一、老旧电梯更新由区市场监管局牵头、区住建局配合，5月底前摸清底数。"
    assert owners(minutes) == [(("区市场监管局",), ("区住建局",))]


def test_departments_of_the_county_that_share_the_work_are_kept():
    text = "2026年任务分工\n1.新增主题15个。县审批局牵头，县直相关部门按职责分工负责，6月底前完成。\n2.清理收费。县发改局牵头，5月底前完成。"
    assert owners(text)[0] == (("县审批局",), ("县直相关部门",))


def test_rules_that_a_decision_speaks_of_make_the_paper_no_text_of_rules():
    text = (
        "县政府常务会议议定事项\n（2026年3月12日）\n一、通过《殡葬管理办法》。由县民政局修改，3月20日前印发。\n"
        "二、同意《水价方案》。由县发改局牵头，县水务公司配合，做好听证。"
    )
    assert owners(text) == [(("县民政局",), ()), (("县发改局",), ("县水务公司",))]


def test_a_day_that_another_has_replaced_is_no_date():
    text = "2026年任务分工\n1.办好花节。（原定4月10日举办，调整为4月25日举办）（县文旅局牵头）\n2.修订制度。责任单位：县财政局；整改时限：原定5月底，经批准延期至7月底。"
    first, second = parse_text(text).items
    assert [(each.date, each.text) for each in first.milestones] == [
        (None, "原定4月10日"),
        (date(2026, 4, 25), "4月25日"),
    ]
    assert [(each.date, each.text) for each in second.milestones] == [(None, "原定5月底"), (date(2026, 7, 31), "7月底")]
    assert (first.due, second.due) == (date(2026, 4, 25), date(2026, 7, 31))


def test_who_was_there_and_who_gets_a_copy_is_no_part_of_the_last_task():
    minutes = (
        "会议纪要\n〔2026〕3号\n会议议定：\n一、由县财政局负责，4月底前拨款。\n二、即日起至12月底，县审计局每月5日前报送数据。\n"
        "参加人员：县住建局吴军，县城管局郑华。\n抄送：县委办公室。"
    )
    paper = parse_text(minutes)
    assert paper.items[-1].text == "即日起至12月底，县审计局每月5日前报送数据。"
    assert "参加人员：县住建局吴军，县城管局郑华。" in paper.unparsed


def test_what_is_asked_of_all_is_no_limit_of_the_last():
    text = (
        "关于2026年信访事项的通知\n1.办证难\n责任单位：县自然资源局\n要求：3月底前办结。\n"
        "2.异味\n责任单位：县生态环境局\n要求：5月底前办结。\n以上事项，请于每月25日前报送进展。"
    )
    paper = parse_text(text)
    assert (paper.items[-1].recurrence, paper.items[-1].due) == ("", date(2026, 5, 31))
    assert "以上事项，请于每月25日前报送进展。" in paper.unparsed


def test_one_of_those_addressed_that_a_point_begins_with_has_it_alone():
    text = (
        "县委办公室督查通知\n县教育局、县财政局、县住建局：\n一、县教育局牵头解决学位问题，2026年8月底前完成。\n"
        "二、县财政局于2026年5月10日前拨付资金。"
    )
    assert owners(text) == [(("县教育局",), ()), (("县财政局",), ())]


def test_the_village_s_stations_under_a_heading_are_owners():
    text = "镇2026年工作安排\n一、人居环境整治。牵头领导：孙丽，责任站所：村镇建设中心\n二、征兵工作，武装部负责，2月底前完成。"
    assert owners(text) == [(("村镇建设中心",), ()), (("武装部",), ())]


def test_parts_with_their_days_in_brackets_are_no_units():
    text = "2026年任务分工\n1.修复道路28公里（其中汛期前完成15公里，10月底前全部完成），责任单位：区交通局；区应急局\n2.清淤。（区水务局牵头，6月底前完成）"
    assert owners(text)[0] == (("区交通局", "区应急局"), ())


def test_a_point_that_is_struck_out_is_listed_and_no_task():
    paper = parse_text(
        "2026年任务分工\n1.修路。（县交通局牵头，5月底前完成）\n2.此项取消（原为建公园）。\n3.清淤。（县水利局牵头，6月底前完成）"
    )
    assert [item.no for item in paper.items] == ["1", "3"]
    assert paper.unparsed == ("2.此项取消（原为建公园）。",)


def test_the_progress_that_is_planned_is_the_limit():
    text = "2026年民生实事\n一、新建公园。\n责任单位：区园林局    责任人：姚军\n形象进度：2季度开工；12月20日前竣工。\n二、筛查。\n责任单位：区卫健委\n形象进度：11月底前全部完成。"
    assert [item.due for item in parse_text(text).items] == [date(2026, 12, 20), date(2026, 11, 30)]


def test_the_unit_on_a_line_within_a_chapter_does_not_own_the_next():
    text = "县2026年整改分工\n一、耕地整改\n1、图斑核查\n县自然资源局牵头，县农业农村局参加\n2、复耕（责任单位：县农业局）\n二、扬尘治理，4月30日前见效\n三、落实责任"
    assert all("县自然资源局" not in item.lead for item in parse_text(text).items if item.no in "二三")


def test_what_the_matter_is_stands_under_its_label_on_a_slip():
    slip = "县委督查室转办单\n转办日期：2026年6月2日\n事项内容：群众反映施工超期\n承办单位：县交通局\n办结时限：2026年6月12日"
    (item,) = parse_text(slip).items
    assert (item.text, item.lead) == ("群众反映施工超期", ("县交通局",))


def test_from_when_all_points_hold_is_no_part_of_the_last():
    text = "2026年任务分工\n一、由县财政局负责，3月底前拨款。\n二、由县林业局负责，4月底前集训。\n以上任务分工自印发之日起执行。"
    assert parse_text(text).items[-1].text == "由县林业局负责，4月底前集训。"


def test_two_persons_of_two_units_in_one_cell_are_both_answered(docx):
    rows = [
        ["序号", "项目名称", "责任单位及责任人", "开竣工时间"],
        ["1", "改造管网", "县水务公司：陈浩；县住建局：何军", "2026年3月—2027年6月"],
    ]
    (item,) = parse(docx(rows), "a.docx").items
    assert item.as_json()["notes"]["责任人"] == "陈浩、何军"
    assert item.due == date(2027, 6, 30)


def test_a_heading_of_units_is_not_lost_where_its_points_are_no_tasks():
    text = (
        "某市2026年重点工作任务分工\n\n二、县住建局、县城管局：扬尘治理\n①5月底前完成工地喷淋设施安装。\n②每月10日前报送检查情况。\n\n"
        "三、校园安全（牵头单位：县教育局）\n1.8月底前完成校舍排查（县教育局）。\n"
    )
    assert "二、县住建局、县城管局：扬尘治理" in parse_text(text).unparsed
    points = "二、县住建局、县城管局：扬尘治理\n①工地六个百分百，即日起执行\n三、落实责任。书记为第一责任人\n"
    unread = parse_text(f"任务分工\n一、耕地整改\n1.复耕100亩（责任单位：县农业农村局）。\n{points}").unparsed
    assert {*points.splitlines()[:2], "三、落实责任。", "书记为第一责任人"} <= set(unread)
