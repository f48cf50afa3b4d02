"""Every route, every role: generated from the table of routes, held against tests/web/permissions."""

import copy
import re

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import get_resolver, reverse

from duban.ledger.models import AuditEvent, JournalLine
from duban.ledger.queries import held_counts
from duban.people import tracking
from duban.people.models import Officer, Role
from duban.web.views import errors
from tests import cast
from tests.web.permissions import EVERYBODY, ROWS

NAMES = sorted(pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None))
DENIED = (403, 404)
# A line of the audit log; a count of scores, which `duban fsck` holds against a full one and which may be dropped at any moment.
_KEPT = re.compile(r'INSERT INTO "?ledger_auditevent"? |(INSERT INTO|UPDATE|DELETE FROM) "ledger_(unit)?tally" ')
# What a page says where something is refused: above the form, in a frame of its own, or on a page of its own.
_SAID = re.compile('role="alert"|现在不能这样办')
# Acts that leave no line, each with the reason.
SILENT = {
    "conclusion_opening": "who opens it once more is on record already",
    "first_day": "how one looks at one's own desk",
    "inbox_reading": "one's own inbox",
    "instruction_preview": "it says what would follow, and writes nothing",
    "letter_again": "a letter is tried anew as it is",
    "message_reading": "one's own inbox",
    "message_test": "one's own letter; the other side's answer is shown",
    "robot_test": "says nothing of any business; the other side's answer is shown",
    "saved_view_dismissal": "one's own convenience",
}


@pytest.fixture(scope="module")
def offices(lasting):
    """Two offices for all tests here: ours, and one beside it with units of other codes, so that an address can only mean ours."""
    ours, made = cast.office(), cast.office("zhuoni-2022")
    for unit in made.units:
        unit.code = f"other-{unit.code}"
        unit.save()
    return ours, made


@pytest.fixture
def office(db, offices):
    """Our office as it was made, whatever another test remembered of it."""
    return copy.deepcopy(offices[0])


@pytest.fixture
def other(db, offices):
    """The office beside it."""
    return copy.deepcopy(offices[1])


@pytest.fixture(scope="module")
def sessions(offices):
    """The key of a session of every officer, open all along: each was seen in the last minute, so that nothing is noted of it."""
    return {
        officer.pk: cast.session_of(officer, ahead=3600) for office in offices for officer in office.officers.values()
    }


def _address(name, office):
    row = ROWS[name]
    return reverse(name, args=row.args(office) if row.args else [])


def _status(client, method, address, unsaid=None):
    """Call it and undo what it did, so that the next one finds things as they were.

    An act that was carried out and says nothing in a log, or writes rows that no line carries, is added to `unsaid`; so is a form that comes
    back and does not say why.
    """
    client.raise_request_exception = False
    with transaction.atomic():
        tracking.take()
        lines = 0 if unsaid is None else JournalLine.objects.count() + AuditEvent.objects.count()
        answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
        status = answer.status_code
        rows = tracking.take()
        # A page of refusal that was drawn before has its status alone here.
        if unsaid is not None and status == 422 and answer.content and not _SAID.search(answer.content.decode()):
            unsaid.append("refused without a word")
        if unsaid is not None and status < 400:
            if rows:
                unsaid.append(f"no line carries {sorted(rows)}")
            if JournalLine.objects.count() + AuditEvent.objects.count() == lines:
                unsaid.append("no line")
        transaction.set_rollback(True)
    return status


@pytest.fixture(scope="module")
def drawn():
    """What refusals were drawn already."""
    return set()


def _drawn_once(drawn, name, who):
    """Return what draws a refusal the first time that this route refuses, and the first time that this officer meets one so named; else it has its status alone."""

    def draw(request, template, context, *, status):
        sort = {name, (who, template, context["title"])}
        if sort <= drawn:
            return HttpResponse(status=status)
        drawn.update(sort)
        return render(request, template, context, status=status)

    return draw


def _noting(asked):
    """Return what notes each statement that is asked of the database."""

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    return note


def test_every_route_has_a_row():
    assert sorted(ROWS) == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_who_may_and_reading_never_writes(name, office, signed_in, sessions, drawn, monkeypatch):
    row, address = ROWS[name], _address(name, office)
    wrong, written, unsaid = {}, {}, []
    made = [officer.pk for officer in office.officers.values()]
    active = set(Officer.objects.filter(pk__in=made, is_active=True).values_list("pk", flat=True))
    for who, officer in office.officers.items():
        if officer.pk not in active:
            continue
        client = signed_in(officer, sessions.get(officer.pk, ""))
        asked: list[str] = []
        held_counts.forget()
        monkeypatch.setattr(errors, "render", _drawn_once(drawn, name, who))
        with connection.execute_wrapper(_noting(asked)):
            status = _status(client, row.method, address, unsaid if row.method == "POST" else None)
        allowed = status not in (*DENIED, 401, 405) and status < 500
        if (who in row.who) is not allowed or (not allowed and status not in DENIED):
            wrong[who] = status
        # What was refused or handed out leaves its line in the audit log, and what was counted is kept for who asks next: nothing else is written.
        writes = [
            sql for sql in asked if sql.split()[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE") and not _KEPT.match(sql)
        ]
        if row.method == "GET" and writes:
            written[who] = writes
    assert not wrong
    assert not written
    assert not unsaid or (name in SILENT and set(unsaid) == {"no line"})
    assert set(row.who) <= {*office.officers, "anonymous"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_door(name, office, settings):
    """Who is not signed in is led to the login; an act needs its token and is no GET; so does what is sent to a page."""
    row, address = ROWS[name], _address(name, office)
    response = Client(raise_request_exception=False).generic(row.method, address)
    if "anonymous" in row.who:
        assert response.status_code in (200, 503)
    elif row.who:
        assert response.status_code == 302 and response.url.startswith("/login?next=")
    else:
        assert response.status_code == 404
    settings.DEMO = row.method == "POST"
    officer = office.officers[next(iter(sorted(row.who - {"anonymous"})), "clerk")]
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(address)
    if row.method == "GET":
        assert response.status_code in (403, 405)
    else:
        assert response.status_code == 403 and "没有提交" in response.content.decode()
        assert client.get(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ROWS[name].args and ROWS[name].is_own])
def test_nothing_is_found_across_the_border(name, office, other, signed_in, sessions, monkeypatch):
    # How a refusal looks to each role is drawn above, for every route; here it is the answer that counts.
    monkeypatch.setattr(errors, "render", lambda request, *_, status, **__: HttpResponse(status=status))
    row, address = ROWS[name], _address(name, office)
    found = {
        who: status
        for who, officer in other.officers.items()
        if (status := _status(signed_in(officer, sessions[officer.pk]), row.method, address)) not in DENIED
    }
    assert not found


def test_the_cast_has_every_role():
    assert set(Role.values) <= EVERYBODY
