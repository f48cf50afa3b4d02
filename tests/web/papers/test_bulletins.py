"""Bulletins, templates, letterhead and forms through the pages: who does what, what is refused, what is downloaded."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Bulletin, JournalLine, Notice, PaperTemplate
from tests import cast, stories
from tests.ledger.wordings.furnishing import furnished
from tests.printing import word_file

pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _draft(client, kind="circular", span="month"):
    answer = client.post(
        "/bulletins/new", {"kind": kind, "span": span, "on": "2026-03-15", "form_key": f"{kind}{span}"}
    )
    assert answer.status_code == 302
    return Bulletin.objects.latest("pk")


@pytest.mark.feature("circulars", "publication")
@pytest.mark.proves("sanmenxia-2019", "四(二)2", "circulars", "publication")
@pytest.mark.proves("sanmenxia-2019", "四(一)", "publication")
def test_a_circular_goes_from_the_data_to_the_units(office, signed_in):
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    clerk, head, unit = signed_in(office.clerk), signed_in(office.head), signed_in(office.liaison)
    made = _draft(clerk)
    page = _text(clerk.get(f"/bulletins/{made.pk}"))
    assert '<mark class="given-number" title="由数据算出">1</mark>' in page and "送审" in page
    text = "一、情况\n本月甲县有1项逾期，另有888项。\n〖表1〗"
    words = {
        "version": 1,
        "title": "三月通报",
        "addressees": "各县",
        "text": text,
        "audience": "units",
        "is_public": "on",
        "media": "市政府网站",
    }
    assert clerk.post(f"/bulletins/{made.pk}/edit", words).status_code == 302
    page = _text(clerk.get(f"/bulletins/{made.pk}"))
    assert "own-number" in page and "请核对：888" in page
    stale = clerk.post(f"/bulletins/{made.pk}/edit", words)
    assert stale.status_code == 409 and "别人刚刚改过" in _text(stale)
    assert unit.get(f"/bulletins/{made.pk}").status_code == 404
    clerk.post(f"/bulletins/{made.pk}/forwarding", {})
    back = head.post(f"/bulletins/{made.pk}/signature", {"decision": "return"})
    assert back.status_code == 422 and "退回的要写明修改意见" in back.content.decode()
    assert head.post(f"/bulletins/{made.pk}/signature", {"decision": "agree"}).status_code == 302
    for _ in range(2):
        clerk.post(f"/bulletins/{made.pk}/issue", {"form_key": "once"})
    made.refresh_from_db()
    assert (made.phase, made.serial, made.number) == ("issued", 1, "三政督通〔2026〕1号")
    page = _text(unit.get(f"/bulletins/{made.pk}"))
    assert (
        "三月通报" in page
        and "此件公开发布" in page
        and "市政府网站" in page
        and "<mark" not in page.split("<article")[1]
    )
    assert "三政督通〔2026〕1号" in _text(unit.get("/bulletins"))
    assert JournalLine.objects.filter(verb="bulletin.issued").count() == 1


def test_what_is_not_published_cannot_be_told(office, signed_in):
    answer = signed_in(office.clerk).post("/bulletins/new", {"kind": "ranking", "span": "month", "on": "2026-02-15"})
    assert answer.status_code == 422 and "还没有发布" in _text(answer)
    wrong = signed_in(office.clerk).post("/bulletins/new", {"kind": "circular", "span": "week", "on": "2026-02-15"})
    assert wrong.status_code == 422 and "不按这种期间" in _text(wrong)


@pytest.mark.feature("year_end_summary", "assessment_handover")
@pytest.mark.proves("ankang-2020", "第十二条(四)", "assessment_handover", "year_end_summary")
def test_the_year_end_summary_is_read_by_the_assessment_office_and_by_no_unit(signed_in):
    office = furnished("ankang-2020")
    clerk = signed_in(office.clerk)
    made = _draft(clerk, "assessment", "year")
    clerk.post(f"/bulletins/{made.pk}/forwarding", {})
    reader = signed_in(office.assessment)
    assert reader.get(f"/bulletins/{made.pk}").status_code == 404
    signed_in(office.head).post(f"/bulletins/{made.pk}/signature", {"decision": "agree"})
    clerk.post(f"/bulletins/{made.pk}/issue", {})
    assert "奖惩情况" in _text(reader.get(f"/bulletins/{made.pk}"))
    assert reader.get(f"/bulletins/{made.pk}/file.docx").status_code == 200
    assert signed_in(office.liaison).get(f"/bulletins/{made.pk}").status_code == 404


@pytest.mark.feature("letterhead", "cc_list")
def test_the_letterhead_is_the_offices_own_and_old_papers_keep_theirs(zhuoni, signed_in):
    stories.matter(zhuoni, due_on="2026-04-30")
    head = signed_in(zhuoni.head)
    words = {
        "script": "རྫོང་མི་དམངས་སྲིད་གཞུང་།",
        "head": "某县人民政府办公室文件",
        "code": "卓政督",
        "office": "县督查室",
        "cc": "县委办\n县人大办",
    }
    assert head.post("/settings/letterhead", {**words, "code": "卓督〔2026〕"}).status_code == 422
    assert head.post("/settings/letterhead", {**words, "circular_code": "卓政督"}).status_code == 422
    assert head.post("/settings/letterhead", words).status_code == 302
    stories.matter(zhuoni, due_on="2026-04-30")
    old, new = Notice.objects.order_by("serial")
    assert "某县人民政府办公室文件" not in _text(head.get(f"/notices/{old.pk}"))
    page = _text(head.get(f"/notices/{new.pk}"))
    assert "某县人民政府办公室文件" in page and "རྫོང་མི་དམངས་སྲིད་གཞུང་།" in page and "县督查室" in page
    assert "抄送：县委办，县人大办。" in _text(head.get(f"/bulletins/{_draft(head).pk}"))


def test_a_notice_is_downloaded_as_word_and_as_pdf(office, signed_in):
    stories.matter(office, due_on="2026-04-30")
    pk = Notice.objects.get().pk
    client = signed_in(office.liaison)
    word, pdf = client.get(f"/notices/{pk}/file.docx"), client.get(f"/notices/{pk}/file.pdf")
    assert "督查通知" in "".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert pdf.content.startswith(b"%PDF-") and b"pdfaid" in pdf.content
    assert "attachment" in pdf["Content-Disposition"] and pdf["Content-Security-Policy"].startswith("sandbox")
    assert signed_in(office.other_liaison).get(f"/notices/{pk}/file.pdf").status_code == 404
    assert client.get(f"/notices/{pk}/file.exe").status_code == 404


def _upload(client, of, data, name="模板.docx"):
    return client.post("/notices/templates", {"of": of, "file": SimpleUploadedFile(name, data)})


def test_an_offices_own_template_replaces_the_layout_and_is_checked_before(office, signed_in):
    clerk = signed_in(office.clerk)
    stories.matter(office, due_on="2026-04-30", title="{{标题}}的事项")
    pk = Notice.objects.get().pk
    bad = _upload(clerk, "dispatch", word_file("{{标题}} {{总统}}"))
    assert bad.status_code == 422 and "没有“总统”这个字段" in _text(bad)
    assert _upload(clerk, "dispatch", b"PK\x03\x04 not a zip").status_code == 422
    stream = io.BytesIO(word_file("{{标题}}"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "宏" in _text(_upload(clerk, "dispatch", stream.getvalue()))
    assert not PaperTemplate.objects.exists()
    for line in ("旧版 {{标题}}", "本局式样 {{发文字号}} {{事项名称}} {{时限}} {{承办单位}}"):
        assert _upload(clerk, "dispatch", word_file(line)).status_code == 302
    made = docx.Document(io.BytesIO(clerk.get(f"/notices/{pk}/file.docx").content))
    assert made.paragraphs[0].text == "本局式样 三政督〔2026〕1号 {{标题}}的事项 2026年4月30日 甲县"
    used = PaperTemplate.objects.get(retired_on__isnull=True)
    clerk.post(f"/notices/templates/{used.pk}/retirement", {})
    made = docx.Document(io.BytesIO(clerk.get(f"/notices/{pk}/file.docx").content))
    assert "本局式样" not in "".join(p.text for p in made.paragraphs)


def test_forms_are_filled_with_what_is_known_of_ones_own_matter_only(zhuoni, signed_in):
    made = stories.matter(zhuoni, due_on="2026-04-30")
    query = f"?matter={made.no}&unit={zhuoni.units[0].code}"
    unit = signed_in(zhuoni.liaison)
    assert "已填好" in _text(unit.get(f"/notices/blanks{query}"))
    filled = docx.Document(io.BytesIO(unit.get(f"/notices/blanks/feedback_sheet.docx{query}").content))
    assert any("推进某项目建设" in cell.text for row in filled.tables[0].rows for cell in row.cells)
    other = signed_in(zhuoni.other_liaison)
    assert other.get(f"/notices/blanks/feedback_sheet.docx{query}").status_code == 404
    assert other.get("/notices/blanks/feedback_sheet.docx").status_code == 200
    assert other.get("/notices/blanks/nothing.docx").status_code == 404


def test_the_list_costs_the_same_with_three_and_thirty(office, signed_in):
    clerk = signed_in(office.clerk)
    made, counts = _draft(clerk), []
    for number in (2, 27):
        for _ in range(number):
            made.pk = None
            made.save(force_insert=True)
        clerk.get("/bulletins")
        with CaptureQueriesContext(connection) as queries:
            clerk.get("/bulletins")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_what_waits_for_ones_signature_stands_on_the_desk(office, signed_in):
    clerk, leader = signed_in(office.clerk), signed_in(office.leader)
    made = _draft(clerk)
    assert f"/bulletins/{made.pk}" not in _text(leader.get("/desk"))
    clerk.post(f"/bulletins/{made.pk}/forwarding", {})
    assert f"/bulletins/{made.pk}" in _text(leader.get("/desk"))
    assert f"/bulletins/{made.pk}" in _text(signed_in(office.head).get("/desk"))
    assert f"/bulletins/{made.pk}" not in _text(clerk.get("/desk"))


def test_a_returned_report_brings_its_own_paper_where_the_document_has_one(signed_in):
    office = furnished("ankang-2020")
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, cast.at())
    report = stories.report(office, made, cast.at())
    reports.return_report(
        report=report, reason="没有印证资料", redo_by=stories.day("2026-04-08"), by=By(office.clerk, cast.at())
    )
    notice = Notice.objects.latest("pk")
    page = _text(signed_in(office.liaison).get(f"/notices/{notice.pk}"))
    assert (notice.name, notice.clause) == ("退回重办（补办）通知", "第九条第二款")
    assert "没有印证资料" in page and "2026年4月8日" in page
