"""Units and portfolios."""

import pytest

from duban.ledger.actions.office import units
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Refused
from duban.people.models import UnitAlias
from tests import cast

pytestmark = pytest.mark.django_db


def unit_fields(unit, **changes):
    fields = {name: getattr(unit, name) for name in ("name", "group", "portfolio", "ranked", "order")}
    return {**fields, "aliases": [], **changes}


def last(office):
    return JournalLine.objects.filter(jurisdiction=office.jurisdiction).latest("seq")


@pytest.mark.feature("unit_groups")
def test_a_unit_is_of_a_group_that_the_document_supervises(office, zhuoni, at):
    def make(cast_of, group):
        fields = unit_fields(cast_of.units[0], name="新单位", portfolio=None, group=group)
        return units.add_unit(code=f"new-{group}", by=By(cast_of.admin, at), **fields)

    assert make(office, "zone").group == "zone"
    assert make(zhuoni, "authorised").group == "authorised"
    with pytest.raises(Refused, match="三门峡办法不督查这一类单位"):
        make(office, "authorised")


def test_a_portfolio_is_for_a_leader_of_this_office(office, zhuoni, at):
    for stranger in (office.clerk, zhuoni.leader):
        with pytest.raises(Refused, match="领导"):
            units.add_portfolio(jurisdiction=office.jurisdiction, name="新口", leader=stranger, by=By(office.admin, at))


def test_units_and_their_other_names(office, at):
    unit = units.add_unit(
        code="jiaoyu",
        by=By(office.admin, at),
        **unit_fields(office.units[3], name="市教育局", aliases=["教育局", " 市教委 ", ""]),
    )
    assert sorted(unit.aliases.values_list("name", flat=True)) == sorted(["市教委", "教育局"])
    with pytest.raises(Refused, match="别名"):
        units.edit_unit(
            unit=office.units[4],
            by=By(office.admin, at),
            **unit_fields(office.units[4], aliases=["教育局"]),
        )
    with pytest.raises(Refused):
        units.edit_unit(unit=office.units[4], by=By(office.admin, at), **unit_fields(office.units[4], name="市教育局"))
    units.edit_unit(unit=unit, by=By(office.admin, at), **unit_fields(unit, aliases=["教育局"]))
    assert UnitAlias.objects.filter(unit=unit).count() == 1
    assert last(office).content == {"aliases": [["市教委", "教育局"], ["教育局"]]}


def test_a_unit_with_an_office_of_its_own_here(office, at):
    county, unit = cast.office("gansu-county-2023"), office.units[0]
    given = {"unit": unit, "by": By(office.admin, at)}
    units.edit_unit(**given, **unit_fields(unit, seat="gansu-county-2023"))
    assert unit.seat == county.jurisdiction
    units.edit_unit(**given, **unit_fields(unit))
    assert unit.seat == county.jurisdiction
    for unknown in ("nowhere", office.jurisdiction.slug):
        with pytest.raises(Refused):
            units.edit_unit(**given, **unit_fields(unit, seat=unknown))
    units.edit_unit(**given, **unit_fields(unit, seat=""))
    assert unit.seat is None


def test_a_portfolio_set_up_in_error_goes_once_nothing_belongs_to_it(office, at):
    by = By(office.admin, at)
    made = units.add_portfolio(jurisdiction=office.jurisdiction, name="新口", leader=None, by=by)
    with pytest.raises(Refused, match="还有单位"):
        units.drop_portfolio(portfolio=office.units[0].portfolio, reason="多建", by=by)
    units.drop_portfolio(portfolio=made, reason="多建", by=by)
    assert not office.jurisdiction.portfolios.filter(name="新口").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("甲县、乙县", "不能有“、”"),
        ("丙局；", "不能有“；”"),
        ("丙局,丁局", "不能有“,”"),
        ("甲 县", "已有“甲县”"),
        ("甲\u3000县", "已有“甲县”"),
    ],
)
def test_a_name_that_would_be_read_as_another_is_refused(office, at, name, why):
    with pytest.raises(Refused, match=why) as refused:
        units.add_unit(code="new", by=By(office.admin, at), **unit_fields(office.units[0], name=name))
    assert refused.value.field == "name"
    with pytest.raises(Refused, match=why):
        units.edit_unit(unit=office.units[1], by=By(office.admin, at), **unit_fields(office.units[1], name=name))
    # What bears such a name from before is changed otherwise without a new one.
    office.units[1].name = "戊、己局"
    office.units[1].save()
    units.edit_unit(unit=office.units[1], by=By(office.admin, at), **unit_fields(office.units[1], order=7))
    # Its own name with a blank is no other unit's.
    units.edit_unit(unit=office.units[0], by=By(office.admin, at), **unit_fields(office.units[0], name="甲 县"))
