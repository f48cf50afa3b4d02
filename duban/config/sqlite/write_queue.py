"""Who writes next: SQLite lets one write at a time, and lets in by chance who waits. Here they go in one after the other, as they came."""

import fcntl
import os
import threading
import time
from collections import deque

# Seconds between two looks at what another process holds.
_PAUSE = 0.001
# Bytes of the file: who writes holds the first; who comes next, of all processes, the second.
_WRITES, _NEXT = 0, 1


class WriteQueue:
    """The queue before one database. Threads of a process go in their order; processes, each by its foremost thread, take turns.

    Whoever wrote last in its process must wait behind another process that is next, so that none is starved. A process that ends, however
    it ends, holds nothing any more. Where its file cannot be made (a full disk), threads alone are put in order, and SQLite does the rest.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()
        self._file: int | None = None

    def enter(self, seconds: float) -> bool:
        """Wait for the turn of this thread, at most so long; return whether it came. Who entered must leave."""
        end = time.monotonic() + seconds
        with self._lock:
            turn = threading.Event() if self._taken else None
            if turn is None:
                self._taken = True
            else:
                self._waiting.append(turn)
        if turn is not None and not turn.wait(seconds):
            with self._lock:
                # It may have come just now.
                if not turn.is_set():
                    self._waiting.remove(turn)
                    return False
        if self._hold(_NEXT, end):
            held = self._hold(_WRITES, end)
            self._give_up(_NEXT)
            if held:
                return True
        self._pass_on()
        return False

    def leave(self) -> None:
        """Let in who is next."""
        self._give_up(_WRITES)
        self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _hold(self, byte: int, end: float) -> bool:
        """Lock a byte of the file for this process. Only the foremost thread asks, so that the process never has it already."""
        while True:
            try:
                if self._file is None:
                    self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(_PAUSE)
            except OSError:
                return True
            else:
                return True

    def _give_up(self, byte: int) -> None:
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


_queues: dict[str, WriteQueue] = {}
_making = threading.Lock()


def before(database: str) -> WriteQueue:
    """Return this process's queue before a database's file."""
    with _making:
        return _queues.setdefault(database, WriteQueue(f"{database}-queue"))
