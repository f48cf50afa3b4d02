"""Reports that recur: set, rolled by the daily run, met, missed, ended, carried over."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.matters import assignments, matters
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import recurrences, reports
from duban.ledger.by import By
from duban.ledger.models import Chain, Deadline, JournalLine, Recurrence
from duban.ledger.models.reports import What
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


@pytest.fixture
def gansu(db):
    return cast.office("gansu-county-2023")


def day(text):
    return datetime.date.fromisoformat(text)


def dates(assignment):
    return [str(on) for on in assignment.deadlines.filter(what="report").order_by("on").values_list("on", flat=True)]


def run(office, through):
    return daily_run.run_days(jurisdiction=office.jurisdiction, through=day(through))


def in_hand(office, **more):
    """A matter in the hands of units[0] since 2026-01-05."""
    matter = stories.matter(office, due_on="2026-12-31", at=cast.at("2026-01-05 09:00"), **more)
    stories.accept(office, matter, cast.at("2026-01-05 10:00"))
    return stories.held(matter)


def progress(office, assignment, at):
    return reports.submit_report(
        assignment=assignment,
        what=What.PROGRESS,
        by=By(office.liaison, cast.at(at)),
        words=reports.Words("按计划推进。"),
    )


def work_report(office, **more):
    return in_hand(office, category="work_report", **more)


@pytest.mark.feature("recurring_reports")
def test_a_work_report_task_is_reported_monthly_by_the_rule(ankang, monkeypatch):
    """安康 第九条第一款：the month's progress by its last working day, apart from the final deadline."""
    assignment = work_report(ankang)
    (monthly,) = assignment.recurrences.all()
    assert (monthly.every, monthly.rule, monthly.clause) == ("month", "monthly_report", "第九条第一款")
    assert dates(assignment) == ["2026-01-30"]
    run(ankang, "2026-03-02")
    # 2026-02-28 is a Saturday that is worked in exchange for the Spring Festival.
    assert dates(assignment) == ["2026-01-30", "2026-02-28", "2026-03-31"]


@pytest.mark.feature("recurring_reports")
def test_a_missed_date_is_a_fact_once_and_a_kept_one_none(ankang):
    assignment = work_report(ankang)
    progress(ankang, assignment, "2026-01-20 09:00")
    run(ankang, "2026-03-10")
    run(ankang, "2026-03-10")
    late = JournalLine.objects.filter(kind="late", unit=assignment.unit)
    assert [(str(line.on), line.data["fact"]) for line in late] == [("2026-03-01", {"what": "report"})]


@pytest.mark.feature("recurring_reports")
def test_a_run_that_catches_up_writes_what_daily_runs_write(ankang):
    late = cast.office("ankang-2020", slug="later")
    told = []
    for office in (ankang, late):
        assignment = work_report(office)
        if office is ankang:
            for number in range(61):
                run(office, str(day("2026-01-06") + datetime.timedelta(days=number)))
        else:
            run(office, "2026-03-07")
        told.append(
            (
                dates(assignment),
                list(assignment.deadlines.order_by("on").values_list("on", "set_on", "met_on", "lifted_on")),
                [(row["kind"], row["on"]) for row in journal.fact_rows(office.jurisdiction) if row["kind"] == "late"],
            )
        )
    assert told[0] == told[1]
    assert len(told[0][2]) == 2


def test_an_act_after_an_outage_finds_the_dates_that_no_run_wrote(ankang):
    assignment = work_report(ankang)
    progress(ankang, assignment, "2026-03-05 09:00")
    rows = assignment.deadlines.filter(what="report").order_by("on").values_list("on", "met_on")
    assert list(rows) == [
        (day("2026-01-30"), day("2026-03-05")),
        (day("2026-02-28"), day("2026-03-05")),
        (day("2026-03-31"), day("2026-03-05")),
    ]
    run(ankang, "2026-04-01")
    assert JournalLine.objects.filter(kind="late").count() == 2


