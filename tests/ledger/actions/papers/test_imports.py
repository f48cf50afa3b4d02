"""Ledgers taken over: every fault at its cell, all or nothing, nothing twice, and what is exported comes in again."""

import dataclasses
import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.papers import imports
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine, Matter, Recurrence, Suggestion
from duban.ledger.refusals import Refused
from duban.papers.writing import sheets
from duban.web import lists
from tests import cast, pace

HEADS = ("序号", "事项内容", "办理要求", "办理时限", "牵头单位", "配合单位", "类别", "来源")
DAY = datetime.date(2026, 3, 31)
DUE = datetime.date(2026, 6, 30)
GOOD = ("1", "建成数据平台", "按月报进展", "2026年6月底", "市发改委", "市财政局", "", "会议决定")


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def defaults():
    return imports.Defaults(category="policy", source="paper", standard="全部办结")


def _book(*rows, heads=HEADS) -> bytes:
    return sheets.write_xlsx([sheets.Column(head) for head in heads], rows)


def _kept(office, at, *rows, name="台账.xlsx"):
    return imports.keep_ledger(jurisdiction=office.jurisdiction, name=name, data=_book(*rows), by=By(office.clerk, at))


def _import(office, at, file, defaults):
    return imports.import_ledger(file=file, defaults=defaults, by=By(office.clerk, at))


@pytest.mark.feature("ledger_exchange")
def test_every_row_becomes_a_proposed_matter_with_its_line(office, at, defaults):
    file = _kept(office, at, GOOD, ("2", "修好乡村道路", "", DUE, "甲县、乙县", "", "", "某文件〔2026〕1号"))
    assert not Matter.objects.exists()
    first, second = _import(office, at, file, defaults)
    first, second = Matter.objects.get(pk=first.pk), Matter.objects.get(pk=second.pk)
    assert (first.no, first.title, first.requirement, first.due_on) == ("2026-1", "建成数据平台", "按月报进展", DUE)
    assert (first.source, first.source_text, first.state, first.standard) == ("meeting", "", "proposed", "全部办结")
    assert [(each.unit.code, each.part) for each in first.assignments.order_by("id")] == [
        ("fagai", "lead"),
        ("caizheng", "support"),
    ]
    assert (second.source, second.source_text, second.requirement) == ("paper", "某文件〔2026〕1号", "修好乡村道路")
    assert {each.unit.code for each in second.assignments.all()} == {"jia", "yi"}
    lines = JournalLine.objects.filter(jurisdiction=office.jurisdiction).order_by("seq")
    assert [(line.verb, line.matter_id) for line in lines] == [
        ("file.added", None),
        ("matter.registered", first.pk),
        ("matter.registered", second.pk),
        ("ledger.imported", None),
    ]
    assert list(journal.verify(office.jurisdiction)) == []


def test_rows_without_end_and_rows_that_recur_come_in_as_they_are_meant(db, at):
    office = cast.office("gansu-county-2023")
    names = ("县发改局", "县财政局", "", "")
    file = _kept(
        office,
        at,
        ("1", "保持湖面清洁", "", "长期坚持", *names),
        ("2", "报送用水量", "", "每月5日前", *names),
        ("3", "盘点仓库", "", "每季度末月25日前", *names),
    )
    made = _import(office, at, file, imports.Defaults(category="decision", source="paper", standard="全部办结"))
    assert [each.due_on for each in made] == [None, None, None]
    rhythms = Recurrence.objects.order_by("assignment__matter")
    assert [(each.assignment.matter.title, each.said) for each in rhythms] == [
        ("报送用水量", "每月5日（遇休息日顺延）"),
        ("盘点仓库", "每季度末月25日（遇休息日顺延）"),
    ]
    again = _kept(office, at, ("1", "保持湖面清洁", "", "长期坚持", *names), name="又一份.xlsx")
    assert len(imports.plan_of(again, imports.Defaults(category="decision", source="paper"), DAY).known) == 1


@pytest.mark.parametrize(
    ("column", "words", "cell", "said"),
    [
        (1, "", "B3", "缺少事项内容"),
        (3, "", "D3", "缺少办理时限"),
        (3, "2026年2月30日", "D3", "不是有效的日期"),
        (3, "2026年1月底", "D3", "早于登记日"),
        (3, "长期坚持", "D3", "每件事项都要定下办结期限"),
        (3, "每月报送", "D3", "须有确定的办理时限"),
        (4, "市发展改革委员会", "E3", "可能是市发展改革委"),
        (5, "市发改委", "F3", "不能重复"),
        (6, "没有这一类", "G3", "不在可选值里"),
    ],
)
def test_one_wrong_cell_keeps_everything_out(office, at, defaults, column, words, cell, said):
    wrong = list(GOOD)
    wrong[1], wrong[column] = "另一件事", words
    if column == 1:
        wrong[1] = words
    file = _kept(office, at, GOOD, wrong)
    plan = imports.plan_of(file, defaults, DAY)
    assert [(fault.cell, said in fault.message) for fault in plan.ledger.faults] == [(cell, True)], plan.ledger.faults
    with pytest.raises(Refused, match="一件也没有登记"):
        _import(office, at, file, defaults)
    assert not Matter.objects.exists()


