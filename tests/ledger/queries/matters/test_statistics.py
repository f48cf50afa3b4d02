"""Statistics: every figure of every picture is the number of exactly the list to which it leads."""

import datetime
import random
import statistics as python_statistics
from collections import Counter
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import urges
from duban.ledger.by import By
from duban.ledger.queries import block_counts
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters import statistics
from duban.ledger.queries.matters.filters import OUTCOMES, Filter
from duban.ledger.queries.matters.statistics import durations
from duban.ledger.storage import grouping
from tests import cast, stories

TODAY = datetime.date(2026, 4, 20)
EARLY = cast.at("2026-01-12 09:00")
PICTURES = (statistics.lateness, statistics.flow, statistics.ladder, statistics.days)
pytestmark = pytest.mark.django_db


def _asked(officer, year=2026, **base):
    return statistics.Asked(officer, TODAY, year, Filter(**base))


def _listed(officer, asked):
    return ledgers.found(officer, asked, today=TODAY).count()


def _said(figure):
    return "".join(each if isinstance(each, str) else f"{each.count}件" for each in figure.said)


def _row(figure, word):
    return [mark.count for line in figure.lines if line.word == word for mark in line.marks]


@pytest.fixture
def year(office):
    """Two units late in March (one of them together), one done late, one done in time, one ahead, one not sent, one urged."""
    first, second = office.units[:2]
    stories.matter(office, title="两家都迟", due_on="2026-03-20", at=EARLY, lead=[first, second])
    late = stories.matter(office, title="一家迟", due_on="2026-03-27", at=EARLY, lead=[first])
    urges.urge_unit(
        assignment=stories.held(late), channel="phone", note="请抓紧", by=By(office.clerk, cast.at("2026-03-30 09:00"))
    )
    done = stories.matter(office, title="迟了办完", due_on="2026-02-27", at=EARLY, lead=[first])
    stories.stepped(office, done, "circular", cast.at("2026-03-02 09:00"))
    stories.complete(office, done, cast.at("2026-03-06 09:00"))
    kept = stories.matter(office, title="按期办完", due_on="2026-06-30", at=EARLY, lead=[first])
    stories.complete(office, kept, cast.at("2026-02-06 09:00"))
    stories.matter(office, title="以后的", due_on="2026-12-18", at=EARLY, lead=[second])
    stories.matter(office, title="没交办", due_on="2026-12-30", at=EARLY, dispatched=False)
    return office


def test_every_mark_is_the_number_of_exactly_its_list(year):
    seen = 0
    for who in (year.clerk, year.leader, year.liaison, year.other_liaison):
        for base in (
            {},
            {"unit": year.units[0].code},
            {"portfolio": str(year.units[1].portfolio_id)},
            {"source": "meeting"},
        ):
            for picture in PICTURES:
                figure = picture(_asked(who, **base))
                marks = [mark for line in figure.lines for mark in line.marks]
                marks += [each for each in figure.said if not isinstance(each, str)]
                for mark in {(each.count, each.asked) for each in marks if each.count}:
                    assert _listed(who, mark[1]) == mark[0], (who.role, base, figure.key, mark)
                    seen += 1
    assert seen > 60


def test_the_heat_counts_a_matter_of_two_units_once_in_the_whole(year):
    figure = statistics.lateness(_asked(year.clerk))
    assert figure.heads == ["单位", "1月", "2月", "3月", "4月", "合计"]
    first, second = year.units[:2]
    assert _row(figure, first.name) == [0, 1, 2, 0, 3] and _row(figure, second.name) == [0, 0, 1, 0, 1]
    assert _row(figure, "合计") == [0, 1, 2, 0, 3]
    assert (
        _said(figure) == f"2026 年到期的事项有3件超过了期限，最多的是{first.name}（3件）；4 月至今0件，比 3 月少 2 件。"
    )
    # A unit's officer reads of its own alone, and no place among others.
    own = statistics.lateness(_asked(year.other_liaison))
    assert [line.word for line in own.lines] == [second.name]
    assert _said(own) == "本单位 2026 年到期的事项有1件超过了期限；4 月至今0件，比 3 月少 1 件。"


def test_every_matter_of_the_year_flows_to_exactly_one_end(year):
    figure = statistics.flow(_asked(year.clerk))
    whole = figure.lines[-1]
    assert sum(mark.count for mark in whole.marks[:-1]) == whole.marks[-1].count == 6
    assert dict(zip(figure.heads[1:], (mark.count for mark in whole.marks), strict=True)) == {
        "按期办结": 1, "超期办结": 1, "在办未超期": 1, "在办已超期": 2, "未交办": 1, "合计": 6,
    }  # fmt: skip
    assert set(figure.heads[1:-1]) <= set(OUTCOMES.values())
    assert _said(figure) == "2026 年登记6件，已办结2件（其中超期办结1件），在办3件，其中已超期2件。"


def test_the_ladder_says_what_each_step_achieved(year):
    figure = statistics.ladder(_asked(year.clerk))
    assert _row(figure, "催办") == [1, 0, 1, 0]
    assert figure.lines[1].marks[0].count == figure.lines[1].marks[1].count == 1
    assert "这一级就办结了" in _said(figure)


def test_days_stand_against_the_limit(year):
    (line,) = statistics.days(_asked(year.clerk)).lines
    assert line.marks[0].count == 2
    # 53 and 25 days were taken; 46 and 169 were given.
    assert line.texts == ["32", "39", "46", "108"]


def test_an_empty_year_is_a_sentence_and_no_picture(office, year):
    for picture in PICTURES:
        figure = picture(_asked(office.clerk, year=2025))
        assert figure.lines == [] and "2025 年" in _said(figure)
    assert statistics.years_of(office.clerk, TODAY) == [2026]


def test_a_picture_is_one_query_however_many_matters(year):
    for picture in PICTURES:
        with CaptureQueriesContext(connection) as queries:
            picture(_asked(year.clerk))
        # The document's rules may have to be read once; the figures are one.
        assert sum("ledger_assignment" in each["sql"] or "ledger_matter" in each["sql"] for each in queries) == 1


def test_no_row_of_a_matter_leaves_the_database(year, monkeypatch):
    """What a picture reads of a block is as long as its groups: eight more matters of one kind bring no more rows than one of it."""
    read = []

    plain = grouping.counted

    def counting(*args, **kwargs):
        groups = plain(*args, **kwargs)
        read.extend(key for each in groups for key in each)
        return groups

    monkeypatch.setattr(grouping, "counted", counting)
    monkeypatch.setattr(block_counts, "SIZE", 10**9)
    sizes = []
    for more in (1, 8):
        for number in range(more):
            made = stories.matter(year, title=f"又迟{more}{number}", due_on="2026-03-27", at=EARLY, lead=year.units[:1])
            stories.complete(year, made, cast.at("2026-04-01 09:00"))
        read.clear()
        for picture in PICTURES:
            picture(_asked(year.clerk))
        sizes.append(len(read))
    assert sizes[0] == sizes[1] > 10


def test_quarters_of_a_spread_are_those_of_its_days():
    chance = random.Random(5)
    for number in (1, 2, 3, 4, 5, 8, 21):
        lengths = [chance.randrange(1, 9) for _ in range(number)]
        told = [durations._part_of(Counter(lengths), Fraction(place, 4)) for place in (1, 2, 3)]
        assert told == (python_statistics.quantiles(lengths, n=4, method="inclusive") if number > 1 else lengths * 3)
