"""Places of an inspection: planned within its days and units, reached, and written down by the team alone."""

import datetime

import pytest

from duban.ledger.actions.inspections import visits
from duban.ledger.by import By
from duban.ledger.models import Finding, JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db
DAY = inspecting.DAY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": " "}, "place"),
        ({"place": "机密★1年 仓库"}, "place"),
        ({"unit": 3}, "unit"),
        ({"on": DAY + datetime.timedelta(days=3)}, "on"),
        ({"on": DAY - datetime.timedelta(days=1)}, "on"),
    ],
)
def test_a_place_lies_within_the_inspection(office, wrong, field):
    wrong = {"unit": office.units[wrong["unit"]]} if "unit" in wrong else wrong
    with pytest.raises(Refused) as refused:
        inspecting.visit(office, inspecting.approved(office), **wrong)
    assert refused.value.field == field


def test_a_place_is_dropped_until_the_team_was_there(office):
    inspection = inspecting.under_way(office)
    first, second = (inspecting.visit(office, inspection, place=place) for place in ("粮库", "农机站"))
    visits.drop_visit(visit=first, by=By(office.clerk, cast.at()))
    with pytest.raises(Conflict, match="已经取消"):
        visits.arrive(visit=first, by=By(office.inspector, cast.at()))
    visits.arrive(visit=second, by=By(office.inspector, cast.at()))
    with pytest.raises(Refused, match="已经到过"):
        visits.drop_visit(visit=second, by=By(office.clerk, cast.at()))


def test_only_the_team_arrives_on_the_day_and_once(office):
    inspection = inspecting.under_way(office)
    place = inspecting.visit(office, inspection)
    with pytest.raises(Forbidden):
        visits.arrive(visit=place, by=By(office.section, cast.at()))
    arrived = visits.arrive(visit=place, by=By(office.inspector, cast.at()))
    assert (arrived.arrived_at, arrived.recorded_by) == (cast.at(), office.inspector)
    assert JournalLine.objects.get(verb="visit.arrived").unit == office.units[0]
    with pytest.raises(Conflict):
        visits.arrive(visit=place, by=By(office.inspector, cast.at()))
    tomorrow = inspecting.visit(office, inspection, on=DAY + datetime.timedelta(days=1))
    with pytest.raises(Refused, match="安排在"):
        visits.arrive(visit=tomorrow, by=By(office.inspector, cast.at()))
    waiting = inspecting.visit(office, inspecting.approved(office))
    with pytest.raises(Refused, match="现在不能记录"):
        visits.arrive(visit=waiting, by=By(office.inspector, cast.at()))


@pytest.mark.feature("inspections", "findings")
@pytest.mark.proves("sanmenxia-2019", "二(三)", "findings")
def test_what_is_seen_is_added_and_the_same_is_written_once(office):
    place = inspecting.visit(office, inspecting.under_way(office))
    by = By(office.inspector, cast.at())
    with pytest.raises(Refused, match="先记录到场"):
        visits.record_visit(visit=place, seen="门锁着", by=by)
    visits.arrive(visit=place, by=by)
    with pytest.raises(Refused) as refused:
        visits.record_visit(visit=place, seen=" ", by=by)
    assert refused.value.field == "seen"
    visits.record_visit(visit=place, seen="仓门敞开", by=by)
    found = visits.record_visit(
        visit=place, seen="台账缺页", noted=visits.Noted("falsehood", "账实不符", "当场封存"),
        photos=[visits.Photo("台账.txt", [b"x"])], by=by,
    )  # fmt: skip
    place.refresh_from_db()
    assert [line.partition("] ")[2] for line in place.seen.splitlines()] == ["仓门敞开", "台账缺页"]
    assert (found.order, found.nature, found.found_by, found.visit) == (1, "falsehood", office.inspector, place)
    assert found.attachments.get().name == "台账.txt"
    for again in ({"seen": "仓门敞开"}, {"noted": visits.Noted("falsehood", "账实不符")}):
        with pytest.raises(Conflict):
            visits.record_visit(visit=place, by=by, **again)
    with pytest.raises(Refused) as refused:
        visits.record_visit(visit=place, photos=[visits.Photo("p.txt", [b"x"])] * (visits.PHOTOS + 1), by=by)
    assert refused.value.field == "photos"


def test_a_finding_needs_words_a_nature_and_an_inspected_unit(office):
    inspection = inspecting.under_way(office)
    for unit, noted, field in (
        (office.units[0], visits.Noted("beauty", "好"), "nature"),
        (office.units[0], visits.Noted("problem", " "), "text"),
        (office.units[3], visits.Noted("problem", "不实"), "unit"),
        (office.units[0], visits.Noted("problem", "不实", "机密★1年"), "order_text"),
    ):
        with pytest.raises(Refused) as refused:
            visits.note_finding(inspection=inspection, unit=unit, noted=noted, by=By(office.inspector, cast.at()))
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        visits.note_finding(
            inspection=inspection,
            unit=office.units[0],
            noted=visits.Noted("problem", "不实"),
            by=By(office.section, cast.at()),
        )
    assert not Finding.objects.exists()