def test_another_report_may_be_given_while_one_waits_for_review(ankang):
    """What is owed meanwhile is not late because the office has not reviewed the last report."""
    assignment = work_report(ankang)
    progress(ankang, assignment, "2026-01-20 09:00")
    with pytest.raises(Refused):
        progress(ankang, assignment, "2026-01-21 09:00")
    run(ankang, "2026-02-01")
    second = progress(ankang, assignment, "2026-02-10 09:00")
    first = assignment.reports.order_by("id").first()
    reports.accept_report(report=first, by=By(ankang.head, cast.at("2026-02-11 09:00")))
    assert stories.held(assignment.matter).stage == "to_review"
    reports.accept_report(report=second, by=By(ankang.head, cast.at("2026-02-11 09:00")))
    assert stories.held(assignment.matter).stage == "in_hand"


@pytest.mark.parametrize(
    ("every", "number", "first"),
    [("week", 4, "2026-01-09"), ("month", 0, "2026-01-30"), ("quarter", 0, "2026-03-31"), ("days", 10, "2026-01-15")],
)
def test_the_office_sets_how_often(gansu, every, number, first):
    """甘肃 二(二)：monthly dispatch and quarterly supervision, without a day of their own."""
    assignment = in_hand(gansu)
    made = recurrences.set_recurrence(
        assignment=assignment, every=every, number=number, by=By(gansu.clerk, cast.at("2026-01-05 11:00"))
    )
    assert made.clause == "二(二)"
    assert dates(assignment) == [first]
    assert JournalLine.objects.get(verb="recurrence.set").data["said"] == made.said


def test_before_the_dispatch_it_waits_for_it_and_an_edit_keeps_it(gansu):
    matter = stories.matter(gansu, due_on="2026-12-31", at=cast.at("2026-01-05 09:00"), dispatched=False)
    recurrences.set_recurrence(
        assignment=stories.held(matter), every="week", number=4, by=By(gansu.clerk, cast.at("2026-01-05 09:00"))
    )
    assert not Deadline.objects.filter(what="report").exists()
    order = matters.Order(
        title=matter.title,
        requirement="改过的要求",
        standard=matter.standard,
        category=matter.category,
        source="meeting",
        due_on=matter.due_on,
        lead=tuple(gansu.units[:1]),
    )
    matter = matters.edit_matter(matter=matter, order=order, by=By(gansu.clerk, cast.at("2026-01-06 09:00")), version=1)
    matters.dispatch_matter(matter=matter, by=By(gansu.clerk, cast.at("2026-01-12 09:00")))
    assert dates(stories.held(matter)) == ["2026-01-16"]


def test_completion_ends_it(ankang):
    assignment = work_report(ankang)
    stories.complete(ankang, assignment.matter, cast.at("2026-01-20 09:00"))
    run(ankang, "2026-06-01")
    assert Recurrence.objects.get().ended_on == day("2026-01-20")
    assert dates(assignment) == ["2026-01-30"]
    assert not JournalLine.objects.filter(kind="late").exists()


def test_a_unit_that_takes_over_owes_it_from_its_own_dispatch(ankang):
    matter = stories.matter(ankang, due_on="2026-12-31", at=cast.at("2026-01-05 09:00"), category="work_report")
    first = stories.held(matter)
    recurrences.set_recurrence(
        assignment=first, every="week", number=4, by=By(ankang.clerk, cast.at("2026-01-05 09:00"))
    )
    assignments.refuse_assignment(
        assignment=first, reason="不是本单位职责", by=By(ankang.liaison, cast.at("2026-01-06 09:00"))
    )
    assignments.uphold_refusal(assignment=first, to=ankang.units[1], by=By(ankang.clerk, cast.at("2026-02-09 09:00")))
    second = stories.held(matter, ankang.units[1])
    assert sorted(second.recurrences.values_list("every", flat=True)) == ["month", "week"]
    assert dates(second) == ["2026-02-13", "2026-02-28"]
    assert not first.recurrences.filter(ended_on__isnull=True).exists()


def test_the_office_ends_it_with_a_reason(gansu):
    assignment = in_hand(gansu)
    made = recurrences.set_recurrence(
        assignment=assignment, every="month", by=By(gansu.clerk, cast.at("2026-01-05 11:00"))
    )
    with pytest.raises(Refused):
        recurrences.end_recurrence(recurrence=made, reason=" ", by=By(gansu.clerk, cast.at("2026-02-10 09:00")))
    recurrences.end_recurrence(recurrence=made, reason="并入季度报送", by=By(gansu.clerk, cast.at("2026-02-10 09:00")))
    run(gansu, "2026-06-01")
    assert dates(assignment) == ["2026-01-30", "2026-02-28"]
    assert JournalLine.objects.filter(kind="late").count() == 1
    assert JournalLine.objects.filter(verb="recurrence.ended").count() == 1
    with pytest.raises(Refused):
        recurrences.end_recurrence(recurrence=made, reason="再终止", by=By(gansu.clerk, cast.at("2026-02-11 09:00")))


