"""Names without a blank, as long as they may be: no page is wider than its window, on a desk and on a phone."""

import pytest

from duban.ledger.models import Matter
from duban.people.models import Unit
from tests import cast, stories

pytestmark = pytest.mark.journey
PAGES = ("/desk", "/matters", "/rankings", "/matters/calendar", "/numbers", "/notices")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(visit, width):
    office = cast.office("sanmenxia-2019")
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    Unit.objects.filter(pk=office.units[0].pk).update(name="A" * 78)
    Unit.objects.filter(pk=office.units[1].pk).update(name="１２３４５６７８９０" * 7)
    Matter.objects.filter(pk=made.pk).update(title="0" * 200)
    # What is too wide, `visit` tells afterwards.
    page = visit(office.clerk, "/desk", width=width)
    for path in (*PAGES, f"/matters/{made.no}"):
        page.goto(path)
    visit(office.principal, "/desk", width=width)
    visit(office.liaison, "/desk", width=width)
