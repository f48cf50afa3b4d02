"""One reader for every door: the same table gives the same tasks to a paper and to a ledger, whatever its columns are called."""

import datetime
import io

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from duban.papers.reading import parse
from duban.papers.reading.lists.ledgers import read_ledger
from tests.papers.workbooks import book, saved

YEAR = 2026
JUNE = datetime.date(2026, 6, 30)


def both(rows, merges=()):
    """Read rows through both doors: contents, leads, supports and days of either."""
    data = book(rows, merges)
    ledger = read_ledger(data, "台账.xlsx", year=YEAR)
    paper = parse(data, "台账.xlsx", year=YEAR)
    return (
        [(row.values["lead"], row.values.get("support", ()), row.values.get("due_on")) for row in ledger.rows],
        [(item.lead, item.support, item.due) for item in paper.items],
    )


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (
            ("序号", "*督办事项", "*交办时限", "牵头单位", "配合单位", "责任单位", "反馈周期"),
            (1, "清淤", "2026年6月底", "县水利局", "无", "丁镇", "每周一次"),
            (("县水利局",), ("丁镇",), JUNE),
        ),
        (
            ("编号", "督办事项", "交办时间", "承办单位", "协办单位", "办结时限", "办理情况"),
            (1, "清淤", "2026年3月3日", "县水利局", "县财政局", "6月底", "5月底前再清一段"),
            (("县水利局",), ("县财政局",), JUNE),
        ),
        (
            ("建议号", "案由", "领衔代表", "主办", "会办", "答复时限"),
            (12, "关于清淤的建议", "赵某", "县水利局", "县财政局、县住建局", "2026/6/30"),
            (("县水利局",), ("县财政局", "县住建局"), JUNE),
        ),
        (
            ("序号", "目标任务", "任务分解", "时序进度", "考核要点", "责任单位", "分管领导"),
            (1, "治水", "清淤十里", "3月底前一半，6月底前完工", "以验收为准", "县水利局", "钱某"),
            (("县水利局",), (), JUNE),
        ),
        (
            ("序 号", "工作\n内容", "责任单位（牵头）", "责任单位（配合）", "时间节点"),
            (1, "清淤", "县水利局", "县财政局\n县住建局", "2026年\n6月30日"),
            (("县水利局",), ("县财政局", "县住建局"), JUNE),
        ),
        (
            ("序号", "任务", "责任单位", "进度"),
            (1, "清淤", "县水利局（牵头）、县财政局", "6月底"),
            (("县水利局",), ("县财政局",), JUNE),
        ),
    ],
    ids=["stars", "ledger", "suggestions", "odd", "brackets", "progress"],
)
def test_both_doors_read_the_same_columns(head, row, expected):
    assert both([("某县任务表",), head, row]) == ([expected], [expected])


def test_heads_two_deep_and_marks_for_the_same_as_above():
    rows = [
        ("序号", "任务", "责任单位", "", "完成时限"),
        ("", "", "牵头", "配合", ""),
        (1, "清淤", "县水利局", "县财政局", "6月底"),
        (2, "修堤", "同上", "〃", "同上"),
    ]
    expected = (("县水利局",), ("县财政局",), JUNE)
    assert both(rows, ("A1:A2", "B1:B2", "C1:D1", "E1:E2")) == ([expected] * 2, [expected] * 2)


def test_a_start_under_a_head_for_time_is_no_limit_and_a_row_elsewhere_no_unit():
    rows = [
        ("序号", "任务", "责任", "", "时间", ""),
        ("", "", "牵头", "配合", "开始", "结束"),
        (1, "清淤", "县水利局", "县财政局", "3月", "6月底"),
        (2, "修堤", "同第1项", "", "3月", "6月底"),
    ]
    first, second = parse(book(rows, ("C1:D1", "E1:F1", "A1:A2", "B1:B2")), "a.xlsx", year=YEAR).items
    assert (first.lead, first.support, first.due, len(first.milestones)) == (("县水利局",), ("县财政局",), JUNE, 1)
    assert second.lead == () and any("同第1项" in words for words in second.doubts)


def test_what_else_a_row_says_is_kept_beside_the_task():
    rows = [("任务", "责任单位", "反馈周期", "备注", "推广范围"), ("清淤", "县水利局", "每周一次", "上级交办", "全县")]
    (item,) = parse(book(rows), "a.xlsx").items
    assert dict(item.notes) == {"反馈周期": "每周一次", "备注": "上级交办", "推广范围": "全县"}
    assert item.as_json()["notes"]["备注"] == "上级交办"


def test_when_it_was_ordered_and_how_far_it_is_are_no_limits():
    rows = [("事项", "交办时间", "承办单位", "进展情况"), ("清淤", "2026年3月3日", "县水利局", "5月底前再清一段")]
    (item,) = parse(book(rows), "a.xlsx", year=YEAR).items
    assert (item.milestones, item.due) == ((), None)


def test_who_guides_without_anybody_who_leads_is_read():
    rows = [("序号", "主要内容", "指导部门"), (1, "建立担保制度", "市住建局"), (2, "联合报装", "市发改委")]
    assert [item.text for item in parse(book(rows), "a.xlsx").items] == ["建立担保制度", "联合报装"]


def test_line_breaks_that_only_the_cell_made_cut_nothing():
    rows = [("任务", "责任单位"), ("修订清单\n并公布\n1.先报送\n2.再公布", "县农业农\n村局\n县民政局")]
    (item,) = parse(book(rows), "a.xlsx").items
    assert item.text == "修订清单并公布\n1.先报送\n2.再公布"
    assert item.lead == ("县农业农村局", "县民政局")


