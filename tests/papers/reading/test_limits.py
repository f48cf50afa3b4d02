"""Limits: every one a milestone, the latest the deadline, years inherited, nothing guessed."""

from datetime import date

import pytest

from duban.papers.reading import parse_text


def item(limit, year=2023):
    (read,) = parse_text(f"一、修桥，{limit}完工。（甲局负责）", year=year).items
    return read


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("6月底前", date(2023, 6, 30)),
        ("2月底前", date(2023, 2, 28)),
        ("2024年2月底前", date(2024, 2, 29)),
        ("年底前", date(2023, 12, 31)),
        ("今年底前", date(2023, 12, 31)),
        ("今年年底前", date(2023, 12, 31)),
        ("2025年底前", date(2025, 12, 31)),
        ("明年3月底前", date(2024, 3, 31)),
        ("6月15日前", date(2023, 6, 15)),
        ("2023 年 6 月 15 日之前", date(2023, 6, 15)),
        ("二〇二四年六月底前", date(2024, 6, 30)),
        ("6月中旬", date(2023, 6, 20)),
        ("年内", date(2023, 12, 31)),
        ("第四季度", date(2023, 12, 31)),
        ("上半年", date(2023, 6, 30)),
        ("一季度末", date(2023, 3, 31)),
        ("第三季度末前", date(2023, 9, 30)),
        ("到2025年底", date(2025, 12, 31)),
    ],
)
def test_limits_in_running_text(limit, due):
    read = item(limit)
    assert read.due == due
    assert [m.date for m in read.milestones] == [due]
    assert read.milestones[0].text == limit.removeprefix("到")
    assert read.doubts == ()


def test_every_limit_is_a_milestone_and_the_last_the_deadline():
    read = item("3月底前勘察，6月10日前动工，年底前")
    assert [m.date for m in read.milestones] == [date(2023, 3, 31), date(2023, 6, 10), date(2023, 12, 31)]
    assert read.due == date(2023, 12, 31)


def test_a_year_named_in_the_sentence_carries_on():
    read = item("2024年3月底前勘察，6月底前")
    assert read.due == date(2024, 6, 30)


@pytest.mark.parametrize("limit", ["9月31日前", "2023年2月29日前", "13月底前", "6月0日前"])
def test_a_date_that_does_not_exist_is_flagged(limit):
    read = item(limit)
    assert (read.due, [(m.date, m.text) for m in read.milestones]) == (None, [(None, limit)])
    assert any("日期不存在" in doubt and limit in doubt for doubt in read.doubts)


@pytest.mark.parametrize(
    "limit", ["每月底前", "每年2月底前", "每月10日前", "每季度末前", "每周五前", "每年汛后", "逐月"]
)
def test_recurring_limits_are_no_deadline(limit):
    read = item(limit)
    assert (read.due, read.milestones, read.recurrence, read.doubts) == (None, (), limit, ())


@pytest.mark.parametrize("words", ["在宣传日前后", "日前已", "截至2022年底已", "3个工作日前", "目前", "16—24岁者"])
def test_what_only_looks_like_a_limit(words):
    assert item(words).milestones == ()


def test_a_period_is_asked_about_and_not_taken():
    read = item("自2023年1月1日至12月31日对困难户免费，逾期不再")
    assert read.due is None
    assert any("起止" in doubt for doubt in read.doubts)
    assert item("2023年5月至8月").due == date(2023, 8, 31)


@pytest.mark.parametrize("limit", ["6月中旬前", "5月下旬前", "6月前", "三季度前", "年初", "6月初"])
def test_a_limit_that_leaves_open_which_end_is_doubtful(limit):
    read = item(limit)
    assert read.due is None
    assert any("起讫" in doubt and limit in doubt for doubt in read.doubts)


@pytest.mark.parametrize("limit", ["春节前", "国庆节前", "汛期前", "县两会前", "入冬前", "秋季开学前", "节后"])
def test_a_season_or_festival_is_no_day(limit):
    read = item(limit)
    assert read.due is None
    assert any("节日或时节" in doubt and limit in doubt for doubt in read.doubts)


