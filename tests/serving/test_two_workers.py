"""`duban serve` as it ships: two workers, eight clients of two offices, on SQLite and on PostgreSQL (RELIABILITY 3, 38, 39, 51)."""

import contextlib
import dataclasses
import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.servers import runs

PATHS = ("/", "/matters", "/matters/{no}", "/inbox", "/proposals")


def _walk(server, client, until, wrong, statuses):
    """Open pages one after the other; note every page that is not this client's own."""
    turn = 0
    while time.monotonic() < until:
        path = PATHS[turn % len(PATHS)].format(no=client["no"])
        turn += 1
        try:
            status, headers, text = server.ask(path, client["cookie"])
            if status == 302:
                status, headers, text = server.ask(headers["Location"], client["cookie"])
        except OSError as error:
            statuses[type(error).__name__] += 1
            continue
        statuses[status] += 1
        if status == 200 and f'data-officer="{client["pk"]}"' not in text:
            wrong.append((client["pk"], path, "another officer's page"))
        if status == 200 and client["office"] not in text:
            wrong.append((client["pk"], path, "another office's page"))
        if status == 200 and path.startswith("/matters/") and client["title"] not in text:
            wrong.append((client["pk"], path, "another matter"))


def _crowd(server, clients, seconds, between=None):
    """Let all clients walk at once; `between` is done in the middle. Returns (what was wrong, answers by status)."""
    wrong, statuses, until = [], Counter(), time.monotonic() + seconds
    threads = [threading.Thread(target=_walk, args=(server, client, until, wrong, statuses)) for client in clients]
    for thread in threads:
        thread.start()
    if between:
        time.sleep(seconds / 2)
        between()
    for thread in threads:
        thread.join()
    return wrong, statuses


def _heals_within(seconds, server, clients):
    """Wait until every client reads from the database again, by a page that costs little; a failure tells each answer and its time."""
    asked = []

    def all_well():
        for client in clients:
            began = time.monotonic()
            status = server.ask("/inbox", client["cookie"], timeout=10)[0]
            asked.append((status, round(time.monotonic() - began, 2)))
            if status != 200:
                return False
        return True

    assert server.wait_for(all_well, seconds) < seconds, asked


def test_every_page_names_its_own_reader(city):
    installation, clients, _ = city
    with installation.serve("--workers", "2") as server:
        wrong, statuses = _crowd(server, clients, 5)
        assert wrong == [] and set(statuses) == {200}, (wrong[:5], statuses)
        assert statuses[200] > 2 * len(clients)
        assert len(server.workers()) == 2


def test_what_ended_connections_heals_within_five_seconds(city):
    installation, clients, postgres = city
    if postgres is None:
        return  # a file ends no connections: the next test holds for it
    with installation.serve("--workers", "2") as server:

        def end():
            postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

        wrong, statuses = _crowd(server, clients, 4, between=end)
        # What was in flight is lost and said so; nobody is shown out, nothing is a defect.
        assert wrong == [] and set(statuses) <= {200, 503}, (wrong[:5], statuses)
        _heals_within(5, server, clients)

        postgres.stop()
        time.sleep(5)
        wrong, statuses = _crowd(server, clients, 2)
        assert wrong == [] and set(statuses) == {503}, (wrong[:5], statuses)
        status, headers, text = server.ask("/matters", clients[0]["cookie"])
        assert status == 503 and headers["Retry-After"] and "数据库暂时连不上" in text and "Traceback" not in text
        assert server.ask("/health")[0] == 503
        postgres.start()
        _heals_within(5, server, clients)
        wrong, statuses = _crowd(server, clients, 2)
        assert wrong == [] and set(statuses) == {200}, (wrong[:5], statuses)


def test_a_database_that_may_lose_what_it_acknowledged_is_not_served(city):
    installation, _, postgres = city
    if postgres is None:
        return  # the setting is ours there, and on
    postgres.query("ALTER DATABASE duban SET synchronous_commit TO off")
    try:
        done = installation.duban("serve")
        assert done.returncode == 2 and "synchronous_commit" in done.stderr and done.stderr.count("\n") == 1
    finally:
        postgres.query("ALTER DATABASE duban RESET synchronous_commit")


def test_workers_that_die_are_replaced(city):
    installation, clients, _ = city
    with installation.serve("--workers", "2") as server:
        for _ in range(2):
            for pid in server.workers():
                os.kill(pid, signal.SIGKILL)
            server.wait_for(lambda: server._answers("/login") == 200 and len(server.workers()) == 2, 15)
        wrong, statuses = _crowd(server, clients, 2)
        assert wrong == [] and set(statuses) == {200}, (wrong[:5], statuses)
        assert server.end(signal.SIGTERM) == 0
        assert not server.listens()


def test_nobody_keeps_the_port_of_a_server_that_was_killed(city):
    installation, _, postgres = city
    if postgres is not None:
        return  # the same code, whatever the database
    with installation.serve("--workers", "2") as server:
        server.end(signal.SIGKILL)
        server.wait_for(lambda: not server.listens(), 5)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("reached", ["it has begun", "it loads", "it listens"])
def test_nobody_is_left_of_a_server_that_was_ended_while_it_started(city, number, reached):
    installation, _, postgres = city
    if postgres is not None:
        return  # the same code, whatever the database
    server = installation.start("--workers", "2")
    server.wait_for(server.children, 60)
    if reached == "it loads":
        time.sleep(1)
    elif reached == "it listens":
        server.wait_for(server.listens, 60)
    below = list(server.children())
    server.end(number)
    server.wait_for(lambda: not server.listens() and not any(map(runs, below)), 5)


def test_a_file_put_in_the_place_of_another_is_what_is_read(city):
    installation, clients, postgres = city
    if postgres is not None:
        return  # what a restore does there, it does to the database that is open
    file = installation.home / "duban.sqlite3"
    with installation.serve("--workers", "2") as server:
        wrong, statuses = _crowd(server, clients, 1)
        assert wrong == [] and set(statuses) == {200}, (wrong[:5], statuses)
        with contextlib.closing(sqlite3.connect(file)) as before:
            before.execute("VACUUM INTO ?", (f"{file}.new",))
        with contextlib.closing(sqlite3.connect(f"{file}.new")) as after:
            after.execute("UPDATE ledger_matter SET title = '恢复 ' || title")
            after.commit()
        for name in (f"{file}-wal", f"{file}-shm"):
            Path(name).unlink(missing_ok=True)
        os.replace(f"{file}.new", file)
        restored = [each | {"title": f"恢复 {each['title']}"} for each in clients]
        wrong, statuses = _crowd(server, restored, 2)
        assert wrong == [] and set(statuses) == {200}, (wrong[:5], statuses)


# As the server does it before it forks; then with the database opened all the same, by a page's module for instance.
PRELOADED = """
import gc
from django.db import connections
from django.template import engines
from duban.cli.running import preloading
preloading.load()
assert all(each.connection is None for each in connections.all()) and gc.get_freeze_count() > 100_000
(loader,) = engines["django"].engine.template_loaders
assert len(loader.get_template_cache) > 300
with connections["default"].cursor() as cursor:
    cursor.execute("SELECT 1")
connections["default"].close()
try:
    preloading.require_nothing_open()
except RuntimeError as error:
    print(error)
"""


def test_nothing_is_open_before_the_workers_are_forked(city):
    installation, _, _ = city
    said = dataclasses.replace(installation, settings={"DUBAN_SERVING": "1"}).python(PRELOADED)
    # A connection that was given back is open all the same.
    assert "opened before the workers were forked" in said, said
