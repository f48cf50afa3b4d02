"""Drafts out of a paper: read, put right, dropped, registered together; nothing collective is ever matched by itself."""

import datetime

import pytest

from duban.ledger.actions.papers import drafts
from duban.ledger.by import By
from duban.ledger.models import Draft, JournalLine, Matter, SourcePaper
from duban.ledger.refusals import Refused
from duban.people.models import UnitAlias
from tests import cast

TEXT = """2026年重点工作分工

一、加快项目建设。（市发改委牵头，市财政局配合，2026年6月底前完成）
二、整治村庄环境。（市农业农村局牵头，2026年9月31日前完成）
三、做好春耕备耕。（各县区负责，2026年4月20日前完成）
四、强化资金保障。（市财政局负责）
五、推进数据共享。（市大数据中心牵头，2026年8月底前完成）
"""


@pytest.fixture
def paper(office, at):
    return _read(office, at)


def _read(office, at, text=TEXT, name="分工.txt"):
    return drafts.read_paper(jurisdiction=office.jurisdiction, name=name, data=text.encode(), by=By(office.clerk, at))


def _registered(office, at, paper, *chosen, **more):
    return drafts.register_drafts(
        paper=paper,
        drafts=chosen or list(paper.drafts.all()),
        category="policy",
        standard="全部完成",
        by=By(office.clerk, at),
        **more,
    )


def _draft(paper, order):
    return paper.drafts.get(order=order)


def _correct(office, at, draft, **changes):
    words = {
        "text": draft.text,
        "lead": [office.units[5]],
        "support": [],
        "due_on": datetime.date(2026, 9, 30),
        **changes,
    }
    return drafts.correct_draft(draft=draft, **words, by=By(office.clerk, at))


def test_read_into_drafts_and_nothing_else(office, at, paper):
    found = list(paper.drafts.order_by("order"))
    assert [draft.lead[0]["unit"] for draft in found] == ["fagai", "nongye", None, "caizheng", None]
    assert found[0].support == [{"name": "市财政局", "unit": "caizheng"}]
    assert found[0].due_on == datetime.date(2026, 6, 30)
    assert all(paper.text[draft.start : draft.end].strip() for draft in found)
    assert not Matter.objects.exists()
    line = JournalLine.objects.get(jurisdiction=office.jurisdiction, verb="paper.read")
    assert (line.actor, line.data["drafts"]) == (office.clerk, 5)


def test_a_day_that_does_not_exist_is_doubted_and_not_invented(paper):
    draft = _draft(paper, 2)
    assert draft.due_on is None
    assert any("9月31日" in doubt for doubt in draft.doubts)


def test_a_collective_name_stays_unmatched_and_is_never_learned(office, at, paper):
    draft = _draft(paper, 3)
    assert draft.lead == [{"name": "各县区", "unit": None}]
    _correct(office, at, draft, lead=[office.units[0]])
    assert not UnitAlias.objects.filter(name="各县区").exists()
    again = _read(office, at, TEXT + "六、另一项。（各县区负责，2026年5月底前完成）\n")
    assert all(each.lead[0]["unit"] is None for each in again.drafts.filter(order__in=(3, 6)))


def test_the_same_paper_twice_is_kept_once(office, at, paper):
    assert _read(office, at, name="又一次.txt").pk == paper.pk
    assert SourcePaper.objects.count() == 1
    assert Draft.objects.count() == 5


def test_another_office_reads_it_for_itself(office, zhuoni, at, paper):
    assert _read(zhuoni, at).pk != paper.pk


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", b"PK\x03\x04broken"), ("a.pdf", b"%PDF-1.7"), ("a.txt", b""), ("a", b"x"), ("a.xlsx", b"x" * 99)],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(office, at, name, data):
    with pytest.raises(Refused) as refusal:
        drafts.read_paper(jurisdiction=office.jurisdiction, name=name, data=data, by=By(office.clerk, at))
    assert refusal.value.field == "file" and refusal.value.why
    assert not SourcePaper.objects.exists()
    assert not JournalLine.objects.filter(jurisdiction=office.jurisdiction).exists()


def test_put_right_it_has_no_doubt_and_the_name_is_learned_only_where_that_is_asked(office, at, paper):
    draft = _correct(office, at, _draft(paper, 5), lead=[office.units[3]])
    assert (draft.doubts, draft.lead) == ([], [{"name": "市发展改革委", "unit": "fagai"}])
    assert not UnitAlias.objects.filter(name="市大数据中心").exists()
    again = _draft(_read(office, at, TEXT + "完。"), 5)
    _correct(office, at, again, lead=[office.units[3]], remember=True)
    assert UnitAlias.objects.get(name="市大数据中心").unit == office.units[3]
    assert JournalLine.objects.filter(verb="unit.named").count() == 1
    line = JournalLine.objects.filter(verb="draft.corrected").order_by("seq").first()
    assert line.data["before"]["lead"] == [{"name": "市大数据中心", "unit": None}]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": "  "}, "任务内容不能为空"),
        ({"lead": []}, "请选定牵头单位"),
    ],
)
def test_a_correction_that_leaves_it_incomplete_is_refused(office, at, paper, changes, why):
    with pytest.raises(Refused, match=why):
        _correct(office, at, _draft(paper, 2), **changes)
    assert _draft(paper, 2).doubts


