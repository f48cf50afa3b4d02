"""A city's matter through a county and back, in Chromium: dispatched, arrived, registered, done, reported up, reviewed."""

import pytest

from duban.ledger.actions.matters import matters
from duban.ledger.by import By
from duban.ledger.models import Handover, Matter
from tests import cast, stories

pytestmark = pytest.mark.journey


def test_a_city_matter_through_a_county_and_back(visit, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    city, county = cast.office("sanmenxia-2019"), cast.office("gansu-county-2023")
    city.units[0].seat = county.jurisdiction
    city.units[0].save()
    matter = stories.matter(city, due_on="2026-06-30", title="推进水库除险加固", lead=city.units[:2])

    page = visit(county.clerk, "/desk")
    page.click("text=上级交办待登记")
    page.click("text=推进水库除险加固")
    assert "上级的任务书" in page.content()
    assert city.units[1].name not in page.content()
    page.click("text=登记为本级事项")
    assert page.input_value("#id_title") == "推进水库除险加固"
    page.fill("#id_due_on", "2026-06-10")
    page.select_option("#id_category", "decision")
    page.fill("#id_lead", "发改")
    page.locator(".picker-option", has_text="县发展改革局").click()
    assert page.input_value("input[name=lead]") == "县发展改革局"
    page.click("button:has-text('登记')")
    page.wait_for_url("**/matters/2026-1")
    assert "上级期限" in page.content()

    own = Matter.objects.get(jurisdiction=county.jurisdiction)
    _finish(county, own)
    page.goto("/handovers?show=finished")
    page.click("text=推进水库除险加固")
    page.click("a:has-text('上报结果')")
    page.check("label:has-text('验收单.txt') input")
    page.fill("#id_done", "已除险加固，通过验收。")
    page.click("button:has-text('上报')")
    page.wait_for_url(f"**/handovers/{Handover.objects.get().pk}")
    assert "待审核" in page.content()

    above = visit(city.head, f"/matters/{matter.no}?tab=reports")
    assert "已登记办理" in above.content()
    above.click(".said-report a:has-text('办结报告')")
    assert "已除险加固，通过验收。" in above.content()
    assert "验收单.txt" in above.content()
    above.goto("/matters/2026-1")
    assert "县发展改革局" not in above.content()


def _finish(county, own):
    matters.dispatch_matter(matter=own, by=By(county.clerk, cast.at()))
    stories.complete(county, own, cast.at())
