"""Tests of the default run once more with every statement, 200 races, 10,000 steps, on SQLite and on PostgreSQL (RELIABILITY 4, 9, 10)."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.torture
RACES = int(os.environ.get("DUBAN_RACES", "200"))
STEPS = int(os.environ.get("DUBAN_STEPS", "10000"))
DATABASES = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


def _run(database, tmp_path, *words, **variables) -> Counter:
    """Run tests in a pytest of their own; returns what they recorded, summed. Fails where one of them does, or none ran."""
    found = tmp_path / "found.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={found}", *words]
    if database == "postgresql":
        command.insert(0, str(ROOT / "scripts" / "with_postgres"))
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("DUBAN_", "DATABASE_URL"))}
    # Without PostgreSQL it must not seem to have run.
    done = subprocess.run(
        command, cwd=ROOT, env={**outer, "CI": "true", **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    recorded = Counter()
    for each in ElementTree.parse(found).iter("property"):
        recorded[each.get("name")] += int(each.get("value"))
    return recorded


@DATABASES
def test_every_statement_fails(database, tmp_path):
    """Every statement of every act fails once, and the commit (RELIABILITY 4)."""
    found = _run(database, tmp_path, "tests/ledger/test_statements.py", DUBAN_STATEMENTS="all")
    print(
        f"\nTORTURE 4 failing statements, {database}: {found['failures']} statements and commits of {found['acts']} acts, 0 half-written"
    )
    print(
        f"\nTORTURE 45 no line no act, {database}: the insert of the journal's line is among them, 0 acts without a line"
    )
    assert found["failures"] > 208


@DATABASES
def test_races(database, tmp_path):
    """Acts that exclude each other, begun together (RELIABILITY 9)."""
    files = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("tests/ledger/test_races*.py"))
    # Ten tests and more run their race so many times.
    found = _run(database, tmp_path, *files, DUBAN_RACES=str(-(-RACES // 10)))
    print(f"\nTORTURE 9 races, {database}: {found['races']} races, one outcome each, 0 deadlocks, chains whole")
    assert found["races"] >= RACES


@DATABASES
def test_a_life_walked_at_random(database, tmp_path):
    """A state machine against its model (RELIABILITY 10)."""
    found = _run(database, tmp_path, "tests/ledger/test_machine.py", DUBAN_STEPS=str(STEPS))
    print(f"\nTORTURE 10 walk at random, {database}: {found['steps']} steps under five documents, 0 divergences")
    assert found["steps"] >= STEPS
