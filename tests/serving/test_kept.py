"""Connections to SQLite are lent again, the last first; none that is in a transaction, went wrong, or is to a file that was put aside."""

import os
import sqlite3
import threading

import pytest
from django.db import IntegrityError

from duban.config.database import database_at
from duban.config.sqlite import base, kept

DEFAULTS = {
    "TIME_ZONE": None,
    "CONN_HEALTH_CHECKS": False,
    "CONN_MAX_AGE": 0,
    "AUTOCOMMIT": True,
    "ATOMIC_REQUESTS": False,
}


pytestmark = pytest.mark.django_db


@pytest.fixture
def settings_of_a_worker(tmp_path):
    path = tmp_path / "duban.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE t (n INTEGER UNIQUE)")
    made.close()
    return {**database_at(None, path, pooled=True), **DEFAULTS}


def _wrapper(settings, alias="default"):
    made = base.DatabaseWrapper({**settings, "OPTIONS": dict(settings["OPTIONS"])}, alias)
    made.inc_thread_sharing()
    return made


def _held(settings):
    return kept.kept_for(settings["NAME"])


def _ask(wrapper, sql="SELECT count(*) FROM t"):
    with wrapper.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_the_last_that_was_given_back_is_lent_first(settings_of_a_worker):
    one, two = _wrapper(settings_of_a_worker), _wrapper(settings_of_a_worker)
    _ask(one), _ask(two)
    first, second = one.connection, two.connection
    assert first is not second
    one.close()
    two.close()
    assert len(_held(settings_of_a_worker)) == 2
    three = _wrapper(settings_of_a_worker)
    _ask(three)
    assert three.connection is second and len(_held(settings_of_a_worker)) == 1
    three.close()


def test_it_writes_and_queues_as_any_other(settings_of_a_worker):
    one = _wrapper(settings_of_a_worker)
    _ask(one, "INSERT INTO t VALUES (1)")
    one.close()
    two = _wrapper(settings_of_a_worker)
    two.set_autocommit(False)
    _ask(two, "INSERT INTO t VALUES (2)")
    two.commit()
    two.set_autocommit(True)
    two.close()
    assert _ask(_wrapper(settings_of_a_worker)) == [(2,)]


@pytest.mark.parametrize("wrong", ["in a transaction", "after an error"])
def test_what_is_not_as_it_was_is_closed(settings_of_a_worker, wrong):
    one = _wrapper(settings_of_a_worker)
    if wrong == "in a transaction":
        _ask(one)
        one.connection.execute("BEGIN")
        one.connection.execute("INSERT INTO t VALUES (1)")
    else:
        _ask(one, "INSERT INTO t VALUES (7)")
        with pytest.raises(IntegrityError):
            _ask(one, "INSERT INTO t VALUES (7)")
        one.errors_occurred = True
    connection = one.connection
    one.close()
    assert len(_held(settings_of_a_worker)) == 0
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
    assert _ask(_wrapper(settings_of_a_worker)) == [(0 if wrong == "in a transaction" else 1,)]


def test_a_file_that_was_put_aside_is_asked_nothing_more(settings_of_a_worker, tmp_path):
    path = settings_of_a_worker["NAME"]
    idle, busy = _wrapper(settings_of_a_worker), _wrapper(settings_of_a_worker)
    _ask(busy), _ask(idle)
    idle.close()
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE t (n INTEGER)")
        other.execute("INSERT INTO t VALUES (5)")
    other.close()
    os.replace(tmp_path / "other", path)
    busy.close()
    three = _wrapper(settings_of_a_worker)
    assert _ask(three, "SELECT n FROM t") == [(5,)] and len(_held(settings_of_a_worker)) == 0
    os.unlink(path)
    three.close()
    assert len(_held(settings_of_a_worker)) == 0


def test_who_was_idle_for_long_is_closed(settings_of_a_worker, monkeypatch):
    one, two = _wrapper(settings_of_a_worker), _wrapper(settings_of_a_worker)
    _ask(one), _ask(two)
    old = one.connection
    one.close()
    clock = kept.time.monotonic() + 61
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock)
    two.close()
    assert len(_held(settings_of_a_worker)) == 1
    with pytest.raises(sqlite3.ProgrammingError):
        old.execute("SELECT 1")


def test_none_is_lent_to_two_at_once(settings_of_a_worker):
    seen, wrong, lock = set(), [], threading.Lock()

    def work():
        for _ in range(200):
            wrapper = _wrapper(settings_of_a_worker)
            _ask(wrapper)
            mine = id(wrapper.connection)
            with lock:
                wrong.extend([mine] if mine in seen else [])
                seen.add(mine)
            _ask(wrapper)
            with lock:
                seen.discard(mine)
            wrapper.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and 1 <= len(_held(settings_of_a_worker)) <= 8


def test_others_than_workers_keep_none(tmp_path):
    settings = {**database_at(None, tmp_path / "duban.sqlite3", pooled=False), **DEFAULTS}
    one = _wrapper(settings)
    _ask(one, "SELECT 1")
    one.close()
    assert len(_held(settings)) == 0
