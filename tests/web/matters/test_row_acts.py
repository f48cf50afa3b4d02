"""The act of a row of the ledger: the one that the desk's row has, and back to the same list."""

import re

import pytest

from duban.ledger.actions.requests.proposals import ask
from duban.ledger.by import By
from duban.ledger.models import Assignment, JournalLine, Matter
from tests import cast, stories

pytestmark = pytest.mark.django_db
EARLY = cast.at("2026-03-02 09:00")


def _links(page):
    found = re.findall(r'<a class="btn btn-sm"(?: data-part="[^"]+")? href="([^"]+)">([^<]+)</a>', page)
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


def test_where_several_units_are_late_one_chooses_whom_to_urge(office, signed_in):
    late = stories.matter(office, due_on="2026-03-20", at=EARLY, lead=office.units[:2])
    for unit in office.units[:2]:
        stories.accept(office, late, EARLY, unit=unit)
    clerk = signed_in(office.clerk)
    links = _links(clerk.get("/matters?due=late").content.decode())
    page = clerk.get(links["催办 2 家…"]).content.decode()
    assert page.count('name="of"') == 2 and 'href="/matters?due=late">← 台账' in page
    of = [f"2026-1/{unit.code}" for unit in office.units[:2]]
    words = {"channel": "phone", "note": "请抓紧", "form_key": "a"}
    assert clerk.post(links["催办 2 家…"], {**words, "of": of}).url == "/matters?due=late"
    assert JournalLine.objects.filter(verb="unit.urged").count() == 2


def test_a_start_that_has_to_be_approved_is_asked_for_first(signed_in):
    office = cast.office("county-plan")
    asked, approved, _ = (stories.matter(office, due_on="2026-05-20", dispatched=False) for _ in range(3))
    ask("start", of=asked, reason="按领导要求立项", by=By(office.clerk, cast.at()))
    stories.approve_start(office, approved, cast.at())
    clerk = signed_in(office.clerk)
    page = clerk.get("/matters?state=proposed").content.decode()
    links = dict(re.findall(r'<a class="btn btn-sm" href="/([a-z-]+)\?no=([^&]+)&', page))
    assert links == {"dispatches": "2026-2", "start-proposals": "2026-3"}
    # The desk has the same two, each with its word, and not the one that waits for a signature.
    desk = re.findall(r'href="/([a-z-]+)\?no=([^&]+)&amp;back=desk">([^<]+)<', clerk.get("/desk").content.decode())
    assert desk == [("dispatches", "2026-2", "交办…"), ("start-proposals", "2026-3", "提请立项…")]
    sent = clerk.post("/start-proposals?no=2026-3&back=desk", {"no": "2026-3", "reason": "按批示", "form_key": "a"})
    assert sent.url == "/desk"


def test_what_unfolds_in_a_row_has_the_styles_and_scripts_of_its_page(busy, signed_in):
    def files(officer, path):
        page = signed_in(officer).get(path, follow=True).content.decode()
        return set(re.findall(r'/static/(duban/[a-z_]+\.(?:css|js))"', page))

    stories.accept(busy, Matter.objects.get(no="2026-3"), EARLY)
    asked = [(busy.clerk, "/reports/1"), (busy.clerk, "/matters/2026-1/units/jia/urges")]
    asked.append((busy.liaison, "/matters/2026-3/units/jia/reports"))
    for officer, act in asked:
        for place in ("/", "/matters"):
            assert files(officer, act) <= files(officer, place), (act, place)
    page = signed_in(busy.clerk).get("/matters").content.decode()
    parts = dict(re.findall(r'data-part="([^"]+)" href="[^"]+">([^<]+)<', page))
    assert parts == {".write": "审核", ".side": "催办"}


def test_only_a_ladder_that_has_urgings_speaks_of_them(signed_in):
    for regime, speaks in (("gansu-county-2023", False), ("county-plan", True)):
        office = cast.office(regime, slug=regime)
        stories.accept(office, stories.matter(office, due_on="2026-04-30", at=EARLY), EARLY)
        for path in ("/matters/2026-1/units/jia/urges", "/urgings?no=2026-1"):
            assert ("是逐级督办一步的" in signed_in(office.clerk).get(path).content.decode()) is speaks
