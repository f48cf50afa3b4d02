"""Recurring reports as they stand: what a unit has to report this month, who has not reported, how often what is asked."""

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Func, IntegerField, Model, Q, QuerySet

from duban.engine import cycles
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Complaint, Deadline, Opinion, Recurrence
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.queries import held_counts
from duban.people.models import Officer
from duban.people.prepared import PreparedFor

STATES = {"missing": "超期未报", "ahead": "待报", "kept": "按时已报", "late": "迟报"}
# What is still to be reported: both of the first two.
OWED = "owed"
PAGE = 50
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What the list is asked for: a month (2026-03), a state, a unit's code. Everything is in the address."""

    month: str
    state: str = ""
    unit: str = ""

    @property
    def query(self) -> str:
        """Return the question as the parameters of an address."""
        given = {"month": self.month, "state": self.state, "unit": self.unit}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def first(self) -> datetime.date:
        """Return the first day of the month."""
        return datetime.date.fromisoformat(f"{self.month}-01")

    @property
    def last(self) -> datetime.date:
        """Return the last day of the month."""
        return self.after.first - ONE_DAY

    @property
    def before(self) -> "Asked":
        """Return the same question of the month before."""
        return replace(self, month=f"{self.first - ONE_DAY:%Y-%m}")

    @property
    def after(self) -> "Asked":
        """Return the same question of the month after."""
        return replace(self, month=f"{(self.first + datetime.timedelta(days=31)):%Y-%m}")

    def of(self, state: str) -> "Asked":
        """Return the same question in one state."""
        return replace(self, state=state)


def asked_from(words: Mapping[str, str], today: datetime.date) -> Asked:
    """Return what an address asks for; what cannot be meant counts as not given: this month, every state, every unit."""
    month, state = str(words.get("month", "")), str(words.get("state", ""))
    try:
        known = 1990 <= datetime.date.fromisoformat(f"{month}-01").year <= 2198
    except ValueError:
        known = False
    return Asked(
        month=month if known else f"{today:%Y-%m}",
        state=state if state in (*STATES, OWED) else "",
        unit=str(words.get("unit", ""))[:40],
    )


def found(officer: Officer, asked: Asked, *, today: datetime.date) -> QuerySet[Deadline]:
    """Return the dates of a month that the question names, the earliest first."""
    rows = _of_month(officer, asked)
    if asked.state:
        rows = rows.filter(_IN_STATE[asked.state](today))
    related = ("assignment__matter", "assignment__unit", "recurrence")
    return rows.select_related(*related).order_by("on", "assignment__unit__order", "id")


def counts(officer: Officer, asked: Asked, *, today: datetime.date) -> dict[str, int]:
    """Return how many dates of the month are in each state."""
    rows = _of_month(officer, asked)
    return {state: rows.filter(_IN_STATE[state](today)).count() for state in STATES}


@dataclass(frozen=True)
class Tile:
    """A number and the list that it leads to: the route's name and its query."""

    word: str
    count: int
    route: str
    query: str = ""


def tiles_for(officer: Officer, today: datetime.date, filled: Container[type[Model]] | None = None) -> list[Tile]:
    """Return what waits for a unit (to report this month, to countersign), or for the office (not reported, complaints to rule on).

    Nothing is asked of tables that are not among `filled`, as `presences` has it (None: all are asked).
    """
    asked = asked_from({}, today).of(OWED if officer.is_unit else "missing")
    month = {"first": asked.first, "last": asked.last}

    def number() -> int:
        told = _OWED.ask_for(officer, **month) if officer.is_unit else _MISSING.ask_for(officer, **month, today=today)
        return told[0][0] if told else 0

    count = held_counts.seen_by(officer, today, ("reports", asked.state, asked.month), number)
    if officer.is_unit:
        opinions = access.reports.opinions_waiting(officer).count() if filled is None or Opinion in filled else 0
        return [Tile("本月要报", count, "obligations", asked.query), Tile("待会签", opinions, "opinions")]
    complaints = 0
    if filled is None or Complaint in filled:
        complaints = access.reports.complaints(officer).filter(finding="open").count()
    return [
        Tile("定期报送超期未报", count, "obligations", asked.query),
        Tile("配合情况待裁定", complaints, "complaints_open"),
    ]


def state_of(row: Deadline, today: datetime.date) -> str:
    """Return the state of one date: missing, ahead, kept or late."""
    if row.met_on is not None:
        return "kept" if row.met_on <= row.on else "late"
    return "missing" if row.on < today else "ahead"


