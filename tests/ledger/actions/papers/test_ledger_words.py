"""An office's own ledger of last year: its own classes, its year in the title, its finished rows."""

import datetime
from dataclasses import replace

import pytest

from duban.ledger.actions.papers import imports
from duban.ledger.by import By
from duban.papers.reading.lists.finished import finished_in
from duban.papers.writing import sheets
from tests import stories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 31)
HEADS = ("序号", "类别", "事项内容", "牵头单位", "办结时限", "是否销号")
ROWS = (
    ("1", "重大项目", "修建水渠", "市发改委", "10月底", "未销号"),
    ("2", "民生实事", "修好校舍", "市财政局", "2026年12月20日", "已销号"),
    ("3", "三农工作", "平整土地", "甲县", "年内", "×"),
    ("4", "三农工作", "建成泵站", "甲县", "年底前", "√"),
)


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def _plan(office, at, *rows, year="2026年度", **defaults):
    book = sheets.write_xlsx(
        [sheets.Column(f"某县{year}督办台账"), *(sheets.Column("") for _ in HEADS[1:])], [HEADS, *rows]
    )
    file = imports.keep_ledger(jurisdiction=office.jurisdiction, name="台账.xlsx", data=book, by=By(office.clerk, at))
    given = imports.Defaults(category="policy", source="paper", standard="全部办结")
    return imports.plan_of(file, replace(given, **defaults), DAY)


def test_a_ledger_of_last_year_comes_in_as_it_is(office, at):
    plan = _plan(office, at, *ROWS)
    assert [(each.title, each.due_on, each.category) for each in plan.orders] == [
        ("修建水渠", datetime.date(2026, 10, 31), "policy"),
        ("平整土地", datetime.date(2026, 12, 31), "policy"),
    ]
    assert plan.grave == []
    said = [fault.message for fault in plan.ledger.faults]
    assert sum("是本单位自己的分法" in each for each in said) == 1
    assert sum("没有登记；要登记的，勾选" in each for each in said) == 2


def test_what_is_finished_comes_in_where_the_office_wants_it(office, at):
    assert len(_plan(office, at, *ROWS, finished=True).orders) == 4


def test_what_stands_in_the_ledger_is_compared_although_it_is_finished_by_now(office, at):
    made = stories.matter(office, title="修好校舍", lead=[office.units[4]], due_on="2026-12-20")
    plan = _plan(office, at, *ROWS)
    assert [no for _, no in plan.known] + [change.matter.no for change in plan.changes] == [made.no]


def test_a_slip_in_a_column_of_the_documents_classes_stays_a_fault(office, at):
    words = "没有的类别"
    name = next(
        iter(
            imports.Checking(
                office.jurisdiction, imports.Defaults(source="paper"), DAY, _plan(office, at, *ROWS).ledger
            ).categories
        )
    )
    rows = [(*row[:1], name if row[0] != "3" else words, *row[2:]) for row in ROWS]
    assert [each.message.startswith(f"“{words}”不在可选值里") for each in _plan(office, at, *rows).grave] == [True]


def test_without_one_year_above_the_table_none_is_lent(office, at):
    assert "没有写明年份" in "".join(each.message for each in _plan(office, at, *ROWS, year="").grave)


@pytest.mark.parametrize(
    ("heading", "words", "found"),
    [("是否销号", " 已销号 ", "已销号"), ("完成情况", "√", "√"), ("状态", "已办结。", "已办结。"), ("是否完成", "否", ""), ("目前进展", "已完成", ""), ("完成情况", "已完成三分之二", "")],
)  # fmt: skip
def test_a_row_is_finished_where_a_column_for_that_says_so(heading, words, found):
    assert finished_in([(heading, words)]) == found
