"""A circular from the data to the units, in Chromium: drafted, edited, signed on a phone, issued, read; no page wider than its screen."""

import os
from pathlib import Path

import pytest

from duban.ledger.models import Bulletin
from tests import cast, stories
from tests.ledger.wordings.furnishing import furnished

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("committed")]


def _look(page, name):
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    keep = os.environ.get("DUBAN_PICTURES")
    if keep:
        page.screenshot(path=str(Path(keep) / f"{name}.png"), full_page=True)
    assert not wide, f"{name} is wider than the screen"


def _press(page, word):
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state("networkidle")


def test_a_circular_from_the_data_to_the_units(visit, settings):
    settings.PRESENT_DAY = "2026-04-01"
    office = furnished("county-plan")
    for title in ("推进河道整治", "修缮乡村道路"):
        stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), title=title)
    clerk = visit(office.clerk, "/bulletins/new?kind=circular", 1280)
    _look(clerk, "bulletin-new")
    clerk.fill("#id_on", "2026-03-15")
    clerk.select_option("#id_span", "month")
    _press(clerk, "按数据起草")
    _look(clerk, "bulletin-edit")
    clerk.fill("#id_title", "关于三月督办事项的通报")
    _press(clerk, "保存")
    _press(clerk, "送审")
    made = Bulletin.objects.get()
    leader = visit(office.leader, "/desk", 390)
    leader.locator("main a", has_text="关于三月督办事项的通报").click()
    leader.wait_for_load_state("networkidle")
    _look(leader, "bulletin-sign-390")
    _press(leader, "同意")
    clerk.goto(f"/bulletins/{made.pk}", wait_until="networkidle")
    _press(clerk, "编号印发")
    _look(clerk, "bulletin-issued")
    unit = visit(office.liaison, f"/bulletins/{made.pk}", 390)
    assert "县督通〔2026〕1号" in unit.inner_text("main") and "推进河道整治" not in unit.inner_text("main")
    for name, path in (
        ("templates", "/notices/templates"),
        ("blanks", "/notices/blanks"),
        ("letterhead", "/settings/letterhead"),
    ):
        page = visit(office.head, path, 390)
        _look(page, f"{name}-390")
