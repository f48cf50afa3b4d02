"""Registers of a year and replies to suggestions, as papers."""

import datetime

import pytest

from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.models import Notice, Suggestion
from duban.ledger.models.suggestions import Answer, Kind
from duban.ledger.refusals import Refused
from duban.ledger.wordings import registers, replies
from tests import cast, stories
from tests.ledger.wordings.furnishing import furnished
from tests.printing import printed

pytestmark = pytest.mark.django_db
AT = cast.at()


def _register(officer, name, year=2026):
    found = next(each for each in registers.registers_of(officer) if each.id == name)
    return found, printed(registers.register_of(officer, found, year), f"register-{name}")[1]


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_what_was_entered_stands_in_the_register_with_its_unit_and_date(regime):
    office = furnished(regime)
    matter = stories.matter(office, due_on="2026-04-30", title="修好乡村道路")
    found, text = _register(office.clerk, "registration")
    assert found.name == "督办事项登记册" and (found.clause == "三(一)") == (regime == "county-plan")
    for words in ("2026年，共1项", matter.no, "修好乡村道路", office.units[0].name, "2026年4月30日", "3月31日"):
        assert words in text
    assert "共0项" in _register(office.clerk, "registration", 2025)[1]


@pytest.mark.feature("planning_list")
@pytest.mark.clause("county-plan", "三(一)")
def test_what_is_not_yet_handed_out_stands_in_the_plan_by_its_date():
    office = furnished("county-plan")
    stories.matter(office, due_on="2026-04-30", title="已经交办的事项")
    for title, due in (("后做的事项", "2026-09-30"), ("先做的事项", "2026-05-31")):
        stories.matter(office, due_on=due, title=title, dispatched=False)
    found, text = _register(office.clerk, "planning")
    assert (found.name, found.clause) == ("督办计划", "三(一)")
    assert text.index("先做的事项") < text.index("后做的事项") and "已经交办的事项" not in text


def test_every_paper_of_the_year_stands_in_the_register_in_the_order_of_its_number(office):
    for due in ("2026-04-30", "2026-05-31"):
        stories.matter(office, due_on=due)
    first, second = Notice.objects.order_by("serial")
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction,
        kind="circular",
        span="month",
        first=datetime.date(2026, 2, 1),
        last=datetime.date(2026, 2, 28),
        by=By(office.clerk, AT),
    )
    bulletins.forward_bulletin(bulletin=made, by=By(office.clerk, AT))
    bulletins.sign_bulletin(bulletin=made, agree=True, opinion="", by=By(office.head, AT))
    _, before = _register(office.clerk, "issued")
    issued = bulletins.issue_bulletin(bulletin=made, by=By(office.clerk, AT))
    _, text = _register(office.clerk, "issued")
    assert text.index(first.number) < text.index(second.number) < text.index(issued.number)
    assert issued.number not in before and "共3件" in text and "甲县" in text


def test_a_register_too_long_for_paper_is_refused_with_a_way_out(office, monkeypatch):
    monkeypatch.setattr(registers, "MOST", 1)
    for due in ("2026-04-30", "2026-05-31"):
        stories.matter(office, due_on=due)
    with pytest.raises(Refused, match="最多1行") as refused:
        registers.register_of(office.clerk, registers.registers_of(office.clerk)[0], 2026)
    assert "导出" in refused.value.possible


def _suggestion(office, kind, support=()):
    matter = stories.matter(office, due_on="2026-06-30", title="修好乡村道路", support=support)
    return Suggestion.objects.create(matter=matter, kind=kind, number="第17号", author="张某")


@pytest.mark.feature("suggestions")
@pytest.mark.parametrize(
    "kind, words",
    [
        (Kind.SUGGESTION, ("关于人大第17号建议的答复", "张某代表：", "人大常委会办公室")),
        (Kind.MOTION, ("关于政协第17号提案的答复", "张某委员：", "政协办公室")),
    ],
)
def test_the_reply_says_what_came_of_it_and_is_the_lead_units(office, kind, words):
    made = _suggestion(office, kind, office.units[1:2])
    with pytest.raises(Refused, match="还没有答复"):
        replies.reply_of(made)
    made.answer, made.answer_text, made.answered_on = Answer.B, "一是列入计划。\n二是明年开工。", AT.date()
    made.save()
    pages, text = printed(replies.reply_of(made), f"reply-{kind}")
    for each in (*words, "办理结果：B", "修好乡村道路", "二是明年开工。", "由甲县主办，乙县会办", "2026年3月31日"):
        assert each in text, each
    assert pages == 1
