"""Assignments behind their deadline: the step that is open under the matter's own document, or what its ladder waits for."""

import datetime

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.queries.matters.ladders.overdue import overdue
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 31)


def _late(office, **more):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), **more)
    stories.accept(office, made, cast.at("2026-03-02 10:00"))
    return made


def test_each_row_has_its_step_or_what_its_ladder_waits_for(office):
    _late(office)
    _late(office, lead=[office.units[1]])
    first, second = overdue(office.clerk, ON, most=8)
    assert [(row.step, row.clause, row.prospect) for row in (first, second)] == [("全市通报", "四(二)4", None)] * 2


def test_a_unit_sees_what_is_open_and_nothing_of_what_is_being_considered(office):
    made = _late(office)
    by = By(office.clerk, cast.at("2026-03-30 09:00"))
    asked = proposals.ask("step", of=stories.held(made), step="circular", reason="逾期", by=by)
    assert [row.proposal for row in overdue(office.clerk, ON, most=8)] == [asked]
    (row,) = overdue(office.liaison, ON, most=8)
    assert (row.step, row.proposal) == ("全市通报", None)
    stories.sign(asked, cast.at("2026-03-30 10:00"))
    assert [row.proposal for row in overdue(office.liaison, ON, most=8)] == [None]


def test_an_urging_that_is_a_step_is_signed_by_nobody():
    office = cast.office(regime="county-plan")
    _late(office)
    (row,) = overdue(office.clerk, ON, most=8)
    assert (row.step, row.is_unsigned) == ("电话、口头督办", True)


def test_without_an_open_step_each_row_says_what_it_needs_with_the_clause(zhuoni):
    _late(zhuoni)
    _late(zhuoni, lead=[zhuoni.units[1]])
    for row in overdue(zhuoni.clerk, ON, most=8):
        assert row.step == "" and row.prospect.clause == "第十二条"
        assert row.prospect.said == "下一步“通报批评并约谈”没有定日期：同一事项第2次结果逾期时可以实施。"


def test_a_document_without_a_ladder_says_so():
    office = cast.office("gansu-county-2023")
    _late(office)
    (row,) = overdue(office.clerk, ON, most=8)
    assert (row.step, row.prospect.said) == ("", "本办法没有规定逐级督办的措施，逾期由督查室催办。")


def test_a_matter_climbs_the_ladder_of_its_own_document():
    office = founding.office("s2-slips")
    _late(office)
    founding.adopt(office, "county-plan", from_on="2026-03-10")
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-03-10"))
    office.jurisdiction.refresh_from_db()
    assert Governed.of(office.jurisdiction).steps[0].name == "电话、口头督办"
    (row,) = overdue(office.clerk, ON, most=8)
    assert row.step in {step.name for step in Governed.of(row.assignment.matter).steps}
    assert row.step != "电话、口头督办"


def test_the_number_of_questions_does_not_grow_with_the_rows(zhuoni, django_assert_num_queries):
    _late(zhuoni)
    overdue(zhuoni.clerk, ON, most=8)
    with django_assert_num_queries(3) as asked:
        overdue(zhuoni.clerk, ON, most=8)
    for unit in zhuoni.units[1:4]:
        _late(zhuoni, lead=[unit])
    with django_assert_num_queries(len(asked.captured_queries)):
        assert len(overdue(zhuoni.clerk, ON, most=8)) == 4
