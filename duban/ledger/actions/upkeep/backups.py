"""What was done with backups, on record where nobody can change it: made, tried, restored."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.ledger.journal import record
from duban.people.models import Jurisdiction


@transaction.atomic
def record_backup(verb: str, *, data: Mapping[str, object], at: datetime.datetime) -> int:
    """Append one line to the journal of every jurisdiction that is in the installation, and return how many there are.

    `verb` is `backup.made`, `backup.tried` or `backup.restored`; `data` names the file with its digest, its size in bytes and the seconds
    that it took.
    """
    jurisdictions = list(Jurisdiction.objects.order_by("pk"))
    for jurisdiction in jurisdictions:
        record(verb, jurisdiction=jurisdiction, actor=None, at=at, data=data)
    return len(jurisdictions)
