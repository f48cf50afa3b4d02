"""Heartbeats: noted while the clock can be believed; the clock is confirmed where it is in doubt, and nowhere else."""

import datetime

import pytest

from duban.ledger.actions.upkeep import heartbeats
from duban.ledger.models import Heartbeat, JournalLine
from duban.ledger.models.heartbeats import Beater
from duban.ledger.refusals import Conflict
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at()
LATER = AT + datetime.timedelta(days=400)


def test_a_beat_is_noted_unless_the_clock_is_in_doubt():
    assert heartbeats.beat(Beater.SCHEDULE, at=AT)
    assert not heartbeats.beat(Beater.SCHEDULE, at=LATER)
    assert Heartbeat.objects.get().at == AT
    assert heartbeats.beat(Beater.SCHEDULE, at=AT + datetime.timedelta(hours=1))
    assert Heartbeat.objects.count() == 1


def test_a_clock_in_no_doubt_is_not_confirmed(office):
    heartbeats.beat(Beater.SCHEDULE, at=AT)
    with pytest.raises(Conflict):
        heartbeats.confirm_clock(actor=office.admin, at=AT)
    assert not JournalLine.objects.filter(verb="clock.confirmed").exists()


def test_an_administrator_answers_for_their_office_and_the_machines_owner_for_all(office, zhuoni):
    heartbeats.beat(Beater.SCHEDULE, at=AT)
    heartbeats.confirm_clock(actor=office.admin, at=LATER)
    line = JournalLine.objects.get(verb="clock.confirmed")
    assert (line.jurisdiction, line.actor, line.data["last"]) == (office.jurisdiction, office.admin, AT.isoformat())
    assert Heartbeat.objects.get().at == LATER
    heartbeats.confirm_clock(actor=None, at=AT)
    assert JournalLine.objects.filter(verb="clock.confirmed", actor=None).count() == 2
