"""What a person's letter says in one look: theirs and nobody else's, the most urgent first, at a cost that does not grow."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.models import Message
from duban.ledger.queries.office.outbox import digests
from tests import cast, stories

pytestmark = pytest.mark.django_db
EARLY, TODAY = cast.at("2026-03-02 09:00"), datetime.date(2026, 3, 31)


def _of(officer):
    news = [Message(officer=officer, kind="unit.urged", text="催办", about="desk", key="k", at=EARLY)]
    return digests.digest_of(officer, news, TODAY)


def test_everybody_is_told_of_their_own(office):
    late = stories.matter(office, due_on="2026-03-20", at=EARLY, title="甲县的项目")
    stories.matter(office, due_on="2026-04-01", at=EARLY, lead=office.units[1:2], title="乙县的项目")
    asked = stories.accept(office, late, EARLY)
    unit, leader, other, clerk = (
        _of(each) for each in (office.liaison, office.leader, office.other_leader, office.clerk)
    )
    assert (unit.late, leader.late, other.late, clerk.late) == (1, 1, 0, 1)
    assert [each.text for each in unit.urgent] == [f"{late.no} 甲县的项目"] and unit.urgent[
        0
    ].about == f"matter:{late.no}"
    assert [(each.why, each.text[-10:]) for each in other.urgent] == [("还有 1 个工作日", " 乙县的项目（乙县）")]
    assert [each.why for each in clerk.urgent] == ["已超期 7 个工作日", "还有 1 个工作日"]
    assert _of(office.admin).urgent == [] == _of(office.inspector).urgent and not _of(office.auditor).waits
    assert unit.counts == "超期 1 件，新消息 1 条" and asked.stage == "in_hand"
    stories.report(office, late, EARLY)
    assert ("反馈待审核", 1) in _of(office.clerk).waits


def test_five_at_the_most_and_the_same_number_of_queries(office):
    counts = []
    for _ in range(7):
        stories.matter(office, due_on="2026-03-20", at=EARLY)
        with CaptureQueriesContext(connection) as caught:
            told = _of(office.liaison)
        counts.append(len(caught))
    assert (told.late, len(told.urgent)) == (7, 5) and told.waits[0] == ("待签收", 7)
    assert counts[0] >= counts[-1] and max(counts) <= 10
