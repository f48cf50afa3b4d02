"""Triggers by which the database itself refuses to change published rankings: SQLite loses them when a table is made anew."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "ledger_ranking"


def protect_rankings(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers again where they are gone. PostgreSQL alters a table in its place, and keeps them."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
