"""Findings on their pages: handed over, planned, reported, checked; what a unit sees; the sheet; what is greyed and why; the desk."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.inspections import rectifications
from duban.ledger.by import By
from duban.ledger.models import Consequence, Finding, Matter, Notice
from tests import cast, rectifying, stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def _text(response):
    return response.content.decode()


@pytest.mark.feature("findings", "rectification")
@pytest.mark.proves("zhuoni-2022", "第十六条", "rectification")
def test_a_finding_goes_its_way_through_the_pages(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    row = rectifying.finding(zhuoni, made)
    head, unit = signed_in(zhuoni.inspector), signed_in(zhuoni.liaison)
    assert unit.get(f"/findings/{row.pk}").status_code == 404
    page = _text(head.get(f"/inspections/{made.pk}"))
    assert f"/inspections/{made.pk}/units/jia/handing-over" in page
    to = f"/inspections/{made.pk}/units/jia/handing-over"
    refused = head.post(to, {"findings": [row.pk], "note": "抓紧", "form_key": "a"})
    assert refused.status_code == 422 and "第十一条" in _text(refused) and "抓紧" in _text(refused)
    assert head.post(to, {"findings": [row.pk], "rectify_by": "2026-04-30", "form_key": "b"}).status_code == 302
    assert head.post(to, {"findings": [row.pk], "rectify_by": "2026-04-30", "form_key": "b"}).status_code == 302
    assert Notice.objects.count() == 1
    page = _text(unit.get(f"/findings/{row.pk}"))
    assert ("报送整改方案" in page and "还剩 30 天" in page) or "2026-04-30" in page
    plan = {
        "measures": "倒排工期",
        "responsible": "王副局长",
        "promised_on": "2026-04-20",
        "version": 2,
        "form_key": "c",
    }
    assert unit.post(f"/findings/{row.pk}/plan", plan).status_code == 302
    proof = SimpleUploadedFile("现场.txt", b"photo")
    assert unit.post(f"/findings/{row.pk}/result", {"result": "已开工", "form_key": "d"}).status_code == 422
    assert (
        unit.post(f"/findings/{row.pk}/result", {"result": "已开工", "files": [proof], "form_key": "e"}).status_code
        == 302
    )
    refused = head.post(f"/findings/{row.pk}/check", {"verdict": "return", "note": "", "form_key": "f"})
    assert refused.status_code == 422 and "退回要写明" in _text(refused)
    assert (
        head.post(f"/findings/{row.pk}/check", {"verdict": "return", "note": "只有合同", "form_key": "g"}).status_code
        == 302
    )
    assert "退回 1 次" in _text(unit.get(f"/findings/{row.pk}"))
    assert unit.post(f"/findings/{row.pk}/result", {"result": "已开工", "form_key": "h"}).status_code == 302
    assert (
        head.post(f"/findings/{row.pk}/check", {"verdict": "strike", "note": "看过", "form_key": "i"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.progress, row.returned) == ("struck", 1)
    shown = _text(unit.get(f"/findings/{row.pk}"))
    assert "已销号" in shown and "退回整改" in shown and "现场.txt" in shown
    file = row.attachments.get()
    assert unit.get(f"/findings/{row.pk}/files/{file.pk}").status_code == 200
    assert signed_in(zhuoni.other_liaison).get(f"/findings/{row.pk}/files/{file.pk}").status_code == 404


@pytest.mark.feature("findings")
@pytest.mark.proves("zhuoni-2022", "第十一条", "findings")
def test_a_unit_sees_its_own_and_nothing_of_others(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    rectifying.handed(zhuoni, made, text="甲镇的问题")
    rectifying.handed(zhuoni, made, unit=zhuoni.units[1], text="乙乡的问题")
    unit = signed_in(zhuoni.liaison)
    for page in ("/findings", f"/inspections/{made.pk}", "/desk"):
        said = _text(unit.get(page))
        assert "乙乡的问题" not in said
    assert "甲镇的问题" in _text(unit.get("/findings"))
    assert "督查问题待整改" in _text(unit.get("/desk"))


@pytest.mark.feature("findings")
def test_the_sheet_is_the_list_and_its_formulas_are_dead(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    rectifying.handed(zhuoni, made, text="=1+1")
    rectifying.handed(zhuoni, made, unit=zhuoni.units[1], text="@SUM(A1)")
    answer = signed_in(zhuoni.clerk).get("/findings/export.xlsx?show=open&unit=jia")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A1"].value.endswith("督查问题清单") and "共1个问题" in sheet["A2"].value
    rows = list(sheet.iter_rows(min_row=4))
    assert len(rows) == 1 and rows[0][5].value == "=1+1" and rows[0][5].data_type == "s"
    own = signed_in(zhuoni.other_liaison).get(f"/inspections/{made.pk}/findings.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(own.streaming_content))).active
    assert [each[5].value for each in sheet.iter_rows(min_row=4)] == ["@SUM(A1)"]


@pytest.mark.feature("rectification", "excuses")
@pytest.mark.proves("zhuoni-2022", "第十一条", "rectification")
def test_overdue_ones_and_pleas_are_on_the_desk_of_the_office(zhuoni, signed_in):
    row = rectifying.handed(zhuoni, by="2026-03-10", at=cast.at("2026-03-03 09:00"))
    office, unit = signed_in(zhuoni.clerk), signed_in(zhuoni.liaison)
    assert "督查整改超期" in _text(office.get("/desk")) and "督查整改超期" in _text(unit.get("/desk"))
    assert unit.post(f"/findings/{row.pk}/plea", {"text": "洪水", "form_key": "a"}).status_code == 302
    assert "不可抗力待认定" in _text(office.get("/desk"))
    assert "洪水" in _text(office.get("/findings?show=pleas")) or f"/findings/{row.pk}" in _text(
        office.get("/findings?show=pleas")
    )
    asked = {"uphold": "yes", "reason": "属实", "until": "2026-05-31", "form_key": "b"}
    assert office.post(f"/findings/{row.pk}/excuse", asked).status_code == 302
    row.refresh_from_db()
    assert str(row.rectify_by) == "2026-05-31"
    assert "督查整改超期" not in _text(office.get("/desk"))


def test_what_the_document_does_not_have_is_greyed_with_the_reason(signed_in):
    office = cast.office("county-plan")
    row = rectifying.handed(office)
    said = _text(signed_in(office.liaison).get(f"/findings/{row.pk}"))
    assert "没有不可抗力除外的规定" in said and "disabled" in said
    conduct = rectifying.finding(office, row.inspection, nature="conduct")
    said = _text(signed_in(office.clerk).get(f"/findings/{conduct.pk}"))
    assert "没有责令改正的规定" in said


@pytest.mark.feature("correction_orders")
def test_correction_is_ordered_from_the_page(zhuoni, signed_in):
    row = rectifying.finding(zhuoni, rectifying.inspection(zhuoni), nature="conduct", text="拒不提供台账")
    team = signed_in(zhuoni.inspector)
    assert "责令改正" in _text(team.get(f"/findings/{row.pk}"))
    words = {"order": "三日内提供台账", "limit_on": "2026-04-03", "form_key": "a"}
    assert team.post(f"/findings/{row.pk}/correction", words).status_code == 302
    notice = Notice.objects.get()
    said = _text(signed_in(zhuoni.liaison).get(f"/notices/{notice.pk}"))
    assert "责令改正通知" in said and "三日内提供台账" in said


@pytest.mark.feature("discipline_handover")
@pytest.mark.proves("zhuoni-2022", "第十四条", "discipline_handover")
def test_a_breach_is_reported_and_the_unit_sees_nothing_of_it(zhuoni, signed_in):
    row = rectifying.finding(
        zhuoni, rectifying.inspection(zhuoni), nature="breach", text="套取资金", order_text="当场封存账册"
    )
    team = signed_in(zhuoni.inspector)
    words = {"stopped": "当场封存账册", "persons": "", "note": "请依规处理", "form_key": "a"}
    assert team.post(f"/findings/{row.pk}/breach", words).status_code == 302
    assert "套取资金" in _text(signed_in(zhuoni.discipline).get("/desk"))
    unit = signed_in(zhuoni.liaison)
    assert unit.get(f"/consequences/{Consequence.objects.get().pk}").status_code == 404
    assert unit.get(f"/notices/{Notice.objects.get().pk}").status_code == 404
    said = _text(unit.get(f"/findings/{row.pk}"))
    assert "当场封存账册" in said and "纪检" not in said


def test_a_finding_becomes_a_matter_through_the_order_form(zhuoni, signed_in):
    row = rectifying.handed(zhuoni, text="用地手续未办。")
    clerk = signed_in(zhuoni.clerk)
    page = _text(clerk.get(f"/findings/{row.pk}/matter"))
    assert "用地手续未办" in page
    words = {
        "title": "补办用地手续", "requirement": "补办用地手续", "standard": "取得批复", "category": stories.Governed.of(zhuoni.jurisdiction).document.categories[0].id,
        "source": "inspection", "level": "blue", "due_on": "2026-05-01", "lead": [zhuoni.units[0].pk], "form_key": "a",
    }  # fmt: skip
    answer = clerk.post(f"/findings/{row.pk}/matter", words)
    assert answer.status_code == 302, _text(answer)
    row.refresh_from_db()
    assert row.became == Matter.objects.get() and row.became.source == "inspection"
    assert "已经立为事项" in _text(clerk.get(f"/findings/{row.pk}"))


def test_a_falsehood_and_experience_are_put_forward_on_a_matter(zhuoni, signed_in):
    matter = stories.matter(zhuoni, due_on="2026-04-30")
    made = rectifying.inspection(zhuoni)
    clerk = signed_in(zhuoni.clerk)
    for nature, route in (("falsehood", "criticism"), ("experience", "experience")):
        row = rectifying.finding(zhuoni, made, nature=nature)
        assert (
            clerk.post(
                f"/findings/{row.pk}/{route}", {"matter": matter.pk, "reason": "查实", "form_key": nature}
            ).status_code
            == 302
        )
        row.refresh_from_db()
        assert row.proposal.outcome == "open" and row.matter == matter
        assert f"/proposals/{row.proposal_id}" in _text(clerk.get(f"/findings/{row.pk}"))


def test_the_number_of_queries_does_not_grow(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    client = signed_in(zhuoni.clerk)
    counts = []
    for rows in (3, 27):
        for _ in range(rows):
            rectifying.finding(zhuoni, made)
        if rows == 3:
            rectifying.handed(zhuoni, made)
        asked = {}
        for path in ("/findings?show=", f"/inspections/{made.pk}", "/desk"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            asked[path] = len(queries)
        counts.append(asked)
    assert counts[0] == counts[1]


def test_two_who_hand_over_at_once_hand_over_once(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    row = rectifying.finding(zhuoni, made)
    clerk, head = signed_in(zhuoni.clerk), signed_in(zhuoni.inspector)
    to, words = f"/inspections/{made.pk}/units/jia/handing-over", {"findings": [row.pk], "rectify_by": "2026-04-30"}
    assert clerk.post(to, {**words, "form_key": "a"}).status_code == 302
    again = head.post(to, {**words, "form_key": "b"})
    assert again.status_code in (409, 422)
    assert Finding.objects.get().version == 2


@pytest.mark.feature("scoring_sheet")
@pytest.mark.parametrize("regime", ["zhuoni-2022", "gansu-county-2023"])
@pytest.mark.proves("gansu-county-2023", "四3", "scoring_sheet")
@pytest.mark.proves("zhuoni-2022", "附件2 组织领导", "scoring_sheet")
def test_what_was_put_right_stands_beside_the_sheet_that_people_score(signed_in, regime):
    office = cast.office(regime)
    row = rectifying.reported(office)
    rectifications.strike_off(finding=row, note="看过", by=By(office.inspector, cast.at()))
    said = _text(signed_in(office.clerk).get("/rankings/marks?kind=quarter&from=2026-01-01&to=2026-03-31"))
    assert "督查问题交办 1 个，销号 1 个" in said and "不自动计分" in said


def test_a_finding_leads_to_the_papers_that_name_it_alone(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    first, second = rectifying.handed(zhuoni, made), rectifying.handed(zhuoni, made)
    papers = {row: notice.pk for row, notice in zip((first.pk, second.pk), Notice.objects.order_by("id"), strict=True)}
    said = _text(signed_in(zhuoni.liaison).get(f"/findings/{second.pk}"))
    assert f"/notices/{papers[second.pk]}" in said and f'/notices/{papers[first.pk]}"' not in said


def test_a_limit_on_a_rest_day_is_said(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    row = rectifying.finding(zhuoni, made)
    words = {"findings": [row.pk], "rectify_by": "2026-04-26", "form_key": "a"}
    there = signed_in(zhuoni.inspector).post(f"/inspections/{made.pk}/units/jia/handing-over", words, follow=True)
    assert "整改期限 2026-04-26（周日）是休息日" in _text(there)
    assert "2026-04-26（周日）是休息日" in _text(signed_in(zhuoni.liaison).get(f"/findings/{row.pk}"))
