"""Both logs of a span of days as records that can be kept for years and checked without the program: each with its digest."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.audit import sinks
from duban.ledger.models import AuditEvent, JournalLine

_CHUNK = 2000


def lines(since: datetime.date | None, until: datetime.date | None) -> Iterator[dict[str, Any]]:
    """Yield every line from `since` to `until`, both inclusive: first the audit log, then each journal, in the order of its chain."""
    for event in _within(AuditEvent.objects.order_by("seq"), since, until).iterator(chunk_size=_CHUNK):
        yield {"log": "audit", **sinks.told(event)}
    found = _within(JournalLine.objects.order_by("jurisdiction_id", "seq"), since, until)
    for line in found.iterator(chunk_size=_CHUNK):
        yield {
            "log": "journal",
            "algorithm": line.algorithm,
            "digest": line.digest,
            "content": journal.content_of(line),
        }


def _within(found: "QuerySet[Any]", since: datetime.date | None, until: datetime.date | None) -> "QuerySet[Any]":
    if since is not None:
        found = found.filter(at__gte=_midnight(since))
    if until is not None:
        found = found.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
