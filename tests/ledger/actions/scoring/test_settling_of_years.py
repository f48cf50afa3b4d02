"""Places of quarters where a year is published too: what follows from a quarter is no consequence of the year, and what moves the year is said."""

import pytest

from duban.engine.packs import loading
from duban.engine.sentences.rules import sentence_of
from duban.ledger.actions.scoring import corrections, facts, rankings
from duban.ledger.by import By
from duban.ledger.queries.process import unit_outcomes
from duban.ledger.queries.scoring import corrections as known
from tests import cast, founding
from tests.ledger.actions.scoring.test_settling import PACK, _blamed, _day, _outcomes, _places, _publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": PACK})


def _last_quarter(office):
    _blamed(office, office.units[1], "2026-11-10", 3)
    return _publish(office, "2026-10-01", "2026-12-31", "2027-01-04 09:00")


def _year(office, at="2027-01-05 09:00"):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="year",
        from_on=_day("2026-01-01"),
        to_on=_day("2026-12-31"),
        by=By(office.head, cast.at(at)),
    )


def test_what_follows_from_the_last_quarter_is_no_consequence_of_the_year(own):
    quarter = _last_quarter(own)
    assert _outcomes(quarter) == [(own.units[1].code, "约谈", "四", 1)]
    assert _outcomes(_year(own)) == []


def test_a_quarter_put_right_later_changes_the_year_and_says_by_what(own):
    quarter = _last_quarter(own)
    year = _year(own)
    _blamed(own, own.units[0], "2026-11-11", 5, at="2027-01-10 09:00")
    corrections.correct_ranking(ranking=quarter, reason="补记", by=By(own.head, cast.at("2027-01-11 09:00")))
    pending = known.pending_of(year)
    assert not pending.is_same
    told = [each.evidence.what for each in pending.facts if each.evidence is not None]
    assert "季度名次" in "".join(told) and len(pending.moved) > 0


def test_a_place_shown_is_that_of_the_publication(own):
    quarter = _last_quarter(own)
    _blamed(own, own.units[0], "2026-11-11", 9, at="2027-01-10 09:00")
    (outcome,) = unit_outcomes.of_ranking(quarter)
    assert (outcome.place, outcome.why) == (len(own.units), f"第 {len(own.units)} 名")


def test_a_place_entered_by_hand_on_another_day_of_the_period_gives_way(own):
    facts.record_fact(
        jurisdiction=own.jurisdiction, kind="placed", unit=own.units[1], by=By(own.clerk, cast.at("2026-12-30 09:00")), on=_day("2026-12-30"),
        fact={"period": "quarter", "first_day": "2026-10-01", "rank": 1, "from_last": 0}, reason="启用以前的通报",
    )  # fmt: skip
    _last_quarter(own)
    assert [place for place in _places(own) if place[1] == own.units[1].code] == [
        ("2026-12-31", own.units[1].code, len(own.units), 1)
    ]


def test_a_quarter_in_which_nobody_was_last_breaks_a_run(own):
    _blamed(own, own.units[1], "2026-02-10", 3)
    _publish(own, "2026-01-01", "2026-03-31", "2026-04-02 09:00")
    _publish(own, "2026-04-01", "2026-06-30", "2026-07-02 09:00")
    _blamed(own, own.units[1], "2026-08-10")
    third = _publish(own, "2026-07-01", "2026-09-30", "2026-10-02 09:00")
    assert _outcomes(third) == [(own.units[1].code, "约谈", "四", 1)]


def test_a_first_place_is_told_from_a_last_one():
    """The fields have no label in the pack: 季度名次（1） was both."""
    text = PACK.replace("{whole: required, label: 名次}", "whole").replace("{whole: required, label: 倒数}", "whole")
    regime = loading.load_pack({"regime.yaml": text})
    said = [sentence_of(rule, regime) for clause in regime.clauses for rule in clause.rules]
    assert any("按名次：第1名加3分、第2名加1分、第3名起不加不减" in each for each in said)
    assert any("季度名次（倒数第几为1）" in each for each in said)
