"""The ledger: what a filter finds, who sees it, what a row and the totals say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models.reports import What
from duban.ledger.queries.matters import filters
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing import counts
from tests import cast, stories

AT = cast.at()
TODAY = AT.date()
EARLY = cast.at("2026-03-02 09:00")
pytestmark = pytest.mark.django_db


def _titles(officer, **asked):
    return [each.title for each in ledgers.found(officer, Filter(**asked), today=TODAY)]


@pytest.fixture
def ledger(office):
    """Five matters: late, due today, due this week, proposed, done."""
    stories.matter(office, title="迟到的城市书房", due_on="2026-03-20", at=EARLY, support=office.units[3:4])
    stories.matter(office, title="今天的春耕", due_on="2026-03-31", at=EARLY, lead=office.units[1:2])
    stories.matter(office, title="本周的改造", due_on="2026-04-03", at=EARLY, lead=office.units[3:4])
    stories.matter(office, title="没交办的预案", due_on="2026-04-30", at=EARLY, dispatched=False)
    done = stories.matter(office, title="办完的调度", due_on="2026-03-25", at=EARLY)
    stories.complete(office, done, cast.at("2026-03-18 09:00"))
    return office


@pytest.mark.parametrize(
    "asked, titles",
    [
        ({"due": "late"}, ["迟到的城市书房"]),
        ({"due": "today"}, ["今天的春耕"]),
        ({"due": "week"}, ["本周的改造", "今天的春耕"]),
        ({"due": "soon"}, ["本周的改造", "今天的春耕"]),
        ({"due": "month"}, ["办完的调度", "今天的春耕", "迟到的城市书房"]),
        ({"state": "proposed"}, ["没交办的预案"]),
        ({"state": "open"}, ["本周的改造", "今天的春耕", "迟到的城市书房"]),
        ({"state": "done"}, ["办完的调度"]),
        ({"stage": "completed"}, ["办完的调度"]),
        ({"unit": "fagai"}, ["本周的改造", "迟到的城市书房"]),
        ({"unit": "fagai", "part": "support"}, ["迟到的城市书房"]),
        ({"q": "书房"}, ["迟到的城市书房"]),
        ({"q": "2026-2"}, ["今天的春耕"]),
        ({"q": "发展改革"}, ["本周的改造", "迟到的城市书房"]),
        ({"q": "市发改委"}, ["本周的改造", "迟到的城市书房"]),
        ({"q": "三政督〔2026〕3号"}, ["今天的春耕"]),
        ({"q": "城市 甲县"}, ["迟到的城市书房"]),
        ({"q": "100%"}, []),
        ({"since": "2026-04-01", "until": "2026-04-30"}, ["没交办的预案", "本周的改造"]),
        ({"source": "superior"}, []),
        ({"state": "open", "sort": "due"}, ["迟到的城市书房", "今天的春耕", "本周的改造"]),
        ({"state": "open", "sort": "-due"}, ["本周的改造", "今天的春耕", "迟到的城市书房"]),
    ],
)
def test_a_filter_finds_exactly_what_it_names(ledger, asked, titles):
    assert _titles(ledger.clerk, **asked) == titles


@pytest.mark.feature("portfolios")
def test_a_portfolio_holds_the_matters_that_its_units_lead(ledger):
    industry = ledger.units[1].portfolio_id
    assert _titles(ledger.clerk, portfolio=str(industry)) == ["本周的改造", "今天的春耕"]


@pytest.mark.feature("ledgers")
@pytest.mark.feature("master_ledger")
def test_a_unit_has_its_own_ledger_and_the_office_the_whole(ledger, zhuoni):
    stories.matter(zhuoni, title="别处的事", due_on="2026-04-30")
    assert _titles(ledger.liaison) == ["办完的调度", "迟到的城市书房"]
    assert _titles(ledger.other_liaison) == ["今天的春耕"]
    assert len(_titles(ledger.leader)) == len(_titles(ledger.clerk)) == 5
    for who in ("administrator", "auditor", "assessment", "discipline"):
        assert _titles(ledger.officers[who]) == []
    # The unit that only helps is not the one that is late.
    assert _titles(ledger.liaison, due="late") == ["迟到的城市书房"]
    assert _titles(ledger.other_liaison, due="late") == []


def test_totals_are_the_sum_of_exactly_the_list(ledger):
    totals = counts.totals_of(ledger.clerk, Filter(), today=TODAY)
    assert (totals.count, totals.late) == (5, 1)
    assert [(value, number) for value, _, number in totals.states] == [
        ("proposed", 1),
        ("to_accept", 3),
        ("completed", 1),
    ]
    for value, _, number in totals.states:
        assert len(_titles(ledger.clerk, state=value)) == number
    assert counts.totals_of(ledger.liaison, Filter(due="late"), today=TODAY).count == 1


def test_a_row_shows_the_deadline_that_presses_and_the_last_word(office):
    made = stories.matter(office, due_on="2026-03-27", at=EARLY, lead=office.units[:2], support=office.units[3:4])
    stories.accept(office, made, EARLY)
    stories.report(office, made, EARLY, what=What.PROGRESS)
    asked = proposals.ask(
        "extension",
        of=stories.held(made, office.units[1]),
        until=datetime.date(2026, 4, 20),
        reason="缺料",
        by=By(office.other_liaison, EARLY),
    )
    proposals.sign_proposal(proposal=asked, agree=True, by=By(office.other_leader, EARLY))
    (row,) = ledgers.rows_of(office.clerk, ledgers.found(office.clerk, Filter(), today=TODAY))
    assert (row.due_on, row.done_on) == (datetime.date(2026, 3, 27), None)
    assert [each.unit for each in row.leads] == office.units[:2]
    assert row.progress.done == "已全部完成。"
    (own,) = ledgers.rows_of(office.other_liaison, [made])
    assert own.due_on == datetime.date(2026, 4, 20)
    # Another unit's report is not this unit's to read.
    assert own.progress is None


def test_the_address_says_the_filter_and_nonsense_counts_as_not_given():
    words = {
        "q": " 书房 ",
        "state": "open",
        "due": "late",
        "sort": "due",
        "since": "2026-09-31",
        "portfolio": "1 or 1",
    }
    asked = filters.filter_from(words)
    assert asked == Filter(q="书房", state="open", due="late", sort="due")
    assert asked.query == "q=%E4%B9%A6%E6%88%BF&state=open&due=late&sort=due"
    assert filters.filter_from({"state": "x", "due": "y", "sort": "z", "level": "green", "stage": "w"}) == Filter()
    assert asked.without("q", "due").query == "state=open&sort=due" and Filter(sort="due").is_empty


def test_a_page_of_rows_costs_the_same_few_queries(office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            ledgers.rows_of(office.clerk, ledgers.found(office.clerk, Filter(), today=TODAY)[:50])
        return len(queries)

    stories.matter(office, due_on="2026-04-30")
    first = cost()
    for _ in range(9):
        stories.matter(office, due_on="2026-04-30", support=office.units[3:5])
    assert cost() == first <= 4
