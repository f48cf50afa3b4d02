"""Reports: hand in, accept, return."""

import datetime
from decimal import Decimal

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.matters import State
from duban.ledger.models.reports import What
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _in_hand(office, **more):
    made = stories.matter(office, due_on="2026-04-30", **more)
    stories.accept(office, made, AT)
    return made


def _submit(office, matter, unit=None, **more):
    asked = {name: more.pop(name) for name in ("what", "also", "version") if name in more}
    return reports.submit_report(
        assignment=stories.held(matter, unit),
        by=By(office.liaison, AT),
        words=reports.Words(**{"done": "主体完工", **more}),
        **{"what": What.PROGRESS, **asked},
    )


@pytest.mark.feature("reports")
@pytest.mark.feature("report_elements")
def test_a_report_waits_for_review_with_all_that_it_says(office):
    made = _in_hand(office)
    report = _submit(office, made, problems="缺料", blocked="审批未下", next_steps="五月封顶", visible_progress="六成")
    made.refresh_from_db()
    assert (report.ruling, made.state) == ("waiting", State.TO_REVIEW)
    assert (report.problems, report.blocked, report.next_steps) == ("缺料", "审批未下", "五月封顶")
    line = JournalLine.objects.order_by("-seq").first()
    assert (line.verb, line.kind, line.data["fact"]) == ("report.submitted", "reported", {"what": "progress"})
    with pytest.raises(Refused, match="还在审核"):
        _submit(office, made)


def test_a_report_is_refused_before_acceptance_empty_stale_or_beyond_ones_part(office):
    sent = stories.matter(office, due_on="2026-04-30", support=office.units[3:4])
    with pytest.raises(Refused, match="签收以后"):
        _submit(office, sent)
    stories.accept(office, sent, AT)
    with pytest.raises(Refused) as caught:
        _submit(office, sent, done=" ")
    assert caught.value.field == "done"
    with pytest.raises(Conflict):
        _submit(office, sent, version=1)
    stories.accept(office, sent, AT, office.units[3])
    with pytest.raises(Refused) as caught:
        _submit(office, sent, office.units[3], what=What.RESULT)
    assert caught.value.field == "what"


@pytest.mark.feature("review_of_reports")
@pytest.mark.proves("sanmenxia-2019", "三(二)、附件2 三3", "review_of_reports")
def test_a_returned_report_is_owed_again_until_the_day_set(office):
    made = _in_hand(office)
    report = _submit(office, made, what=What.RESULT)
    again = datetime.date(2026, 4, 3)
    with pytest.raises(Refused) as caught:
        reports.return_report(report=report, reason="", redo_by=again, by=By(office.clerk, AT))
    assert caught.value.field == "reason"
    with pytest.raises(Refused) as caught:
        reports.return_report(report=report, reason="不全", redo_by=datetime.date(2026, 3, 30), by=By(office.clerk, AT))
    assert caught.value.field == "redo_by"
    reports.return_report(report=report, reason="不全", redo_by=again, by=By(office.clerk, AT))
    held = stories.held(made)
    assert (held.stage, held.redo_by) == ("returned", again)
    assert held.deadlines.get(what="resubmission").on == again
    # What the report had met runs again.
    assert held.deadlines.get(what="result").met_on is None
    assert JournalLine.objects.order_by("-seq").first().kind == "returned"
    with pytest.raises(Refused, match="已由"):
        reports.accept_report(report=report, by=By(office.clerk, AT))


@pytest.mark.feature("completion_check")
def test_an_accepted_result_completes_the_lead_and_frees_those_who_helped(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[3:4])
    stories.accept(office, made, AT)
    report = _submit(office, made, what=What.RESULT)
    reports.accept_report(report=report, by=By(office.clerk, AT), points=Decimal("15"))
    made.refresh_from_db()
    held = stories.held(made)
    assert (made.state, held.stage, held.completed_on, held.points) == (
        State.COMPLETED,
        "completed",
        AT.date(),
        Decimal("15"),
    )
    assert stories.held(made, office.units[3]).stage == "completed"
    line = JournalLine.objects.get(matter=made, kind="completed")
    assert line.data["fact"] == {"points": "15"}


def test_accepted_progress_leaves_it_in_hand(office):
    made = _in_hand(office)
    reports.accept_report(report=_submit(office, made), by=By(office.clerk, AT))
    assert stories.held(made).stage == "in_hand"
    assert not JournalLine.objects.filter(kind="completed").exists()


@pytest.mark.feature("proof")
@pytest.mark.proves("ankang-2020", "第九条第一款", "proof")
def test_ankang_completes_nothing_without_proof(db):
    office = cast.office("ankang-2020")
    made = _in_hand(office)
    report = _submit(office, made, what=What.RESULT)
    with pytest.raises(Refused) as caught:
        reports.accept_report(report=report, by=By(office.clerk, AT))
    assert caught.value.clause == "第九条第一款" and "补上" in caught.value.possible
    assert stories.held(made).stage == "to_review"


def test_the_county_plan_lets_the_head_complete_and_nobody_else(db):
    office = cast.office("county-plan")
    made = _in_hand(office)
    report = _submit(office, made, what=What.RESULT)
    with pytest.raises(Forbidden) as caught:
        reports.accept_report(report=report, by=By(office.clerk, AT))
    assert caught.value.clause
    reports.accept_report(report=report, by=By(office.head, AT))
    assert stories.held(made).stage == "completed"


def test_what_the_office_takes_to_read_a_result_is_not_the_units(office):
    """Law 3: due on the 20th, handed in that day, accepted three weeks later: on time, of the day of handing in."""
    made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.accept(office, made, cast.at("2026-02-03 09:00"))
    result = stories.report(office, made, cast.at("2026-02-20 17:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day("2026-03-11"))
    reports.accept_report(report=result, by=By(office.head, cast.at("2026-03-12 09:00")))
    (row,) = [row for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "completed"]
    assert (row["on"], row["accepted_on"]) == ("2026-02-20", "2026-03-12")
    assert stories.held(made).completed_on == stories.day("2026-02-20")
    assert not JournalLine.objects.filter(kind="late").exists()