def test_two_that_fall_on_one_day_are_one_report(gansu):
    assignment = in_hand(gansu)
    for every in ("month", "quarter"):
        recurrences.set_recurrence(assignment=assignment, every=every, by=By(gansu.clerk, cast.at("2026-01-05 11:00")))
    run(gansu, "2026-04-01")
    assert dates(assignment) == ["2026-01-30", "2026-02-28", "2026-03-31", "2026-04-30", "2026-06-30"]


def test_dates_that_two_share_are_caught_up_as_day_by_day(gansu):
    """A shared date bears the mark of one of them: the other goes on from it all the same."""
    told = []
    for daily in (True, False):
        assignment = in_hand(gansu)
        for every, number in (("quarter", 0), ("month", 0), ("week", 5)):
            by = By(gansu.clerk, cast.at("2026-01-05 11:00"))
            recurrences.set_recurrence(assignment=assignment, every=every, number=number, by=by)
        Chain.objects.filter(jurisdiction=gansu.jurisdiction).update(daily_on=day("2026-01-05"))
        for number in range(90) if daily else ():
            run(gansu, str(day("2026-01-06") + datetime.timedelta(days=number)))
        run(gansu, "2026-04-16")
        told.append(list(assignment.deadlines.order_by("on").values_list("what", "on", "set_on", "lifted_on")))
    assert told[0] == told[1] and len(told[0]) > 5


def test_it_runs_through_a_day(gansu):
    assignment = in_hand(gansu)
    recurrences.set_recurrence(
        assignment=assignment,
        every="month",
        through_on=day("2026-02-28"),
        by=By(gansu.clerk, cast.at("2026-01-05 11:00")),
    )
    run(gansu, "2026-06-01")
    assert dates(assignment) == ["2026-01-30", "2026-02-28"]


@pytest.mark.feature("recurring_reports")
def test_a_meeting_decision_is_reported_once_in_thirty_working_days(ankang):
    assignment = in_hand(ankang, category="meeting")
    made = recurrences.set_recurrence(
        assignment=assignment,
        rule="meeting_decision",
        from_on=day("2025-12-29"),
        by=By(ankang.clerk, cast.at("2026-01-05 11:00")),
    )
    assert (made.number, made.clause) == (30, "第九条第一款")
    assert dates(assignment) == ["2026-02-10"]
    run(ankang, "2026-06-01")
    assert dates(assignment) == ["2026-02-10"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"every": "hour"}, "every"),
        ({"every": "week", "number": 7}, "number"),
        ({"every": "days", "number": 0}, "number"),
        ({"every": "once", "number": 30}, "from_on"),
        ({"every": "once", "number": 30, "from_on": datetime.date(2025, 3, 3)}, "from_on"),
        ({"every": "month", "through_on": datetime.date(2026, 1, 4)}, "through_on"),
        ({"every": "month", "rule": "quarterly_ledger"}, "rule"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(gansu, words, field):
    assignment = in_hand(gansu)
    with pytest.raises(Refused) as refused:
        recurrences.set_recurrence(assignment=assignment, by=By(gansu.clerk, cast.at("2026-01-05 11:00")), **words)
    assert refused.value.field == field


def test_the_same_twice_is_a_conflict(gansu):
    assignment = in_hand(gansu)
    for expected in (None, Conflict):
        act = {"assignment": assignment, "every": "month", "by": By(gansu.clerk, cast.at("2026-01-05 11:00"))}
        if expected is None:
            recurrences.set_recurrence(**act)
        else:
            with pytest.raises(expected):
                recurrences.set_recurrence(**act)


def test_nothing_recurs_on_what_is_done(gansu):
    assignment = in_hand(gansu)
    stories.complete(gansu, assignment.matter, cast.at("2026-01-20 09:00"))
    with pytest.raises(Refused):
        recurrences.set_recurrence(
            assignment=assignment, every="month", by=By(gansu.clerk, cast.at("2026-01-21 09:00"))
        )
