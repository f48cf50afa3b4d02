"""Sessions: one sees one's own, ends the others; the administrator ends another's; a disabled account has none."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import officers
from duban.ledger.models import JournalLine
from duban.ledger.queries.accounts.sessions import ref_of
from duban.people import networks
from tests import cast

pytestmark = pytest.mark.django_db


def _sign_in(officer, agent="Firefox"):
    client = Client(headers={"User-Agent": agent})
    assert client.post("/login", {"username": officer.username, "password": cast.PASSWORD}).status_code == 302
    return client


def _is_in(client):
    return client.get("/inbox").status_code == 200


def test_one_sees_ones_own_and_ends_another(office):
    here, there = _sign_in(office.liaison, "Firefox"), _sign_in(office.liaison, "Old Phone")
    _sign_in(office.clerk, "Somebody Else")
    page = here.get("/sessions").content.decode()
    assert "Old Phone" in page and "Firefox" in page and "Somebody Else" not in page and page.count("当前") == 1
    assert there.cookies["sessionid"].value not in page
    assert here.post(f"/sessions/{ref_of(there.cookies['sessionid'].value)}/end").url == "/sessions"
    assert _is_in(here) and not _is_in(there)
    # Once: the cookie of a session that is over is taken away with it.
    assert "ended" not in there.get("/inbox").url
    line = JournalLine.objects.get(verb="officer.sessions_ended")
    assert line.actor == office.liaison and line.content == {"sessions": 1}


def test_the_address_behind_a_proxy_is_the_clients_own(office, settings):
    settings.PROXIES = networks.networks(["10.8.0.0/16"])
    for remote, address in (
        ("127.0.0.1", "203.0.113.9"),
        ("10.8.0.7", "203.0.113.9"),
        ("198.51.100.7", "198.51.100.7"),
    ):
        client = Client(REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR="192.0.2.66, 203.0.113.9")
        client.post("/login", {"username": office.liaison.username, "password": cast.PASSWORD})
        assert client.session["address"] == address
    page = client.get("/sessions").content.decode()
    assert "198.51.100.7" in page and "203.0.113.9" in page and "192.0.2.66" not in page


def test_nobody_ends_what_is_not_theirs_or_their_present_one(office):
    here, other = _sign_in(office.liaison), _sign_in(office.clerk)
    for client in (here, other):
        assert here.post(f"/sessions/{ref_of(client.cookies['sessionid'].value)}/end").status_code == 409
    assert _is_in(here) and _is_in(other)


def test_the_administrator_ends_anothers(office):
    admin, one, two = _sign_in(office.admin), _sign_in(office.liaison), _sign_in(office.liaison)
    assert "结束登录" in admin.get(f"/settings/officers/{office.liaison.pk}").content.decode()
    assert admin.post(f"/settings/officers/{office.liaison.pk}/sessions/end").status_code == 302
    assert _is_in(admin) and not _is_in(one) and not _is_in(two)
    assert admin.post(f"/settings/officers/{office.liaison.pk}/sessions/end").status_code == 409


def test_a_disabled_account_is_out_at_once(office):
    admin, one = _sign_in(office.admin), _sign_in(office.inspector)
    admin.post(f"/settings/officers/{office.inspector.pk}/disablement")
    assert not _is_in(one)


def test_the_page_asks_the_same_of_the_database_for_one_and_for_many(office):
    client = _sign_in(office.liaison)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/sessions")
        return len(queries)

    one = count()
    for _ in range(6):
        _sign_in(office.liaison)
    assert count() == one


@pytest.mark.parametrize("act", ["password", "disablement"])
def test_whose_session_was_ended_reads_why_at_the_entrance(office, act):
    admin, there = _sign_in(office.admin), _sign_in(office.liaison)
    if act == "password":
        officers.reset_password(officer=office.liaison, actor=office.admin, at=cast.at())
    else:
        admin.post(f"/settings/officers/{office.liaison.pk}/disablement")
    led = there.get("/matters?due=late")
    assert led.url == "/login?ended=1&next=%2Fmatters%3Fdue%3Dlate"
    assert "口令已重置、这处登录被结束，或者账号已停用" in there.get(led.url).content.decode()
