"""The same ledger again: what is there is recognised, what differs is shown by cell and taken over by choice."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.papers import imports, ledger_updates
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter, Proposal
from duban.ledger.refusals import Refused
from duban.papers.writing import sheets
from tests import stories

HEADS = ("序号", "事项内容", "办理要求", "办理时限", "牵头单位", "配合单位")
DUE, LATER = datetime.date(2026, 6, 30), datetime.date(2026, 9, 30)
ROWS = [
    ("1", "建成数据平台", "按月报进展", DUE, "市发改委", "市财政局"),
    ("2", "修好乡村道路", "按月报进展", DUE, "甲县", ""),
    ("3", "办好第3批实事", "按月报进展", DUE, "甲县", ""),
]


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def by(office, at):
    return By(office.clerk, at)


@pytest.fixture
def defaults():
    return imports.Defaults(category="policy", source="paper", standard="全部办结")


def kept(office, by, rows, name="台账.xlsx"):
    data = sheets.write_xlsx([sheets.Column(head) for head in HEADS], rows)
    return imports.keep_ledger(jurisdiction=office.jurisdiction, name=name, data=data, by=by)


def again(office, by, defaults, rows, name="又一次.xlsx"):
    file = kept(office, by, rows, name)
    return file, imports.plan_of(file, defaults, by.today)


def test_one_changed_cell_is_a_change_and_no_new_matter(office, by, defaults):
    imports.import_ledger(file=kept(office, by, ROWS), defaults=defaults, by=by)
    changed = [(*ROWS[0][:3], LATER, *ROWS[0][4:]), ("2", "修好乡村道路。", *ROWS[1][2:]), *ROWS[2:]]
    file, plan = again(office, by, defaults, [*changed, ("4", "办好第4批实事", "按月报进展", DUE, "甲县", "")])
    assert [order.title for order in plan.orders] == ["办好第4批实事"]
    assert [no for _, no in plan.known] == ["2026-2", "2026-3"]
    (change,) = plan.changes
    (difference,) = change.differences
    assert (change.row.row, change.there.no, difference.label, difference.before, difference.after) == (
        2,
        "2026-1",
        "办理时限",
        "2026-06-30",
        "2026-09-30",
    )
    ledger_updates.take_over(file=file, changes=plan.changes, chosen={"2026-1"}, reason="", by=by)
    matter = Matter.objects.get(no="2026-1")
    assert (matter.due_on, matter.requirement, matter.assignments.get(part="lead").unit.code) == (
        LATER,
        "按月报进展",
        "fagai",
    )
    lines = [line.verb for line in JournalLine.objects.filter(matter=matter).order_by("seq")]
    assert lines == ["matter.registered", "matter.edited"]
    assert JournalLine.objects.get(verb="ledger.updated").data["matters"] == ["2026-1"]
    assert not imports.plan_of(file, defaults, by.today).changes
    assert list(journal.verify(office.jurisdiction)) == []


def test_words_that_differ_a_little_mean_the_same_matter_and_figures_do_not(office, by, defaults):
    imports.import_ledger(file=kept(office, by, ROWS), defaults=defaults, by=by)
    rows = [("1", "建成全市数据平台", *ROWS[0][2:]), ("2", "办好第5批实事", *ROWS[2][2:])]
    _, plan = again(office, by, defaults, rows)
    assert [(each.there.no, each.differences[0].name) for each in plan.changes] == [("2026-1", "title")]
    assert [order.title for order in plan.orders] == ["办好第5批实事"]
    apart = imports.Defaults(
        category="policy", source="paper", standard="全部办结", separate=frozenset({"Sheet1!2", "台账!2"})
    )
    _, plan = again(office, by, apart, rows, "再一次.xlsx")
    assert not plan.changes and len(plan.orders) == 2


def test_an_order_that_is_out_is_corrected_with_its_signature_and_not_overwritten(office, by, defaults):
    matter = stories.matter(office, due_on="2026-06-30")
    lead = matter.assignments.get(part="lead").unit.name
    rows = [("1", matter.title, "另一种要求", LATER, lead, "")]
    file, plan = again(office, by, defaults, rows)
    assert [{each.name for each in change.differences} for change in plan.changes] == [{"requirement", "due_on"}]
    with pytest.raises(Refused, match="请写明更正理由"):
        ledger_updates.take_over(file=file, changes=plan.changes, chosen={matter.no}, reason=" ", by=by)
    ledger_updates.take_over(file=file, changes=plan.changes, chosen={matter.no}, reason="台账写错", by=by)
    acts = set(Proposal.objects.filter(assignment__matter=matter).values_list("act", flat=True))
    assert acts >= {"correct_due", "correct_text"}
    now = Matter.objects.get(pk=matter.pk)
    verbs = set(JournalLine.objects.filter(matter=matter).values_list("verb", flat=True))
    assert now.due_on != LATER or "order.due_corrected" in verbs
    assert list(journal.verify(office.jurisdiction)) == []


def test_what_is_not_chosen_stays_and_all_or_none_is_taken(office, by, defaults):
    imports.import_ledger(file=kept(office, by, ROWS), defaults=defaults, by=by)
    rows = [
        (*ROWS[0][:3], LATER, *ROWS[0][4:]),
        (*ROWS[1][:3], datetime.date(2026, 1, 5), *ROWS[1][4:]),
    ]
    file, plan = again(office, by, defaults, rows)
    with pytest.raises(Refused, match="没有选中"):
        ledger_updates.take_over(file=file, changes=plan.changes, chosen=set(), reason="", by=by)
    with pytest.raises(Refused, match=r"第3行（2026-2）"):
        ledger_updates.take_over(file=file, changes=plan.changes, chosen={"2026-1", "2026-2"}, reason="", by=by)
    assert set(Matter.objects.values_list("due_on", flat=True)) == {DUE}


def test_units_that_changed_and_rows_that_are_gone_are_said(office, by, defaults):
    imports.import_ledger(file=kept(office, by, ROWS), defaults=defaults, by=by)
    rows = [("2026-1", *ROWS[0][1:4], "市财政局", ""), ROWS[1]]
    _, plan = again(office, by, defaults, rows)
    (change,) = plan.changes
    assert [(each.label, each.before, each.after) for each in change.differences] == [
        ("牵头单位", "市发展改革委", "市财政局")
    ]
    assert not change.is_by_choice
    assert [each.no for each in plan.gone] == ["2026-3"]


def test_another_ledger_has_no_rows_that_are_gone(office, by, defaults):
    imports.import_ledger(file=kept(office, by, ROWS), defaults=defaults, by=by)
    _, plan = again(office, by, defaults, [("1", "别的事", "按月报", DUE, "乙县", "")])
    assert plan.gone == [] and len(plan.orders) == 1


def test_a_number_of_ours_written_twice_is_a_fault_and_no_new_matter(office, by, defaults):
    first, second = (
        stories.matter(office, due_on="2026-06-30", title=title) for title in ("推进厂房建设", "清淤河道整治")
    )
    lead = first.assignments.get(part="lead").unit.name
    heads = ("序号", "编号", *HEADS[1:])

    def planned(name, *rows):
        data = sheets.write_xlsx([sheets.Column(head) for head in heads], rows)
        file = imports.keep_ledger(jurisdiction=office.jurisdiction, name=name, data=data, by=by)
        return imports.plan_of(file, defaults, by.today)

    own = ("1", first.no, first.title, first.requirement, DUE, lead, "")
    doubled = planned("一.xlsx", own, ("2", first.no, second.title, second.requirement, DUE, lead, ""))
    assert not doubled.orders and not doubled.changes
    assert [(fault.cell, fault.message) for fault in doubled.grave] == [
        ("B3", f"编号 {first.no} 在第2行已经写过，一件事项只能写一行")
    ]
    # The same row copied is known, and stands for nothing new.
    copied = planned("二.xlsx", own, ("2", *own[1:]))
    assert not copied.orders and not copied.grave and [no for _, no in copied.known] == [first.no] * 2
    # A row without a number takes no matter away from the row that carries its number.
    like = planned("三.xlsx", ("1", "", *own[2:]), ("2", *own[1:]))
    assert [order.title for order in like.orders] == [first.title] and [no for _, no in like.known] == [first.no]
