"""Corrections: both versions stay, with the reason, what changed and who moves."""

import datetime

import pytest

from duban.ledger import scores
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.scoring import corrections as known
from duban.ledger.queries.scoring import rankings as shown
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.refusals import Conflict, Refused
from tests import cast
from tests.correcting import DAY, FEBRUARY, correct, holds, late, published_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(office):
    return published_month(office)


def test_a_correction_stands_beside_what_it_corrects(published):
    before = published.ranking.result
    line = late(published)
    made = correct(published)
    published.ranking.refresh_from_db()
    assert published.ranking.result == before and (made.number, made.corrects) == (1, published.ranking)
    assert made.digest == scores.digest_of(made.content) != published.ranking.digest
    assert shown.published(published.jurisdiction, span_of("month", DAY)) == made
    assert shown.published_list(published.jurisdiction) == [made]
    assert [each.pk for each in known.chain_of(made)] == [published.ranking.pk, made.pk]
    changes = known.changes_of(made)
    (fact,) = changes.facts
    assert (fact.how, fact.unit, fact.evidence.fact) == (known.ADDED, "乙县", line.fact_id)
    (yi,) = [each for each in changes.moved if each.unit == "yi"]
    assert (yi.before.said, yi.after.said) == ("75.00分、第1名", "70.00分、第1名")
    assert [(each.clause, each.said) for each in yi.clauses] == [("附件2 三3", "0 → −5")]
    told = JournalLine.objects.get(verb="ranking.corrected")
    assert told.data["corrects"] == published.ranking.digest and told.data["reason"] == "补记乙县二月迟报"
    holds(published)


def test_a_record_taken_back_is_named(published):
    line = late(published)
    first = correct(published)
    facts.withdraw_fact(line=line, reason="记错了单位", by=By(published.head, cast.at("2026-04-02 09:00")))
    second = correct(published, first, "撤销误记", "2026-04-02 10:00")
    (fact,) = known.changes_of(second).facts
    assert fact.how == known.WITHDRAWN and "记错了单位" in fact.evidence.amended
    assert second.result["units"] == published.ranking.result["units"]


def test_what_cannot_be_corrected_is_refused(published):
    with pytest.raises(Refused, match="与已发布的结果相同"):
        correct(published)
    late(published)
    with pytest.raises(Refused, match="理由") as found:
        correct(published, reason="  ")
    assert found.value.field == "reason"
    correct(published)
    with pytest.raises(Conflict, match="已经更正过了"):
        correct(published)
    with pytest.raises(Conflict, match="已经发布"):
        rankings.publish_ranking(jurisdiction=published.jurisdiction, **FEBRUARY, by=By(published.head, cast.at()))
    assert Ranking.objects.count() == 2


def test_it_keeps_the_readings_and_units_of_what_it_corrects(published):
    late(published)
    office = published.jurisdiction
    office.choices = {"joint_matter": "also_support"}
    office.save()
    published.units[2].ranked = False
    published.units[2].save()
    made = correct(published)
    assert made.snapshot["choices"] == published.ranking.snapshot["choices"]
    assert made.snapshot["units"] == published.ranking.snapshot["units"]


def test_a_back_dated_record_names_the_periods_that_it_would_change(published):
    assert known.touched_on(published.jurisdiction, [DAY], datetime.date(2026, 12, 31)) == []
    late(published)
    (touched,) = known.touched_on(published.jurisdiction, [DAY], datetime.date(2026, 12, 31))
    assert touched.ranking == published.ranking and touched.said.startswith("2026年2月")
    assert "乙县由75.00分、第1名变为70.00分、第1名（附件2 三3：0 → −5）" in touched.said
    assert known.touched_on(published.jurisdiction, [datetime.date(2026, 3, 2)], datetime.date(2026, 12, 31)) == []
    correct(published)
    assert known.touched_on(published.jurisdiction, [DAY], datetime.date(2026, 12, 31)) == []