def test_the_same_file_twice_creates_nothing_twice(office, at, defaults):
    data = _book(GOOD)
    file, again = (
        imports.keep_ledger(jurisdiction=office.jurisdiction, name=name, data=data, by=By(office.clerk, at))
        for name in ("台账.xlsx", "副本.xlsx")
    )
    assert Attachment.objects.count() == 1 and again == file
    _import(office, at, file, defaults)
    with pytest.raises(Refused, match="已经导入过"):
        _import(office, at, file, defaults)
    assert Matter.objects.count() == 1


def test_the_same_rows_in_another_file_are_known(office, at, defaults):
    (made,) = _import(office, at, _kept(office, at, GOOD), defaults)
    new = ("2", "另一件事", "", DUE, "甲县", "", "", "")
    other = _kept(office, at, GOOD, new, new, name="另存.xlsx")
    plan = imports.plan_of(other, defaults, DAY)
    assert [no for _, no in plan.known] == [made.no, "本文件第3行"]
    assert [order.title for order in plan.orders] == ["另一件事"]


def test_a_number_of_ours_is_in_the_ledger_already(office, at, defaults):
    (made,) = _import(office, at, _kept(office, at, GOOD), defaults)
    file = _kept(office, at, (made.no, *GOOD[1:]), name="导出.xlsx")
    assert [no for _, no in imports.plan_of(file, defaults, DAY).known] == [made.no]
    with pytest.raises(Refused, match="没有可以登记的新事项"):
        _import(office, at, file, defaults)


def test_another_offices_matters_are_not_known_here(office, zhuoni, at, defaults):
    _import(office, at, _kept(office, at, GOOD), defaults)
    there = _kept(zhuoni, at, ("2026-1", "建成数据平台", "按月报进展", DUE, "县发改局", "", "", ""))
    plan = imports.plan_of(there, imports.Defaults(category="decision", source="paper", level="blue"), DAY)
    assert not plan.known


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_ledger_is_refused_in_one_sentence(office, at, data):
    with pytest.raises(Refused) as refused:
        imports.keep_ledger(jurisdiction=office.jurisdiction, name="坏.xlsx", data=data, by=By(office.clerk, at))
    assert refused.value.field == "file" and refused.value.why
    assert not Attachment.objects.exists()


def test_ten_thousand_rows_come_in_within_ten_seconds_of_work(office, at, defaults):
    rows = [(str(n), f"第{n}件事", "按月报进展", DUE, "市发改委", "市财政局", "", "") for n in range(1, 10_001)]
    file = _kept(office, at, *rows)
    with pace.measured() as work:
        assert len(_import(office, at, file, defaults)) == 10_000
    assert work.seconds < 10
    assert list(journal.verify(office.jurisdiction)) == []


LETTERS = ("序号", "建议编号", "案由", "领衔代表", "主办单位", "会办单位", "办理期限")


def _letters(office, at, *rows):
    data = sheets.write_xlsx([sheets.Column(head) for head in LETTERS], rows)
    return imports.keep_ledger(
        jurisdiction=office.jurisdiction, name="建议清单.xlsx", data=data, by=By(office.clerk, at)
    )


def test_a_list_of_suggestions_becomes_suggestions(office, at, defaults):
    chosen = dataclasses.replace(defaults, letters="suggestion")
    file = _letters(
        office,
        at,
        ("1", "第17号", "修好乡村道路", "张某", "市发改委", "市财政局", DUE),
        ("2", "第18号", "办好食堂", "李某等3人", "甲县", "", DUE),
    )
    first, second = _import(office, at, file, chosen)
    made = Suggestion.objects.get(matter=first)
    assert (made.kind, made.number, made.author) == ("suggestion", "第17号", "张某")
    assert (first.source, first.title, second.suggestion.author) == ("proposal", "修好乡村道路", "李某等3人")
    lines = JournalLine.objects.filter(verb="suggestion.registered").order_by("seq")
    assert [line.matter_id for line in lines] == [first.pk, second.pk]
    assert list(journal.verify(office.jurisdiction)) == []
    again = _letters(
        office,
        at,
        ("1", "第17号", "修好乡村道路！", "张某", "市发改委", "", DUE),
        ("2", "第19号", "种树", "王某", "甲县", "", DUE),
    )
    plan = imports.plan_of(again, chosen, DAY)
    assert [no for _, no in plan.known] == [first.no] and [order.title for order in plan.orders] == ["种树"]


