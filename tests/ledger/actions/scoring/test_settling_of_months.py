"""Runs of rankings where a document ranks months and quarters: a rule that says of months goes along months alone, over the year's end too."""

import pytest

from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from tests import cast, founding
from tests.ledger.actions.scoring.test_settling import PACK, _blamed, _day, _outcomes

pytestmark = pytest.mark.django_db
OF_MONTHS = (
    PACK.replace("periods: [quarter, year]", "periods: [month, quarter, year]")
    .replace("period: {quarter: 季度}", "period: {month: 月, quarter: 季度}")
    .replace("{from_last: 1}", "{from_last: 1, period: month}")
)


@pytest.fixture
def own(db):
    return founding.office({"regime.yaml": OF_MONTHS})


def _publish(office, kind, first, last, at):
    by = By(office.head, cast.at(at))
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind=kind, from_on=_day(first), to_on=_day(last), by=by
    )


def _last_in(office, first, last, at):
    """The second unit is last in that month."""
    _blamed(office, office.units[1], first)
    return _publish(office, "month", first, last, at)


def test_the_third_month_running_has_it_again_and_the_quarter_nothing(own):
    code = own.units[1].code
    _last_in(own, "2026-01-01", "2026-01-31", "2026-02-02 09:00")
    second = _last_in(own, "2026-02-01", "2026-02-28", "2026-03-02 09:00")
    third = _last_in(own, "2026-03-01", "2026-03-31", "2026-04-02 09:00")
    quarter = _publish(own, "quarter", "2026-01-01", "2026-03-31", "2026-04-02 10:00")
    assert sorted(_outcomes(second)) == [(code, "县长约谈", "四", 2), (code, "约谈", "四", 1)]
    assert sorted(_outcomes(third)) == [(code, "县长约谈", "四", 3), (code, "约谈", "四", 1)]
    assert _outcomes(quarter) == []


def test_a_month_that_was_never_published_breaks_the_run(own):
    _last_in(own, "2026-01-01", "2026-01-31", "2026-02-02 09:00")
    third = _last_in(own, "2026-03-01", "2026-03-31", "2026-04-02 09:00")
    assert _outcomes(third) == [(own.units[1].code, "约谈", "四", 1)]


def test_a_run_goes_on_over_the_years_end(own):
    _last_in(own, "2026-12-01", "2026-12-31", "2027-01-04 09:00")
    first = _last_in(own, "2027-01-01", "2027-01-31", "2027-02-02 09:00")
    assert ("县长约谈", 2) in {(name, times) for _, name, _, times in _outcomes(first)}
