"""Ten times more than can be answered: some are turned away, the others are served, and it is over when the crowd is (RELIABILITY 50)."""

import http.client
import os
import statistics
import threading
import time
from collections import Counter

import pytest

from tests.servers import Installation, Postgres
from tests.serving.conftest import seeded
from tests.torture.writing import SOUND, Writers, check, founded

pytestmark = pytest.mark.torture
SECONDS = int(os.environ.get("DUBAN_OVERLOAD_SECONDS", "60"))
# Two workers answer sixteen at once.
CROWD = 160


def test_overload(tmp_path):
    with Postgres() as postgres:
        installation = Installation(tmp_path, postgres.url)
        clients = seeded(installation)
        with installation.serve("--workers", "2") as server:
            quiet = _times(server, clients[0], 20)
            statuses, waits = Counter(), []
            until = time.monotonic() + SECONDS
            threads = [
                threading.Thread(target=_hurry, args=(server, clients[at % 8], until, statuses, waits))
                for at in range(CROWD)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            after = server.wait_for(lambda: server.ask("/matters", clients[0]["cookie"])[0] == 200, 5)
            again = _times(server, clients[0], 20)
    answered = statuses[200]
    print(
        f"\nTORTURE 50 overload: {CROWD} clients, {SECONDS} s, {answered} answered, {statuses[503]} turned away with Retry-After, "
        f"others {dict((k, v) for k, v in statuses.items() if k not in (200, 503))}, recovered in {after:.2f} s, "
        f"median {statistics.median(quiet) * 1000:.0f} ms before and {statistics.median(again) * 1000:.0f} ms after"
    )
    assert set(statuses) <= {200, 503} and answered and statuses[503]
    assert after < 5 and statistics.median(again) < 3 * statistics.median(quiet) + 0.05


def test_no_acknowledged_write_is_lost_in_a_crowd(tmp_path):
    with Postgres() as postgres:
        installation = Installation(tmp_path, postgres.url)
        writers = Writers(founded(installation) * 10)
        with installation.serve("--workers", "2") as server:
            writers.run(server, min(SECONDS, 20))
            writers.settle(server)
        assert check(installation, writers.acknowledged) == SOUND
    print(
        f"\nTORTURE 50 writes in a crowd: 80 writers, {len(writers.acknowledged)} acknowledged, 0 lost, {dict(writers.statuses)}"
    )
    assert set(writers.statuses) <= {201, 429, 503}


def _times(server, client, count):
    found = []
    for _ in range(count):
        began = time.monotonic()
        assert server.ask("/matters", client["cookie"])[0] == 200
        found.append(time.monotonic() - began)
    return found


def _hurry(server, client, until, statuses, waits):
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            status, headers, _ = server.ask("/matters", client["cookie"], timeout=30)
        except (OSError, http.client.HTTPException) as error:
            status, headers = type(error).__name__, {}
        if status == 503:
            assert headers["Retry-After"]
            time.sleep(0.2)
        statuses[status] += 1
        waits.append(time.monotonic() - began)