def test_a_suggestion_without_its_number_or_author_is_wrong(office, at, defaults):
    chosen = dataclasses.replace(defaults, letters="motion")
    file = _letters(
        office,
        at,
        ("", "", "修好乡村道路", "张某", "市发改委", "", DUE),
        ("2", "第18号", "办好食堂", "", "甲县", "", DUE),
    )
    faults = [(fault.cell, fault.message) for fault in imports.plan_of(file, chosen, DAY).grave]
    assert faults == [("A2", "建议提案要写明编号"), ("D3", "缺少提出人")]
    with pytest.raises(Refused, match="一件也没有登记"):
        _import(office, at, file, chosen)
    plain = _kept(office, at, GOOD)
    assert "表头缺少“提出人”一栏" in str(imports.plan_of(plain, chosen, DAY).grave[0])


def test_the_documents_time_is_counted_where_the_list_gives_none(db, at):
    office = cast.office("gansu-county-2023")
    chosen = imports.Defaults(category="proposal", source="paper", standard="答复代表", letters="suggestion")
    file = _letters(
        office,
        at,
        ("1", "1", "修好乡村道路", "张某", office.units[3].name, "", ""),
        ("2", "2", "办好食堂", "李某", office.units[2].name, "", DUE),
    )
    ruled, listed = _import(office, at, file, chosen)
    assert (ruled.due_on, ruled.due_rule, listed.due_on, listed.due_rule) == (
        datetime.date(2026, 9, 30),
        "proposal",
        DUE,
        "",
    )
    reasons = [line.data["reason"] for line in JournalLine.objects.filter(verb="suggestion.registered").order_by("seq")]
    assert reasons == ["", "清单写明办理期限"]


def test_what_others_enter_while_the_rows_are_checked_is_not_entered_twice(office, at, defaults):
    file = _kept(office, at, GOOD, ("2", "另一件事", "", DUE, "甲县", "", "", ""))
    copy = imports.keep_ledger(
        jurisdiction=office.jurisdiction, name="先到.xlsx", data=_book(GOOD), by=By(office.head, at)
    )
    told = []

    def meanwhile(doing, done, of):
        told.append(doing)
        if told.count("核对") == 1 and doing == "核对":
            imports.import_ledger(file=copy, defaults=defaults, by=By(office.head, at))

    made = imports.import_ledger(file=file, defaults=defaults, by=By(office.clerk, at), progress=meanwhile)
    assert [matter.title for matter in made] == ["另一件事"] and Matter.objects.count() == 2
    assert told == ["核对", "核对", "登记"]


def test_a_ledger_that_was_exported_comes_back_with_every_column_known(office, at, defaults):
    (made,) = _import(office, at, _kept(office, at, GOOD), defaults)
    heads = ["序号", *lists.COLUMNS.values()]
    said = {"序号": "7", "编号": made.no, "事项内容": made.title, "办理要求": made.requirement, "牵头单位": "市发展改革委",
            "配合单位": "市财政局", "办理时限": DUE, "状态": "待立项", "登记日期": DAY, "交办日期": DAY}  # fmt: skip
    data = _book([said.get(head, "") for head in heads], heads=heads)
    file = imports.keep_ledger(jurisdiction=office.jurisdiction, name="导出.xlsx", data=data, by=By(office.clerk, at))
    plan = imports.plan_of(file, defaults, DAY)
    assert plan.ledger.unknown == () and [no for _, no in plan.known] == [made.no] and not plan.changes


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("修好主干道。打通断头路。\n6月底前完工", "修好主干道。打通断头路。"),
        ("修好主干道\n打通断头路", "修好主干道打通断头路"),
        (f"修好主干道。{'打通断头路' * 50}", "修好主干道"),
        ("打通断头路" * 50, ("打通断头路" * 12)[:59] + "…"),
    ],
)
def test_the_title_of_a_content_with_several_lines_is_its_first_line_whole(office, at, defaults, content, title):
    row = ("1", content, "按月报进展", "2026年6月底", "市发改委", "", "", "会议决定")
    (made,) = _import(office, at, _kept(office, at, row), defaults)
    assert made.title == title and (len(content) < 200 or content in made.requirement)
