"""Back to the second before a mistake: WAL archived to a folder, a base backup, everything dropped, restored to one second before (RELIABILITY 21)."""

import datetime
import json
import os
import pwd
import shutil
import time
from pathlib import Path

import pytest

from tests.servers import Installation, Postgres
from tests.torture import writing

pytestmark = pytest.mark.torture

# One line of the journal a tenth of a second, each with the instant at which it was acknowledged.
WRITE = """
import json, time
from django.utils import timezone
from duban.ledger.actions.upkeep.backups import record_backup
acknowledged = []
until = time.monotonic() + 6
while time.monotonic() < until:
    at = timezone.now()
    record_backup("backup.tried", data={"n": len(acknowledged)}, at=at)
    acknowledged.append(timezone.now().timestamp())
    time.sleep(0.1)
print(json.dumps(acknowledged))
"""
STATE = """
import json
from duban.ledger import journal
from duban.ledger.models import JournalLine
from duban.people.models import Jurisdiction
office = Jurisdiction.objects.order_by("pk").first()
lines = JournalLine.objects.filter(jurisdiction=office, verb="backup.tried").order_by("seq")
print(json.dumps({"lines": [line.data["n"] for line in lines], "flaws": [str(flaw) for flaw in journal.verify(office)]}))
"""


def test_an_installation_goes_back_to_the_second_before(tmp_path):
    """What was acknowledged up to that second is there, chains hold, and the time that it took is said (RELIABILITY 21)."""
    archive = Path("/tmp") / f"duban-wal-{os.getpid()}"
    archive.mkdir(mode=0o755)
    owner = pwd.getpwnam("postgres")
    os.chown(archive, owner.pw_uid, owner.pw_gid)
    command = f"test ! -f {archive}/%f && cp %p {archive}/.%f && mv {archive}/.%f {archive}/%f"
    try:
        with Postgres("-c archive_mode=on", f"-c 'archive_command={command}'", "-c wal_level=replica") as database:
            installation = Installation(tmp_path / "home", database.url)
            writing.founded(installation)
            database.run(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                str(database.port),
                "-U",
                "duban",
                "-D",
                str(database.folder / "base"),
                "-X",
                "none",
                "-c",
                "fast",
            )
            acknowledged = json.loads(installation.python(WRITE))
            dropped = time.time()
            database.query("DROP TABLE ledger_journalline CASCADE")
            # The mistake is in the archive too: going back must stop before it.
            database.query("SELECT pg_switch_wal()")
            _wait_archived(database)
            began = time.monotonic()
            target = dropped - 1
            _go_back(database, archive, target)
            state = json.loads(installation.python(STATE))
            took = time.monotonic() - began
        due = [number for number, at in enumerate(acknowledged) if at <= target]
        assert state["flaws"] == []
        assert state["lines"][: len(due)] == due, "everything acknowledged until the target is there"
        assert len(state["lines"]) <= len(due) + 1, "and nothing from after it"
        last = acknowledged[state["lines"][-1]]
        behind = max(0.0, target - last)
        assert behind <= 1
        print(
            f"TORTURE 21 point in time: 0 of {len(due)} acknowledged lost, {behind:.2f} s behind the target, back in {took:.1f} s"
        )
    finally:
        shutil.rmtree(archive, ignore_errors=True)


def _wait_archived(database):
    for _ in range(300):
        if database.query("SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'") == "0":
            return
        time.sleep(0.1)
    raise AssertionError("WAL is not archived")


def _go_back(database, archive, target):
    """Do what docs/operations.md says."""
    database.stop("fast")
    data, base = database.folder / "data", database.folder / "base"
    shutil.move(data, database.folder / "broken")
    shutil.move(base, data)
    moment = datetime.datetime.fromtimestamp(target, datetime.UTC).isoformat(sep=" ")
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"\nrestore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
        )
    (data / "recovery.signal").touch()
    owner = pwd.getpwnam("postgres")
    for path in (data / "recovery.signal", data / "postgresql.auto.conf"):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    database.start()
    for _ in range(300):
        if database.query("SELECT pg_is_in_recovery()") == "f":
            return
        time.sleep(0.1)
    raise AssertionError("still in recovery")
