"""Periods: the ones a regime scores, the last that is over, and what they are called."""

import calendar
import datetime
from dataclasses import dataclass

from duban.engine.clauses import Regime
from duban.ledger import words

# Weeks have no ranking.
LABELS = {kind: word for kind, word in words.PERIODS.items() if kind != "week"}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A period of a kind, both days inclusive."""

    kind: str
    first: datetime.date
    last: datetime.date

    @property
    def name(self) -> str:
        """Return 2026年3月, 2026年第1季度, 2026年上半年, 2026年; the two days where it is none of these."""
        if span_of(self.kind, self.first) != self:
            return f"{self.first} 至 {self.last}"
        part = {
            "month": f"{self.first.month}月",
            "quarter": f"第{(self.first.month + 2) // 3}季度",
            "half_year": "上半年" if self.first.month == 1 else "下半年",
            "year": "",
        }[self.kind]
        return f"{self.first.year}年{part}"

    @property
    def query(self) -> str:
        """Return the period as parameters of an address."""
        return f"kind={self.kind}&from={self.first}&to={self.last}"

    def before(self) -> "Span":
        """Return the period of the same kind before this one."""
        return span_of(self.kind, self.first - ONE_DAY)

    def after(self) -> "Span":
        """Return the period of the same kind after this one."""
        return span_of(self.kind, self.last + ONE_DAY)


def span_of(kind: str, day: datetime.date) -> Span:
    """Return the period of that kind in which the day lies. Raises KeyError for a kind that is none."""
    months = _MONTHS[kind]
    first = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    return Span(kind, first, datetime.date(day.year, last_month, calendar.monthrange(day.year, last_month)[1]))


def kinds_of(regime: Regime) -> list[str]:
    """Return the kinds of period, the regime's own first."""
    own = [kind for kind in regime.periods if kind in LABELS]
    return own + [kind for kind in LABELS if kind not in own]


def span_from(words: dict[str, str], regime: Regime, today: datetime.date) -> Span:
    """Return the period that an address names; with `from` alone the one in which that day lies, with neither the one of today.

    Dates that are no dates, in the wrong order, or at the very edge of the calendar, where no period lies before or after, count as
    not given.
    """
    kind = words.get("kind", "")
    if kind not in LABELS:
        kind = kinds_of(regime)[0]
    try:
        first = datetime.date.fromisoformat(words.get("from", ""))
        span = span_of(kind, first)
        if words.get("to"):
            span = Span(kind, first, datetime.date.fromisoformat(words["to"]))
        _ = span.before(), span.after()
    except (ValueError, OverflowError):
        return span_of(kind, today)
    return span if span.first <= span.last else span_of(kind, today)
