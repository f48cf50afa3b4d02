"""Fixtures for every test that needs the database."""

import datetime
import time
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests import cast


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords fast: the slowness that protects them is Django's, and not what is tested here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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


@pytest.fixture
def committed(transactional_db):
    """A database whose transactions are real, for threads and browsers. Its append-only tables are emptied afterwards."""
    guard = import_module("duban.ledger.migrations.0003_append_only")
    _run(guard.unprotect)
    _run(guard.protect)
    yield
    _run(guard.unprotect)


def _run(operation) -> None:
    with connection.schema_editor() as editor:
        operation(apps, editor)
