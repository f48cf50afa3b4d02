"""Ledgers in: what offices send, and what is wrong with it cell by cell."""

import datetime
import io

import openpyxl
import pytest

from duban.papers.reading.formats.grids import column_letters
from duban.papers.reading.lists.columns import fields_of
from duban.papers.reading.lists.ledgers import read_ledger, with_faults
from duban.papers.writing.sheets import Column, write_xlsx
from tests.papers.workbooks import book, saved


def read(rows, merges=(), **options):
    return read_ledger(book(rows, merges), "台账.xlsx", **options)


def values(ledger, name):
    return [row.values[name] for row in ledger.rows]


HEAD = ("序号", "事项内容", "办理时限", "牵头单位", "备注")


def test_an_office_ledger_with_title_merged_heads_groups_and_remarks():
    rows = [
        ("某市2026年重点工作台账",),
        ("填报单位：市政府办", "", "", "", "", "", "2026年3月"),
        ("序号", "重点任务", "完成时限", "责任单位", "", "责任人", "备注"),
        ("", "", "", "牵头", "配合"),
        ("一、经济运行",),
        ("１", "推进项目", "2026年3月底", "市发改委、市财政局", "市住建局", "张某"),
        ("（一）工业",),
        ("2", "推进二", "2026.3.31", "市工信局", "", "李某", "按月报"),
        ("二", "民生保障"),
        ("3", "推进三", 46112, "市民政局"),
        ("备注：由督查室汇总",),
    ]
    merges = ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "A5:G5", "A11:G11")
    ledger = read(rows, merges)
    day = datetime.date(2026, 3, 31)
    assert values(ledger, "no") == ["1", "2", "3"]
    assert values(ledger, "content") == ["推进项目", "推进二", "推进三"]
    assert values(ledger, "due_on") == [day, day, day]
    assert values(ledger, "lead") == [("市发改委", "市财政局"), ("市工信局",), ("市民政局",)]
    assert values(ledger, "support") == [("市住建局",), (), ()]
    assert [row.groups for row in ledger.rows] == [
        ("一、经济运行",),
        ("一、经济运行", "（一）工业"),
        ("二、民生保障",),
    ]
    assert [row.row for row in ledger.rows] == [6, 8, 10]
    assert ledger.left_out == ("“台账”第11行：备注：由督查室汇总",)
    assert ledger.is_clean


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("重点任务", "content"),
        ("工作任务", "content"),
        ("督办事项", "content"),
        ("事项名称", "content"),
        ("目 标 任 务", "content"),
        ("事项内容（必填）*", "content"),
        ("办理要求", "requirement"),
        ("具体措施", "requirement"),
        ("完成时限", "due_on"),
        ("办结时间", "due_on"),
        ("时间节点", "due_on"),
        ("办理标准", "standard"),
        ("工作目标", "standard"),
        ("办理效果", "effect"),
        ("进展情况", "effect"),
        ("责任人", "responsible"),
        ("责任领导", "responsible"),
        ("督办人", "supervisor"),
        ("分管领导", "supervisor"),
        ("牵头部门", "lead"),
        ("承办单位", "lead"),
        ("责任单位", "lead"),
        ("协办单位", "support"),
        ("配合部门", "support"),
        ("来源", "source"),
        ("备 注", "note"),
        ("Ｎｏ.", "no"),
    ],
)
def test_many_namings_are_one_field(label, name):
    assert [found.field.name for found in fields_of({1: label})] == [name]


@pytest.mark.parametrize("label", ["得分", "电话", "联系方式", "内部掌握事由", "任务完成率", ""])
def test_other_headers_are_no_field(label):
    assert fields_of({1: label}) == []


def test_lead_beside_responsible_units_makes_the_latter_helpers():
    found = fields_of({1: "事项", 2: "牵头单位", 3: "责任单位"})
    assert [each.field.name for each in found] == ["content", "lead", "support"]


@pytest.mark.parametrize(
    ("cell", "year", "day"),
    [
        ("2026年3月底", None, (2026, 3, 31)),
        ("2026年3月31日前", None, (2026, 3, 31)),
        ("２０２６年３月３１日", None, (2026, 3, 31)),
        ("2026.3.31", None, (2026, 3, 31)),
        ("2026/3/31", None, (2026, 3, 31)),
        ("2026-03-31", None, (2026, 3, 31)),
        ("20260331", None, (2026, 3, 31)),
        (46112, None, (2026, 3, 31)),
        (datetime.date(2026, 3, 31), None, (2026, 3, 31)),
        (datetime.datetime(2026, 3, 31, 17, 30), None, (2026, 3, 31)),
        ("3月31日", 2026, (2026, 3, 31)),
        ("6月底前", 2026, (2026, 6, 30)),
        ("2026年第二季度末", None, (2026, 6, 30)),
        ("2026年底", None, (2026, 12, 31)),
        ("2028年2月底", None, (2028, 2, 29)),
    ],
)
def test_days_however_they_are_written(cell, year, day):
    ledger = read([HEAD, ("1", "推进", cell, "市发改委", "")], year=year)
    assert ledger.faults == ()
    assert values(ledger, "due_on") == [datetime.date(*day)]


