"""The rows of a list, read in one question, say what the records say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Assignment, Matter
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import SORTS, Filter
from duban.ledger.queries.matters.listing import rows
from duban.people.models import Officer
from tests import cast, listings, stories

TODAY = stories.day("2026-04-20")
pytestmark = pytest.mark.django_db


def _various(office):
    """Led by several and helped, reported on by each, done, without end, planned, with a part of its own."""
    first, second, third = office.units[:3]
    shared = stories.matter(office, due_on="2026-06-30", lead=[first, second], support=[third], title="共同牵头的事")
    for unit, what in ((first, "progress"), (second, "progress"), (third, "progress")):
        stories.accept(office, shared, cast.at(), unit=unit)
        stories.report(office, shared, cast.at(), what=what, unit=unit)
    stories.complete(office, stories.matter(office, due_on="2026-03-31", title="办结的事"), cast.at())
    planned = stories.matter(office, due_on="2026-12-31", dispatched=False, title="长期坚持的事")
    Matter.objects.filter(pk=planned.pk).update(due_on=None)
    Assignment.objects.filter(matter=planned).update(due_on=None)
    part = stories.matter(office, due_on="2026-05-30", lead=[second], title="其中一部分")
    Matter.objects.filter(pk=part.pk).update(parent=shared)
    return shared


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader", "auditor"])
def test_a_list_says_of_each_what_its_records_say(office, who):
    _various(office)
    officer = office.officers[who]
    for sort in SORTS:
        found = ledgers.found(officer, Filter(sort=sort), today=TODAY)
        told = [listings.told(each) for each in rows.listed(officer, found, names_registrar=True)]
        assert told == [listings.told(each) for each in ledgers.rows_of(officer, found)]
        assert bool(told) == (who != "auditor")
        part = [each.matter.no for each in rows.listed(officer, found.all()[1:3])]
        assert part == [each["no"] for each in told[1:3]]
        count, every = rows.every(officer, found)
        assert [listings.told(each) for each in every] == told and count == len(told)


def test_a_unit_is_told_of_no_matter_above_that_it_may_not_see(office):
    shared = _various(office)
    stranger = Officer.objects.get(pk=office.liaison.pk)
    stranger.unit = office.units[1]
    own = ledgers.found(stranger, Filter(), today=TODAY)
    assert {each.matter.title: each.matter.parent for each in rows.listed(stranger, own)}["其中一部分"] == shared.no
    Assignment.objects.filter(matter=shared, unit=stranger.unit).update(dispatched_on=None)
    assert {each.matter.title: each.matter.parent for each in rows.listed(stranger, own)} == {"其中一部分": None}


def test_rows_of_one_list_take_one_question_and_nothing_named_takes_none(office):
    _various(office)
    with CaptureQueriesContext(connection) as queries:
        assert len(rows.listed(office.clerk, ledgers.found(office.clerk, Filter(), today=TODAY))) == 4
    assert len(queries) == 1
    assert rows.listed(office.clerk, Matter.objects.none()) == []
