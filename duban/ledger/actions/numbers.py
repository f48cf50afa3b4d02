"""Numbers given in order, by jurisdiction, series and year: no gap, no duplicate, also with many hands at once."""

from django.db import transaction

from duban.ledger import journal
from duban.ledger.models import Counter
from duban.people.models import Jurisdiction


@transaction.atomic
def take_number(*, jurisdiction: Jurisdiction, series: str, year: int) -> int:
    """Give the next number of a series. It is given back where the surrounding transaction fails, so no gap arises."""
    journal.hold_chain(jurisdiction)
    counter, _ = Counter.objects.select_for_update(no_key=True).get_or_create(
        jurisdiction=jurisdiction, series=series, year=year
    )
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value
