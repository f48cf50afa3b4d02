"""Every route, every role: generated from the table of routes, held against tests/web/permissions.py."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from duban.people.models import Role
from tests import cast
from tests.web.permissions import EVERYBODY, ROWS

NAMES = sorted(pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None))
DENIED = (403, 404)


def _address(name, office):
    row = ROWS[name]
    return reverse(name, args=row.args(office) if row.args else [])


def _status(client, method, address):
    """Call it and undo what it did, so that the next one finds things as they were."""
    client.raise_request_exception = False
    with transaction.atomic():
        status = client.generic(method, address, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    return status


def test_every_route_has_a_row():
    assert sorted(ROWS) == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_who_may(name, office, signed_in):
    row, address = ROWS[name], _address(name, office)
    wrong = {}
    for who, officer in office.officers.items():
        officer.refresh_from_db()
        if not officer.is_active:
            continue
        status = _status(signed_in(officer), row.method, address)
        allowed = status not in (*DENIED, 401, 405) and status < 500
        if (who in row.who) is not allowed or (not allowed and status not in DENIED):
            wrong[who] = status
    assert not wrong
    assert set(row.who) <= {*office.officers, "anonymous"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_who_is_not_signed_in_is_led_to_the_login(name, office):
    row, address = ROWS[name], _address(name, office)
    client = Client(raise_request_exception=False)
    response = client.generic(row.method, address)
    if "anonymous" in row.who:
        assert response.status_code in (200, 503)
    elif row.who:
        assert response.status_code == 302 and response.url.startswith("/login?next=")
    else:
        assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ROWS[name].args and ROWS[name].is_own])
def test_nothing_is_found_across_the_border(name, office, signed_in):
    row, address = ROWS[name], _address(name, office)
    # The other office has units of other codes, so that the address can only mean ours.
    other = cast.office("zhuoni-2022")
    for unit in other.units:
        unit.code = f"other-{unit.code}"
        unit.save()
    found = {
        who: status
        for who, officer in other.officers.items()
        if (status := _status(signed_in(officer), row.method, address)) not in DENIED
    }
    assert not found


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ROWS[name].method == "POST"])
def test_an_act_needs_its_token_and_is_no_get(name, office, settings):
    settings.DEMO = True
    officer = office.officers[next(iter(ROWS[name].who), "clerk")]
    address = _address(name, office)
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(address)
    assert response.status_code == 403
    assert "没有提交" in response.content.decode()
    assert client.get(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ROWS[name].method == "GET"])
def test_forms_on_pages_need_their_token(name, office):
    who = next(iter(sorted(ROWS[name].who - {"anonymous"})))
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.officers[who], backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(_address(name, office)).status_code in (403, 405)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ROWS[name].method == "GET"])
def test_reading_never_writes(name, office, signed_in):
    address = _address(name, office)
    for who in sorted(ROWS[name].who - {"anonymous"}):
        client = signed_in(office.officers[who])
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        written = [
            q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE")
        ]
        assert not written, who


def test_the_cast_has_every_role():
    assert set(Role.values) <= EVERYBODY
