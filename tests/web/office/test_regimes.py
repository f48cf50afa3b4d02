"""The page of the regime, for each of the documents."""

import re

import pytest
from django.utils.html import escape

from duban.engine.packs import coverage, loading
from duban.people.models import Jurisdiction
from duban.web import words
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_the_page_tells_every_clause_with_its_rules_in_words(regime, signed_in):
    office = cast.office(regime)
    text = signed_in(office.head).get("/regime").content.decode()
    pack = loading.load_regime(regime)
    for clause in pack.clauses:
        assert f'id="c-{clause.clause}"' in text and escape(clause.gist) in text
        for rule in clause.rules:
            said = words.said(rule, pack)
            assert escape(said) in text
            # What a clerk reads is Chinese: no name of ours shows through.
            assert not re.search(r"[a-z]{3,}|None|\[|\{", said), said
    for each in pack.readings:
        assert escape(each.question) in text


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_the_figures_are_those_of_the_coverage(regime, signed_in):
    office = cast.office(regime)
    client = signed_in(office.head)
    rows = coverage.rows(loading.load_regime(regime))
    counts = client.get("/regime").context["counts"]
    assert counts["clauses"] == len(rows) == counts["works"] + counts["planned"] + counts["no_rule"]
    for shown in ("works", "planned", "no_rule"):
        parts = client.get("/regime", {"show": shown}).context["parts"]
        assert sum(len(found) for _, found in parts) == counts[shown]


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_every_clause_opens_as_a_page_and_as_a_fragment(regime, signed_in):
    client = signed_in(cast.office(regime).clerk)
    for clause in loading.load_regime(regime).clauses:
        page = client.get(f"/regime/clauses/{clause.clause}")
        assert page.status_code == 200 and escape(clause.gist) in page.content.decode()
    fragment = client.get(f"/regime/clauses/{clause.clause}", headers={"HX-Request": "true"}).content.decode()
    assert escape(clause.gist) in fragment and "<html" not in fragment


def test_a_matter_under_another_regime_can_cite_its_own(office, signed_in):
    client = signed_in(office.clerk)
    page = client.get("/regime/clauses/第十二条", {"of": "zhuoni-2022"})
    assert page.status_code == 200 and "卓尼" in page.content.decode()
    assert client.get("/regime/clauses/第十二条").status_code == 404
    assert client.get("/regime", {"of": "../../etc"}).status_code == 404


def test_the_head_chooses_a_reading_and_the_page_follows(office, signed_in):
    head, clerk = signed_in(office.head), signed_in(office.clerk)
    form = {"reading": "in_hand", "was": "due_or_closed", "form_key": "one"}
    assert clerk.post("/regime/readings/counted_matters", form).status_code == 403
    response = head.post("/regime/readings/counted_matters", form)
    assert response.url == "/regime#counted_matters"
    assert Jurisdiction.objects.get(pk=office.jurisdiction.pk).choices == {"counted_matters": "in_hand"}
    text = head.get("/regime").content.decode()
    now, other = text.split('id="c-附件1 2"')[1].split("</article>")[0].split("<details")
    assert "计入件数：本期在办的牵头事项的件数" in now and "计入件数：本期到期或办结的牵头事项的件数" in other
    assert "事项得分＝已得分÷（20×计入件数）×100×（0.5＋计入件数÷最高事项数×0.5）" in now
    # The same form once more changes nothing; a stale one is told.
    assert head.post("/regime/readings/counted_matters", form).status_code == 302
    stale = head.post("/regime/readings/counted_matters", {**form, "form_key": "two"})
    assert stale.status_code == 409


def test_only_the_head_of_the_office_is_offered_the_choice(office, signed_in):
    assert "选定</button>" in signed_in(office.head).get("/regime").content.decode()
    assert "选定</button>" not in signed_in(office.clerk).get("/regime").content.decode()


@pytest.mark.parametrize(
    ("regime", "words"),
    [
        ("zhuoni-2022", ("审议通过", "县政府第2次常务会议", "主送", "各乡镇人民政府")),
        ("ankang-2020", ("2019年第12次常务会议", "抄送")),
    ],
)
def test_how_the_document_was_issued_stands_on_its_page(db, regime, words, signed_in):
    page = signed_in(cast.office(regime).clerk).get("/regime").content.decode()
    assert all(word in page for word in words)
