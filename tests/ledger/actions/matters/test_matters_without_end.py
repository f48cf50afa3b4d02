"""Matters without end date (长期): registered, followed by their reports, never late by themselves, done and closed like any other."""

import datetime

import pytest

from duban.engine.cycles import Cycle
from duban.ledger.actions.matters import matters, milestones, parts
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import recurrences
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter, Notice
from duban.ledger.queries.matters import filters, tallies
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.listing import counts
from duban.ledger.refusals import Refused
from duban.ledger.wordings import edits, letters
from tests import cast, stories

pytestmark = pytest.mark.django_db
FIFTH = Cycle("month_day", 5, "next")


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def office():
    return cast.office("gansu-county-2023")


def followed(office, **more):
    """A matter without end, reported on each fifth, in the hands of units[0] since 2026-01-05."""
    made = stories.matter(office, due_on=None, at=cast.at("2026-01-05 09:00"), reports=FIFTH, **more)
    stories.accept(office, made, cast.at("2026-01-05 10:00"))
    return made


def test_nothing_is_late_but_the_reports_that_were_not_handed_in(office):
    matter = followed(office)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=day("2026-06-01"))
    held = stories.held(matter)
    # 5 April is 清明, 5 May the last day of the holiday: the next working day.
    assert [str(each.on) for each in held.deadlines.order_by("on")] == [
        "2026-02-05", "2026-03-05", "2026-04-07", "2026-05-06", "2026-06-05",
    ]  # fmt: skip
    late = JournalLine.objects.filter(kind="late")
    assert {line.data["fact"]["what"] for line in late} == {"report"}
    assert late.count() == 4
    today = day("2026-06-01")
    assert not ledgers.late(office.clerk, today).exists()
    assert counts.totals_of(office.clerk, filters.Filter(), today=today).late == 0
    assert tallies.behind(office.jurisdiction, today) == []


def test_it_stands_behind_all_that_end_in_either_order(office):
    endless = stories.matter(office, due_on=None, dispatched=False, title="长期坚持的事")
    ends = stories.matter(office, due_on="2026-12-31", dispatched=False, title="有期限的事")
    for sort, wanted in (("due", [ends, endless]), ("-due", [endless, ends]), ("level", [ends, endless])):
        found = ledgers.found(office.clerk, filters.Filter(sort=sort), today=day("2026-03-31"))
        assert list(found) == wanted, sort
    assert [row.due_on for row in ledgers.rows_of(office.clerk, [endless, ends])] == [None, day("2026-12-31")]


def test_its_notice_and_its_journal_say_so(office):
    matter = followed(office)
    notice = Notice.objects.get(matter=matter)
    assert notice.limit_on is None
    said = edits.text_of(letters.paper_of(notice))
    assert "长期坚持" in said
    assert "每月5日（遇休息日顺延）报送进展情况" in said


def test_it_is_done_and_closed_like_any_other(office):
    matter = followed(office)
    stories.complete(office, matter, cast.at("2026-07-01 10:00"))
    matters.close_matter(matter=Matter.objects.get(pk=matter.pk), by=By(office.clerk, cast.at("2026-07-02 10:00")))
    held = stories.held(matter)
    assert tallies.outcome_of(held, day("2026-07-31")) == tallies.ON_TIME
    assert ledgers.rows_of(office.clerk, [matter])[0].done_on == day("2026-07-01")


def test_a_date_that_is_not_there_is_not_moved(office):
    matter = followed(office)
    with pytest.raises(Refused, match="长期事项没有办结期限"):
        proposals.ask(
            "extension",
            of=stories.held(matter),
            until=day("2026-12-31"),
            reason="需要时间",
            by=By(office.liaison, cast.at("2026-02-02 10:00")),
        )


def test_milestones_and_parts_may_lie_on_any_day(office):
    matter = followed(office)
    by = By(office.clerk, cast.at("2026-02-02 10:00"))
    milestones.plan_milestones(matter=matter, steps=[(day("2031-01-01"), "五年评估")], by=by)
    whole = stories.matter(office, due_on="2026-12-31", dispatched=False)
    unit = office.units[1]
    made = parts.decompose_matter(
        matter=matter, parts=[parts.Part("甲", unit, None), parts.Part("乙", unit, day("2040-01-01"))], by=by
    )
    assert [each.due_on for each in made] == [None, day("2040-01-01")]
    with pytest.raises(Refused, match="请定下第 1 个子事项的期限"):
        parts.decompose_matter(matter=whole, parts=[parts.Part("甲", unit, None)], by=by)


def test_a_document_that_wants_dates_refuses_it():
    office = cast.office("sanmenxia-2019")
    with pytest.raises(Refused, match="每件事项都要定下办结期限") as refused:
        stories.matter(office, due_on=None)
    assert refused.value.field == "due_on"


@pytest.mark.parametrize("regime", ["zhuoni-2022", "ankang-2020", "county-plan"])
def test_every_other_document_follows_it(regime):
    office = cast.office(regime)
    made = stories.matter(
        office, due_on=None, at=cast.at("2026-01-05 09:00"), reports=FIFTH, accept_by=day("2026-01-08")
    )
    stories.accept(office, made, cast.at("2026-01-05 10:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=day("2026-03-10"))
    assert {line.data["fact"]["what"] for line in JournalLine.objects.filter(kind="late")} == {"report"}


def test_a_past_or_ignored_start_is_refused_and_a_later_one_kept(office):
    matter = stories.matter(office, due_on=None, dispatched=False, at=cast.at("2026-01-05 09:00"))
    held, by = matter.assignments.get(), By(office.clerk, cast.at("2026-01-05 10:00"))
    with pytest.raises(Refused, match="从今天或以后起"):
        recurrences.set_recurrence(assignment=held, every="month_day", number=5, from_on=day("2026-01-02"), by=by)
    recurrences.set_recurrence(assignment=held, every="month_day", number=5, from_on=day("2026-03-01"), by=by)
    stories.approve_start(office, matter, by.at)
    matters.dispatch_matter(matter=matter, by=by)
    assert [str(each.on) for each in held.deadlines.all()] == ["2026-03-05"]
