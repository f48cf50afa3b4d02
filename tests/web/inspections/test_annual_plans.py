"""The annual plan on its page: opened with what the document counts out, filled, adopted."""

import pytest

from duban.ledger.models import (
    AnnualPlan,
    Inspection,
)
from tests import cast
from tests.pages import post, refusal_of

pytestmark = pytest.mark.django_db


@pytest.mark.feature("annual_plan")
@pytest.mark.proves("gansu-county-2023", "三(二)3", "annual_plan")
def test_gansu_opens_its_plan_with_four_inspections_and_their_contents(db, signed_in):
    office = cast.office("gansu-county-2023")
    clerk, head = signed_in(office.clerk), signed_in(office.head)
    post(clerk, "/annual-plans/new", year=2026, made_with="")
    plan = AnnualPlan.objects.get()
    assert [(item.from_on.month, len(item.contents.splitlines())) for item in plan.items.order_by("order")] == [
        (3, 7),
        (6, 6),
        (9, 9),
        (12, 4),
    ]
    page = clerk.get("/annual-plans/2026").content.decode()
    assert "春耕和粮食面积" in page and "三(二)3" in page and "拟定方案" not in page
    post(head, "/annual-plans/2026/adoption", made_with="")
    assert "拟定方案" in clerk.get("/annual-plans/2026").content.decode()
    item = plan.items.get(from_on__month=3)
    form = clerk.get(f"/inspections/new?item={item.pk}").content.decode()
    assert "春耕和粮食面积" in form and f'value="{item.pk}" selected' in form
    post(
        clerk, "/inspections/new", plan_item=item.pk, title=item.title, method="comprehensive", from_on="2026-03-31", to_on="2026-03-31",
        units=[office.units[0].pk], scheme=item.contents,
    )  # fmt: skip
    assert Inspection.objects.get().plan_item == item
    assert "审定" in refusal_of(head, "/annual-plans/2026/adoption", made_with="")
