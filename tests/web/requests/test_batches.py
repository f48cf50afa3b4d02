"""The start of many matters: put up on one form, approved by the leader in two taps, printed as one sheet with its list."""

import io
import re

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.orders import Order
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Proposal
from tests import cast, founding

pytestmark = pytest.mark.django_db
AT = cast.at()


@pytest.fixture
def county():
    return cast.office("county-plan", slug="county")


def _registered(county, number):
    category = Governed.of(county.jurisdiction).document.categories[0].id
    orders = [
        Order(
            title=f"推进第{each}个项目", requirement="按期完成", standard="通过验收", category=category, source="meeting",
            due_on=founding.day("2026-06-30"), lead=(county.units[0],),
        )
        for each in range(number)
    ]  # fmt: skip
    return matters.register_matters(jurisdiction=county.jurisdiction, orders=orders, by=By(county.clerk, AT))


@pytest.mark.feature("start_approval")
def test_many_matters_are_put_up_on_one_form_and_approved_in_two_taps(county, signed_in):
    made = _registered(county, 24)
    clerk, leader = signed_in(county.clerk), signed_in(county.leader)
    asked = re.search(r'href="(/start-proposals[^"]+)"', clerk.get("/matters?state=proposed").content.decode())[1]
    page = clerk.get(asked.replace("&amp;", "&")).content.decode()
    numbers = re.findall(r'name="no" value="([^"]+)"', page)
    assert sorted(numbers) == sorted(each.no for each in made) and "提请 24 件" in page
    clerk.post("/start-proposals", {"no": numbers, "reason": "县长要求", "form_key": "a"})
    assert Proposal.objects.filter(act="start", outcome="open").count() == 24

    taps = 0
    desk = leader.get("/desk").content.decode()
    link = re.search(r'href="(/proposals/together/start)"', desk)[1]
    taps += 1
    page = leader.get(link).content.decode()
    of = re.findall(r'name="of"\s+value="(\d+)" checked', page)
    assert len(of) == 24
    taps += 1
    leader.post(link, {"of": of, "decision": "agree", "reason": "", "form_key": "b"})
    assert Proposal.objects.filter(act="start", outcome="approved").count() == 24 and taps <= 5
    printed = leader.get("/proposals/starts/2026-03-31.pdf")
    pages = pypdf.PdfReader(io.BytesIO(printed.content)).pages
    text = "".join(page.extract_text() for page in pages)
    assert "24 件" in text and "附件" in text and made[-1].no in text and "同意" in text and len(pages) <= 4
    assert clerk.get("/proposals/starts/2026-03-30.pdf").status_code == 422
    assert clerk.get("/proposals/starts/never.pdf").status_code == 404


def test_what_is_left_out_stays_and_no_words_no_refusal(county, signed_in):
    made = _registered(county, 3)
    clerk, leader = signed_in(county.clerk), signed_in(county.leader)
    clerk.post("/start-proposals", {"no": [each.no for each in made], "reason": "县长要求"})
    first, second, third = Proposal.objects.order_by("id")
    page = leader.post("/proposals/together/start", {"of": [first.pk, second.pk], "decision": "refuse"})
    assert (
        page.status_code == 422 and "写明理由" in page.content.decode() and page.content.decode().count(" checked") == 3
    )
    leader.post("/proposals/together/start", {"of": [first.pk, second.pk], "decision": "refuse", "reason": "缓办"})
    assert [each.outcome for each in Proposal.objects.order_by("id")] == ["refused", "refused", "open"]
    other = signed_in(county.other_leader).get("/proposals/together/start").content.decode()
    assert "没有等您签批的" in other and third.assignment.matter.title not in other
    assert leader.get("/proposals/together/coordination").status_code == 404


def test_the_pages_read_the_same_number_of_times_for_few_and_many(county, signed_in):
    clerk, leader, asked = signed_in(county.clerk), signed_in(county.leader), []
    for number in (1, 2, 6):
        made = _registered(county, number)
        chosen = "&".join(f"no={each.no}" for each in made)
        with CaptureQueriesContext(
            connection,
        ) as putting:
            clerk.get(f"/start-proposals?{chosen}")
        clerk.post("/start-proposals", {"no": [each.no for each in made], "reason": "县长要求"})
        with CaptureQueriesContext(connection) as signing:
            leader.get("/proposals/together/start")
        asked.append((len(putting), len(signing)))
    # The first round reads the document, which stays in memory.
    assert asked[1] == asked[2]
