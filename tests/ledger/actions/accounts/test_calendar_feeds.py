"""Calendar feeds: one a person, found by the secret alone, asked so often an hour; and what a calendar program reads in it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from duban.ledger import access
from duban.ledger.actions.accounts import calendar_feeds, tokens
from duban.ledger.models import CalendarFeed, Consequence, JournalLine
from duban.ledger.queries.accounts import calendar_feeds as known
from duban.ledger.queries.matters.calendar import KINDS
from duban.ledger.refusals import Refused
from duban.ledger.storage.rate_limits import TooMany
from duban.people.models import Officer
from tests import cast, inspecting, stories

pytestmark = pytest.mark.django_db
AT, EARLY = cast.at(), cast.at("2026-03-02 09:00")
TODAY = datetime.date(2026, 3, 31)


def _made(officer, kinds=tuple(KINDS)):
    return calendar_feeds.make_feed(officer=officer, kinds=list(kinds), at=AT)


def _events(officer, today=TODAY):
    feed = CalendarFeed.objects.select_related("officer__jurisdiction", "officer__unit").get(
        officer=officer, revoked_at=None
    )
    found = Calendar.from_ical(known.calendar_of(feed, today))
    return found, {str(each["uid"]): each for each in found.walk("VEVENT")}


def test_the_secret_opens_it_and_is_nowhere_kept(office):
    feed, secret = _made(office.liaison)
    assert calendar_feeds.ask_feed(secret=secret, at=AT).officer == office.liaison
    assert secret not in str(CalendarFeed.objects.values()) and secret not in str(
        JournalLine.objects.values_list("data")
    )
    with pytest.raises(access.NotFound):
        calendar_feeds.ask_feed(secret=feed.digest, at=AT)
    _, newer = _made(office.liaison)
    with pytest.raises(access.NotFound):
        calendar_feeds.ask_feed(secret=secret, at=AT)
    assert calendar_feeds.revoke_feeds(officer=office.liaison, actor=office.liaison, at=AT) == 1
    with pytest.raises(access.NotFound):
        calendar_feeds.ask_feed(secret=newer, at=AT)
    with pytest.raises(access.Forbidden):
        _made(office.admin)
    with pytest.raises(Refused):
        _made(office.liaison, ())


def test_it_ends_with_the_account_and_follows_the_post(office):
    _, secret = _made(office.liaison)
    stories.matter(office, due_on="2026-04-30", at=EARLY, lead=office.units[1:2])
    assert not _events(office.liaison)[1]
    Officer.objects.filter(pk=office.liaison.pk).update(unit=office.units[1])
    assert [str(each["summary"])[:2] for each in _events(office.liaison)[1].values()] == ["办结"]
    Officer.objects.filter(pk=office.liaison.pk).update(role="administrator", unit=None)
    with pytest.raises(access.Forbidden):
        calendar_feeds.ask_feed(secret=secret, at=AT)
    Officer.objects.filter(pk=office.liaison.pk).update(role="clerk", is_active=False)
    with pytest.raises(access.NotFound):
        calendar_feeds.ask_feed(secret=secret, at=AT)
    _, other = _made(office.clerk)
    tokens.revoke_tokens(officer=office.clerk, actor=None, at=AT)
    with pytest.raises(access.NotFound):
        calendar_feeds.ask_feed(secret=other, at=AT)


def test_it_is_asked_so_often_an_hour(office, monkeypatch):
    monkeypatch.setattr(calendar_feeds, "MOST_AN_HOUR", 3)
    _, secret = _made(office.liaison)
    for _ in range(3):
        calendar_feeds.ask_feed(secret=secret, at=AT)
    with pytest.raises(TooMany):
        calendar_feeds.ask_feed(secret=secret, at=AT)
    later = AT + datetime.timedelta(hours=1)
    calendar_feeds.ask_feed(secret=secret, at=later)
    assert CalendarFeed.objects.get().asked_at == later


def test_what_a_calendar_program_reads(office, settings):
    settings.PUBLIC_URL = "https://duban.example"
    made = stories.matter(office, due_on="2026-04-10", at=EARLY, title="甲县的项目")
    far = stories.matter(office, due_on="2027-01-29", at=EARLY, title="跨年的项目")
    late = stories.matter(office, due_on="2026-03-20", at=EARLY)
    done = stories.matter(office, due_on="2026-04-20", at=EARLY)
    stories.complete(office, done, EARLY)
    Consequence.objects.create(
        jurisdiction=office.jurisdiction, unit=office.units[0], matter=made, kind="interview", clause="四(二)4",
        reason="逾期", imposed_on=TODAY, set_for=cast.at("2026-04-13 15:00"), place="第三会议室", recorded_by=office.clerk,
    )  # fmt: skip
    _made(office.liaison)
    found, events = _events(office.liaison)
    assert found["refresh-interval"].dt == datetime.timedelta(hours=4) and found["x-published-ttl"] == "PT4H"
    assert found["x-wr-timezone"] == "Asia/Shanghai" and found["method"] == "PUBLISH"
    by_title = {str(each["summary"]): each for each in events.values()}
    assert set(by_title) == {
        "办结：甲县的项目", "（暂定）办结：跨年的项目", "已超期：办结：推进某项目建设", "工作约谈：甲县的项目",
    }  # fmt: skip
    event = by_title["办结：甲县的项目"]
    key = made.assignments.get().deadlines.get(what="result").pk
    assert event["uid"] == f"deadline-{key}.{office.liaison.pk}@duban.{office.jurisdiction.slug}"
    assert event["dtstart"].dt == datetime.date(2026, 4, 10) and event["dtend"].dt == datetime.date(2026, 4, 11)
    assert event["url"] == f"https://duban.example/to/{office.liaison.pk}/matter:{made.no}"
    assert (event["status"], by_title["（暂定）办结：跨年的项目"]["status"]) == ("CONFIRMED", "TENTATIVE")
    talk = by_title["工作约谈：甲县的项目"]
    assert talk["dtstart"].dt == cast.at("2026-04-13 15:00") and talk["location"] == "第三会议室"
    assert far.no and late.no
    # The same day and state give the same file: a calendar program need not take it again.
    feed = CalendarFeed.objects.get()
    assert known.calendar_of(feed, TODAY) == known.calendar_of(feed, TODAY)


def test_nothing_that_must_not_leave_and_of_a_leader_their_own(office):
    inspecting.approved(office, unannounced=True)
    inspecting.approved(office, title="公开的督查")
    stories.matter(office, due_on="2026-04-10", at=EARLY, title="甲县的项目")
    stories.matter(office, due_on="2026-04-10", at=EARLY, lead=office.units[1:2], title="乙县的项目")
    for officer in (office.inspector, office.leader, office.clerk):
        _made(officer)
    said = {
        each: str([str(event["summary"]) for event in _events(each)[1].values()])
        for each in (office.inspector, office.leader, office.clerk)
    }
    assert "公开的督查" in said[office.inspector] and "春耕备耕" not in said[office.inspector]
    assert "甲县的项目（甲县）" in said[office.leader] and "乙县的项目" not in said[office.leader]
    assert "乙县的项目" in said[office.clerk]


def test_the_number_of_queries_does_not_grow(office):
    _made(office.clerk)
    counts = []
    for _ in range(2):
        stories.matter(office, due_on="2026-04-10", at=EARLY)
        with CaptureQueriesContext(connection) as caught:
            _events(office.clerk)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 10


def test_what_is_done_takes_no_place_from_what_is_to_come(zhuoni, monkeypatch):
    monkeypatch.setattr(known, "MOST", 1)
    done = stories.matter(zhuoni, due_on="2026-04-03", at=EARLY)
    stories.complete(zhuoni, done, EARLY)
    stories.matter(zhuoni, due_on="2026-04-10", at=EARLY, title="还在办的项目")
    _made(zhuoni.clerk, ["due"])
    (event,) = _events(zhuoni.clerk)[1].values()
    assert str(event["summary"]).startswith("办结：还在办的项目")
