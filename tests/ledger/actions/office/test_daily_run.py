"""The daily run: derived from the day, never from the moment of running; late is as good as on time, twice is as good as once."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from duban.ledger.actions.matters import deadlines, matters, urges
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Chain, Deadline, JournalLine, Proposal
from duban.ledger.models.reports import What
from duban.ledger.refusals import Refused
from tests import cast, stories

ONE_DAY = datetime.timedelta(days=1)


def _run(office, through):
    return daily_run.run_days(jurisdiction=office.jurisdiction, through=stories.day(through))


def _late(office):
    lines = JournalLine.objects.filter(jurisdiction=office.jurisdiction, kind="late").order_by("on", "matter", "seq")
    return [(line.on.isoformat(), line.unit.code, line.matter.no, line.data["fact"]["what"]) for line in lines]


def _steps(office, *outcomes):
    found = Proposal.objects.filter(jurisdiction=office.jurisdiction, act="step").order_by("open_since", "id")
    if outcomes:
        found = found.filter(outcome__in=outcomes)
    return [(p.assignment.matter.no, p.step, p.open_since.isoformat()) for p in found]


def _lines(office):
    """The journal without what a later run may number otherwise."""
    lines = JournalLine.objects.filter(jurisdiction=office.jurisdiction).order_by("seq")
    return [(line.verb, line.on, line.at, line.kind, line.unit_id, line.matter_id, line.content) for line in lines]


@pytest.mark.feature("ladder_steps")
def test_a_missed_deadline_becomes_a_fact_of_the_day_after_and_opens_the_step(office):
    stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    assert _run(office, "2026-03-13").late == 0
    done = _run(office, "2026-03-14")
    assert (done.days, done.late, done.proposed) == (1, 1, 1)
    assert _late(office) == [("2026-03-14", "jia", "2026-1", "result")]
    assert _steps(office) == [("2026-1", "circular", "2026-03-14")]
    line = JournalLine.objects.get(jurisdiction=office.jurisdiction, kind="late")
    assert (line.actor, line.data["missed"]) == (None, "2026-03-13")


def test_twice_changes_nothing(office):
    stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-20")
    before = _lines(office)
    again = _run(office, "2026-03-20")
    assert (again.days, again.late, again.proposed) == (0, 0, 0)
    assert _lines(office) == before


def test_an_earlier_day_than_the_last_run_does_nothing(office):
    _run(office, "2026-03-20")
    assert _run(office, "2026-03-10").days == 0
    assert Chain.objects.get(jurisdiction=office.jurisdiction).daily_on == datetime.date(2026, 3, 20)


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_a_week_off_writes_the_same_lines(db, regime):
    first, second = cast.office(regime, slug="first"), cast.office(regime, slug="second")
    for office in (first, second):
        for due in ("2026-03-11", "2026-03-13", "2026-03-16"):
            stories.matter(office, due_on=due, at=cast.at("2026-03-02 09:00"))
    for day in range(10, 21):
        _run(first, f"2026-03-{day}")
    _run(second, "2026-03-20")

    def told(office):
        return [(verb, on, at, kind, data) for verb, on, at, kind, _, _, data in _lines(office)]

    assert told(first) == told(second)
    assert _late(first) == _late(second)
    assert len(_late(first)) == (6 if regime == "zhuoni-2022" else 3)
    assert _steps(first) == _steps(second)


def test_done_after_the_deadline_is_late_though_it_is_done_when_the_run_comes(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.complete(office, made, cast.at("2026-03-17 09:00"))
    _run(office, "2026-03-20")
    assert _late(office) == [("2026-03-14", "jia", made.no, "result")]
    assert _steps(office, "open", "approved") == []


@pytest.mark.parametrize("moment", ["2026-03-13 23:59", "2026-03-10 09:00"])
def test_reported_on_the_last_day_is_in_time(office, moment):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    stories.report(office, made, cast.at(moment))
    _run(office, "2026-03-20")
    assert _late(office) == []


def test_returned_before_the_deadline_and_not_done_again_is_late_for_both(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    handed_in = stories.report(office, made, cast.at("2026-03-09 09:00"))
    reports.return_report(
        report=handed_in,
        reason="没有佐证",
        redo_by=datetime.date(2026, 3, 11),
        by=By(office.clerk, cast.at("2026-03-10 09:00")),
    )
    _run(office, "2026-03-20")
    assert [(on, what) for on, _, _, what in _late(office)] == [
        ("2026-03-12", "resubmission"),
        ("2026-03-14", "result"),
    ]


def test_an_extension_in_time_moves_the_day(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    asked = proposals.ask(
        "extension",
        of=stories.held(made),
        until=datetime.date(2026, 3, 17),
        reason="汛情",
        by=By(office.liaison, cast.at("2026-03-04 09:00")),
    )
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.leader, cast.at("2026-03-05 09:00")))
    _run(office, "2026-03-17")
    assert _late(office) == []
    _run(office, "2026-03-18")
    assert [on for on, *_ in _late(office)] == ["2026-03-18"]


def test_the_limit_of_a_step_opens_the_next(office):
    stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-16")
    first = Proposal.objects.get(act="step")
    proposals.sign_proposal(proposal=first, agree=True, by=By(office.leader, cast.at("2026-03-16 10:00")))
    first.refresh_from_db()
    proposals.carry_out(proposal=first, by=By(office.clerk, cast.at("2026-03-16 11:00")))
    _run(office, "2026-03-31")
    # Five working days after Monday the 16th end on the 23rd.
    assert _steps(office) == [
        ("2026-1", "circular", "2026-03-14"),
        ("2026-1", "criticism_and_exposure", "2026-03-24"),
    ]
    # One obligation is late once; the limit of the step is another thing (law 4).
    assert [on for on, *_ in _late(office)] == ["2026-03-14"]
    assert [str(line[1]) for line in _lines(office) if line[3] == "limit_missed"] == ["2026-03-24"]


def test_what_a_leader_refused_is_not_proposed_again_for_the_same_opening(office):
    stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-16")
    proposals.sign_proposal(
        proposal=Proposal.objects.get(),
        agree=False,
        reason="先沟通",
        by=By(office.leader, cast.at("2026-03-16 10:00")),
    )
    _run(office, "2026-03-20")
    assert len(_steps(office)) == 1


def test_what_was_done_and_found_undone_is_proposed_anew(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-16")
    stories.complete(office, made, cast.at("2026-03-16 15:00"))
    _run(office, "2026-03-17")
    assert _steps(office, "open", "approved") == []
    matters.reopen_assignment(
        assignment=stories.held(made), reason="现场未完成", by=By(office.head, cast.at("2026-03-18 09:00"))
    )
    _run(office, "2026-03-20")
    assert len(_steps(office, "open")) == 1


def test_a_run_that_comes_late_puts_nothing_up_that_the_end_of_the_work_would_have_withdrawn(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.complete(office, made, cast.at("2026-03-16 15:00"))
    matters.reopen_assignment(
        assignment=stories.held(made), reason="现场未完成", by=By(office.head, cast.at("2026-03-18 09:00"))
    )
    _run(office, "2026-03-20")
    assert _late(office) == [("2026-03-14", "jia", made.no, "result")]
    assert str(Proposal.objects.get(act="step", outcome="open").proposed_on) == "2026-03-18", "not of the 14th"


def test_a_year_without_a_first_run_begins_at_the_first_deadline(office):
    stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    assert _run(office, "2026-03-20").days == 7


def test_an_office_without_matters_is_done_at_once(office):
    assert _run(office, "2026-03-20").days == 1


def test_each_jurisdiction_runs_for_itself(office, zhuoni):
    stories.matter(zhuoni, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-20")
    assert _late(zhuoni) == []


ACTS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.integers(0, 2),
        st.sampled_from(["accept", "progress", "result", "return", "complete", "urge", "poor_report", "reopen"]),
    ),
    max_size=14,
).map(lambda acts: sorted(acts, key=lambda act: act[0]))


@pytest.mark.django_db
@pytest.mark.parametrize("regime", ["sanmenxia-2019", "county-plan", "zhuoni-2022", "ankang-2020"])
@settings(
    max_examples=8,
    deadline=None,
    # Each example builds two offices: shrinking would take minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
# A milder step again on the day on which the next one opened: the run of that day would have come before.
@example(acts=[(9, 1, "urge"), (11, 1, "urge")])
@example(acts=[(3, 1, "urge"), (9, 1, "urge"), (10, 1, "urge"), (12, 1, "urge")])
def test_a_run_that_comes_late_derives_what_daily_runs_derive(regime, acts):
    every_day = _world(regime, acts, daily=True)
    at_the_end = _world(regime, acts, daily=False)
    assert at_the_end == every_day


def _world(regime, acts, *, daily):
    """Let the same acts happen in March, with a run every day or one at the end; return what was derived."""
    with transaction.atomic():
        office = cast.office(regime, slug="daily" if daily else "once")
        made = [
            stories.matter(office, due_on=f"2026-03-{day:02d}", at=cast.at("2026-03-02 09:00")) for day in (5, 9, 12)
        ]
        for offset in range(14):
            day = datetime.date(2026, 3, 3) + offset * ONE_DAY
            if daily:
                _run(office, day)
            for _, which, act in [each for each in acts if each[0] == offset]:
                _act(office, made[which], act, cast.at(f"{day} 10:00"))
        _run(office, "2026-03-17")
        found = _late(office), sorted(_steps(office, "open", "approved"))
        missing = Deadline.objects.filter(deadlines.missed(), late_line__isnull=True, on__lt="2026-03-17")
        assert not missing.filter(assignment__matter__jurisdiction=office.jurisdiction).exists()
        transaction.set_rollback(True)
    return found


def _act(office, matter, act, at):
    held = stories.held(matter)
    waiting = held.reports.filter(ruling="waiting").first()
    try:
        with transaction.atomic():
            if act == "accept":
                stories.accept(office, matter, at)
            elif act in ("progress", "result"):
                stories.report(office, matter, at, What(act))
            elif act == "return" and waiting:
                reports.return_report(
                    report=waiting, reason="重报", redo_by=at.date() + 2 * ONE_DAY, by=By(office.clerk, at)
                )
            elif act == "complete" and not waiting:
                stories.complete(office, matter, at)
            elif act == "urge":
                urges.urge_unit(assignment=held, channel="phone", limit=at.date() + ONE_DAY, by=By(office.clerk, at))
            elif act == "reopen":
                matters.reopen_assignment(assignment=held, reason="未完成", by=By(office.head, at))
            elif act == "poor_report" and waiting:
                facts.record_fact(
                    jurisdiction=office.jurisdiction,
                    kind="poor_report",
                    unit=held.unit,
                    fact={"defect": "过于简单"},
                    by=By(office.clerk, at),
                    on=at.date(),
                    reason="过于简单",
                    matter=matter,
                )
    except Refused:
        return  # what the regime or the stage does not allow happens in neither world
