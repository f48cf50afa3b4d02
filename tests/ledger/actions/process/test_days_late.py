"""Where points go by the days of a lateness, the night's lateness has its days once the thing is there: 逾期1至3天扣0.5分、4至10天扣1分."""

import datetime
from decimal import Decimal

import pytest

from duban.engine.packs import loading
from duban.ledger import journal, scores
from duban.ledger.actions.matters import matters, pauses
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports, taken_back_reports
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db

PACK = """
id: tiers
name: 分档
periods: [quarter]
groups: {department: 部门}
clauses:
  - {clause: 一, gist: 起评80分, kinds: [score], rules: [{kind: base, points: "80"}]}
  - {clause: 二, gist: 逾期分档, kinds: [score], rules: [{kind: score, select: {event: late, where: {what: result}}, worth: {by: days, points: {4: "-1", 1: "-0.5", 11: "-2"}}}]}
"""


@pytest.fixture
def office(db):
    return founding.office({"regime.yaml": PACK})


@pytest.fixture
def made(office):
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    return made


def _run(office, through):
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day(through))


def _late(office):
    rows = journal.fact_rows(office.jurisdiction)
    return [(row["on"], row["what"], row.get("days")) for row in rows if row["kind"] == "late"]


def _total(office):
    board = scores.lately_board(office.jurisdiction, "quarter", datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    return board.score("jia").total


def _return(office, report, at, redo_by):
    by = By(office.clerk, cast.at(at))
    reports.return_report(report=report, reason="没有佐证", redo_by=founding.day(redo_by), by=by)


@pytest.mark.parametrize("runs", [["2026-03-14", "2026-03-20"], ["2026-03-20"]], ids=["each night", "late"])
def test_a_result_is_as_late_as_what_was_accepted(office, made, runs):
    if len(runs) == 2:
        _run(office, runs[0])
        assert _late(office) == [("2026-03-14", "result", None)] and _total(office) == Decimal(80)
    report = stories.report(office, made, cast.at("2026-03-17 09:00"))
    reports.accept_report(report=report, by=By(office.clerk, cast.at("2026-03-19 09:00")))
    _run(office, runs[-1])
    assert _late(office) == [("2026-03-14", "result", 4)] and _total(office) == Decimal(79)


def test_what_was_returned_had_not_come(office, made):
    _run(office, "2026-03-16")
    report = stories.report(office, made, cast.at("2026-03-17 09:00"))
    _return(office, report, "2026-03-18 09:00", "2026-03-30")
    assert _late(office) == [("2026-03-14", "result", None)]
    report = stories.report(office, made, cast.at("2026-03-25 09:00"))
    reports.accept_report(report=report, by=By(office.clerk, cast.at("2026-03-26 09:00")))
    assert _late(office) == [("2026-03-14", "result", 12)] and _total(office) == Decimal(78)


def test_what_was_found_undone_has_not_come(office, made):
    _run(office, "2026-03-16")
    stories.complete(office, made, cast.at("2026-03-17 09:00"))
    assert _late(office) == [("2026-03-14", "result", 4)]
    by = By(office.head, cast.at("2026-03-18 09:00"))
    matters.reopen_assignment(assignment=stories.held(made), reason="现场未完成", by=by)
    assert _late(office) == [("2026-03-14", "result", None)]


def test_a_report_to_be_done_again_is_late_until_it_is_handed_in_and_no_more_once_taken_back(office, made):
    _return(office, stories.report(office, made, cast.at("2026-03-09 09:00")), "2026-03-10 09:00", "2026-03-11")
    _run(office, "2026-03-12")
    report = stories.report(office, made, cast.at("2026-03-13 09:00"))
    assert _late(office) == [("2026-03-12", "resubmission", 2)]
    taken_back_reports.take_back_report(
        report=report, reason="附件有误", by=By(office.liaison, cast.at("2026-03-13 10:00"))
    )
    assert _late(office) == [("2026-03-12", "resubmission", None)]


def test_days_on_which_the_clock_stood_still_are_nobody_s(office, made):
    _run(office, "2026-03-16")
    held, by = stories.held(made), By(office.clerk, cast.at("2026-03-16 09:00"))
    pauses.suspend_assignment(assignment=held, reason="等待上级批复", by=by)
    pauses.resume_assignment(assignment=held, by=By(office.clerk, cast.at("2026-03-18 09:00")))
    stories.complete(office, made, cast.at("2026-03-19 09:00"))
    assert _late(office) == [("2026-03-14", "result", None)]
    assert not JournalLine.objects.filter(verb="lateness.counted").exists()


@pytest.mark.parametrize(
    ("select", "rest", "is_read"),
    [
        ("{event: late}", 'count: {per: days}, worth: "-1"', True),
        ("{event: late, where: {days: 3}}", 'worth: "-1"', True),
        ("{event: late, where: {what: result}}", 'worth: "-1"', False),
        ("{event: urged}", 'worth: "-1"', False),
    ],
)
def test_a_document_goes_by_days_however_it_says_so(select, rest, is_read):
    rule = f"{{kind: score, select: {select}, {rest}}}"
    text = PACK[: PACK.index("  - {clause: 二")] + f"  - {{clause: 二, gist: 逾期, kinds: [score], rules: [{rule}]}}\n"
    assert loading.load_pack({"regime.yaml": text}).reads("late", "days") is is_read


def test_no_line_is_written_where_nothing_goes_by_days(db):
    office = cast.office("sanmenxia-2019")
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    _run(office, "2026-03-16")
    stories.complete(office, made, cast.at("2026-03-17 09:00"))
    assert _late(office) == [("2026-03-14", "result", None)]
    assert not JournalLine.objects.filter(verb="lateness.counted").exists()


def test_what_is_recorded_by_hand_is_asked_for_its_days(office, made, signed_in):
    page = signed_in(office.clerk).get("/records").content.decode()
    assert 'name="days"' in page and "按逾期天数计分的须填" in page
    said = {
        "jurisdiction": office.jurisdiction, "kind": "late", "unit": made.assignments.get().unit, "matter": made,
        "on": founding.day("2026-03-14"), "reason": "查实", "by": By(office.clerk, cast.at("2026-03-20 09:00")),
    }  # fmt: skip
    with pytest.raises(Refused, match="没有写明天数"):
        facts.record_fact(fact={"what": "result"}, **said)
    facts.record_fact(fact={"what": "result", "days": 5}, **said)
    assert _late(office) == [("2026-03-14", "result", 5)] and _total(office) == Decimal(79)
