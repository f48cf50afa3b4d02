"""A clock that jumped is not believed: nothing is written under it before the administrator's word (RELIABILITY 14)."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.actions.upkeep import heartbeats
from duban.ledger.models import Heartbeat, JournalLine
from duban.ledger.models.heartbeats import Beater
from duban.ledger.queries.upkeep import clock
from duban.ledger.queries.upkeep.heartbeats import clock_doubt, doubt_since
from duban.ledger.refusals import Conflict

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_witness(monkeypatch):
    monkeypatch.setattr(clock.WITNESS, "_seen", None)


@pytest.fixture
def enter(signed_in, settings):
    """Sign in, by the real clock."""

    def sign_in(officer) -> Client:
        client = signed_in(officer)
        settings.PRESENT_DAY = None
        return client

    return sign_in


@pytest.mark.parametrize(
    ("days", "doubted"),
    [(0, False), (3, False), (7, False), (7.1, True), (400, True), (-0.9, False), (-1.1, True), (-400, True)],
)
def test_far_from_the_last_sign_of_life_is_doubted(days, doubted, settings):
    now = timezone.now()
    assert (doubt_since(now - days * DAY, now) is not None) is doubted
    assert doubt_since(None, now) is None
    settings.DEMO = True
    assert doubt_since(now - days * DAY, now) is None


def test_nothing_is_written_until_the_administrator_confirms(office, enter):
    Heartbeat.objects.create(name=Beater.SCHEDULE, at=timezone.now() - 30 * DAY)
    clerk, before = enter(office.clerk), JournalLine.objects.count()
    answer = clerk.post("/matters/new", {"title": "某事"})
    assert answer.status_code == 503 and "快了 30 天" in answer.content.decode()
    program = Client().post("/api/matters", data="{}", content_type="application/json")
    assert program.status_code == 503 and "时钟" in program.json()["error"]["why"]
    assert JournalLine.objects.count() == before
    # Reading goes on, with a banner; health is unwell.
    page = clerk.get("/matters").content.decode()
    assert "快了 30 天" in page and "/settings/clock" not in page
    assert clerk.get("/health").json()["clock"] == "doubtful"
    admin = enter(office.admin)
    assert "/settings/clock" in admin.get("/settings/officers").content.decode()
    assert admin.post("/settings/clock").status_code == 302
    assert JournalLine.objects.get(verb="clock.confirmed").actor == office.admin
    assert clerk.post("/matters/new", {"title": "某事"}).status_code != 503
    assert admin.post("/settings/clock").status_code == 409


def test_an_administrator_whose_password_looks_old_can_still_confirm(office, enter):
    """Under a clock that is far ahead every password is past its days, and none can be changed before the clock is confirmed."""
    Heartbeat.objects.create(name=Beater.SCHEDULE, at=timezone.now() - 400 * DAY)
    office.admin.must_change_password = True
    office.admin.save()
    admin = enter(office.admin)
    assert "/settings/clock" in admin.get("/password").content.decode()
    assert admin.post("/password", {}).status_code == 503
    assert admin.post("/settings/clock").status_code == 302
    assert JournalLine.objects.filter(verb="clock.confirmed").count() == 1
    assert admin.post("/password", {}).status_code == 200


@pytest.mark.parametrize("path", ["/login", "/logout", "/login/oidc"])
def test_one_signs_in_and_out_under_any_clock(office, enter, path):
    Heartbeat.objects.create(name=Beater.SCHEDULE, at=timezone.now() - 30 * DAY)
    assert enter(office.admin).post(path).status_code != 503


def test_a_beat_under_a_doubted_clock_is_not_noted(office):
    now = timezone.now()
    assert heartbeats.beat(Beater.SCHEDULE, at=now)
    assert not heartbeats.beat(Beater.SCHEDULE, at=now + 8 * DAY)
    assert Heartbeat.objects.get().at == now
    with pytest.raises(Conflict):
        heartbeats.confirm_clock(actor=None, at=now)
    heartbeats.confirm_clock(actor=None, at=now + 8 * DAY)
    assert Heartbeat.objects.get().at == now + 8 * DAY and clock_doubt(now + 8 * DAY) is None


def test_the_witness_asks_again_only_after_a_jump(office, django_assert_num_queries):
    now, witness = timezone.now(), clock.Witness()
    heartbeats.beat(Beater.SCHEDULE, at=now)
    with django_assert_num_queries(1):
        assert witness.doubt(now) is None
        assert witness.doubt(now + datetime.timedelta(seconds=20)) is None
    with django_assert_num_queries(2):
        assert witness.doubt(now + 30 * DAY) is not None
        assert witness.doubt(now + 30 * DAY) is not None
    with django_assert_num_queries(1):
        assert witness.doubt(now) is None


def test_the_order_of_lines_does_not_follow_the_clock(office):
    now = timezone.now()
    for at in (now, now - datetime.timedelta(minutes=10), now + datetime.timedelta(hours=1)):
        journal.record("clock.confirmed", jurisdiction=office.jurisdiction, actor=None, at=at)
    assert list(JournalLine.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert not list(journal.verify(office.jurisdiction))
