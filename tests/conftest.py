"""Fixtures for every test that needs the database."""

import datetime
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from whitenoise.middleware import WhiteNoiseMiddleware

from duban.cli.running import daily
from duban.engine.clauses import Regime
from duban.engine.packs import loading
from duban.ledger.audit import audit_log
from duban.ledger.queries import held_counts
from duban.ledger.storage.tables import PROTECTING
from duban.people import tracking
from duban.web import middleware
from tests import cast

# What takes longest begins first: at the end nobody waits for one long test alone.
_LONG = (
    "/journeys/", "/releases/", "/serving/", "/demo/", "/test_every_document.py", "/test_accessible.py", "/test_forms.py", "/test_tables.py", "/test_round_trip.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """Let the long tests begin, the others follow in their order."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in _LONG))


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords fast: the slowness that protects them is Django's, and not what is tested here."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "duban.people.hashers.InitialPasswordHasher",
    ]


@pytest.fixture(scope="session", autouse=True)
def files_looked_up_once():
    """A client is a server of its own; what lies under static/ it takes from the first one, as it is the same for all."""
    known: dict[str, dict] = {}
    look_up = WhiteNoiseMiddleware.add_files_from_finders

    def take(server) -> None:
        if server.static_prefix not in known:
            look_up(server)
            known[server.static_prefix] = dict(server.files)
        server.files.update(known[server.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", take)
        yield


@pytest.fixture(scope="session", autouse=True)
def packs_looked_at_once():
    """The packs that come with duban stay as they are while tests run: whether their files changed is not asked at every step of a story."""
    known: dict[str, Regime] = {}
    load = loading.load_regime

    def take(id_or_path):
        if os.environ.get("DUBAN_REGIMES") or not isinstance(id_or_path, str) or "/" in id_or_path:
            return load(id_or_path)
        if id_or_path not in known:
            known[id_or_path] = load(id_or_path)
        return known[id_or_path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "load_regime", take)
        yield


@pytest.fixture(scope="session", autouse=True)
def a_day_begins_at_ten():
    """A day that a test sets begins at ten o'clock and goes on from there: what is fixed for an hour does not depend on when tests run."""
    began = timezone.now()
    ten = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    with pytest.MonkeyPatch.context() as patch:
        for clock in (middleware, daily):
            patch.setattr(clock, "time_of_day", lambda: (ten + (timezone.now() - began)).timetz())
        yield


@pytest.fixture(scope="session", autouse=True)
def questions_counted_anew():
    """Where questions are counted, nothing is held from before: a budget is that of the page which comes after something was written."""
    enter = CaptureQueriesContext.__enter__

    def begin(context):
        held_counts.forget()
        return enter(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CaptureQueriesContext, "__enter__", begin)
        yield


@pytest.fixture(scope="session", autouse=True)
def numbers_of_their_own(django_db_setup, django_db_blocker):
    """No record is number 1 and no two kinds begin alike: a test that guesses a number, or takes one kind's for another's, fails always."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":  # PostgreSQL gives no number twice: there they differ by themselves
            return
        with connection.cursor() as cursor:
            for at, table in enumerate(sorted(connection.introspection.django_table_names(only_existing=True))):
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, 7000 + 113 * at])


@pytest.fixture(autouse=True)
def empty_audit_log():
    """Let the writer of the audit log know that the database it writes to is a new one."""
    audit_log.forget_head()


@pytest.fixture(autouse=True)
def little_waits():
    """What a module's fixtures wrote waits for a commit that never comes, and each undoing looks through all of it: what lines carry goes."""
    waiting = connection.run_on_commit
    del waiting[: max((at for at, (_, note, *_) in enumerate(waiting) if isinstance(note, tracking.Taken)), default=0)]


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """What a fixture of a module writes lasts for all its tests, each of which undoes its own, and is undone after the last."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        # The end of a request closes its connection, and with it would go what the next test needs.
        patch.setattr(connection, "close", lambda: None)
        yield
        transaction.set_rollback(True)


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
    """Return a function that gives a client signed in as an officer, on 2026-03-31; in a session that is given, where it is open already."""
    settings.PRESENT_DAY = "2026-03-31"
    # All clients of a test call the same server.
    server = Client().handler

    def sign_in(officer, session: str = "") -> Client:
        client = Client()
        client.handler = server
        client.cookies[settings.SESSION_COOKIE_NAME] = session or cast.session_of(officer)
        return client

    return sign_in


@pytest.fixture
def protected_again(request, django_db_setup, django_db_blocker):
    """When the database has been emptied, what only grows is held by its triggers for the modules to come."""

    def protect():
        with django_db_blocker.unblock():
            for name in PROTECTING:
                guard = import_module(f"duban.ledger.migrations.{name}")
                _run(guard.unprotect)
                _run(guard.protect)

    # Where a server is live, the database is emptied after every fixture of the test has ended.
    request.node.getparent(pytest.Module).addfinalizer(protect)


@pytest.fixture
def committed(protected_again, transactional_db):
    """A database whose transactions are real, for threads and browsers. Its append-only tables are emptied afterwards."""
    guards = [import_module(f"duban.ledger.migrations.{name}") for name in PROTECTING]
    for guard in guards:
        _run(guard.unprotect)
        _run(guard.protect)
    yield
    for guard in guards:
        _run(guard.unprotect)


@pytest.fixture
def at_once(committed, tmp_path, record_property):
    """Return a function that runs acts in threads of their own, started together; it answers what each returned or raised.

    On PostgreSQL in the test database itself; on SQLite in a file, since a database in memory has but one connection.
    """
    if connection.vendor == "sqlite":
        file = tmp_path / "races.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
        before = connections["default"]
        settings = {**before.settings_dict, "NAME": str(file)}
        connect = lambda: type(before)(settings, "default")  # noqa: E731
        connections["default"] = connect()
    else:
        connect = None

    races = 0

    def run(*acts):
        nonlocal races
        races += 1
        together = threading.Barrier(len(acts))

        def one(act):
            if connect is not None:
                connections["default"] = connect()
            try:
                together.wait(timeout=20)
                return act()
            except Exception as error:
                return error
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    yield run
    record_property("races", races)
    if connect is not None:
        connections["default"].close()
        connections["default"] = before


def _run(operation) -> None:
    with connection.schema_editor() as editor:
        operation(apps, editor)
