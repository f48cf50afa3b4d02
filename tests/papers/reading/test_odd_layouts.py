"""Layouts unlike those of the published papers: invented ones, as offices send them."""

from datetime import date

import pytest

from duban.papers.reading import parse, parse_text
from tests import pace

YEAR_END, JUNE = date(2026, 12, 31), date(2026, 6, 30)


def rows_of(data, name):
    return [(item.text, item.lead, item.support, item.due) for item in parse(data, name, year=2026).items]


def test_heads_in_two_rows_under_a_title_with_start_and_end(xlsx):
    data = xlsx(
        ["某县2026年民生实事任务分解表"],
        ["实事名称", "年度目标", "实施主体", None, None, "时间安排", None, "备注"],
        [None, None, "责任部门", "具体承办", "协同单位", "启动", "完成", None],
        ["新建幼儿园", "主体完工", "县教育局", "", "县住建局/县自然资源局", "3月", "年底前", ""],
        ["改造公路", "全部通车", "县交通运输局", "", "各乡镇 县财政局", "立即", "6月底", ""],
        merges=["A2:A3", "B2:B3", "C2:E2", "F2:G2", "H2:H3"],
    )
    assert rows_of(data, "a.xlsx") == [
        ("新建幼儿园\n主体完工", ("县教育局",), ("县住建局", "县自然资源局"), YEAR_END),
        ("改造公路\n全部通车", ("县交通运输局",), ("各乡镇", "县财政局"), JUNE),
    ]


def test_units_of_merged_cells_divided_by_spaces_and_strokes_without_numbers(docx):
    rows = [
        ["工作内容", "责任单位", "完成时间"],
        ["一、招商引资", "", ""],
        ["引进项目", "县商务局、县工信局", "年底前"],
        ["驻点招商", "", "持续推进"],
        ["开工项目", "县发改局 县财政局 县自然资源局", "6月底"],
        ["清理土地", "县自然资源局/各乡镇人民政府", "立即"],
    ]
    data = docx("任务分工", rows, merges=[((1, 0), (1, 2)), ((2, 1), (3, 1))])
    assert rows_of(data, "a.docx") == [
        ("引进项目", ("县商务局", "县工信局"), (), YEAR_END),
        ("驻点招商", ("县商务局", "县工信局"), (), None),
        ("开工项目", ("县发改局", "县财政局", "县自然资源局"), (), JUNE),
        ("清理土地", ("县自然资源局", "各乡镇人民政府"), (), None),
    ]
    assert {item.parents for item in parse(data, "a.docx").items} == {("一、招商引资",)}


def test_two_halves_of_a_page_side_by_side(xlsx):
    heads = ["序号", "任务", "责任单位", "时限"]
    data = xlsx(
        [*heads, *heads],
        [1, "修路", "县交通局", "6月底", 2, "修桥", "县水利局", "年底"],
        [3, "种树", "县林草局", "6月底", None, None, None, None],
    )
    assert rows_of(data, "a.xlsx") == [
        ("修路", ("县交通局",), (), JUNE),
        ("修桥", ("县水利局",), (), YEAR_END),
        ("种树", ("县林草局",), (), JUNE),
    ]


