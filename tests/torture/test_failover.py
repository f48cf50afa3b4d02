"""The hot standby of docs/operations.md: the primary dies, the standby and the primary freeze, eight write all the while (RELIABILITY 15, 16)."""

import contextlib
import os
import random
import signal
import threading
import time
import uuid

import psycopg
import pytest
import yaml

from tests.servers import Installation
from tests.torture.cluster import ADDRESS, DEPLOY, Cluster, Node
from tests.torture.writing import SOUND, Writers, check, founded

pytestmark = pytest.mark.torture
FAILOVERS = int(os.environ.get("DUBAN_FAILOVERS", "20"))
SETTINGS = yaml.safe_load((DEPLOY / "patroni.yml").read_text())["bootstrap"]["dcs"]
# Seconds after which Patroni has replaced a primary that fell silent.
BOUND = SETTINGS["ttl"] + SETTINGS["loop_wait"]


def _wait(condition, seconds, cluster, otherwise):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"{otherwise} after {seconds} s\n{cluster.said()}"
        time.sleep(0.05)


def _written_again(writers, cluster, since, seconds=120):
    """Wait until every writer may have had its turn after `since`."""
    _wait(
        lambda: sum(moment > since for moment in list(writers.moments)) > 2 * len(writers.writers),
        seconds,
        cluster,
        "nothing is written",
    )


def test_the_primary_dies(tmp_path):
    """A primary is killed again and again, Patroni and PostgreSQL with it; duban finds the next one by itself (RELIABILITY 15)."""
    outages = []
    with Cluster() as cluster:
        installation = Installation(tmp_path, cluster.url)
        writers = Writers(founded(installation))
        with installation.serve("--workers", "2") as server, writers.writing(server):
            _written_again(writers, cluster, time.monotonic())
            workers = server.workers()
            for _ in range(FAILOVERS):
                time.sleep(random.uniform(0.5, 3))
                dead, killed = cluster.primary(), time.monotonic()
                dead.kill()
                after = cluster.wait_for_primary(2 * BOUND)
                _written_again(writers, cluster, time.monotonic())
                assert after is not dead
                outages.append(writers.longest_silence(killed))
                cluster.start(dead)
                cluster.wait_until_whole(180)
            assert server.workers() == workers, "the server was not to be restarted"
        with installation.serve("--workers", "2") as server:
            writers.settle(server)
        assert check(installation, writers.acknowledged) == SOUND
        assert installation.duban("audit", "verify").returncode == 0
    outages.sort()
    typical, slow = outages[len(outages) // 2], outages[max(0, -(-len(outages) * 95 // 100) - 1)]
    print(
        f"\nTORTURE 15 failover under eight writers: {FAILOVERS} primaries killed, {len(writers.acknowledged)} acknowledged, 0 lost, 0 half; no write "
        f"for {typical:.0f} s (median), {slow:.0f} s (p95) of {BOUND} s allowed; same server, same workers"
    )
    assert slow < BOUND


class Prober:
    """Writes to each node by itself and remembers what each acknowledged, and when."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.taken: list[tuple[str, float, float, str]] = []
        self.stopped = threading.Event()

    def __enter__(self):
        self.cluster.query("CREATE TABLE IF NOT EXISTS probe (id text, node text)")
        # One that waits for a frozen node must not keep the test from its end.
        for node in self.cluster.nodes:
            threading.Thread(target=self._probe, args=(node,), daemon=True).start()
        return self

    def __exit__(self, *wrong):
        self.stopped.set()

    def _probe(self, node: Node) -> None:
        # No time limit: PostgreSQL takes a statement that was cut off while it waits for the standby for acknowledged.
        words = {
            "host": ADDRESS,
            "port": node.port,
            "user": "postgres",
            "password": self.cluster.passwords["SUPERUSER_PASSWORD"],
            "dbname": "duban",
        }
        while not self.stopped.is_set():
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(**words, connect_timeout=2, autocommit=True) as connection,
            ):
                while not self.stopped.is_set():
                    key, began = uuid.uuid4().hex, time.monotonic()
                    connection.execute("INSERT INTO probe VALUES (%s, %s)", (key, node.name))
                    self.taken.append((node.name, began, time.monotonic(), key))
                    time.sleep(0.05)
            time.sleep(0.2)

    def last(self, node: Node) -> float:
        """Return when the node last took a write; 0 for never."""
        return max((acked for name, _, acked, _ in list(self.taken) if name == node.name), default=0)

    def began_after(self, node: Node, moment: float) -> int:
        """Return how many writes that began after `moment` the node took."""
        return sum(name == node.name and began > moment for name, began, _, _ in list(self.taken))

    def lost(self) -> set[str]:
        """Return what was acknowledged and is not there."""
        taken = {key for _, _, _, key in list(self.taken)}
        return taken - set(self.cluster.query("SELECT id FROM probe").split())


def _first_write_elsewhere(prober, frozen, since, cluster):
    others = [node for node in cluster.nodes if node is not frozen]
    _wait(lambda: any(prober.last(node) > since for node in others), 2 * BOUND + 30, cluster, "nobody took over")
    return next(node for node in others if prober.last(node) > since)


def test_what_freezes_takes_no_second_write(tmp_path):
    """The standby freezes, the primary freezes, and the primary's Patroni alone: never do two nodes take writes (RELIABILITY 16)."""
    with Cluster() as cluster:
        installation = Installation(tmp_path, cluster.url)
        writers = Writers(founded(installation))
        with installation.serve("--workers", "2") as server, writers.writing(server), Prober(cluster) as prober:
            _written_again(writers, cluster, time.monotonic())
            standby, primary, frozen_at = cluster.synchronous(), cluster.primary(), time.monotonic()
            standby.send(signal.SIGSTOP)
            _written_again(writers, cluster, frozen_at + 2)
            without_standby = writers.longest_silence(frozen_at)
            assert cluster.primary() is primary
            assert prober.last(standby) == 0
            standby.send(signal.SIGCONT)
            cluster.wait_until_whole(180)

            second = [_frozen(cluster, prober, node.send, node) for node in [cluster.primary()]]
            second += [
                _frozen(cluster, prober, lambda number, node=node: os.kill(node.patroni.pid, number), node)
                for node in [cluster.primary()]
            ]
            _written_again(writers, cluster, time.monotonic())
            assert prober.lost() == set()
        with installation.serve("--workers", "2") as server:
            writers.settle(server)
        assert check(installation, writers.acknowledged) == SOUND
        assert installation.duban("audit", "verify").returncode == 0
    assert second == [0, 0]
    print(
        f"\nTORTURE 16 frozen standby, primary and Patroni: {len(prober.taken)} writes probed at the nodes and {len(writers.acknowledged)} by duban: "
        f"0 taken by a second node, 0 lost; {without_standby:.0f} s without a write while the standby was replaced"
    )


def _frozen(cluster, prober, freeze, old) -> int:
    """Freeze the primary, or what watches over it, until another one took over; returns how many writes the old one took after that."""
    freeze(signal.SIGSTOP)
    since = time.monotonic()
    time.sleep(1)
    new = _first_write_elsewhere(prober, old, since, cluster)
    taken_over = min(acked for name, _, acked, _ in list(prober.taken) if name == new.name and acked > since)
    time.sleep(5)
    freeze(signal.SIGCONT)
    cluster.wait_until_whole(180)
    assert cluster.primary() is not old
    return prober.began_after(old, taken_over)
