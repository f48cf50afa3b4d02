"""Arrivals: what a unit with an office of its own is given opens there, once for each assignment."""

import pytest

from duban.ledger.actions.sources import arrivals
from duban.ledger.models import Handover, JournalLine
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_a_unit_without_an_office_of_its_own_gets_none(office):
    assert arrivals.open_handover(stories.held(stories.matter(office, due_on="2026-06-30")), cast.at()) is None
    assert not Handover.objects.exists()


def test_it_opens_below_once_and_names_nobody_above(office):
    county = cast.office("gansu-county-2023")
    unit = office.units[0]
    unit.seat = county.jurisdiction
    unit.save()
    matter = stories.matter(office, due_on="2026-06-30")
    (made,) = Handover.objects.all()
    assert (made.jurisdiction, made.arrived_on) == (county.jurisdiction, cast.at().date())
    assert arrivals.open_handover(stories.held(matter), cast.at("2026-04-02 09:00")) == made
    line = JournalLine.objects.get(verb="handover.arrived")
    assert (line.jurisdiction, line.actor, line.unit, line.matter) == (county.jurisdiction, None, None, None)
    assert matter.no in line.data["name"]
