"""Messages: the inbox of one officer, and how much of it is unread."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from duban.ledger.models import Chain, Message
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
