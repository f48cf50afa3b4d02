"""The days on which counts what an act recorded or amended, noted while somebody asks: what was published of them may not hold any more."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_DAYS: ContextVar[set[datetime.date] | None] = ContextVar("days", default=None)


@contextmanager
def noting_days() -> Iterator[set[datetime.date]]:
    """Note, while it is open, the days of the facts that are recorded or amended; give them as one growing set."""
    days: set[datetime.date] = set()
    token = _DAYS.set(days)
    try:
        yield days
    finally:
        _DAYS.reset(token)


def note(day: datetime.date) -> None:
    """Note the day on which counts what was just recorded, where somebody asks."""
    days = _DAYS.get()
    if days is not None:
        days.add(day)
