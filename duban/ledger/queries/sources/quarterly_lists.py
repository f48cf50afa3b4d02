"""Quarterly lists: a quarter by its name, the lists of a portfolio in it, and the summary of all portfolios."""

import datetime
from calendar import monthrange
from dataclasses import dataclass

from duban.engine import deadlines
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import QuarterlyItem, QuarterlyList
from duban.people.models import Jurisdiction, Officer, Portfolio


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year, with its last day."""

    year: int
    number: int

    @property
    def end(self) -> datetime.date:
        """Return its last day."""
        month = self.number * 3
        return datetime.date(self.year, month, monthrange(self.year, month)[1])

    @property
    def first(self) -> datetime.date:
        """Return its first day."""
        return datetime.date(self.year, self.number * 3 - 2, 1)

    @property
    def key(self) -> str:
        """Return its name in an address: 2026-1."""
        return f"{self.year}-{self.number}"

    @property
    def name(self) -> str:
        """Return its name in words."""
        return f"{self.year} 年第 {self.number} 季度"

    def moved(self, by: int) -> "Quarter":
        """Return the quarter so many later."""
        place = self.year * 4 + self.number - 1 + by
        return Quarter(place // 4, place % 4 + 1)


def quarter_from(text: str, today: datetime.date) -> Quarter:
    """Return the quarter that an address names; the running one where it names none."""
    year, _, number = text.partition("-")
    if year.isascii() and year.isdigit() and 1990 <= int(year) <= 2199 and number in ("1", "2", "3", "4"):
        return Quarter(int(year), int(number))
    return Quarter(today.year, (today.month + 2) // 3)


def due_of(jurisdiction: Jurisdiction, quarter: Quarter) -> deadlines.Deadline | None:
    """Return until when sections hand their lists in, by the document's rule; None where it has none (安康 第七条)."""
    return Governed.of(jurisdiction).deadline("quarterly_ledger", quarter.end)


@dataclass(frozen=True)
class Sheet:
    """A portfolio's lists of a quarter: entries by heading; `held` is None before the first entry."""

    held: QuarterlyList | None
    headings: list[tuple[str, list[QuarterlyItem]]]

    @property
    def key(self) -> str:
        """Return the key by which the lists are given back; empty before the first entry."""
        return f"{self.held.portfolio_id}:{self.held.pk}" if self.held is not None else ""

    @property
    def is_handed_in(self) -> bool:
        """Return whether the section has handed it in."""
        return self.held is not None and self.held.handed_in_on is not None


def sheet_of(officer: Officer, portfolio: Portfolio, quarter: Quarter, only: str = "") -> Sheet:
    """Return a portfolio's lists of a quarter under the document's headings; `only` the entries of that class."""
    lists = access.sources.quarterly_lists(officer).select_related("handed_in_by", "decided_by")
    held = lists.filter(portfolio=portfolio, quarter_end=quarter.end).first()
    items = list(held.items.select_related("matter").order_by("id")) if held else []
    items = [each for each in items if only in ("", each.decided or each.proposed)]
    headings = Governed.of(portfolio.jurisdiction).words("quarterly_lists")
    return Sheet(held, [(name, [each for each in items if each.heading == name]) for name in headings])


@dataclass(frozen=True)
class Line:
    """One portfolio in the summary: how many entries are of each class, by the office's decision, else by the section's word."""

    portfolio: Portfolio
    held: QuarterlyList | None
    counts: list[tuple[str, int]]
    items: list[QuarterlyItem]


def summary_of(officer: Officer, quarter: Quarter) -> list[Line]:
    """Return the summary of a quarter by portfolio, in three queries."""
    portfolios = list(access.office.portfolios(officer).select_related("leader").order_by("id"))
    lists = access.sources.quarterly_lists(officer).filter(quarter_end=quarter.end).select_related("handed_in_by")
    held = {each.portfolio_id: each for each in lists}
    items: dict[int, list[QuarterlyItem]] = {}
    for item in QuarterlyItem.objects.filter(of__in=held.values()).select_related("matter").order_by("id"):
        items.setdefault(item.of_id, []).append(item)
    assert officer.jurisdiction is not None
    classes = Governed.of(officer.jurisdiction).words("progress_classes")
    lines = []
    for portfolio in portfolios:
        own = held.get(portfolio.pk)
        entered = items.get(own.pk, []) if own else []
        counts = [(name, sum((each.decided or each.proposed) == name for each in entered)) for name in classes]
        lines.append(Line(portfolio, own, counts, entered))
    return lines
