"""The list of backups: one line of JSON each in DUBAN_HOME/backups.jsonl, with at least `at` (ISO 8601 with zone) and `file`.

Whoever makes backups appends a line, whoever throws one away sets `gone` to true or takes the line out. Here it is only read: what
was erased is still in the backups that were made before.
"""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def holding(added: datetime.date, erased: datetime.date) -> list[str]:
    """Return the backups, by file, that were made while something was kept: from the day it was added through the day it was erased."""
    return [file for on, file in _listed() if added <= on <= erased]


def last_listed() -> tuple[datetime.date, str] | None:
    """Return the day and the file of the youngest backup on the list that is still there."""
    return max(_listed(), default=None)


def _listed() -> Iterator[tuple[datetime.date, str]]:
    path = Path(settings.HOME) / "backups.jsonl"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            on = datetime.datetime.fromisoformat(row["at"]).date()
        except (ValueError, KeyError, TypeError):
            # A torn last line: the backup was not finished.
            continue
        if not row.get("gone"):
            yield on, str(row.get("file", ""))
