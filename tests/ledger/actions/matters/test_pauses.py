"""Time that is not the unit's: stopped, resumed with what was left, never late meanwhile."""

import datetime

import pytest

from duban.ledger import journal, ladders, scores
from duban.ledger.actions.matters import pauses, urges
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import recurrences, reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.models.reports import What
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


def in_hand(office, due_on="2026-03-20"):
    matter = stories.matter(office, due_on=due_on, at=cast.at("2026-03-02 09:00"))
    stories.accept(office, matter, cast.at("2026-03-02 10:00"))
    return stories.held(matter)


def stop(office, assignment, at="2026-03-10 09:00", reason="规划调整，上级另行通知"):
    return pauses.suspend_assignment(assignment=assignment, reason=reason, by=By(office.clerk, cast.at(at)))


def resume(office, assignment, at):
    return pauses.resume_assignment(assignment=assignment, by=By(office.clerk, cast.at(at)))


def run(office, through):
    return daily_run.run_days(jurisdiction=office.jurisdiction, through=day(through))


def test_it_runs_on_with_the_working_days_that_were_left(office):
    assignment = in_hand(office)
    stop(office, assignment)
    assignment = stories.held(assignment.matter)
    assert (assignment.stage, assignment.matter.state) == ("suspended", "suspended")
    run(office, "2026-04-20")
    assert not JournalLine.objects.filter(kind="late").exists()
    resume(office, assignment, "2026-04-20 09:00")
    assignment = stories.held(assignment.matter)
    # Eight working days were left on 2026-03-10; after the Labour Day rest 2026-04-30 is the eighth from 2026-04-20.
    assert (assignment.stage, assignment.matter.state) == ("in_hand", "in_hand")
    assert assignment.due_on == assignment.matter.due_on == day("2026-04-30")
    run(office, "2026-05-07")
    (late,) = JournalLine.objects.filter(kind="late")
    assert str(late.on) == "2026-05-01"


def test_the_engine_knows_no_deadline_meanwhile_and_the_new_one_afterwards(office):
    """A month that ends while the clock stands still does not count the matter against the unit."""
    assignment = in_hand(office)

    def counted(to):
        draft = scores.draft_of(office.jurisdiction, "month", day(f"{to[:7]}-01"), day(to))
        found = draft.score(assignment.unit.code)
        return len(found.lines[0].facts) if found.lines else 0

    assert counted("2026-03-31") == 1
    stop(office, assignment)
    assert counted("2026-03-31") == 0
    resume(office, assignment, "2026-04-20 09:00")
    assert counted("2026-03-31") == 0
    assert counted("2026-04-30") == 1


def test_nothing_is_asked_meanwhile(office):
    assignment = in_hand(office)
    stop(office, assignment)
    assignment = stories.held(assignment.matter)
    for act in (
        lambda: stories.report(office, assignment.matter, cast.at("2026-03-11 09:00"), What.PROGRESS),
        lambda: stop(office, assignment, "2026-03-11 09:00"),
        lambda: proposals.ask(
            "extension",
            of=assignment,
            until=day("2026-04-30"),
            reason="x",
            by=By(office.liaison, cast.at("2026-03-11 09:00")),
        ),
    ):
        with pytest.raises(Refused):
            act()


def test_what_was_overdue_is_overdue_again(office):
    assignment = in_hand(office, due_on="2026-03-06")
    run(office, "2026-03-09")
    stop(office, assignment)
    resume(office, stories.held(assignment.matter), "2026-04-20 09:00")
    assert stories.held(assignment.matter).due_on == day("2026-03-06")
    run(office, "2026-05-01")
    assert JournalLine.objects.filter(kind="late").count() == 1


def test_recurring_reports_rest_and_begin_anew(db):
    office = cast.office("gansu-county-2023")
    assignment = in_hand(office, due_on="2026-12-31")
    recurrences.set_recurrence(
        assignment=assignment, every="week", number=4, by=By(office.clerk, cast.at("2026-03-02 10:00"))
    )
    stop(office, assignment)
    run(office, "2026-04-20")
    resume(office, stories.held(assignment.matter), "2026-04-20 09:00")
    run(office, "2026-04-27")
    rows = assignment.deadlines.filter(what="report").order_by("on").values_list("on", "lifted_on")
    assert list(rows) == [
        (day("2026-03-06"), None),
        (day("2026-03-13"), day("2026-03-10")),
        (day("2026-04-24"), None),
        (day("2026-05-06"), None),
    ]
    assert [str(line.on) for line in JournalLine.objects.filter(kind="late").order_by("on")] == [
        "2026-03-07",
        "2026-04-25",
    ]


