"""Who asks: tokens that expire and can be revoked, sessions with the CSRF token; and each thing created once."""

import datetime
import json

import pytest
from django.test import Client

from duban.ledger.actions.accounts import tokens
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine, Matter
from duban.ledger.refusals import Refused
from duban.people.models import AccessToken
from tests import cast
from tests.api.conftest import Program


def _order(office, **more):
    found = {"title": "某事项", "requirement": "要求", "standard": "标准", "source": "meeting", "due_on": "2026-06-30"}
    return (
        found
        | {"category": Governed.of(office.jurisdiction).document.categories[0].id, "lead": [office.units[0].code]}
        | more
    )


def _token(office, officer=None, expires_on="2026-12-31"):
    return tokens.create_token(
        officer=officer or office.clerk,
        name="台账同步",
        expires_on=datetime.date.fromisoformat(expires_on),
        actor=None,
        at=cast.at(),
    )


@pytest.mark.django_db
def test_of_a_token_only_the_digest_is_kept(office):
    token, secret = _token(office)
    assert secret not in json.dumps(list(AccessToken.objects.values()), default=str)
    line = JournalLine.objects.get(verb="token.created")
    assert line.data["name"] == "台账同步" and secret not in json.dumps(line.data)
    assert token.digest != secret


@pytest.mark.django_db
def test_a_token_notes_when_it_was_used(office, settings):
    settings.PRESENT_DAY = "2026-03-31"
    token, secret = _token(office)
    assert Program(secret).get("/regime")[0] == 200
    token.refresh_from_db()
    assert token.last_used_at.astimezone(cast.SHANGHAI).date() == datetime.date(2026, 3, 31)


@pytest.mark.django_db
def test_a_token_ends_with_its_day_its_revocation_and_its_officer(office, settings):
    token, secret = _token(office, expires_on="2026-04-02")
    settings.PRESENT_DAY = "2026-04-02"
    assert Program(secret).get("/regime")[0] == 200
    settings.PRESENT_DAY = "2026-04-03"
    assert Program(secret).get("/regime")[0] == 401
    settings.PRESENT_DAY = "2026-04-02"
    office.clerk.is_active = False
    office.clerk.save()
    assert Program(secret).get("/regime")[0] == 401
    office.clerk.is_active = True
    office.clerk.save()
    tokens.revoke_token(token=token, actor=office.clerk, at=cast.at())
    assert Program(secret).get("/regime")[0] == 401
    assert JournalLine.objects.filter(verb="token.revoked").count() == 1
    with pytest.raises(Refused):
        tokens.revoke_token(token=token, actor=office.clerk, at=cast.at())


@pytest.mark.django_db
@pytest.mark.parametrize("expires_on", ["2026-03-30", "2027-04-02"])
def test_a_token_lasts_at_most_a_year(office, expires_on):
    with pytest.raises(Refused, match="有效期"):
        _token(office, expires_on=expires_on)


@pytest.mark.django_db
def test_a_session_needs_the_csrf_token_to_change_something(office, signed_in):
    client = signed_in(office.clerk)
    assert client.get("/api/matters").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    send = {"content_type": "application/json", "data": json.dumps(_order(office))}
    refused = strict.post("/api/matters", headers={"idempotency-key": "a"}, **send)
    assert refused.status_code == 403 and refused.json()["error"]["status"] == 403
    assert not Matter.objects.exists()
    strict.cookies["csrftoken"] = "x" * 32
    made = strict.post("/api/matters", headers={"idempotency-key": "a", "x-csrftoken": "x" * 32}, **send)
    assert made.status_code == 201


@pytest.mark.django_db
def test_who_must_choose_a_password_first_gets_no_page_for_an_answer(office, signed_in):
    office.clerk.must_change_password = True
    office.clerk.save()
    answer = signed_in(office.clerk).get("/api/matters")
    assert answer.status_code == 401 and answer.json()["error"]["status"] == 401


@pytest.mark.django_db
def test_the_same_request_twice_makes_one_matter(office, as_program):
    program = as_program(office.clerk)
    first = program.send("/matters", key="one", **_order(office))
    second = program.send("/matters", key="one", **_order(office))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert Matter.objects.count() == 1
    status, other = program.post("/matters", key="one", **_order(office, title="另一件"))
    assert status == 422 and other["error"]["field"] == "Idempotency-Key"
    # Another officer's key of the same name is another key.
    assert as_program(office.head).post("/matters", key="one", **_order(office))[1]["id"] == "2026-2"


@pytest.mark.django_db
def test_what_was_refused_leaves_its_key_free(office, as_program):
    program = as_program(office.clerk)
    assert program.post("/matters", key="one", **_order(office, lead=["nobody"]))[0] == 422
    assert program.post("/matters", key="one", **_order(office))[0] == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "长", "a" * 61])
def test_a_creation_needs_a_key(office, as_program, key):
    status, answer = as_program(office.clerk).post("/matters", key=key, **_order(office))
    assert status == 422 and answer["error"]["field"] == "Idempotency-Key"


def test_eight_identical_creates_at_once_make_one_matter(at_once, settings):
    office = cast.office()
    settings.PRESENT_DAY = "2026-03-31"
    _, secret = _token(office)
    answers = at_once(*[lambda: Program(secret).post("/matters", key="one", **_order(office))] * 8)
    assert answers == [(201, {"id": "2026-1", "location": "/api/matters/2026-1"})] * 8
    assert Matter.objects.count() == 1
