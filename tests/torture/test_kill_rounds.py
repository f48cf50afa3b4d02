"""Killed at any moment, nothing that was acknowledged is lost and nothing is half there (RELIABILITY 2, 3)."""

import os
import signal
import time

import pytest

from tests.servers import Installation, Postgres
from tests.torture.writing import SOUND, Writers, check, founded

pytestmark = pytest.mark.torture
ROUNDS = int(os.environ.get("DUBAN_ROUNDS", "25"))


def _said(text):
    print(f"\nTORTURE {text}", flush=True)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kill_rounds(database, tmp_path):
    """The server is killed, and PostgreSQL crashed with it, at a random moment; then both start again (RELIABILITY 2)."""
    with Postgres() if database == "postgresql" else _nothing() as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        writers, ready = Writers(founded(installation)), []
        for _ in range(ROUNDS):
            with installation.serve("--workers", "2") as server:
                ready.append(server.wait_until_ready(30))
                writers.run(server, 3, between=lambda server=server: _crash(server, postgres))
            if postgres:
                postgres.start()
        with installation.serve("--workers", "2") as server:
            writers.settle(server)
        found = check(installation, writers.acknowledged)
        assert found == SOUND
        assert installation.duban("audit", "verify").returncode == 0 and installation.duban("fsck").returncode == 0
    slowest = max(ready)
    _said(
        f"2 kill rounds, {database}: {ROUNDS} rounds, {len(writers.acknowledged)} acknowledged, 0 lost, 0 half, ready again within {slowest:.1f} s"
    )
    assert slowest < 10


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_worker_killed_in_the_middle(database, tmp_path):
    """Others go on; who was cut off gets no success, and their retry makes one matter (RELIABILITY 3)."""
    with Postgres() if database == "postgresql" else _nothing() as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        writers = Writers(founded(installation))
        with installation.serve("--workers", "2") as server:
            for _ in range(5):
                writers.run(server, 4, between=lambda: _kill_a_worker(server))
            writers.settle(server)
        assert check(installation, writers.acknowledged) == SOUND
    assert set(writers.statuses) <= {
        201,
        "ConnectionResetError",
        "RemoteDisconnected",
        "ConnectionRefusedError",
        "IncompleteRead",
    }
    _said(
        f"3 worker killed, {database}: 5 kills, {len(writers.acknowledged)} acknowledged, 0 lost, 0 doubled, {dict(writers.statuses)}"
    )


def _kill_a_worker(server):
    """Kill one; right after the last was killed another may not be there yet."""
    until = time.monotonic() + 30
    while not (workers := server.workers()):
        assert time.monotonic() < until, "no worker came"
        time.sleep(0.05)
    os.kill(workers[0], signal.SIGKILL)


def _crash(server, postgres):
    server.end(signal.SIGKILL)
    if postgres:
        postgres.stop("immediate")


class _nothing:  # noqa: N801
    def __enter__(self):
        return None

    def __exit__(self, *wrong):
        return None
