"""What a picture consists of: a sentence, a table, and figures each of which leads to exactly its list."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Case, IntegerField, Min, Value, When

from duban.ledger.queries.matters import matters
from duban.ledger.queries.matters.filters import Filter
from duban.people.models import Officer


@dataclass(frozen=True)
class Elsewhere:
    """A list that is none of matters: which page (`burden`, `rankings`, `ratings`), and the question as the parameters of its address."""

    page: str
    query: str


@dataclass(frozen=True)
class Mark:
    """A number and the filter of exactly that list. A sentence says it with its measure: 12 件; `nought` is what stands where there is none."""

    count: int
    asked: Filter | Elsewhere
    measure: str = "件"
    nought: str = "0"

    @property
    def page(self) -> str:
        """Return which page lists it."""
        return self.asked.page if isinstance(self.asked, Elsewhere) else "matters"


@dataclass(frozen=True)
class Line:
    """A row of a picture's table: its word, its figures, and what has no list (days), as text."""

    word: str
    marks: list[Mark]
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One picture: the sentence that says what one sees, in words and figures; its table. Without lines there is nothing to draw."""

    key: str
    said: list[str | Mark]
    note: str
    heads: list[str]
    lines: list[Line]
    # The lines that the sentence is about, where a picture draws them before the others.
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Who looks, of which day, at which year, and the filter (unit, portfolio, source, level) under which all pictures stand."""

    officer: Officer
    today: datetime.date
    year: int
    base: Filter

    @property
    def last_month(self) -> int:
        """Return the last month of the year of which there is anything to say."""
        return self.today.month if self.year == self.today.year else 12

    def of(self, **more: str) -> Filter:
        """Return the filter of the year's matters with further questions."""
        return replace(self.base, **{"year": str(self.year), **more})


def years_of(officer: Officer, today: datetime.date) -> list[int]:
    """Return the years of the officer's matters, this one first."""
    first = matters.found(officer, Filter(), today=today).order_by().aggregate(first=Min("registered_on"))["first"]
    return list(range(today.year, (first or today).year - 1, -1))


def whole(figures: Sequence[Figure]) -> Iterable[tuple[str, str, str, int | str]]:
    """Yield every figure of the tables as picture, row, column, value: what a sheet holds."""
    for figure in figures:
        for line in figure.lines:
            marks = (mark.count if mark.count or mark.nought == "0" else mark.nought for mark in line.marks)
            values: list[int | str] = [*marks, *line.texts]
            for head, value in zip(figure.heads[1:], values, strict=True):
                yield figure.key, line.word, head, value


def month_in(column: str, year: int) -> Case:
    """Return the month of a date that lies in a year, 1 to 12. Plain comparisons: SQLite has no month of its own and would ask Python row by row."""
    following = ((month, datetime.date(year, month + 1, 1)) for month in range(1, 12))
    cases = [When(**{f"{column}__lt": first}, then=Value(month)) for month, first in following]
    return Case(*cases, default=Value(12), output_field=IntegerField())


def month_of(asked: Filter, year: int, month: int) -> Filter:
    """Return what is asked for, of the deadlines of one month."""
    first = datetime.date(year, month, 1)
    last = (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return replace(asked, since=first.isoformat(), until=last.isoformat())


def than(now: int, before: int, when: str, measure: str = "件") -> str:
    """Return how a number stands to an earlier one, as the end of a sentence."""
    if now == before:
        return f"，与 {when}相同"
    return f"，比 {when}{'多' if now > before else '少'} {abs(now - before)} {measure}"
