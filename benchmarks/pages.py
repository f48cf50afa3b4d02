"""How much processor time pages and calls take with 100,000 matters: `python benchmarks/pages.py`, the real server with two workers.

`duban bench-data` fills an installation on SQLite and one on a throw-away PostgreSQL; sessions and keys are real ones, every answer is
checked. For each operation: milliseconds of processor time a request (application and database together), one user, then eight; the
median and the 95th percentile of the wall clock; the goal beside it. With DUBAN_BENCH=smoke it holds 1,500 matters on SQLite and
asks each twice. DUBAN_BENCH=sqlite or postgresql measures one of them alone. Figures count only from a quiet machine.
"""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.servers import Installation, Postgres, Server

SMOKE = os.environ.get("DUBAN_BENCH") == "smoke"
MATTERS, ROUNDS, ROUNDS_OF_EIGHT = (1500, 1, 0) if SMOKE else (100_000, 30, 80)
TICK = os.sysconf("SC_CLK_TCK")
# Sessions of one officer of each post, and keys of those who write; the day is the machine's own.
SEED = """
import json, time
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from duban.ledger.actions.accounts import tokens
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Officer, Unit
store = import_module(settings.SESSION_ENGINE).SessionStore
now, cookies, keys = timezone.localtime(), {}, {}
unit = Unit.objects.filter(assignments__matter__state="in_hand").order_by("-assignments__pk")[0]
# As if each had chosen a password of their own.
Officer.objects.update(must_change_password=False, password_set_at=now)
for role in ("clerk", "principal", "leader", "liaison", "office_head"):
    officer = Officer.objects.filter(role=role, **({"unit": unit} if role == "liaison" else {})).order_by("pk").first()
    session = store()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(officer.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session["began"] = session["seen"] = int(time.time())
    session.create()
    cookies[role] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    keys[role] = [tokens.create_token(officer=officer, name=f"{n}", expires_on=timezone.localdate(now), actor=None, at=now)[1] for n in range(TOKENS)]
first = (timezone.localdate(now).replace(day=1) - timedelta(days=1)).replace(day=1)
period = {"kind": "month", "from_on": first, "to_on": timezone.localdate(now).replace(day=1) - timedelta(days=1)}
clerk = Officer.objects.filter(role="clerk").order_by("pk").first()
ranking = rankings.publish_ranking(jurisdiction=clerk.office, **period, by=By(clerk, now))
held = Matter.objects.filter(assignments__unit=unit, state="in_hand").order_by("-pk")
print(json.dumps({"cookies": cookies, "keys": keys, "unit": unit.code, "ranking": ranking.pk, "open": [(each.no, each.assignments.get().version) for each in held[:400]]}))
"""


@dataclass
class Cast:
    """Who asks: cookies and keys by post, a unit's code, a published ranking, the numbers of the unit's open matters with the versions of its assignments."""

    cookies: dict[str, str]
    keys: dict[str, list[str]]
    unit: str
    ranking: int
    open: list[tuple[str, int]]


@dataclass(frozen=True)
class Operation:
    """One thing that is asked. `goal` is in milliseconds of processor time, None where there is none; `holds` must be in the answer."""

    name: str
    role: str
    path: str
    goal: float | None
    holds: str = ""
    body: Callable[[int], dict[str, Any]] | None = None
    # What is written through the API before it is asked, at whose path; it counts with it.
    before: tuple[str, Callable[[int], dict[str, Any]]] | None = None