@pytest.mark.parametrize(
    ("cell", "words", "grave"),
    [
        ("3月31日", "没有写明年份", True),
        ("2026年2月30日", "不是有效的日期", True),
        ("2026-13-01", "不是有效的日期", True),
        ("尽快", "不是有效的日期", True),
        ("20261301", "不是有效的日期", True),
        ("5", "不是有效的日期", True),
        ("长期坚持", "按无固定时限处理", False),
        ("每月25日前", "按无固定时限处理", False),
    ],
)
def test_a_day_that_is_none_is_a_fault_of_its_cell(cell, words, grave):
    ledger = read([HEAD, ("1", "推进", cell, "市发改委", "")])
    (fault,) = ledger.faults
    assert (fault.sheet, fault.row, fault.cell, fault.label, fault.grave) == (
        "台账",
        2,
        "C2",
        "办理时限",
        grave,
    )
    assert words in fault.message
    assert values(ledger, "due_on") == [None]
    assert ledger.is_clean is not grave


def test_faults_are_listed_by_row_and_column():
    rows = [
        HEAD,
        ("1", "", "2026年3月底", "市发改委", ""),
        ("2", "推进", "2026年2月30日", "", "#REF!"),
        ("3", "督" * 5001, "", "市发改委", ""),
    ]
    ledger = read(rows, required=("content", "lead"))
    assert [(fault.cell, fault.label) for fault in ledger.faults] == [
        ("B2", "事项内容"),
        ("C3", "办理时限"),
        ("E3", "备注"),
        ("D3", "牵头单位"),
        ("B4", "事项内容"),
    ]
    assert not ledger.is_clean
    head, result = with_faults(ledger)
    assert head == (*HEAD, "核对结果")
    assert result[1][-1].startswith("C3 办理时限：“2026年2月30日”不是有效的日期")
    assert all(len(row) == len(head) for row in result)


def test_a_required_column_that_is_not_there_is_a_fault_of_the_head():
    ledger = read([("序号", "事项内容"), ("1", "推进")], required=("content", "due_on"))
    assert [str(fault) for fault in ledger.faults] == ["“台账”A1：表头缺少“办理时限”一栏"]


def test_repeated_heads_totals_and_hidden_sheets_are_no_rows():
    made = openpyxl.load_workbook(
        io.BytesIO(book([HEAD, ("1", "甲", "", "局", ""), HEAD, ("2", "乙", "", "局", ""), ("合计", "2项")]))
    )
    for row in (HEAD, ("9", "藏", "", "局", "")):
        made.create_sheet("藏") if "藏" not in made.sheetnames else None
        made["藏"].append(row)
    made["藏"].sheet_state = "hidden"
    ledger = read_ledger(saved(made))
    assert values(ledger, "content") == ["甲", "乙"]
    assert ledger.left_out == ("“台账”第5行：合计 2项", "工作表“藏”是隐藏的，没有读入。")


def test_a_matter_merged_over_rows_is_told():
    ledger = read([HEAD, ("1", "大事", "", "甲局", ""), ("", "", "", "乙局", "")], ("A2:A3", "B2:B3"))
    assert values(ledger, "content") == ["大事", "大事"]
    assert [(f.cell, f.grave) for f in ledger.faults] == [("B3", False)]


def test_columns_without_or_with_the_same_head_are_kept_in_the_result():
    ledger = read([("事项", "责任人", "责任人"), ("甲", "张", "李", "无头")])
    head, rows = with_faults(ledger)
    assert dict(zip(head, rows[0], strict=True)) == {
        "事项": "甲",
        "责任人": "张",
        "责任人（C列）": "李",
        "无表头（D列）": "无头",
        "核对结果": "无误",
    }


def test_progress_is_told():
    told = []
    read_ledger(
        write_xlsx((Column("序号"), Column("事项")), [(str(n), "甲") for n in range(1200)]),
        progress=told.append,
    )
    assert told == [500, 1000]


def test_column_letters():
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
