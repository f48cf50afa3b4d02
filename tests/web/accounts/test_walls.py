"""大屏: opened by its address without a session, it says how many and nothing of whom."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Ranking
from duban.ledger.queries import held_counts
from duban.ledger.queries.office.walls import wall_of
from tests import cast, stories
from tests.correcting import with_places

EARLY = cast.at("2026-01-12 09:00")
pytestmark = pytest.mark.django_db


def test_it_hangs_without_signing_in_and_shows_figures_alone(office, signed_in):
    late = stories.matter(office, title="迟到的书房", due_on="2026-03-20", at=EARLY)
    stories.stepped(office, late, "circular", cast.at("2026-03-24 09:00"))
    head = signed_in(office.head)
    assert "生成地址" in head.get("/settings/wall").content.decode()
    address = re.search(r'value="[^"]*(/walls/[^"]+)"', head.post("/settings/wall").content.decode())[1]
    screen = Client()
    answer = screen.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200 and not answer.cookies and answer.headers["Cache-Control"] == "no-store"
    numbers = re.findall(r'wall-number">([^<]*)<', page)
    assert numbers[:4] == ["1", "1", "0", "1"]
    # No matter, no unit that is behind, nobody's name, no step; nothing that may be opened.
    names = [unit.name for unit in office.units] + [str(each) for each in office.officers.values()]
    for word in ("书房", late.no, "通报", "催办", "问责", "<a ", *names):
        assert word not in page, word
    assert signed_in(office.liaison).get("/wall").content.decode().count("wall-number") == 5
    assert head.post("/settings/wall/closing").status_code == 302
    assert screen.get(address).status_code == 404
    assert head.post("/settings/wall/closing").status_code != 302


def test_nobody_of_the_lower_half_of_a_ranking_hangs_on_the_wall(office):
    def first_of(month, places):
        first, last = f"2026-0{month}-01", f"2026-0{month}-28"
        Ranking.objects.create(
            jurisdiction=office.jurisdiction, kind="month", from_on=first, to_on=last,
            regime="sanmenxia-2019", regime_version="1", **with_places(office, places, first, last), digest="", seq=0,
            published_at=EARLY, published_by=office.head,
        )  # fmt: skip
        # Written past the acts, it has no line in the chain.
        held_counts.forget()
        return [rank for rank, _ in wall_of(office.jurisdiction, EARLY.date()).first]

    assert first_of(1, (2, 1, None)) == [1]
    assert first_of(2, (1, 3, 4, 1, 5)) == [1, 1]
    assert first_of(3, (None, None)) == []


def test_it_asks_as_often_for_many_matters_as_for_one(office, signed_in):
    client = signed_in(office.clerk)

    def cost():
        held_counts.forget()
        with CaptureQueriesContext(connection) as queries:
            client.get("/wall")
        return len(queries)

    stories.matter(office, title="一", due_on="2026-03-20", at=EARLY)
    cost()
    few = cost()
    for number in range(3):
        stories.matter(office, title=f"又{number}", due_on="2026-03-20", at=EARLY, lead=office.units[:2])
    assert cost() == few <= 10
