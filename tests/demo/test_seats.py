"""Two levels in the demonstration."""

import pytest

from duban.demo import seats
from duban.ledger.models import Handover
from tests import cast, stories


@pytest.mark.django_db
def test_what_waits_for_the_county_opens_in_its_office_once():
    city = cast.office("sanmenxia-2019", slug="sanmenxia", is_demo=True)
    assert seats.link(cast.at()) == 0
    county = cast.office("gansu-county-2023", slug="gansu", is_demo=True)
    stories.matter(city, due_on="2026-06-30")
    stories.accept(city, stories.matter(city, due_on="2026-06-30"), cast.at())
    assert seats.link(cast.at()) == 1
    assert Handover.objects.get().jurisdiction == county.jurisdiction
    assert seats.link(cast.at()) == 0
