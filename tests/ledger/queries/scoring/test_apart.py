"""Where a document ranks groups apart and leaves units out, pages and papers say in which group a place is, and why one has none."""

import datetime
import re

import pytest

from duban.ledger.actions.office import documents as adopting
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from tests import cast

pytestmark = pytest.mark.django_db
YEAR = {"from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 12, 31)}
DOCUMENT = """\
id: typed-review
name: 测评办法
periods: [year]
groups: {township: 乡镇, department: 部门}
sections:
  - {id: work, label: 日常工作, start: "80", clause: 一}
  - {id: review, label: 领导评价, most: "20", typed: {by: office}, missing: zero, clause: 二}
events:
  merged: {label: 机构撤并, of: unit, entered_by: office, clause: 四}
quantities:
  gone: {count: {event: merged}, label: 撤并次数}
clauses:
  - {clause: 一, gist: 日常工作80分, kinds: [score], by_person: 办公室评定}
  - {clause: 二, gist: 领导评价20分, kinds: [score], by_person: 办公室评定}
  - {clause: 三, gist: 乡镇和部门分别排名, kinds: [score], rules: [{kind: rank, pools: [{groups: [township]}, {groups: [department]}]}]}
  - {clause: 四, gist: 撤并的不排名, kinds: [score], rules: [{kind: unranked, only_if: [{figure: gone, at_least: "1"}]}]}
"""


def test_places_are_told_with_their_group_and_the_rest_with_the_reason(signed_in):
    made, day = cast.office("county-plan"), datetime.date(2026, 1, 5)
    files = {"regime.yaml": DOCUMENT}
    adopting.adopt_document(
        jurisdiction=made.jurisdiction, files=files, in_force_from=day, actor=None, at=cast.at(), today=day
    )
    made.jurisdiction.refresh_from_db()
    for officer in made.officers.values():
        officer.jurisdiction.refresh_from_db()
    by = By(made.clerk, cast.at("2027-01-04 08:00"))
    recorded = (
        ("sheet", {"section": "review", "points": "15"}),
        ("merged", {}),
        ("sheet", {"section": "review", "points": "5"}),
    )
    for unit, (kind, fact) in zip(made.units, recorded, strict=False):
        facts.record_fact(
            jurisdiction=made.jurisdiction, kind=kind, unit=unit, fact=fact, by=by, on=YEAR["to_on"], reason="年终"
        )
    for address, words in (
        ("/rankings?kind=year&from=2026-01-01", "1乡镇—甲镇95.00"),
        ("/rankings?kind=year&from=2026-01-01", "2乡镇—丙镇85.00"),
        ("/rankings?kind=year&from=2026-01-01", "1部门—县发展改革局80.00"),
        ("/rankings?kind=year&from=2026-01-01", "乙乡按办法不计本期总分"),
        ("/rankings?kind=year&from=2026-01-01&pool=township", "2乡镇—丙镇85.00"),
        ("/scores/yi?kind=year&from=2026-01-01", "按办法不计本期总分，不参加排名"),
        ("/scores/bing?kind=year&from=2026-01-01", "第2名/2个单位"),
    ):
        page = signed_in(made.clerk).get(address).content.decode()
        assert words in re.sub(r"<[^>]+>|\s", "", page), (address, words)
    rankings.publish_ranking(jurisdiction=made.jurisdiction, kind="year", **YEAR, by=by)
    paper = bulletins.draft_bulletin(
        jurisdiction=made.jurisdiction, kind="ranking", span="year", first=YEAR["from_on"], last=YEAR["to_on"], by=by
    )
    told = str(bulletins.paper_of(paper))
    assert "甲镇名列乡镇第一。县发展改革局、县财政局、县农业农村局名列部门第一。" in told
    assert "乙乡按办法不计本期总分，不列入排名。" in told and "组别" in told
