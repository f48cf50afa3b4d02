"""Through the browser: from the plan of the year to an unannounced visit on the phone; the unit knows nothing before, and its own finding after."""

import datetime

import pytest

from duban.ledger.models import Finding, Inspection
from tests import cast

pytestmark = pytest.mark.journey


def press(page, word):
    page.locator("main button, main a.btn", has_text=word).first.click()
    page.wait_for_load_state()


@pytest.mark.feature("annual_plan", "inspections", "unannounced", "team")
def test_from_the_plan_to_the_finding(visit, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.PRESENT_DAY = "2026-03-31"
    office = cast.office("gansu-county-2023")
    clerk, head = visit(office.clerk, "/annual-plans/new"), visit(office.head, "/annual-plans")
    press(clerk, "制定")
    head.goto("/annual-plans/2026")
    press(head, "审定")
    assert "春耕和粮食面积" in head.inner_text("main")

    clerk.goto("/annual-plans/2026")
    clerk.locator("tr", has_text="3月综合督查").locator("a.btn", has_text="拟定方案").click()
    clerk.wait_for_load_state()
    clerk.check("#id_unannounced")
    clerk.fill("#id_units", "甲镇")
    clerk.fill("#id_to_on", "2026-03-31")
    clerk.fill("#id_from_on", "2026-03-31")
    press(clerk, "保存方案")
    inspection = Inspection.objects.get()
    assert inspection.plan_item.from_on == datetime.date(2026, 3, 1) and inspection.unannounced
    press(clerk, "督查组加人")
    clerk.select_option("#id_capacity", "head")
    clerk.select_option("#id_officer", str(office.inspector.pk))
    press(clerk, "加入")
    press(clerk, "安排点位")
    clerk.fill("#id_unit", office.units[0].name)
    clerk.fill("#id_place", "三号粮库")
    press(clerk, "安排")
    press(clerk, "报批")
    clerk.select_option("#id_signer", str(office.leader.pk))
    press(clerk, "报批")

    leader = visit(office.leader, "/desk", 390)
    leader.locator("main a", has_text="督查方案待我审批").click()
    leader.locator("main a", has_text="综合督查").first.click()
    press(leader, "审批方案")
    leader.locator("label", has_text="同意").first.locator("input").check()
    press(leader, "签署")
    clerk.reload()
    press(clerk, "开始督查")
    press(clerk, "开始")

    liaison = visit(office.liaison, "/inspections")
    assert "综合督查" not in liaison.inner_text("main")
    liaison.goto(f"/inspections/{inspection.pk}")
    assert "综合督查" not in liaison.inner_text("body") and "粮库" not in liaison.inner_text("body")

    phone = visit(office.inspector, "/visits", 390)
    assert "三号粮库" in phone.inner_text("main")
    press(phone, "到场")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.fill("#id_seen", "仓门敞开，无人值守")
    phone.fill("#id_text", "实物与台账不符")
    phone.select_option("#id_nature", "falsehood")
    phone.fill("#id_order_text", "当场责令封存、如实登记")
    # The line breaks: what was typed is there again when it is back.
    phone.context.set_offline(True)
    phone.locator("main button", has_text="保存").first.click()
    phone.wait_for_timeout(300)
    phone.context.set_offline(False)
    phone.goto(f"/visits/{inspection.visits.get().pk}")
    assert phone.input_value("#id_text") == "实物与台账不符" and phone.input_value("#id_seen") == "仓门敞开，无人值守"
    phone.select_option("#id_nature", "falsehood")
    photo = tmp_path / "仓门.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    phone.set_input_files("#id_photos", photo)
    press(phone, "保存")
    assert "实物与台账不符" in phone.inner_text("main") and "仓门.png" in phone.inner_text("main")
    assert phone.input_value("#id_text") == ""
    assert Finding.objects.get().attachments.count() == 1

    liaison.goto("/inspections")
    liaison.locator("main a", has_text="综合督查").click()
    liaison.wait_for_load_state()
    shown = liaison.inner_text("main")
    assert "实物与台账不符" in shown and "当场责令封存" in shown and "仓门敞开" not in shown
