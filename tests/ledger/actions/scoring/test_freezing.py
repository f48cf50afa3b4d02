"""What is frozen brings praise along: who falls out of it loses it, who comes in has it; it counts in the period that earned it."""

import pytest

from duban.ledger import scores
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.scoring import corrections as known
from tests import cast, stories
from tests.correcting import correct, holds, late, published_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(office):
    return published_month(office)


def test_praise_that_falls_away_is_withdrawn_and_what_comes_is_recorded(published):
    praised = JournalLine.objects.filter(kind="top_ranked")
    assert {line.unit.code for line in praised} == {"jia", "yi"}
    line = late(published)
    correct(published)
    standing = praised.exclude(amendments__verb="fact.withdrawn")
    assert {each.unit.code for each in standing} == {"jia"}
    facts.excuse_fact(line=line, reason="系统故障", by=By(published.head, cast.at("2026-04-02 09:00")))
    again = correct(published, Ranking.objects.get(number=1), "认定有正当理由", "2026-04-02 10:00")
    assert again.number == 2 and known.changes_of(again).facts[0].how == known.EXCUSED
    standing = praised.exclude(amendments__verb="fact.withdrawn")
    assert {each.unit.code: str(each.on) for each in standing} == {"jia": "2026-02-28", "yi": "2026-02-28"}
    (yi,) = known.changes_of(again).moved
    assert (yi.unit, yi.praise) == ("yi", "列入通报表扬")
    holds(published)


def test_what_june_and_december_earned_counts_in_their_own_half_and_year_whenever_it_is_printed(office):
    for month, first, last, printed in (("06", "2026-06-01", "2026-06-30", "2026-07-10 09:00"),
                                        ("12", "2026-12-01", "2026-12-31", "2027-01-11 09:00")):  # fmt: skip
        made = stories.matter(office, due_on=f"2026-{month}-20", at=cast.at(f"2026-{month}-01 09:00"))
        stories.complete(office, made, cast.at(f"2026-{month}-15 09:00"))
        rankings.publish_ranking(
            jurisdiction=office.jurisdiction, kind="month", from_on=stories.day(first), to_on=stories.day(last),
            by=By(office.head, cast.at(printed)),
        )  # fmt: skip

    def earned(kind, first, last):
        case = scores.case_for(office.jurisdiction, kind, stories.day(first), stories.day(last))
        lines = next(unit.lines for unit in scores.score_case(case).units if unit.unit == "jia")
        return sum(line.points for line in lines if line.clause == "附件2 一(一)10")

    assert earned("half_year", "2026-01-01", "2026-06-30") == 10
    assert earned("year", "2026-01-01", "2026-12-31") == 20
    assert earned("year", "2027-01-01", "2027-12-31") == 0
