"""Sessions are Django's own, read by a question that is built once: kept, ended, unknown, and those that Django itself opened."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_it_is_what_the_program_uses_and_takes_one_question():
    assert SessionStore.__module__ == settings.SESSION_ENGINE
    made = SessionStore()
    made["who"] = "甲"
    made.save()
    with CaptureQueriesContext(connection) as queries:
        assert SessionStore(made.session_key)["who"] == "甲"
    assert len(queries) == 1


def test_what_django_opened_stays_open_and_the_other_way_round():
    for first, second in ((db.SessionStore, SessionStore), (SessionStore, db.SessionStore)):
        made = first()
        made["who"] = "乙"
        made.save()
        assert second(made.session_key)["who"] == "乙"


@pytest.mark.parametrize("key", ["", "unknown-key-of-nobody-000000000", "甲" * 40, "a' OR '1'='1' --------------"])
def test_an_unknown_one_is_new_and_takes_another_key(key):
    found = SessionStore(key)
    assert dict(found.items()) == {}
    found["who"] = "丙"
    found.save()
    assert found.session_key not in (None, key)


def test_one_that_ended_is_new_and_what_it_held_is_not_read():
    made = SessionStore()
    made["who"] = "丁"
    made.save()
    Session.objects.filter(pk=made.session_key).update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    found = SessionStore(made.session_key)
    assert "who" not in found and found.session_key is None