@pytest.mark.parametrize("limit", ["批复后15日内", "一周内", "接到举报后3个工作日内", "自印发之日起30日内"])
def test_a_limit_counted_from_something_else_is_doubtful(limit):
    read = item(limit)
    assert read.due is None
    assert any("起算" in doubt and limit in doubt for doubt in read.doubts)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("数量比2018年减少三成，今年底前", date(2023, 12, 31)),
        ("与2019年相比新增一成，11月底前", date(2023, 11, 30)),
        ("2010年以前建成的房屋建档，9月底前", date(2023, 9, 30)),
        ("到2028年覆盖率达到九成，3月底前", date(2023, 3, 31)),
    ],
)
def test_a_comparison_or_a_goal_lends_no_year(words, due):
    read = item(words)
    assert (read.due, read.doubts) == (due, ())


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("本周五前", (4, 10)),
        ("本月20日前", (4, 20)),
        ("月底前", (4, 30)),
        ("下月10日前", (5, 10)),
        ("下周三前", (4, 15)),
    ],
)
def test_a_limit_counted_from_the_day_of_the_paper(limit, due):
    paper = parse_text(f"一、修桥，{limit}完工。（甲局负责）\n甲县人民政府\n2026年4月8日")
    assert (paper.items[0].due, paper.items[0].doubts) == (date(2026, *due), ())
    assert item(limit).due is None and item(limit).doubts


def test_a_year_beyond_all_years_is_told_as_written():
    read = item("2926年6月底前")
    assert read.due is None
    assert read.doubts == ("日期不存在：2926年6月底前。",)


def test_a_number_of_more_than_one_date_in_a_sentence_that_comes_round_every_year():
    assert item("每年2月底前公布，3月底前").recurrence == "每年2月底前；每年3月底前"


def test_without_any_year_there_is_no_date():
    read = item("6月底前", year=None)
    assert read.due is None
    assert any("年份" in doubt for doubt in read.doubts)


@pytest.mark.parametrize(
    ("head", "tail", "year"),
    [
        ("甲政办发〔2020〕24号\n", "", 2020),
        ("", "\n甲县人民政府\n2021年3月1日", 2021),
        ("", "甲县人民政府2021年3月1日（此件公开发布）", 2021),
        ("2022年重点工作分工方案\n", "", 2022),
        ("2023年重点工作分工方案\n", "\n甲县人民政府\n2022年12月30日", 2023),
    ],
)
def test_the_paper_lends_its_year(head, tail, year):
    paper = parse_text(f"{head}一、修桥，12月底前完工。（甲局负责）{tail}")
    assert (paper.year, paper.items[0].due) == (year, date(year, 12, 31))


def test_a_limit_before_the_paper_itself_is_doubtful():
    paper = parse_text("一、修桥，6月底前完工。（甲局负责）\n甲县人民政府\n2021年9月1日")
    assert any("早于发文" in doubt for doubt in paper.items[0].doubts)


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2023年9月", date(2023, 9, 30)),
        ("9月", date(2023, 9, 30)),
        ("2023.9.15", date(2023, 9, 15)),
        ("2023-09-15", date(2023, 9, 15)),
        ("2023年", date(2023, 12, 31)),
        ("2018—2020年", date(2020, 12, 31)),
        ("1-6月", date(2023, 6, 30)),
        ("2023年3月至12月", date(2023, 12, 31)),
        ("二季度", date(2023, 6, 30)),
        ("2023年12月底前完成", date(2023, 12, 31)),
        ("长期坚持", None),
        ("每季度", None),
        ("尽快", None),
        ("9月31日", None),
    ],
)
def test_limits_under_a_label(cell, due):
    paper = parse_text(f"一、修桥。（责任单位：甲局；完成时限：{cell}）", year=2023)
    assert paper.items[0].lead == ("甲局",)
    assert paper.items[0].due == due
    assert bool(paper.items[0].doubts) == (due is None)


@pytest.mark.parametrize(("words", "due"), [("2023年9月底前完成", date(2023, 9, 30)), ("持续推进", None)])
def test_a_limit_inside_the_bracket_is_no_name(words, due):
    (read,) = parse_text(f"一、修桥。（甲局按职责分工负责，{words}）").items
    assert (read.lead, read.due) == (("甲局",), due)
    assert bool(read.doubts) == (due is None)
