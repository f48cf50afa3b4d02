"""What pages call a period and what it comes to: its name, and grades where the document gives no points."""

import datetime
import re

import pytest

from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from tests import cast, stories

pytestmark = pytest.mark.django_db


def test_without_grades_publication_leads_to_where_they_are_given(signed_in):
    office = cast.office("ankang-2020")
    head = signed_in(office.head)
    page = head.get("/rankings/new?kind=month&from=2026-02-01&to=2026-02-28").content.decode()
    assert "发布2026年2月等次" in page and "还没有评定等次" in page and "2月排名" not in page
    link = re.search(r'href="(/rankings/marks[^"]+)"', page)[1].replace("&amp;", "&")
    assert "评定2026年2月等次" in head.get(link).content.decode()


def test_other_periods_are_called_by_their_names(office, signed_in):
    made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"))
    stories.complete(office, made, cast.at("2026-02-10 09:00"))
    rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28), by=By(office.head, cast.at()),
    )  # fmt: skip
    address = "/rankings?kind=month&from=2026-03-01&to=2026-03-31"
    page = signed_in(office.clerk).get(address).content.decode()
    assert "与 <a" in page and page.count("2026年2月</a>") == 2 and "2026-02-01—" not in page
