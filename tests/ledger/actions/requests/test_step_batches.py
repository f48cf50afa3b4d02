"""Steps put up many at once, and lateness recorded so, write what one after the other write, to the digest."""

import json

import pytest
from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import urges
from duban.ledger.actions.office import daily_run, due_steps
from duban.ledger.actions.process import lateness
from duban.ledger.actions.requests import step_batches
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from tests import cast, stories


@pytest.mark.parametrize("regime", ["sanmenxia-2019", "county-plan", "zhuoni-2022", "ankang-2020"])
def test_many_at_once_write_what_one_after_the_other_write(db, regime, monkeypatch):
    office = cast.office(regime)
    made = [
        stories.matter(office, due_on=f"2026-03-{day:02}", at=cast.at("2026-03-02 09:00"))
        for day in (9, 9, 9, 10, 11, 13, 20)
    ]
    daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day("2026-03-05"))
    stories.complete(office, made[1], cast.at("2026-03-09 10:00"))
    stories.accept(office, made[2], cast.at("2026-03-10 10:00"))
    stories.complete(office, made[3], cast.at("2026-03-14 10:00"))
    urges.urge_unit(
        assignment=stories.held(made[0]), channel="phone", limit=stories.day("2026-03-11"),
        by=By(office.clerk, cast.at("2026-03-10 10:00")),
    )  # fmt: skip
    together = _written(office, "2026-03-19")
    alone, days = [], due_steps.Climb.propose
    monkeypatch.setattr(lateness, "_record_together", lambda keys, *_: alone.append(keys) or (0, keys))
    monkeypatch.setattr(
        step_batches, "_put_up_together", lambda batch, at: (set(), {assignment.pk for assignment, _ in batch})
    )
    monkeypatch.setattr(
        due_steps.Climb, "propose", lambda self, day, at: days(due_steps.Climb(self._jurisdiction), day, at)
    )
    one_by_one = _written(office, "2026-03-19")
    assert alone
    assert together == one_by_one
    assert {line[0] for line in together} >= {"lateness.derived", "proposal.opened"}


def _written(office, through):
    """What a run writes, every column of its lines but numbers of rows; then the run is taken back."""
    with transaction.atomic():
        last = JournalLine.objects.filter(jurisdiction=office.jurisdiction).count()
        daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day(through))
        assert list(journal.verify(office.jurisdiction)) == []
        lines = JournalLine.objects.filter(jurisdiction=office.jurisdiction, seq__gt=last).order_by("seq")
        of_rows = {}
        columns = ("verb", "at", "on", "kind", "unit_id", "matter_id", "seq", "key")
        found = [
            [*(getattr(line, name) for name in columns), json.dumps(_numbered([line.of, line.data], of_rows))]
            for line in lines
        ]
        transaction.set_rollback(True)
    return found


def _numbered(said, numbers):
    """The same with the keys of proposals and signatures counted from 0, in the order in which they come."""
    if isinstance(said, list):
        return [_numbered(each, numbers) for each in said]
    if isinstance(said, dict):
        return {
            _numbered(name, numbers): numbers.setdefault(f"proposal:{value}", len(numbers))
            if name == "proposal_id"
            else _numbered(value, numbers)
            for name, value in said.items()
        }
    if isinstance(said, str) and said.partition(":")[0] in ("proposal", "signature"):
        return numbers.setdefault(said, len(numbers))
    return said
