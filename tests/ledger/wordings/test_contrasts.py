"""The circular of a month blames whom the ranking of the month puts first: both papers say why that is no contradiction."""

import datetime

import pytest

from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.papers.writing.fields import fields_of
from tests import cast, stories

YEAR = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
AT = cast.at("2027-01-08 09:00")
pytestmark = pytest.mark.django_db


def _said(office, kind):
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind=kind, span="year", first=YEAR[0], last=YEAR[1], by=By(office.clerk, AT)
    )
    return str(fields_of(bulletins.paper_of(made)))


@pytest.mark.proves("county-plan", "五(三)", "circulars", "publication")
def test_a_unit_that_leads_with_matters_overdue_is_explained_in_both_papers(db):
    county = cast.office("county-plan")
    stories.matter(county, due_on="2026-11-20", at=cast.at("2026-11-02 09:00"))
    assert "不矛盾" not in _said(county, "circular")
    rankings.publish_ranking(
        jurisdiction=county.jurisdiction, kind="year", from_on=YEAR[0], to_on=YEAR[1], by=By(county.head, AT)
    )
    circular = _said(county, "circular")
    assert "甲镇在同期考核排名中名列第一，与本通报不矛盾" in circular
    assert "逾期未办结本身不扣分，由此引起的督办才扣分" in circular
    ranking = _said(county, "ranking")
    assert "名列第一的甲镇（1项）有事项逾期未办结" in ranking
