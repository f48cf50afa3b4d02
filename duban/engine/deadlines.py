"""Dates by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine.calendar import Calendar, load_calendar
from duban.engine.clauses import Regime
from duban.engine.cycles import moved_off
from duban.engine.rules.durations import PLAIN, Count, end_of, span_of
from duban.engine.rules.limits import Deadline as Rule

# What the program itself counts, or measures with: no matter is due by it.
APART = frozenset(
    {
        "extension_limit",
        "plan_application",
        "quarterly_ledger",
        "review_decision",
        "review_request",
        "step_limit",
        "written_explanation",
    }
)


class UnknownDeadline(ValueError):
    """The regime has no deadline rule of this name."""


class DeadlineRefused(ValueError):
    """A number or a date that the rule does not allow; the message says what it allows."""


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


def is_for_matters(rule: Rule) -> bool:
    """Return whether a matter may be due by the rule: a unit owes it, it is no report, and the program does not count it for something else."""
    is_other = rule.is_acceptance or rule.is_objection or rule.is_after_publication
    return rule.owes is None and rule.owed_by == "unit" and rule.name not in APART and not is_other


def rules_of(regime: Regime) -> list[Rule]:
    """List the deadline rules of a regime, under its own readings."""
    return regime.rules_of(Rule)


def due(
    regime: Regime,
    rule: str,
    from_: date,
    calendar: Calendar | None = None,
    *,
    set_to: int | None = None,
    stated: date | None = None,
) -> Deadline:
    """Give the date that the rule sets, counted from the day `from_`.

    `set_to` is the number that a person set inside the rule's range, `stated` a date that the paper itself names: it prevails over
    a rule that is only a default. Raises UnknownDeadline where the regime has no such rule, DeadlineRefused for a number outside the
    range and a stated date beyond the rule's most, and calendar.CalendarError where a span has no working day. Days and months need
    no calendar, so only counts of working days can be provisional.
    """
    calendar = calendar or load_calendar()
    for entry in rules_of(regime):
        if entry.name == rule:
            try:
                end = _end(entry, from_, calendar, set_to, stated)
            except (OverflowError, ValueError) as error:
                if isinstance(error, DeadlineRefused):
                    raise
                raise UnknownDeadline(f"从 {from_} 算起超出了日历的范围") from None
            by_workdays = entry.count.unit not in PLAIN or bool(entry.rest)
            counted_first = from_ + timedelta(days=1 if end > from_ else -1)  # the day itself is not counted
            start = end if entry.count.span else counted_first
            provisional = by_workdays and calendar.touches_provisional(start, end)
            moved = f", {entry.rest} working day" if entry.rest else ""
            begins = f", from the next {span_of(entry.count).replace('_', '-')}" if entry.from_next else ""
            return Deadline(end, entry.clause, f"{entry.count.said}{begins}{moved}", provisional)
    names = "、".join(entry.name for entry in rules_of(regime))
    raise UnknownDeadline(f"{regime.name}没有“{rule}”这项期限" + (f"，只有 {names}" if names else ""))


def _end(entry: Rule, start: date, calendar: Calendar, set_to: int | None, stated: date | None) -> date:
    count = entry.count
    if set_to is not None:
        if count.range is None or not count.range[0] <= set_to <= count.range[1]:
            allowed = count.said_in_chinese if count.range else "不能另定"
            raise DeadlineRefused(f"“{entry.label}”{allowed}，不能定为 {set_to}")
        count = Count(count.unit, set_to)
    if entry.from_next:
        start = entry.begins(start) + timedelta(days=1)
    end = moved_off(end_of(count, start, calendar), entry.rest or "same", calendar)
    if stated is not None:
        ceiling = end_of(entry.at_most, start, calendar) if entry.at_most else None
        if ceiling is not None and stated > ceiling:
            raise DeadlineRefused(f"“{entry.label}”最长{entry.at_most.said_in_chinese}，不能晚于 {ceiling}")  # type: ignore[union-attr]
        if not (entry.default or entry.at_most):
            raise DeadlineRefused(f"“{entry.label}”的期限由办法定，不能另写日期")
        end = stated
    return min(end, entry.never_after) if entry.never_after else end
