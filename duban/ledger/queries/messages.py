"""Messages: the inbox of one officer, and how much of it is unread."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q, QuerySet

from duban.ledger.models import Chain, Letter, Message
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


def unread(officer: Officer) -> int:
    """Return how many messages the officer has not read."""
    return Message.objects.filter(officer=officer, read_at__isnull=True).count()


def standstill(jurisdiction: Jurisdiction, today: datetime.date) -> Standstill | None:
    """Return since when the daily run stands still, or None where it is not behind, never ran, or the office is invented."""
    if jurisdiction.is_demo:
        return None
    behind = Q(daily_on__lt=today - datetime.timedelta(days=1))
    found = Chain.objects.filter(behind, jurisdiction=jurisdiction).values_list("daily_on", flat=True).first()
    return Standstill(found) if found else None


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
