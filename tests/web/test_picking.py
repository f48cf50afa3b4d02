"""Units are picked by what people call them: full name, other name, initials, a piece of the name, a group; in doubt it is asked back."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.people.models import Unit, UnitAlias
from duban.web.forms.fields import UnitField, UnitsField, UnitsForm, offer_units
from duban.web.forms.picking import Offer, PickedField
from tests import cast, stories
from tests.pages import order_form

pytestmark = pytest.mark.django_db


class PickForm(UnitsForm):
    """One field for several units, one for one."""

    many = UnitsField(label="单位", required=False)
    one = UnitField(label="单位", required=False)


@pytest.fixture
def county():
    return cast.office("county-plan", slug="county")


def picked(county, **words):
    form = PickForm(words, jurisdiction=county.jurisdiction)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def asked_back(county, **words):
    form = PickForm(words, jurisdiction=county.jurisdiction)
    assert not form.is_valid()
    return str(form.errors)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("甲镇、县财政局", ["甲镇", "县财政局"]),
        ("县财政局，甲镇，县财政局", ["县财政局", "甲镇"]),
        ("县发改局", ["县发展改革局"]),
        ("财政", ["县财政局"]),
        ("xczj", ["县财政局"]),
        ("xnync", ["县农业农村局"]),
        ("全部乡镇", ["甲镇", "乙乡", "丙镇"]),
        ("全部乡镇、财政局", ["甲镇", "乙乡", "丙镇", "县财政局"]),
        ("甲镇\u200b、县财政局\u00a0", ["甲镇", "县财政局"]),
    ],
)
def test_what_people_type_is_the_unit_that_they_mean(county, typed, names):
    assert [unit.name for unit in picked(county, many=[typed])["many"]] == names


def test_a_group_whose_name_divides_others_is_one_name():
    told = Offer({"甲县": "甲", "乙区": "乙", "财政局": "丙"})
    told.groups["全部县（市、区）"] = ("甲县", "乙区")
    field = PickedField(label="单位")
    field.offers(told, is_own=False)
    assert field.clean(["全部县（市、区）"]) == ["甲", "乙"]
    assert field.clean(["全部县（市、区）、财政局"]) == ["甲", "乙", "丙"]


def test_keys_and_several_values_are_taken_as_before(county):
    first, second = county.units[:2]
    assert picked(county, many=[str(second.pk), first.name])["many"] == [second, first]
    assert picked(county, one=str(first.pk))["one"] == first and picked(county)["one"] is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("没有的局", "没有“没有的局”"),
        ("县", "可能是：县发展改革局、县财政局、县农业农村局，请写明"),
        ("czj", "可能是：县财政局，请写明"),
        ("99999", "选择一个有效的选项"),
    ],
)
def test_in_doubt_it_is_asked_back_and_what_was_typed_stays(county, typed, said):
    assert said in asked_back(county, many=["甲镇", typed])
    form = PickForm({"many": ["甲镇", typed]}, jurisdiction=county.jurisdiction)
    assert f'value="甲镇、{typed}"' in str(form["many"])
    assert "只能选 1 个" in asked_back(county, one="甲镇、乙乡")


def test_a_field_of_some_units_offers_these_alone(county):
    form = PickForm({"one": "财政"}, jurisdiction=county.jurisdiction)
    offer_units(form, "one", Unit.objects.filter(pk=county.units[0].pk))
    assert not form.is_valid()
    told = json.loads(form.fields["one"].widget.attrs["data-choices"])
    assert told == [["甲镇", ["甲镇人民政府"], ["j z", "j z r m z f"]]]


def test_the_list_of_the_picker_reads_the_same_number_of_times_for_few_and_many_units(county, signed_in):
    stories.matter(county, due_on="2026-06-30", lead=county.units[1:2])
    clerk = signed_in(county.clerk)
    clerk.get("/picker/units")
    with CaptureQueriesContext(connection) as few:
        told = clerk.get("/picker/units").json()
    assert told["recent"] == ["乙乡"] and ["全部乡镇", ["甲镇", "乙乡", "丙镇"]] in told["groups"]
    assert ["县财政局", [], ["x c z j"]] in told["choices"]
    for number in range(20):
        unit = Unit.objects.create(
            jurisdiction=county.jurisdiction, code=f"u{number}", name=f"第{number}局", group="department"
        )
        UnitAlias.objects.create(jurisdiction=county.jurisdiction, unit=unit, name=f"{number}局")
    with CaptureQueriesContext(connection) as many:
        clerk.get("/picker/units")
    assert len(many) == len(few)


def test_an_order_is_registered_with_names_and_its_form_holds_no_box_for_each_unit(office, signed_in):
    clerk = signed_in(office.clerk)
    page = clerk.get("/matters/new").content.decode()
    assert page.count("data-picker") == 2 and 'type="checkbox" name="lead"' not in page
    form = order_form(office, lead=["甲县"], support=["市发改委、财政"], form_key="p")
    made = clerk.post("/matters/new", form)
    assert made.status_code == 302
    assert 'value="甲县"' in clerk.get(made.url + "/edit").content.decode()


@pytest.mark.journey
def test_by_keyboard_names_become_chips_that_can_be_taken_away(visit):
    office = cast.office("county-plan")
    page = visit(office.clerk, "/matters/new")
    page.focus("#id_lead")
    page.keyboard.type("czj")
    page.locator(".picker-option", has_text="县财政局").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("jz")
    page.locator(".picker-option", has_text="甲镇").wait_for()
    page.keyboard.press("Enter")
    assert page.input_value("input[name=lead]") == "县财政局、甲镇"
    page.keyboard.press("Backspace")
    assert page.input_value("input[name=lead]") == "县财政局"
    page.locator(".picker-chips .chip").first.click()
    assert page.input_value("input[name=lead]") == ""
    page.locator(".picker-list .chip", has_text="全部乡镇").click()
    assert page.input_value("input[name=lead]") == "甲镇、乙乡、丙镇"
