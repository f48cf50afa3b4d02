"""What stands on whose calendar: the same sources for the view and the feeds, what one may see, and how each thing stands."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.reports import obligations, recurrences
from duban.ledger.by import By
from duban.ledger.models import Appeal, Consequence
from duban.ledger.queries.matters import calendar
from duban.ledger.queries.matters.filters import Filter
from tests import cast, inspecting, rectifying, stories

EARLY = cast.at("2026-03-02 09:00")
TODAY = datetime.date(2026, 3, 31)
pytestmark = pytest.mark.django_db


def _asked(first="2026-03-01", last="2026-04-30", **more):
    return calendar.Asked(stories.day(first), stories.day(last), **more)


def _found(officer, asked=None, today=TODAY):
    return [
        (each.kind, f"{each.on:%m-%d}", each.what, each.unit, each.standing)
        for each in calendar.entries(officer, asked or _asked(), today=today)
    ]


def _talk(office, matter):
    return Consequence.objects.create(
        jurisdiction=office.jurisdiction, unit=office.units[0], matter=matter, kind="interview", clause="四(二)4",
        reason="逾期", imposed_on=TODAY, set_for=cast.at("2026-04-13 23:30"), place="第三会议室", recorded_by=office.clerk,
    )  # fmt: skip


def _everything(office):
    made = stories.matter(office, due_on="2026-03-27", at=EARLY)
    stories.accept(office, made, EARLY)
    other = stories.matter(office, due_on="2026-04-30", at=cast.at(), lead=office.units[1:2], title="乙县的项目")
    _talk(office, made)
    inspection = rectifying.inspection(office)
    rectifying.finding(office, inspection, progress="handed", rectify_by=datetime.date(2026, 4, 8))
    return made, other


def test_everybody_reads_what_they_may_see_and_how_it_stands(office):
    made, _ = _everything(office)
    Appeal.objects.create(
        jurisdiction=office.jurisdiction, number="SQ2026-1", channel="letter", received_on=TODAY, text="路不平", due_on=TODAY,
    )  # fmt: skip
    own = [
        ("inspection", "03-02", "专项督查", "", "done"),
        ("due", "03-27", "办结", "甲县", "late"),
        ("due", "04-08", "整改", "甲县", "ahead"),
        ("interview", "04-13", "工作约谈", "甲县", "ahead"),
    ]
    seen = _found(office.liaison)
    assert seen == own
    everything = _found(office.clerk)
    assert set(seen) < set(everything)
    assert ("due", "03-31", "平台时限", "", "today") in everything
    assert ("due", "04-30", "办结", "乙县", "ahead") in everything
    assert not [each for each in _found(office.principal) if each[2] == "平台时限"], "who wrote is the office's"
    assert _found(office.admin) == [] == _found(office.auditor)
    entries = {each.what: each for each in calendar.entries(office.liaison, _asked(), today=TODAY)}
    assert (entries["办结"].about, entries["办结"].is_final) == (f"matter:{made.no}", True)
    assert entries["工作约谈"].at == cast.at("2026-04-13 23:30") and entries["工作约谈"].place == "第三会议室"


def test_what_was_done_stays_under_the_same_key_and_what_was_lifted_goes(office):
    made = stories.matter(office, due_on="2026-04-10", at=EARLY)
    (before,) = [each for each in calendar.entries(office.clerk, _asked(), today=TODAY) if each.is_final]
    stories.complete(office, made, cast.at())
    (after,) = [each for each in calendar.entries(office.clerk, _asked(), today=TODAY) if each.is_final]
    assert (before.key, before.standing, after.standing) == (after.key, "ahead", "done")
    made.assignments.get().deadlines.update(lifted_on=TODAY)
    assert not _found(office.clerk)


def test_kinds_units_leaders_and_the_rest_of_the_filter_narrow_it(office):
    _, other = _everything(office)
    assert {each[0] for each in _found(office.clerk, _asked(kinds=("interview",)))} == {"interview"}
    of_unit = _found(office.clerk, _asked(base=Filter(unit="yi")))
    assert {each[3] for each in of_unit} == {"乙县", ""} and "专项督查" in {each[2] for each in of_unit}
    of_leader = _found(office.clerk, _asked(base=Filter(leader=str(office.leader.pk))))
    assert {each[3] for each in of_leader} == {"甲县", ""}
    assert {each[3] for each in _found(office.clerk, _asked(base=Filter(q=other.no)))} == {"乙县"}
    assert {each[2] for each in _found(office.clerk, _asked(base=Filter(due="late")))} == {"办结"}


def test_an_unannounced_inspection_is_covert_to_insiders_and_nothing_to_others(office):
    inspecting.approved(office, unannounced=True)
    (entry,) = calendar.entries(office.inspector, _asked(), today=TODAY)
    assert entry.is_covert and (entry.on, entry.until) == (TODAY, TODAY + datetime.timedelta(days=2))
    assert _found(office.liaison) == [] == _found(office.secretary)


def test_days_of_a_year_without_its_notice_are_provisional(office):
    stories.matter(office, due_on="2027-06-30", at=cast.at())
    (entry,) = calendar.entries(office.clerk, _asked("2027-01-01", "2027-12-31"), today=TODAY)
    assert entry.is_provisional
    assert not any(each.is_provisional for each in calendar.entries(office.clerk, _asked(), today=TODAY))


@pytest.mark.parametrize("asked", [_asked(), _asked(base=Filter(state="open"), most=20)])
def test_the_number_of_queries_does_not_grow(office, asked):
    counts = []
    for _ in range(2):
        stories.matter(office, due_on="2026-04-10", at=EARLY)
        with CaptureQueriesContext(connection) as caught:
            calendar.entries(office.clerk, asked, today=TODAY)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 8


def test_dates_of_recurring_reports_stand_there_before_their_rows_and_keep_their_keys(office):
    made = stories.matter(office, due_on="2026-04-30", at=EARLY)
    stories.accept(office, made, EARLY)
    recurrences.set_recurrence(assignment=stories.held(made), every="week", number=5, by=By(office.clerk, EARLY))
    asked = _asked(kinds=("report",))
    before = {each.key: each.standing for each in calendar.entries(office.liaison, asked, today=EARLY.date())}
    assert len(before) > 5 and set(before.values()) == {"ahead"}
    obligations.roll(stories.held(made), datetime.date(2026, 3, 20))
    after = {
        each.key: each.standing for each in calendar.entries(office.liaison, asked, today=datetime.date(2026, 3, 20))
    }
    assert set(after) == set(before)
