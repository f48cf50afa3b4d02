"""Correction of a role: lead becomes support and support lead, and each owes what its right role owes."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _correct(office, matter, unit):
    return proposals.ask("correct_role", of=stories.held(matter, unit), reason="写反了", by=By(office.clerk, AT))


def test_lead_and_support_that_were_mixed_up_change_places(office):
    lead, support = office.units[:2]
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), support=[support])
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 24))
    with pytest.raises(Refused, match="没有牵头单位") as caught:
        _correct(office, made, lead)
    assert "先把另一个单位更正为牵头" in caught.value.possible
    _correct(office, made, support)
    _correct(office, made, lead)
    first, second = stories.held(made, lead), stories.held(made, support)
    assert (first.part, first.stage, second.part, second.due_on) == ("support", "to_accept", "lead", AT.date())
    rows = {(row["kind"], row["unit"]): row for row in journal.fact_rows(office.jurisdiction)}
    assert rows["assigned", "jia"]["role"] == "support" and rows["assigned", "yi"]["role"] == "lead"
    assert ("late", "jia") not in rows
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []


def test_a_report_under_review_is_ruled_on_first(office):
    made = stories.matter(office, due_on="2026-04-30", lead=office.units[:2])
    stories.accept(office, made, AT)
    stories.report(office, made, AT)
    with pytest.raises(Refused, match="还在审核"):
        _correct(office, made, office.units[0])
