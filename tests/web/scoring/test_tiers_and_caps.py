"""A document with tiers by days late and a limit for one matter, as its cards, rankings and slips say it."""

import datetime
import io
import re

import docx
import pytest

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
PERIOD = "kind=quarter&from=2026-01-01&to=2026-03-31"
PACK = """
id: tiers
name: 分档
periods: [quarter]
groups: {department: 部门}
clauses:
  - {clause: 一, gist: 基础分100分, kinds: [score], rules: [{kind: base, points: "100"}]}
  - {clause: 二, gist: 逾期分档, kinds: [score], rules: [{kind: score, select: {event: late, where: {what: result}}, worth: {by: days, points: {1: "-1", 4: "-2", 8: "-4"}}}]}
  - {clause: 三, gist: 迟报, kinds: [score], rules: [{kind: score, select: {event: late, where: {what: report}}, worth: "-0.5"}]}
  - {clause: 四, gist: 单个事项最多扣5分, kinds: [score], rules: [{kind: cap, side: minus, most: "5", per: matter}]}
"""


@pytest.fixture
def office(db):
    office = founding.office({"regime.yaml": PACK})
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    for what, days in (("result", 10), ("report", None), ("report", None), ("report", None)):
        fact = {"what": what} if days is None else {"what": what, "days": days}
        facts.record_fact(
            jurisdiction=office.jurisdiction, kind="late", unit=made.assignments.get().unit, fact=fact, reason="查实",
            by=By(office.clerk, cast.at("2026-03-27 09:00")), on=datetime.date(2026, 3, 24), matter=made,
        )  # fmt: skip
    return office


def test_the_card_says_days_and_what_was_cut_and_the_slip_adds_up(office, signed_in):
    client = signed_in(office.head)
    page = client.get(f"/scores/jia?{PERIOD}").content.decode()
    assert "失分最多的是“结果逾期10天”，−4.00 分。" in page
    assert "减分最多5分，超出部分不计" in page and "95.00" in page
    slip = docx.Document(io.BytesIO(client.get(f"/scores/jia/sheet.docx?{PERIOD}").content))
    rows = [[cell.text for cell in row.cells] for row in slip.tables[0].rows]
    assert rows[2][1:] == ["二", "结果逾期10天，−4分", "−4.00"]
    assert rows[4][1:3] == ["四", rows[4][2]] and rows[4][3] == "＋0.50"
    assert rows[-1][1:] == ["合计", "95.00 = 100 − 4 − 1.5 + 0.5", "95.00"]


def test_what_most_was_lost_by_is_said_without_half_a_figure(office, signed_in):
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[1], fact={"what": "report"}, reason="查实",
        by=By(office.clerk, cast.at("2026-03-27 09:00")), on=datetime.date(2026, 3, 24),
    )  # fmt: skip
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[1], fact={"what": "report"}, reason="又一次",
        by=By(office.clerk, cast.at("2026-03-27 09:00")), on=datetime.date(2026, 3, 25),
    )  # fmt: skip
    page = signed_in(office.head).get(f"/scores/{office.units[1].code}?{PERIOD}").content.decode()
    assert "失分最多的是“报告逾期2次”，−1.00 分。" in page


def test_a_ranking_writes_its_sides_as_points_are_written(office, signed_in):
    page = signed_in(office.head).get(f"/rankings?{PERIOD}").content.decode()
    assert re.search(r"−5\s*<", page) and "−5.0" not in page
