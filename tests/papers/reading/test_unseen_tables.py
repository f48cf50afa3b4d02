"""Roles, numbers, times and cells of papers that nobody here had seen: a test for each kind; sentences our own."""

import io
from datetime import date

import openpyxl
import pytest
import typst

from duban.papers.reading import parse, parse_text
from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.reading.tasks.owners import read_owners
from tests.papers.workbooks import book, saved


def only(text, **more):
    (item,) = parse_text(text, **more).items
    return item


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("上报二季度运行分析，7月10日前完成。", date(2026, 7, 10)),
        ("公示上半年补贴名单，7月20日前到村。", date(2026, 7, 20)),
        ("总结一季度经验，5月底前推广。", date(2026, 5, 31)),
    ],
)
def test_a_time_that_names_a_thing_is_no_limit(words, limit):
    item = only(f"某县2026年分工\n一、{words}（县统计局负责）")
    assert [each.date for each in item.milestones] == [limit]


@pytest.mark.parametrize(
    "words", ["修好桥梁，上半年完成。", "修好桥梁，于二季度建成。", "完成上半年。", "修好桥梁，6月完成。"]
)
def test_a_time_when_something_happens_still_is(words):
    assert only(f"某县2026年分工\n一、{words}（县水利局负责）").due == date(2026, 6, 30)


@pytest.mark.parametrize("words", ["防火期结束前", "汛期结束前", "春节过后", "供暖期结束前"])
def test_the_end_of_a_season_is_an_event(words):
    item = only(f"某县2026年分工\n一、{words}撤收器材。（县应急局负责）")
    assert item.due is None
    assert any("节日或时节" in doubt for doubt in item.doubts)


def test_numbers_with_a_stop_within():
    paper = parse_text(
        "某县2026年任务\n1 招商\n1.1 修订政策，3月底前印发。（甲局牵头，乙局配合）\n1.2 举办推介会。（甲局负责）\n2 要素\n2.1 清理土地。（丙局负责）"
    )
    assert [item.no for item in paper.items] == ["1.1", "1.2", "2.1"]
    assert [
        item.no for item in parse_text("一、修路\n1.5 万亩农田浇灌，6月底前完成。（甲局负责）", year=2026).items
    ] != ["1.5"]


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("县发改局（牵头）、县统计局、县工信局（配合）", ["县发改局"], ["县统计局", "县工信局"]),
        ("县民政局\n（配合单位：县卫健委、县住建局）", ["县民政局"], ["县卫健委", "县住建局"]),
        ("①县人社局 ②县总工会 ③团县委", ["县人社局", "县总工会", "团县委"], []),
        ("1.县人社局\n2.县总工会", ["县人社局", "县总工会"], []),
    ],
)
def test_roles_within_one_cell(cell, lead, support):
    read = read_owners(cell)
    assert (read.lead + read.charged, read.support, read.doubts) == (lead, support, [])


def test_a_unit_of_a_later_clause_is_a_doubt():
    paper = parse_text(
        "督查通报\n〔2026〕6号\n下一步：\n1.东镇要加快施工，县消防大队做好技术帮扶，6月15日前完工。\n2.县教育局要补齐报告，5月31日前报县政府。"
    )
    first, second = paper.items
    assert (first.lead, second.lead) == (("东镇",), ("县教育局",))
    assert any("县消防大队" in doubt for doubt in first.doubts)
    assert second.doubts == ()


def test_a_failed_formula_is_nobody():
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "整理志书", "#N/A", "2026年8月"]]
    made = openpyxl.load_workbook(io.BytesIO(book(rows)))
    made.active["C2"].data_type = "e"
    (item,) = parse(saved(made), "a.xlsx").items
    assert item.lead == ()
    assert any("C2" in doubt and "公式" in doubt for doubt in item.doubts)


def test_three_columns_of_tasks_under_one_head():
    rows = [
        ["序号", "工作任务", "", "", "牵头单位"],
        ["", "一级任务", "二级任务", "三级任务", ""],
        ["1", "数字政府", "一网通办", "上线办事系统", "县政务局"],
        ["2", "", "", "归集电子证照", "县大数据中心"],
    ]
    data = book(rows, ["A1:A2", "B1:D1", "E1:E2", "B3:B4", "C3:C4"])
    assert [item.text.split("\n")[-1] for item in parse(data, "a.xlsx").items] == ["上线办事系统", "归集电子证照"]
    ledger = read_ledger(data, "a.xlsx")
    assert ["上线办事系统" in ledger.rows[0].values["part"], ledger.unknown] == [True, ()]


@pytest.mark.parametrize("words", ["立行立改", "立即整改", "即知即改"])
def test_a_ledger_takes_what_is_to_be_done_at_once_and_says_so(words):
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "整改", "县水利局", words]]
    ledger = read_ledger(book(rows), "a.xlsx", year=2026)
    assert ledger.is_clean and ledger.rows[0].values["due_on"] is None
    assert ["没有具体日期" in fault.message for fault in ledger.faults] == [True]


def test_a_ledger_says_what_comes_round_beside_its_last_day():
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "巡查", "县水利局", "6月至9月每日"]]
    ledger = read_ledger(book(rows), "a.xlsx", year=2026)
    assert ledger.is_clean and ledger.rows[0].values["due_on"] == date(2026, 9, 30)
    assert ["周期性" in fault.message for fault in ledger.faults] == [True]


def test_a_table_in_print_is_said():
    made = typst.compile(
        (
            '#set text(font: "Noto Serif CJK SC", size: 12pt, lang: "zh")\n某县2026年分工\n\n一、修路。（县交通局负责）\n'
            "#table(columns: (1fr, 3fr, 2fr, 2fr), [序号], [任务], [责任单位], [完成时限], [1], [推广节水灌溉两万亩], [县农业农村局], [2026年10月底])"
        ).encode()
    )
    paper = parse(made, "a.pdf")
    assert any("第1页有表格" in words for words in paper.unparsed)
