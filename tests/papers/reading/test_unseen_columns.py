"""What tables and margins say in ways that were read wrongly in silence: a test for each kind; words our own."""

from datetime import date

import openpyxl
import pytest

from duban.papers.reading import parse
from duban.papers.reading.tasks.owners import read_owners
from tests.papers.workbooks import book, saved

HEADS = ["序号", "任务", "责任单位", "完成时限"]


def test_quarters_under_a_common_head_keep_their_names():
    rows = [
        ["序号", "任务", "责任分工", "", "进度安排", "", ""],
        ["", "", "牵头", "配合", "一季度", "二季度", "三季度"],
        ["1", "办车展", "商务局", "贸促会", "", "办首场", "办末场"],
    ]
    (item,) = parse(book(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:G1"]), "a.xlsx", year=2026).items
    assert (item.lead, item.support) == (("商务局",), ("贸促会",))
    assert any("二季度办首场，三季度办末场" in doubt for doubt in item.doubts)


def test_a_count_of_tasks_is_no_task():
    made = openpyxl.Workbook()
    made.active.title = "汇总"
    made.active.append(["单位", "任务数"])
    made.active.append(["县教育局", 2])
    sheet = made.create_sheet("县教育局")
    sheet.append(["任务", "完成时限"])
    sheet.append(["改造食堂", "2026年8月底"])
    (item,) = parse(saved(made), "a.xlsx").items
    assert (item.text, item.lead, item.due) == ("改造食堂", ("县教育局",), date(2026, 8, 31))
    assert any("统一规定" in doubt for doubt in item.doubts)


def test_units_as_heads_with_signs_below():
    rows = [["序号", "任务", "完成时限", "县发改局", "县财政局", "县水利局"], ["1", "编规划", "6月底", "△", "", "★"]]
    (item,) = parse(book(rows), "a.xlsx", year=2026).items
    assert item.lead == ("县发改局", "县水利局")
    assert any("县水利局★" in doubt for doubt in item.doubts)


def test_units_as_heads_with_roles_below():
    rows = [["序号", "任务", "完成时限", "县发改局", "县财政局"], ["1", "编规划", "6月底", "配合", "牵头"]]
    (item,) = parse(book(rows), "a.xlsx", year=2026).items
    assert (item.lead, item.support, item.doubts) == (("县财政局",), ("县发改局",), ())


@pytest.mark.parametrize("words", ["其中12辆6月底前到位", "责任单位调整为县林业局"])
def test_a_remark_with_a_limit_or_a_unit_is_a_doubt(words):
    rows = [[*HEADS, "备注"], ["1", "更新公交", "县交通局", "2026年11月15日", words]]
    (item,) = parse(book(rows), "a.xlsx").items
    assert item.due == date(2026, 11, 15)
    assert any(words in doubt for doubt in item.doubts)


def test_a_remark_about_anything_else_is_none():
    rows = [[*HEADS, "备注"], ["1", "更新公交", "县交通局", "2026年11月15日", "续建项目"]]
    assert parse(book(rows), "a.xlsx").items[0].doubts == ()


@pytest.mark.parametrize(
    "other",
    [["序号", "姓名", "单位", "电话"], ["序号", "项目", "金额（万元）", "来源"], ["序号", "名称", "规格", "数量"]],
)
def test_a_list_of_something_else_is_no_table_of_tasks_going_on(docx, other):
    data = docx([HEADS, ["1", "清淤", "县水利局", "6月底"]], "附表", [other, ["1", "张某", "县水利局", "6211111"]])
    assert [item.text for item in parse(data, "a.docx", year=2026).items] == ["清淤"]


def test_a_table_that_goes_on_without_a_head_still_does(docx):
    data = docx([HEADS, ["1", "清淤", "县水利局", "6月底"]], "", [["2", "修渠", "县水利局", "7月底"]])
    assert [item.text for item in parse(data, "a.docx", year=2026).items] == ["清淤", "修渠"]


def test_who_is_named_above_a_table_has_its_rows(docx):
    rows = [["序号", "工作任务", "完成时限"], ["1", "巡护", "4月底"]]
    data = docx("2026年分工", "责任单位：县林业局", rows, "责任单位：县资源局", [rows[0], ["1", "查图斑", "7月底"]])
    paper = parse(data, "a.docx", year=2026)
    assert [(item.text, item.lead) for item in paper.items] == [("巡护", ("县林业局",)), ("查图斑", ("县资源局",))]
    assert all(any("统一规定" in doubt for doubt in item.doubts) for item in paper.items)


def test_who_is_named_above_a_table_with_units_of_its_own_stays_in_the_text(docx):
    data = docx("2026年分工", "一、修桥。", "责任单位：县交通局", [HEADS, ["1", "巡护", "县林业局", "4月底"]])
    leads = {item.lead for item in parse(data, "a.docx", year=2026).items}
    assert leads == {("县交通局",), ("县林业局",)}


@pytest.mark.parametrize("words", ["文旅局（副局长 高飞）", "文旅局（局长高飞）", "文旅局（党组书记：高飞）"])
def test_a_person_with_a_post_stands_beside_the_unit(words):
    read = read_owners(words)
    assert (read.charged, read.notes) == (["文旅局"], [("责任人", "高飞")])


@pytest.mark.parametrize("words", ["即查即改", "即时办理", "边督边改"])
def test_at_once_in_other_words(words):
    (item,) = parse(book([HEADS, ["1", "整改", "县水利局", words]]), "a.xlsx").items
    assert any("立即办理" in doubt for doubt in item.doubts)


def test_a_table_of_tasks_and_limits_alone():
    rows = [["工作任务", "完成时限"], ["建冷库", "2026年8月底"]]
    (item,) = parse(book(rows), "a.xlsx").items
    assert (item.text, item.due) == ("建冷库", date(2026, 8, 31))
