"""What PostgreSQL plans once for a connection is answered like what it plans each time, also after columns were changed. `make postgres`."""

import contextlib
import os

import pytest
from django.db import NotSupportedError, connection

from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared, planned

ASKED = "SELECT code, name FROM planned WHERE code = %s"


def _ask(place, code):
    with planned(place).cursor() as cursor:
        cursor.execute(ASKED, [code])
        return cursor.fetchall()


def _plans(place):
    with place.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM planned%'")
        return cursor.fetchone()[0]


if os.environ.get("DATABASE_URL"):

    @pytest.fixture
    def two(db):
        """Two connections, on which each statement stands for itself, and a table that goes with them."""
        two = connection.copy(), connection.copy()
        with two[1].cursor() as cursor:
            cursor.execute("CREATE TABLE planned AS SELECT 'a'::varchar(5) AS code, '甲'::varchar(5) AS name")
        yield two
        two[0].close()
        with two[1].cursor() as cursor:
            cursor.execute("DROP TABLE planned")
        two[1].close()

    def _widen(place):
        with place.cursor() as cursor:
            cursor.execute("ALTER TABLE planned ALTER COLUMN name TYPE varchar(80)")

    def test_a_question_is_planned_once_and_anew_where_columns_were_changed(two):
        place, other = two
        assert [_ask(place, "a"), _ask(place, "b"), _ask(place, "c")] == [[("a", "甲")], [], []]
        assert _plans(place) == 1
        _widen(other)
        assert _ask(place, "a") == [("a", "甲")]
        assert _plans(place) == 1

    def test_keys_of_any_length_are_one_question(db):
        question = Prepared(lambda pk: Jurisdiction.objects.filter(pk=pk), pk=987_654_321_000_001)
        for pk in (7, 70_000, 7_000_000_000):
            question.ask(pk=pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%people_jurisdiction%'")
            assert cursor.fetchone() == (1,)

    def test_in_a_transaction_it_fails_once_and_is_planned_anew_after_the_rollback(two):
        place, other = two
        _ask(place, "a")
        _widen(other)
        for said, there in (("BEGIN", True), ("ROLLBACK", False)):
            with place.cursor() as cursor:
                cursor.execute(said)
            with pytest.raises(NotSupportedError) if there else contextlib.nullcontext():
                assert _ask(place, "a") == [("a", "甲")]


def test_sqlite_plans_by_itself():
    class Connection:
        vendor = "sqlite"

    made = Connection()
    assert planned(made) is made
