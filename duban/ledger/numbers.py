"""Numbers given in order, by jurisdiction, series and year: no gap, no duplicate, also with many hands at once."""

from django.db import transaction

from duban.ledger.storage import locking
from duban.people.models import Jurisdiction


def take_number(*, jurisdiction: Jurisdiction, series: str, year: int) -> int:
    """Give the next number of a series. It is given back where the surrounding transaction fails, so no gap arises."""
    return take_numbers(jurisdiction=jurisdiction, series=series, year=year, count=1)[0]


@transaction.atomic(savepoint=False)
def take_numbers(*, jurisdiction: Jurisdiction, series: str, year: int, count: int) -> range:
    """Give the next numbers of a series, `count` of them in a row."""
    counter = locking.hold_counter(jurisdiction, series, year)
    counter.value += count
    counter.save(update_fields=["value"])
    return range(counter.value - count + 1, counter.value + 1)
