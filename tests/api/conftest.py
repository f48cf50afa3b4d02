"""Clients of the interface: programs with a token, browsers with a session."""

import datetime
import itertools
import json
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from duban.api.authentication import PACE
from duban.ledger import conditions
from duban.ledger.actions.accounts import tokens
from duban.ledger.letter_channels import robots
from duban.people.models import AccessToken
from tests import cast
from tests.api import filled

_KEYS = itertools.count()


class Program:
    """A program that acts as an officer. It answers (status, body). Programs of one test call the same server."""

    def __init__(self, secret, server=None):
        self.client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})
        self.client.handler = server or self.client.handler

    def get(self, path, **query):
        """Read."""
        return self._answer(self.client.get(f"/api{path}", query))

    def post(self, path, key=None, **given):
        """Act; creations get a key of their own unless one is named."""
        return self._answer(self.send(path, key=key, **given))

    def send(self, path, key=None, **given):
        """Act, and answer the response itself."""
        headers = {"idempotency-key": key if key is not None else f"test-{next(_KEYS)}"}
        return self.client.post(f"/api{path}", json.dumps(given, default=str), "application/json", headers=headers)

    def _answer(self, response):
        # Chinese stands as it is in every answer.
        assert not re.search(rb"\\u[4-9]", response.content)
        return response.status_code, json.loads(response.content)


@pytest.fixture(autouse=True)
def nobody_called(monkeypatch):
    """Post nothing: what the makers of robots answer is told in the tests of robots."""
    monkeypatch.setattr(robots, "post", lambda target, subject, text: None)


@pytest.fixture(autouse=True)
def fresh_pace():
    """Count requests anew for each test."""
    PACE.forget()


@pytest.fixture(scope="module")
def everything(lasting) -> Iterator[dict]:
    """An office in which everything can be done: its `calls`, three `roles` and the `headers` of each caller; undone after the last test."""
    before, settings.PRESENT_DAY = settings.PRESENT_DAY, "2026-03-31"
    with pytest.MonkeyPatch.context() as patch:
        # A decision can be undone as long as these tests take.
        patch.setattr(conditions.requests, "UNDONE_WITHIN", datetime.timedelta(days=1))
        office = cast.office()
        calls = filled.fill(office, cast.office("zhuoni-2022"))
        roles = [office.clerk, office.liaison, office.leader]
        headers = {}
        for who in {*roles, *(call.who for call in calls.values())}:
            headers[who.pk] = {"Authorization": f"Bearer {secret_of(who)}"}
        in_use()
        yield {"calls": calls, "roles": roles, "headers": headers}
    settings.PRESENT_DAY = before


@pytest.fixture
def as_program(settings):
    """Return a function that gives a program acting as an officer, on 2026-03-31; with a token of theirs, where they have one."""
    settings.PRESENT_DAY = "2026-03-31"
    server = Client().handler

    def program(officer, secret: str = "") -> Program:
        return Program(secret or secret_of(officer), server)

    return program


def secret_of(officer) -> str:
    """Make a token for an officer, on 2026-03-31, and return its secret."""
    until, at = datetime.date(2026, 12, 31), cast.at("2026-03-31 00:01")
    return tokens.create_token(officer=officer, name="测试", expires_on=until, actor=None, at=at)[1]


def in_use() -> None:
    """Let every token have been used a moment ago, whenever it is asked with: what is noted once a minute is not noted at each call."""
    AccessToken.objects.update(last_used_at=cast.at("2026-03-31 23:59"))
