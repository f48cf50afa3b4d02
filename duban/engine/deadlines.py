"""Dates by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine.calendar import Calendar, load_calendar
from duban.engine.clauses import Regime
from duban.engine.rules.durations import end_of
from duban.engine.rules.limits import Deadline as Rule


class UnknownDeadline(ValueError):
    """The regime has no deadline rule of this name."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date, the clause that sets it, how it was counted, and whether a calendar is still missing."""

    due: date
    clause: str
    counted: str
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """Give the date as the interchange format has it."""
        return {
            "due": self.due.isoformat(),
            "clause": self.clause,
            "counted": self.counted,
            "provisional": self.provisional,
        }


def rules_of(regime: Regime) -> list[Rule]:
    """List the deadline rules of a regime, under its own readings."""
    return regime.rules_of(Rule)


def due(regime: Regime, rule: str, from_: date, calendar: Calendar | None = None) -> Deadline:
    """Give the date that the rule sets, counted from the day `from_`.

    Raises UnknownDeadline where the regime has no such rule, and calendar.CalendarError where a span has no
    working day. Days and months need no calendar, so only counts of working days can be provisional.
    """
    calendar = calendar or load_calendar()
    for entry in rules_of(regime):
        if entry.name == rule:
            try:
                end = end_of(entry.count, from_, calendar)
            except (OverflowError, ValueError):
                raise UnknownDeadline(f"从 {from_} 算起超出了日历的范围") from None
            by_workdays = entry.count.unit not in ("days", "months")
            counted_first = from_ + timedelta(days=1 if end > from_ else -1)  # the day itself is not counted
            start = end if entry.count.span else counted_first
            provisional = by_workdays and calendar.touches_provisional(start, end)
            return Deadline(end, entry.clause, entry.count.said, provisional)
    names = "、".join(entry.name for entry in rules_of(regime))
    raise UnknownDeadline(f"{regime.name}没有“{rule}”这项期限" + (f"，只有 {names}" if names else ""))
