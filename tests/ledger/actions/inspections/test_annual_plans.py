"""The plan of a year: opened, filled, adopted, and fixed from then on."""

import datetime

import pytest

from duban.ledger.actions.inspections import annual_plans
from duban.ledger.by import By
from duban.ledger.models import AnnualPlan, JournalLine
from duban.ledger.refusals import Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db


def opened(office, **more):
    return annual_plans.open_plan(
        **{"jurisdiction": office.jurisdiction, "year": 2026, "by": By(office.clerk, cast.at()), **more}
    )


def item(office, **more):
    return {
        "title": "一季度督查",
        "from_on": inspecting.DAY,
        "to_on": inspecting.DAY,
        "units": office.units[:1],
        "by": By(office.clerk, cast.at()),
        **more,
    }


@pytest.mark.feature("annual_plan")
@pytest.mark.proves("ankang-2020", "第十条", "annual_plan")
def test_ankang_makes_its_plan_with_two_bodies(db):
    office = cast.office("ankang-2020")
    plan = opened(office)
    with pytest.raises(Refused, match="还没有"):
        annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()))
    annual_plans.add_item(plan=plan, **item(office))
    with pytest.raises(Refused) as refused:
        annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()), made_with="市委督查室")
    assert (refused.value.clause, refused.value.field) == ("第十条", "made_with") and "市考核办" in refused.value.why
    adopted = annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()), made_with="市委督查室、市考核办")
    line = JournalLine.objects.get(verb="annual_plan.adopted")
    assert (line.of, line.actor) == (f"annualplan:{plan.pk}", office.head)
    for change in (
        lambda: annual_plans.drop_item(item=adopted.items.get(), by=By(office.clerk, cast.at())),
        lambda: annual_plans.edit_item(item=adopted.items.get(), **item(office)),
        lambda: annual_plans.add_item(plan=adopted, **item(office)),
    ):
        with pytest.raises(Refused, match="审定"):
            change()


def test_a_year_has_one_plan(office):
    opened(office)
    for year in (2026, 1989, 2200):
        with pytest.raises(Refused) as refused:
            opened(office, year=year)
        assert refused.value.field == "year"
    assert AnnualPlan.objects.count() == 1


def test_what_the_document_counts_out_by_month_is_entered(db):
    plan = opened(cast.office("gansu-county-2023"))
    assert [(each.from_on, each.to_on.day) for each in plan.items.order_by("order")] == [
        (datetime.date(2026, 3, 1), 31),
        (datetime.date(2026, 6, 1), 30),
        (datetime.date(2026, 9, 1), 30),
        (datetime.date(2026, 12, 1), 31),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "机密★1年 督查"}, "title"),
        ({"to_on": datetime.date(2026, 3, 30)}, "to_on"),
        ({"from_on": datetime.date(2025, 12, 31)}, "from_on"),
        ({"to_on": datetime.date(2027, 1, 1)}, "from_on"),
    ],
)
def test_an_item_needs_words_and_days_of_its_year(office, wrong, field):
    plan = opened(office)
    with pytest.raises(Refused) as refused:
        annual_plans.add_item(plan=plan, **item(office, **wrong))
    assert refused.value.field == field and not plan.items.exists()


def test_an_item_is_changed_and_dropped_before_the_plan_is_adopted(office, zhuoni):
    plan = opened(office)
    made = annual_plans.add_item(plan=plan, **item(office))
    changed = annual_plans.edit_item(item=made, **item(office, title="二季度督查", units=office.units[1:3]))
    assert (changed.title, list(changed.units.order_by("order"))) == ("二季度督查", office.units[1:3])
    with pytest.raises(Refused) as refused:
        annual_plans.edit_item(item=made, **item(office, units=zhuoni.units[:1]))
    assert refused.value.field == "units"
    annual_plans.drop_item(item=made, by=By(office.clerk, cast.at()))
    assert not plan.items.exists()
    lines = JournalLine.objects.filter(verb__startswith="plan_item.").order_by("seq")
    assert [line.data["name"] for line in lines] == [
        "2026年度 一季度督查",
        "2026年度 二季度督查",
        "2026年度 二季度督查",
    ]
