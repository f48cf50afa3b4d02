"""Through the browser: a finding from the handing over to the striking off, and a conclusion whose review is not for who took part."""

import pytest

from duban.ledger.models import Conclusion, Review
from tests import cast, rectifying

pytestmark = pytest.mark.journey


def press(page, word):
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state()


def open_at(page, path):
    page.goto(path)
    return page


@pytest.mark.feature("findings", "rectification")
def test_a_finding_is_handed_over_put_right_sent_back_and_struck_off(visit, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    office = cast.office("zhuoni-2022")
    made = rectifying.inspection(office)
    row = rectifying.finding(office, made, text="两个项目没有开工，用地手续未办。")
    team = visit(office.inspector, f"/inspections/{made.pk}")
    team.locator("main a", has_text="交办 甲镇 的 1 条问题").click()
    press(team, "交办并发通知")
    assert "请限定整改完成的日期" in team.inner_text("main") and "第十一条" in team.inner_text("main")
    team.fill("#id_rectify_by", "2026-04-30")
    press(team, "交办并发通知")
    unit = visit(office.liaison, "/desk", 390)
    unit.locator("main a", has_text="督查问题待整改").click()
    unit.locator(f"main a[href='/findings/{row.pk}']").first.click()
    unit.fill("#id_measures", "倒排工期，专班推进")
    unit.fill("#id_responsible", "王副镇长")
    unit.fill("#id_promised_on", "2026-04-20")
    press(unit, "报送整改方案")
    proof = tmp_path / "现场照片.txt"
    proof.write_text("开工现场")
    for place, verdict in enumerate(("退回整改", "销号")):
        unit.fill("#id_result", "已经开工" if place == 0 else "手续已办齐，现场施工")
        if place == 0:
            unit.set_input_files("#id_files", str(proof))
        unit.locator("main form", has=unit.locator("#id_result")).locator("button[type=submit]").click()
        unit.wait_for_load_state()
        open_at(team, f"/findings/{row.pk}")
        team.fill("#id_note", "手续还没有办" if place == 0 else "到场看过，属实")
        press(team, verdict)
        open_at(unit, f"/findings/{row.pk}")
    said = unit.inner_text("main")
    assert "退回 1 次" in said and "已销号" in said and "手续还没有办" in said
    row.refresh_from_db()
    assert (row.progress, row.returned) == ("struck", 1)


@pytest.mark.feature("review_of_conclusions", "conclusions")
def test_a_conclusion_is_delivered_and_its_review_decided_by_another(visit):
    office = cast.office("zhuoni-2022")
    row = rectifying.signed(office)
    clerk = visit(office.clerk, f"/conclusions/{row.pk}")
    press(clerk, "送达甲镇")
    unit = visit(office.liaison, f"/conclusions/{row.pk}", 390)
    unit.locator("main a", has_text="申请复核").click()
    unit.fill("#id_text", "一个项目已于三月二十日开工，有监理日志为证。")
    press(unit, "提出申请")
    review = Review.objects.get()
    open_at(clerk, f"/reviews/{review.pk}")
    said = clerk.inner_text("main")
    assert (
        "复核须回避" in said and "第十七条" in said and clerk.locator("main button", has_text="作出决定").is_disabled()
    )
    head = visit(office.head, "/desk")
    head.locator("main a", has_text="结论复核待我决定").click()
    head.locator("main a", has_text="甲镇").first.click()
    head.locator("main a", has_text="作出决定").click()
    head.locator("main input[name=ruling][value=changed]").check()
    head.fill("#id_reason", "查证属实")
    head.locator("summary", has_text="变更后的结论").click()
    head.fill("#id_problems", "一个项目未开工。")
    press(head, "作出复核决定")
    open_at(unit, f"/conclusions/{row.pk}")
    said = unit.inner_text("main")
    assert "经复核变更" in said and "一个项目未开工" in said and "第 2 版" in said
    assert Conclusion.objects.get().editions.count() == 2
