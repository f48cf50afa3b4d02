"""What Prometheus reads: figures without people, on the machine itself or with the token."""

import datetime

import pytest
from django.db import DatabaseError
from django.test import Client

from duban.ledger.models import Chain
from duban.ledger.queries.upkeep import figures
from tests import stories

pytestmark = pytest.mark.django_db


def test_requests_are_counted_by_route_and_status(office, signed_in):
    matter = stories.matter(office, due_on="2026-06-30", title="某项目")
    Chain.objects.update(daily_on=datetime.date(2026, 3, 30))
    signed_in(office.clerk).get(f"/matters/{matter.no}")
    Client().get("/nothing/here")
    said = Client().get("/metrics").content.decode()
    assert 'duban_requests_total{route="matter",status="2xx"}' in said
    assert "duban_request_seconds_bucket" in said and "duban_database_errors_total" in said
    assert 'duban_daily_run_day_seconds{office="sanmenxia-2019"}' in said
    assert (
        "duban_journal_chains 1.0" in said
        and "duban_letters_waiting 0.0" in said
        and 'duban_build_info{version="' in said
    )
    assert matter.no not in said and "nothing" not in said and office.clerk.username not in said


def test_to_others_there_is_no_such_page(settings):
    settings.METRICS_TOKEN = "of-the-watcher"
    away = {"REMOTE_ADDR": "192.0.2.7"}
    assert Client().get("/metrics", **away).status_code == 404
    assert Client().get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    assert Client(headers={"authorization": "Bearer other"}).get("/metrics", **away).status_code == 404
    assert Client(headers={"authorization": "Bearer of-the-watcher"}).get("/metrics", **away).status_code == 200
    settings.METRICS_TOKEN = ""
    assert Client(headers={"authorization": "Bearer "}).get("/metrics", **away).status_code == 404


def test_without_the_database_there_are_no_figures(monkeypatch):
    def away(_):
        raise DatabaseError("password of the database")

    monkeypatch.setattr(figures, "figures", away)
    answer = Client().get("/metrics")
    assert answer.status_code == 503 and not answer.content
