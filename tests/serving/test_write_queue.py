"""Who writes to SQLite goes in as they came, threads and processes alike; a process that is gone, or who gave up waiting, holds up nobody."""

import contextlib
import mmap
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

import pytest
from django.db import connections, transaction
from django.db.utils import DatabaseError, OperationalError

from duban.config import database
from duban.config.sqlite import write_queue
from duban.config.sqlite.base import DatabaseWrapper
from duban.config.sqlite.write_queue import WriteQueue
from duban.ledger import failures
from tests.servers import ROOT

# Another process: four threads that write and write again, each of them counted where the test can see it.
WRITES_ON = """
import mmap, struct, sys, threading, time
from duban.config.sqlite.write_queue import WriteQueue
queue, kept = WriteQueue(sys.argv[1]), open(sys.argv[2], "r+b")
count = mmap.mmap(kept.fileno(), 8)
def write():
    while True:
        queue.enter(60)
        count[:] = struct.pack("q", struct.unpack("q", count[:])[0] + 1)
        time.sleep(0.01)
        queue.leave()
for _ in range(4):
    threading.Thread(target=write, daemon=True).start()
time.sleep(60)
"""
HOLDS = """
import sys, time
from duban.config.sqlite.write_queue import WriteQueue
WriteQueue(sys.argv[1]).enter(5)
print("held", flush=True)
time.sleep(60)
"""


@contextlib.contextmanager
def _another(program, *words):
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_threads_go_in_as_they_came(tmp_path):
    queue, order, threads = WriteQueue(str(tmp_path / "queue")), [], []

    def write(number):
        assert queue.enter(20)
        order.append(number)
        queue.leave()

    assert queue.enter(1)
    for number in range(8):
        threads.append(threading.Thread(target=write, args=(number,)))
        threads[-1].start()
        _until(lambda number=number: len(queue._waiting) == number + 1)
    queue.leave()
    for each in threads:
        each.join()
    assert order == list(range(8))


def test_processes_take_turns(tmp_path):
    """Beside four who never pause, another process waits for the one who writes, and for hardly more."""
    counted = tmp_path / "count"
    counted.write_bytes(bytes(8))
    queue = WriteQueue(str(tmp_path / "queue"))
    with _another(WRITES_ON, tmp_path / "queue", counted), open(counted, "r+b") as kept:
        count = mmap.mmap(kept.fileno(), 8)
        number = lambda: int.from_bytes(count[:], sys.byteorder)  # noqa: E731
        _until(lambda: number() > 4)
        passed = []
        for _ in range(20):
            before = number()
            assert queue.enter(20)
            passed.append(number() - before)
            queue.leave()
        assert statistics.median(passed) <= 2, passed


def test_a_process_that_was_killed_holds_nothing(tmp_path):
    queue = WriteQueue(str(tmp_path / "queue"))
    with _another(HOLDS, tmp_path / "queue") as other:
        assert other.stdout.readline() == "held\n"
        assert not queue.enter(0.1)
        other.kill()
        assert queue.enter(10)
        queue.leave()


def test_who_waited_long_enough_gives_up_and_the_next_come(tmp_path):
    queue = WriteQueue(str(tmp_path / "queue"))
    assert queue.enter(1)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(queue.enter(20)))
    given_up = threading.Thread(target=lambda: answers.append(queue.enter(0.05)))
    given_up.start()
    _until(lambda: len(queue._waiting) == 1)
    waiting.start()
    given_up.join()
    assert answers == [False]
    queue.leave()
    waiting.join()
    assert answers == [False, True]


def test_without_room_for_its_file_it_lets_all_in(tmp_path):
    queue = WriteQueue(str(tmp_path / "nowhere" / "queue"))
    assert queue.enter(1)
    queue.leave()
    assert queue.enter(1)


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """Two connections to one file as settings make them, the waiting cut short."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.2, "init_command": "PRAGMA journal_mode=WAL;"}
    settings = {**connections["default"].settings_dict, "NAME": str(tmp_path / "a.sqlite3"), "OPTIONS": options}
    made = {name: DatabaseWrapper(settings, name) for name in ("first", "second")}
    for name, each in made.items():
        connections.settings[name] = settings
        connections[name] = each
    with django_db_blocker.unblock():
        with made["first"].cursor() as cursor:
            cursor.execute("CREATE TABLE t (n INTEGER)")
        yield made["first"], made["second"]
        for name, each in made.items():
            each.close()
            del connections[name], connections.settings[name]


@pytest.mark.parametrize("end", ["committed", "rolled back", "closed", "refused at the commit"])
def test_a_transaction_leaves_the_queue_however_it_ends(opened, end):
    first, second = opened
    with contextlib.suppress(ZeroDivisionError, DatabaseError), transaction.atomic("first"):
        _insert(first, 1)
        with pytest.raises(OperationalError, match="locked") as busy, transaction.atomic("second"):
            pass
        assert failures.failure_of(busy.value).title == "系统繁忙"
        if end == "rolled back":
            raise ZeroDivisionError
        if end == "closed":
            first.close()
        if end == "refused at the commit":
            first.connection.set_authorizer(lambda _, what, *__: 1 if what == "COMMIT" else 0)
    if end == "refused at the commit":
        first.connection.set_authorizer(None)
    with transaction.atomic("second"):
        _insert(second, 2)
    with second.cursor() as cursor:
        cursor.execute("SELECT n FROM t ORDER BY n")
        assert [n for (n,) in cursor] == ([1, 2] if end == "committed" else [2])


def test_one_statement_alone_waits_for_its_turn_too(opened):
    first, second = opened
    with transaction.atomic("first"):
        with pytest.raises(OperationalError, match="locked"):
            _insert(second, 2)
        _insert(first, 1)
    _insert(second, 3)
    _insert(first, 4)
    with second.cursor() as cursor:
        cursor.execute("SELECT n FROM t WHERE n < %s OR '%%' = ''", [9])
        assert [n for (n,) in cursor] == [1, 3, 4]


def test_who_only_reads_waits_for_nobody(opened):
    first, second = opened
    with transaction.atomic("first"):
        _insert(first, 1)
        with second.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM t")
            assert cursor.fetchone() == (0,)


def test_who_opens_a_file_that_has_no_log_yet_waits_for_who_reads_it(opened, tmp_path):
    """A file that was put in the place of another, as a restore does: its first openers met "database is locked" and were answered 503."""
    _, second = opened
    second.close()
    second.settings_dict["NAME"] = str(tmp_path / "restored.sqlite3")
    second.settings_dict["OPTIONS"]["timeout"] = 20
    # Without the driver's own patience: SQLite does not wait where it asks for the whole file while others read.
    with contextlib.closing(sqlite3.connect(tmp_path / "restored.sqlite3", check_same_thread=False)) as another:
        another.executescript("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7); BEGIN; SELECT n FROM t;")
        another.execute("SELECT n FROM t").fetchone()
        another.execute("INSERT INTO t VALUES (8)")
        leaving = threading.Timer(0.3, another.rollback)
        leaving.start()
        second.settings_dict["OPTIONS"]["init_command"] = "PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL;"
        with second.cursor() as cursor:
            cursor.execute("SELECT n FROM t")
            assert cursor.fetchall() == [(7,)]
        leaving.join()


def test_an_installation_queues_before_its_file(tmp_path):
    made = database.database_at(None, tmp_path / "duban.sqlite3", pooled=True)
    assert made["ENGINE"] == "duban.config.sqlite"
    assert write_queue.before("a") is write_queue.before("a")


def _insert(connection, number):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (%s)", [number])


def _until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)
