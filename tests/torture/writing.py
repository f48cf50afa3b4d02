"""Eight writers through the interface for programs, who remember what was acknowledged; and what must hold afterwards."""

import contextlib
import http.client
import itertools
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable

from tests.servers import Installation, Server

# Two offices, four clerks in each with a token; prints what the writers need.
SEED = """
import json
from django.utils import timezone
from duban.engine.packs.loading import load_regime
from duban.ledger.actions.accounts import tokens
from duban.people.models import Officer, Role
from tests import cast
now, writers = timezone.now(), []
for slug, regime in (("shi", "sanmenxia-2019"), ("xian", "zhuoni-2022")):
    office = cast.office(regime, slug=slug)
    for number in range(4):
        clerk = Officer.objects.create(username=f"{slug}.{number}", full_name="经办", role=Role.CLERK, jurisdiction=office.jurisdiction)
        _, secret = tokens.create_token(
            officer=clerk, name="写入", expires_on=timezone.localdate(now) + timezone.timedelta(days=2), actor=None, at=now
        )
        writers.append({"token": secret, "office": slug, "category": load_regime(regime).categories[0].id, "lead": office.units[0].code,
                        "level": "yellow" if load_regime(regime).levels else ""})
print(json.dumps(writers))
"""
# Everything acknowledged is there, every matter is whole, the chains hold.
CHECK = """
import json, sys
from collections import Counter
from duban.ledger import journal
from duban.ledger.models import Assignment, JournalLine, Matter
from duban.people.models import Jurisdiction
titles = Counter(Matter.objects.values_list("title", flat=True))
whole = {m for m in JournalLine.objects.filter(verb="matter.registered").values_list("matter", flat=True)}
print(json.dumps({
    "titles": titles,
    "half": [m.no for m in Matter.objects.all() if m.pk not in whole or not Assignment.objects.filter(matter=m).exists()],
    "orphans": JournalLine.objects.filter(verb="matter.registered").exclude(matter__in=Matter.objects.all()).count(),
    "flaws": [str(flaw) for office in Jurisdiction.objects.all() for flaw in journal.verify(office)],
    "gaps": [o.slug for o in Jurisdiction.objects.all()
             if sorted(int(no.rpartition("-")[2]) for no in Matter.objects.filter(jurisdiction=o).values_list("no", flat=True))
             != list(range(1, Matter.objects.filter(jurisdiction=o).count() + 1))],
}))
"""


def founded(installation: Installation) -> list[dict]:
    """Make the tables and the offices; returns the eight writers."""
    made = installation.duban("migrate")
    assert made.returncode == 0, made.stderr
    return json.loads(installation.python(SEED))


class Writers:
    """Threads that create matters until they are stopped. `acknowledged` are the titles that the server took; what failed is tried again
    with its own key at the next `run`, as a program does."""

    def __init__(self, writers: list[dict]) -> None:
        self.writers = writers
        self.acknowledged: set[str] = set()
        self.statuses: Counter = Counter()
        # When each of them was, by the clock that never jumps.
        self.moments: list[float] = []
        self._open: list[list[tuple[str, str]]] = [[] for _ in writers]
        self._lock = threading.Lock()

    def run(self, server: Server, seconds: float, between=None) -> None:
        """Write for so long; `between` is done in the middle."""
        until = time.monotonic() + seconds
        with self.writing(server, lambda: time.monotonic() < until):
            if between is not None:
                time.sleep(seconds * random.uniform(0.2, 0.8))
                between()

    @contextlib.contextmanager
    def writing(self, server: Server, goes_on: Callable[[], bool] | None = None):
        """Write while the block runs, or, if `goes_on` is given, until that is false."""
        stopped = threading.Event()
        condition = goes_on or (lambda: not stopped.is_set())
        threads = [
            threading.Thread(target=self._write, args=(server, at, condition)) for at in range(len(self.writers))
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stopped.set()
            for thread in threads:
                thread.join()

    def longest_silence(self, since: float) -> float:
        """Return the seconds of the longest time without an acknowledged write, from `since` to the last of them."""
        moments = [since, *(moment for moment in sorted(self.moments) if moment > since)]
        return max(after - before for before, after in itertools.pairwise(moments))

    def _write(self, server: Server, at: int, goes_on: Callable[[], bool]) -> None:
        while goes_on():
            waiting = self._open[at]
            title, key = waiting.pop() if waiting else (f"写入 {uuid.uuid4().hex}", uuid.uuid4().hex)
            if not self._post(server, self.writers[at], title, key):
                waiting.append((title, key))
                time.sleep(0.05)

    def settle(self, server: Server) -> None:
        """Try again, with its own key, what was not acknowledged."""
        for at, waiting in enumerate(self._open):
            while waiting:
                title, key = waiting.pop()
                assert self._post(server, self.writers[at], title, key), title

    def _post(self, server: Server, writer: dict, title: str, key: str) -> bool:
        due = time.strftime("%Y-%m-%d", time.localtime(time.time() + 90 * 86400))
        order = {
            "title": title, "requirement": "按期完成。", "standard": "通过验收", "category": writer["category"], "source": "other",
            "due_on": due, "lead": [writer["lead"]], "level": writer["level"],
        }  # fmt: skip
        headers = {
            "Authorization": f"Bearer {writer['token']}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            status, _, text = server.ask(
                "/api/matters", method="POST", body=json.dumps(order).encode(), headers=headers, timeout=20
            )
        except (OSError, http.client.HTTPException) as error:
            status, text = type(error).__name__, ""
        with self._lock:
            self.statuses[status] += 1
            if status == 201:
                self.acknowledged.add(title)
                self.moments.append(time.monotonic())
        assert status != 422, text
        return status == 201


def check(installation: Installation, acknowledged: set[str]) -> dict:
    """Return what does not hold: lost and doubled writes, halves, flaws of the chains, gaps in the numbers."""
    found = json.loads(installation.python(CHECK))
    titles = found.pop("titles")
    lost = [title for title in acknowledged if title not in titles]
    doubled = [title for title, count in titles.items() if count > 1]
    return {"lost": lost, "doubled": doubled, **found}


SOUND = {"lost": [], "doubled": [], "half": [], "orphans": 0, "flaws": [], "gaps": []}
