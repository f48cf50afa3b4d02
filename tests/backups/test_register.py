"""The list of backups: nothing that was listed is forgotten, also by a restore of an older one."""

import datetime
import json

import pytest
from django.utils import timezone

from duban.backups import register
from duban.cli.scoring import examinations
from duban.ledger import backups

DAY = "2026-03-30T02:00:00+08:00"


@pytest.fixture
def listed(settings, tmp_path):
    """Return what the list names, in its order, with its file in a folder of this test."""
    settings.HOME = tmp_path
    file = tmp_path / "backups.jsonl"
    return lambda: [
        json.loads(line)["sha256"]
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("{") and line.endswith("}")
    ]


def test_a_restore_adds_what_was_listed_there_and_forgets_nothing(listed, tmp_path):
    register.note(DAY, tmp_path / "b", "b", 2)
    older = '{"at": "2026-03-29T02:00:00+08:00", "file": "/backup/a", "sha256": "a", "size": 1}\n{"at": "2026-03-3'
    register.merge(older)
    register.merge(older)
    register.note(DAY, tmp_path / "b", "b", 2)
    assert listed() == ["b", "a"]


def test_the_youngest_that_is_still_there_is_known(listed, tmp_path):
    assert backups.last_listed() is None
    register.note(DAY, tmp_path / "a", "a", 1)
    register.note("2026-03-31T02:00:00+08:00", tmp_path / "b", "b", 1)
    assert backups.last_listed() == (datetime.date(2026, 3, 31), str(tmp_path / "b"))
    register.note_gone([tmp_path / "b"])
    assert backups.last_listed() == (datetime.date(2026, 3, 30), str(tmp_path / "a"))


@pytest.mark.django_db
def test_the_doctor_reads_the_list_too(listed, tmp_path):
    """A backup before an upgrade cannot write a line into a journal of the release before."""
    now = timezone.make_aware(datetime.datetime(2026, 3, 31, 9))
    assert [each.level for each in examinations.backup_findings(now)] == ["warn", "warn"]
    register.note(DAY, tmp_path / "a", "a", 1)
    made, tried = examinations.backup_findings(now)
    assert (made.level, tried.level) == ("ok", "warn") and "2026-03-30" in made.what
    assert next(iter(examinations.backup_findings(now + datetime.timedelta(days=9)))).level == "warn"