def operations(cast: Cast) -> list[Operation]:
    """Return what is measured, each with its goal."""
    no = cast.open[0][0]
    of_unit = f"unit={cast.unit}&state=open&sort=due"

    def order(number: int) -> dict[str, Any]:
        return {
            "title": f"新登记的第{number}件事项", "requirement": "按月报送进展，协调解决用地问题。", "standard": "通过验收", "category": "meeting",
            "source": "meeting", "due_on": "2030-12-31", "lead": [cast.unit],
        }  # fmt: skip

    today = datetime.date.today()
    year = f"kind=year&from={today.year}-01-01"

    def late(number: int) -> dict[str, Any]:
        where = {"kind": "late", "unit": cast.unit, "matter": cast.open[number][0], "fields": {"what": "report"}}
        return {**where, "on": f"{today}", "reason": "迟报"}

    return [
        Operation("one unit's open matters by date", "clerk", f"/matters?{of_unit}", 15, "号民生项目"),
        Operation("the same through the API", "clerk", f"/api/matters?{of_unit}&limit=25", 4, '"matters"'),
        Operation("a matter with its three reports", "clerk", f"/matters/{no}", 18, no),
        Operation("all overdue", "clerk", "/matters?due=late", 20, "超期"),
        Operation("counts by unit and state (统计)", "clerk", "/statistics", 20, "统计"),
        Operation("a fact, then 统计 anew", "clerk", "/statistics", 150, "统计", before=("/api/facts", late)),
        Operation("clerk's desk", "clerk", "/desk", 30, "待"),
        Operation("principal's desk", "principal", "/desk", 30, "待"),
        Operation("liaison's desk", "liaison", "/desk", 30, "待"),
        Operation("ranking, draft of the month", "clerk", "/rankings", None, "排名"),
        Operation("ranking, published", "clerk", f"/rankings/{cast.ranking}", 15, "校验码"),
        Operation("a fact, then the year's draft anew", "clerk", f"/rankings?{year}", 300, "草稿", before=("/api/facts", late)),
        Operation("search by two characters", "clerk", "/matters?q=%E6%B0%91%E7%94%9F", 20, "民生项目"),
        Operation("register form", "clerk", "/matters/new", 20, "登记"),
        Operation("create through the API", "clerk", "/api/matters", 10, '"id"', order),
        Operation("report through the API", "liaison", "/api/matters/{}/units/" + cast.unit + "/reports", 10, '"id"',
                  lambda number: {"what": "progress", "done": "已完成前期手续，正在办理用地。", "version": cast.open[number][1]}),
    ]  # fmt: skip


def main() -> int:
    """Print the table of each database; 1 where an answer was not what it must be."""
    wanted = os.environ.get("DUBAN_BENCH", "")
    for name in ("sqlite",) if SMOKE else ("sqlite", "postgresql"):
        if wanted in ("sqlite", "postgresql") and wanted != name:
            continue
        with filled(name, MATTERS) as (installation, postgres):
            _measure_all(name, installation, postgres)
    return 0


