"""Praise claimed, verified and listed, through the pages."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Claim, JournalLine
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _proof():
    proof = io.BytesIO(b"%PDF-1.4 1")
    proof.name = "报样.pdf"
    return proof


@pytest.mark.feature("publications", "commendations")
@pytest.mark.proves("sanmenxia-2019", "附件2 一(三)1", "publications")
def test_a_unit_claims_the_office_verifies_and_both_see_it(office, signed_in):
    stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    liaison, clerk = signed_in(office.liaison), signed_in(office.clerk)
    form = _text(liaison.get("/claims/new"))
    assert "中央（+20 分，附件2 一(三)1）" in form and "人民日报" in form and "只计最高一级〔附件2 一(一)9〕" in form
    data = {
        "kind": "published", "title": "甲县项目建设快干实干", "authority": "central", "document": "人民日报2026年3月30日第2版",
        "on": "2026-03-30", "received_by": "self", "form_key": "a",
    }  # fmt: skip
    bare = liaison.post("/claims/new", {**data, "file": _proof()})
    assert bare.status_code == 422 and "附件2 导语" in _text(bare) and "甲县项目建设快干实干" in _text(bare)
    assert liaison.post("/claims/new", {**data, "matter": "2026-1"}).status_code == 422
    below = liaison.post("/claims/new", {**data, "matter": "2026-1", "received_by": "subordinate", "file": _proof()})
    assert below.status_code == 422 and "附件2 三2" in _text(below)
    assert not Claim.objects.exists()
    answer = liaison.post("/claims/new", {**data, "matter": "2026-1", "file": _proof()})
    assert answer.url == "/claims?tab=open"
    claim = Claim.objects.get()
    assert "我的申报待核实" in _text(liaison.get("/desk")) and "申报待核实" in _text(clerk.get("/desk"))
    page = _text(clerk.get(f"/claims/{claim.pk}"))
    assert "核实</button>" in page and "+20 分" in page and f'href="/attachments/{claim.file_id}"' in page
    assert liaison.get(f"/attachments/{claim.file_id}").status_code == 200
    empty = clerk.post(f"/claims/{claim.pk}/ruling", {"verdict": "reject", "authority": "central", "form_key": "b"})
    assert empty.status_code == 422 and "不予认定要写明理由" in _text(empty)
    done = clerk.post(f"/claims/{claim.pk}/ruling", {"verdict": "verify", "authority": "central", "form_key": "c"})
    assert done.url == "/claims"
    assert JournalLine.objects.get(kind="published").unit == office.units[0]
    assert "甲县项目建设快干实干" in _text(liaison.get("/claims?tab=verified"))
    assert "甲县项目建设快干实干" not in _text(signed_in(office.other_liaison).get("/claims?tab=verified"))
    assert "核实申报" in _text(liaison.get("/matters/2026-1"))


@pytest.mark.feature("scored_units")
def test_a_unit_that_takes_no_part_is_told_that_nothing_is_scored(office, signed_in):
    unit = office.units[0]
    unit.ranked = False
    unit.save()
    client = signed_in(office.liaison)
    assert "不参加积分，登记后只作记录" in _text(client.get("/claims/new"))
    card = _text(client.get(f"/scores/{unit.code}"))
    assert "不参加考核排名" in card and "附件2 三2" in card


def test_where_the_document_gives_nothing_the_page_says_so(db, signed_in):
    office = cast.office("county-plan")
    page = _text(signed_in(office.liaison).get("/claims"))
    assert "没有因表彰、刊载加分的规定" in page and "/claims/new" not in page
    assert "表彰和刊载" not in _text(signed_in(office.liaison).get("/rankings"))


@pytest.mark.parametrize("tab", ["open", "verified"])
def test_the_number_of_queries_does_not_grow(office, signed_in, tab):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    who = office.clerk if tab == "verified" else office.liaison
    client, counts = signed_in(office.clerk), []
    for first, last in ((0, 2), (2, 9)):
        for number in range(first, last):
            stories.claim(office, matter, at=AT, actor=who, document=f"豫政〔2026〕{number}号")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/claims?tab={tab}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
