"""The health page."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from duban.ledger.actions.office import daily_run
from duban.ledger.models import Chain, Heartbeat, Letter
from duban.ledger.models.heartbeats import Beater
from duban.web.views.upkeep import health

pytestmark = pytest.mark.django_db


def test_well_and_open_to_the_watcher(office):
    response = Client().get("/health")
    assert response.status_code == 200
    assert response.json()["status"] == "well" and response.json()["daily"] == "never"
    assert office.jurisdiction.slug not in response.content.decode()


def test_a_daily_run_that_is_behind_is_unwell(office, settings):
    settings.PRESENT_DAY = "2026-03-31"
    Chain.objects.create(jurisdiction=office.jurisdiction, daily_on=datetime.date(2026, 3, 30))
    assert Client().get("/health").status_code == 200
    Chain.objects.update(daily_on=datetime.date(2026, 3, 29))
    response = Client().get("/health")
    assert response.status_code == 503 and response.json()["daily"] == "behind"
    assert response.json()["daily_on"] == "2026-03-29"


def test_a_daily_run_of_a_day_to_come_is_unwell(office, settings):
    settings.PRESENT_DAY = "2026-03-31"
    Chain.objects.create(jurisdiction=office.jurisdiction, daily_on=datetime.date(2026, 4, 1))
    response = Client().get("/health")
    assert response.status_code == 503 and response.json()["daily"] == "ahead"


def test_a_daily_run_that_broke_off_is_unwell_and_said_to_its_office_alone(office, zhuoni, signed_in):
    daily_run.note_failure(jurisdiction=office.jurisdiction, why="第 3 行有误", at=timezone.now())
    assert Client().get("/health").json()["daily"] == "failing"
    assert "每日自动处理中断（第 3 行有误）" in signed_in(office.clerk).get("/matters").content.decode()
    assert "每日自动处理中断" not in signed_in(zhuoni.clerk).get("/matters").content.decode()
    daily_run.note_success(jurisdiction=office.jurisdiction)
    assert Client().get("/health").status_code == 200


def test_a_dead_schedule_is_unwell_within_two_minutes(office, settings, signed_in):
    client = signed_in(office.clerk)
    settings.PRESENT_DAY = None
    Heartbeat.objects.create(name=Beater.SCHEDULE, at=timezone.now() - datetime.timedelta(seconds=80))
    assert Client().get("/health").json()["schedule"] == "ok"
    Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(seconds=100))
    response = Client().get("/health")
    assert response.status_code == 503 and response.json()["schedule"] == "silent"
    assert "每日自动处理没有在运行" in client.get("/matters").content.decode()
    settings.SCHEDULER = "outside"
    assert Client().get("/health").status_code == 200


def test_a_demonstration_is_not_watched(office):
    Chain.objects.create(jurisdiction=office.jurisdiction, daily_on=datetime.date(2020, 1, 1))
    office.jurisdiction.is_demo = True
    office.jurisdiction.save()
    assert Client().get("/health").status_code == 200


def test_writes_that_could_be_lost_are_unwell(monkeypatch):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL synchronous_commit TO off")
        else:
            # SQLite refuses to change this inside the test's transaction.
            monkeypatch.setattr(health, "durability", lambda: {"synchronous": False})
    response = Client().get("/health")
    assert response.status_code == 503
    assert "off" in response.json()["durability"].values()


def test_no_database_is_said_without_details(monkeypatch):
    def away():
        raise DatabaseError("password of the database")

    monkeypatch.setattr(health, "durability", away)
    response = Client().get("/health")
    assert response.status_code == 503
    assert response.json() == {"status": "unwell", "database": "unreachable"}


def test_letters_that_nobody_delivers_are_unwell(office):
    def letter(minutes):
        return Letter(
            officer=office.clerk, channel="mail", letter_id=uuid.uuid4(), subject="督办", body="1.",
            next_at=timezone.now() - datetime.timedelta(minutes=minutes),
        )  # fmt: skip

    letter(50).save()
    assert Client().get("/health").status_code == 200
    letter(70).save()
    response = Client().get("/health")
    assert response.status_code == 503 and response.json()["letters"] == "behind"