@contextlib.contextmanager
def filled(name: str, matters: int) -> Iterator[tuple[Installation, Postgres | None]]:
    """Give an installation with so many matters, on SQLite or on a PostgreSQL of its own; all of it is thrown away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="duban-bench-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        postgres = stack.enter_context(Postgres()) if name == "postgresql" else None
        # It is no real installation: those take no invented office. The daily run, which would go through a whole year beside what is
        # measured, is left to cron (benchmarks/daily.py measures it).
        own = {"DUBAN_PRODUCTION": "0", "DUBAN_SCHEDULER": "outside"}
        installation = Installation(home, postgres.url if postgres else "", own)
        began = time.monotonic()
        for words in (("migrate",), ("bench-data", "--matters", str(matters))):
            made = installation.duban(*words, timeout=3600)
            assert made.returncode == 0, made.stderr
        print(f"{name}: {matters} matters in {time.monotonic() - began:.0f} s")
        yield installation, postgres


def _measure_all(name: str, installation: Installation, postgres: Postgres | None) -> None:
    tokens = 1 if SMOKE else 12
    cast = Cast(**json.loads(installation.python(SEED.replace("TOKENS", str(tokens)))))
    # The settings of a real office, the one that says so left out.
    with installation.serve("--workers", "2") as server:
        print(f"{name:44} {'ms cpu':>8} {'goal':>6} {'of 8':>8} {'p50':>8} {'p95':>8}   (wall, ms)")
        for operation in operations(cast):
            asker = _Asker(server, cast, operation, postgres)
            one = asker.measure(ROUNDS, 1)
            eight = asker.measure(ROUNDS_OF_EIGHT, 8) if ROUNDS_OF_EIGHT else one
            waits = sorted(one.waits)
            print(
                f"{operation.name:44} {one.processor:8.1f} {operation.goal or '':>6} {eight.processor:8.1f} "
                f"{statistics.median(waits):8.1f} {waits[int(len(waits) * 0.95)]:8.1f}",
                flush=True,
            )
        print(f"{'memory of both workers, PSS':44} {_memory(server.workers()):8.0f} MB")
        whole = (server.process.pid, *server.children())
        print(f"{'of all of duban serve':44} {_memory(whole):8.0f} MB\n")


@dataclass(frozen=True)
class Taken:
    """What some requests took: processor milliseconds each, and how long each waited, in milliseconds."""

    processor: float
    waits: list[float]


class _Asker:
    """Asks one operation many times, and says what that took."""

    def __init__(self, server: Server, cast: Cast, operation: Operation, postgres: Postgres | None) -> None:
        self.server, self.cast, self.operation, self.postgres = server, cast, operation, postgres
        self.number, self.lock = 0, threading.Lock()

    def measure(self, rounds: int, clients: int) -> Taken:
        for _ in range(min(rounds, 4)):
            self._ask()
        before, waits = self._processor(), []

        def ask_on() -> None:
            for _ in range(max(1, rounds // clients)):
                waits.append(self._ask())

        threads = [threading.Thread(target=ask_on) for _ in range(clients)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return Taken((self._processor() - before) * 1000 / len(waits), waits)

    def _ask(self) -> float:
        """Ask once and return the milliseconds; an answer that is not what it must be ends the measurement."""
        with self.lock:
            number, self.number = self.number, self.number + 1
        asked, path = self.operation, self.operation.path
        if "{}" in path:
            path = path.format(self.cast.open[number][0])
        keys = self.cast.keys[asked.role]
        headers = {"Authorization": f"Bearer {keys[number % len(keys)]}"} if path.startswith("/api/") else {}
        body = None
        if asked.body is not None:
            body = json.dumps(asked.body(number)).encode()
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        cookie = "" if headers else self.cast.cookies[asked.role]
        if asked.before is not None:
            self._write(*asked.before, number)
        began = time.perf_counter()
        status, _, text = self.server.ask(path, cookie, method="POST" if body else "GET", body=body, headers=headers)
        taken = (time.perf_counter() - began) * 1000
        if status not in (200, 201) or asked.holds not in text:
            raise SystemExit(f"{asked.name}: {status} {text[:600]}")
        return taken

    def _write(self, path: str, body: Callable[[int], dict[str, Any]], number: int) -> None:
        keys = self.cast.keys[self.operation.role]
        headers = {"Authorization": f"Bearer {keys[number % len(keys)]}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = uuid.uuid4().hex
        status, _, text = self.server.ask(
            path, "", method="POST", body=json.dumps(body(number)).encode(), headers=headers
        )
        if status != 201:
            raise SystemExit(f"{self.operation.name}: {status} {text[:600]}")

    def _processor(self) -> float:
        """Return the seconds of processor time of the server and of the database so far."""
        pids = [self.server.process.pid, *self.server.children()]
        if self.postgres is not None:
            data = (self.postgres.folder / "data" / "postmaster.pid").read_text().split()[0]
            pids += [int(data), *(int(pid) for pid in _children(int(data)))]
        return sum(_seconds(pid) for pid in pids)


def _children(parent: int) -> list[str]:
    return subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False).stdout.split()


def _seconds(pid: int) -> float:
    """Return the processor time of a process and of its children that ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(words[place]) for place in (11, 12, 13, 14)) / TICK


def _memory(pids: Iterable[int]) -> float:
    """Return the proportional memory of processes, in megabytes."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1024


if __name__ == "__main__":
    with contextlib.suppress(http.client.HTTPException):
        sys.exit(main())
