"""Reporting beside the order, and reviewing beside the report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.by import By
from duban.ledger.models import Attachment, Report
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db
WRITE = "/matters/2026-1/units/jia/reports"


def _text(response):
    return response.content.decode()


def _in_hand(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    return made


def _form(**changes):
    return {"what": "progress", "done": "主体完工", "version": "3", "form_key": "a", **changes}


@pytest.mark.feature("reports")
@pytest.mark.feature("report_elements")
@pytest.mark.feature("proof")
@pytest.mark.proves("sanmenxia-2019", "二(二)", "reports")
def test_a_unit_reports_once_with_the_order_beside_the_form_and_its_proofs(office, signed_in):
    _in_hand(office)
    client = signed_in(office.liaison)
    page = _text(client.get(WRITE))
    for word in (
        "全部完成并通过验收",
        "已完成",
        "存在问题",
        "无法落实的及原因",
        "下一步",
        "形象进度",
        "佐证",
        "data-keep",
    ):
        assert word in page
    for _ in range(2):
        photos = [SimpleUploadedFile(f"{n}.txt", f"照片{n}".encode()) for n in range(2)]
        assert client.post(WRITE, _form(files=photos, problems="缺料")).url == "/matters/2026-1"
    assert Report.objects.count() == 1 and Attachment.objects.count() == 2
    page = _text(client.get(f"/reports/{Report.objects.get().pk}"))
    assert "缺料" in page and "0.txt" in page and "认定" not in page


def test_a_bad_proof_undoes_the_report_and_keeps_the_words(office, signed_in):
    _in_hand(office)
    evil = SimpleUploadedFile("a.exe", b"MZ")
    answer = signed_in(office.liaison).post(WRITE, _form(files=[evil], done="写了很久"))
    assert answer.status_code == 422 and "不收这种文件" in _text(answer) and "写了很久" in _text(answer)
    assert not Report.objects.exists() and not Attachment.objects.exists()


def test_a_stale_form_says_what_changed_and_keeps_the_words(office, signed_in):
    _in_hand(office)
    answer = signed_in(office.liaison).post(WRITE, _form(version="1", done="写了很久"))
    page = _text(answer)
    assert answer.status_code == 409 and "写了很久" in page and "没有提交" in page and "办理中" in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("version", ["", "一", None])
def test_a_form_that_says_no_version_changes_nothing_and_says_so(office, signed_in, version):
    made = _in_hand(office)
    words = {name: value for name, value in _form(version=version).items() if value is not None}
    answer = signed_in(office.liaison).post(WRITE, words)
    assert answer.status_code == 422 and "没有带上版本号" in _text(answer) and "主体完工" in _text(answer)
    assert not Report.objects.exists()
    report = stories.report(office, made, AT)
    for act, more in (("acceptance", {}), ("return", {"reason": "缺验收单", "redo_by": "2026-04-03"})):
        sent = {**more, "form_key": act, **({"version": version} if version is not None else {})}
        answer = signed_in(office.clerk).post(f"/reports/{report.pk}/{act}", sent)
        assert answer.status_code == 422 and "没有带上版本号" in _text(answer)
    report.refresh_from_db()
    assert report.ruling == "waiting"


def test_the_last_report_is_a_draft_for_the_next(office, signed_in):
    made = _in_hand(office)
    stories.reports.return_report(
        report=stories.report(office, made, AT, what="progress"),
        reason="没有数字",
        redo_by=AT.date(),
        by=By(office.clerk, AT),
    )
    client = signed_in(office.liaison)
    page = _text(client.get(WRITE))
    assert "从上次填报开始" in page and "没有数字" in page and "重报期限" in page
    assert ">\n已全部完成。</textarea>" in _text(client.get(f"{WRITE}?from=last"))


def test_what_was_sent_back_is_done_again_as_the_kind_that_it_was_with_its_words(office, signed_in):
    made = _in_hand(office)
    report = stories.report(office, made, AT)
    stories.reports.return_report(report=report, reason="缺验收意见", redo_by=AT.date(), by=By(office.clerk, AT))
    page = _text(signed_in(office.liaison).get(WRITE))
    assert ">\n已全部完成。</textarea>" in page
    chosen = page.partition('value="result"')[2].partition(">")[0]
    assert "checked" in chosen
    assert "退回：缺验收意见。请在" in _text(signed_in(office.liaison).get("/matters/2026-1"))
    assert (
        "退回：缺验收意见"
        not in _text(signed_in(office.clerk).get("/matters/2026-1")).partition("<h2>现在可以做</h2>")[2][:400]
    )


def test_what_a_unit_may_not_write_is_not_written(office, signed_in):
    made = _in_hand(office)
    before = stories.held(made)
    data = _form(points="99", due_on="2030-01-01", stage="completed", unit=office.units[1].pk, ruling="accepted")
    assert signed_in(office.liaison).post(WRITE, data).status_code == 302
    after = stories.held(made)
    assert (after.points, after.due_on, after.stage) == (None, before.due_on, "to_review")
    assert Report.objects.get().ruling == "waiting"


@pytest.mark.feature("review_of_reports")
@pytest.mark.feature("completion_check")
def test_the_office_accepts_or_returns_side_by_side(office, signed_in):
    made = _in_hand(office)
    report = stories.report(office, made, AT)
    client = signed_in(office.clerk)
    page = _text(client.get(f"/reports/{report.pk}"))
    assert "认定办结" in page and "退回重报" in page and "完成标准" in page
    version = stories.held(made).version
    bare = client.post(f"/reports/{report.pk}/return", {"reason": "", "redo_by": "2026-04-03", "version": version})
    assert bare.status_code == 422 and "退回要写明原因" in _text(bare)
    stale = client.post(f"/reports/{report.pk}/acceptance", {"version": version - 1, "form_key": "b"})
    assert stale.status_code == 409 and "看到的是旧内容" in _text(stale)
    assert client.post(f"/reports/{report.pk}/acceptance", {"version": version, "form_key": "c"}).status_code == 302
    assert stories.held(made).stage == "completed"
    again = client.post(f"/reports/{report.pk}/acceptance", {"version": version + 1, "form_key": "d"})
    assert again.status_code == 422 and "已由" in _text(again)


def test_where_the_document_asks_for_proof_the_button_is_grey_and_says_why(db, signed_in):
    office = cast.office("ankang-2020")
    report = stories.report(office, _in_hand(office), AT)
    client = signed_in(office.clerk)
    page = _text(client.get(f"/reports/{report.pk}"))
    assert "第九条第一款" in page and 'type="button" disabled' in page
    version = report.assignment.version
    answer = client.post(f"/reports/{report.pk}/acceptance", {"version": version, "form_key": "a"})
    assert answer.status_code == 422 and "佐证材料" in _text(answer)


def test_a_report_page_costs_the_same_with_three_and_thirty_before_it(office, signed_in):
    made = _in_hand(office)
    client = signed_in(office.clerk)
    counts = []
    for number in (3, 27):
        for _ in range(number):
            report = stories.report(office, made, AT, what="progress")
            stories.reports.accept_report(report=report, by=By(office.clerk, AT))
        client.get(f"/reports/{report.pk}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/reports/{report.pk}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_report_without_progress_says_why(office, signed_in, at):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, at)
    unit, address = signed_in(office.liaison), f"/matters/{made.no}/units/jia/reports"
    told = {"what": "none", "done": "", "version": stories.held(made).version, "form_key": "a"}
    bare = unit.post(address, told)
    assert bare.status_code == 422 and "无进展的，请写明原因" in bare.content.decode()
    assert unit.post(address, {**told, "blocked": "等待停水", "form_key": "b"}).status_code == 302
    report = stories.held(made).reports.get()
    assert (report.what, report.done, report.blocked) == ("progress", "无进展", "等待停水")
    # The office reads in the story what was reported, and so does the unit.
    for reader in (office.clerk, office.liaison):
        page = signed_in(reader).get(f"/matters/{made.no}").content.decode()
        assert "无法落实：等待停水" in page and "全文" in page
