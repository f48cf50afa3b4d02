"""Calendar feeds: made, the address shown once; revoked; asked by calendar programs, so often an hour and no more."""

import datetime
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import Case, F, Value, When

from duban.ledger import access, journal
from duban.ledger.models import CalendarFeed
from duban.ledger.queries.accounts.tokens import digest_of
from duban.ledger.queries.matters.calendar import KINDS
from duban.ledger.refusals import Refused
from duban.ledger.storage.rate_limits import TooMany
from duban.people.models import Officer

# Calendar programs ask every few hours; a person has several devices.
MOST_AN_HOUR = 60


@transaction.atomic
def make_feed(*, officer: Officer, kinds: Collection[str], at: datetime.datetime) -> tuple[CalendarFeed, str]:
    """Make one's feed and end the one before; return it and the secret of its address, which is shown once.

    Raises Forbidden for a post without a calendar, and Refused without a kind.
    """
    access.require(officer, "keep_feed")
    chosen = [kind for kind in KINDS if kind in kinds]
    if not chosen or len(chosen) != len(set(kinds)):
        raise Refused("请至少选一种内容", field="kinds")
    revoke_feeds(officer=officer, actor=officer, at=at)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(officer=officer, digest=digest_of(secret), kinds=chosen, created_at=at)
    said = {"kinds": [KINDS[kind] for kind in chosen]}
    journal.record("calendar_feed.made", jurisdiction=officer.office, of=feed, actor=officer, at=at, data=said)
    return feed, secret


@transaction.atomic
def revoke_feeds(*, officer: Officer, actor: Officer | None, at: datetime.datetime) -> int:
    """End an officer's feed at once, by themselves or as a part of another act; return how many there were."""
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    held = list(CalendarFeed.objects.filter(officer=officer, revoked_at__isnull=True))
    for feed in held:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        journal.record("calendar_feed.revoked", jurisdiction=officer.office, of=feed, actor=actor, at=at)
    return len(held)


def ask_feed(*, secret: str, at: datetime.datetime) -> CalendarFeed:
    """Return the feed of that secret, noting that it was asked. Raises NotFound for one that is unknown or revoked, or whose officer's account is closed or not yet theirs, and TooMany beyond sixty times an hour.

    It shows what the officer may see on that day: after a change of post that of the new one.
    """
    related = ("officer__jurisdiction", "officer__unit", "officer__signs_in_by")
    feed = CalendarFeed.objects.select_related(*related).filter(digest=digest_of(secret), revoked_at=None).first()
    if feed is None or not feed.officer.is_active or feed.officer.login.must_change_password:
        raise access.NotFound("没有这个日历，或者已经撤销")
    access.require(feed.officer, "keep_feed")
    hour = int(at.timestamp() // 3600)
    same = Case(When(hour=hour, then=F("taken") + 1), default=Value(1))
    # One statement, so that the bound holds over all workers.
    asked = CalendarFeed.objects.filter(pk=feed.pk).exclude(hour=hour, taken__gte=MOST_AN_HOUR)
    if not asked.update(taken=same, hour=hour, asked_at=at):
        raise TooMany("读取过于频繁", possible="请让日历程序几小时读一次。")
    return feed
