"""What is frozen brings praise along: who falls out of it loses it, who comes in has it from the same day."""

import pytest

from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Ranking
from duban.ledger.queries.scoring import corrections as known
from tests import cast
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
    assert {each.unit.code: str(each.on) for each in standing} == {"jia": "2026-03-03", "yi": "2026-03-03"}
    (yi,) = known.changes_of(again).moved
    assert (yi.unit, yi.praise) == ("yi", "列入通报表扬")
    holds(published)
