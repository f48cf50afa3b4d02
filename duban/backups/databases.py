"""The database side of a backup: one consistent look at it, the state of its migrations, and whether it is empty."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from duban.backups import BackupRefused
from duban.backups.rows import Table
from duban.ledger.storage import tables

# Sign-ins do not come back with a backup: after a restore everybody signs in anew.
LEFT_OUT = frozenset({"django_session"})
# Stands in the database while it is being filled from a backup, and after a restore that was killed.
MARKER = "duban_restore_unfinished"
# For a file that is made beside SQLite's own and made durable when it is whole.
_DRAFT = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
# Those that came with an extension are not ours.
_OWN_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.proowner = current_user::regrole
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def connect(database: Mapping[str, Any], **options: object) -> BaseDatabaseWrapper:
    """Return a connection of its own, outside any pool, to the database of these settings."""
    kept = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    whole = {**connections["default"].settings_dict, **database, "OPTIONS": {**kept, **options}}
    made: BaseDatabaseWrapper = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, "default")
    return made


def connect_to_file(path: Path) -> BaseDatabaseWrapper:
    """Return a connection to a new SQLite file that is being filled: quick, and worth nothing if the machine stops meanwhile."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": _DRAFT}
    return connect({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options})


@contextlib.contextmanager
def as_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let all models use this connection; it is closed afterwards."""
    before = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connection.close()
        connections["default"] = before


@contextlib.contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """Give a connection that sees the database as it is at this moment, whatever is written meanwhile; it holds up no writer."""
    before = connections["default"]
    if before.vendor == "sqlite":
        connection = connect(before.settings_dict, transaction_mode="DEFERRED")
    else:
        from psycopg import IsolationLevel

        connection = connect(before.settings_dict, isolation_level=IsolationLevel.REPEATABLE_READ)
    with as_default(connection), transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
        yield connection


def applied_migrations(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Return the names of the migrations that made the tables, by app. Raises BackupRefused where this program does not know one."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    unknown = sorted(applied - set(loader.disk_migrations) - set(loader.replacements))
    if unknown:
        raise BackupRefused(f"数据库是更新的版本建的（{unknown[0][0]} {unknown[0][1]}），请先安装不低于它的版本")
    apps = sorted({app for app, _ in applied})
    return {app: sorted(name for of, name in applied if of == app) for app in apps}


def require_known(migrations: Mapping[str, list[str]], duban: str) -> None:
    """Raise BackupRefused where a backup's tables were made by migrations that this program does not have."""
    loader = MigrationLoader(None)
    for app, names in migrations.items():
        if any((app, name) not in loader.disk_migrations for name in names):
            raise BackupRefused(f"备份由更新的版本（{duban}）制作，请先安装不低于它的版本再恢复")


def tables_of(migrations: Mapping[str, list[str]], connection: BaseDatabaseWrapper) -> list[Table]:
    """Return the tables that these migrations made, as they were then."""
    loader = MigrationLoader(connection)
    state = loader.project_state(_last_of(loader, migrations))
    made = [
        Table(model, connection) for model in state.apps.get_models(include_auto_created=True) if model._meta.managed
    ]
    return sorted((table for table in made if table.name not in LEFT_OUT), key=lambda table: table.name)


def make_tables(migrations: Mapping[str, list[str]], connection: BaseDatabaseWrapper) -> None:
    """Make the tables in an empty database as exactly these migrations leave them."""
    if {(app, name) for app, names in migrations.items() for name in names} == set(MigrationLoader(None).graph.nodes):
        tables.make_tables(connection)
    executor = MigrationExecutor(connection)
    with tables.walking():
        executor.migrate(_last_of(executor.loader, migrations))


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether nobody works in this database yet: no tables, or no office and no account. Raises BackupRefused for foreign tables."""
    names = set(connection.introspection.table_names()) - {MARKER}
    if names and "django_migrations" not in names:
        raise BackupRefused(f"目标数据库里有其他系统的表（{min(names)}），请换一个空的数据库")
    with connection.cursor() as cursor:
        for name in sorted({"people_jurisdiction", "people_officer"} & names):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")  # nosec B608  # names of tables are ours, quoted
            if cursor.fetchone()[0]:
                return False
    return True


def is_unfinished(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a restore into this PostgreSQL database began and did not end; a SQLite file is put in its place only when whole."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MARKER])
        return bool(cursor.fetchone()[0])


def mark_unfinished(connection: BaseDatabaseWrapper) -> None:
    """Put the mark into the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARKER} (since timestamptz NOT NULL DEFAULT now())")


def unmark(connection: BaseDatabaseWrapper) -> None:
    """Take the mark away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {MARKER}")


def clear(connection: BaseDatabaseWrapper) -> None:
    """Drop every table and function of a PostgreSQL schema in which nobody works; the mark stays."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - {MARKER}):
            cursor.execute(f"DROP TABLE IF EXISTS {quote(name)} CASCADE")
        cursor.execute(_OWN_FUNCTIONS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")


def _last_of(loader: MigrationLoader, migrations: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return of each app the migrations after which no other of the set comes."""
    known = {(app, name) for app, names in migrations.items() for name in names}
    return sorted(
        node
        for node in known
        if not any(child.key in known and child.key[0] == node[0] for child in loader.graph.node_map[node].children)
    )
