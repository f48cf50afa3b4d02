"""Whoever publishes a period reads whose lateness is in no points of it yet, since nobody knows by how many days."""

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from tests import cast, founding, stories

pytestmark = pytest.mark.django_db
MONTH = "kind=month&from=2026-03-01&to=2026-03-31"
PACK = """
id: daily
name: 按天
periods: [month]
groups: {{department: 部门}}
clauses:
  - {{clause: 一, gist: 基础分100分, kinds: [score], rules: [{{kind: base, points: "100"}}]}}
  - {{clause: 二, gist: 逾期扣分, kinds: [score], rules: [{rule}]}}
"""
DAILY = '{kind: score, select: {event: late, where: {what: result}}, count: {per: days}, worth: "-0.5"}'
ONCE = '{kind: score, select: {event: late, where: {what: result}}, worth: "-2"}'


def _page(settings, signed_in, rule, *, done):
    settings.PRESENT_DAY = "2026-04-01"
    office = founding.office({"regime.yaml": PACK.format(rule=rule)})
    made = stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"))
    stories.accept(office, made, cast.at("2026-03-03 09:00"))
    daily_run.run_days(jurisdiction=office.jurisdiction, through=founding.day("2026-03-20"))
    if done:
        report = stories.report(office, made, cast.at("2026-03-20 09:00"))
        reports.accept_report(report=report, by=By(office.clerk, cast.at("2026-03-20 10:00")))
    return signed_in(office.clerk).get(f"/rankings/new?{MONTH}").content.decode(), office.units[0].name


def test_lateness_that_still_runs_is_named(settings, signed_in):
    page, name = _page(settings, signed_in, DAILY, done=False)
    assert f"有 1 条逾期到现在还没有报来，逾期几天没有定，按天数扣的分没有计入：{name}1条" in page


@pytest.mark.parametrize(("rule", "done"), [(DAILY, True), (ONCE, False)])
def test_nothing_is_said_where_all_counts(settings, signed_in, rule, done):
    page, _ = _page(settings, signed_in, rule, done=done)
    assert "确认发布" in page and "逾期几天没有定" not in page