@dataclass(frozen=True)
class Coming:
    """A date that will come up; provisional where the year's holidays are not announced."""

    recurrence: Recurrence
    on: datetime.date
    provisional: bool


def coming(recurrences: Iterable[Recurrence], calendar, *, after: datetime.date, until: datetime.date) -> list[Coming]:
    """Return the dates of recurring reports later than one day and up to another, of which no row tells yet."""
    dates = []
    for each in recurrences:
        day: datetime.date | None = max(after, _written(each))
        while day is not None:
            day = cycles.date_after(each.cycle, each.from_on, day, calendar)
            if day is None or day > until:
                break
            if each.through_on is not None and day > each.through_on:
                break
            dates.append(Coming(each, day, calendar.is_provisional(day)))
    return sorted(dates, key=lambda each: (each.on, each.recurrence.pk))


def coming_for(officer: Officer, asked: Asked) -> list[Coming]:
    """Return a unit's dates of the month that are still to come up."""
    running = access.reports.recurrences(officer).filter(ended_on__isnull=True, assignment__stage__in=OPEN_STAGES)
    held = running.select_related("assignment__matter", "assignment__unit").prefetch_related("deadlines")[:500]
    assert officer.jurisdiction is not None
    calendar = Governed.of(officer.jurisdiction).calendar
    return coming(held, calendar, after=asked.first - ONE_DAY, until=asked.last)


@dataclass(frozen=True)
class Standing:
    """One recurring report of a matter with its next date and the dates that it missed."""

    recurrence: Recurrence
    assignment: Assignment
    next: Deadline | None
    missed: int
    provisional: bool


def standing_of(assignments: Iterable[Assignment], *, today: datetime.date) -> list[Standing]:
    """Return the recurring reports of some assignments of one matter, those that ended last."""
    held = {each.pk: each for each in assignments}
    recurring = Recurrence.objects.filter(assignment__in=held).prefetch_related("deadlines")
    standing = []
    for each in recurring.order_by(F("ended_on").asc(nulls_first=True), "id"):
        each.assignment = held[each.assignment_id]
        rows = [row for row in each.deadlines.all() if row.lifted_on is None or row.lifted_on > row.on]
        ahead = min((row for row in rows if row.on >= today), key=lambda row: row.on, default=None)
        calendar = Governed.of(each.assignment.matter.jurisdiction).calendar
        standing.append(
            Standing(
                recurrence=each,
                assignment=each.assignment,
                next=ahead,
                missed=sum(state_of(row, today) in ("missing", "late") for row in rows),
                provisional=ahead is not None and calendar.is_provisional(ahead.on),
            )
        )
    return standing


_IN_STATE = {
    OWED: lambda today: Q(met_on__isnull=True),
    "missing": lambda today: Q(met_on__isnull=True, on__lt=today),
    "ahead": lambda today: Q(met_on__isnull=True, on__gte=today),
    "kept": lambda today: Q(met_on__lte=F("on")),
    "late": lambda today: Q(met_on__gt=F("on")),
}


def _of_month(officer: Officer, asked: Asked) -> QuerySet[Deadline]:
    rows = access.reports.obligations(officer).filter(on__gte=asked.first, on__lte=asked.last)
    return rows.filter(assignment__unit__code=asked.unit) if asked.unit else rows


def _number(found: QuerySet[Deadline]) -> QuerySet[Deadline, Any]:
    return found.order_by().values_list(Func(F("pk"), function="COUNT", output_field=IntegerField()))


def _owed(officer: Officer, first: datetime.date, last: datetime.date) -> QuerySet[Deadline, Any]:
    rows = access.reports.obligations(officer).filter(on__gte=first, on__lte=last)
    return _number(rows.filter(_IN_STATE[OWED](last)))


def _missing(
    officer: Officer, first: datetime.date, last: datetime.date, today: datetime.date
) -> QuerySet[Deadline, Any]:
    rows = access.reports.obligations(officer).filter(on__gte=first, on__lte=last)
    return _number(rows.filter(_IN_STATE["missing"](today)))


_OWED = PreparedFor(_owed, first=datetime.date(9876, 5, 1), last=datetime.date(9876, 5, 31))
_MISSING = PreparedFor(
    _missing, first=datetime.date(9876, 5, 1), last=datetime.date(9876, 5, 31), today=datetime.date(9876, 5, 4)
)


def _written(recurrence: Recurrence) -> datetime.date:
    """Return the last day of which a row tells."""
    return max((row.on for row in recurrence.deadlines.all() if row.lifted_on is None), default=recurrence.from_on)
