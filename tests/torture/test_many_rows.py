"""A hundred thousand matters: backed up and restored with time and size said, and brought up from 0.1.0 and down again while others read."""

import os
import re
import threading
import time

import pytest

from tests.backups.installations import make
from tests.releases.test_upgrades import unpacked
from tests.servers import Postgres

pytestmark = pytest.mark.torture
COUNT = int(os.environ.get("DUBAN_MANY", "100000"))

# Copies of one matter and its assignment, in plain SQL: the tables are those of the release.
MULTIPLY = """
import sys, django; django.setup()
from django.db import connection, transaction
def copy(table, changed, others, first=""):
    with connection.cursor() as cursor:
        names = [each.name for each in connection.introspection.get_table_description(cursor, table) if each.name != "id"]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(changed.get(name, f'o."{name}"') for name in names)
        cursor.execute(f"{first} INSERT INTO {table} ({columns}) SELECT {values} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) o, {others}")
numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {int(sys.argv[1])})"
with transaction.atomic():
    copy("ledger_matter", {"no": "'M-' || n.i", "title": "'大批事项 ' || n.i"}, "n", numbers)
    copy("ledger_assignment", {"matter_id": "m.id"}, "(SELECT id FROM ledger_matter WHERE no LIKE 'M-%') m")
"""
# What readers look at while tables change under them, each by its key.
READ = (
    "SELECT title FROM ledger_matter WHERE id = {}",
    "SELECT stage FROM ledger_assignment WHERE id = {}",
    "SELECT username FROM people_officer WHERE id = {}",
    "SELECT name FROM ledger_attachment WHERE id = {}",
    "SELECT seq FROM ledger_journalline WHERE id = {}",
)
MIGRATE = "import sys, django; django.setup()\nfrom django.core.management import call_command as c\nc('migrate', *sys.argv[1:], verbosity=0)"
ROWS = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("ledger_matter", "ledger_assignment", "ledger_appeal", "people_officer"):
        cursor.execute(f"SELECT COUNT(*) FROM {name}")
        print(name, cursor.fetchone()[0])
"""


class Reader(threading.Thread):
    """Reads without end; `longest` is the longest that one read waited, in seconds."""

    def __init__(self, installation):
        super().__init__(daemon=True)
        self.installation, self.longest, self.reads, self.going = installation, 0.0, 0, True

    def run(self):
        connection = self._connected()
        while self.going:
            for words in READ:
                began = time.monotonic()
                connection.execute(words.format(self.reads % 40 + 1)).fetchall()
                self.longest = max(self.longest, time.monotonic() - began)
                self.reads += 1
            time.sleep(0.01)

    def _connected(self):
        if self.installation.url:
            import psycopg

            return psycopg.connect(self.installation.url, autocommit=True)
        import sqlite3

        return sqlite3.connect(self.installation.home / "duban.sqlite3", timeout=60)


@pytest.fixture(params=["postgresql", "sqlite"])
def many(request, tmp_path, monkeypatch):
    """An installation of 0.1.0 with so many matters."""
    if request.param == "sqlite":
        monkeypatch.delenv("DATABASE_URL", raising=False)
        old = unpacked("0.1.0", "sqlite", tmp_path)
        old.python(MULTIPLY, COUNT)
        yield old
        return
    with Postgres() as database:
        monkeypatch.setenv("DATABASE_URL", database.url)
        old = unpacked("0.1.0", "postgresql", tmp_path)
        old.python(MULTIPLY, COUNT)
        yield old


def test_all_migrations_up_and_down_while_others_read(many):
    """No reader waits for two seconds, and no row is lost (RELIABILITY 22)."""
    before, figures = many.python(ROWS), []
    for what, steps in (("up", [()]), ("down", [("ledger", "0002"), ("people", "0001")]), ("up again", [()])):
        reader = Reader(many)
        reader.start()
        began = time.monotonic()
        for words in steps:
            many.python(MIGRATE, *words)
        took = time.monotonic() - began
        reader.going = False
        reader.join(timeout=60)
        assert many.python(ROWS) == before
        figures.append(f"{what} in {took:.1f} s, longest wait {reader.longest:.2f} s of {reader.reads} reads")
        assert reader.reads > 100 and reader.longest < 2, figures
    engine = "PostgreSQL" if many.url else "SQLite"
    print(f"TORTURE 22 {engine}, {COUNT} matters: {'; '.join(figures)}")


def test_backup_and_restore_of_many(many, tmp_path):
    """Every table is the same to the last byte; time and size are said (RELIABILITY 17)."""
    many.python(MIGRATE)
    code, out, err = many.duban("backup", tmp_path / "many.backup")
    assert code == 0, out + err
    made = re.search(r"：([\d.]+) MB，用时 ([\d.]+) 秒", out)
    target = make(tmp_path / "target", "postgresql" if many.url else "sqlite")
    code, out, err = target.duban("restore", tmp_path / "many.backup")
    assert "逐表核对一致" in out, out[-2000:] + err
    took = re.search(r"用时 ([\d.]+) 秒", out)
    assert many.python(ROWS) == target.python(ROWS)
    engine = "PostgreSQL" if many.url else "SQLite"
    print(
        f"TORTURE 17 {engine}, {COUNT} matters: backup of {made[1]} MB in {made[2]} s, restored and verified in {took[1]} s"
    )
