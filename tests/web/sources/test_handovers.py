"""Handovers on the pages: what comes from above is registered, done, and goes back."""

import pytest
from django.utils import timezone

from duban.ledger.actions.office import reorganisations
from duban.ledger.by import By
from duban.ledger.models import Handover
from duban.ledger.queries.office.reorganising import Asked
from tests import cast, stories
from tests.pages import order_form, text_of


@pytest.mark.django_db
def test_what_comes_from_above_and_goes_back(signed_in):
    city, county = cast.office("sanmenxia-2019"), cast.office("gansu-county-2023")
    city.units[0].seat = county.jurisdiction
    city.units[0].save()
    stories.matter(city, due_on="2026-06-30", title="推进水库除险", lead=city.units[:2])
    clerk = signed_in(county.clerk)
    assert "上级交办待登记" in text_of(clerk, "/")
    handover = Handover.objects.get(assignment__unit=city.units[0])
    page = text_of(clerk, f"/handovers/{handover.pk}")
    assert "推进水库除险" in page
    assert city.units[1].name not in page
    order = order_form(county, category="decision", source="superior", due_on="2026-06-10", title="推进水库除险")
    clerk.post(f"/handovers/{handover.pk}/matter", order)
    handover.refresh_from_db()
    assert "上级期限" in text_of(clerk, f"/matters/{handover.matter.no}")
    assert "已登记办理" in text_of(signed_in(city.clerk), "/matters/2026-1")
    refused = clerk.post(f"/handovers/{handover.pk}/report", {"what": "result", "done": "完成"})
    assert refused.status_code == 422
    assert "还没有办结" in refused.content.decode()
    # The county's seat is merged into the next one: its office reads nothing of what that is asked and does.
    asked = Asked(kind="merge", of=(city.units[0],), to=(city.units[2],), on=timezone.localdate())
    reorganisations.reorganise(asked=asked, paper="行政区划调整", number="1号", by=By(city.head, timezone.now()))
    for page in ("/handovers", f"/matters/{handover.matter.no}"):
        assert "已改由其他单位承办" in text_of(clerk, page)
    page = text_of(clerk, f"/handovers/{handover.pk}")
    assert "已改由其他单位承办" in page and "上级期限" not in page and city.units[2].name not in page
    assert "下级办公室" not in text_of(signed_in(city.clerk), "/matters/2026-1")
