"""The circular that says a ranking was corrected: why, by which records, what it comes to; the first one stays as it went out."""

import datetime

import pytest

from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import corrections, facts, rankings
from duban.ledger.by import By
from duban.ledger.refusals import Refused
from tests import cast, stories
from tests.issuing import drafted, issued
from tests.printing import printed

pytestmark = pytest.mark.django_db
FEBRUARY = {"kind": "month", "from_on": datetime.date(2026, 2, 1), "to_on": datetime.date(2026, 2, 28)}
DAY = datetime.date(2026, 2, 20)


def test_it_says_why_by_which_records_and_what_comes_out(office):
    for unit in office.units[:2]:
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        stories.complete(office, made, cast.at("2026-02-10 09:00"))
    head = By(office.head, cast.at("2026-03-03 09:00"))
    ranking = rankings.publish_ranking(jurisdiction=office.jurisdiction, **FEBRUARY, by=head)
    first = issued(office, drafted(office, "ranking", "month", DAY, head.at), head.at)
    with pytest.raises(Refused, match="没有更正"):
        drafted(office, "correction", "month", DAY)
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], fact={"what": "report"},
        by=By(office.clerk, cast.at()), on=DAY, reason="补记迟报", matter=office.units[0].assignments.first().matter,
    )  # fmt: skip
    corrections.correct_ranking(ranking=ranking, reason="二月一次迟报漏记", by=By(office.head, cast.at()))
    made = issued(office, drafted(office, "correction", "month", DAY))
    pages, text = printed(bulletins.paper_of(made), "correction")
    for words in ("更正2026年2月", "2026年3月3日发布的", "二月一次迟报漏记", "补记", "甲县", "100.00分、第1名", "95.00分、第2名",
                  "附件2三3：0→−5", "不再列入通报表扬", "以本通报为准"):  # fmt: skip
        assert words in text, words
    assert "读法" not in text and pages >= 1
    first.refresh_from_db()
    assert first.phase == "issued" and first.number != made.number
