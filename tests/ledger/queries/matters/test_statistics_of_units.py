"""Statistics of units and the public: ranks as published, what was asked of the grass roots, sources, satisfaction; each figure that of its list."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.public import ratings
from duban.ledger.models import Ranking
from duban.ledger.queries.matters import burdens, statistics
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import Filter, filter_from
from duban.ledger.queries.public import ratings as rated
from duban.people.models import Unit
from tests import cast, stories
from tests.correcting import with_places

TODAY = datetime.date(2026, 4, 20)
EARLY = cast.at("2026-01-12 09:00")
PICTURES = (statistics.ranks, statistics.burden, statistics.origins, statistics.satisfaction)
pytestmark = pytest.mark.django_db


def _asked(officer, **base):
    return statistics.Asked(officer, TODAY, 2026, Filter(**base))


def _said(figure):
    return "".join(each if isinstance(each, str) else f"{each.count}{each.measure}" for each in figure.said)


def _publish(office, month, places, *, corrects=None):
    first = datetime.date(2026, month, 1)
    last = (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return Ranking.objects.create(
        jurisdiction=office.jurisdiction, kind="month", from_on=first, to_on=last, number=1 if corrects else 0, corrects=corrects,
        regime="sanmenxia-2019", regime_version="1", **with_places(office, places, first, last), digest="", seq=0,
        published_at=EARLY, published_by=office.head,
    )  # fmt: skip


@pytest.fixture
def year(office):
    """Three rankings, the second corrected; an order to two counties in January, one more in April; one dissatisfied, one content."""
    _publish(office, 1, (1, 2, 3))
    wrong = _publish(office, 2, (2, 1, 3))
    _publish(office, 2, (3, 1, 2), corrects=wrong)
    _publish(office, 3, (3, None, 1))
    both = stories.matter(office, title="两家的", due_on="2026-03-20", at=EARLY, lead=office.units[:2])
    stories.matter(office, title="四月的", due_on="2026-06-20", at=cast.at("2026-04-02 09:00"), lead=office.units[:1])
    for unit, officer in zip(office.units[:2], (office.liaison, office.other_liaison), strict=True):
        assert officer.unit == unit
    done = stories.matter(office, title="办完的", due_on="2026-04-30", at=EARLY, lead=office.units[:1])
    stories.complete(office, done, cast.at("2026-03-27 09:00"))
    for word in ("dissatisfied", "content"):
        ratings.rate_matter(
            matter=done, satisfaction=word, manner="phone", note="没修好", rated_on=datetime.date(2026, 3, 30),
            called_by=office.clerk, actor=office.clerk, at=cast.at("2026-03-30 10:00"),
        )  # fmt: skip
    return office, both


def test_places_are_those_in_force_and_the_sentence_says_who_moved(year):
    office, _ = year
    figure = statistics.ranks(_asked(office.clerk))
    first, second, third = (unit.name for unit in office.units[:3])
    assert figure.heads == ["单位", "1月", "2月", "3月"]
    assert {line.word: [mark.count for mark in line.marks] for line in figure.lines} == {
        third: [3, 2, 1], first: [1, 3, 3], second: [2, 1, 0],
    }  # fmt: skip
    assert _said(figure) == f"{third}由1月第 3 升到3月第 1；{first}由1月第 1 降到3月第 3。"
    assert figure.marked == (third, first)
    assert figure.lines[0].marks[-1].asked.query == "kind=month&from=2026-03-01&to=2026-03-31"
    # A unit reads its own way.
    assert _said(statistics.ranks(_asked(office.liaison))) == f"{first}由1月第 1 降到3月第 3。"
    assert "还没有发布过排名" in _said(statistics.ranks(statistics.Asked(office.clerk, TODAY, 2025, Filter())))


def test_what_was_asked_is_what_the_page_of_the_month_adds_up(year):
    office, _ = year
    figure = statistics.burden(_asked(office.clerk))
    group = "township" if Unit.objects.filter(jurisdiction=office.jurisdiction, group="township").exists() else "county"
    assert any(line.marks[-1].count for line in figure.lines)
    for month, line in enumerate(figure.lines, 1):
        first = datetime.date(2026, month, 1)
        last = (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
        whole = burdens.sum_of(burdens.burdens(office.clerk, first=first, last=last, group=group))
        names = ("matters", "dates", "urged", "notices", "returned", "visits", "asked")
        assert [mark.count for mark in line.marks] == [whole[name] for name in names], month
        assert line.marks[-1].asked.query == f"month=2026-{month:02}&group={group}"
    assert "平均每个" in _said(figure)


def test_sources_by_month_are_the_lists_of_that_month(year):
    office, _ = year
    figure = statistics.origins(_asked(office.clerk))
    assert [mark.count for mark in figure.lines[0].marks] == [2, 0, 0, 1, 3]
    for line in figure.lines:
        for mark in line.marks:
            again = filter_from(dict(pair.split("=") for pair in mark.asked.query.split("&")))
            assert again == mark.asked
            assert ledgers.found(office.clerk, again, today=TODAY).count() == mark.count
    assert (
        filter_from({"year": "2026-13"}).year == "" and filter_from({"year": "2026-02"}).registered[1] == "2026-02-28"
    )


def test_satisfaction_by_quarter_is_the_page_of_the_quarter(year):
    office, _ = year
    figure = statistics.satisfaction(_asked(office.clerk))
    first = figure.lines[0]
    assert ([mark.count for mark in first.marks], first.texts) == ([1, 0, 1, 2], ["50.0%"])
    for mark, word in zip(first.marks, ("content", "fair", "dissatisfied", ""), strict=True):
        asked = rated.Asked(word=word, first=datetime.date(2026, 1, 1), last=datetime.date(2026, 3, 31))
        assert rated.ratings_of(office.clerk, asked).count() == mark.count
    assert _said(figure) == "2026 年群众评价 2 次，满意率 50.0%，不满意 1 次；还有1次不满意没有答复。"


def test_the_pictures_ask_as_often_for_many_as_for_few(year):
    office, _ = year

    def cost():
        with CaptureQueriesContext(connection) as queries:
            for picture in PICTURES:
                picture(_asked(office.clerk))
        return len(queries)

    cost()
    few = cost()
    for number in range(3):
        stories.matter(
            office, title=f"又一件{number}", due_on="2026-06-20", at=cast.at("2026-04-02 09:00"), lead=office.units[:3]
        )
    assert cost() == few <= 14
