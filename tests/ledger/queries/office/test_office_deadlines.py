"""What the office itself owes by the document: with its day and clause, late counted, gone once it is done."""

import datetime

import pytest

from duban.engine.packs import loading
from duban.ledger.queries.office import office_deadlines
from tests import cast, founding, stories

REVIEW = "{kind: deadline, name: looked_at, label: 审核, count: {days: 2}, counts_from: 报送之日, owed_by: office}"


@pytest.fixture
def own(db):
    files = loading.read_pack(founding.DOCUMENTS / "s13-deadlines")
    head = "clauses:\n"
    added = f"  - {{clause: 四, gist: 报来后两日内审核, kinds: [deadline], rules: [{REVIEW}]}}\n"
    files["regime.yaml"] = files["regime.yaml"].replace(head, head + added, 1)
    return founding.office(files)


def _rows(office, day):
    found = office_deadlines.rows_of(office.jurisdiction, datetime.date.fromisoformat(day), most=8)
    return [(row.label, row.clause, row.on.isoformat(), row.late) for row in found]


def test_what_came_in_goes_out_by_its_day_and_what_was_handed_in_is_looked_at(own, signed_in, settings):
    waiting = stories.matter(own, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"), dispatched=False)
    sent = stories.matter(own, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"))
    assert _rows(own, "2026-03-02") == [("转办", "一", "2026-03-02", 0)]
    assert _rows(own, "2026-03-05") == [("转办", "一", "2026-03-02", 3)]
    stories.accept(own, sent, cast.at("2026-03-03 09:00"))
    stories.report(own, sent, cast.at("2026-03-04 09:00"))
    assert _rows(own, "2026-03-05") == [("转办", "一", "2026-03-02", 3), ("审核", "四", "2026-03-06", 0)]
    page = signed_in(own.clerk).get("/", follow=True).content.decode()
    assert (
        "督查室应办" in page
        and waiting.no in page
        and "超期" in page.partition("督查室应办")[2].partition("</section>")[0]
    )


def test_a_document_without_such_limits_asks_the_database_nothing(office, django_assert_num_queries):
    office_deadlines.rows_of(office.jurisdiction, datetime.date(2026, 3, 2), most=8)
    with django_assert_num_queries(0):
        assert office_deadlines.rows_of(office.jurisdiction, datetime.date(2026, 3, 2), most=8) == []
