"""Rows of a ledger: each becomes an order under the document, or is known already, or is a fault at its cell."""

import datetime

import pytest

from duban.ledger.actions.papers import ledger_rows
from duban.papers.reading.lists.ledgers import read_ledger
from duban.papers.writing import sheets
from tests import cast, stories

pytestmark = pytest.mark.django_db
TODAY = cast.at().date()
DUE = datetime.date(2026, 6, 30)
HEADS = {
    "no": "编号",
    "content": "事项内容",
    "requirement": "办理要求",
    "due_on": "办理时限",
    "lead": "牵头单位",
    "support": "配合单位",
    "category": "类别",
}


def row(**values):
    given = {"content": "修好水渠", "due_on": DUE, "lead": "甲县", **values}
    return [given.get(name, "") for name in HEADS]


def checking(office, *rows, **defaults):
    """Return what is made of a sheet of these rows, the first of which stands in row 2."""
    ledger = read_ledger(sheets.write_xlsx([sheets.Column(head) for head in HEADS.values()], rows), "台账.xlsx")
    given = ledger_rows.Defaults(**{"category": "policy", "source": "paper", **defaults})
    made = ledger_rows.Checking(office.jurisdiction, given, TODAY, ledger)
    for each in ledger.rows:
        made.take(each)
    made.leave_out_known()
    return made


def test_a_row_becomes_an_order_with_what_its_cells_do_not_say(office):
    (taken,) = checking(office, row(support="市财政局"), standard="全部办结").taken
    order = taken[1]
    assert (order.title, order.requirement, order.standard, order.due_on) == ("修好水渠", "修好水渠", "全部办结", DUE)
    assert (order.lead, order.support) == ((office.units[0],), (office.units[4],))


@pytest.mark.parametrize(
    ("wrong", "cell", "said"),
    [
        ({"lead": "甲县政府办"}, "E2", "不在单位名单里"),
        ({"category": "没有的类别"}, "G2", "不在可选值里"),
        ({"due_on": ""}, "D2", "确定的办理时限"),
        ({"due_on": TODAY - datetime.timedelta(days=1)}, "D2", "早于登记日"),
        ({"support": "甲县"}, "F2", "重复"),
    ],
)
def test_what_is_wrong_is_a_fault_at_its_cell(office, wrong, cell, said):
    made = checking(office, row(**wrong))
    assert [(fault.cell, said in fault.message) for fault in made.faults] == [(cell, True)]
    assert made.taken == []


def test_a_deadline_on_a_rest_day_is_said_and_taken(office):
    made = checking(office, row(due_on=datetime.date(2026, 10, 1)))
    assert [(fault.cell, fault.grave, "休息日" in fault.message) for fault in made.faults] == [("D2", False, True)]
    assert len(made.taken) == 1


def test_a_unit_that_is_not_known_is_shown_with_those_that_look_like_it(office):
    made = checking(office, row(lead="市发展改革局"))
    assert "市发展改革局" in made.unmatched


def test_what_stands_in_the_ledger_or_twice_in_the_file_is_left_out(office):
    matter = stories.matter(office, due_on="2026-06-30")
    made = checking(office, row(no=matter.no), row(), row(), row(content="修好水库"))
    assert [each.row for each, *_ in made.taken] == [3, 5]
    assert [(each.row, where) for each, where in made.known] == [(4, "本文件第3行")]
    assert [(each.row.row, each.there.no, each.differences[0].name) for each in made.changes] == [
        (2, matter.no, "title")
    ]


def test_a_content_too_long_for_a_title_stands_whole_in_the_requirement(office):
    text = "修好水渠。" + "沿线逐段清淤" * 60
    order = checking(office, row(content=text, requirement="按月报")).taken[0][1]
    assert order.title == "修好水渠" and order.requirement == f"{text}\n按月报"
