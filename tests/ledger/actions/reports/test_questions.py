"""问一句: one question, one answer, told to the one asked; a unit reads what it is asked itself, and nothing else."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.office import messages
from duban.ledger.actions.reports import questions
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Message
from duban.ledger.queries.matters import timelines
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _ask(office, made, unit=0, text="余下的卡在哪里？", who=None):
    asked = office.units[unit] if unit is not None else None
    return questions.ask_question(matter=made, unit=asked, text=text, by=By(who or office.leader, AT))


def _told(officer):
    return list(Message.objects.filter(officer=officer).order_by("id").values_list("text", flat=True))


def test_a_question_is_told_answered_and_told_back(office):
    made = stories.matter(office, due_on="2026-04-30")
    asked = _ask(office, made)
    assert asked.is_waiting and asked.answer_by == datetime.date(2026, 4, 1)
    answered = questions.answer_question(question=asked, text=" 正在停水。 ", by=By(office.liaison, AT))
    assert (answered.answer, answered.answered_by) == ("正在停水。", office.liaison)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("请答复" in each for each in _told(office.liaison))
    assert any("甲县已答复您的提问" in each for each in _told(office.leader))
    assert not any("提问" in each for each in _told(office.other_liaison))
    # Put right, the later words stand; the earlier ones are in the journal.
    questions.answer_question(question=answered, text="停水到周五。", by=By(office.unit_head, AT))
    lines = JournalLine.objects.filter(verb="question.answered").order_by("seq")
    assert [line.data["replied"] for line in lines] == ["正在停水。", "停水到周五。"]
    with pytest.raises(Conflict, match="已经答复"):
        questions.withdraw_question(question=answered, by=By(office.leader, AT))


def test_only_who_is_asked_answers_and_only_who_asked_takes_it_back(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    asked = _ask(office, made)
    for other in (office.other_liaison, office.clerk, office.leader):
        with pytest.raises(Forbidden):
            questions.answer_question(question=asked, text="x", by=By(other, AT))
    with pytest.raises(Forbidden):
        questions.withdraw_question(question=asked, by=By(office.principal, AT))
    questions.withdraw_question(question=asked, by=By(office.leader, AT))
    with pytest.raises(Conflict, match="收回"):
        questions.answer_question(question=asked, text="x", by=By(office.liaison, AT))
    with pytest.raises(Conflict, match="收回"):
        questions.withdraw_question(question=asked, by=By(office.leader, AT))


def test_a_unit_reads_its_own_questions_alone_and_none_to_the_office(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    own, office_asked = _ask(office, made), _ask(office, made, None, "该不该我出面？")
    assert list(access.reports.questions(office.liaison)) == [own]
    assert list(access.reports.questions(office.other_liaison)) == []
    assert list(access.reports.questions_waiting(office.clerk)) == [office_asked]
    seen = [each.verb for each in timelines.timeline_of(office.liaison, made)]
    assert seen.count("question.asked") == 1
    assert [each.verb for each in timelines.timeline_of(office.other_liaison, made)].count("question.asked") == 0
    assert [each.verb for each in timelines.timeline_of(office.clerk, made)].count("question.asked") == 2
    questions.answer_question(question=office_asked, text="暂不用。", by=By(office.head, AT))
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("请答复" in each for each in _told(office.clerk))
    assert any("督查室已答复" in each for each in _told(office.leader))


@pytest.mark.parametrize(
    ("unit", "text", "why"),
    [
        (0, " ", "写明要问什么"),
        (0, "长" * 301, "不超过 300 字"),
        (0, "【机密】的事", "密级标志"),
        (1, "卡在哪里？", "没有交办给乙县"),
        (2, "卡在哪里？", "没有可以答复的账号"),
    ],
)
def test_what_cannot_be_asked_is_said(office, unit, text, why):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[2:3])
    with pytest.raises(Refused, match=why):
        _ask(office, made, unit, text)
    assert not JournalLine.objects.filter(verb="question.asked").exists()


def test_the_office_does_not_ask_itself_and_an_answer_needs_words(office):
    made = stories.matter(office, due_on="2026-04-30")
    with pytest.raises(Refused, match="不用问自己"):
        _ask(office, made, None, who=office.clerk)
    asked = _ask(office, made, who=office.clerk)
    with pytest.raises(Refused, match="写明答复"):
        questions.answer_question(question=asked, text="", by=By(office.liaison, AT))


def test_of_one_person_that_person_alone_is_told_and_a_colleague_may_answer(office):
    made = stories.matter(office, due_on="2026-04-30")
    by = By(office.leader, AT)
    asked = questions.ask_question(matter=made, unit=office.units[0], person=office.unit_head, text="还差多少？", by=by)
    assert asked.whom == f"甲县{office.unit_head}"
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("请答复" in each for each in _told(office.unit_head))
    assert not any("请答复" in each for each in _told(office.liaison))
    # Both have it before them.
    assert [list(access.reports.questions_waiting(who)) for who in (office.unit_head, office.liaison)] == [[asked]] * 2
    answered = questions.answer_question(question=asked, text="三处。", by=By(office.liaison, AT))
    assert (answered.person, answered.answered_by) == (office.unit_head, office.liaison)
    assert JournalLine.objects.get(verb="question.asked").data["whom"] == asked.whom


def test_who_left_is_not_waited_for_the_unit_is_told(office):
    made = stories.matter(office, due_on="2026-04-30")
    by = By(office.leader, AT)
    questions.ask_question(matter=made, unit=office.units[0], person=office.unit_head, text="还差多少？", by=by)
    Officer.objects.filter(pk=office.unit_head.pk).update(is_active=False)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any("请答复" in each for each in _told(office.liaison))


@pytest.mark.parametrize(("who", "unit"), [("other_liaison", 0), ("clerk", 0), ("unit_head", None)])
def test_only_somebody_of_the_unit_is_asked(office, who, unit):
    made = stories.matter(office, due_on="2026-04-30")
    asked = office.units[unit] if unit is not None else None
    with pytest.raises(Refused) as caught:
        questions.ask_question(
            matter=made, unit=asked, person=office.officers[who], text="还差多少？", by=By(office.leader, AT)
        )
    assert caught.value.field == "unit" and not JournalLine.objects.filter(verb="question.asked").exists()
