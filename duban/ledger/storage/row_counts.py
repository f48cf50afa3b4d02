"""How many rows the tables have and how they differ, as the database's planner knows it: without that it guesses, and guesses badly."""

import logging

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)
# So many entries of each index SQLite looks at: enough to choose between indexes, and no matter of seconds at any size.
_LOOKED_AT = 1000


def take(connection: BaseDatabaseWrapper) -> None:
    """Let the database look over its tables: after many rows came at once, and day by day where it does not do so by itself.

    PostgreSQL does by itself, but a minute late: until then the first lists of a restored office take seconds. What cannot be taken now
    (somebody writes, or the role does not own the tables) is taken another day: answers are slower then, and never others.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
            cursor.execute("ANALYZE")
    except DatabaseError:
        log.warning("the planner's row counts could not be taken", exc_info=True)