def test_a_report_once_owed_keeps_the_days_that_were_left(db):
    office = cast.office("ankang-2020")
    assignment = in_hand(office, due_on="2026-12-31")
    recurrences.set_recurrence(
        assignment=assignment,
        rule="meeting_decision",
        from_on=day("2026-03-02"),
        by=By(office.clerk, cast.at("2026-03-02 10:00")),
    )
    stop(office, assignment)
    resume(office, stories.held(assignment.matter), "2026-04-20 09:00")
    left = Governed.of(office.jurisdiction).calendar
    due = left.add_workdays(day("2026-03-02"), 30)
    rest = left.workdays_between(day("2026-03-10"), due)
    (standing,) = assignment.deadlines.filter(what="report", lifted_on__isnull=True)
    assert standing.on == left.add_workdays(day("2026-04-20"), rest)


@pytest.mark.feature("ladder_steps")
@pytest.mark.parametrize("regime", ["sanmenxia-2019", "county-plan"])
def test_the_limit_that_a_step_set_rests_with_the_clock(regime):
    """三门峡 四(二)4 counts five working days itself, 县方案 四 lets the office set the day: either rests and runs on."""
    office = cast.office(regime)
    assignment = in_hand(office, due_on="2026-03-20")
    run(office, "2026-03-23")
    at = cast.at("2026-03-23 10:00")
    if regime == "sanmenxia-2019":
        proposal = assignment.proposals.get(step="circular")
        stories.sign(proposal, at)
        proposals.carry_out(proposal=proposal, by=By(office.clerk, at))
    else:
        urges.urge_unit(assignment=assignment, channel="phone", limit=day("2026-03-30"), by=By(office.clerk, at))
    assert ladders.limits_running(assignment, day("2026-03-25"))[0][1] == day("2026-03-30")
    stop(office, stories.held(assignment.matter), "2026-03-25 09:00")
    run(office, "2026-04-20")
    assert ladders.open_step(stories.held(assignment.matter), day("2026-04-20")) is None
    resume(office, stories.held(assignment.matter), "2026-04-20 09:00")
    assignment = stories.held(assignment.matter)
    # Three working days were left.
    assert [end for _, end in ladders.limits_running(assignment, day("2026-04-20"))] == [day("2026-04-23")]
    assert ladders.open_step(assignment, day("2026-04-23")) is None
    assert ladders.open_step(assignment, day("2026-04-24")).since == day("2026-04-24")
    assert assignment.deadlines.filter(what="limit", on=day("2026-04-23"), lifted_on__isnull=True).exists()
    run(office, "2026-04-24")
    assert not [
        line for line in JournalLine.objects.filter(kind="late") if day("2026-03-25") <= line.on <= day("2026-04-23")
    ]
    assert list(journal.verify(office.jurisdiction)) == []


def test_a_limit_that_rests_twice_keeps_what_was_left(office):
    assignment = in_hand(office, due_on="2026-03-20")
    run(office, "2026-03-23")
    proposal = assignment.proposals.get(step="circular")
    stories.sign(proposal, cast.at("2026-03-23 10:00"))
    proposals.carry_out(proposal=proposal, by=By(office.clerk, cast.at("2026-03-23 10:00")))
    for stopped, resumed in (("2026-03-24 09:00", "2026-04-01 09:00"), ("2026-04-03 09:00", "2026-04-20 09:00")):
        stop(office, stories.held(assignment.matter), stopped)
        resume(office, stories.held(assignment.matter), resumed)
    # Four were left on 03-24, counted from 04-01; of them two were left on 04-03 (04-06 is a holiday).
    assert [end for _, end in ladders.limits_running(assignment, day("2026-04-20"))] == [day("2026-04-22")]


def test_a_return_keeps_its_days(office):
    assignment = in_hand(office)
    report = stories.report(office, assignment.matter, cast.at("2026-03-04 09:00"), What.PROGRESS)
    reports.return_report(
        report=report, reason="没有数据", redo_by=day("2026-03-12"), by=By(office.clerk, cast.at("2026-03-05 09:00"))
    )
    stop(office, stories.held(assignment.matter))
    resume(office, stories.held(assignment.matter), "2026-04-20 09:00")
    assignment = stories.held(assignment.matter)
    assert (assignment.stage, assignment.redo_by) == ("returned", day("2026-04-22"))
    assert assignment.deadlines.filter(what="resubmission", on=day("2026-04-22"), lifted_on__isnull=True).exists()


def test_each_needs_its_moment(office):
    assignment = in_hand(office)
    with pytest.raises(Refused) as refused:
        stop(office, assignment, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        resume(office, assignment, "2026-03-11 09:00")
    stories.report(office, assignment.matter, cast.at("2026-03-04 09:00"), What.PROGRESS)
    with pytest.raises(Refused, match="待审核"):
        stop(office, stories.held(assignment.matter))
    assert JournalLine.objects.filter(verb__startswith="assignment.suspended").count() == 0


def test_a_matter_with_a_unit_at_work_is_not_suspended(office):
    matter = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), lead=office.units[:2])
    stories.accept(office, matter, cast.at("2026-03-02 10:00"), office.units[0])
    stories.accept(office, matter, cast.at("2026-03-02 10:00"), office.units[1])
    stop(office, stories.held(matter, office.units[0]))
    matter.refresh_from_db()
    assert matter.state == "in_hand"
