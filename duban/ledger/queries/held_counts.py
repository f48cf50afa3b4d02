"""Counts that hold until something is written in the office: whatever changes them has its line in the chain."""

import datetime
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from duban.ledger.models import Chain
from duban.ledger.queries import block_counts
from duban.people.models import Jurisdiction, Officer

_Counted = TypeVar("_Counted")
_Key = TypeVar("_Key", bound=Hashable)
# So many questions of one office are kept; who asks for ever new lists fills no memory.
_MOST = 500
# Jurisdiction → the end of its chain and the day, and what was counted at them.
_HELD: dict[int, tuple[tuple[str, datetime.date], dict[Hashable, Any]]] = {}


def seen_by(officer: Officer, today: datetime.date, key: Hashable, count: Callable[[], _Counted]) -> _Counted:
    """Return what was counted last under that key of the matters that the officer sees, or count it, as `until_written` does."""
    return until_written(officer.jurisdiction, today, (block_counts.whose(officer), key), count)


def several_seen_by(
    officer: Officer,
    today: datetime.date,
    keys: Sequence[_Key],
    count: Callable[[Sequence[_Key]], Mapping[_Key, _Counted]],
) -> dict[_Key, _Counted]:
    """Return what was counted under each of these keys, as `seen_by` does; all that is missing is counted at once."""
    given: dict[_Key, _Counted] = {}

    def once(key: _Key) -> _Counted:
        if key not in given:
            # What is held of the keys before this one is not asked for again.
            given.update(count([each for each in dict.fromkeys(keys) if each not in found]))
        return given[key]

    found: dict[_Key, _Counted] = {}
    for key in keys:
        found[key] = seen_by(officer, today, key, partial(once, key))
    return found


def forget() -> None:
    """Count everything anew: for who measures how much is asked."""
    _HELD.clear()
    block_counts.forget()


def until_written(
    jurisdiction: Jurisdiction | None, today: datetime.date, key: Hashable, count: Callable[[], _Counted]
) -> _Counted:
    """Return what was counted last under that key, or count it: only where nothing was written in the office since, on the same day.

    The end of the chain is that of the moment at which the page began; what comes meanwhile is counted by the next page at the latest.
    """
    head = getattr(jurisdiction, "head", None)
    if jurisdiction is not None and head is None:
        head = Chain.objects.filter(jurisdiction=jurisdiction).values_list("head", flat=True).first()
    if jurisdiction is None or not head:
        return count()
    held = _HELD.get(jurisdiction.pk)
    if held is None or held[0] != (head, today) or len(held[1]) >= _MOST:
        held = _HELD[jurisdiction.pk] = ((head, today), {})
    if key not in held[1]:
        held[1][key] = count()
    counted: _Counted = held[1][key]
    return counted
