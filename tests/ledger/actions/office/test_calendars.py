"""The calendar is entered by people: what moves is said first, nothing gets shorter, a wrong entry is withdrawn."""

import datetime

import pytest

from duban.ledger.actions.office import calendars
from duban.ledger.actions.reports import recurrences
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter
from duban.ledger.queries.office import calendars as years
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Jurisdiction
from tests import cast, stories
from tests.engine.test_holiday_notices import NOTICE

pytestmark = pytest.mark.django_db
AT = cast.at("2026-12-28 09:00")


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def office():
    return cast.office("gansu-county-2023")


def take(office, text=NOTICE, **more):
    return calendars.take_notice(
        jurisdiction=office.jurisdiction, text=text, actor=office.clerk, at=AT, today=AT.date(), **more
    )


def calendar_of(office):
    return Governed.of(Jurisdiction.objects.get(pk=office.jurisdiction.pk)).calendar


def counted(office, at):
    """A matter whose seven working days run from its dispatch, in hand."""
    made = stories.matter(
        office, due_on="2027-12-31", at=at, category="instruction", due_rule="instruction", title="批示件"
    )
    stories.accept(office, made, at)
    return made


def test_a_year_is_announced_by_its_notice_with_number_and_day(office):
    assert calendar_of(office).is_provisional(day("2027-02-11"))
    made = take(office)
    now = calendar_of(office)
    assert not now.is_provisional(day("2027-02-11"))
    assert now.explain(day("2027-01-31")) == "春节调休上班（国办发明电〔2026〕88号）"
    assert (made.year, made.number, made.issued_on) == (2027, "国办发明电〔2026〕88号", day("2026-11-05"))
    assert JournalLine.objects.filter(verb="calendar.taken").count() == 1
    other = cast.office("county-plan", slug="anderswo")
    assert calendar_of(other).is_provisional(day("2027-02-11"))


def test_open_dates_are_listed_first_and_only_later_ones_move(office):
    # Seven working days from 28 January 2027: 31 January is worked in the notice, 11 February rests.
    later = counted(office, cast.at("2027-02-01 09:00"))
    earlier = counted(office, cast.at("2027-01-22 09:00"))
    before = {each.pk: each.due_on for each in Matter.objects.all()}
    at = cast.at("2027-02-02 09:00")
    read = calendars.read_text(office.jurisdiction, text=NOTICE)
    moves = calendars.moves_with(office.jurisdiction, read["content"], at.date())
    said = {each.assignment.matter.pk: (each.before, each.after, each.moves) for each in moves}
    assert said[later.pk][0] == before[later.pk] < said[later.pk][1]
    assert said[earlier.pk][2] is False
    assert {each.pk: each.due_on for each in Matter.objects.all()} == before
    calendars.take_notice(jurisdiction=office.jurisdiction, text=NOTICE, actor=office.clerk, at=at, today=at.date())
    held = stories.held(later)
    assert held.due_on == said[later.pk][1]
    assert held.deadlines.get(what="result", lifted_on=None).on == held.due_on
    assert Matter.objects.get(pk=earlier.pk).due_on == before[earlier.pk]
    line = JournalLine.objects.get(verb="deadline.postponed")
    assert (line.matter_id, line.kind, line.data["fact"]["due"]) == (later.pk, "assigned", held.due_on.isoformat())
    assert not JournalLine.objects.filter(kind="extended").exists()


def test_a_recurring_report_moves_later_and_never_earlier(office):
    made = stories.matter(office, due_on=None, at=cast.at("2027-02-01 09:00"))
    stories.accept(office, made, cast.at("2027-02-01 10:00"))
    held = stories.held(made)
    for number in (11, 20):
        recurrences.set_recurrence(
            assignment=held, every="month_day", number=number, by=By(office.clerk, cast.at("2027-02-01 11:00"))
        )
    assert [str(each.on) for each in held.deadlines.order_by("on")] == ["2027-02-11", "2027-02-22"]
    at = cast.at("2027-02-02 09:00")
    calendars.take_notice(jurisdiction=office.jurisdiction, text=NOTICE, actor=office.clerk, at=at, today=at.date())
    # The 11th is a rest day now; the 20th is worked, yet 22 February was told.
    assert [str(each.on) for each in held.deadlines.order_by("on")] == ["2027-02-12", "2027-02-22"]


def test_a_wrong_entry_is_withdrawn_and_entered_anew(office):
    wrong = take(office, NOTICE.replace("六、中秋节：9月15日", "六、中秋节：9月16日"))
    assert not calendar_of(office).is_workday(day("2027-09-16"))
    with pytest.raises(Conflict, match="已经录入"):
        take(office)
    with pytest.raises(Refused, match="原因"):
        calendars.withdraw_notice(notice=wrong, reason=" ", actor=office.clerk, at=AT, today=AT.date())
    calendars.withdraw_notice(notice=wrong, reason="日期录错", actor=office.clerk, at=AT, today=AT.date())
    assert calendar_of(office).is_provisional(day("2027-09-16"))
    with pytest.raises(Refused, match="已于"):
        calendars.withdraw_notice(notice=wrong, reason="再撤", actor=office.clerk, at=AT, today=AT.date())
    take(office)
    now = calendar_of(office)
    assert now.is_workday(day("2027-09-16")) and not now.is_workday(day("2027-09-15"))
    assert [each.withdrawn_reason for each in years.notices_of(office.jurisdiction)] == ["", "日期录错"]


def test_a_local_festival_lies_over_the_national_days_and_announces_nothing(office):
    source = {"year": 2027, "number": "某自治县政办〔2026〕20号", "issued_on": day("2026-12-01"), "is_local": True}
    take(office, "山花节：6月21日至22日放假，共2天。6月26日（星期六）上班。", **source)
    now = calendar_of(office)
    assert not now.is_workday(day("2027-06-21")) and now.is_workday(day("2027-06-26"))
    assert now.is_provisional(day("2027-06-21"))
    assert "某自治县政办〔2026〕20号" in now.explain(day("2027-06-21"))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": NOTICE.replace("五、端午节：6月9日放假。\n", "")}, "text", "缺少端午节"),
        ({"text": NOTICE.replace("国办发明电〔2026〕88号\n", "")}, "number", "文号"),
        ({"text": NOTICE.replace("2026年11月5日\n", "")}, "issued_on", "成文日期"),
        ({"text": NOTICE.replace("2026年11月5日", "2027年11月5日")}, "issued_on", "还没有到"),
        ({"year": 2028}, "text", "通知是2027年的"),
        ({"text": NOTICE.replace("5月8日（星期六）", "5月7日（星期五）")}, "text", "本来就是工作日"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(office, changes, field, said):
    with pytest.raises(Refused, match=said) as refused:
        take(office, **changes)
    assert refused.value.field == field
    assert Jurisdiction.objects.get(pk=office.jurisdiction.pk).holidays == []


def test_a_date_is_moved_again_only_while_the_rule_alone_has_set_it(office):
    made = counted(office, cast.at("2027-02-01 09:00"))
    Assignment.objects.filter(matter=made).update(due_on=day("2027-03-31"))
    read = calendars.read_text(office.jurisdiction, text=NOTICE)
    assert calendars.moves_with(office.jurisdiction, read["content"], day("2027-02-02")) == []
