"""Connections to SQLite that nobody uses now and that are lent again, the last one first: few are at work, and those are warm.

One a thread would be forty: each has some 3 MB (pages of the file, statements made ready), and the next request would come to a cold one.
"""

import os
import sqlite3
import time
from collections import deque
from typing import NamedTuple

# Seconds. What was not needed for so long is closed: how many are kept goes by how many asked at once lately.
_IDLE = 60.0

# The file that a connection was opened with: its device and its number. A restore puts another in its place.
File = tuple[int, int] | None


class _Kept(NamedTuple):
    connection: sqlite3.Connection
    file: File
    since: float


class KeptConnections:
    """The idle connections of this process to one database; none is lent to two."""

    def __init__(self, path: str) -> None:
        self._path = path
        # Taken from and given to by threads at once: each step of a deque is one of its own.
        self._idle: deque[_Kept] = deque()

    def take(self) -> tuple[sqlite3.Connection, File] | None:
        """Lend the connection that was given back last, with the file it was opened with; None where there is none to that file."""
        now = file_at(self._path)
        while True:
            try:
                kept = self._idle.pop()
            except IndexError:
                return None
            if kept.file == now is not None:
                return kept.connection, kept.file
            kept.connection.close()

    def give(self, connection: sqlite3.Connection, file: File) -> None:
        """Keep a connection that is in no transaction, or close it where its file was put aside; close what was idle for long."""
        if file is None or file != file_at(self._path):
            connection.close()
            return
        now = time.monotonic()
        self._idle.append(_Kept(connection, file, now))
        try:
            while self._idle[0].since < now - _IDLE:
                self._idle.popleft().connection.close()
        except IndexError:
            return

    def __len__(self) -> int:
        return len(self._idle)


_KEPT: dict[str, KeptConnections] = {}


def kept_for(path: str) -> KeptConnections:
    """Return what this process keeps of the database at a path."""
    return _KEPT.setdefault(path, KeptConnections(path))


def file_at(path: str) -> File:
    """Return which file stands there; None for none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
