"""Connections to SQLite that a worker keeps open: one to a file that was put aside is given up before anything is read from it or written."""

import os
from weakref import WeakKeyDictionary

from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# The file that each was opened with: its device and its number.
_opened: WeakKeyDictionary[BaseDatabaseWrapper, tuple[int, int] | None] = WeakKeyDictionary()


def watch() -> None:
    """From now on look at each request whether the file is the one that was opened: a restore puts another in its place."""
    connection_created.connect(_remember)
    request_started.connect(_leave_what_was_put_aside)


def _remember(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "sqlite":
        _opened[connection] = _file_of(connection)


def _leave_what_was_put_aside(**_: object) -> None:
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and connection in _opened and _opened[connection] != _file_of(connection):
            connection.close()


def _file_of(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return found.st_dev, found.st_ino
