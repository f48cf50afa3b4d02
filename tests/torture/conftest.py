"""Long checks, run by `make torture` alone: minutes and hours, killed servers, filled disks. Each prints `TORTURE <check> <what>: <figure>`.

What they print becomes a table at the end of the run, and rows of the file that DUBAN_FIGURES names.
"""

import datetime
import os
import re
from pathlib import Path

import pytest

from tests.torture import table

# They are not skipped in silence elsewhere: they are not part of `make test` at all.
collect_ignore_glob = [] if os.environ.get("DUBAN_TORTURE") == "1" else ["test_*.py"]
_ROWS = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[_ROWS] = []
    file = os.environ.get("DUBAN_FIGURES")
    if file and not Path(file).is_file():
        raise pytest.UsageError(f"DUBAN_FIGURES: no such file, {file}; it is a copy of docs/reliability.md")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep the figures of a test that is over, whatever its outcome; a run that is stopped keeps those before."""
    report = yield
    if item.get_closest_marker("torture") and (report.when == "call" or report.failed):
        test = " and ".join(
            [item.originalname, *map(str, (getattr(item, "callspec", None) and item.callspec._idlist) or ())]
        )
        named = re.search(r"\(RELIABILITY ([\d, ]+)\)", f"{item.function.__doc__ or ''} {item.module.__doc__ or ''}")
        checks = [int(number) for number in named[1].split(",")] if named else []
        today = datetime.date.today().isoformat()
        found = table.rows_of(report.capstdout, test=test, passed=report.passed, checks=checks, day=today)
        item.config.stash[_ROWS].extend(found)
        if file := os.environ.get("DUBAN_FIGURES"):
            table.write(Path(file), found, test=test)
    return report


def pytest_terminal_summary(terminalreporter, config):
    if rows := config.stash[_ROWS]:
        terminalreporter.section("figures")
        terminalreporter.write_line(table.drawn(rows))
