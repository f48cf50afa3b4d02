"""Which units an officer is likely to pick."""

from duban.ledger import access
from duban.people.models import Officer

_LOOKED_AT = 60
MOST = 6


def recent_units(officer: Officer) -> list[str]:
    """Return the names of the units that were given something last, of what the officer may see, the latest first."""
    found = (
        access.matters.assignments(officer)
        .filter(unit__abolished_on=None)
        .order_by("-id")
        .values_list("unit__name", flat=True)[:_LOOKED_AT]
    )
    return list(dict.fromkeys(found))[:MOST]
