"""Grades by class of tasks (安康 第十二条(一)): the office's standard of each class, and units graded by it."""

import datetime

import pytest

from duban.ledger import scores
from duban.ledger.actions.scoring import facts
from duban.ledger.actions.scoring.grade_standards import set_standard
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import GradeStandard, JournalLine
from duban.ledger.queries.scoring import evidence, grade_standards
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Refused
from tests import cast, stories

MARCH = span_of("month", datetime.date(2026, 3, 1))


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


def _set(office, at, text="按期办结率95%以上的为优秀", category="meeting", since="2026-03-01", basis="办公室会议议定"):
    return set_standard(
        jurisdiction=office.jurisdiction,
        category=category,
        text=text,
        basis=basis,
        since=datetime.date.fromisoformat(since),
        by=By(office.clerk, at),
    )


@pytest.mark.feature("grade_standards", "grades")
@pytest.mark.proves("ankang-2020", "第十二条(一)", "grade_standards", "grades")
def test_each_class_has_its_standard_and_units_a_grade_by_it_beside_their_own(ankang, at):
    _set(ankang, at)
    later = _set(ankang, at, text="按期办结率98%以上的为优秀", since="2026-04-01")
    meeting, *others = [
        row
        for row in grade_standards.rows_of(ankang.jurisdiction, Governed.of(ankang.jurisdiction), MARCH.last)
        if row.category in ("meeting", "work_report")
    ][::-1]
    assert "95%" in meeting.standard.text and meeting.coming == later and others[0].standard is None
    assert grade_standards.in_force(ankang.jurisdiction, "meeting", datetime.date(2026, 4, 1)) == later
    jia, yi = ankang.units[:2]
    facts.enter_marks(
        jurisdiction=ankang.jurisdiction,
        span=MARCH,
        entries={(jia, ""): "良好", (jia, "meeting"): "优秀", (yi, "meeting"): "合格"},
        reason="年度评价",
        by=By(ankang.clerk, at),
    )
    draft = scores.draft_of(ankang.jurisdiction, "month", MARCH.first, MARCH.last)
    assert draft.score(jia.code).grade == "良好" and draft.score(yi.code).grade is None
    assert next(line.why.partition("：")[2] for line in draft.score(jia.code).lines) == "市政府会议决定事项为优秀"
    classes = grade_standards.classes_of(Governed.of(ankang.jurisdiction))
    assert grade_standards.grades_of(ankang.jurisdiction, MARCH, classes)["yi"] == [("市政府会议决定事项", "合格")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": " "}, "text"), ({"basis": ""}, "basis"), ({"category": "weather"}, "category")],
)
def test_a_standard_without_words_basis_or_class_is_refused(ankang, at, changes, field):
    with pytest.raises(Refused) as refusal:
        _set(ankang, at, **changes)
    assert refusal.value.field == field and not GradeStandard.objects.exists()


def test_the_same_standard_twice_and_a_document_without_classes_are_refused(ankang, office, at):
    _set(ankang, at)
    with pytest.raises(Refused, match="已经是这样"):
        _set(ankang, at, since="2026-03-20")
    with pytest.raises(Refused, match="不按任务类别"):
        _set(office, at)
    assert JournalLine.objects.filter(verb="standard.set").count() == 1


def test_the_pages_show_the_standard_of_the_class_and_take_its_grades(ankang, at, signed_in):
    client = signed_in(ankang.clerk)
    page = client.post(
        "/rankings/standards/meeting",
        {"text": "按期办结率95%以上的为优秀", "basis": "办公室会议议定", "since": "2026-03-01", "form_key": "k"},
        follow=True,
    ).content.decode()
    assert "95%" in page and "还没有标准" in page
    address = "/rankings/marks?kind=month&from=2026-03-01"
    assert "95%" in client.get(f"{address}&class=meeting").content.decode()
    marks = {"m-jia-0": "优秀", "reason": "年度评价"}
    done = client.post(f"{address}&class=meeting", marks, follow=True).content.decode()
    assert "市政府会议决定事项：优秀" in done
    assert client.post("/rankings/standards/meeting", {"text": "", "basis": "", "since": ""}).status_code == 422
    assert signed_in(ankang.liaison).get("/rankings/standards").status_code == 200


def test_beside_a_class_stand_only_its_own_matters(ankang, at):
    for category in ("meeting", "work_report", "work_report"):
        sent = stories.matter(ankang, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), category=category)
        if category == "meeting":
            stories.complete(ankang, sent, cast.at("2026-03-10 09:00"))
    found = {
        name: evidence.evidence_of(ankang.jurisdiction, MARCH, at.date(), name)["jia"]
        for name in ("", "meeting", "work_report")
    }
    assert {name: (each.due, each.on_time) for name, each in found.items()} == {
        "": (3, 1), "meeting": (1, 1), "work_report": (2, 0)
    }  # fmt: skip
