"""Half an hour of an office's work: memory, times, errors and connections at the end against the beginning (RELIABILITY 49)."""

import contextlib
import json
import os
import random
import re
import statistics
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from duban.config.database import _POOL
from tests import pace
from tests.servers import Installation, Postgres, Server

pytestmark = pytest.mark.torture
MINUTES = float(os.environ.get("DUBAN_SOAK_MINUTES", "30"))
# Requests a second of all eight together: what sixteen busy officers do, and less than half of what two workers can.
RATE = float(os.environ.get("DUBAN_SOAK_RATE", "10"))
# The first part is warm-up: caches fill, allocators find their size.
WARM = 1 / 3
# Before it comes a minute as fast as eight can read, as in the morning: a thread with its connection holds some 2.5 MB on SQLite, and how many
# there are goes by how many asked at the same moment, once. It is in none of the figures.
RUSH = 60.0

# Two offices with two hundred matters each; a clerk, a liaison and a head of each with a token and a session, four times.
SEED = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from duban.engine.packs.loading import load_regime
from duban.ledger.actions.accounts import tokens
from tests import cast, stories
store = import_module(settings.SESSION_ENGINE).SessionStore
now, seats = timezone.localtime(), []
def seat(officer):
    _, secret = tokens.create_token(officer=officer, name="工作", expires_on=now.date() + timezone.timedelta(days=2), actor=None, at=now)
    session = store()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(officer.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session["began"] = session["seen"] = int(time.time())
    session.create()
    return {"token": secret, "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
for slug, regime in (("shi", "sanmenxia-2019"), ("kang", "sanmenxia-2019")):
    office, numbers = cast.office(regime, slug=slug), []
    for n in range(200):
        matter = stories.matter(office, due_on=(now.date() + timezone.timedelta(days=30 + n % 90)).isoformat(), at=now, title=f"第{n}件")
        stories.accept(office, matter, now)
        numbers.append(matter.no)
    for part in range(4):
        seats.append({"office": slug, "numbers": numbers[part::4], "category": load_regime(regime).categories[0].id, "level": "blue" if load_regime(regime).levels else "",
                      "unit": office.units[0].code, **{role: seat(office.officers[role]) for role in ("clerk", "liaison", "office_head")}})
print(json.dumps(seats))
"""
SESSIONS = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
PAGES = (
    "/",
    "/matters",
    "/matters?state=in_hand",
    "/matters/{no}",
    "/matters/{no}",
    "/inbox",
    "/api/matters",
    "/api/matters/{no}",
)


@dataclass
class Desk:
    """One of eight who work: pages, reports, new matters and approvals, one request after the other."""

    server: Server
    seat: dict
    times: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    did: Counter = field(default_factory=Counter)
    waiting: list[str] = field(default_factory=list)
    # Reports that nobody has looked at yet, by matter: a unit gives the next one after that.
    unread: dict[str, str] = field(default_factory=dict)

    def work(self, until: float, pause: float) -> None:
        """Do one thing after the other, at an even pace."""
        begin = time.monotonic() + random.random() * pause
        for turn in range(10**9):
            if (due := begin + turn * pause) > until:
                return
            time.sleep(max(0, due - time.monotonic()))
            lot = random.random()
            (self.read if lot < 0.7 else self.report if lot < 0.9 else self.decide)()

    def rush(self, until: float) -> None:
        """Read one page after the other without a pause; none of the times count."""
        while time.monotonic() < until:
            self.read()
        self.times.clear()
        self.did.clear()

    def read(self) -> None:
        path = random.choice(PAGES).format(no=random.choice(self.seat["numbers"]))
        role = random.choice(("clerk", "liaison", "office_head"))
        self._ask("read", path, role, "GET")

    def report(self) -> None:
        """Report progress, or look at what was reported before."""
        no = random.choice(self.seat["numbers"])
        if no in self.unread:
            told = self._ask("read", self.unread.pop(no), "clerk", "GET")
            if told:
                self._ask(
                    "take note", f"/api/reports/{told['id']}/acceptance", "clerk", "POST", {"version": told["version"]}
                )
            return
        at = f"/api/matters/{no}/units/{self.seat['unit']}"
        version = self._version(no, "liaison")
        made = self._ask(
            "report",
            f"{at}/reports",
            "liaison",
            "POST",
            {"version": version, "what": "progress", "done": "按计划推进，已完成一半。"},
        )
        if made:
            self.unread[no] = made["location"]

    def decide(self) -> None:
        """Register a matter and send it out; or sign for one, report its result and approve it."""
        if not self.waiting:
            due = time.strftime("%Y-%m-%d", time.localtime(time.time() + 60 * 86400))
            order = {
                "title": f"新 {uuid.uuid4().hex[:8]}",
                "requirement": "按期完成。",
                "standard": "通过验收",
                "category": self.seat["category"],
                "source": "other",
                "due_on": due,
            }
            made = self._ask(
                "create",
                "/api/matters",
                "clerk",
                "POST",
                {**order, "lead": [self.seat["unit"]], "level": self.seat["level"]},
            )
            if made:
                self._ask("dispatch", f"/api/matters/{made['id']}/dispatch", "clerk", "POST", {"version": 1})
                self.waiting.append(made["id"])
            return
        no = self.waiting.pop()
        at = f"/api/matters/{no}/units/{self.seat['unit']}"
        stands = self._ask("accept", f"{at}/acceptance", "liaison", "POST", {"version": self._version(no, "liaison")})
        made = (
            self._ask(
                "result",
                f"{at}/reports",
                "liaison",
                "POST",
                {"version": stands["version"], "what": "result", "done": "已建成投用。"},
            )
            if stands
            else None
        )
        told = self._ask("read", made["location"], "office_head", "GET") if made else None
        if told:
            self._ask(
                "approve", f"/api/reports/{told['id']}/acceptance", "office_head", "POST", {"version": told["version"]}
            )

    def _version(self, no: str, role: str) -> int:
        told = self._ask("read", f"/api/matters/{no}", role, "GET") or {"assignments": []}
        return next((each["version"] for each in told["assignments"] if each["unit"] == self.seat["unit"]), 0)

    def _ask(self, what: str, path: str, role: str, method: str, body: dict | None = None) -> dict | None:
        """Ask and note the time; answers what came as JSON."""
        who = self.seat[role]
        headers = {"Authorization": f"Bearer {who['token']}"} if path.startswith("/api") else {"Cookie": who["cookie"]}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        began = time.monotonic()
        try:
            status, _, text = self.server.ask(
                path, method=method, body=json.dumps(body).encode() if body is not None else None, headers=headers
            )
        except OSError as error:
            status, text = type(error).__name__, ""
        self.times.append((began, time.monotonic() - began))
        self.did[what] += 1
        # Who was a moment later than a colleague at another desk reads again; that is how it is meant.
        if status not in (200, 201, 409) and not (status == 302 and path == "/"):
            self.wrong.append(f"{method} {path} {status} {text[:200]}")
            return None
        return json.loads(text) if path.startswith("/api") and status != 409 else None


def _memory(pids: list[int]) -> float:
    """Return the megabytes that these processes hold of their own, pages shared between them by their part.

    Libraries are left out: their part depends on who else on the machine has them open.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(
                re.search(r"^Pss_Anon:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1]
            )
    return total / 1024


def _slope(samples: list[tuple[float, float]]) -> float:
    """Return megabytes an hour, by linear regression."""
    return statistics.linear_regression([at / 3600 for at, _ in samples], [size for _, size in samples]).slope


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_soak(database, tmp_path):
    """Seven tenths reading, two reporting, one registering and approving, at eight desks."""
    with Postgres() if database == "postgresql" else contextlib.nullcontext() as postgres:
        installation = Installation(tmp_path, postgres.url if postgres else "")
        assert installation.duban("migrate").returncode == 0
        seats = json.loads(installation.python(SEED, timeout=600))
        with installation.serve("--workers", "2") as server:
            desks = [Desk(server, seat) for seat in seats]
            rush = [threading.Thread(target=desk.rush, args=(time.monotonic() + RUSH,)) for desk in desks]
            for thread in rush:
                thread.start()
            for thread in rush:
                thread.join()
            began = time.monotonic()
            until = began + MINUTES * 60
            threads = [threading.Thread(target=desk.work, args=(until, len(desks) / RATE)) for desk in desks]
            for thread in threads:
                thread.start()
            memory, sessions, paces = _watch(server, postgres, until)
            for thread in threads:
                thread.join()
            busy = int(postgres.query(f"SELECT count(*) {SESSIONS} AND state <> 'idle'")) if postgres else 0
        assert installation.duban("audit", "verify", "--no-files", timeout=600).returncode == 0
    wrong = [each for desk in desks for each in desk.wrong]
    times = [each for desk in desks for each in desk.times]
    third = MINUTES * 20
    first = _p99([took for at, took in times if at < began + third])
    last = _p99([took for at, took in times if at >= until - third])
    # How slow the machine was meanwhile, by the same plain work: what its other tenants take is no growth of ours. Only that is taken off:
    # on a machine that became no slower the bound is of the times as they are.
    slow = [
        statistics.mean(slower for at, slower in paces if begin <= at < end)
        for begin, end in ((began, began + third), (until - third, until))
    ]
    settled = [sample for sample in memory if sample[0] >= began + MINUTES * 60 * WARM]
    slope = _slope(settled)
    opened = [
        max((count for at, count in sessions if begin <= at < end), default=0)
        for begin, end in ((began, began + third), (until - third, until))
    ]
    print(
        f"\nTORTURE 49 soak {MINUTES:g} min, {database}: {len(times)} requests ({dict(sum((desk.did for desk in desks), Counter()))}), {len(wrong)} errors, "
        f"{settled[0][1]:.0f} MB after warm-up, {settled[-1][1]:.0f} MB at the end, {slope:+.1f} MB/h, p99 {first * 1000:.0f} ms in the first third, "
        f"{last * 1000:.0f} ms in the last, on a machine {slow[0]:.1f} and {slow[1]:.1f} times as slow as the usual one"
        + (f", connections {opened[0]} and {opened[1]} at most, {busy} busy afterwards" if postgres else "")
    )
    assert wrong == [], wrong[:5]
    assert slope < 1
    assert last <= 1.2 * first * max(1, slow[1] / slow[0])
    # Two workers hold as many as their pools allow, the schedule one for each of its threads and its run; what is leaked comes on top.
    assert max(opened) <= 2 * _POOL["max_size"] + 4 and busy == 0


def _watch(
    server, postgres, until
) -> tuple[list[tuple[float, float]], list[tuple[float, int]], list[tuple[float, float]]]:
    """Note memory of the server's own processes, and connections, every few seconds, and twice a minute how slow the machine is.

    Runs of the schedule come and go and are left out.
    """
    memory, sessions, paces = [], [], []
    own = [server.process.pid, server.listener(), *server.workers()]
    while time.monotonic() < until:
        assert server.workers() == own[2:], "a worker was replaced"
        memory.append((time.monotonic(), _memory(own)))
        if postgres:
            sessions.append((time.monotonic(), int(postgres.query(f"SELECT count(*) {SESSIONS}"))))
        if len(memory) % 6 == 1:
            paces.append((time.monotonic(), pace.slowness()))
        time.sleep(5)
    return memory, sessions, paces
