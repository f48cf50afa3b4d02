"""Places: equal totals share one, and the next is counted past them (1, 1, 3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def ranks(totals: Mapping[str, Decimal]) -> dict[str, int]:
    """Give each unit its place by total, highest first."""
    ordered = sorted(totals.items(), key=lambda item: item[1], reverse=True)
    places: dict[str, int] = {}
    place, last = 0, None
    for count, (unit, total) in enumerate(ordered, start=1):
        if total != last:
            place, last = count, total
        places[unit] = place
    return places
