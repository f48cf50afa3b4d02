"""Papers: read in by file or paste, corrected beside their text, registered together; nothing hostile gets in."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.papers import drafts
from duban.ledger.by import By
from duban.ledger.models import Matter, SourcePaper
from tests.ledger.actions.papers.test_drafts import TEXT


@pytest.fixture
def paper(office, at):
    return drafts.read_paper(
        jurisdiction=office.jurisdiction, name="分工.txt", data=TEXT.encode(), by=By(office.clerk, at)
    )


@pytest.fixture
def client(office, signed_in):
    return signed_in(office.clerk)


def _refused(response, *words):
    page = response.content.decode()
    assert response.status_code == 422
    assert all(word in page for word in words), page[-3000:]


def test_pasted_text_leads_to_its_drafts(office, client):
    answer = client.post("/papers/new", {"text": TEXT, "name": "县政府分工", "form_key": "once"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200 and "县政府分工.txt" in page
    assert page.count('class="passage ') == 5 and page.count('class="card draft ') == 5
    assert 'id="p1" href="#d1"' in page and 'id="d1"' in page
    assert "未匹配：各县区" in page


def test_the_same_form_twice_is_one_paper(client):
    form = {"text": TEXT, "form_key": "once"}
    assert client.post("/papers/new", form).url == client.post("/papers/new", form).url
    assert SourcePaper.objects.count() == 1


def test_a_file_is_read(client):
    answer = client.post("/papers/new", {"file": SimpleUploadedFile("分工.txt", TEXT.encode("gb18030"))}, follow=True)
    assert "加快项目建设" in answer.content.decode()


def test_both_or_neither_is_refused(client):
    _refused(client.post("/papers/new", {}), "二者选一")
    _refused(client.post("/papers/new", {"text": TEXT, "file": SimpleUploadedFile("a.txt", b"x")}), "二者选一")


def test_fifty_megabytes_are_refused_in_one_sentence_and_never_read(client, monkeypatch):
    monkeypatch.setattr(drafts, "read_paper", lambda **_: pytest.fail("read"))
    answer = client.post("/papers/new", {"file": SimpleUploadedFile("大.docx", b"0" * (50 * 1024 * 1024))})
    assert answer.status_code == 413 and "文件过大，没有接收" in answer.content.decode()
    _refused(
        client.post("/papers/new", {"file": SimpleUploadedFile("大.docx", b"0" * (21 * 1024 * 1024))}),
        "超过 20.0",
        "没有读入",
    )


def test_a_broken_document_is_refused_in_one_sentence(client):
    _refused(client.post("/papers/new", {"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04 not a zip")}), "坏")
    assert not SourcePaper.objects.exists()


def test_a_bomb_is_refused(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (300 * 1024 * 1024))
    answer = client.post("/papers/new", {"file": SimpleUploadedFile("弹.docx", packed.getvalue())})
    assert answer.status_code == 422
    assert not SourcePaper.objects.exists()


@pytest.mark.parametrize("name", ["表.pdf", "程序.exe", "无名"])
def test_other_kinds_are_refused(client, name):
    _refused(client.post("/papers/new", {"file": SimpleUploadedFile(name, b"something")}), ".docx")


def test_hostile_text_is_shown_as_text(client):
    text = "一、加快<script>alert(1)</script>建设。（市发改委牵头，2026年6月底前完成）\n"
    page = client.post("/papers/new", {"text": text}, follow=True).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_draft_is_put_right_beside_its_passage(office, client, paper):
    page = client.get(f"/papers/{paper.pk}/drafts/5").content.decode()
    assert "推进数据共享" in page and "市大数据中心" in page
    form = {"text": "推进数据共享。", "lead": ["市发展改革委"], "support": ["市财政局"], "due_on": "2026-08-31"}
    _refused(client.post(f"/papers/{paper.pk}/drafts/5", {**form, "lead": []}), "请选定牵头单位")
    answer = client.post(f"/papers/{paper.pk}/drafts/5", form)
    assert answer.url == f"/papers/{paper.pk}#d5"
    assert paper.drafts.get(order=5).lead == [{"name": "市发展改革委", "unit": "fagai"}]


def test_a_draft_that_names_nobody_offers_the_units_that_its_words_mention(client, office):
    text = "一、市财政局拨付资金，市发改委做好统筹，加快项目建设。（2026年6月底前完成）\n二、修桥。（市财政局牵头，2026年6月底前完成）\n"
    there = client.post("/papers/new", {"text": text}).url
    page = client.get(f"{there}/drafts/1").content.decode()
    assert "文中提到市财政局、市发展改革委，已先填上" in page and 'value="市财政局、市发展改革委"' in page
    assert "没有牵头单位" in page or "未写明牵头单位" in page


def test_a_sentence_that_was_not_read_becomes_an_order_with_what_it_says(client, office):
    text = "一、修桥。（市财政局牵头，2026年6月底前完成）\n\n请市发改委于6月10日前报送方案。\n"
    there = client.post("/papers/new", {"text": text}).url
    page = client.get(there).content.decode()
    assert "请市发改委于6月10日前报送方案。" in SourcePaper.objects.get().unparsed
    link = re.search(r'href="(/matters/new\?[^"]+)"', page)[1].replace("&amp;", "&")
    form = client.get(link).content.decode()
    assert "请市发改委于6月10日前报送方案。</textarea>" in form and "市发展改革委" in form
    assert client.get(link.replace("unread=1", "unread=99")).status_code == 200


def test_a_unit_of_elsewhere_cannot_be_chosen(client, paper):
    form = {"text": "推进数据共享。", "lead": ["nowhere"], "due_on": "2026-08-31"}
    assert client.post(f"/papers/{paper.pk}/drafts/5", form).status_code == 422


def test_only_what_has_no_doubt_is_registered(client, paper):
    form = {"category": "policy", "source": "paper", "standard": "全部完成", "form_key": "once"}
    answer = client.post(f"/papers/{paper.pk}/matters", form, follow=True)
    page = answer.content.decode()
    assert "已登记 1 件" in page and "全部交办" in page
    assert [matter.title for matter in Matter.objects.all()] == ["加快项目建设"]
    client.post(f"/papers/{paper.pk}/matters", form)
    assert Matter.objects.count() == 1


def test_with_a_common_deadline_the_undated_go_too(client, paper):
    form = {"category": "policy", "source": "paper", "standard": "全部完成", "due_on": "2026-12-31"}
    client.post(f"/papers/{paper.pk}/matters", form)
    assert Matter.objects.count() == 2


def test_registered_drafts_go_out_together(client, paper):
    form = {"category": "policy", "source": "paper", "standard": "全部完成", "due_on": "2026-12-31"}
    client.post(f"/papers/{paper.pk}/matters", form)
    numbers = list(Matter.objects.values_list("no", flat=True))
    page = client.get("/dispatches", {"no": numbers}).content.decode()
    assert all(number in page for number in numbers)


def test_a_dropped_draft_is_shown_as_that(client, paper):
    page = client.post(f"/papers/{paper.pk}/drafts/1/dismissal", follow=True).content.decode()
    assert "第 1 条不登记" in page
    listed = client.get(f"/papers/{paper.pk}?show=dropped").content.decode()
    assert 'id="d1"' in listed and 'id="d2"' not in listed


def test_the_list_of_papers_says_how_far_each_is(client, paper):
    page = client.get("/papers").content.decode()
    assert f">{paper.title}</a>" in page and "分工.txt" not in page


def test_the_number_of_queries_does_not_grow(office, client, at):
    counts = []
    for number in (3, 30):
        text = "".join(
            f"{n}. 任务{number}之{n}。（市发改委牵头，未名局{n}配合，2026年6月底前完成）\n"
            for n in range(1, number + 1)
        )
        made = drafts.read_paper(
            jurisdiction=office.jurisdiction, name=f"{number}.txt", data=text.encode(), by=By(office.clerk, at)
        )
        assert made.drafts.count() == number
        for address in (f"/papers/{made.pk}", "/papers"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_text_shows_what_was_read_as_no_task_and_can_show_the_doubts_alone(office, client):
    text = "一、甲县修好道路，2026年6月30日前完工。（甲县负责）\n二、有关方面要形成合力。\n三、推进绿化。（某某科负责，9月31日前）\n"
    there = client.post("/papers/new", {"text": text}).url
    page = client.get(there).content.decode()
    assert "没有读成任务，请看一眼" in page or "有关方面要形成合力" in page
    part = client.get(f"{there}?text=open").content.decode().partition('aria-label="原文">')[2]
    article = part.partition('class="card paper-text"')[2].partition("</article>")[0]
    assert "推进绿化" in article and "修好道路" not in article
