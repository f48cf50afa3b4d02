"""Figures for the watcher of the server: how far each office's daily run has come, and what waits."""

import datetime
from dataclasses import dataclass

from duban.ledger.models import Chain, Letter
from duban.ledger.models.messages import Delivery


@dataclass(frozen=True)
class Figures:
    """`daily`: by an office's slug the Unix time of the day that is done; the number of letters waiting, of chains with a head."""

    daily: dict[str, float]
    letters: int
    chains: int


def figures(at: datetime.datetime) -> Figures:
    """Return the figures of this moment, of real offices only."""
    chains = Chain.objects.filter(jurisdiction__is_demo=False)
    days = chains.filter(daily_on__isnull=False).values_list("jurisdiction__slug", "daily_on")
    midnight = datetime.time(tzinfo=at.tzinfo)
    return Figures(
        daily={slug: datetime.datetime.combine(day, midnight).timestamp() for slug, day in days if day is not None},
        letters=Letter.objects.filter(state=Delivery.WAITING).count(),
        chains=chains.exclude(head="").count(),
    )
