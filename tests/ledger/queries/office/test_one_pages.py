"""一页通: whose it is, each figure the number of its list, a true sentence where there is nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.public import ratings
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Matter
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.office import one_pages
from duban.ledger.wordings.office.one_pages import paper_of
from tests import cast, stories

TODAY = datetime.date(2026, 3, 31)
EARLY = cast.at("2026-01-12 09:00")
pytestmark = pytest.mark.django_db


def _said(pieces):
    return "".join(each if isinstance(each, str) else f"{each.count}件" for each in pieces)


@pytest.fixture
def field(office):
    """Of the leader's field one late since long, one newly late, one done in March; of another field one late."""
    mine = [unit for unit in office.units if unit.portfolio and unit.portfolio.leader_id == office.leader.pk]
    others = [unit for unit in office.units if unit.portfolio and unit.portfolio.leader_id != office.leader.pk]
    stories.matter(office, title="久拖的", due_on="2026-02-27", at=EARLY, lead=mine[:1])
    stories.matter(office, title="刚迟的", due_on="2026-03-27", at=EARLY, lead=mine[:1])
    done = stories.matter(office, title="办完的", due_on="2026-04-30", at=EARLY, lead=office.units[:1])
    stories.complete(office, done, cast.at("2026-03-30 09:00"))
    stories.matter(office, title="别口的", due_on="2026-03-20", at=EARLY, lead=others[:1])
    return office


def _page(officer, leader):
    return one_pages.one_page(officer, leader, TODAY)


def _marks(page):
    sides = [mark for each in page.portfolios for mark in (each.going, each.late)]
    said = [each for each in page.said if not isinstance(each, str)]
    return [page.late, *said, *(mark for _, mark in page.moved), *(each.mark for each in page.curves), *sides]


def test_every_figure_is_the_number_of_exactly_its_list(field):
    for officer, leader in ((field.leader, field.leader), (field.clerk, field.principal), (field.clerk, field.leader)):
        page = _page(officer, leader)
        for mark in _marks(page):
            assert ledgers.found(officer, mark.asked, today=TODAY).count() == mark.count, mark
        going, done, late = page.curves
        assert (going.values[-1], done.values[-1], late.values[-1]) == (
            going.mark.count,
            done.mark.count,
            late.mark.count,
        )


def test_a_leader_of_a_field_reads_of_it_and_who_leads_all_of_all(field):
    own, whole = _page(field.leader, field.leader), _page(field.principal, field.principal)
    assert [row.assignment.matter.title for row in own.rows] == ["久拖的", "刚迟的"]
    assert len(whole.rows) == 3
    assert _said(own.said) == f"分管领域超期2件，都在{own.rows[0].assignment.unit}。"
    assert dict((word, mark.count) for word, mark in own.moved)["新超期"] == 1
    assert own.compared.startswith("2 个分管领域中，超期最多的是") and "（分管）" in own.compared
    # One was late at the end of February already, both are today.
    assert own.curves[2].values[-2:] == [1, 2]


def test_an_office_without_matters_has_true_sentences(office):
    page = _page(office.leader, office.leader)
    assert _said(page.said) == "分管领域没有超期的事项。" and "都没有超期" in page.compared
    assert page.trend == "在办 0 件，与上月末一样；超期 0 件，与上月末一样。" and page.curves[0].note == "一直没有"


def test_the_page_asks_as_often_for_many_as_for_one(field):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            _page(field.leader, field.leader)
        return len(queries)

    cost()
    few = cost()
    for number in range(4):
        stories.matter(field, title=f"又迟的{number}", due_on="2026-03-20", at=EARLY, lead=field.units[:1])
    assert cost() == few


def test_the_sheet_says_the_same(field):
    paper = paper_of(_page(field.clerk, field.leader))
    words = str(paper)
    assert "分管领域超期 2 件" in words and "久拖的" in words and "别口的" not in words


def test_what_needs_a_word_says_why_and_which_word_comes_next(field):
    """A leader's field: what is in the way asks for an instruction, who contradicts for a question, silence for an urging."""
    blocked, silent = Matter.objects.get(title="久拖的"), Matter.objects.get(title="刚迟的")
    kept = stories.matter(field, title="按期的", due_on="2026-04-30", at=EARLY, lead=[stories.held(blocked).unit])
    stories.accept(field, blocked, cast.at("2026-03-20 09:00"))
    reports.submit_report(
        assignment=stories.held(blocked), what="progress", by=By(field.liaison, cast.at("2026-03-24 09:00")),
        words=reports.Words("已完成征地。", blocked="余 5 户卡在管线迁改\n另附说明"),
    )  # fmt: skip
    first, second = _page(field.leader, field.leader).wanted
    assert (first.assignment.matter, first.word) == (blocked, "批示")
    assert first.said.startswith("已超期") and first.said.endswith("，余 5 户卡在管线迁改")
    assert (second.assignment.matter, second.word) == (silent, "催办") and second.said.endswith("，从未反馈")
    # What goes as ordered needs no word, until somebody whom it concerns is dissatisfied.
    stories.complete(field, kept, cast.at("2026-03-27 09:00"))
    ratings.rate_matter(
        matter=kept, satisfaction="dissatisfied", manner="phone", note="没修好", rated_on=datetime.date(2026, 3, 30),
        called_by=field.clerk, actor=field.clerk, at=cast.at("2026-03-30 10:00"),
    )  # fmt: skip
    last = _page(field.leader, field.leader).wanted[-1]
    assert (last.assignment.matter, last.word, last.said) == (kept, "问一句", "群众不满意 1 次，还没有答复")
    words = str(paper_of(_page(field.clerk, field.leader)))
    assert "余 5 户卡在管线迁改" in words and "问一句" in words
