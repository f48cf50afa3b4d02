"""Many matters in one invented office (`duban bench-data`): a few go their course through the acts, the others are their copies."""

import datetime
from collections.abc import Callable

from django.db import transaction

from duban.demo.many import copies, office, specimens
from duban.demo.many.office import Staff

# Fewer would not hold the specimens.
FEWEST = 2 * specimens.FORTNIGHTS


@transaction.atomic
def fill(count: int, now: datetime.datetime, said: Callable[[str], None] = print) -> Staff:
    """Found the office a fortnight before its first matter and fill it until it has `count` matters, at least FEWEST; return who works there."""
    staff = office.found(now - datetime.timedelta(days=14 * (specimens.FORTNIGHTS + 1)))
    copies.copy(staff, specimens.tell(staff, now), count, said)
    return staff
