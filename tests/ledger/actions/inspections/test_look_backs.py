"""Look-backs: the units of what was not struck off, with one place for each finding."""

import datetime

import pytest

from duban.ledger.actions.inspections import look_backs, visits
from duban.ledger.by import By
from duban.ledger.models import Inspection
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.refusals import Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 4, 20)


def arranged(office, inspection, **more):
    given = {"from_on": FIRST, "to_on": FIRST, "by": By(office.clerk, cast.at()), **more}
    return look_backs.arrange_look_back(inspection=inspection, **given)


def found(office, inspection, unit, text, nature="problem"):
    return visits.note_finding(
        inspection=inspection, unit=unit, noted=visits.Noted(nature, text), by=By(office.inspector, cast.at())
    )


def test_what_was_not_struck_off_becomes_its_places(office):
    inspection = inspecting.under_way(office)
    found(office, inspection, office.units[0], "沟渠未清\n西段尤甚")
    found(office, inspection, office.units[1], "联户联治", nature="experience")
    made = arranged(office, inspection)
    assert (made.after, made.method, made.phase) == (inspection, Method.LOOK_BACK, Phase.DRAFT)
    assert list(made.units.all()) == [office.units[0]] and "沟渠未清" in made.scheme
    assert [(each.unit, each.place, each.how, each.on) for each in made.visits.all()] == [
        (office.units[0], "沟渠未清", "site", FIRST)
    ]


def test_an_unannounced_one_goes_there_unannounced(office):
    inspection = inspecting.under_way(office)
    found(office, inspection, office.units[0], "沟渠未清")
    made = arranged(office, inspection, unannounced=True)
    assert made.unannounced and made.visits.get().how == "unannounced"


def test_where_nothing_is_open_or_the_day_is_past_there_is_none(office):
    with pytest.raises(Refused):
        arranged(office, inspecting.approved(office))
    inspection = inspecting.under_way(office)
    with pytest.raises(Refused):
        arranged(office, inspection)
    found(office, inspection, office.units[0], "沟渠未清")
    with pytest.raises(Refused) as refused:
        arranged(office, inspection, from_on=inspecting.DAY - datetime.timedelta(days=1))
    assert refused.value.field == "from_on" and not Inspection.objects.filter(method=Method.LOOK_BACK).exists()
