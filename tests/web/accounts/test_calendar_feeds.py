"""The page of one's calendar feed, and what a calendar program is given at its address."""

import re

import pytest
from django.test import Client

from duban.ledger.actions.accounts import calendar_feeds
from tests import cast, stories
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def _make(client, **more):
    return client.post("/calendar-feed", {"kinds": ["due", "report"], "password": PASSWORD, **more})


def test_the_address_is_shown_once_opens_without_a_session_and_ends(office, signed_in, settings):
    stories.matter(office, due_on="2026-04-30")
    client = signed_in(office.liaison)
    assert _make(client, password="wrong").status_code == 422
    page = _make(client, form_key="k").content.decode()
    address = re.search(r'value="(http://testserver/feeds/[\w-]+\.ics)"', page)[1]
    assert address not in client.get("/calendar-feed").content.decode()
    again = _make(client, form_key="k")
    assert again.status_code == 302 or "feeds/" not in again.content.decode(), "the same form makes no other"
    path = address.removeprefix("http://testserver")
    given = Client().get(path)
    assert given.status_code == 200 and given.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "推进某项目建设" in given.content.decode() and given.headers["Cache-Control"] == "private, max-age=14400"
    same = Client().get(path, headers={"If-None-Match": given.headers["ETag"]})
    assert same.status_code == 304 and not same.content
    assert Client().post(path).status_code in (403, 405)
    assert client.post("/calendar-feed/revocation").url == "/calendar-feed"
    assert Client().get(path).status_code == 404


def test_a_program_that_asks_all_the_time_is_told_to_wait(office, monkeypatch):
    monkeypatch.setattr(calendar_feeds, "MOST_AN_HOUR", 1)
    _, secret = calendar_feeds.make_feed(officer=office.clerk, kinds=["due"], at=cast.at())
    assert Client().get(f"/feeds/{secret}.ics").status_code == 200
    answer = Client().get(f"/feeds/{secret}.ics")
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "3600"
