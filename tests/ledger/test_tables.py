"""Tables made at once are those at the end of all migrations: columns, constraints, indexes, triggers; on the database of this run."""

import fcntl
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

from duban.ledger.management.commands import migrate
from duban.ledger.models import Matter
from duban.ledger.storage import tables
from tests.ledger.new_databases import environment_of, new_database

ROOT = Path(__file__).parents[2]
MADE = "from django.core.management import call_command; call_command('migrate', interactive=False, verbosity=0)"
WALKED = """
from django.core.management.commands import migrate
from django.core.management import call_command
call_command(migrate.Command(), interactive=False, verbosity=0)
"""
# The walk makes each model anew at each step: a third of its time would be spent on what of that is left.
PROGRAM = """
import gc
gc.disable()
import json
import django
django.setup()
from django.db import connection
{fill}
from tests.ledger.test_tables import told
with connection.cursor() as cursor:
    print(json.dumps(told(cursor, connection.vendor), default=str))
"""
CATALOGUES = {
    "postgresql": {
        "columns": "SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable, column_default, is_identity, "
        "collation_name FROM information_schema.columns WHERE table_schema = 'public'",
        "constraints": "SELECT conrelid::regclass, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
        "named constraints": "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
        "indexes": "SELECT tablename, regexp_replace(indexdef, 'INDEX [^ ]+ ON', 'INDEX ON') FROM pg_indexes WHERE schemaname = 'public'",
        "triggers": "SELECT tgname, tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "sequences": "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
    },
    "sqlite": {
        "columns": 'SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk '
        "FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
        "references": 'SELECT m.name, f."table", f."from", f."to", f.on_delete '
        "FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        "indexes": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index'",
        "triggers": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    },
}


def told(cursor, vendor):
    """Return what the catalogues of a database say of its tables, each catalogue in an order of its own."""
    said = {}
    for name, query in CATALOGUES[vendor].items():
        cursor.execute(query)
        said[name] = sorted([*map(str, row)] for row in cursor.fetchall())
    if vendor == "sqlite":
        # No length is kept to there: no migration makes a table anew for one.
        said["columns"] = [[words.partition("(")[0] for words in row] for row in said["columns"]]
        tables = sorted({table for table, *_ in said["columns"]})
        said["constraints"] = sorted(
            [
                table,
                "" if name.startswith("__unnamed") else name,
                str(sorted(found["columns"] or [])),
                str(found["unique"]),
                str(found["check"]),
            ]
            for table in tables
            for name, found in connection.introspection.get_constraints(cursor, table).items()
            if not found["foreign_key"]
        )
    cursor.execute("SELECT app, name FROM django_migrations")
    said["migrations"] = sorted(map(list, cursor.fetchall()))
    cursor.execute("SELECT app_label, model FROM django_content_type")
    said["kinds"] = sorted(map(list, cursor.fetchall()))
    return said


def differing(walked, made):
    """Return of each catalogue the rows that one of two databases has and the other has not."""
    assert len(walked["columns"]) > 900 and walked["triggers"] and len(walked["migrations"]) > 60
    return {
        catalogue: ([row for row in rows if row not in other], [row for row in other if row not in rows])
        for catalogue, rows in walked.items()
        if (other := made[catalogue]) != rows
    }


def test_a_walk_copies_fields_as_django_makes_them_anew():
    """Each as migrations left it, of the same words and with the same that was set; in the order in which it was asked for."""
    models = MigrationLoader(None).project_state().models.values()
    fields = [field for model in models for field in model.fields.values()]
    assert len(fields) > 900
    anew = [field.clone() for field in fields]
    with tables.walking():
        copied = [field.clone() for field in fields]
        bound = Matter._meta.get_field("title").clone()
    assert not hasattr(bound, "model") and type(fields[0]).clone is Field.clone
    for field, made, copy in zip(fields, anew, copied, strict=True):
        assert copy is not field and copy.deconstruct() == made.deconstruct()
        assert vars(copy).keys() == vars(made).keys()
        if field.remote_field:
            assert copy.remote_field is not field.remote_field and copy.remote_field.field is copy
            assert vars(copy.remote_field).keys() == vars(made.remote_field).keys()
    for one, next_one in itertools.pairwise(each for each in copied if not each.auto_created):
        assert one.creation_counter < next_one.creation_counter


# On SQLite the tables of an installation that went through every migration, from the first release on, are those of a new one: tests/releases.
if os.environ.get("DATABASE_URL"):

    @pytest.mark.django_db
    def test_tables_made_at_once_are_those_of_all_migrations(tmp_path):
        said = {}
        for name, fill in (("made", MADE), ("walked", WALKED)):
            home = tmp_path / name
            home.mkdir()
            with new_database(home) as made:
                done = subprocess.run(
                    [sys.executable, "-c", PROGRAM.format(fill=fill)],
                    env=environment_of(made, home), cwd=ROOT, capture_output=True, text=True, check=True,
                )  # fmt: skip
            said[name] = json.loads(done.stdout)
        assert differing(**said) == {}


@pytest.mark.django_db
def test_who_migrates_at_the_same_time_waits(tmp_path):
    if connection.vendor == "postgresql":
        with migrate._alone(connection), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            assert cursor.fetchone() == (1,)
        return
    folder = os.open(tmp_path, os.O_RDONLY)
    held = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": tmp_path / "duban.sqlite3"})
    with migrate._alone(held), pytest.raises(BlockingIOError):
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(folder)