def test_a_form_for_each_task(docx):
    first = [
        ["事项名称", "建新院区", "编号", "7"],
        ["责任单位", "县卫健局", "配合单位", "县财政局"],
        ["完成时限", "2026年6月底前", "责任人", "张三"],
    ]
    second = [
        ["事项名称：", "修缮文庙", "编号", ""],
        ["责任单位：", "县文旅局", "配合单位：", ""],
        ["完成时限：", "年底", "责任人：", "李四"],
    ]
    data = docx("督办事项交办卡", first, "", second)
    assert rows_of(data, "a.docx") == [
        ("建新院区", ("县卫健局",), ("县财政局",), JUNE),
        ("修缮文庙", ("县文旅局",), (), YEAR_END),
    ]
    assert [item.no for item in parse(data, "a.docx").items] == ["7", "2"]
    # A form about something else is no task.
    assert not parse(docx([["姓名", "张三", "单位", "县财政局"], ["电话", "1", "职务", "科员"]]), "a.docx").items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "分工如下：\n1.修建道路——县住建局（6月底前）\n2.整治河道——县水利局、县生态环境局（年底前）\n",
            [("修建道路", ("县住建局",), (), JUNE), ("整治河道", ("县水利局", "县生态环境局"), (), YEAR_END)],
        ),
        (
            "县住建局：负责修建道路，6月底前完工。\n县水利局、县财政局：整治河道，2026年底前完成。\n",
            [
                ("修建道路，6月底前完工。", ("县住建局",), (), JUNE),
                ("整治河道，2026年底前完成。", ("县水利局", "县财政局"), (), YEAR_END),
            ],
        ),
        (
            "（一）抓项目，实施30个。【县发改局牵头；县财政局配合】〔6月底前〕\n（二）抓环保，完成整改。[牵头单位：县生态环境局 配合单位：各乡镇 时限：立即整改]\n",
            [
                ("抓项目，实施30个。", ("县发改局",), ("县财政局",), JUNE),
                ("抓环保，完成整改。", ("县生态环境局",), ("各乡镇",), None),
            ],
        ),
        (
            "1.改造小区，由县住建局牵头，县财政局、县城管局配合，于6月底前完成。\n2.建设基站，责任单位为县工信局，年底前建成。\n",
            [
                (
                    "改造小区，由县住建局牵头，县财政局、县城管局配合，于6月底前完成。",
                    ("县住建局",),
                    ("县财政局", "县城管局"),
                    JUNE,
                ),
                ("建设基站，责任单位为县工信局，年底前建成。", ("县工信局",), (), YEAR_END),
            ],
        ),
        (
            "| 序号 | 任务 | 主管部门 | 进度 |\n| --- | --- | --- | --- |\n| 1 | 修路 | 县交通局 | 6月底 |\n| 2 | 修桥 | 县水利局 | 年底 |\n",
            [("修路", ("县交通局",), (), JUNE), ("修桥", ("县水利局",), (), YEAR_END)],
        ),
        (
            "序号  任务    责任乡镇    完成时限\n1     修路    东乡镇      6月底\n2     修桥    西乡镇、东乡镇  年底\n",
            [("修路", ("东乡镇",), (), JUNE), ("修桥", ("西乡镇", "东乡镇"), (), YEAR_END)],
        ),
    ],
    ids=["dash", "colon", "brackets", "sentence", "strokes", "spaces"],
)
def test_owners_behind_a_dash_before_a_colon_and_in_odd_brackets(text, expected):
    assert rows_of(text.encode(), "a.txt") == expected


def test_a_salutation_or_a_dash_in_a_sentence_is_no_owner():
    text = "县住建局：\n你局报来的材料收悉，现答复如下，请遵照执行。\n县水利局：请抓紧办理，不得延误。\n这是老问题——大家都知道——必须解决\n"
    assert not parse(text.encode(), "a.txt").items


@pytest.mark.parametrize(
    ("words", "due", "doubt"),
    [
        ("年底前", YEAR_END, ""),
        ("6月底", JUNE, ""),
        ("持续推进", None, "长期或持续"),
        ("立即", None, "立即办理"),
        ("立行立改", None, "立即办理"),
        ("本月底", None, "另一日期"),
        ("一周内", None, "另一日期"),
        ("接通知后5个工作日内", None, "另一日期"),
        ("即日起", None, "另一日期"),
        ("待定", None, "未能识别"),
    ],
)
def test_limits_as_offices_write_them(xlsx, words, due, doubt):
    (item,) = parse(xlsx(["任务", "责任单位", "完成时限"], ["修路", "县交通局", words]), "a.xlsx", year=2026).items
    assert item.due == due and (doubt in "".join(item.doubts) if doubt else not item.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "——" + "县住建局、" * 10_000,
        "由县住建局、" * 5_000 + "负责，" * 500,
        "|" + "a|" * 50_000,
        "县局 " * 20_000,
        "a  b  c\n" * 5_000,
        "由" + "局" * 50_000 + "负责",
    ],
    ids=["dash", "sentence", "strokes", "spaced", "columns", "long"],
)
def test_a_text_made_to_be_slow_is_read_all_the_same(text):
    with pace.measured() as work:
        assert not parse(text.encode(), "a.txt", year=2026).items
    assert work.seconds < 5


