"""The act of a row of the ledger: the one that the desk's row has, and back to the same list."""

import re

import pytest

from duban.ledger.models import Assignment
from tests import cast, stories

pytestmark = pytest.mark.django_db
EARLY = cast.at("2026-03-02 09:00")


def _links(page):
    found = re.findall(r'<a class="btn btn-sm" href="([^"]+)">([^<]+)</a>', page)
    return {word: address.replace("&amp;", "&") for address, word in found}


@pytest.fixture
def busy(office):
    late = stories.matter(office, due_on="2026-03-20", at=EARLY)
    stories.accept(office, late, EARLY)
    reported = stories.matter(office, due_on="2026-05-20", at=EARLY)
    stories.accept(office, reported, EARLY)
    stories.report(office, reported, cast.at("2026-03-30 09:00"))
    stories.matter(office, due_on="2026-05-20", at=EARLY)
    stories.matter(office, due_on="2026-05-20", dispatched=False)
    return office


def test_the_office_has_its_acts_in_the_rows_and_comes_back_to_the_list(busy, signed_in):
    clerk = signed_in(busy.clerk)
    links = _links(clerk.get("/matters?sort=due").content.decode())
    assert set(links) == {"催办", "审核", "交办…"}
    late = _links(clerk.get("/matters?due=late").content.decode())
    assert set(late) == {"催办"}
    page = clerk.get(late["催办"]).content.decode()
    assert 'href="/matters?due=late">← 台账' in page
    words = {"channel": "phone", "note": "请抓紧", "form_key": "a"}
    assert clerk.post(late["催办"], words).url == "/matters?due=late"
    for word in ("审核", "交办…"):
        page = clerk.get(links[word]).content.decode()
        assert "← 台账" in page and 'name="list" value="sort=due"' in page


def test_a_unit_signs_and_reports_in_the_rows(busy, signed_in):
    unit = signed_in(busy.liaison)
    page = unit.get("/matters?stage=to_accept").content.decode()
    form = re.search(r'<form method="post" id="row-2026-3" action="([^"]+)">', page)[1]
    assert 'form="row-2026-3">签收</button>' in page
    sent = {"back": "ledger", "list": "stage=to_accept", "form_key": "a"}
    assert unit.post(form, sent).url == "/matters?stage=to_accept"
    assert Assignment.objects.get(matter__no="2026-3").stage == "in_hand"
    links = _links(unit.get("/matters?stage=in_hand").content.decode())
    assert "← 台账" in unit.get(links["报送"]).content.decode()


def test_who_may_not_act_has_none_and_an_address_from_elsewhere_leads_nowhere_else(busy, signed_in):
    assert _links(signed_in(busy.leader).get("/matters").content.decode()) == {}
    words = {"channel": "phone", "note": "请抓紧", "form_key": "a"}
    address = "/matters/2026-1/units/jia/urges?back=ledger&list=//elsewhere.example/%0d%0a"
    assert signed_in(busy.clerk).post(address, words).url.startswith("/matters?")
