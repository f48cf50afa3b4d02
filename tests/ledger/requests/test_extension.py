"""Extension: a later due date, once, as far as the document permits."""

import datetime

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

AT = cast.at()
LATER = datetime.date(2026, 5, 20)
pytestmark = pytest.mark.django_db


def _sent(office, **more):
    return stories.matter(office, due_on="2026-04-30", **more)


def _extend(office, matter, until=LATER, reason="设备到货推迟", at=AT):
    return proposals.ask("extension", of=stories.held(matter), until=until, reason=reason, by=By(office.liaison, at))


@pytest.mark.feature("extension_approval")
def test_an_extension_waits_for_the_leader_and_then_moves_the_date(office):
    made = _sent(office)
    asked = _extend(office, made)
    assert [(each.role, each.officer) for each in asked.signatures.all()] == [("leader", office.leader)]
    assert asked.clause == "附件2 三5"
    assert stories.held(made).due_on == datetime.date(2026, 4, 30)
    assert stories.sign_as(asked, office.leader).outcome == "carried_out"
    held = stories.held(made)
    made.refresh_from_db()
    assert (held.due_on, made.due_on) == (LATER, LATER)
    line = JournalLine.objects.get(kind="extended")
    assert line.data["fact"] == {"due": "2026-05-20"}
    assert held.deadlines.get(on=datetime.date(2026, 4, 30)).lifted_on == AT.date()


def test_an_extension_comes_once_within_two_months_and_with_a_reason(office):
    made = _sent(office)
    for until, reason, field in (
        (datetime.date(2026, 4, 30), "x", "until"),
        (datetime.date(2026, 7, 1), "x", "until"),
        (LATER, " ", "reason"),
    ):
        with pytest.raises(Refused) as caught:
            _extend(office, made, until, reason)
        assert caught.value.field == field
    asked = _extend(office, made)
    with pytest.raises(Conflict):
        _extend(office, made)
    stories.sign_as(asked, office.leader)
    with pytest.raises(Refused, match="只能延期一次") as caught:
        _extend(office, made, datetime.date(2026, 6, 10))
    assert caught.value.clause == "附件2 三5" and caught.value.possible
