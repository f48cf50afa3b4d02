"""Every version that was released comes up to today's with all its rows, works, and goes back down; its migrations stay as they were.

scripts/keep_release makes what lies in the folders beside this file.
"""

import hashlib
import json
import lzma
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.backups.installations import ENGINES, ROOT, make
from tests.ledger.test_tables import differing

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "migrations.sha256").is_file())
# What Django keeps for itself, and what grows when the program runs.
_OWN = ("django_", "auth_permission", "axes_", "sqlite_", "ledger_journalline")
# A walk through the migrations makes each model anew at each step: a third of its time would be spent on what of that is left.
UNCOLLECTED = "import gc; gc.disable()"

COUNT = """
import json, sys, django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    counts = {}
    for name in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
        counts[name] = cursor.fetchone()[0]
print(json.dumps(counts))
"""
TABLES = """
import json, django; django.setup()
from django.db import connection
from tests.ledger.test_tables import told
with connection.cursor() as cursor:
    print(json.dumps(told(cursor, connection.vendor), default=str))
"""
# The main pages as one officer of each role, then one act.
USE = """
import datetime, django; django.setup()
from django.test import Client
from django.utils import timezone
from duban.ledger import journal
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Jurisdiction, Officer
seen = 0
for office in Jurisdiction.objects.order_by("pk"):
    roles = {}
    for officer in Officer.objects.filter(jurisdiction=office, is_active=True).order_by("pk"):
        roles.setdefault(officer.role, officer)
    for role, officer in roles.items():
        client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=True)
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        import time
        session["began"] = session["seen"] = int(time.time())
        session.save()
        no = Matter.objects.filter(jurisdiction=office).order_by("pk").values_list("no", flat=True).first()
        for path in ("/desk", "/inbox", "/matters", f"/matters/{no}", "/rankings", "/journal", "/appeals", "/inspections", "/bulletins"):
            answer = client.get(path)
            assert answer.status_code < 500, (office.slug, role, path, answer.status_code)
            seen += answer.status_code == 200
    clerk = roles["clerk"]
    matter = Matter.objects.filter(jurisdiction=office).order_by("pk").first()
    attachments.add_file(jurisdiction=office, matter=matter, name="升级后.txt", chunks=[b"after"], by=By(clerk, timezone.now()))
print(seen)
"""


def unpacked(release, engine, folder):
    """Return the kept installation of a release in a folder of its own, on that database."""
    with lzma.open(HERE / release / "installation.tar.xz") as packed, tarfile.open(fileobj=packed) as archive:
        archive.extractall(folder / "home", filter="data")
    made = make(folder / "home", engine, DUBAN_TODAY="2026-11-28")
    if engine == "postgresql":
        sql = lzma.decompress((HERE / release / "postgresql.sql.xz").read_bytes())
        done = subprocess.run(
            ["psql", "--quiet", "--set=ON_ERROR_STOP=1", made.url], input=sql, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        (made.home / "duban.sqlite3").unlink()
    return made


def _counts(installation):
    counts = json.loads(installation.python(COUNT))
    return {name: count for name, count in counts.items() if not name.startswith(_OWN)}


def _last_migrations(release):
    """Return the name of the last migration of each of our apps in a release."""
    lines = (HERE / release / "migrations.sha256").read_text(encoding="utf-8").split()[1::2]
    return {Path(name).parts[1]: Path(name).stem for name in sorted(lines)}


@pytest.mark.parametrize("release", RELEASES)
def test_migrations_of_a_release_are_never_edited(release):
    lines = (HERE / release / "migrations.sha256").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        digest, name = line.split()
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, (
            f"{name} was released with {release}: write a new one"
        )


def test_the_first_release_is_kept():
    assert RELEASES[0] == "0.1.0"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("release", RELEASES)
def test_an_installation_of_a_release_comes_up_works_and_goes_back(release, engine, tmp_path):
    old = unpacked(release, engine, tmp_path)
    old.before = UNCOLLECTED
    before = _counts(old)
    empty = {name for name, count in before.items() if not count}
    assert not empty, f"tables of which nothing is tried: {empty}"
    code, out, err = old.duban("audit", "verify")
    assert code == 2 and "duban migrate" in err, "today's program waits for its tables"
    # Backed up as it was found, before anything is changed.
    code, out, err = old.duban("backup", tmp_path / "before.backup")
    assert code == 0, out + err
    code, out, err = old.duban("migrate")
    assert (code, err) == (0, ""), err
    for words in (("audit", "verify"), ("ranking", "verify"), ("fsck",)):
        code, out, err = old.duban(*words)
        assert code == 0, out + err
    new = make(tmp_path / "new", engine)
    assert new.duban("migrate")[0] == 0
    assert differing(json.loads(old.python(TABLES)), json.loads(new.python(TABLES))) == {}, "tables as of a new one"
    assert int(old.python(USE)) > 50
    code, out, err = old.duban("audit", "verify")
    assert code == 0, out + err
    up = _counts(old)
    assert {name: up[name] for name in before if name != "ledger_attachment"} == {
        name: count for name, count in before.items() if name != "ledger_attachment"
    }
    # Down to the tables that the release knew: no row is lost. And up again: `make torture`, with 100,000 matters.
    steps = "; ".join(
        f"c('migrate', '{app}', '{name}', verbosity=0)" for app, name in _last_migrations(release).items()
    )
    old.python(f"import django; django.setup(); from django.core.management import call_command as c; {steps}")
    down = _counts(old)
    assert {name: down[name] for name in before} == {name: up[name] for name in before}
    # What the release had backed up comes up as well, elsewhere; from 0.2.0 on what its own program did.
    own = HERE / release / "installation.backup"
    assert own.is_file() or release == "0.1.0"
    for number, backup in enumerate([tmp_path / "before.backup", *([own] if own.is_file() else [])]):
        again = make(tmp_path / f"again-{number}", engine)
        again.before = UNCOLLECTED
        for words in (("restore", backup), ("audit", "verify"), ("ranking", "verify")):
            code, out, err = again.duban(*words)
            assert code == 0, out + err
