"""Let the database itself refuse to change or delete a line of the journal, a published ranking or an issued bulletin."""

from django.db import migrations

# Table → the condition under which a row may not be touched any more; empty: from the beginning.
TABLES = {"ledger_journalline": "", "ledger_ranking": "", "ledger_bulletin": "OLD.phase = 'issued'"}


def protect(apps, schema_editor):
    """Create triggers that refuse UPDATE and DELETE, in the words of each database."""
    for table, condition in TABLES.items():
        when = f"WHEN ({condition}) " if condition else ""
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}"
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def unprotect(apps, schema_editor):
    """Drop the triggers again."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
