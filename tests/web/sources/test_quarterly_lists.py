"""Quarterly lists on the pages: what a section hands in by its field."""

import pytest

from duban.ledger.actions.sources import quarterly_lists
from tests import cast
from tests.pages import text_of


@pytest.mark.feature("portfolios", "quarterly_summary")
@pytest.mark.django_db
@pytest.mark.proves("ankang-2020", "第七条", "portfolios", "quarterly_summary")
@pytest.mark.proves("ankang-2020", "第三条", "portfolios")
@pytest.mark.proves("ankang-2020", "第六条 导语", "portfolios")
@pytest.mark.proves("ankang-2020", "第七条", "ledgers", "recurring_reports")
def test_a_sections_quarterly_lists(signed_in):
    office = cast.office("ankang-2020")
    section, clerk = signed_in(office.section), signed_in(office.clerk)
    field = office.units[0].portfolio_id
    page = text_of(section, f"/fields/{field}")
    assert "2026-03-31" in page
    assert "第七条" in page
    entry = {"heading": "重点批示件", "text": "核实春耕", "proposed": "进展顺利"}
    section.post(f"/fields/{field}/items?quarter=2026-1", entry)
    assert section.post(f"/fields/{field}/handing-in", {"quarter": "2026-1"}).status_code == 302
    assert section.post(f"/fields/{field}/items?quarter=2026-1", entry).status_code == 422
    item = quarterly_lists.QuarterlyItem.objects.get()
    assert clerk.post(f"/fields/{field}/classes", {"quarter": "2026-1"}).status_code == 422
    clerk.post(f"/fields/{field}/classes", {"quarter": "2026-1", f"class_{item.pk}": "进展缓慢"})
    summary = text_of(clerk, "/fields?quarter=2026-1")
    assert "进展缓慢" in summary
    assert "核实春耕" in text_of(clerk, f"/fields/{field}?quarter=2026-1&class=进展缓慢")
    assert "核实春耕" not in text_of(clerk, f"/fields/{field}?quarter=2026-1&class=已完成")
    assert "农业口" in text_of(signed_in(office.leader), "/fields")
    assert "工业口" not in text_of(signed_in(office.leader), "/fields")
