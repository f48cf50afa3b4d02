"""The three curves of a leader's one page: in hand, done, late, by month; each matter once, counted in the database."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Max, Q, QuerySet, Sum, When

from duban.ledger import access
from duban.ledger.models import Assignment
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.queries import held_counts
from duban.ledger.queries.matters import fates
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing.counts import number_of
from duban.ledger.queries.matters.statistics import Mark
from duban.people.models import Officer

MONTHS = 12


@dataclass(frozen=True)
class Curve:
    """One figure at the end of each month, the last today, and the sentence under it."""

    word: str
    mark: Mark
    values: list[int]
    note: str

    @property
    def points(self) -> str:
        """Return the line on a field of 100 by 40, for a picture."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self._places)

    @property
    def end(self) -> tuple[str, str]:
        """Return where the line ends."""
        x, y = self._places[-1]
        return f"{x:.1f}", f"{y:.1f}"

    @property
    def _places(self) -> list[tuple[float, float]]:
        most = max(*self.values, 1)
        return [
            (4 + place * 92 / (len(self.values) - 1), 36 - each * 32 / most) for place, each in enumerate(self.values)
        ]


def mark_of(officer: Officer, today: datetime.date, **asked: str) -> Mark:
    """Return how many matters a filter names, with the filter."""
    found = Filter(**asked)
    return Mark(number_of(officer, found, today=today), found)


def months_until(today: datetime.date) -> list[datetime.date]:
    """Return the last days of the last months, the last of them today."""
    ends, first = [today], today.replace(day=1)
    for _ in range(MONTHS - 1):
        ends.append(first - datetime.timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def curves_of(officer: Officer, own: str, late: Mark, today: datetime.date) -> list[Curve]:
    """Return what was in hand, done in the month and late, by month, in one query; what is struck off or suspended is left out."""
    ends = months_until(today)
    held = fates.seen(officer).filter(part=Part.LEAD, dispatched_on__isnull=False)
    held = held.filter(matter__in=access.matters.matters(officer))
    held = held.filter(unit__portfolio__leader=int(own)) if own else held
    counts = held_counts.seen_by(officer, today, ("curves", own), lambda: by_month(held, ends))
    now = mark_of(officer, today, leader=own, state="open")
    words = [f"{ends[sets.index(max(sets))].month} 月最多 {max(sets)}" if any(sets) else "一直没有" for sets in counts]
    finished_now = mark_of(officer, today, leader=own, recent="month")
    marks = (now, finished_now, late)
    return [
        Curve(word, mark, values, note)
        for word, mark, values, note in zip(
            ("在办", f"{today.month} 月办结", "超期"), marks, counts, words, strict=True
        )
    ]


def by_month(held: QuerySet[Assignment], ends: list[datetime.date]) -> list[list[int]]:
    """Return how many matters of these lead assignments were in hand at each end, done in its month, late at it. Each matter once, whoever leads it."""
    held = held.filter(Q(stage__in=OPEN_STAGES) | Q(stage=Stage.COMPLETED, completed_on__gte=ends[0].replace(day=1)))
    conditions: dict[str, Q] = {}
    for place, end in enumerate(ends):
        going = Q(dispatched_on__lte=end) & (~Q(stage=Stage.COMPLETED) | Q(completed_on__gt=end))
        conditions[f"going{place}"] = going
        conditions[f"done{place}"] = Q(stage=Stage.COMPLETED, completed_on__range=(end.replace(day=1), end))
        conditions[f"late{place}"] = going & Q(due_on__lt=end)
    marked = {
        name: Max(Case(When(each, then=1), default=0, output_field=IntegerField())) for name, each in conditions.items()
    }
    by_matter = held.order_by().values("matter").annotate(**marked)
    totals = by_matter.aggregate(**{f"{name}_": Sum(name) for name in conditions})
    return [[totals[f"{name}{place}_"] or 0 for place in range(len(ends))] for name in ("going", "done", "late")]
