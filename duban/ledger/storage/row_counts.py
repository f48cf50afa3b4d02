"""How many rows the tables have and how they differ, as PostgreSQL's planner knows it: without that it guesses, and guesses badly."""

import logging

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)


def take(connection: BaseDatabaseWrapper) -> None:
    """Let PostgreSQL look over its tables after many rows came at once: by itself it does so a minute late, and until then lists take seconds.

    SQLite is left without: it would know how many lines a kind of fact has on average and not which kinds are rare, and looks then for the few of a rare
    kind among all lines (a draft after a new fact, 100,000 matters: 0.2 s without, 1.5 s with). Where the role does not own the tables, the database
    sees to it later.
    """
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    except DatabaseError:
        log.warning("the planner's row counts could not be taken", exc_info=True)
