"""Lateness is recorded many lines at a time, once each, and goes on where it stopped."""

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.process import lateness
from duban.ledger.models import JournalLine, Proposal
from tests import cast, stories


def _late(office):
    return JournalLine.objects.filter(jurisdiction=office.jurisdiction, kind="late").order_by("on")


def _steps(office):
    return Proposal.objects.filter(jurisdiction=office.jurisdiction, act="step")


def test_a_run_that_stopped_half_way_goes_on(office, monkeypatch):
    for due in ("2026-03-11", "2026-03-12", "2026-03-13"):
        stories.matter(office, due_on=due, at=cast.at("2026-03-02 09:00"))
    record, calls = lateness.journal_lines.record_all, []

    def stop(*args, **given):
        calls.append(args)
        made = record(*args, **given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(lateness.journal_lines, "record_all", stop)
    with pytest.raises(KeyboardInterrupt):
        daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day("2026-03-20"))
    assert (_late(office).count(), _steps(office).count()) == (1, 1)
    monkeypatch.setattr(lateness.journal_lines, "record_all", record)
    daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day("2026-03-20"))
    assert [line.on.day for line in _late(office)] == [12, 13, 14]
    assert _steps(office).count() == 3


def test_a_batch_ends_where_it_ends():
    assert [list(some) for some in lateness.batches(list(range(5)), 2)] == [[0, 1], [2, 3], [4]]
    assert list(lateness.batches([])) == []
