"""What the program's own database role may do on PostgreSQL: all that serving an office needs, and nothing that unsays what was said."""

from django.apps import apps
from django.db import connection

from duban.ledger.models import AuditEvent, Bulletin, JournalLine, Ranking, RankingProof

# Table → what may be done to its rows, where that is not everything. A bulletin changes until it is issued; then a trigger holds it.
_LIMITED = {
    JournalLine._meta.db_table: "SELECT, INSERT",
    Ranking._meta.db_table: "SELECT, INSERT",
    RankingProof._meta.db_table: "SELECT, INSERT",
    AuditEvent._meta.db_table: "SELECT, INSERT",
    Bulletin._meta.db_table: "SELECT, INSERT, UPDATE",
    "django_migrations": "SELECT",
}
_ROWS = "SELECT, INSERT, UPDATE, DELETE"


class NoSuchRole(ValueError):
    """The role cannot be the program's; the message says why."""


def limit(role: str) -> int:
    """Give a role what the program needs, take everything else of this database from it, and return how many tables it may use.

    Run by the owner of the tables, inside a transaction of the caller's or its own. Raises NoSuchRole for a role that is not there, may do
    everything, or owns the tables itself.
    """
    _check(role)
    name, quote = connection.ops.quote_name(role), connection.ops.quote_name
    known = set(connection.introspection.table_names())
    tables = sorted(
        known & {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    )
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {name}, PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in tables:
            cursor.execute(f"GRANT {_LIMITED.get(table, _ROWS)} ON {quote(table)} TO {name}")
    return len(tables)


def may_unsay() -> bool:
    """Return whether the role that is connected now may change the journal as far as privileges go: triggers alone would hold it."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, %s, 'UPDATE, DELETE, TRUNCATE')", [JournalLine._meta.db_table]
        )
        return bool(cursor.fetchone()[0])


def _check(role: str) -> None:
    if connection.vendor != "postgresql":
        raise NoSuchRole("SQLite 没有数据库角色；请用 PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise NoSuchRole(f"数据库里没有角色 {role}：请先由数据库管理员建立")
        if found[0]:
            raise NoSuchRole(f"角色 {role} 是超级用户，权限限制不了")
        cursor.execute(
            "SELECT pg_has_role(%s, tableowner, 'MEMBER') FROM pg_tables WHERE tablename = %s",
            [role, JournalLine._meta.db_table],
        )
        owns = cursor.fetchone()
        if owns is not None and owns[0]:
            raise NoSuchRole(f"角色 {role} 是各表的所有者，权限限制不了；请另建一个角色给系统用")
