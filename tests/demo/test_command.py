"""`duban demo` never touches what is not its own."""

import os
import subprocess
import sys

import pytest

from duban.demo import years
from duban.demo.jurisdictions import PLACES
from duban.people.models import Jurisdiction
from tests import cast

PROGRAM = "import sys; from duban.cli import main; sys.exit(main(sys.argv[1:]))"


def demo(home, *words, **variables):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "demo", "--no-serve", *words],
        env={**kept, "DUBAN_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_never_runs_in_production(tmp_path):
    done = demo(tmp_path, DUBAN_PRODUCTION="1")
    assert done.returncode == 2
    assert "DUBAN_PRODUCTION" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "duban.sqlite3").exists()


def test_fresh_deletes_no_real_office(tmp_path):
    database = tmp_path / "duban.sqlite3"
    database.write_bytes(b"a real office's ledger")
    done = demo(tmp_path, "--fresh")
    assert done.returncode == 2
    assert "不是演示数据的目录" in done.stderr
    assert database.read_bytes() == b"a real office's ledger"


def test_fresh_leaves_another_database_alone(tmp_path):
    done = demo(tmp_path, "--fresh", DATABASE_URL="postgresql://duban@127.0.0.1:1/duban")
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr


@pytest.mark.django_db
def test_it_is_filled_once(settings):
    assert not years.is_filled()
    cast.office()
    assert not years.is_filled()
    Jurisdiction.objects.bulk_create(
        Jurisdiction(slug=place.slug, name=place.name, regime=place.regime, is_demo=True) for place in PLACES
    )
    assert years.is_filled()
