"""Backup and restore by their commands, on either database: the same installation on an empty machine, killed and done again, under writers."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from duban.backups import archives
from tests.backups import installations
from tests.backups.installations import ENGINES, listing, make

LOGIN = """
import django; django.setup()
from django.test import Client
from tests import cast
client = Client(headers={"host": "127.0.0.1"})
page = client.post("/login", {"username": "shi.clerk", "password": cast.PASSWORD})
assert page.status_code == 302, page.status_code
for path in ("/desk", "/matters", "/rankings"):
    assert client.get(path).status_code == 200, path
"""
# PostgreSQL's planner knows how full the restored tables are before anybody asks for a list.
KNOWN = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'ledger_matter' AND schemaname = current_schema()")
    print(cursor.fetchone()[0])
"""
# What a writer does until it is ended: a file, its row, and its line of the journal in one act after the other.
WRITER = """
import sys, threading
import django; django.setup()
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Officer
from tests import cast
matter, clerk = Matter.objects.order_by("pk").first(), Officer.objects.get(username="shi.clerk")
def write(number):
    for count in range(100_000):
        attachments.add_file(jurisdiction=matter.jurisdiction, matter=matter, name=f"{number}-{count}.txt", chunks=[f"{number} {count}".encode()], by=By(clerk, cast.at()))
        if count == 3: print("ready", flush=True)
for number in range(8):
    threading.Thread(target=write, args=(number,)).start()
"""


def _tables(file, words=None):
    with archives.reading(file, words) as archive:
        said = json.loads(archive.read("manifest.json"))
    # The line that tells of a restore or a backup is the only thing that is new.
    changing = {"ledger_journalline", "ledger_chain"}
    return {
        table["name"]: (table["rows"], table["content"]) for table in said["tables"] if table["name"] not in changing
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_machine_becomes_the_same_installation(source, backup, tmp_path, engine):
    target = make(tmp_path / "home", engine)
    code, out, err = target.duban("restore", backup, "--passphrase-file", backup.with_name("words"))
    assert (code, err) == (0, ""), err
    assert "逐表核对一致" in out and "全部一致" in out and "DUBAN_REGIMES" in out
    for installation in (source, target):
        code, out, err = installation.duban("audit", "verify")
        assert code == 0 and "完好：" in out, out + err
    assert listing(source.home / "files") == listing(target.home / "files")
    assert (target.home / "secret_key").read_bytes() == (source.home / "secret_key").read_bytes()
    assert (target.home / "regimes" / "0" / "own" / "note.txt").read_text(encoding="utf-8") == "自有"
    assert not (target.home / ".restoring").exists()
    assert engine == "sqlite" or int(target.python(KNOWN)) > 3
    target.python(LOGIN)
    assert "全部一致" in target.duban("ranking", "verify")[1] and target.duban("fsck")[0] == 0
    # Back to SQLite by the same pair of commands, and each table is what it was.
    assert target.duban("backup", tmp_path / "again.backup")[0] == 0
    words = backup.with_name("words").read_text(encoding="utf-8").strip()
    before = _tables(backup, words)
    assert len(before) > 70
    # With a desk comes what a unit's points are counted from, kept for the next who asks.
    signed_in = {
        "people_officer",
        "axes_accesslog",
        "django_session",
        "ledger_auditevent",
        "ledger_tally",
        "ledger_unittally",
    }
    after = _tables(tmp_path / "again.backup")
    assert {name for name in before if before[name] != after[name]} <= signed_in
    if engine == "postgresql":
        back = make(tmp_path / "back")
        assert back.duban("restore", tmp_path / "again.backup")[0] == 0
        assert back.duban("backup", tmp_path / "third.backup")[0] == 0
        assert _tables(tmp_path / "third.backup") == after


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_restore_says_so_and_can_be_done_again(backup, tmp_path, engine):
    target = make(tmp_path / "home", engine)
    words = ("--passphrase-file", backup.with_name("words"))
    process = target.start("restore", backup, *words)
    until = time.monotonic() + 120
    while not (target.home / ".restoring" / "files").exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.01)
    # On a quick machine, with nothing else to do, all of it is done half a second later.
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    code, out, err = target.duban("audit", "verify")
    assert (code, out) == (2, "") and "上次恢复没有完成" in err
    code, out, err = target.duban("restore", backup, *words)
    assert code == 0, err
    assert target.duban("audit", "verify")[0] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_taken_while_eight_write_holds_together(source, tmp_path, engine):
    busy = make(tmp_path / "busy", engine)
    if engine == "sqlite":
        shutil.copytree(source.home, busy.home)
    else:
        assert source.duban("backup", tmp_path / "first.backup")[0] == 0
        assert busy.duban("restore", tmp_path / "first.backup")[0] == 0
    writers = subprocess.Popen(
        [sys.executable, "-c", WRITER], env=busy.env, cwd=installations.ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert [writers.stdout.readline() for _ in range(4)] == ["ready\n"] * 4
        code, out, err = busy.duban("backup", tmp_path / "busy.backup")
        assert (code, err) == (0, ""), out
        still_writing = writers.poll() is None
    finally:
        writers.kill()
        writers.communicate()
    assert still_writing
    target = make(tmp_path / "home")
    code, out, err = target.duban("restore", tmp_path / "busy.backup")
    assert (code, err) == (0, ""), out
    assert "全部一致" in out
    with archives.reading(tmp_path / "busy.backup", None) as archive:
        assert json.loads(archive.read("manifest.json"))["files"] > 16