def test_one_unit_cannot_lead_and_support(office, at, paper):
    with pytest.raises(Refused, match="不能既牵头又配合"):
        _correct(office, at, _draft(paper, 2), support=[office.units[5]])


def test_a_unit_of_another_office_is_refused(office, zhuoni, at, paper):
    with pytest.raises(Refused, match="不在本辖区"):
        _correct(office, at, _draft(paper, 2), lead=[zhuoni.units[0]])


def test_registered_as_proposed_matters(office, at, paper):
    (matter,) = _registered(office, at, paper, _draft(paper, 1))
    assert (matter.state, matter.category, matter.source, matter.source_text) == (
        "proposed",
        "policy",
        "paper",
        "《2026年重点工作分工》",
    )
    assert matter.due_on == datetime.date(2026, 6, 30)
    assert {(each.unit.code, each.part) for each in matter.assignments.all()} == {
        ("fagai", "lead"),
        ("caizheng", "support"),
    }
    assert _draft(paper, 1).matter == matter
    verbs = list(JournalLine.objects.filter(matter=matter).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["matter.registered", "draft.registered"]


@pytest.mark.parametrize(
    ("order", "why"),
    [(2, "第 2 条：.*9月31日"), (3, "第 3 条"), (4, "第 4 条：没有期限"), (5, "第 5 条：单位未匹配：市大数据中心")],
)
def test_one_open_doubt_refuses_all(office, at, paper, order, why):
    with pytest.raises(Refused, match=why):
        _registered(office, at, paper, _draft(paper, 1), _draft(paper, order))
    assert not Matter.objects.exists()
    assert not JournalLine.objects.filter(verb="draft.registered").exists()


def test_a_common_deadline_stands_in_where_the_paper_gives_none(office, at, paper):
    common = datetime.date(2026, 12, 31)
    first, fourth = _registered(office, at, paper, _draft(paper, 1), _draft(paper, 4), due_on=common)
    assert (first.due_on, fourth.due_on) == (datetime.date(2026, 6, 30), common)


def test_a_deadline_in_the_past_is_refused(office, paper):
    with pytest.raises(Refused, match="期限 2026-06-30 已过"):
        _registered(office, cast.at("2026-07-01 09:00"), paper, _draft(paper, 1))


def test_registered_twice_is_one_matter(office, at, paper):
    _registered(office, at, paper, _draft(paper, 1))
    with pytest.raises(Refused, match="没有可以登记的草稿"):
        _registered(office, at, paper, _draft(paper, 1))
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("act", ["correct", "drop"])
def test_what_is_a_matter_is_a_draft_no_more(office, at, paper, act):
    _registered(office, at, paper, _draft(paper, 1))
    with pytest.raises(Refused, match="已经登记为事项"):
        if act == "correct":
            _correct(office, at, _draft(paper, 1))
        else:
            drafts.drop_draft(draft=_draft(paper, 1), by=By(office.clerk, at))


def test_dropped_it_is_left_out_until_it_is_taken_up_again(office, at, paper):
    drafts.drop_draft(draft=_draft(paper, 1), by=By(office.clerk, at))
    with pytest.raises(Refused, match="没有可以登记的草稿"):
        _registered(office, at, paper, _draft(paper, 1))
    assert JournalLine.objects.filter(verb="draft.dropped").count() == 1
    _correct(office, at, _draft(paper, 1), lead=[office.units[3]])
    assert len(_registered(office, at, paper, _draft(paper, 1))) == 1


def test_who_guides_what_comes_round_and_who_answers_are_kept_and_reach_the_matter(office, at):
    text = "甲市2026年工作分工\n一、推广节水。每月5日前通报。（市发改委负责，市财政局指导；第一责任人：张三；完成时限：2026年8月31日）\n"
    draft = _read(office, at, text).drafts.get()
    assert [each["name"] for each in draft.guide] == ["市财政局"]
    assert (draft.recurrence, draft.notes, draft.support) == ("每月5日前", [["第一责任人", "张三"]], [])
    (matter,) = _registered(office, at, draft.paper)
    assert "指导单位：市财政局" in matter.requirement
    assert "第一责任人：张三" in matter.requirement
    assert matter.requirement.count("每月5日前") == 1
