"""What papers that nobody here had seen were read wrongly in: a test for each kind; sentences our own."""

from datetime import date

import openpyxl
import pytest

from duban.papers.reading import parse, parse_text
from duban.papers.reading.lists.columns import fields_of
from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.reading.tasks.owners import read_owners
from duban.papers.reading.texts.torn import mended
from tests.papers.workbooks import book, saved


def owners(bracket):
    read = read_owners(bracket)
    return (read.lead + read.charged, read.support, read.notes)


def only(text, **more):
    (item,) = parse_text(text, **more).items
    return item


@pytest.mark.parametrize(
    "words",
    ["2026年春", "2026年适时", "2026年秋季", "2026年第二批", "2026年暑期", "2026年下学期", "2026年择机", "2026年后期"],
)
def test_a_time_within_a_year_is_not_its_end(words):
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "栽树", "县林业局", words]]
    (item,) = parse(book(rows), "a.xlsx").items
    assert item.due is None
    assert any(words in doubt for doubt in item.doubts)


def test_a_bare_year_in_a_cell_still_means_its_end():
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "栽树", "县林业局", "2026年"]]
    assert parse(book(rows), "a.xlsx").items[0].due == date(2026, 12, 31)


@pytest.mark.parametrize("name", ["各乡镇（街道）", "县应急局（安委办）", "县科技局（园区）", "各县区（高新区）"])
def test_a_kind_in_brackets_is_no_person(name):
    assert owners(f"县水利局牵头，{name}配合")[1:] == ([name], [])


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("县城管局（赵强 13912345678）", "赵强 13912345678"),
        ("县城管局 赵强", "赵强"),
        ("县城管局 赵强 0379-6543210", "赵强 0379-6543210"),
        ("县城管局：赵强", "赵强"),
        ("县城管局（赵强，电话：13912345678）", "赵强 13912345678"),
        ("县城管局 13912345678", "13912345678"),
        ("县城管局（欧阳静）", "欧阳静"),
    ],
)
def test_persons_and_telephones_stand_beside_the_unit(words, person):
    assert owners(words) == (["县城管局"], [], [("责任人", person)])


def test_persons_behind_several_units():
    assert owners("县应急局：李红；县粮储局：周兵")[0] == ["县应急局", "县粮储局"]
    names, _, notes = owners("县城管局（联系人：丁磊，13900002222）")
    assert (names, notes) == (["县城管局"], [("联系人", "丁磊，13900002222")])


@pytest.mark.parametrize("words", ["县城管局3790012345号", "第1页共2页", "云泽县人民政府文件"])
def test_what_cannot_be_a_name_is_none(words):
    assert read_owners(words) is None


def test_the_day_on_which_it_was_done_is_no_limit():
    labels = {1: "序号", 2: "事项", 3: "责任单位", 4: "办结日期", 5: "办结时限"}
    assert {each.label for each in fields_of(labels) if each.field.name == "due_on"} == {"办结时限"}
    rows = [[*labels.values()], ["1", "换膜", "县城管局", "2026-6-10", "2026年6月15日"]]
    (item,) = parse(book(rows), "a.xlsx").items
    assert (item.due, [each.date for each in item.milestones]) == (date(2026, 6, 15), [date(2026, 6, 15)])
    assert ("办结日期", "2026-6-10") in item.notes
    assert read_ledger(book(rows), "a.xlsx").rows[0].values["due_on"] == date(2026, 6, 15)


NARROW = """关于安全生产重点工作的分工
某政办〔2026〕21号

一、完成四所敬老院的消防改造，七月底前都要通过
验收。（县民政局牵头，县消防救援大队和县住建局配
合）
二、排查校园周边的食品店铺和小摊点，务必于9月1
日前完成一轮检查。（县市场监管局牵头，县教育
局、县公安局配合）
三、修复水毁道路十二处，要抢在汛期之前也就是6
月20日前恢复通行。（县交通运输局负责）
"""


def test_lines_that_a_narrow_width_tore_are_made_whole():
    assert [(item.lead, item.support, item.due) for item in parse_text(NARROW).items] == [
        (("县民政局",), ("县消防救援大队", "县住建局"), date(2026, 7, 31)),
        (("县市场监管局",), ("县教育局", "县公安局"), date(2026, 9, 1)),
        (("县交通运输局",), (), date(2026, 6, 20)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1．修桥\n牵头单位：县水利局\n配合单位：县财政局",
        "一、修桥。（县水利局牵头\n县财政局配合）",
        "一、修桥。（县水利局\n县财政局负责）",
        "序号  任务  责任单位\n1  修桥  县水利局",
        "某县人民政府办公室\n2026年3月1日",
        "各镇人民政府：\n现将事项通知如下：",
        "一、修桥\n二、修路\n三、修渠",
    ],
)
def test_lines_that_somebody_broke_stay(text):
    assert mended(text) == text


