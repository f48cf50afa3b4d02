"""How many matters filters name: of several filters in one question, each by the shortest way to its number."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from duban.ledger import access
from duban.ledger.models import Assignment
from duban.ledger.models.matters import State
from duban.ledger.queries import held_counts
from duban.ledger.queries.matters import fates, matters
from duban.ledger.queries.matters.filters import Filter
from duban.people.models import UNIT_ROLES, Officer, Unit

_Sql = tuple[str, tuple[Any, ...]]


def number_of(officer: Officer, asked: Filter, *, today: datetime.date) -> int:
    """Return how many matters the filter names for this officer; counted anew once something was written."""
    return numbers_of(officer, [asked], today=today)[0]


def numbers_of(officer: Officer, wanted: Sequence[Filter], *, today: datetime.date) -> list[int]:
    """Return how many matters each filter names for this officer, in one question; counted anew once something was written."""
    found = held_counts.several_seen_by(officer, today, wanted, lambda missing: _counted(officer, missing, today))
    return [found[each] for each in wanted]


def _counted(officer: Officer, wanted: Sequence[Filter], today: datetime.date) -> dict[Filter, int]:
    counts = [_count(officer, each, today) for each in wanted]
    with connection.cursor() as cursor:
        words = ", ".join(f"({sql})" for sql, _ in counts)
        cursor.execute(f"SELECT {words}", [each for _, params in counts for each in params])  # nosec B608  # of our queries
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def _count(officer: Officer, asked: Filter, today: datetime.date) -> _Sql:
    """Return the question how many matters a filter names, as words and values."""
    held = _by_assignments(officer, asked, today)
    if held is not None:
        return _counting(held.order_by().values("matter"), 'DISTINCT each_one."matter"')
    return _counting(matters.found(officer, asked, today=today).order_by().values("pk"), "*")


def _counting(found: QuerySet[Any, Any], what: str) -> _Sql:
    try:
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
    return f"SELECT COUNT({what}) FROM ({sql}) each_one", tuple(params)  # nosec B608  # a query of ours


def _by_assignments(officer: Officer, asked: Filter, today: datetime.date) -> QuerySet[Assignment] | None:
    """Return the assignments whose matters a filter names where it asks for one thing of assignments alone; None otherwise.

    Then the matters need not be looked at: an assignment's unit and its matter are of one office.
    """
    plain = asked.without("sort")
    due = matters.falling_due(officer, asked, today) if asked.due == "month" else None
    if plain == Filter(due="late"):
        held = fates.late(officer, today)
    elif asked.stage and plain == Filter(stage=asked.stage):
        held = fates.seen(officer).filter(stage=asked.stage)
    elif due is not None and plain.without("state") == Filter(due="month"):
        held = due.filter(matter__state__in=matters.states_of(asked)) if asked.state else due
    else:
        return None
    if officer.role in UNIT_ROLES:
        return held
    if officer.role not in access.READS_ALL:
        return held.none()
    return held.filter(unit__in=Unit.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0))


@dataclass(frozen=True)
class Totals:
    """What exactly a list adds up to."""

    count: int
    states: list[tuple[str, str, int]]
    late: int


def totals_of(officer: Officer, asked: Filter, *, today: datetime.date) -> Totals:
    """Return how many matters the filter names, by state, and how many of them are late, in one question; counted anew once something was written."""
    return held_counts.seen_by(officer, today, ("totals", asked), lambda: _count_totals(officer, asked, today))


def _count_totals(officer: Officer, asked: Filter, today: datetime.date) -> Totals:
    found = matters.found(officer, asked, today=today).order_by()
    try:
        states, params = _states(found)
    except EmptyResultSet:
        return Totals(0, [], 0)
    late, of_late = _late(officer, asked, found, today)
    with connection.cursor() as cursor:
        whole = f"SELECT of_state.*, ({late}) FROM ({states}) of_state"  # nosec B608  # queries of ours
        cursor.execute(whole, (*of_late, *params))
        rows = cursor.fetchall()
    numbers = {state: number for state, number, _ in rows}
    count = sum(numbers.values())
    told = [(value, label, numbers[value]) for value, label in State.choices if value in numbers]
    return Totals(count, told, count if asked.due == "late" else sum(row[2] for row in rows[:1]))


def _states(found: QuerySet[Any]) -> _Sql:
    sql, params = found.values("state").query.sql_with_params()
    return f'SELECT each_one."state", COUNT(*) FROM ({sql}) each_one GROUP BY 1', tuple(params)  # nosec B608


def _late(officer: Officer, asked: Filter, found: QuerySet[Any], today: datetime.date) -> _Sql:
    if asked.due == "late":
        # Who is asked for as late is late.
        return "SELECT 0", ()
    if asked.without("sort") == Filter():
        return _count(officer, Filter(due="late"), today)
    return _counting(found.filter(pk__in=fates.late(officer, today, asked).values("matter")).values("pk"), "*")
