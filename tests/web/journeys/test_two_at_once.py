"""Through the browser: two people on one matter at once. Who comes second sees both versions and keeps what they typed."""

import pytest

from duban.ledger.models import Matter, Report
from tests import cast, stories

pytestmark = pytest.mark.journey
BEGUN = cast.at("2026-03-02 09:00")


def press(page, word):
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [1280, 390])
def test_two_change_one_order(visit, width):
    office = cast.office()
    stories.matter(office, due_on="2026-04-30", at=BEGUN, dispatched=False)
    first, second = (visit(officer, "/matters/2026-1/edit", width) for officer in (office.clerk, office.head))
    for page, word in ((first, "甲"), (second, "乙")):
        page.fill("#id_requirement", f"{word}改的要求")
        page.fill("#id_standard", f"{word}改的标准")
    press(first, "保存")
    assert first.url.endswith("/matters/2026-1")
    press(second, "保存")
    told = second.inner_text("main")
    assert "现在的内容" in told and "甲改的要求" in told and "没有保存" in told
    assert second.input_value("#id_requirement") == "乙改的要求" and second.input_value("#id_standard") == "乙改的标准"
    # Pressing again saves no more than before: the form still says the version on which it was filled in.
    press(second, "保存")
    assert Matter.objects.get().requirement == "甲改的要求"
    second.click("text=从现在的内容重新修改")
    second.wait_for_load_state()
    assert second.input_value("#id_requirement") == "甲改的要求"
    second.fill("#id_requirement", "两人商定的要求")
    press(second, "保存")
    assert Matter.objects.get().requirement == "两人商定的要求"


def test_two_review_one_report(visit):
    office = cast.office()
    matter = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    stories.accept(office, matter, BEGUN)
    made = stories.report(office, matter, cast.at("2026-03-20 09:00"), what="progress")
    first, second = (visit(officer, f"/reports/{made.pk}") for officer in (office.clerk, office.head))
    second.fill("#id_reason", "缺少施工照片")
    second.fill("#id_redo_by", "2026-04-10")
    press(first, "通过")
    press(second, "退回")
    told = second.inner_text("main")
    assert "旧内容" in told and "缺少施工照片" in told
    assert Report.objects.get().ruling == "accepted"


def test_two_of_one_unit_report_at_once(visit):
    office = cast.office()
    matter = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    stories.accept(office, matter, BEGUN)
    path = f"/matters/{matter.no}/units/{office.units[0].code}/reports"
    first, second = (visit(officer, path) for officer in (office.liaison, office.unit_head))
    for page, word in ((first, "主体完工"), (second, "道路完工")):
        page.fill("#id_done", word)
    press(first, "报送")
    press(second, "报送")
    told = second.inner_text("main")
    assert "没有提交" in told and second.input_value("#id_done") == "道路完工"
    assert [report.done for report in Report.objects.all()] == ["主体完工"]
