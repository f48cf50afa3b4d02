"""Triggers by which the database itself refuses to change what only grows: SQLite loses them when a table is made anew."""

from collections.abc import Iterable, Iterator

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Table → the condition under which a row may not be touched any more; empty: from the beginning.
CONDITIONS = {
    "ledger_journalline": "",
    "ledger_ranking": "",
    "ledger_rankingproof": "",
    "ledger_bulletin": "OLD.phase = 'issued'",
    "ledger_auditevent": "",
}
_VERBS = ("UPDATE", "DELETE")


def protect_rankings(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of rankings again where they are gone. PostgreSQL alters a table in its place, and keeps them."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in _statements(["ledger_ranking"]):
            schema_editor.execute(statement)


def protect_all() -> None:
    """Create on SQLite every trigger that is gone, as after a way back through migrations that made tables anew."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))
            for statement in _statements(table for table in CONDITIONS if table in there):
                cursor.execute(statement)


def unprotected() -> list[str]:
    """Return the triggers that the database lacks: without them it would let what only grows be changed."""
    catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        catalogue = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        there = {name for (name,) in cursor.fetchall()}
    return [name for table in CONDITIONS for verb in _VERBS if (name := _name(table, verb)) not in there]


def _statements(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        when = f"WHEN ({CONDITIONS[table]}) " if CONDITIONS[table] else ""
        for verb in _VERBS:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {_name(table, verb)} BEFORE {verb} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"
