"""Django's `migrate`, which makes the tables of an empty database at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from duban.ledger.storage.tables import make_tables

# Whoever asks for one of these wants the walk itself.
_PARTICULAR = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Make the tables, or bring them up to this version."""

    def handle(self, *args: str, **options: Any) -> None:
        """Make all tables of an empty database; whatever is left to do is Django's."""
        if not any(options[name] for name in _PARTICULAR):
            make_tables(connections[options["database"]])
        super().handle(*args, **options)
