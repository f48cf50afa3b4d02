"""Whether the clock of this process can be believed: asked before anything is written, and of the database only when it moved oddly."""

import datetime
import threading
import time

from duban.ledger.queries.upkeep import heartbeats
from duban.ledger.queries.upkeep.heartbeats import ClockDoubt

# Seconds by which the wall clock may run apart from the process's own before the database is asked again.
_APART = 300


class Witness:
    """Compares the wall clock with the monotonic one of the process, which nobody can set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: tuple[float, float] | None = None

    def doubt(self, at: datetime.datetime) -> ClockDoubt | None:
        """Return what speaks against the clock, or None. One query at the first call and after a jump, none otherwise."""
        now = (at.timestamp(), time.monotonic())
        with self._lock:
            seen = self._seen
        if seen is not None and abs((now[0] - seen[0]) - (now[1] - seen[1])) < _APART:
            return None
        found = heartbeats.clock_doubt(at)
        with self._lock:
            self._seen = now if found is None else None
        return found


WITNESS = Witness()
