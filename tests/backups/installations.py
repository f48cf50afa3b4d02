"""Installations for tests of backups: folders and databases of their own, on which commands run in processes of their own."""

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = "import sys; from duban.cli import main; sys.exit(main(sys.argv[1:]))"
ROOT = Path(__file__).parents[2]
# The database that the tests were started with (scripts/with_postgres): `make postgres` does not prove again what `make tests` does.
ENGINES = ("postgresql",) if os.environ.get("DATABASE_URL") else ("sqlite",)
SEED = """
import datetime
import django; django.setup()
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from tests import cast, stories
place = cast.office("sanmenxia-2019", slug="shi")
made = stories.matter(place, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
stories.complete(place, made, cast.at("2026-02-10 09:00"))
stories.matter(place, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
rankings.publish_ranking(jurisdiction=place.jurisdiction, kind="month", from_on=datetime.date(2026, 2, 1),
                         to_on=datetime.date(2026, 2, 28), by=By(place.head, cast.at()))
"""


@dataclass
class Installation:
    """One installation; `url` is None on SQLite."""

    home: Path
    url: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    # Run before each command and program.
    before: str = ""

    @property
    def env(self):
        """The environment of its commands."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DATABASE_URL"))}
        said = {
            "DUBAN_HOME": str(self.home),
            "DUBAN_TODAY": "2026-03-31",
            "DUBAN_TESTING": "1",
            "PYTHONPATH": str(ROOT),
        }
        database = {"DATABASE_URL": self.url} if self.url else {}
        return {**kept, **said, **database, "DJANGO_SETTINGS_MODULE": "duban.config.settings", **self.settings}

    def start(self, *words):
        """Start a command and return its process."""
        words = [sys.executable, "-c", f"{self.before}\n{PROGRAM}", *map(str, words)]
        return subprocess.Popen(
            words, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def duban(self, *words):
        """Run a command to its end; return exit code, output and errors."""
        process = self.start(*words)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def python(self, program, *words):
        """Run a program beside it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"{self.before}\n{program}", *map(str, words)],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def make(home, engine="sqlite", **settings):
    """Return an empty installation; on PostgreSQL with a new database beside the one of the tests."""
    if engine == "sqlite":
        return Installation(home, None, settings)
    import psycopg

    base, name = os.environ["DATABASE_URL"], f"backup_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return Installation(home, f"{base.rpartition('/')[0]}/{name}", settings)


def listing(folder):
    """Return every file below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
