"""An objection comes within the days that the document counts, from the result or from the record; the office rules within its own."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import messages
from duban.ledger.actions.process import objections
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.queries.office import office_deadlines
from duban.ledger.queries.process.objection_limits import Limits
from duban.ledger.queries.scoring import scorecards
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.refusals import Refused
from tests import cast, founding

pytestmark = pytest.mark.django_db

PACK = """\
id: own
name: 示例办法
periods: [month]
groups: {{unit: 单位}}
events:
  blamed: {{label: 被点名, of: unit, entered_by: office, clause: 一}}
clauses:
  - clause: 一
    gist: 被点名一次扣1分
    kinds: [score]
    rules:
      - {{kind: base, points: "100"}}
      - {{kind: score, select: {{event: blamed}}, worth: "-1"}}
  - clause: 二
    gist: 有异议的，在几日内提出申诉，督查室三日内答复
    kinds: [deadline]
    rules:
      - {{kind: deadline, name: heard, label: 申诉, count: {{days: 5}}, counts_from: {counted}}}
      - {{kind: deadline, name: ruled, label: 裁定异议, count: {{days: 3}}, counts_from: 收到申诉之日, owed_by: office}}
"""
MARCH = Span("month", datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
PUBLISHED = "2026-04-02 09:00"


def _office(counted):
    return founding.office({"regime.yaml": PACK.format(counted=counted)})


def _blamed(office, at="2026-03-10 09:00", on="2026-03-10"):
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind="blamed", unit=office.units[0], fact={}, by=By(office.clerk, cast.at(at)),
        on=founding.day(on), reason="会上点名",
    )  # fmt: skip


def _publish(office, at=PUBLISHED):
    by = By(office.head, cast.at(at))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", from_on=MARCH.first, to_on=MARCH.last, by=by
    )


def _object(office, line, at):
    return objections.object_to_fact(line=line, ground="dispute", text="不是我单位", by=By(office.liaison, cast.at(at)))


def _until(line):
    found = Limits.of(line).until(line)
    return found and (found.due.isoformat(), found.clause)


def test_days_after_the_result_run_when_it_is_published():
    office = _office("结果公布之日")
    line = _blamed(office)
    assert _until(line) is None
    _publish(office)
    assert _until(line) == ("2026-04-07", "二")
    # What was recorded after the publication nobody could read in it.
    later = _blamed(office, at="2026-04-20 09:00", on="2026-03-12")
    assert _until(later) == ("2026-04-25", "二")
    with pytest.raises(Refused) as caught:
        _object(office, line, "2026-04-08 09:00")
    assert (caught.value.why, caught.value.clause) == ("提出异议的期限是 2026-04-07，已经过了", "二")
    assert "督查室" in caught.value.possible
    assert _object(office, line, "2026-04-07 23:50").pk


def test_days_after_the_record_run_from_the_day_on_which_it_was_made():
    office = _office("收到扣分通知之日")
    line = _blamed(office, at="2026-03-20 09:00")
    assert _until(line) == ("2026-03-25", "二")
    with pytest.raises(Refused):
        _object(office, line, "2026-03-26 00:10")


def test_a_document_without_such_days_sets_none_and_asks_for_nothing(office):
    line = facts.record_fact(
        jurisdiction=office.jurisdiction, kind="uncooperative", unit=office.units[0], fact={}, by=By(office.clerk, cast.at()),
        on=cast.at().date(), reason="不配合",
    )  # fmt: skip
    limits = Limits.of(line)
    with CaptureQueriesContext(connection) as asked:
        assert limits.until(line) is None
    assert len(asked) == 0


def test_units_are_told_until_when():
    office = _office("结果公布之日")
    _blamed(office)
    _publish(office)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at("2026-04-02 10:00"))
    (text,) = office.liaison.messages.filter(kind="ranking.published").values_list("text", flat=True)
    assert text.endswith("；有异议的，2026-04-07 以前提出（二）")


def test_the_card_says_until_when_and_offers_nothing_after(signed_in):
    office = _office("结果公布之日")
    line = _blamed(office)
    _publish(office)
    shown = {}
    for day in ("2026-04-07", "2026-04-08"):
        card = scorecards.card_for(office.jurisdiction, office.units[0], MARCH, founding.day(day))
        shown[day] = [each.other_way for told in card.lines for each in told.evidence if each.fact == line.fact_id]
    assert shown == {"2026-04-07": [""], "2026-04-08": ["提出异议的期限是 2026-04-07，已经过了"]}
    page = signed_in(office.liaison).get(f"/scores/{office.units[0].code}?{MARCH.query}").content.decode()
    assert "2026-04-07" in page and "对记录有异议的" in page


def test_the_office_sees_until_when_it_has_to_rule(signed_in):
    office = _office("结果公布之日")
    line = _blamed(office)
    _publish(office)
    made = _object(office, line, "2026-04-03 09:00")
    rows = office_deadlines.rows_of(office.jurisdiction, founding.day("2026-04-08"), most=8)
    assert [(row.label, row.clause, row.on.isoformat(), row.late, row.objection) for row in rows] == [
        ("裁定异议", "二", "2026-04-06", 2, made)
    ]
    assert f"/objections/{made.pk}" in signed_in(office.clerk).get("/", follow=True).content.decode()
    assert "裁定的期限" in signed_in(office.clerk).get(f"/objections/{made.pk}").content.decode()


def test_a_day_that_nobody_knows_yet_refuses_nothing():
    """Holidays of that year are not announced: the working days may end later."""
    text = PACK.format(counted="收到扣分通知之日").replace("count: {days: 5}", "count: {working_days: 5}")
    office = founding.office({"regime.yaml": text})
    line = _blamed(office, at="2031-01-10 09:00", on="2031-01-10")
    until = Limits.of(line).until(line)
    assert until.provisional
    assert _object(office, line, f"{until.due.year}-{until.due.month:02}-{until.due.day + 1:02} 09:00").pk


def test_days_of_some_matters_alone_hold_for_no_other_record():
    text = PACK.format(counted="收到扣分通知之日").replace("count: {days: 5}", "levels: [key], count: {days: 5}")
    office = founding.office({"regime.yaml": text.replace("groups:", "levels: {key: 重点事项}\ngroups:")})
    assert _until(_blamed(office)) is None


def test_telling_of_many_records_asks_no_more_than_of_a_few():
    asked = []
    office = _office("结果公布之日")
    for number in (2, 12):
        for at in range(number):
            _blamed(office, at=f"2026-03-10 {9 + number // 12}:{at:02}")
        with CaptureQueriesContext(connection) as told:
            messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at(f"2026-03-{10 + number} 10:00"))
        asked.append(len(told))
    assert asked[0] == asked[1]
