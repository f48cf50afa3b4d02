"""What falls with a mistake: lines, papers, consequences, steps under way; each says why, nothing is erased."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models import Annulment, Consequence, JournalLine
from tests import cast, stories

pytestmark = pytest.mark.django_db
RIGHT = datetime.date(2026, 5, 20)


def test_a_step_that_was_carried_out_falls_with_its_circular_its_paper_and_what_it_brought(office):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 24))
    held = stories.held(made)
    at = cast.at("2026-03-24 09:00")
    asked = held.proposals.get(act="step")
    stories.sign(asked, at)
    proposals.carry_out(proposal=asked, by=By(office.clerk, at), authority="prefecture")
    assert JournalLine.objects.filter(kind="step").count() == 1
    proposals.ask("correct_due", of=held, due_on=RIGHT, reason="月份写错", by=By(office.clerk, cast.at()))
    assert [row["kind"] for row in journal.fact_rows(office.jurisdiction)] == ["assigned"]
    assert not Consequence.objects.filter(lifted_on=None).exists()
    assert {each.fate for each in Annulment.objects.exclude(notice__paper="x")} == {"corrected", "recalled"}
    assert not held.proposals.filter(act="step", outcome__in=("open", "approved")).exists()
    assert daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 31)).proposed == 0
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []
