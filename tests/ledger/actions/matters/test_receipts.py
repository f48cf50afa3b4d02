"""A unit for which nobody can sign here: named beforehand, its receipt on paper entered by the office."""

import datetime

import pytest

from duban.ledger import conditions
from duban.ledger.actions.matters import assignments
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.assignments import Stage
from duban.ledger.queries.office import vacancies
from duban.ledger.refusals import Refused
from tests import cast, stories

TODAY = cast.at().date()
pytestmark = pytest.mark.django_db


def _receive(office, held, **more):
    words = {"received_on": TODAY, "receiver": "李某", **more}
    return assignments.record_receipt(assignment=held, by=By(office.clerk, cast.at()), **words)


def test_units_without_an_account_are_named_before_the_dispatch(office):
    assert conditions.office.unreachable(office.units[:3]) == [office.units[2]]


def test_the_office_enters_what_such_a_unit_signed_on_paper(office):
    held = stories.held(stories.matter(office, due_on="2026-04-30", lead=office.units[2:3]))
    assert vacancies.vacancies_of(office.head).unsigned == [held]
    for more, field in (
        ({"received_on": TODAY + datetime.timedelta(days=1)}, "received_on"),
        ({"received_on": TODAY - datetime.timedelta(days=1)}, "received_on"),
        ({"receiver": " "}, "receiver"),
    ):
        with pytest.raises(Refused) as caught:
            _receive(office, held, **more)
        assert caught.value.field == field
    done = _receive(office, held)
    assert (done.stage, done.accepted_on, done.responsible) == (Stage.IN_HAND, TODAY, "李某")
    line = JournalLine.objects.get(verb="assignment.received")
    assert (line.actor, line.kind, line.on) == (office.clerk, "accepted", TODAY)
    assert vacancies.vacancies_of(office.head).unsigned == []


def test_a_unit_with_an_account_signs_itself(office):
    with pytest.raises(Refused, match="自己签收"):
        _receive(office, stories.held(stories.matter(office, due_on="2026-04-30")))
