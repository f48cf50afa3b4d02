"""Fixtures for every test that needs the database."""

import datetime
import time

import pytest
from django.test import Client

from tests import cast


@pytest.fixture
def office(db):
    """One office under the Sanmenxia regime."""
    return cast.office()


@pytest.fixture
def zhuoni(db):
    """One office under the Zhuoni regime."""
    return cast.office("zhuoni-2022")


@pytest.fixture
def at() -> datetime.datetime:
    """The instant of the tests: the last working day of March 2026."""
    return cast.at()


@pytest.fixture
def signed_in(settings):
    """Return a function that gives a client signed in as an officer, on 2026-03-31."""
    settings.PRESENT_DAY = "2026-03-31"

    def sign_in(officer) -> Client:
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["began"] = session["seen"] = int(time.time())
        session.save()
        return client

    return sign_in
