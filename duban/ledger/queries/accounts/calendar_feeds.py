"""What a calendar feed shows: what stands on its officer's own calendar, as iCalendar (RFC 5545)."""

import datetime

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from duban.ledger.models import CalendarFeed
from duban.ledger.queries.matters import calendar
from duban.ledger.queries.matters.calendar import STANDINGS, Entry
from duban.ledger.queries.matters.filters import Filter
from duban.people.models import Officer, Role

BEFORE, AFTER = datetime.timedelta(days=31), datetime.timedelta(days=366)
# Of each source so many at the most, the earliest first.
MOST = 1000
# Calendar programs are told to ask again after so many hours.
AGAIN = datetime.timedelta(hours=4)
_TALK = datetime.timedelta(hours=1)


def feed_of(officer: Officer) -> CalendarFeed | None:
    """Return the officer's feed that is in use; None where they have none."""
    return CalendarFeed.objects.filter(officer=officer, revoked_at=None).first()


def calendar_of(feed: CalendarFeed, today: datetime.date) -> bytes:
    """Return the feed as a file, the same for the same day and state: a month back and a year ahead, in a number of queries that does not grow."""
    officer = feed.officer
    found = Calendar()
    found.add("prodid", "-//duban//calendar//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"督办 {officer}")
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT4H")
    stamp = _begin(today)
    for entry in entries_of(officer, feed.kinds, today):
        found.add_component(_event(entry, officer, stamp))
    return bytes(found.to_ical())


def entries_of(officer: Officer, kinds: list[str], today: datetime.date) -> list[Entry]:
    """Return what stands on this person's own calendar: what is still to come or open, nothing that must not leave the house."""
    own = Filter(leader=str(officer.pk)) if officer.role == Role.LEADER else Filter()
    # Who does not do it themselves needs the day of the result, not that on which the unit signs for the order.
    asked = calendar.Asked(
        today - BEFORE, today + AFTER, kinds, own, most=MOST, open_only=True, final_only=not officer.is_unit
    )
    found = calendar.entries(officer, asked, today=today)
    return [each for each in found if each.standing != "done" and not each.is_covert]


def _event(entry: Entry, officer: Officer, stamp: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key.replace(':', '-')}.{officer.pk}@duban.{officer.office.slug}")
    event.add("dtstamp", stamp)
    said = "（暂定）" if entry.is_provisional else "已超期：" if entry.standing == "late" else ""
    unit = f"（{entry.unit}）" if entry.unit and not officer.is_unit else ""
    event.add("summary", f"{said}{entry.what}：{entry.title}{unit}" if entry.title else f"{said}{entry.what}{unit}")
    if entry.at is not None:
        start = entry.at.astimezone(datetime.UTC)
        event.add("dtstart", start)
        event.add("dtend", start + _TALK)
    else:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.until + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "TENTATIVE" if entry.is_provisional else "CONFIRMED")
    event.add("categories", [calendar.KINDS[entry.kind]])
    words = [STANDINGS[entry.standing], *(["放假安排还没有公布，日期暂定"] if entry.is_provisional else [])]
    if settings.PUBLIC_URL:
        address = f"{settings.PUBLIC_URL}/to/{officer.pk}/{entry.about}"
        words.append(address)
        event.add("url", address)
    event.add("description", "\n".join(words))
    return event


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())).astimezone(datetime.UTC)
