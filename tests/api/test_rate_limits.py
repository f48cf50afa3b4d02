"""The bound on requests holds over all workers together, and costs few queries."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.api import rate_limits
from tests import cast


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is set."""
    now = SimpleNamespace(seconds=1_800_000_000.0)
    monkeypatch.setattr(rate_limits.time, "time", lambda: now.seconds)
    return now


def _ask(pace, officer, times):
    return sum(pace.allow_request(SimpleNamespace(user=officer)) for _ in range(times))


@pytest.mark.django_db
def test_two_workers_together_take_no_more_than_the_bound(office, clock):
    first, second = rate_limits.Pace(100), rate_limits.Pace(100)
    allowed = sum(_ask(pace, office.clerk, 1) for _ in range(150) for pace in (first, second))
    assert allowed == 100
    assert _ask(first, office.head, 1) == 1
    clock.seconds += 60
    assert _ask(second, office.clerk, 150) == 100


@pytest.mark.django_db
def test_many_requests_cost_one_write_for_a_part_of_them(office, clock):
    pace = rate_limits.Pace(600)
    _ask(pace, office.clerk, 1)
    with CaptureQueriesContext(connection) as queries:
        assert _ask(pace, office.clerk, 29) == 29
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        assert _ask(pace, office.clerk, 30) == 30
    assert len(queries) == 1


def test_workers_that_begin_at_once_take_no_more_than_the_bound(at_once, clock):
    clerk = cast.office().clerk
    paces = [rate_limits.Pace(20) for _ in range(4)]
    allowed = at_once(*(lambda pace=pace: _ask(pace, clerk, 10) for pace in paces))
    assert sum(allowed) == 20
