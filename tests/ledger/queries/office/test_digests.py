"""What a person's letter says in one look: theirs and nobody else's, the most urgent first, at a cost that does not grow."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
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
    assert [(each.why, each.text[-10:]) for each in other.urgent] == [("还剩 1 个工作日", " 乙县的项目（乙县）")]
    assert [each.why for each in clerk.urgent] == ["已超期 7 个工作日", "还剩 1 个工作日"]
    assert _of(office.admin).urgent == [] == _of(office.inspector).urgent and not _of(office.auditor).waits
    assert unit.counts == "超期 1 件，新消息 1 条" and asked.stage == "in_hand"
    stories.report(office, late, EARLY)
    assert ("反馈待审核", 1) in _of(office.clerk).waits


def test_a_unit_that_the_title_names_is_not_said_twice(office):
    stories.matter(office, due_on="2026-03-20", at=EARLY, title="开工复工（甲县）")
    assert [each.text for each in _of(office.clerk).urgent] == ["2026-1 开工复工（甲县）"]


def test_five_at_the_most_and_the_same_number_of_queries(office):
    counts = []
    for _ in range(7):
        stories.matter(office, due_on="2026-03-20", at=EARLY)
        with CaptureQueriesContext(connection) as caught:
            told = _of(office.liaison)
        counts.append(len(caught))
    assert (told.late, len(told.urgent)) == (7, 5) and told.waits[0] == ("待签收", 7)
    assert counts[0] >= counts[-1] and max(counts) <= 10


def _told(officer, kind, text, about):
    news = [
        Message(pk=1, officer=officer, kind=kind, text=text, about=about, key="k", at=EARLY),
        Message(pk=2, officer=officer, kind="unit.urged", text="催办", about="desk", key="l", at=EARLY),
    ]
    return [each.text for each in digests.digest_of(officer, news, TODAY).news]


def test_nobody_is_asked_by_letter_for_what_is_done_by_now(office):
    made = stories.matter(office, due_on="2026-04-20", at=EARLY)
    stories.accept(office, made, EARLY)
    report = stories.report(office, made, EARLY)
    asked = ("report.submitted", "甲县 报来反馈，待审核", f"matter:{made.no}")
    assert _told(office.clerk, *asked) == [asked[1], "催办"]
    reports.accept_report(report=report, by=By(office.clerk, EARLY))
    assert _told(office.clerk, *asked) == ["催办"]


def test_nobody_is_asked_by_letter_to_sign_what_they_signed(office):
    made = stories.matter(office, due_on="2026-04-20", at=EARLY)
    held = stories.accept(office, made, EARLY)
    until = datetime.date(2026, 5, 20)
    extension = proposals.ask("extension", of=held, until=until, reason="设备到货推迟", by=By(office.liaison, EARLY))
    asked = ("proposal.opened", "“延期”等您签批", f"proposal:{extension.pk}")
    assert _told(office.leader, *asked) == [asked[1], "催办"]
    stories.sign_as(extension, office.leader, at=EARLY)
    assert _told(office.leader, *asked) == ["催办"]
    # Who asked is told how it ended.
    ended = ("proposal.signed", "“延期”报批已获批准", f"proposal:{extension.pk}")
    assert _told(office.liaison, *ended) == [ended[1], "催办"]
