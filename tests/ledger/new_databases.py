"""A new, empty database beside that of the run, of the same kind: in a file on SQLite, on the same server on PostgreSQL."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, connections

from duban.backups import databases


@contextlib.contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """Give the name of a new database: the path of a file that is not there yet, or one that PostgreSQL made; it goes afterwards."""
    if connection.vendor == "sqlite":
        yield str(folder / "duban.sqlite3")
        return
    name = f"new_{uuid.uuid4().hex}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@contextlib.contextmanager
def models_in(name: str) -> Iterator[None]:
    """Let all models of this process use that database."""
    options = {key: value for key, value in connections["default"].settings_dict["OPTIONS"].items() if key != "pool"}
    with databases.as_default(databases.connect({"NAME": name, "OPTIONS": options})):
        yield


def environment_of(name: str, home: Path) -> dict[str, str]:
    """Return the environment of a process that uses that database."""
    env = {**os.environ, "DUBAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "duban.config.settings"}
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return env
