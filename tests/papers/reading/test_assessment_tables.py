"""Assessment tables cut into heads and items, however a spreadsheet or a page wrote them: merged cells, lines in a cell, numbers in a cell, missing cells."""

import pytest

from duban.papers.reading.texts.assessment_tables import lifted, table_in
from duban.papers.reading.texts.regulations import regulation_text

LEVELS = """一级指标\t二级指标\t分值\t评分标准\t得分
组织领导\t责任落实\t10\t主要负责人亲自部署，未部署的扣5分\t
\t制度建设\t10\t建立台账得10分\t
任务落实\t按期办结\t30\t每逾期一件扣2分，扣完为止\t
\t\t\t退回重报的不另扣\t
合计\t\t50\t\t"""
QUOTED = '序号\t考核内容\t分值\t评分办法\n1\t报告\t30\t"1.按时报送（20分）\n2.质量合格（10分）"\n2\t会议\t20\t1.缺席一次扣2分（15分）\n2.迟到一次扣1分（5分）'
UNITS = """序号\t考核项目\t各项分值\t考核内容\t评分标准\t说明
\t总分\t100\t\t\t
一、\t通用项目（全部单位）\t40\t\t\t
1\t会议\t40\t参会\t缺席一次扣2分，扣完为止\t
二、\t部门项目\t60\t\t\t各部门60分
1\t重点部门\t县水务局\t20\t治污\t1.建台账（5分）；2.查处案件，出现1例未处理扣2分（15分）\t
40\t护岸\t划定范围（40分）\t
2\t县林草局\t60\t护林\t巡查（50分）\t
三、\t奖扣项目\t\t检查情况\t1.被通报表扬的加5分2.被通报批评的扣5分\t"""


def items(text):
    return [(each.number, each.name, each.points, each.unit) for each in table_in(text).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEVELS, [("一1", "责任落实", "10", ""), ("一2", "制度建设", "10", ""), ("二1", "按期办结", "30", "")]),
        (QUOTED, [("1(1)", "报告", "20", ""), ("1(2)", "报告", "10", ""), ("2(1)", "会议", "15", ""), ("2(2)", "会议", "5", "")]),
        (UNITS, [
            ("一1", "会议", "40", ""), ("二1(1)", "治污", "5", "县水务局"), ("二1(2)", "治污", "15", "县水务局"), ("二1(3)", "护岸", "40", "县水务局"),
            ("二2", "护林", "60", "县林草局"), ("三1", "检查情况", "", ""), ("三2", "检查情况", "", ""),
        ]),
    ],
    ids=["merged levels", "lines in cells", "departments"],
)  # fmt: skip
def test_a_row_is_an_item_under_its_head_with_points_standard_and_department(text, expected):
    assert items(text) == expected


def test_wide_digits_are_digits():
    wide = QUOTED.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert items(wide) == items(QUOTED)


def test_what_goes_on_in_a_merged_cell_stays_with_its_item_and_totals_are_no_items():
    read = table_in(LEVELS)
    assert read.items[-1].words == "每逾期一件扣2分，扣完为止\n退回重报的不另扣"
    assert read.total == "50" and read.left == () and [each.name for each in read.heads] == ["组织领导", "任务落实"]


@pytest.mark.parametrize("text", [LEVELS, QUOTED, UNITS])
def test_no_word_of_a_table_is_lost(text):
    read = table_in(text)
    told = " ".join((
        *(f"{each.number} {each.name} {each.points}" for each in read.heads), *read.left, read.total,
        *(f"{each.number} {each.above} {each.name} {each.below} {each.of} {each.words} {each.unit} {each.note}" for each in read.items),
    ))  # fmt: skip
    kept = "".join(told.split())
    body = text.split("\n", 1)[1].replace('"', "").replace("重点部门", "").replace("各部门60分", "")
    for cell in body.replace("\n", "\t").split("\t"):
        for part in cell.replace("；", "\t").replace("2.", "\t2.").split("\t"):
            word = "".join(part.split()).rstrip("、")
            assert word in kept or word in ("合计", "总分"), part


def test_a_table_is_taken_out_of_a_running_text_and_leaves_its_place():
    running, (table,) = lifted(f"第一条 为了推进工作，制定本办法。\n附件1\n{QUOTED}\n第二条 由督查室解释。")
    assert running.split("\n") == ["第一条 为了推进工作，制定本办法。", "附件1", "〔考核表1〕", "第二条 由督查室解释。"]
    assert len(table_in(table).items) == 4


@pytest.mark.parametrize("text", ["甲\t乙\n1\t2\n3\t4", "单位\t电话\n县水务局\t0398\n县林草局\t0399", "没有表格。", ""])
def test_other_tables_stay_in_the_text(text):
    assert lifted(text) == (text, []) and table_in(text) is None


def test_a_table_of_a_word_file_keeps_a_row_on_a_line_and_fills_merged_cells(docx):
    rows = [
        ["序号", "考核内容", "分值", "评分标准"], ["1", "报告", "30", "1.按时报送（20分）\n2.质量合格（10分）"], ["", "", "", "迟报的另行通报"],
    ]  # fmt: skip
    text = regulation_text(docx("第一条 按表考核。", rows, merges=[((1, 1), (2, 1)), ((1, 2), (2, 2))]), "办法.docx")
    _, (table,) = lifted(text)
    assert table.count("\n") == 2 and "迟报的另行通报" in table_in(table).items[-1].words
    assert items(table) == [("1(1)", "报告", "20", ""), ("1(2)", "报告", "10", "")]