def test_of_two_columns_for_time_the_end_is_the_limit_and_the_other_a_step(xlsx):
    data = xlsx(
        ["序号", "任务内容", "责任单位", None, "时间安排", None],
        [None, None, "牵头", "配合", "中期目标", "完成时限"],
        ["1", "改造泵站", "县水利局", "县财政局", "5月底前完成设计", "6月底"],
        merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
    )
    (item,) = parse(data, "a.xlsx", year=2026).items
    assert (item.due, [each.date for each in item.milestones]) == (JUNE, [date(2026, 5, 31), JUNE])


def test_units_that_handle_a_proposal_separately_lead():
    data = "建议号,建议标题,主办单位,分办单位,办结时限\n7,关于修桥的建议,,县交通运输局、县水利局,2026年6月30日\n"
    assert rows_of(data.encode(), "a.csv") == [("关于修桥的建议", ("县交通运输局", "县水利局"), (), JUNE)]


def test_a_measure_under_a_blank_task_is_a_task_with_the_number_above():
    data = "序号,重点任务,具体举措,牵头单位,完成时限\n1,治理河道,清淤十里,县水利局,2026年6月底\n,,拆除旧闸,县住建局,2026年12月底\n"
    items = parse(data.encode(), "a.csv").items
    assert [(each.no, each.text, each.lead, each.due) for each in items] == [
        ("1", "治理河道\n清淤十里", ("县水利局",), JUNE),
        ("1", "治理河道\n拆除旧闸", ("县住建局",), YEAR_END),
    ]


def test_commas_below_named_columns_make_a_table_of_a_text_and_prose_with_commas_stays_prose():
    text = """2026年任务表
序号,重点任务,具体举措,牵头单位,配合单位,完成时限
1,打通断头路,打通北段,市住建局,"市财政局、市城管局",2026.6.30
,,打通东段,市城投集团,,2026年9月底
2,建设公园,新建十处,市园林局
"""
    found = parse_text(text)
    said = [(item.no, list(item.lead), list(item.support), str(item.due or "")) for item in found.items]
    assert said == [
        ("1", ["市住建局"], ["市财政局", "市城管局"], "2026-06-30"),
        ("1", ["市城投集团"], [], "2026-09-30"),
        ("2", ["市园林局"], [], ""),
    ]
    (item,) = parse_text("一、修桥,筑路,清淤。（甲局负责）\n二是单位,时间,要求未定").items
    assert list(item.lead) == ["甲局"]


def test_a_column_for_units_and_their_persons_names_the_units_and_keeps_the_persons():
    text = """2026年任务表
序号	任务	牵头单位及责任人	配合单位和联系人	完成时间
1	改建公园	县住建局（张三丰）	县财政局　李四光	2026年6月30日
2	清淤河道	县水利局 王五德		2026年6月30日
"""
    first, second = parse_text(text).items
    assert (first.lead, first.support, second.lead) == (("县住建局",), ("县财政局",), ("县水利局",))
    assert first.notes == (("责任人", "张三丰"), ("责任人", "李四光")) and second.notes == (("责任人", "王五德"),)


def test_days_in_the_goals_beside_the_column_for_the_end_are_steps_on_the_way():
    text = """2026年项目表
序号	项目名称	建设内容	投资（亿元）	年度目标	竣工时间	责任单位
1	产业园	新建厂房12.6万平方米	3.12	2026年3月底前封顶，较2024年3月底前进度快	2026年6月30日	县工信局
2	新公园	新建步道	2.6	建成开放	2026年6月30日	县住建局
"""
    first, second = parse_text(text).items
    assert first.due == second.due == JUNE
    assert [str(each.date) for each in first.milestones][-1] == "2026-06-30"
    assert "2026-03-31" in [str(each.date) for each in first.milestones] and len(second.milestones) == 1


def test_a_blank_cell_for_units_below_a_filled_one_is_doubted_and_not_filled():
    text = "2026年任务表\n序号\t任务\t责任单位\t完成时限\n1\t修路\t县交通局\t2026年6月30日\n2\t修桥\t\t2026年6月30日\n"
    first, second = parse_text(text).items
    assert first.lead == ("县交通局",) and not first.doubts
    assert not second.lead and second.doubts == ("未写明牵头单位，请指定。",)
