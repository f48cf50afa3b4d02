"""Django's `migrate`, which makes the tables of an empty database at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from duban.ledger.storage.tables import make_tables, walking

# Whoever asks for one of these wants the walk itself.
# The name of the lock among those of the database: any number that nobody else takes.
_LOCK = 0x647562616E
_PARTICULAR = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Make the tables, or bring them up to this version."""

    def handle(self, *args: str, **options: Any) -> None:
        """Make all tables of an empty database; whatever is left to do is Django's."""
        connection = connections[options["database"]]
        with _alone(connection), walking():
            if not any(options[name] for name in _PARTICULAR):
                make_tables(connection)
            super().handle(*args, **options)


@contextmanager
def _alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let another who migrates the same database wait until this is done; it then finds everything made."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            # With a connection that broke it is gone already.
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    folder = Path(str(connection.settings_dict["NAME"])).parent
    if not folder.is_dir():
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
