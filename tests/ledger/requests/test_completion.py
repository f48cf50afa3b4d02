"""Completion: a result that was checked counts as done by the signature of who approves it."""

import datetime

import pytest

from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.mark.feature("completion_check")
@pytest.mark.proves("county-plan", "一(二)", "completion_check")
def test_the_clerk_checks_and_the_head_approves_the_completion(county):
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    with pytest.raises(Forbidden) as caught:
        reports.accept_report(report=report, by=By(county.clerk, AT))
    assert caught.value.clause == "一(二)"
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    assert asked.clause == "一(二)"
    with pytest.raises(Conflict):
        proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    assert stories.sign_as(asked, county.head).outcome == "carried_out"
    assert stories.held(made).completed_on == AT.date()
    assert JournalLine.objects.get(kind="completed").actor == county.head


def test_a_result_that_is_returned_is_not_waiting_for_approval_any_more(county):
    made = stories.matter(county, due_on="2026-04-30")
    stories.accept(county, made, AT)
    report = stories.report(county, made, AT)
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    reports.return_report(report=report, reason="没有佐证", redo_by=datetime.date(2026, 4, 3), by=By(county.clerk, AT))
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    with pytest.raises(Conflict):
        stories.sign_as(asked, county.head)
    new = stories.report(county, made, AT)
    assert proposals.ask("completion", of=new, reason="已核", by=By(county.clerk, AT)).outcome == "open"


def test_nothing_is_forwarded_where_no_approval_is_asked_for(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    with pytest.raises(Refused):
        proposals.ask("completion", of=stories.report(office, made, AT), reason="x", by=By(office.clerk, AT))
