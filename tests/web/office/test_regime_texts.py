"""The document itself on the page of the regime, and the version of the document that a record keeps."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.actions.scoring import rankings
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import RegimeText
from tests import stories
from tests.cast import at as instant
from tests.ledger.actions.office.test_regime_texts import TEXT

pytestmark = pytest.mark.django_db


def attach(client, text=TEXT, name="原文.txt", key="one"):
    return client.post("/regime/text", {"file": SimpleUploadedFile(name, text.encode()), "form_key": key})


def test_the_head_attaches_the_text_and_everybody_reads_it_beside_the_gist(office, signed_in):
    head, liaison = signed_in(office.head), signed_in(office.liaison)
    assert "没有附上原文" in liaison.get("/regime").content.decode()
    response = attach(head)
    assert response.status_code == 302 and response.url == "/regime?of=sanmenxia-2019"
    # The same form twice attaches once.
    attach(head)
    assert RegimeText.objects.count() == 1
    page = head.get("/regime").content.decode()
    assert "原文有而系统没有的条款（1）" in page and "另加一条，要求每季自查" in page and "原文.txt</a>" in page
    row = page.split('id="c-一(一)"')[1].split("</article>")[0]
    assert "（一）督查对象\n各单位。" in row and 'class="beside"' in row
    assert 'class="beside"' not in page.split('id="c-四(一)"')[1].split("</article>")[0]
    panel = liaison.get("/regime/clauses/一(一)", headers={"HX-Request": "true"}).content.decode()
    assert "各单位。" in panel and "<html" not in panel
    # The file itself is the office's: a unit is led to no page that would refuse it.
    assert "原文.txt</a>" not in liaison.get("/regime").content.decode()
    assert head.get(f"/attachments/{RegimeText.objects.get().file_id}").status_code == 200


def test_a_refusal_is_shown_and_nothing_kept(office, signed_in):
    response = attach(signed_in(office.head), "第一条 别的办法。\n")
    assert response.status_code == 422 and "的任何一条" in response.content.decode()
    assert not RegimeText.objects.exists()
    assert attach(signed_in(office.clerk)).status_code == 403


def test_words_of_the_text_are_never_markup(office, signed_in):
    head = signed_in(office.head)
    attach(head, "一、对象\n（一）<script>alert(1)</script>各单位，一律照办。\n（八）<b>另</b>一条，也要照办。\n")
    page = head.get("/regime").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "<b>另</b>" not in page


def test_the_text_costs_one_question_more(office, signed_in, django_assert_max_num_queries):
    head = signed_in(office.head)
    attach(head)
    head.get("/regime")
    with django_assert_max_num_queries(14):
        head.get("/regime")


@pytest.mark.feature("versions")
@pytest.mark.clause("ankang-2020", "第十三条")
@pytest.mark.clause("zhuoni-2022", "第二十二条")
@pytest.mark.proves("zhuoni-2022", "第二十二条", "versions")
def test_a_matter_keeps_its_document_and_version_and_a_published_period_its_own(office, signed_in, at):
    client = signed_in(office.head)
    done = stories.matter(office, due_on="2026-02-20", at=instant("2026-02-02 09:00"))
    stories.complete(office, done, instant("2026-02-10 09:00"))
    ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=stories.day("2026-02-01"),
        to_on=stories.day("2026-02-28"),
        by=By(office.head, at),
    )
    before = client.get(f"/rankings/{ranking.pk}").content.decode()
    assert "办法第 1 版" in before
    # The office comes under another document.
    office.jurisdiction.regime = "zhuoni-2022"
    office.jurisdiction.choices = {}
    office.jurisdiction.save()
    page = client.get("/regime").content.decode()
    assert "2022-02-14" in page.replace("2022年2月14日", "2022-02-14") and "起施行" in page and "版本 1" in page
    new = stories.matter(office, due_on="2026-04-30", at=at)
    assert (done.regime, done.regime_version) == ("sanmenxia-2019", "1")
    assert (new.regime, new.regime_version) == ("zhuoni-2022", "1")
    kept = client.get(f"/matters/{done.no}").content.decode()
    assert "登记时有效，一直适用到办结" in kept and "?of=sanmenxia-2019" in kept
    own = client.get(f"/matters/{new.no}").content.decode()
    assert "登记时有效，一直适用到办结" not in own and "?of=sanmenxia-2019" not in own
    # What may be done on the old one, and by which clause, is still said by its own document; the ranking still computes.
    assert Governed.of(done).document.id == "sanmenxia-2019" and Governed.of(new).document.id == "zhuoni-2022"
    ranking.refresh_from_db()
    assert list(published_rankings.flaws_of(ranking)) == []
    assert (ranking.regime, ranking.regime_version) == ("sanmenxia-2019", "1")
    assert "办法第 1 版" in client.get(f"/rankings/{ranking.pk}").content.decode()
