"""Rows from before lines carried any (0.1.0): written into the journal once, so that from then on they can be held against it."""

import datetime

from django.db import transaction

from duban.ledger import journal
from duban.ledger.audit import row_checks
from duban.ledger.models import JournalLine
from duban.ledger.storage import locking
from duban.people import tracking
from duban.people.models import Jurisdiction

_BATCH = 200


def is_recorded(jurisdiction: Jurisdiction) -> bool:
    """Return whether the journal carries every row of a jurisdiction: from its founding on, or since an upgrade."""
    found = JournalLine.objects.filter(jurisdiction=jurisdiction, verb__in=row_checks.COMPLETE_FROM)
    return any("rows" in data for data in found.order_by("seq").values_list("data", flat=True)[:2])


@transaction.atomic
def record_rows(*, jurisdiction: Jurisdiction, at: datetime.datetime) -> int:
    """Write down every row of a jurisdiction as it stands, some hundred in a line; return how many. Nothing where that was done before."""
    locking.hold_chain(jurisdiction)
    if is_recorded(jurisdiction):
        return 0
    count = 0
    for model in row_checks.tracked_models():
        home = row_checks.path_home(model)
        if not home:
            continue
        rows = model._base_manager.filter(**{home: jurisdiction.pk}).order_by("pk")
        for batch in row_checks.batches(rows, _BATCH):
            for row in batch:
                tracking.note(row)
            journal.record("rows.recorded", jurisdiction=jurisdiction, actor=None, at=at, data={"count": len(batch)})
            count += len(batch)
    return count