def test_the_whole_is_carried_down_to_its_parts():
    rows = [
        ("序号", "重点任务", "具体任务", "责任单位"),
        (1, "治水", "清淤", "县水利局"),
        (2, "", "修堤", "县水利局"),
    ]
    assert [item.text for item in parse(book(rows), "a.xlsx").items] == ["治水\n清淤", "治水\n修堤"]


def test_a_row_without_a_task_is_listed_and_not_lost():
    rows = [("任务", "责任单位", "时限"), ("清淤", "县水利局", "6月底"), ("", "县财政局", "7月底"), ("备注：汇总",)]
    paper = parse(book(rows), "a.xlsx", year=YEAR)
    assert len(paper.items) == 1
    assert [words for words in paper.unparsed if "县财政局" in words and "第3行" in words]
    assert [words for words in paper.unparsed if "汇总" in words]


def hidden():
    made = Workbook()
    sheet = made.active
    sheet.title = "台账"
    rows = [
        ("任务", "责任单位", "时限", "暗"),
        ("明", "甲局", "6月底", "x"),
        ("藏", "乙局", "6月底", "x"),
        ("划", "丙局", "6月底", ""),
    ]
    for row in rows:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["A4"].font = Font(strike=True)
    sheet["B2"] = CellRichText("甲局", TextBlock(InlineFont(strike=True), "、旧局"))
    made.create_sheet("底稿").append(["甲"])
    made["底稿"].sheet_state = "hidden"
    return saved(made)


def test_what_is_hidden_or_struck_out_is_said_with_its_place():
    paper = parse(hidden(), "a.xlsx", year=YEAR)
    assert [item.lead for item in paper.items] == [("甲局",), ("乙局",), ("丙局",)]
    said = [" ".join(item.doubts) for item in paper.items]
    assert not said[0] and "第3行" in said[1] and "隐藏" in said[1] and "A4" in said[2] and "删除线" in said[2]
    whole = "".join(paper.unparsed)
    assert "“底稿”是隐藏的" in whole and "D列是隐藏的" in whole and "B2" in whole and "旧局" in whole
    ledger = read_ledger(hidden(), "a.xlsx", year=YEAR)
    assert [(fault.row, fault.grave) for fault in ledger.faults] == [(3, False), (4, False)]
    assert "“底稿”是隐藏的" in "".join(ledger.left_out)


def test_struck_and_hidden_words_of_a_document_are_said():
    from docx import Document

    document = Document()
    paragraph = document.add_paragraph("一、修桥。（甲局负责）")
    paragraph.add_run("二、修路。（乙局负责）").font.strike = True
    paragraph.add_run("内部").font.hidden = True
    table = document.add_table(3, 2)
    for place, words in {(0, 0): "任务", (0, 1): "责任单位", (1, 0): "清淤", (1, 1): "丙局", (2, 1): "丁局"}.items():
        table.cell(*place).text = words
    table.cell(2, 0).paragraphs[0].add_run("作废事项").font.strike = True
    data = io.BytesIO()
    document.save(data)
    paper = parse(data.getvalue(), "a.docx")
    assert [item.lead for item in paper.items] == [("甲局",), ("丙局",), ("丁局",)]
    assert "作废事项" in paper.items[2].text and "删除线" in paper.items[2].doubts[0]
    whole = "".join(paper.unparsed)
    assert "乙局" in whole and "第1段" in whole and "内部" in whole and "乙局" not in paper.text


@pytest.mark.parametrize(
    ("cell", "due", "doubt"),
    [
        (46387, datetime.date(2026, 12, 31), ""),
        ("20261231", datetime.date(2026, 12, 31), ""),
        ("6/30", JUNE, ""),
        ("2026／6／30", JUNE, ""),
        ("2926年6月30日", None, "2926"),
        ("2926-6-30", None, "2926"),
        (datetime.date(2926, 12, 31), None, "2926"),
        ("2026\u200b年\u00a06月３０日", JUNE, ""),
    ],
)
def test_days_as_workbooks_hold_them(cell, due, doubt):
    rows = [("任务", "责任单位", "时限"), ("清淤", "县水利局", cell)]
    (item,) = parse(book(rows), "a.xlsx", year=YEAR).items
    assert item.due == due and (doubt in "".join(item.doubts) if doubt else not item.doubts)
    ledger = read_ledger(book(rows), "a.xlsx", year=YEAR)
    assert ledger.rows[0].values["due_on"] == due
    assert [doubt in fault.message and fault.grave for fault in ledger.faults] == ([True] if doubt else [])


def test_signs_that_nobody_sees_do_not_part_a_name():
    paper = parse("任务\t责任单位\n清淤\t县\u200b水利\ufeff局\n修堤\t县水利局\u00a0县财政局\n".encode(), "a.txt")
    assert [item.lead for item in paper.items] == [("县水利局",), ("县水利局", "县财政局")]


def test_lines_that_strokes_divide_without_closing_are_a_table():
    text = "台账\n编号|督办事项|承办单位|办结时限\n1|清淤|县水利局|2026年6月30日\n2|修堤|县住建局|2026年6月30日\n"
    assert [(item.lead, item.due) for item in parse(text.encode(), "a.txt").items] == [
        (("县水利局",), JUNE),
        (("县住建局",), JUNE),
    ]
