"""What `duban serve` does by itself beside serving: each office's daily run, and letters delivered.

The database is asked what is due, so that a restart, a second server or a run by hand change nothing. Each run is a process of its own:
it can be ended when it hangs, and what it breaks off for is noted with its office and tried again the same day.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
# Seconds. The beat is what `/health` takes for life: SILENT_AFTER in duban.ledger.queries.upkeep.heartbeats is some of them.
BEAT_EVERY, LOOK_EVERY, DELIVER_EVERY = 20, 30, 120
# A run that hangs is ended after this many seconds; a first run over a long outage needs minutes.
RUN_LIMIT = 3600
# Seconds until an office whose run broke off is tried again: soon, then less often, all day long.
RETRIES = (120, 300, 900, 1800)
_PROGRAM = "import sys; from duban.cli import main; sys.exit(main(sys.argv[1:]))"


class Schedule:
    """Three threads: one for the daily runs, one for letters, and one that beats while both live."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._tries: dict[str, tuple[int, float]] = {}
        self._threads = [
            threading.Thread(target=self._repeat, args=(act, every), name=name, daemon=True)
            for name, act, every in (("daily", self._run_days, LOOK_EVERY), ("deliver", self._deliver, DELIVER_EVERY))
        ]

    def start(self) -> None:
        """Begin; the server does not wait for anything of it."""
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._repeat, args=(self._beat, BEAT_EVERY), name="beat", daemon=True).start()

    def stop(self) -> None:
        """End what is running: a daily run goes on where it stopped when it is started next."""
        self._stopped.set()
        for process in list(self._running):
            process.terminate()

    def _repeat(self, act: Callable[[], None], every: float) -> None:
        from django.db import connections

        while not self._stopped.is_set():
            try:
                act()
            except Exception:
                # The database is away, or something nobody thought of: the next round is as good as the first.
                log.exception("a round of the schedule failed; the next one follows")
            finally:
                connections.close_all()
            self._stopped.wait(every)

    def _beat(self) -> None:
        from duban.cli.running.daily import present_moment
        from duban.ledger.actions.upkeep import heartbeats
        from duban.ledger.models.heartbeats import Beater

        if all(thread.is_alive() for thread in self._threads):
            heartbeats.beat(Beater.SCHEDULE, at=present_moment())

    def _run_days(self) -> None:
        """Run the day of every office that is not done with today, those longest behind last: a long catch-up keeps nobody waiting."""
        for slug in self._due():
            if self._stopped.is_set():
                return
            tries, not_before = self._tries.get(slug, (0, 0.0))
            if time.monotonic() < not_before:
                continue
            if self._run("daily", "--jurisdiction", slug):
                self._tries.pop(slug, None)
            else:
                wait = RETRIES[min(tries, len(RETRIES) - 1)]
                self._tries[slug] = (tries + 1, time.monotonic() + wait)
                log.error("the daily run of %s failed; it is tried again in %s seconds", slug, wait)

    def _due(self) -> list[str]:
        from django.db import connections
        from django.db.models import F, Q

        from duban.cli.running.daily import present_day, present_moment
        from duban.ledger.queries.upkeep.heartbeats import clock_doubt
        from duban.people.models import Jurisdiction

        if clock_doubt(present_moment()) is not None:
            return []
        undone = (
            Q(chain__daily_on__isnull=True)
            | Q(chain__daily_on__lt=present_day())
            | Q(chain__daily_failed_at__isnull=False)
        )
        behind = Jurisdiction.objects.filter(undone).order_by(F("chain__daily_on").desc(nulls_first=True), "id")
        slugs = list(behind.values_list("slug", flat=True))
        connections.close_all()
        return slugs

    def _deliver(self) -> None:
        self._run("deliver", quiet=True)

    def _run(self, *words: str, quiet: bool = False) -> bool:
        """Run one command in a process of its own; return whether it ended well."""
        out = subprocess.DEVNULL if quiet else None
        # A session of its own: Ctrl+C at the server is not meant for it.
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *words], env=os.environ, stdout=out, start_new_session=True
        )
        self._running.add(process)
        try:
            return process.wait(timeout=RUN_LIMIT) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            log.error("duban %s did not end within %s seconds", " ".join(words), RUN_LIMIT)
            return False
        finally:
            self._running.discard(process)
