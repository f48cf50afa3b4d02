"""Let PostgreSQL refuse to empty an append-only table at once, past the triggers of its rows. SQLite has no such statement."""

from django.db import migrations

TABLES = ("ledger_journalline", "ledger_ranking", "ledger_bulletin")


def protect(apps, schema_editor):
    """Create statement triggers that refuse TRUNCATE."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        name = f"{table}_no_truncate"
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def unprotect(apps, schema_editor):
    """Drop the triggers again."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_no_truncate()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_account_changes")]
    operations = [migrations.RunPython(protect, unprotect)]