@pytest.mark.parametrize("mark", ["— 3 —", "- 3 -", "第 3 页 共 8 页", "第3页", "3 / 8"])
def test_a_page_within_a_sentence_tears_nothing(mark):
    item = only(
        f"某县2026年分工\n一、整治东片两条背街小巷，10月底前全部完工。（县住建局牵头，县财政局、县城管\n\n{mark}\n\n某县人民政府办公室文件\n局配合）"
    )
    assert (item.lead, item.support, item.doubts) == (("县住建局",), ("县财政局", "县城管局"), ())


def test_a_page_between_paragraphs_joins_none():
    text = "一、修桥。（甲局负责）\n— 1 —\n二、修路。（乙局负责）"
    assert mended(text) == "一、修桥。（甲局负责）\n二、修路。（乙局负责）"


NOTICE = "督办通知\n某政督〔2026〕18号\n\n{}：\n近日，群众反映南环路路灯不亮。{}\n\n某县人民政府督查室\n2026年5月11日"


def test_your_office_is_the_one_addressed():
    item = only(NOTICE.format("县城管局", "请你局会同县供电公司查明原因，并于收到本通知后3个工作日内报送办理情况。"))
    assert (item.lead, item.support, item.due) == (("县城管局",), ("县供电公司",), None)
    assert "路灯不亮" in item.text
    assert any("3个工作日" in doubt for doubt in item.doubts)


def test_your_office_of_several_addressed():
    item = only(NOTICE.format("东镇、县水利局", "请你镇于5月20日前清淤。"))
    assert (item.lead, item.due) == (("东镇",), date(2026, 5, 20))
    several = only(NOTICE.format("县住建局、县水利局", "请你局于5月20日前清淤。"))
    assert several.lead == ("县住建局", "县水利局")
    assert any("牵头" in doubt for doubt in several.doubts)
    nobody = only("督办通知\n某政督〔2026〕18号\n请你局于5月20日前清淤。")
    assert any("你局" in doubt for doubt in nobody.doubts)


def test_findings_before_the_words_to_your_office_belong_to_them():
    item = only(
        "督办通知书\n甲县人民政府：\n5月12日暗访发现你县存在以下问题：\n1.进水口垃圾堆积。\n2.管网破损。\n请你县组织整改，第1项于5月25日前、第2项于6月10日前到位。\n2026年5月14日"
    )
    assert (item.lead, item.due) == (("甲县人民政府",), date(2026, 6, 10))
    assert "垃圾堆积" in item.text and "管网破损" in item.text


def test_a_second_unit_is_called_in_the_same_instruction():
    paper = parse_text(
        "领导批示件\n批示时间：2026年3月9日\n批示内容：请县水利局抓紧疏通，3月20日前报我。同时请县应急局举一反三，于3月底前梳理易涝点。"
    )
    assert [(item.lead, item.due) for item in paper.items] == [
        (("县水利局",), date(2026, 3, 20)),
        (("县应急局",), date(2026, 3, 31)),
    ]


@pytest.mark.parametrize(
    "head", ["专题会议纪要\n〔2026〕第23期\n", "专题会议纪要\n时间：2026年5月28日下午\n地点：三楼会议室\n"]
)
def test_minutes_have_their_year_from_their_number_or_time(head):
    item = only(head + "会议议定如下：\n1.县自然资源局负责6月15日前完成组卷。")
    assert item.due == date(2026, 6, 15)


def test_what_is_to_be_done_again_and_again_is_not_lost():
    paper = parse_text("1．公布收费目录。（县发改委负责）\n\n• 每季度更新一次。\n2．修桥。（县水利局负责）")
    assert "每季度更新一次" in "".join(paper.unparsed) + "".join(item.text for item in paper.items)


def test_the_name_of_a_sheet_lends_its_year_to_papers_as_to_ledgers():
    made = openpyxl.Workbook()
    made.active.title = "填报说明"
    made.active.append(["一、请各单位按月更新。"])
    sheet = made.create_sheet("2026年督办事项")
    sheet.append(["序号", "任务", "责任单位", "完成时限"])
    sheet.append(["1", "修桥", "县水利局", "9月底前"])
    data = saved(made)
    assert parse(data, "a.xlsx").items[0].due == date(2026, 9, 30)
    assert read_ledger(data, "a.xlsx").rows[0].values["due_on"] == date(2026, 9, 30)


def test_the_one_who_carries_it_out_behind_the_sentence():
    item = only("县政府交办事项\n2026年7月6日\n一、延长开馆时间，具体由县文旅局落实，7月底前公布。")
    assert (item.lead, item.due) == (("县文旅局",), date(2026, 7, 31))


def test_traditional_characters_are_said():
    paper = parse_text("2026年分工\n一、整治黑臭水體，9月底前完成。（縣水利局牽頭，縣財政局負責實施）")
    assert any("繁体" in doubt for doubt in paper.doubts)
    assert all(any("繁体" in doubt for doubt in item.doubts) for item in paper.items)


@pytest.mark.parametrize("name", ["沿渠各镇", "市属各高校", "县直各单位", "各村（居）委会"])
def test_many_named_at_once_behind_a_place_are_doubtful(name):
    item = only(f"一、修桥。（县水利局牵头，{name}配合）")
    assert item.support == (name,)
    assert any(name in doubt for doubt in item.doubts)
