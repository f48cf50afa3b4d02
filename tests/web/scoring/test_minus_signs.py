"""A figure below nothing has a minus sign wherever it is read, not a hyphen."""

import re

import pytest
from lxml import html

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from tests import cast, stories

HYPHEN = re.compile(r"(?<![A-Za-z0-9.)〕）/:-])-\d+(?:\.\d+)?(?![\d-])")


@pytest.mark.django_db
def test_a_total_below_nothing_reads_the_same_on_ranking_card_desk_and_matter(office, signed_in):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-02 10:00"))
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], matter=made, fact={"what": "report"},
        on=cast.at().date(), reason="电话记录", by=By(office.clerk, cast.at()),
    )  # fmt: skip
    unit, clerk = signed_in(office.liaison), signed_in(office.clerk)
    pages = (unit, "/desk"), (clerk, "/rankings"), (clerk, "/scores/jia"), (clerk, f"/matters/{made.no}?tab=scores")
    for client, address in pages:
        main = html.fromstring(client.get(address).content.decode()).xpath("//main")[0]
        said = " ".join(each for each in main.itertext() if each.strip())
        assert re.search(r"−\d", said) and HYPHEN.findall(said) == [], address
