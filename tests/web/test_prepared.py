"""Questions whose SQL is built once find what the same queryset finds that is built anew: for every post, two offices and two units each."""

import contextlib
import datetime
import sys

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from duban.ledger import access
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.people.models import Officer, Unit
from duban.people.prepared import Prepared, PreparedFor
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db

# Asked by what writes, and held by the tests of those acts.
_OF_WRITES = {"duban.ledger.storage.locking", "duban.api.acting"}


def _told(found):
    return [_row(each) if isinstance(each, Model) else each for each in found]


def _row(record):
    """Return all that was read with a record."""
    told = {name: value for name, value in vars(record).items() if not name.startswith("_")}
    beside = {name: _row(each) for name, each in record._state.fields_cache.items() if isinstance(each, Model)}
    return told | beside


@pytest.fixture
def compared(monkeypatch):
    """Hold every prepared question against its queryset, and return the questions that were asked."""
    asked = set()
    answer = Prepared.ask

    def ask(question, *cases, **values):
        found = answer(question, *cases, **values)
        assert _told(found) == _told(question._build(*cases, **values))
        asked.add(question)
        return found

    monkeypatch.setattr(Prepared, "ask", ask)
    return asked


def _busy(office):
    """Fill an office with matters of two units, late, reported and done; publish two months, and return the later ranking."""
    day = cast.at("2026-02-02 09:00")
    late, reported, done, *_ = (
        stories.matter(office, due_on=due, at=day, lead=[office.units[place]], support=office.units[2:3])
        for due, place in (
            ("2026-02-20", 0),
            ("2026-06-30", 0),
            ("2026-02-20", 0),
            ("2026-03-02", 1),
            ("2026-02-25", 1),
        )
    )
    for made in (late, reported):
        stories.accept(office, made, day)
    stories.report(office, reported, cast.at("2026-03-20 09:00"))
    stories.complete(office, done, cast.at("2026-02-10 09:00"))
    early = stories.matter(office, due_on="2026-01-20", at=cast.at("2026-01-05 09:00"))
    stories.complete(office, early, cast.at("2026-01-15 09:00"))
    for month, last in ((1, 31), (2, 28)):
        period = {"from_on": datetime.date(2026, month, 1), "to_on": datetime.date(2026, month, last)}
        made = rankings.publish_ranking(
            jurisdiction=office.jurisdiction, kind="month", **period, by=By(office.head, cast.at())
        )
    return made


def _read(client, officer, office, ranking):
    """Read the pages that ask most, and what acts are about; of the matters one of each unit."""
    matters = Matter.objects.filter(jurisdiction=office.jurisdiction).order_by("pk")
    own = [f"/matters/{matters[place].no}" for place in (1, 3)]
    for place, unit in ((1, 0), (3, 1)):
        with contextlib.suppress(access.NotFound):
            assert access.matters.matter_for(officer, matters[place].no) == matters[place]
            held = access.matters.assignment_for(officer, matters[place].no, office.units[unit].code)
            assert held.matter == matters[place]
    for address in ("/desk", "/matters", f"/rankings/{ranking.pk}", *own):
        assert client.get(address).status_code in (200, 403, 404), address


def test_they_find_what_their_querysets_find(db, signed_in, compared):
    first, second = cast.office(), cast.office(slug="second")
    founding.adopt(second, "sanmenxia-2019", from_on="2026-01-02")
    for office, officers in ((first, first.officers.values()), (second, [second.liaison, second.other_liaison])):
        ranking = _busy(office)
        _read(signed_in(office.clerk), office.clerk, office, ranking)
        # What a period comes to is looked at again after what was written meanwhile.
        stories.accept(office, Matter.objects.filter(jurisdiction=office.jurisdiction).order_by("pk")[3], cast.at())
        for officer in officers:
            _read(signed_in(officer), officer, office, ranking)
    known = {
        each: f"{name}.{word}"
        for name, module in list(sys.modules.items())
        if name.startswith("duban.") and name not in _OF_WRITES
        for word, each in vars(module).items()
        if isinstance(each, Prepared)
    }
    unasked = {name for question, name in known.items() if question not in compared}
    assert unasked <= {"duban.ledger.queries.accounts.tokens._TOKEN"}, unasked


def test_the_pages_that_are_opened_most_ask_few_questions(office, signed_in):
    ranking = _busy(office)
    no = Matter.objects.order_by("pk")[1].no
    counted = {}
    for officer in (office.clerk, office.principal, office.liaison):
        client = signed_in(officer)
        for address in ("/desk", f"/matters/{no}", f"/rankings/{ranking.pk}"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counted[officer.role.value, address.split("/")[1]] = len(queries)
    most = {"desk": (11, 9, 12), "matters": (8, 8, 11), "rankings": (10, 8, 9)}
    posts = ("clerk", "principal", "liaison")
    assert all(counted[post, page] <= most[page][place] for page in most for place, post in enumerate(posts)), counted


def test_each_case_and_each_post_has_its_own_question(office):
    """Nobody is answered with what was built for another post, and an order of three rows is none of two."""

    def units(officer, most, pk):
        found = Unit.objects.filter(jurisdiction=officer.jurisdiction_id).exclude(pk=pk).order_by("order")
        return (found.filter(pk=officer.unit_id) if officer.is_unit else found)[:most]

    asked = PreparedFor(units, pk=987_654_321_999_001)
    assert asked.ask_for(office.clerk, 3, pk=office.units[0].pk) == office.units[1:4]
    assert asked.ask_for(office.clerk, 2, pk=office.units[1].pk) == [office.units[0], office.units[2]]
    assert asked.ask_for(office.liaison, 2, pk=office.units[1].pk) == [office.units[0]]
    assert asked.ask_for(office.other_liaison, 2, pk=office.units[1].pk) == []
    assert asked.ask_for(office.admin, 2, pk=0) == office.units[:2]


def test_what_can_find_nothing_is_not_asked(office, django_assert_num_queries):
    nothing = Prepared(lambda pk: Unit.objects.filter(pk=pk).none(), pk=987_654_321_999_001)
    with django_assert_num_queries(0):
        assert nothing.ask(pk=1) == [] and nothing.first(pk=1) is None
        with pytest.raises(Unit.DoesNotExist):
            nothing.one(pk=1)


def test_a_value_that_stands_nowhere_and_a_record_of_the_stand_in_are_mistakes(office):
    with pytest.raises(AssertionError, match="code"):
        Prepared(lambda pk, code: Unit.objects.filter(pk=pk), pk=987_654_321_999_001, code="a code").ask(pk=1, code="")
    with pytest.raises(Unit.DoesNotExist):
        PreparedFor(lambda officer: Officer.objects.filter(unit__code=officer.unit.code)).ask_for(office.liaison)
