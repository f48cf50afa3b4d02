"""查找: one box finds everything that one may see and nothing else, by number, by a piece of its words, by initials; a question a kind."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Notice
from duban.ledger.queries.office.finding import records
from tests import cast, rectifying, senders, stories

TODAY = datetime.date(2026, 3, 31)
pytestmark = pytest.mark.django_db


def _found(officer, words):
    return {each.kind: [hit.title for hit in each.hits] for each in records.found(officer, words, today=TODAY)}


@pytest.fixture
def scene(office):
    """An order on lamps to units[0], one on lamps to units[1], a letter on lamps, an unannounced inspection of lamps with a finding."""
    stories.matter(office, due_on="2026-06-30", title="路灯亮化")
    stories.matter(office, due_on="2026-06-30", title="乙县路灯改造", lead=office.units[1:2])
    senders.received(office)
    made = rectifying.inspection(office, title="路灯暗访", unannounced=True)
    rectifying.finding(office, made, text="路灯三处不亮")
    return office


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        # The clerk is on the team; the head of the office knows of everything.
        ("clerk", {"matter", "appeal", "inspection", "finding"}),
        ("office_head", {"matter", "appeal", "inspection", "finding"}),
        # Nobody else learns of an unannounced inspection, nor reads letters of the public.
        ("leader", {"matter"}),
        ("section", {"matter"}),
        ("liaison", {"matter"}),
        ("assessment", set()),
        ("discipline", set()),
        ("administrator", set()),
        ("auditor", set()),
    ],
)
def test_everybody_finds_what_they_may_see(scene, who, kinds):
    assert set(_found(scene.officers[who], "路灯")) == kinds


def test_a_unit_finds_its_own_and_no_other_office_anything(scene):
    assert _found(scene.liaison, "路灯")["matter"] == ["路灯亮化"]
    assert _found(scene.other_liaison, "路灯")["matter"] == ["乙县路灯改造"]
    assert _found(scene.liaison, "乙县") == {}
    stranger = cast.office(slug="other")
    assert _found(stranger.clerk, "路灯") == {} and _found(stranger.head, senders.NAME) == {}


def test_no_sender_is_found_by_name_or_telephone(scene):
    for words in (senders.NAME, senders.PHONE, senders.PHONE.replace("-", ""), senders.CARD):
        assert _found(scene.head, words) == {}


def test_the_very_number_comes_first_and_papers_are_found_by_theirs(scene):
    for number in range(9):
        stories.matter(scene, due_on="2026-06-30", title=f"第{number}件", dispatched=False)
    found = records.found(scene.clerk, "2026-1", today=TODAY)
    assert found[0].hits[0].key == "2026-1" and found[0].hits[1].key == "2026-11"
    paper = Notice.objects.filter(jurisdiction=scene.jurisdiction).earliest("serial")
    for words in (
        paper.number,
        f"〔{paper.year}〕{paper.serial}号",
        f"第{paper.serial}号",
        f"[{paper.year}]{paper.serial}",
    ):
        assert [paper.number in title for title in _found(scene.clerk, words)["notice"]] == [True], words
    assert "notice" not in _found(scene.clerk, f"〔{paper.year - 1}〕{paper.serial}号")
    # A unit finds what was addressed to it.
    assert "notice" not in _found(scene.other_liaison, paper.number) and "notice" in _found(scene.liaison, paper.number)


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("czj", "unit", "市财政局"),
        ("发改", "unit", "市发展改革委"),
        ("市发改委", "unit", "市发展改革委"),
        ("gyk", "portfolio", "工业口"),
    ],
)
def test_units_and_fields_are_found_by_name_other_names_and_initials(office, words, kind, title):
    assert _found(office.clerk, words)[kind][0] == title


def test_people_are_found_by_those_who_work_with_them(office):
    name = office.leader.full_name
    assert {who: name in _found(officer, name).get("officer", []) for who, officer in office.officers.items()} == {
        who: who not in ("liaison", "other_liaison", "unit_head", "assessment", "discipline", "auditor")
        for who in office.officers
    }
    # Only who hands posts over or keeps accounts needs the office's own people.
    assert "officer" not in _found(office.section, office.clerk.full_name)


def test_clauses_are_found_by_their_name_and_by_what_they_say(office):
    assert records.found(office.liaison, "附件2 三5", today=TODAY)[0].hits[0].key == "附件2 三5"
    assert any("延期" in title for title in _found(office.liaison, "延期")["clause"])
    assert "clause" not in _found(office.admin, "延期")


@pytest.mark.parametrize(
    "words", ["", "  ", "\0", "%", "_", "路灯\0", "😀😀", "没有这样的字", "〔〕", "第号", "9" * 200]
)
def test_what_means_nothing_finds_nothing(scene, words):
    assert _found(scene.head, words) == {}


def test_it_asks_as_often_for_much_as_for_little(scene):
    counts = []
    for more in (0, 8):
        for number in range(more):
            stories.matter(scene, due_on="2026-06-30", title=f"路灯{number}", dispatched=False)
            senders.received(scene, text=f"路灯{number}不亮", contact=f"1380000{number:04}")
            rectifying.finding(scene, scene.jurisdiction.inspections.get(), text=f"路灯{number}")
        with CaptureQueriesContext(connection) as queries:
            found = records.found(scene.clerk, "路灯", today=TODAY)
        counts.append(len(queries))
    assert [(each.kind, len(each.hits), each.has_more) for each in found][:1] == [("matter", 6, True)]
    assert counts[0] == counts[1] <= 17
