"""From any number of a score to its clause, version, facts, evidence and person in two clicks: the pages are walked and the way is found."""

import datetime
import html
import re

import pytest

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.office import documents
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from tests import cast, stories

pytestmark = pytest.mark.django_db
FEBRUARY = "kind=month&from=2026-02-01&to=2026-02-28"
SPAN = {"from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}
CARD = re.compile(r'href="(/scores/([a-z0-9_-]+)[?][^"]*)"')


@pytest.fixture
def told(office):
    """Two units with a matter done each, one of them praised with a paper as proof, one late; published, and put in a bulletin."""
    begun, at = cast.at("2026-01-05 09:00"), cast.at("2026-02-10 09:00")
    documents.record_first(jurisdiction=office.jurisdiction, at=begun, today=begun.date())
    office.jurisdiction.refresh_from_db()
    made = []
    for unit in office.units[:2]:
        matter = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        stories.complete(office, matter, at, unit=unit)
        made.append(matter)
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction, name="通报.pdf", chunks=[b"%PDF-1.4 3"], matter=made[0], unit=office.units[0],
        by=By(office.clerk, at),
    )  # fmt: skip
    known = {"jurisdiction": office.jurisdiction, "on": datetime.date(2026, 2, 10), "by": By(office.clerk, at)}
    facts.record_fact(
        kind="circular", unit=office.units[0], matter=made[0], fact={"tone": "praise", "authority": "province"},
        reason="省政府通报", proof=proof, **known,
    )  # fmt: skip
    facts.record_fact(
        kind="late", unit=office.units[1], matter=made[1], fact={"what": "report"}, reason="电话记录", **known
    )
    office.matters = made
    office.ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", by=By(office.head, cast.at("2026-03-03 09:00")), **SPAN
    )
    office.bulletin = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind="ranking", span="month", first=SPAN["from_on"], last=SPAN["to_on"],
        by=By(office.clerk, cast.at("2026-03-03 10:00")),
    )  # fmt: skip
    return office


def _cards(page):
    """The score cards that a page leads to, by unit."""
    return {unit: html.unescape(address) for address, unit in CARD.findall(page)}


def _follow(client, address):
    """The second click: every line's clause, and behind every fact its matter's entry or its file, with who did it."""
    page = client.get(address).content.decode()
    assert re.search(r"《三门峡办法》版本 1</a>（校验码 <code>[0-9a-f]{12}</code>）", page), "the version"
    lines = page.split('<tr class="score-line')[1:]
    assert lines
    for line in lines:
        clauses = re.findall(r'href="(/regime/clauses/[^"]+)"', line)
        assert clauses and client.get(html.unescape(clauses[0])).status_code == 200
        evidence = re.findall(r"<li>.*?</li>", line, re.DOTALL)
        assert evidence, "a line without facts"
        for entry in evidence:
            assert re.search(r"·\s*\S+.*\d{4}-\d\d-\d\d \d\d:\d\d 记", re.sub("<[^>]*>", "", entry)), "who, and when"
            matter, seq = re.search(r'href="(/matters/[^"#]+)#f(\d+)"', entry).groups()
            assert f'id="f{seq}"' in client.get(matter).content.decode()
    return page


@pytest.mark.parametrize(
    "address",
    [
        f"/rankings?{FEBRUARY}",
        "/rankings/{ranking}",
        "/bulletins/{bulletin}",
        f"/matters/{{matter}}?tab=scores&{FEBRUARY}",
        f"/rankings/what-if?{FEBRUARY}&figure=附件2 三3&v:附件2 三3=3&unit=jia",
    ],
)
def test_every_total_leads_to_its_lines_and_these_to_facts_and_people(told, signed_in, address):
    client = signed_in(told.head)
    address = address.format(ranking=told.ranking.pk, bulletin=told.bulletin.pk, matter=told.matters[0].no)
    page = client.get(address).content.decode()
    cards = _cards(page)
    shown = [each for each in told.ranking.result["units"] if each["total"] and f">{each['total']}<" in page]
    if "tab=scores" in address:
        shown = [each for each in told.ranking.result["units"] if each["unit"] in cards]
    assert cards and shown
    if "what-if" in address:
        # Two columns of all units; the cards of one stand beside each other.
        shown = shown[:1]
    for each in shown:
        assert each["unit"] in cards, f"{each['total']} leads nowhere"
        _follow(client, cards[each["unit"]])


def test_the_file_that_proves_a_point_is_on_the_card_itself(told, signed_in):
    page = _follow(signed_in(told.head), f"/scores/jia?{FEBRUARY}")
    assert "通报.pdf" in page and re.search(r'href="/attachments/\d+', page)


def test_the_formula_stands_with_its_figures_in_place(told, signed_in):
    page = re.sub(r"\s+", "", signed_in(told.head).get(f"/scores/jia?{FEBRUARY}").content.decode())
    total = next(each["total"] for each in told.ranking.result["units"] if each["unit"] == "jia")
    start = f"{float(total) - 15:.2f}"
    assert f"{total}＝{start}基础＋15.00加分" in page
    # The last line's running total, and the bar of the whole.
    assert f"累计</span>{total}<" in page and f"<b>{total}</b>" in page


def test_a_unit_finds_the_way_from_the_figures_of_its_desk(told, signed_in):
    client = signed_in(told.liaison)
    page = client.get("/desk").content.decode()
    assert set(_cards(page)) <= {told.units[0].code}, "others' cards are not theirs to open"
    own = client.get(f"/scores/{told.units[0].code}?{FEBRUARY}")
    assert own.status_code == 200 and "校验码" in own.content.decode()


def test_what_a_correction_moved_leads_to_both_cards(told, signed_in):
    facts.record_fact(
        jurisdiction=told.jurisdiction, kind="late", unit=told.units[0], matter=told.matters[0], fact={"what": "report"},
        by=By(told.clerk, cast.at("2026-03-04 09:00")), on=datetime.date(2026, 2, 20), reason="补记迟报",
    )  # fmt: skip
    client = signed_in(told.head)
    page = client.get(f"/rankings/{told.ranking.pk}/correction").content.decode()
    assert "jia" in _cards(page)
