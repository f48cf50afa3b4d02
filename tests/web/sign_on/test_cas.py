"""CAS against a real server: a ticket opens once, in the browser that set out, for the address for which it was made."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from django.test import Client

from tests.web.sign_on.conftest import NAME, SECRET
from tests.web.sign_on.test_oidc import _who

pytestmark = pytest.mark.django_db


@pytest.fixture
def cas(cas_server, settings, office):
    settings.CAS = {"url": cas_server, "attribute": "", "label": "统一身份认证登录"}
    return settings.CAS


def _ticketed(address):
    """Sign in at the CAS server and return the path to which it sends the browser."""
    with requests.Session() as session:
        form = session.get(address, timeout=10).text
        words = dict(re.findall(r'name="(csrfmiddlewaretoken|service)" value="([^"]*)"', form))
        words["service"] = parse_qs(urlparse(address).query)["service"][0]
        answer = session.post(
            address, data={**words, "username": NAME, "password": SECRET}, allow_redirects=False, timeout=10
        )
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def _set_out(client, to=""):
    answer = client.get("/login/cas", {"next": to} if to else {})
    assert answer.status_code == 302
    return answer.url


def _return(client):
    """Set out, and return the path under which this journey comes back."""
    return urlparse(parse_qs(urlparse(_set_out(client)).query)["service"][0]).path


def test_who_has_a_ticket_comes_in_once(cas):
    client, other = Client(), Client()
    assert 'href="/login/cas"' in client.get("/login").content.decode()
    back = _ticketed(_set_out(client, "/matters"))
    assert "ticket=ST-" in back
    assert other.get(back).status_code == 401 and _who(other) is None
    answer = client.get(back)
    assert (answer.status_code, answer.url, _who(client)) == (302, "/matters", NAME)
    page = client.post("/logout", follow=True).content.decode()
    assert f"{cas['url']}logout" in page
    assert client.get(back).status_code == 401


def test_a_used_ticket_opens_nothing_in_a_new_journey_either(cas):
    client = Client()
    back = _ticketed(_set_out(client))
    client.get(back)
    client.post("/logout")
    ticket = parse_qs(urlparse(back).query)["ticket"][0]
    assert client.get(_return(client), {"ticket": ticket}).status_code == 401
    assert _who(client) is None


def test_a_fresh_ticket_of_another_program_or_journey_opens_nothing(cas):
    thief = Client()
    for service in ("http://testserver/other", "http://testserver/login/cas/return/of-another"):
        ticket = parse_qs(
            urlparse(_ticketed(f"{cas['url']}login?service={requests.utils.quote(service, safe='')}")).query
        )["ticket"][0]
        assert thief.get(_return(thief), {"ticket": ticket}).status_code == 401
        assert _who(thief) is None


@pytest.mark.parametrize("ticket", ["", "ST-made-up", "ST-1&service=http://testserver/", "<x/>"])
def test_a_made_up_ticket_opens_nothing(cas, ticket):
    client = Client()
    assert client.get(_return(client), {"ticket": ticket}).status_code == 401
    assert _who(client) is None


def test_an_attribute_may_say_which_account_and_a_closed_one_stays_closed(cas, settings, office):
    settings.CAS = {**cas, "attribute": "username"}
    client = Client()
    client.get(_ticketed(_set_out(client)))
    assert _who(client) == NAME
    settings.CAS = {**cas, "attribute": "not_there"}
    assert Client().get(_ticketed(_set_out(Client()))).status_code == 401
    settings.CAS = cas
    office.clerk.is_active = False
    office.clerk.save()
    closed = Client()
    assert closed.get(_ticketed(_set_out(closed))).status_code == 401 and _who(closed) is None


def test_a_server_that_is_away_is_said(settings, office, cas):
    settings.CAS = {**cas, "url": "http://127.0.0.1:9/"}
    client = Client()
    answer = client.get(_return(client), {"ticket": "ST-1"})
    assert answer.status_code == 401 and "没有回应" in answer.content.decode()
