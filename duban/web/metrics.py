"""What a watcher counts: requests by route and status, how long they took, failures of the database. No personal data.

The workers of one server count together, in files of the folder PROMETHEUS_MULTIPROC_DIR that `duban serve` makes.
"""

import os
from collections.abc import Iterator

from django.db import DatabaseError
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from duban.ledger.queries.upkeep import figures

_OWN = CollectorRegistry()
REQUESTS = Counter("duban_requests", "Requests answered", ("route", "status"), registry=_OWN)
SECONDS = Histogram("duban_request_seconds", "Seconds until a request was answered", registry=_OWN)
DATABASE_ERRORS = Counter("duban_database_errors", "Requests that failed because of the database", registry=_OWN)


def count(route: str, status: int, seconds: float, failure: BaseException | None) -> None:
    """Count one answered request; `failure` is what nobody expected, if anything."""
    REQUESTS.labels(route, f"{status // 100}xx").inc()
    SECONDS.observe(seconds)
    while failure is not None:
        if isinstance(failure, DatabaseError):
            DATABASE_ERRORS.inc()
            return
        failure = failure.__cause__ or failure.__context__


def exposition(request: HttpRequest, version: str) -> bytes:
    """Return everything in the format of Prometheus. Raises DatabaseError where the database is away."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = _OWN
    known = CollectorRegistry()
    known.register(_Known(figures.figures(request.at), version))  # type: ignore[attr-defined]
    return generate_latest(counted) + generate_latest(known)


class _Known(Collector):
    """What the database says at this moment."""

    def __init__(self, found: figures.Figures, version: str) -> None:
        self._found, self._version = found, version

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        build = GaugeMetricFamily("duban_build_info", "The version that answers", labels=("version",))
        build.add_metric((self._version,), 1)
        days = GaugeMetricFamily(
            "duban_daily_run_day_seconds", "Day up to which an office's daily run has come", labels=("office",)
        )
        for office, moment in self._found.daily.items():
            days.add_metric((office,), moment)
        yield build
        yield days
        yield GaugeMetricFamily("duban_letters_waiting", "Letters that wait for delivery", value=self._found.letters)
        yield GaugeMetricFamily("duban_journal_chains", "Offices whose journal has a head", value=self._found.chains)
