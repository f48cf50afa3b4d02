"""Obligations: a date of a recurring report is written down when its time begins, however late somebody notices."""

import datetime
import itertools

import pytest

from duban.ledger.actions.reports import obligations
from duban.ledger.models import Deadline, Recurrence
from duban.ledger.models.deadlines import Owed
from tests import cast, stories

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 1, 5)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def held(db):
    """An assignment of Ankang's monthly work reports, in hand since the fifth of January."""
    office = cast.office("ankang-2020")
    matter = stories.matter(office, due_on="2026-12-31", at=cast.at("2026-01-05 09:00"), category="work_report")
    stories.accept(office, matter, cast.at("2026-01-05 10:00"))
    return stories.held(matter)


def owed(assignment):
    rows = assignment.deadlines.filter(what=Owed.REPORT, recurrence__isnull=False).order_by("on")
    return list(rows.values_list("set_on", "on"))


@pytest.mark.feature("recurring_reports")
def test_who_catches_up_writes_what_every_day_would_have_written(held):
    (recurrence,) = obligations.running(held)
    late = owed(held)
    obligations.roll(held, day("2026-04-15"))
    at_once = owed(held)
    assert len(at_once) > len(late) and at_once[: len(late)] == late
    Deadline.objects.filter(recurrence=recurrence).exclude(on=late[0][1]).delete()
    on = START
    while on <= day("2026-04-15"):
        obligations.roll(held, on)
        on += datetime.timedelta(days=1)
    assert owed(held) == at_once
    for (_, before), (begins, _) in itertools.pairwise(at_once):
        assert begins == before + datetime.timedelta(days=1)


def test_once_it_ended_nothing_more_comes_up(held):
    obligations.end_all(held, START)
    before = owed(held)
    obligations.roll(held, day("2026-06-30"))
    assert obligations.running(held) == [] and owed(held) == before
    assert Recurrence.objects.get().ended_on == START


def test_what_is_no_longer_open_owes_nothing(held):
    before = owed(held)
    held.stage = "completed"
    obligations.roll(held, day("2026-06-30"))
    assert owed(held) == before
