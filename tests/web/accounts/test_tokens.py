"""Tokens for programs, made and revoked on a page: the secret is shown once, and not without the password."""

import re

import pytest

from duban.ledger.actions.accounts import tokens
from duban.ledger.models import JournalLine
from duban.people.models import AccessToken
from tests import cast
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


def _text(response):
    return response.content.decode()


def _form(**changes):
    return {"name": "与OA同步", "days": "90", "password": cast.PASSWORD, "form_key": "a", **changes}


def test_the_secret_is_shown_once_and_works_until_it_is_revoked(office, signed_in):
    client = signed_in(office.clerk)
    made = client.post("/tokens", _form())
    (secret,) = re.findall(r"<code>(duban_[\w-]+)</code>", _text(made))
    assert made.status_code == 200 and "no-store" in made.headers["Cache-Control"]
    page = _text(client.get("/tokens"))
    assert "与OA同步" in page and secret not in page and "2026-06-29" in page
    assert Program(secret).get("/regime")[0] == 200
    again = client.post("/tokens", _form())
    assert again.status_code == 302 and again.url == "/tokens" and AccessToken.objects.count() == 1
    token = AccessToken.objects.get()
    assert client.post(f"/tokens/{token.pk}/revocation", {"form_key": "b"}).url == "/tokens"
    assert Program(secret).get("/regime")[0] == 401
    assert JournalLine.objects.get(verb="token.revoked").actor == office.clerk
    assert secret not in "".join(str(line.data) for line in JournalLine.objects.all())


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"password": "falsch"}, "口令不对"),
        ({"password": ""}, "请填写您的登录口令"),
        ({"name": " "}, "请填写用途"),
        ({"days": "9999"}, "9999"),
    ],
)
def test_without_password_or_name_there_is_none(office, signed_in, changes, said):
    answer = signed_in(office.clerk).post("/tokens", _form(**changes))
    assert answer.status_code == 422 and said in _text(answer)
    assert not AccessToken.objects.exists() and cast.PASSWORD not in _text(answer)


def test_one_sees_ones_own_and_the_administrator_all_but_holds_none(office, signed_in):
    made, _ = tokens.create_token(
        officer=office.liaison, name="县级平台", expires_on=cast.at().date(), actor=office.liaison, at=cast.at()
    )
    other = cast.office("zhuoni-2022", slug="other")
    assert "县级平台" not in _text(signed_in(office.clerk).get("/tokens"))
    assert "县级平台" not in _text(signed_in(other.admin).get("/tokens"))
    admin = signed_in(office.admin)
    page = _text(admin.get("/tokens"))
    assert "县级平台" in page and office.liaison.username in page and "创建密钥" not in page
    assert admin.post("/tokens", _form()).status_code == 403
    assert signed_in(office.clerk).post(f"/tokens/{made.pk}/revocation").status_code == 404
    assert admin.post(f"/tokens/{made.pk}/revocation").status_code == 302
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_what_is_wrong_is_said_at_its_own_form_alone(office, signed_in):
    # On both pages another form stands beside: before it the one that revokes, behind it the one that ends a stand-in.
    client = signed_in(office.clerk)
    client.post("/tokens", _form())
    page = _text(client.post("/tokens", _form(password="wrong", form_key="c")))
    assert page.count("还没有提交") == 1 and page.index("还没有提交") > page.index("创建密钥")
    leader = signed_in(office.leader)
    words = {"to": office.principal.pk, "from_on": "2026-04-01", "through_on": "2026-04-03"}
    assert leader.post("/delegations", words).status_code == 302
    page = _text(leader.post("/delegations", words))
    assert page.count("还没有提交") == 1 and page.index("还没有提交") < page.index("结束代理")
