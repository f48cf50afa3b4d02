"""Facts of units that ended: whose they are from the day on, by the rules chosen when the units were merged, split or abolished."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from duban.engine.holdings import MOVING
from duban.ledger.reorganised.changes import Change, Row, changes_of
from duban.people.models import Jurisdiction

# What was published of a unit stays with it: its successor has a total of the same month, and would have had two.
_TOTAL = "period_total"


def of_matters(jurisdiction: Jurisdiction, rows: list[Row], through: datetime.date | None) -> list[Row]:
    """Return the facts of some matters as their holders have them now: what passed to a successor is read as the successor's from the start.

    Nothing is asked where no matter was ever passed on.
    """
    if not any(row["kind"] == "transferred" for row in rows):
        return rows
    for change in changes_of(jurisdiction, through):
        rows = [each for row in rows for each in _as_held(row, change)]
    return rows


def of_period(
    rows: Iterable[Row], changes: Iterable[Change], first: datetime.date, published: Collection[str] = ()
) -> Iterator[Row]:
    """Yield the facts of a period that begins on `first`, each under the unit for which it counts; of kinds that are `published` under its own."""
    changes = list(changes)
    for row in rows:
        kept: Row | None = row
        for change in () if row["kind"] == _TOTAL or row["kind"] in published else changes:
            kept = _counted(kept, change, first) if kept is not None else None
        if kept is not None:
            yield kept


def _as_held(row: Row, change: Change) -> list[Row]:
    key = (row["unit"], row.get("matter", ""))
    if change.is_transfer(row):
        return [] if key in change.heirs else [row]
    if key in change.heirs:
        return _renamed(row, change.heirs[key])
    to = change.heirs.get((row.get("to", ""), row.get("matter", "")))
    return _renamed({**row, "to": to}, row["unit"]) if to else [row]


def _counted(row: Row, change: Change, first: datetime.date) -> Row | None:
    is_running, key = change.on >= first, (row["unit"], row.get("matter", ""))
    if row.get("to") in change.of and (change.follows or not is_running):
        to = change.heirs.get((row["to"], row.get("matter", "")), change.main)
        row = {**row, "to": to} if to else row
    if row["unit"] not in change.of:
        return None if row.get("to") == row["unit"] else row
    moves = row["kind"] in MOVING
    if not change.follows and is_running:
        if change.is_transfer(row) or row["on"] < change.on.isoformat():
            return row
    elif change.is_transfer(row) or (moves and key in change.joined):
        return None
    elif not change.follows and row["on"] < change.on.isoformat() and not (moves and key in change.heirs):
        return row
    heir = change.heir(row)
    return next(iter(_renamed(row, heir)), None) if heir else row


def _renamed(row: Row, unit: str) -> list[Row]:
    """Nobody passes anything on to themselves."""
    return [] if row.get("to") == unit else [{**row, "unit": unit}]
