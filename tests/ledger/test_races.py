"""Many hands at once: of two acts that exclude each other one happens, the other is refused; nothing is numbered twice, nothing hangs.

`at_once` is in tests/conftest.py; scripts/with_postgres runs the same on PostgreSQL. `DUBAN_RACES` sets how often each race is run.
"""

import datetime

import pytest
from django.db import transaction

from duban.ledger.actions.matters import assignments, matters
from duban.ledger.actions.office import daily_run, readings
from duban.ledger.actions.papers import notices
from duban.ledger.actions.reports import reports
from duban.ledger.actions.scoring import corrections, facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Matter, Notice, Proposal, Ranking, Report
from duban.ledger.refusals import Refused
from duban.ledger.storage import idempotency
from tests import cast, stories
from tests.racing import ROUNDS, all_happened, in_hand, one_happened, sound


@pytest.fixture
def raced(at_once):
    """An office in a database whose transactions are real."""
    return cast.office()


def test_a_report_is_accepted_or_returned(raced, at_once):
    for _ in ROUNDS:
        matter = in_hand(raced)
        report = stories.report(raced, matter, cast.at())
        answers = at_once(
            lambda report=report: reports.accept_report(report=report, by=By(raced.clerk, cast.at())),
            lambda report=report: reports.return_report(
                report=report, reason="过于简单", redo_by=datetime.date(2026, 4, 10), by=By(raced.head, cast.at())
            ),
        )
        one_happened(answers)
        report.refresh_from_db()
        kinds = set(JournalLine.objects.filter(matter=matter).values_list("kind", flat=True))
        assert kinds & {"completed", "returned"} == {"completed" if report.ruling == "accepted" else "returned"}
    sound(raced)


def test_a_cooperating_unit_reports_while_the_result_is_accepted(raced, at_once):
    for _ in ROUNDS:
        matter = in_hand(raced, support=raced.units[1:2])
        stories.accept(raced, matter, cast.at(), unit=raced.units[1])
        result = stories.report(raced, matter, cast.at())
        support = stories.held(matter, raced.units[1])
        answers = at_once(
            lambda result=result: reports.accept_report(report=result, by=By(raced.clerk, cast.at())),
            lambda support=support: reports.submit_report(
                assignment=support,
                what="progress",
                by=By(raced.other_liaison, cast.at()),
                words=reports.Words("已配合"),
            ),
        )
        assert all(isinstance(answer, Report | Refused) for answer in answers)
        support.refresh_from_db()
        matter.refresh_from_db()
        assert (matter.state, support.stage) == ("completed", "completed")
    sound(raced)


def test_close_and_reopen(raced, at_once):
    for _ in ROUNDS:
        matter = stories.matter(raced, due_on="2026-06-30")
        stories.complete(raced, matter, cast.at())
        lead = stories.held(matter)
        answers = at_once(
            lambda matter=matter: matters.close_matter(matter=matter, by=By(raced.clerk, cast.at())),
            lambda lead=lead: matters.reopen_assignment(
                assignment=lead, reason="现场核查未完成", by=By(raced.clerk, cast.at())
            ),
        )
        assert [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, Refused)] == []
        matter.refresh_from_db()
        assert matter.state == "in_hand"
    sound(raced)


def test_one_dispatch(raced, at_once):
    for _ in ROUNDS:
        matter = stories.matter(raced, due_on="2026-06-30", dispatched=False)
        dispatch = lambda matter=matter: matters.dispatch_matter(matter=matter, by=By(raced.clerk, cast.at()))  # noqa: E731
        one_happened(at_once(dispatch, dispatch, dispatch))
        assert JournalLine.objects.filter(matter=matter, kind="assigned").count() == 1
        assert Notice.objects.filter(matter=matter).count() == 1


def test_accept_or_refuse(raced, at_once):
    for _ in ROUNDS:
        held = stories.held(stories.matter(raced, due_on="2026-06-30"))
        one_happened(
            at_once(
                lambda held=held: assignments.accept_assignment(assignment=held, by=By(raced.liaison, cast.at())),
                lambda held=held: assignments.refuse_assignment(
                    assignment=held, reason="不属本单位职责", by=By(raced.unit_head, cast.at())
                ),
            )
        )


def test_sixteen_registrations_are_numbered_without_gap_or_duplicate(raced, at_once):
    register = lambda: stories.matter(raced, due_on="2026-06-30", dispatched=False)  # noqa: E731
    all_happened(at_once(*[register] * 16))
    assert {matter.no for matter in Matter.objects.all()} == {f"2026-{n}" for n in range(1, 17)}
    sound(raced)


def test_a_refused_registration_leaves_no_gap(raced, at_once):
    def good():
        return stories.matter(raced, due_on="2026-06-30", dispatched=False)

    def undone():
        with transaction.atomic():
            good()
            raise Refused("不登记了")

    at_once(*[good, undone] * 4)
    assert {matter.no for matter in Matter.objects.all()} == {f"2026-{n}" for n in range(1, 5)}


def test_eight_identical_submits_make_one_thing(raced, at_once):
    def submit():
        with transaction.atomic():
            claimed = idempotency.claim_submission(key="one", actor=raced.clerk, at=cast.at())
            made = stories.matter(raced, due_on="2026-06-30", dispatched=False)
            idempotency.settle_submission(claimed, f"/matters/{made.no}")
            return made

    answers = at_once(*[submit] * 8)
    done = [answer for answer in answers if isinstance(answer, idempotency.AlreadyDone)]
    made = Matter.objects.get()
    assert {error.went_to for error in done} == {f"/matters/{made.no}"} and len(done) == 7
    assert made in answers


