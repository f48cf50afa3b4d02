"""Messages: the inbox of one officer, and how much of it is unread."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from duban.ledger.models import Letter, Message
from duban.ledger.models.messages import Channel, Delivery
from duban.people.models import Jurisdiction, Officer


@dataclass(frozen=True)
class Standstill:
    """The daily run has not come to where it should be: what is shown may lack what was missed since `since`."""

    since: datetime.date


def inbox(officer: Officer, *, unread_only: bool = False) -> QuerySet[Message]:
    """Return an officer's own messages, unread ones first, the newest first."""
    found = Message.objects.filter(officer=officer)
    if unread_only:
        found = found.filter(read_at__isnull=True)
    return found.order_by(F("read_at").asc(nulls_first=True), "-at", "-id")


def jurisdiction_of(officer: Officer) -> Jurisdiction:
    """Return the officer's jurisdiction with what every page tells beside it: `unread` messages, and `daily_on`. One query."""
    own = Message.objects.filter(officer=officer, read_at__isnull=True).order_by()
    count = own.values("officer").annotate(count=Count("pk")).values("count")
    found = Jurisdiction.objects.annotate(unread=Coalesce(Subquery(count), 0), daily_on=F("chain__daily_on"))
    return found.get(pk=officer.jurisdiction_id or 0)


def standstill(jurisdiction: Jurisdiction, today: datetime.date) -> Standstill | None:
    """Return since when the daily run stands still, or None where it is not behind, never ran, or the office is invented.

    Takes a jurisdiction of `jurisdiction_of`.
    """
    last = getattr(jurisdiction, "daily_on", None)
    if jurisdiction.is_demo or last is None or last >= today - datetime.timedelta(days=1):
        return None
    return Standstill(last)


def troubled_letters(jurisdiction: Jurisdiction) -> QuerySet[Letter]:
    """Return the letters of a jurisdiction that were given up, and those that failed and wait, the newest first."""
    failed = Q(state=Delivery.DEAD) | Q(state=Delivery.WAITING, attempts__gt=0)
    return Letter.objects.filter(failed, officer__jurisdiction=jurisdiction).select_related("officer").order_by("state", "-id")


def letters_behind(at: datetime.datetime) -> bool:
    """Return whether a letter is due for more than an hour: nobody delivers."""
    return Letter.objects.filter(state=Delivery.WAITING, next_at__lt=at - datetime.timedelta(hours=1)).exists()


def ways() -> list[str]:
    """Return the words of the channels that this installation has."""
    return [
        str(channel.label)
        for channel, address in ((Channel.MAIL, settings.EMAIL_HOST), (Channel.WEBHOOK, settings.WEBHOOK_URL))
        if address
    ]
