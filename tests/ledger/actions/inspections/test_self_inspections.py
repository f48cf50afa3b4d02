"""Self-inspections: asked of units that are inspected, handed in once, by the unit itself."""

import datetime

import pytest

from duban.ledger.actions.inspections import self_inspections
from duban.ledger.actions.inspections.visits import Photo
from duban.ledger.by import By
from duban.ledger.models import JournalLine, SelfInspection
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db


def asked(office, inspection, **more):
    given = {"units": office.units[:1], "due_on": inspecting.DAY, **more}
    return self_inspections.request_self_inspections(inspection=inspection, by=By(office.clerk, cast.at()), **given)


@pytest.mark.feature("self_inspection")
def test_each_unit_is_asked_once(office):
    inspection = inspecting.approved(office)
    assert len(asked(office, inspection)) == 1
    (second,) = asked(office, inspection, units=office.units[:2])
    assert second.unit == office.units[1]
    lines = JournalLine.objects.filter(verb="self_inspection.requested").order_by("seq")
    assert [line.unit for line in lines] == office.units[:2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": inspecting.DAY - datetime.timedelta(days=1)}, "due_on"),
        ({"units": []}, "units"),
        ({"units": "others"}, "units"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(office, wrong, field):
    if wrong.get("units") == "others":
        wrong = {"units": office.units[3:4]}
    with pytest.raises(Refused) as refused:
        asked(office, inspecting.approved(office), **wrong)
    assert refused.value.field == field and not SelfInspection.objects.exists()


def test_nobody_is_asked_before_it_is_signed_or_where_it_is_unannounced(office):
    for inspection in (inspecting.drafted(office), inspecting.approved(office, unannounced=True)):
        with pytest.raises(Refused):
            asked(office, inspection)


def test_the_unit_itself_hands_it_in_once(office):
    (row,) = asked(office, inspecting.approved(office))
    with pytest.raises(Forbidden):
        self_inspections.hand_in_self_inspection(
            self_inspection=row, text="已自查", by=By(office.other_liaison, cast.at())
        )
    by = By(office.liaison, cast.at())
    for text, field in ((" ", "text"), ("机密★1年 台账", "text")):
        with pytest.raises(Refused) as refused:
            self_inspections.hand_in_self_inspection(self_inspection=row, text=text, by=by)
        assert refused.value.field == field
    made = self_inspections.hand_in_self_inspection(
        self_inspection=row, text=" 已自查 ", evidence=[Photo("自查.txt", [b"x"])], by=by
    )
    assert (made.text, made.handed_in_by, made.handed_in_on) == ("已自查", office.liaison, inspecting.DAY)
    assert made.inspection.attachments.get().name == "自查.txt"
    assert JournalLine.objects.get(verb="self_inspection.handed_in").unit == office.units[0]
    with pytest.raises(Conflict):
        self_inspections.hand_in_self_inspection(self_inspection=row, text="又报", by=by)
