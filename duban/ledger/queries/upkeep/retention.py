"""What has been kept as long as the installation says: identities of senders, contents of attachments."""

import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.ledger.models import Appeal, Attachment, JournalLine
from duban.ledger.models.inspections import Phase
from duban.ledger.models.matters import DONE_STATES
from duban.people.models import Jurisdiction


def senders_due(jurisdiction: Jurisdiction, on: datetime.date) -> QuerySet[Appeal]:
    """Return the appeals that were answered so many years before that day, and whose senders are still known."""
    before = years_before(on, settings.RETAIN_SENDERS_YEARS)
    found = Appeal.objects.filter(jurisdiction=jurisdiction, erased_on=None)
    return found.filter(replied_on__lt=before).order_by("id") if before else found.none()


def files_due(jurisdiction: Jurisdiction, on: datetime.date) -> QuerySet[Attachment]:
    """Return the files on matters and inspections that were done with so many years before that day, without a line since."""
    before = years_before(on, settings.RETAIN_FILES_YEARS)
    found = Attachment.objects.filter(jurisdiction=jurisdiction, erased_on=None)
    if before is None:
        return found.none()
    since = JournalLine.objects.filter(matter=OuterRef("matter"), on__gte=before).exclude(verb="file.erased")
    done = Q(matter__state__in=DONE_STATES) & ~Exists(since)
    closed = Q(inspection__phase=Phase.CLOSED, inspection__closed_on__lt=before)
    return found.filter(added_on__lt=before).filter(done | closed).order_by("id")


def years_before(on: datetime.date, years: int) -> datetime.date | None:
    """Return the same day so many years earlier, the last of February for the 29th; None for no years: kept for ever."""
    if years <= 0:
        return None
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
