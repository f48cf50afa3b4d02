"""The log: who can be read out of it is nobody, what can be forged in it is nothing (RELIABILITY 46)."""

import io
import json
import logging

import pytest
from django.test import Client

from duban.config import logs
from duban.ledger.queries.office import messages
from tests import cast, stories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[logs.JsonLines, logs.TextLines])
def written(request):
    """What the server would write, as a production's handler does, in either form; everything that any logger lets through."""
    handler, root, access = logging.StreamHandler(io.StringIO()), logging.getLogger(), logging.getLogger("duban.access")
    handler.setFormatter(request.param())
    root.addHandler(handler)
    before, root.level = root.level, logging.WARNING
    assert access.isEnabledFor(logging.INFO)
    yield handler.stream.getvalue
    root.level = before
    root.removeHandler(handler)


def test_a_journey_leaves_no_word_of_anybody_in_the_log(office, signed_in, as_token, written, monkeypatch):
    matter = stories.matter(office, due_on="2026-06-30", title="王小二的低保")
    client = signed_in(office.clerk)
    client.raise_request_exception = False
    client.get(f"/matters/{matter.no}")
    client.get("/matters", {"q": "王小二 13912345678"})
    client.get("/matters/王小二\r\nforged: yes")
    Client().post("/login", {"username": office.clerk.username, "password": "Wrong-pass-2026!"})
    Client().post("/login", {"username": office.clerk.username, "password": cast.PASSWORD})
    Client(headers={"authorization": f"Bearer {as_token}"}).get(f"/api/matters/{matter.no}?q=13912345678")

    def fail(*_):
        raise ValueError(f"{matter.title} {cast.PASSWORD} {as_token}")

    monkeypatch.setattr(messages, "standstill", fail)
    failed = client.get("/desk")
    assert failed.status_code == 500
    log = written()
    assert failed.headers["X-Request-ID"] in log and "ValueError" in log and "test_logs.py" in log
    officer, session = office.clerk, client.cookies["sessionid"].value
    people = ("王小二", "\\u738b", "13912345678", officer.username, officer.full_name)
    for secret in (*people, cast.PASSWORD, "Wrong-pass", as_token, session, f"/{matter.no}", "forged"):
        assert secret not in log, secret
    assert log.count("\n") == log.count("duban.access") + 1


@pytest.fixture
def as_token(office):
    """A token of the clerk."""
    from duban.ledger.actions.accounts import tokens

    return tokens.create_token(
        officer=office.clerk, name="测试", expires_on=stories.day("2026-12-31"), actor=None, at=cast.at()
    )[1]


def test_a_line_of_the_log_is_json_and_cannot_be_forged():
    record = logging.makeLogRecord(
        {
            "msg": "%s",
            "args": ("a\nb\x1b[31m\u2028c",),
            "levelno": 30,
            "levelname": "WARNING",
            "name": "x",
            "status": 200,
        }
    )
    line = logs.JsonLines().format(record)
    assert (
        line.isascii()
        and "\n" not in line
        and json.loads(line)["message"] == "a\nb\x1b[31m\u2028c"
        and json.loads(line)["status"] == 200
    )
    text = logs.TextLines().format(record)
    assert not any(sign in text for sign in "\n\x1b\u2028") and "a\\x0ab" in text
