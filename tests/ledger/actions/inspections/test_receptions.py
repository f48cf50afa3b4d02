"""Inspections from above: registered with who comes and when, prepared for by date, answered with what came of them."""

import datetime

import pytest

from duban.ledger.actions.inspections import receptions
from duban.ledger.by import By
from duban.ledger.models import Inspection, JournalLine
from duban.ledger.models.inspections import Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db
DAY = inspecting.DAY
BEFORE = DAY - datetime.timedelta(days=1)


def registered(office, **more):
    given = {
        "title": "省政府专项督查",
        "authority": "province",
        "authority_name": "省政府督查室",
        "from_on": BEFORE,
        "to_on": DAY,
        "units": office.units[:1],
        **more,
    }
    return receptions.register_reception(jurisdiction=office.jurisdiction, by=By(office.clerk, cast.at()), **given)


def asked(office, inspection, **more):
    given = {"text": "备齐项目台账", "unit": office.units[0], "due_on": DAY, **more}
    return receptions.ask_preparation(inspection=inspection, by=By(office.clerk, cast.at()), **given)


@pytest.mark.feature("received_inspections")
def test_it_is_under_way_from_its_registration(office):
    made = registered(office)
    assert (made.no, made.phase, made.is_received) == ("DC2026-1", Phase.UNDER_WAY, True)
    assert JournalLine.objects.get(verb="inspection.received").of == f"inspection:{made.pk}"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "机密★1年 督查"}, "title"),
        ({"authority": ""}, "authority_name"),
        ({"authority_name": " "}, "authority_name"),
        ({"to_on": BEFORE - datetime.timedelta(days=1)}, "to_on"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_at_its_field(office, wrong, field):
    with pytest.raises(Refused) as refused:
        registered(office, **wrong)
    assert refused.value.field == field and not Inspection.objects.exists()


def test_units_of_others_are_refused(office, zhuoni):
    with pytest.raises(Refused) as refused:
        registered(office, units=zhuoni.units[:1])
    assert refused.value.field == "units"
    with pytest.raises(Refused) as refused:
        asked(office, registered(office), unit=zhuoni.units[0])
    assert refused.value.field == "unit"


def test_a_unit_prepares_its_own_and_says_so_once(office):
    inspection = registered(office)
    row = asked(office, inspection)
    with pytest.raises(Forbidden):
        receptions.finish_preparation(preparation=row, by=By(office.other_liaison, cast.at()))
    done = receptions.finish_preparation(preparation=row, by=By(office.liaison, cast.at()))
    assert done.done_on == DAY
    with pytest.raises(Conflict):
        receptions.finish_preparation(preparation=row, by=By(office.clerk, cast.at()))
    lines = JournalLine.objects.filter(verb__startswith="preparation.").order_by("seq")
    assert [(line.verb, line.unit) for line in lines] == [
        ("preparation.asked", office.units[0]),
        ("preparation.done", office.units[0]),
    ]


def test_nothing_is_prepared_without_words_for_a_day_gone_by_or_for_an_inspection_of_ones_own(office):
    inspection = registered(office)
    for wrong, field in (({"text": " "}, "text"), ({"due_on": BEFORE}, "due_on")):
        with pytest.raises(Refused) as refused:
            asked(office, inspection, **wrong)
        assert refused.value.field == field
    with pytest.raises(Refused, match="不是上级"):
        asked(office, inspecting.drafted(office))


def test_what_came_of_it_is_told_after_it_began(office):
    inspection = registered(office)
    by = By(office.clerk, cast.at())
    for result, on, field in (
        (" ", DAY, "result"),
        ("优秀", DAY + datetime.timedelta(days=1), "result_on"),
        ("优秀", BEFORE - datetime.timedelta(days=1), "result_on"),
    ):
        with pytest.raises(Refused) as refused:
            receptions.answer_reception(inspection=inspection, result=result, result_on=on, by=by)
        assert refused.value.field == field
    held = receptions.answer_reception(inspection=inspection, result=" 优秀 ", result_on=DAY, by=by)
    assert (held.result, held.result_on) == ("优秀", DAY)
    assert JournalLine.objects.get(verb="inspection.answered").data["answer"] == "优秀"