def test_the_daily_run_twice_at_once(raced, at_once):
    for number in range(6):
        lead = raced.units[number : number + 1]
        stories.matter(raced, due_on="2026-04-02", lead=lead)
    through = datetime.date(2026, 4, 20)
    run = lambda: daily_run.run_days(jurisdiction=raced.jurisdiction, through=through)  # noqa: E731
    answers = at_once(run, run, run)
    all_happened(answers)
    assert JournalLine.objects.filter(kind="late").count() == 6 == sum(answer.late for answer in answers)
    assert Proposal.objects.count() == 6 == sum(answer.proposed for answer in answers)
    sound(raced)


def test_the_daily_run_while_units_report(raced, at_once):
    made = [in_hand(raced, title=f"第{n}件") for n in range(4)]
    through = datetime.date(2026, 7, 3)
    run = lambda: daily_run.run_days(jurisdiction=raced.jurisdiction, through=through)  # noqa: E731
    answers = at_once(
        run, *[lambda matter=matter: stories.report(raced, matter, cast.at("2026-07-03 09:00")) for matter in made]
    )
    all_happened(answers)
    assert JournalLine.objects.filter(kind="late").count() == 4
    sound(raced)


def test_a_ranking_is_published_once(raced, at_once):
    matter = stories.matter(raced, due_on="2026-03-31")
    stories.complete(raced, matter, cast.at())

    def publish():
        return rankings.publish_ranking(
            jurisdiction=raced.jurisdiction,
            kind="month",
            from_on=datetime.date(2026, 3, 1),
            to_on=datetime.date(2026, 3, 31),
            by=By(raced.head, cast.at("2026-04-01 09:00")),
        )

    one_happened(at_once(publish, publish, publish))
    assert Ranking.objects.count() == 1
    facts.record_fact(
        jurisdiction=raced.jurisdiction, kind="late", unit=raced.units[0], fact={"what": "report"}, matter=matter,
        reason="月报迟报", on=datetime.date(2026, 3, 31), by=By(raced.clerk, cast.at("2026-04-01 10:00")),
    )  # fmt: skip
    ranking, by = Ranking.objects.get(), By(raced.head, cast.at("2026-04-02 09:00"))
    correct = lambda: corrections.correct_ranking(ranking=ranking, reason="补记迟报", by=by)  # noqa: E731
    one_happened(at_once(correct, correct, correct))
    assert Ranking.objects.count() == 2
    sound(raced)


def test_a_fact_is_excused_once(raced, at_once):
    matter = in_hand(raced)
    for _ in ROUNDS:
        line = facts.record_fact(
            jurisdiction=raced.jurisdiction,
            kind="late",
            unit=raced.units[0],
            matter=matter,
            fact={"what": "report"},
            reason="月报迟报",
            on=datetime.date(2026, 3, 31),
            by=By(raced.clerk, cast.at()),
        )
        excuse = lambda line=line: facts.excuse_fact(line=line, reason="系统故障", by=By(raced.head, cast.at()))  # noqa: E731
        one_happened(at_once(excuse, excuse))


def test_writers_of_one_matter_and_of_the_journal_do_not_block_each_other(raced, at_once):
    for _ in ROUNDS:
        matter = in_hand(raced)
        held = stories.held(matter)

        def record(matter=matter):
            return facts.record_fact(
                jurisdiction=raced.jurisdiction,
                kind="late",
                unit=raced.units[0],
                fact={"what": "report"},
                reason="月报迟报",
                on=datetime.date(2026, 3, 31),
                matter=matter,
                by=By(raced.clerk, cast.at()),
            )

        def child(matter=matter):
            return stories.matter(raced, due_on="2026-06-30", parent=matter)

        def report(held=held):
            return reports.submit_report(
                assignment=held, what="progress", by=By(raced.liaison, cast.at()), words=reports.Words("进展顺利")
            )

        all_happened(at_once(record, child, report, record, child, record))
    sound(raced)


def test_a_paper_is_issued_while_matters_go_out(raced, at_once):
    made = [stories.matter(raced, due_on="2026-06-30", dispatched=False, title=f"第{n}件") for n in range(6)]

    def issue():
        return notices.issue_notice(
            of=raced.jurisdiction, act="urge", unit=raced.units[0], by=By(raced.clerk, cast.at())
        )

    def dispatch(matter):
        return lambda: matters.dispatch_matter(matter=matter, by=By(raced.clerk, cast.at()))

    all_happened(at_once(*[dispatch(matter) for matter in made], *[issue] * 6))
    assert sorted(Notice.objects.values_list("serial", flat=True)) == list(range(1, 13))
    sound(raced)


def test_a_reading_is_chosen_while_matters_are_registered(raced, at_once):
    def choose():
        return readings.choose_reading(
            jurisdiction=raced.jurisdiction,
            ambiguity="joint_matter",
            reading="also_support",
            was="lead_only",
            by=By(raced.head, cast.at()),
        )

    register = lambda: stories.matter(raced, due_on="2026-06-30")  # noqa: E731
    all_happened(at_once(register, choose, register, register))
    sound(raced)
