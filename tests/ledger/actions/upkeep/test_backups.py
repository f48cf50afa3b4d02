"""Backups: each is a line in every office's journal; which of them hold what was erased is known."""

import datetime
import json

import pytest

from duban.ledger import backups
from duban.ledger.actions.upkeep import backups as acts
from duban.ledger.models import JournalLine
from tests.senders import AT


def test_the_list_of_backups_says_which_hold_what_was_erased(settings, tmp_path):
    settings.HOME = tmp_path
    erased = datetime.date(2036, 4, 2)
    assert backups.holding(AT.date(), erased) == []
    rows = [("2026-03-01", "before"), ("2026-04-01", "during"), ("2030-01-01", "gone"), ("2036-05-01", "after")]
    lines = [json.dumps({"at": f"{day}T02:00:00+08:00", "file": name, "gone": name == "gone"}) for day, name in rows]
    (tmp_path / "backups.jsonl").write_text("\n".join([*lines, '{"at": "2031']), encoding="utf-8")
    assert backups.holding(AT.date(), erased) == ["during"]


@pytest.mark.django_db
def test_every_office_has_its_line(office, zhuoni, at):
    data = {"file": "duban-2026-03-31.tar", "sha256": "0" * 64, "size": 4096, "seconds": 2}
    assert acts.record_backup("backup.made", data=data, at=at) == 2
    lines = JournalLine.objects.filter(verb="backup.made")
    assert {line.jurisdiction for line in lines} == {office.jurisdiction, zhuoni.jurisdiction}
    assert [(line.actor, line.data["file"]) for line in lines] == [(None, "duban-2026-03-31.tar")] * 2


@pytest.mark.django_db
def test_a_verb_that_the_journal_does_not_know_is_refused(office, at):
    with pytest.raises(KeyError):
        acts.record_backup("backup.lost", data={}, at=at)
    assert not JournalLine.objects.filter(verb__startswith="backup.").exists()
