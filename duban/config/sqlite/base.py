"""Connections to SQLite that are kept and lent again, queue for their turn before they begin to write, and leave it when they have written or given up."""

import contextlib
import functools
import sqlite3
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from duban.config.sqlite.kept import File, file_at, kept_for
from duban.config.sqlite.write_queue import WriteQueue, before

# Characters: what is longer inserts many rows at once, each time other ones, and is not kept.
_LONGEST_KEPT = 8192
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own; a transaction that begins with BEGIN IMMEDIATE, as all do but those of a backup, is one that writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The queue that this connection has left behind it: it may write.
        self._let_in_by: WriteQueue | None = None
        # The file that the connection was opened with.
        self._file: File = None

    def get_connection_params(self) -> Any:
        """Return what the driver is opened with: whether connections are kept is ours alone."""
        params = super().get_connection_params()
        params.pop("pool", None)
        return params

    def get_new_connection(self, conn_params: Any) -> Any:
        """Borrow a connection that is kept, or open the file."""
        lent = kept_for(str(self.settings_dict["NAME"])).take() if self._keeps else None
        if lent is not None:
            connection, self._file = lent
            return connection
        # Looked at before: what is put in its place meanwhile is not taken for this one.
        self._file = file_at(str(self.settings_dict["NAME"]))
        return self._open(conn_params)

    def _open(self, conn_params: Any) -> Any:
        """Open the file. One that was put in the place of another has no log of writes yet, and who opens it first gives it one: the others wait."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= until:
                    raise
                time.sleep(0.02)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn for one statement that is a transaction of its own."""
        if self._let_in_by is not None or self.is_in_memory_db():
            yield
            return
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def create_cursor(self, name: object = None) -> Any:
        """Return a cursor that queues where it writes outside a transaction."""
        cursor = self.connection.cursor(factory=_Cursor)
        cursor.database = self
        return cursor

    # django-stubs do not know what a backend has of its own.
    def _start_transaction_under_autocommit(self) -> None:
        mode = self.transaction_mode  # type: ignore[attr-defined]
        if mode == "IMMEDIATE" and self._let_in_by is None and not self.is_in_memory_db():
            self._enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        """Give the connection back, or close it where something went wrong on it or is going on."""
        held = self.connection
        try:
            if held is None or not self._keeps or self.errors_occurred or self.in_atomic_block or held.in_transaction:
                super()._close()  # type: ignore[misc]
            else:
                kept_for(str(self.settings_dict["NAME"])).give(held, self._file)
        finally:
            self._leave()

    @property
    def is_kept_open(self) -> bool:
        """Return whether this process keeps idle connections to the file open: before a fork it must not."""
        return bool(len(kept_for(str(self.settings_dict["NAME"]))))

    @property
    def _keeps(self) -> bool:
        """Return whether connections are kept: by the workers of the web server alone."""
        return bool(self.settings_dict["OPTIONS"].get("pool")) and not self.is_in_memory_db()

    @property
    def _patience(self) -> float:
        """Return for how many seconds one waits for others."""
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _enter(self) -> None:
        queue = before(str(self.settings_dict["NAME"]))
        if not queue.enter(self._patience):
            # As the driver itself says it: duban.ledger.failures tells one that is busy from one that is away.
            busy = "database is locked"
            raise OperationalError(busy) from sqlite3.OperationalError(busy)
        self._let_in_by = queue

    def _leave(self) -> None:
        queue, self._let_in_by = self._let_in_by, None
        if queue is not None:
            queue.leave()


class _Cursor(base.SQLiteCursorWrapper):
    """Django's own, but for the turn; and the marks of a question are put in SQLite's way once, not each time it is asked."""

    database: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self._turn(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self._turn(query):
            return super().executemany(query, param_list)

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Return the question with SQLite's marks."""
        if param_names is None and len(query) <= _LONGEST_KEPT:
            return _with_own_marks(query)
        return str(super().convert_query(query, param_names=param_names))

    def _turn(self, query: str) -> contextlib.AbstractContextManager[None]:
        if self.database.in_atomic_block or not query.startswith(_WRITES):
            return contextlib.nullcontext()
        return self.database.turn()


@functools.lru_cache(256)
def _with_own_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
