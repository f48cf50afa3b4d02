"""What is answered once for a whole paper: names, names for many, days, doubts, what is no task, what it is based on."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import names
from duban.ledger.actions.papers import answers, drafts
from duban.ledger.by import By
from duban.ledger.models import CollectiveName, JournalLine
from duban.ledger.queries.papers.likeness import likeness
from duban.ledger.queries.papers.papers import Matcher, requirement_of
from duban.ledger.queries.papers.questions import questions_of
from duban.ledger.refusals import Refused
from duban.people.models import UnitAlias

TEXT = """某市人民政府关于重点工作的通知
某政〔2026〕7号
序号\t任务\t牵头单位\t配合单位\t完成时限
1\t修路\t国家发展改革委\t各县区\t2026年6月30日
2\t修桥\t国家发展改革委\t\t2026年9月31日
3\t清淤\t市水衙门\t各县区\t2026年9月31日
4\t查验\t市财政局\t国家发展改革委\t2026年5月2日
2026年3月20日
"""
DUE = datetime.date(2026, 9, 30)


@pytest.fixture
def by(office, at):
    return By(office.clerk, at)


def read(office, by, text=TEXT):
    return drafts.read_paper(jurisdiction=office.jurisdiction, name="台账.txt", data=text.encode(), by=by)


@pytest.fixture
def paper(office, by):
    return read(office, by)


def asked(paper, by):
    return questions_of(paper, paper.drafts.order_by("order"), Matcher(paper.jurisdiction), by.today)


def units_of(paper, order, part="lead"):
    return [(each["name"], each["unit"]) for each in getattr(paper.drafts.get(order=order), part)]


def test_each_kind_of_doubt_is_asked_once_with_its_drafts(paper, by):
    found = {(each.kind, each.shown): each for each in asked(paper, by)}
    assert found["unit", "国家发展改革委"].orders == (1, 2, 4)
    assert [unit.code for unit in found["unit", "国家发展改革委"].likely] == ["fagai"]
    assert found["unit", "市水衙门"].likely == ()
    assert found["group", "各县区"].orders == (1, 3)
    assert {unit.group for unit in found["group", "各县区"].likely} == {"county"}
    assert [each.orders for each in found.values() if each.kind == "day"] == [(2, 3)]


def test_a_ministry_is_mapped_once_and_remembered_where_asked(office, paper, by):
    changed = answers.match_name(paper=paper, name="国家发展改革委", units=[office.units[3]], remember=True, by=by)
    assert [draft.order for draft in changed] == [1, 2, 4]
    assert units_of(paper, 1) == [("国家发展改革委", "fagai")]
    assert ("国家发展改革委", "fagai") in units_of(paper, 4, "support")
    again = read(office, by, TEXT + "完。\n")
    assert units_of(again, 2) == [("国家发展改革委", "fagai")]
    line = JournalLine.objects.filter(verb="paper.answered").get()
    assert line.data == {"name": "国家发展改革委", "units": ["fagai"], "drafts": [1, 2, 4]}
    with pytest.raises(Refused, match="没有需要这样处理的草稿"):
        answers.match_name(paper=paper, name="国家发展改革委", units=[office.units[3]], remember=False, by=by)
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_name_matched_but_not_remembered_is_asked_again(office, paper, by):
    answers.match_name(paper=paper, name="市水衙门", units=[office.units[4]], remember=False, by=by)
    assert not UnitAlias.objects.filter(name="市水衙门").exists()
    assert units_of(read(office, by, TEXT + "完。\n"), 3) == [("市水衙门", None)]


def test_a_name_for_many_expands_by_one_choice_and_is_remembered(office, paper, by):
    counties = office.units[:3]
    answers.match_name(paper=paper, name="各县区", units=counties, remember=True, by=by)
    assert units_of(paper, 1, "support") == [("各县区", unit.code) for unit in counties]
    again = read(office, by, TEXT + "完。\n")
    assert units_of(again, 3, "support") == [("各县区", unit.code) for unit in counties]
    assert not [each for each in asked(again, by) if each.kind == "group"]
    names.set_collective(jurisdiction=office.jurisdiction, name="各县区", units=counties[:1], by=by)
    assert CollectiveName.objects.get(name="各县区").unit == counties[0]
    names.set_collective(jurisdiction=office.jurisdiction, name="各县区", units=[], by=by)
    assert not CollectiveName.objects.exists()
    assert [line.data["units"] for line in JournalLine.objects.filter(verb="collective.set").order_by("seq")] == [
        [unit.code for unit in counties],
        [counties[0].code],
        [],
    ]
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_wrong_day_is_never_guessed_and_set_once_for_all(paper, by):
    (question,) = [each for each in asked(paper, by) if each.kind == "day"]
    assert question.day is None
    with pytest.raises(Refused, match="不能早于今天"):
        answers.set_day(paper=paper, doubt=question.words, due_on=datetime.date(2026, 1, 1), by=by)
    answers.set_day(paper=paper, doubt=question.words, due_on=DUE, by=by)
    assert {draft.due_on for draft in paper.drafts.filter(order__in=(2, 3))} == {DUE}
    assert not [each for each in asked(paper, by) if each.kind == "day"]


def test_several_drafts_are_set_aside_or_given_a_lead_and_a_limit_at_once(office, paper, by):
    answers.drop_drafts(paper=paper, orders=[1, 4], by=by)
    assert set(paper.drafts.filter(state="dropped").values_list("order", flat=True)) == {1, 4}
    answers.set_leads(paper=paper, orders=[2, 3], lead=[office.units[4]], by=by)
    answers.set_days(paper=paper, orders=[2, 3], due_on=DUE, by=by)
    made = drafts.register_drafts(
        paper=paper, drafts=[paper.drafts.get(order=2)], category="policy", standard="全部完成", by=by
    )
    assert [(matter.due_on, matter.title) for matter in made] == [(DUE, "修桥")]
    with pytest.raises(Refused, match="没有选中"):
        answers.drop_drafts(paper=paper, orders=[1], by=by)
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_kind_of_doubt_is_settled_for_all_that_have_it(office, by):
    text = "任务\t责任单位\n修路\t市财政局（等2家单位）\n"
    paper = read(office, by, text)
    draft = paper.drafts.get()
    draft.lead = [{"name": unit.name, "unit": unit.code} for unit in office.units[3:5]]
    draft.doubts = ["未写明牵头单位，请指定。"]
    draft.save()
    answers.settle_doubts(paper=paper, code="no_lead", first_leads=True, by=by)
    draft.refresh_from_db()
    assert [each["unit"] for each in draft.lead] == ["fagai"] and draft.support[0]["unit"] == "caizheng"
    assert draft.doubts == []


def test_what_comes_round_and_what_goes_on_become_matters_without_end(office, by):
    text = "任务\t牵头单位\t时限\n公布排名\t市财政局\t每月5日前\n巡检\t市财政局\t长期坚持\n"
    paper = read(office, by, text)
    for code in {each.words for each in asked(paper, by) if each.kind == "other"}:
        answers.settle_doubts(paper=paper, code=code, by=by)
    assert [(draft.endless, bool(draft.rhythm), draft.doubts) for draft in paper.drafts.order_by("order")] == [
        (True, True, []),
        (True, False, []),
    ]


def test_what_a_paper_is_based_on_is_asked_once_and_never_the_files_name(office, paper, by):
    assert (paper.basis, paper.basis_no, paper.basis_on) == (
        "某市人民政府关于重点工作的通知",
        "某政〔2026〕7号",
        datetime.date(2026, 3, 20),
    )
    answers.set_basis(paper=paper, basis="某市重点工作方案", basis_no="", basis_on=None, by=by)
    answers.match_name(paper=paper, name="国家发展改革委", units=[office.units[3]], remember=False, by=by)
    (matter,) = drafts.register_drafts(
        paper=paper, drafts=[paper.drafts.get(order=4)], category="policy", standard="全部完成", by=by
    )
    assert matter.source_text == "《某市重点工作方案》"
    assert not matter.milestones.exists()


def test_a_step_on_the_way_is_a_milestone_and_the_deadline_itself_is_none(office, by):
    text = "任务\t牵头单位\t时限\n修路\t市财政局\t2026年6月底前一半，2026年9月底前全部\n"
    paper = read(office, by, text)
    (matter,) = drafts.register_drafts(
        paper=paper, drafts=paper.drafts.all(), category="policy", standard="全部完成", by=by
    )
    assert (matter.due_on, [each.on for each in matter.milestones.all()]) == (DUE, [datetime.date(2026, 6, 30)])


@pytest.mark.parametrize(
    ("written", "known", "alike"),
    [
        ("民政部", "县民政局", True),
        ("国家发展改革委", "县发改局", True),
        ("住房和城乡建设部", "市住建局", True),
        ("市场监管总局", "县市场监管局", True),
        ("市发展改革委员会", "市发展改革委", True),
        ("民政部", "甲镇", False),
        ("东关街道", "西关街道", False),
        ("县水务局", "县税务局", False),
        ("甲县", "乙县", False),
    ],
)
def test_only_what_is_truly_alike_is_suggested(written, known, alike):
    assert (likeness(written, known) >= 70) is alike


def test_another_offices_units_cannot_be_chosen(paper, by, zhuoni):
    with pytest.raises(Refused, match="不在本辖区"):
        answers.match_name(paper=paper, name="市水衙门", units=[zhuoni.units[0]], remember=False, by=by)


def test_a_limit_that_is_put_right_leaves_no_step_of_the_old_one(paper, by):
    draft = paper.drafts.get(order=1)
    assert [each["date"] for each in draft.milestones] == ["2026-06-30"]
    answers.match_name(
        paper=paper, name="国家发展改革委", units=[by.officer.jurisdiction.units.first()], remember=False, by=by
    )
    answers.set_days(paper=paper, orders=[1], due_on=DUE, by=by)
    assert paper.drafts.get(order=1).milestones == []
    put_right = {
        "text": "修路",
        "lead": [by.officer.jurisdiction.units.first()],
        "support": [],
        "due_on": None,
        "endless": True,
    }
    assert drafts.correct_draft(draft=paper.drafts.get(order=4), **put_right, by=by).milestones == []


def test_what_the_table_says_is_done_and_what_is_past_is_asked_once(office, by):
    text = (
        "任务\t牵头单位\t时限\t是否销号\n修路\t市财政局\t2025年10月31日\t已销号\n修桥\t市财政局\t2025年11月30日\t未销号\n"
        "清淤\t市财政局\t2025年12月31日\t√\n查验\t市财政局\t2026年12月31日\t×\n"
    )
    paper = read(office, by, text)
    found = {each.kind: (each.orders, each.words) for each in asked(paper, by)}
    assert found == {"finished": ((1, 3), "drop"), "past": ((2,), "day")}
    answers.drop_drafts(paper=paper, orders=[1, 3], by=by)
    answers.set_days(paper=paper, orders=[2], due_on=DUE, by=by)
    assert asked(paper, by) == []
    # That it was not done last year is no requirement of this year's order.
    assert "销号" not in requirement_of(paper.drafts.get(order=2))
