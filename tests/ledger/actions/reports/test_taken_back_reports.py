"""A unit takes its report back, or follows it by another, while nobody has ruled on it; the journal keeps both."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports, taken_back_reports
from duban.ledger.actions.requests import proposals
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.models.reports import What
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _reported(office, due_on="2026-04-30", what=What.RESULT):
    made = stories.matter(office, due_on=due_on)
    stories.accept(office, made, AT)
    return made, stories.report(office, made, AT, what=what)


def _sound(office):
    assert [str(each) for each in integrity.verify([office.jurisdiction], integrity.Figures())] == []


def test_what_was_taken_back_does_not_count_and_its_date_runs_again(office):
    made, report = _reported(office)
    taken_back_reports.take_back_report(report=report, reason="附件传错", by=By(office.liaison, AT))
    assert stories.held(made).stage == "in_hand"
    assert "reported" not in {row["kind"] for row in journal.fact_rows(office.jurisdiction)}
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 5, 1))
    assert [row["what"] for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "late"] == ["result"]
    _sound(office)


def test_a_report_that_waits_is_followed_by_another_and_what_it_met_in_time_stays_met(office):
    made, first = _reported(office, due_on="2026-04-10")
    later = By(office.liaison, cast.at("2026-04-12 09:00"))
    words = reports.Words("补充验收材料。")
    with pytest.raises(Refused, match="还在审核"):
        reports.submit_report(assignment=stories.held(made), what=What.RESULT, words=words, by=later)
    with pytest.raises(Refused, match="同类"):
        reports.submit_report(assignment=stories.held(made), what=What.PROGRESS, words=words, follows=True, by=later)
    second = reports.submit_report(assignment=stories.held(made), what=What.RESULT, words=words, follows=True, by=later)
    first.refresh_from_db()
    assert (first.ruling, second.ruling) == ("superseded", "waiting")
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 4, 13))
    assert "late" not in {row["kind"] for row in journal.fact_rows(office.jurisdiction)}
    with pytest.raises(Conflict):
        taken_back_reports.take_back_report(report=first, reason="x", by=later)
    _sound(office)


def test_only_its_own_unit_with_a_reason_and_before_a_ruling_or_a_signature():
    county = cast.office("county-plan")
    _, report = _reported(county)
    with pytest.raises(Forbidden):
        taken_back_reports.take_back_report(report=report, reason="x", by=By(county.other_liaison, AT))
    with pytest.raises(Refused) as caught:
        taken_back_reports.take_back_report(report=report, reason=" ", by=By(county.liaison, AT))
    assert caught.value.field == "reason"
    asked = proposals.ask("completion", of=report, reason="已核", by=By(county.clerk, AT))
    taken_back_reports.take_back_report(report=report, reason="数据有误", by=By(county.liaison, AT))
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"
    _sound(county)


def test_cooperating_units_are_at_work_again_with_a_reopened_matter_or_stay_done_by_choice(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    stories.complete(office, made, AT)
    support = office.units[1]
    assert stories.held(made, support).stage == "completed"
    matters.reopen_assignment(assignment=stories.held(made), reason="反弹", alone=True, by=By(office.clerk, AT))
    assert stories.held(made, support).stage == "completed"
    assert "配合单位保持办结" in made.lines.get(verb="matter.reopened").data["note"]
    stories.complete(office, made, AT)
    matters.reopen_assignment(assignment=stories.held(made), reason="反弹", by=By(office.clerk, AT))
    assert stories.held(made, support).stage == "to_accept"
    assert made.lines.filter(verb="support.reopened", unit=support).exists()
    _sound(office)
