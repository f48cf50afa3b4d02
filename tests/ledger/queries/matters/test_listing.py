"""The rows of a list, read in one question, say what the records say."""

import contextlib

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Assignment, Matter
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import DUES, NAMES, OUTCOMES, RECENTS, SORTS, Filter
from duban.ledger.queries.matters.flags import MARKS
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


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader", "auditor"])
def test_a_part_of_a_list_is_what_its_question_gives_however_often_it_is_asked(office, who):
    shared = _various(office)
    officer = office.officers[who]
    for asked in (Filter(), Filter(sort="due"), Filter(unit=office.units[0].code, state="open"), Filter(q="牵头")):
        for start, stop in ((0, 2), (1, 3), (0, 30)):
            for _ in range(2):
                part = rows.part_of(officer, asked, TODAY, (start, stop), _cut(start, stop))
                plain = rows.listed(officer, ledgers.found(officer, asked, today=TODAY)[start:stop])
                assert part == plain
    before = {each.matter.pk: each for each in rows.part_of(officer, Filter(), TODAY, (0, 30), _cut(0, 30))}
    Matter.objects.filter(pk=shared.pk).update(title="改过的题目")
    after = {each.matter.pk: each for each in rows.part_of(officer, Filter(), TODAY, (0, 30), _cut(0, 30))}
    assert {key for key in before if before[key] != after[key]} == ({shared.pk} if who != "auditor" else set())
    assert all("改过" in after[key].matter.title for key in after if key == shared.pk)


def _cut(start, stop):
    return lambda found: found[start:stop]


_ANY = {
    "state": "open", "stage": "in_hand", "source": "meeting", "category": "meeting", "level": "high", "unit": "a", "part": "lead",
    "portfolio": "1", "since": "2026-01-01", "until": "2026-12-31", "parent": "2026-1", "year": "2026", "leader": "1",
}  # fmt: skip
_EACH = {"mark": MARKS, "due": DUES, "outcome": OUTCOMES, "recent": RECENTS, "sort": SORTS}


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader"])
def test_the_words_of_a_question_depend_on_nothing_that_is_stored(office, who):
    """Whatever of a filter is kept as SQL: but for words that are searched and steps of a ladder, which are looked up each time."""
    asked = [Filter(**{name: value}) for name, value in _ANY.items()]
    asked += [Filter(**{name: value}) for name, values in _EACH.items() for value in values]
    assert {name for each in asked for name, _ in each.asked} == set(NAMES) - {"q", "step", "then"}
    officer = office.officers[who]
    with CaptureQueriesContext(connection) as queries:
        for each in asked:
            with contextlib.suppress(EmptyResultSet):
                ledgers.found(officer, each, today=TODAY).query.sql_with_params()
    assert not [each["sql"] for each in queries]
