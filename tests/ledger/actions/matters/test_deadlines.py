"""Deadlines: set, met and lifted; what was missed before stays missed."""

import datetime

import pytest

from duban.ledger.actions.matters import deadlines
from duban.ledger.models import Deadline
from duban.ledger.models.deadlines import Owed
from tests import cast, stories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 10)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
START = datetime.date(2026, 3, 31)


@pytest.fixture
def held(office):
    """An assignment with one more result limit than that of its matter."""
    assignment = stories.held(stories.matter(office, due_on="2026-06-30"))
    deadlines.set_deadline(assignment, Owed.RESULT, DAY, START)
    return assignment


def limit():
    return Deadline.objects.get(on=DAY, what=Owed.RESULT)


def is_missed():
    return Deadline.objects.filter(deadlines.missed(), pk=limit().pk).exists()


@pytest.mark.parametrize(("on", "missed"), [(BEFORE, False), (DAY, False), (AFTER, True)])
def test_done_on_the_last_day_is_in_time(held, on, missed):
    deadlines.meet_deadlines(held, (Owed.RESULT,), on)
    assert (limit().met_on, is_missed()) == (on, missed)


@pytest.mark.parametrize(("on", "missed"), [(BEFORE, False), (DAY, False), (AFTER, True)])
def test_lifted_before_it_ran_out_it_is_not_missed(held, on, missed):
    deadlines.lift_deadlines(held, on, (Owed.RESULT,))
    assert (limit().lifted_on, is_missed()) == (on, missed)


def test_only_what_is_owed_and_stands_is_met(held):
    deadlines.lift_deadlines(held, BEFORE, (Owed.RESULT,))
    deadlines.meet_deadlines(held, (Owed.RESULT, Owed.ACCEPTANCE), DAY)
    assert limit().met_on is None


def test_a_limit_set_again_for_the_same_day_runs_again_as_one_row(held):
    deadlines.lift_deadlines(held, BEFORE, (Owed.RESULT,))
    deadlines.set_deadline(held, Owed.RESULT, DAY, BEFORE)
    assert (limit().set_on, limit().lifted_on, limit().met_on) == (BEFORE, None, None)


def test_what_a_returned_report_had_met_runs_again_unless_it_is_over(held):
    deadlines.meet_deadlines(held, (Owed.RESULT,), BEFORE)
    deadlines.unmeet_deadlines(held, AFTER)
    assert limit().met_on == BEFORE
    deadlines.unmeet_deadlines(held, DAY)
    assert limit().met_on is None


def test_a_result_that_waits_for_review_meets_a_limit_set_meanwhile(office):
    matter = stories.matter(office, due_on="2026-06-30")
    stories.accept(office, matter, cast.at())
    stories.report(office, matter, cast.at())
    deadlines.set_deadline(stories.held(matter), Owed.RESULT, DAY, START)
    assert limit().met_on == START
