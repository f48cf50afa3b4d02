"""What a later day of a run asks of the database: what ran out on the day before, found by that day, however large the office is."""

import datetime

import pytest
from django.db import connection

from duban.ledger.actions.office import daily_run
from tests import cast, stories

pytestmark = pytest.mark.django_db
DAY = '"ledger_deadline"."on" = '


def test_a_later_day_begins_with_what_ran_out_the_day_before(office):
    """By no other index, though none of these questions has that alone: all of an office's matters, or all that never were late, are not gone through."""
    for due in ("2026-03-10", "2026-03-13"):
        stories.matter(office, due_on=due, at=cast.at("2026-03-02 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 9))
    asked = []

    def keep(execute, sql, params, *more):
        asked.append((sql, params))
        return execute(sql, params, *more)

    with connection.execute_wrapper(keep):
        done = daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 15))
    assert (done.days, done.late) == (6, 2)
    of_day = [(sql, params) for sql, params in asked if sql.startswith("SELECT") and DAY in sql]
    # Reports that recur and what was missed, on each of the five days after the first; steps where there is a document with a ladder.
    assert len(of_day) >= 10
    if connection.vendor == "sqlite":
        assert not [sql for sql, params in of_day if "deadline_on" not in _plan(sql, params)]


def _plan(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(row[3] for row in cursor.fetchall())
