"""Conclusions and reviews on their pages: sealed until delivered, read and signed by the right ones, reviewed by others; the report; the archive."""

import hashlib
import io
import zipfile

import pytest

from duban.ledger.actions.inspections import conclusions, reviews
from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.models import Bulletin, Conclusion, JournalLine, Notice, Review
from tests import cast, rectifying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def _text(response):
    return response.content.decode()


@pytest.mark.feature("conclusions")
def test_a_conclusion_goes_from_the_team_to_the_unit(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    rectifying.finding(zhuoni, made, text="两个项目未开工")
    rectifying.finding(zhuoni, made, nature="partly", text="硬化路只完成一半")
    clerk, head, leader = signed_in(zhuoni.clerk), signed_in(zhuoni.inspector), signed_in(zhuoni.principal)
    to = f"/inspections/{made.pk}/units/jia/conclusion"
    page = _text(clerk.get(to))
    assert "1. 两个项目未开工" in page and "硬化路只完成一半（只部分落实）" in page and "第八条(一)" in page
    words = {**rectifying.WORDS, "shortfalls": "硬化路只完成一半。"}
    assert clerk.post(to, {**words, "achievements": "", "form_key": "a"}).status_code == 302
    pk = Conclusion.objects.get().pk
    page = _text(clerk.get(f"/conclusions/{pk}"))
    assert "结论没有写“工作成效”" in page and "disabled" in page
    version = Conclusion.objects.get().version
    assert clerk.post(f"/conclusions/{pk}/edit", {**words, "version": version, "form_key": "b"}).status_code == 302
    assert clerk.post(f"/conclusions/{pk}/edit", {**words, "version": version, "form_key": "c"}).status_code == 409
    assert (
        clerk.post(f"/conclusions/{pk}/forwarding", {"to_sign": zhuoni.principal.pk, "form_key": "d"}).status_code
        == 302
    )
    assert "督查结论待我审阅" in _text(head.get("/desk"))
    assert head.post(f"/conclusions/{pk}/opening", {"form_key": "e"}).status_code == 302
    assert head.post(f"/conclusions/{pk}/reading", {"decision": "agree", "form_key": "f"}).status_code == 302
    assert "督查结论待我审阅" in _text(leader.get("/desk"))
    assert leader.post(f"/conclusions/{pk}/signature", {"decision": "agree", "form_key": "g"}).status_code == 302
    unit = signed_in(zhuoni.liaison)
    assert unit.get(f"/conclusions/{pk}").status_code == 404
    assert "督查结论待送达" in _text(clerk.get("/desk"))
    assert clerk.post(f"/conclusions/{pk}/delivery", {"form_key": "h"}).status_code == 302
    said = _text(unit.get(f"/conclusions/{pk}"))
    assert "硬化路只完成一半" in said and "申请复核" in said and "第十七条" in said


@pytest.mark.feature("conclusion_readers")
@pytest.mark.proves("zhuoni-2022", "第十八条", "conclusion_readers")
def test_it_is_sealed_and_every_opening_is_listed_for_the_head_of_the_office(zhuoni, signed_in):
    row = rectifying.drafted(zhuoni, problems="内部尚未公开的问题")
    head, inspector = signed_in(zhuoni.head), signed_in(zhuoni.inspector)
    page = _text(inspector.get(f"/conclusions/{row.pk}"))
    assert "内部尚未公开的问题" not in page and "第十八条" in page and "留下我的查阅记录" in page
    edit = _text(inspector.get(f"/conclusions/{row.pk}/edit"))
    assert "内部尚未公开的问题" not in edit and "请先打开结论" in edit
    assert inspector.post(f"/conclusions/{row.pk}/opening", {"form_key": "a"}).status_code == 302
    page = _text(inspector.get(f"/conclusions/{row.pk}"))
    assert "内部尚未公开的问题" in page and "送达前的查阅记录" not in page
    page = _text(head.get(f"/conclusions/{row.pk}"))
    assert "送达前的查阅记录" in page and str(zhuoni.inspector) in page and "内部尚未公开的问题" not in page
    for who in ("section", "leader", "liaison", "auditor", "discipline"):
        assert signed_in(zhuoni.officers[who]).get(f"/conclusions/{row.pk}").status_code in (403, 404)
    assert JournalLine.objects.filter(verb="conclusion.opened").count() == 2


@pytest.mark.feature("review_of_conclusions", "recusal")
def test_a_review_is_refused_to_who_took_part_and_decided_by_another(zhuoni, signed_in):
    row = rectifying.delivered(zhuoni)
    unit, clerk, head = signed_in(zhuoni.liaison), signed_in(zhuoni.clerk), signed_in(zhuoni.head)
    assert unit.post(f"/conclusions/{row.pk}/reviews", {"text": "一个项目已开工", "form_key": "a"}).status_code == 302
    pk = Review.objects.get().pk
    assert "结论复核待我决定" in _text(head.get("/desk")) and "结论复核待我决定" not in _text(clerk.get("/desk"))
    page = _text(clerk.get(f"/reviews/{pk}"))
    assert "复核须回避" in page and "第十七条" in page
    refused = clerk.post(f"/reviews/{pk}/decision", {"ruling": "kept", "reason": "维持", "form_key": "b"})
    assert refused.status_code == 403 or "复核须回避" in _text(refused)
    assert Review.objects.get().ruling == "open"
    named = clerk.post(f"/reviews/{pk}/naming", {"officer": zhuoni.head.pk, "form_key": "c"})
    assert named.status_code == 302
    assert f'value="{zhuoni.clerk.pk}"' not in page.partition("指定复核人")[2]
    words = {
        **rectifying.WORDS,
        "problems": "一个项目未开工。",
        "ruling": "changed",
        "reason": "查证属实",
        "form_key": "d",
    }
    assert head.post(f"/reviews/{pk}/decision", words).status_code == 302
    said = _text(unit.get(f"/conclusions/{row.pk}"))
    assert "第 1 版" in said and "第 2 版" in said and "两个项目未开工" in said and "一个项目未开工" in said
    assert Notice.objects.filter(unit=zhuoni.units[0]).count() == 3


@pytest.mark.feature("review_of_conclusions")
def test_too_late_or_without_a_rule_it_is_greyed_with_the_clause(zhuoni, signed_in, settings):
    row = rectifying.delivered(zhuoni)
    unit = signed_in(zhuoni.liaison)
    settings.PRESENT_DAY = "2026-05-01"
    said = _text(unit.get(f"/conclusions/{row.pk}"))
    assert "申请复核的期限是 2026-04-30" in said and "disabled" in said
    refused = unit.post(f"/conclusions/{row.pk}/reviews", {"text": "不服", "form_key": "a"})
    assert "第十七条" in _text(refused) and not Review.objects.exists()
    other = cast.office("gansu-county-2023")
    row = rectifying.delivered(other)
    settings.PRESENT_DAY = "2026-03-31"
    assert "没有申请复核的规定" in _text(signed_in(other.liaison).get(f"/conclusions/{row.pk}"))


def test_a_review_behind_its_day_is_on_the_desk_of_the_office(zhuoni, signed_in, settings):
    row = rectifying.delivered(zhuoni)
    reviews.request_review(conclusion=row, text="不服", by=By(zhuoni.liaison, cast.at()))
    client = signed_in(zhuoni.head)
    assert "结论复核超期" not in _text(client.get("/desk"))
    settings.PRESENT_DAY = "2026-05-01"
    assert "结论复核超期" in _text(client.get("/desk"))
    assert "甲镇" in _text(client.get("/reviews?tab=late"))


@pytest.mark.feature("inspection_report")
@pytest.mark.parametrize(
    ("regime", "names"),
    [
        ("gansu-county-2023", ["督查报告", "政务督查专报", "政务督查通报"]),
        ("sanmenxia-2019", ["督查报告"]),
        ("county-plan", ["督查情况报告"]),
    ],
)
@pytest.mark.proves("county-plan", "一(三)", "inspection_report")
@pytest.mark.proves("gansu-county-2023", "四1", "inspection_report")
@pytest.mark.proves("sanmenxia-2019", "二(四)", "inspection_report")
@pytest.mark.proves("county-plan", "五(一)", "inspection_report")
def test_the_report_is_drafted_from_the_records_signed_and_issued(signed_in, regime, names):
    office = cast.office(regime)
    made = rectifying.inspection(office)
    rectifying.visit(made, office.units[0])
    rectifying.finding(office, made, text="土地手续未办")
    rectifying.finding(office, made, nature="breach", text="套取资金")
    rectifying.finding(office, made, nature="experience", text="一窗通办", unit=office.units[1])
    rectifying.handed(office, made, text="台账不全")
    clerk, head = signed_in(office.clerk), signed_in(office.head)
    page = _text(clerk.get(f"/inspections/{made.pk}/report"))
    assert all(name in page for name in names)
    for place, name in enumerate(names):
        form = {
            "督查报告": "inspection_report",
            "督查情况报告": "inspection_report",
            "政务督查专报": "briefing",
            "政务督查通报": "circular",
        }[name]
        answer = clerk.post(f"/inspections/{made.pk}/report", {"form": form, "form_key": f"{place}"})
        assert answer.status_code == 302, _text(answer)
        row = Bulletin.objects.latest("pk")
        said = str(row.words)
        assert row.name == name and row.inspection == made
        assert "发现问题共2个" in said and "土地手续未办" in said and "一窗通办" in said and "套取资金" not in said
        assert clerk.post(f"/bulletins/{row.pk}/forwarding", {"form_key": f"f{place}"}).status_code == 302
        assert (
            head.post(f"/bulletins/{row.pk}/signature", {"decision": "agree", "form_key": f"s{place}"}).status_code
            == 302
        )
        assert clerk.post(f"/bulletins/{row.pk}/issue", {"form_key": f"i{place}"}).status_code == 302
        row.refresh_from_db()
        assert row.is_issued and row.number
        assert row.audience == ("units" if form == "circular" else "leaders")


def test_a_report_in_work_is_drafted_once_and_hidden_with_its_inspection(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni, unannounced=True)
    clerk = signed_in(zhuoni.clerk)
    assert (
        clerk.post(f"/inspections/{made.pk}/report", {"form": "inspection_report", "form_key": "a"}).status_code == 302
    )
    again = clerk.post(f"/inspections/{made.pk}/report", {"form": "inspection_report", "form_key": "b"})
    assert again.status_code == 409
    row = Bulletin.objects.get()
    assert signed_in(zhuoni.section).get(f"/bulletins/{row.pk}").status_code == 404
    assert bulletins.paper_of(row).title.startswith("关于")


@pytest.mark.feature("archive_package")
def test_the_archive_of_an_inspection_holds_everything_and_its_digests_are_right(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni, team=[zhuoni.clerk])
    rectifying.visit(made, zhuoni.units[0])
    rectifying.reported(zhuoni, made, text="修<b>好</b>道路")
    row = rectifying.signed(zhuoni, made)
    clerk = signed_in(zhuoni.clerk)
    refused = clerk.get(f"/inspections/{made.pk}/archive.zip")
    assert refused.status_code != 200 and "没有送达" in _text(refused)
    conclusions.deliver_conclusion(conclusion=row, by=By(zhuoni.clerk, cast.at()))
    data = b"".join(clerk.get(f"/inspections/{made.pk}/archive.zip").streaming_content)
    assert data == b"".join(clerk.get(f"/inspections/{made.pk}/archive.zip").streaming_content)
    packed = zipfile.ZipFile(io.BytesIO(data))
    names = packed.namelist()
    sums = dict(reversed(line.split("  ", 1)) for line in packed.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(names[:-2])
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == sha256 for name, sha256 in sums.items())
    page = packed.read("index.html").decode()
    assert (
        "修&lt;b&gt;好&lt;/b&gt;道路" in page and "两个项目未开工" in page and "倒排工期" in page and "http" not in page
    )
    assert any("问题清单" in name for name in names) and any("督查结论" in name for name in names)
    assert sum(name.startswith("附件/") for name in names) == 1
    said = packed.read("timeline.json").decode()
    assert "finding.reported" in said and "conclusion.delivered" in said


@pytest.mark.feature("feedback_sheet")
@pytest.mark.proves("zhuoni-2022", "附件3", "feedback_sheet")
def test_the_feedback_sheet_and_the_problem_list_are_filled_in(zhuoni, signed_in):
    made = rectifying.inspection(zhuoni)
    rectifying.finding(zhuoni, made, text="台账不全")
    rectifying.handed(zhuoni, made, unit=zhuoni.units[1], text="乙乡的问题")
    clerk = signed_in(zhuoni.clerk)
    for path, word in (
        (f"/inspections/{made.pk}/units/jia/feedback.docx", "台账不全"),
        (f"/inspections/{made.pk}/problems.docx", "乙乡的问题"),
    ):
        answer = clerk.get(path)
        assert answer.status_code == 200
        assert word in zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    plan = signed_in(zhuoni.other_liaison).get(f"/inspections/{made.pk}/units/yi/plan.docx")
    assert "整改方案" in zipfile.ZipFile(io.BytesIO(plan.content)).read("word/document.xml").decode()
    own = signed_in(zhuoni.liaison).get(f"/inspections/{made.pk}/problems.docx")
    assert "乙乡的问题" not in zipfile.ZipFile(io.BytesIO(own.content)).read("word/document.xml").decode()
