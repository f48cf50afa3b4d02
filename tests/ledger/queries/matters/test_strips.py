"""A matter's time as a picture: what stands on it, how wide it is within and beyond the deadline, and the sentence over it."""

import datetime

import pytest

from duban.ledger.queries.matters import dossiers, strips
from tests import cast, stories

EARLY = cast.at("2026-02-02 09:00")
pytestmark = pytest.mark.django_db


def _strips(officer, matter, today):
    matter.refresh_from_db()
    return strips.strips_of(dossiers.dossier_for(officer, matter, today), today)


def test_the_line_runs_from_the_order_over_the_deadline_to_today(office, django_assert_num_queries):
    made = stories.matter(office, due_on="2026-02-27", at=EARLY)
    stories.accept(office, made, EARLY)
    stories.stepped(office, made, "circular", cast.at("2026-03-02 09:00"))
    stories.report(office, made, cast.at("2026-03-10 09:00"))
    today = datetime.date(2026, 3, 24)
    (strip,) = _strips(office.clerk, made, today)
    assert [(f"{each.on:%m-%d}", each.word, each.at) for each in strip.marks] == [
        ("02-02", "交办", 0.0), ("02-27", "期限", 50.0), ("03-02", "全市通报", 56.0), ("03-10", "报结果", 72.0), ("03-24", "今天", 100.0),
    ]  # fmt: skip
    assert (strip.kept, strip.over, strip.ahead) == (50.0, 50.0, 0)
    assert strip.said == "交办 50 天，反馈 1 次，已超期 18 个工作日。"
    # What was read for the page is enough.
    dossier = dossiers.dossier_for(office.clerk, made, today)
    strips.strips_of(dossier, today)
    with django_assert_num_queries(0):
        strips.strips_of(dossier, today)


def test_what_is_left_is_ahead_and_a_unit_sees_its_own_alone(office):
    made = stories.matter(office, due_on="2026-03-24", at=EARLY, lead=office.units[:2])
    assert [each.unit for each in _strips(office.clerk, made, datetime.date(2026, 2, 27))] == [
        str(each) for each in office.units[:2]
    ]
    (own,) = _strips(office.liaison, made, datetime.date(2026, 2, 27))
    assert (own.kept, own.over, own.ahead) == (50.0, 0, 50.0)
    assert own.said.startswith("交办 25 天，还没有反馈，还剩")


def test_what_was_not_sent_has_no_line(office):
    made = stories.matter(office, due_on="2026-03-24", at=EARLY, dispatched=False)
    assert _strips(office.clerk, made, datetime.date(2026, 2, 27)) == []
