"""While a figure that a person gives is missing, pages, papers and the frozen result say between what the total lies."""

import datetime

import pytest

from duban.ledger import scores
from duban.ledger.actions.office import documents as adopting
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.audit import published_rankings
from duban.ledger.by import By
from duban.ledger.queries.scoring import corrections as known
from duban.ledger.refusals import Refused
from tests import cast

pytestmark = pytest.mark.django_db
YEAR = {"kind": "year", "from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 12, 31)}
DOCUMENT = """\
id: typed-review
name: 测评办法
periods: [year]
groups: {township: 乡镇, department: 部门}
sections:
  - {id: work, label: 日常工作, start: "80", clause: 一}
  - {id: review, label: 领导评价, most: "20", typed: {by: office}, clause: 二}
clauses:
  - {clause: 一, gist: 日常工作80分, kinds: [score], by_person: 办公室评定}
  - {clause: 二, gist: 领导评价20分, kinds: [score], by_person: 办公室评定}
"""


@pytest.fixture
def office():
    made, day = cast.office("county-plan"), datetime.date(2026, 1, 5)
    files = {"regime.yaml": DOCUMENT}
    adopting.adopt_document(
        jurisdiction=made.jurisdiction, files=files, in_force_from=day, actor=None, at=cast.at(), today=day
    )
    made.jurisdiction.refresh_from_db()
    for officer in made.officers.values():
        officer.jurisdiction.refresh_from_db()
    return made


def test_a_missing_figure_is_told_with_its_bounds_on_pages_and_papers(office, signed_in):
    by = By(office.clerk, cast.at("2027-01-04 09:00"))
    with pytest.raises(Refused) as found:
        rankings.publish_ranking(jurisdiction=office.jurisdiction, **YEAR, by=by)
    assert "录入以后" in found.value.possible
    _review(office, 0, "15")
    page = signed_in(office.clerk).get("/rankings?kind=year&from=2026-01-01").content.decode()
    assert "95.00" in page and "待录入，总分在80.00至100.00之间" in page
    card = signed_in(office.clerk).get("/scores/yi?kind=year&from=2026-01-01").content.decode()
    assert "待录入，总分在80.00至100.00之间，暂不排名" in card
    ranking = rankings.publish_ranking(jurisdiction=office.jurisdiction, **YEAR, by=by)
    assert list(published_rankings.flaws_of(ranking)) == []
    (yi,) = [each for each in scores.result_of(ranking).units if each.unit == "yi"]
    assert yi.is_pending and [str(end) for end in yi.between] == ["80.00", "100.00"]
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind="ranking", span="year", first=YEAR["from_on"], last=YEAR["to_on"], by=by
    )
    assert "总分在80.00至100.00之间，不列入排名" in str(bulletins.paper_of(made))
    _review(office, 1, "20")
    (moved,) = known.pending_of(ranking).moved[:1]
    assert (moved.unit, moved.before.said, moved.after.said) == ("yi", "待录入（80.00至100.00分）", "100.00分、第1名")


def _review(office, unit, points):
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="sheet", unit=office.units[unit],
        fact={"section": "review", "points": points}, by=By(office.clerk, cast.at("2027-01-04 08:00")),
        on=datetime.date(2026, 12, 31), reason="年度测评",
    )  # fmt: skip
