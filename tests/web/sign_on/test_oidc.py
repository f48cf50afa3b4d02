"""OpenID Connect against a real provider: who is proved comes in; what is replayed, expired, unsigned, tampered with or another's does not."""

import base64
import datetime
import hashlib
import hmac
import json
import logging
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from django.core import signing
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from oidc_provider_mock import User, run_server_in_thread

from duban.ledger.models import AuditEvent
from duban.people.models import Officer, SecondFactor
from duban.web.single_sign_on import NotSignedOn, oidc
from tests.web.sign_on.conftest import NAME

pytestmark = pytest.mark.django_db


def _way(port):
    return {
        "issuer": f"http://localhost:{port}", "client_id": "duban", "client_secret": "shared", "scope": "openid profile",
        "claim": "sub", "label": "统一身份认证登录",
    }  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """A provider that would let anybody be anybody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        users = [User(sub="with-mfa", claims={"amr": ["pwd", "otp"]})]
        with run_server_in_thread(require_nonce=True, user_claims=users) as running:
            yield running.server_port


@pytest.fixture
def provider(server, settings, office):
    settings.OIDC = _way(server)
    return settings.OIDC


def _set_out(client, to=""):
    """Return the provider's address to which the entrance leads."""
    answer = client.get("/login/oidc", {"next": to} if to else {})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def _consent(address, sub=NAME):
    """Let somebody sign in at the provider, and return the path to which it sends the browser back."""
    back = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    return back.removeprefix("http://testserver")


def _who(client):
    found = client.session.get("_auth_user_id")
    return Officer.objects.get(pk=found).username if found else None


def _token(client, sub=NAME):
    """Return a real identity token and the nonce for which it was made."""
    address = _set_out(client)
    kept = signing.loads(client.cookies["sign_on"].value, salt="duban.sign_on")
    code = parse_qs(urlparse(_consent(address, sub)).query)["code"][0]
    with oidc._session("http://testserver/login/oidc/return") as session:
        answer = session.fetch_token(oidc._metadata()["token_endpoint"], code=code, code_verifier=kept["verifier"])
    return answer["id_token"], kept["nonce"]


def test_who_is_proved_comes_in_and_where_they_wanted(provider):
    client = Client()
    page = client.get("/login").content.decode()
    assert 'href="/login/oidc"' in page and provider["label"] in page
    address = _set_out(client, "/matters?show=mine")
    query = parse_qs(urlparse(address).query)
    kept = signing.loads(client.cookies["sign_on"].value, salt="duban.sign_on")
    digest = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).decode().rstrip("=")
    assert (query["code_challenge"], query["code_challenge_method"]) == ([digest], ["S256"])
    assert query["response_type"] == ["code"] and kept["verifier"] not in address
    answer = client.get(_consent(address))
    assert (answer.status_code, answer.url, _who(client)) == (302, "/matters?show=mine", NAME)
    assert client.get("/sessions").status_code == 200
    event = AuditEvent.objects.get(event="login.done")
    assert event.officer.username == NAME and "code" not in event.target + event.details


def test_another_claim_and_a_list_of_names_may_say_which_account(provider, settings):
    settings.SIGN_ON_NAMES = {"zhang.san": NAME}
    client = Client()
    client.get(_consent(_set_out(client), "zhang.san"))
    assert _who(client) == NAME
    other = Client()
    assert other.get(_consent(_set_out(other), NAME)).status_code == 401, "who is not on the list has no account"
    provider["claim"] = "employee"
    requests.put(f"{provider['issuer']}/users/4711", json={"employee": "zhang.san"}, timeout=10)
    third = Client()
    third.get(_consent(_set_out(third), "4711"))
    assert _who(third) == NAME


@pytest.mark.parametrize("who", ["nobody", NAME.upper(), f" {NAME}", "closed"])
def test_who_has_no_open_account_stays_out_and_none_is_made(provider, office, who, caplog):
    if who == "closed":
        Officer.objects.filter(username=NAME).update(is_active=False)
        who = NAME
    before = Officer.objects.count()
    client = Client()
    with caplog.at_level(logging.WARNING):
        answer = client.get(_consent(_set_out(client), who))
    assert answer.status_code == 401 and "没有可用的账号" in answer.content.decode()
    assert _who(client) is None and Officer.objects.count() == before
    assert "no open account" in caplog.text and who not in caplog.text
    event = AuditEvent.objects.get()
    assert (event.event, event.result, event.officer, event.status) == ("login.failed", "failed", None, 401)
    assert event.details.startswith("oidc：") and who.strip() not in event.details


def test_an_answer_is_good_once_and_in_the_browser_that_set_out(provider):
    client, other = Client(), Client()
    back = _consent(_set_out(client))
    assert other.get(back).status_code == 401 and _who(other) is None
    client.get(back)
    client.post("/logout")
    assert client.get(back).status_code == 401 and _who(client) is None


def test_a_code_got_by_another_opens_nothing_for_them(provider, office):
    """Somebody puts the code of another's journey into their own: its token bears the other's nonce."""
    victim, thief = Client(), Client()
    code = parse_qs(urlparse(_consent(_set_out(victim))).query)["code"][0]
    state = parse_qs(urlparse(_set_out(thief)).query)["state"][0]
    answer = thief.get("/login/oidc/return", {"code": code, "state": state})
    assert answer.status_code == 401 and _who(thief) is None


@pytest.mark.parametrize(
    "query",
    [{}, {"state": "x"}, {"error": "access_denied"}, {"code": "made-up"}, {"code": "x", "iss": "https://evil.example"}],
)
def test_what_is_made_up_is_refused(provider, query):
    client = Client()
    state = parse_qs(urlparse(_set_out(client)).query)["state"][0]
    assert client.get("/login/oidc/return", {"state": state, **query}).status_code == 401
    assert _who(client) is None


def _part(token, number):
    part = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _packed(words):
    return base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")


def _tampered(token, provider):
    header, _, signature = token.split(".")
    return f"{header}.{_packed({**_part(token, 1), 'sub': 'sanmenxia-2019.administrator'})}.{signature}"


def _unsigned(token, provider):
    return f"{_packed({'alg': 'none'})}.{token.split('.')[1]}."


def _of_another_key(token, provider):
    header = _part(token, 0)
    return jwt.encode(
        header, _part(token, 1), RSAKey.generate_key(2048, {"kid": header.get("kid", "x")}), algorithms=[header["alg"]]
    )


def _keyed_with_the_public_key(token, provider):
    public = RSAKey.import_key(oidc._fetch(oidc._metadata()["jwks_uri"])["keys"][0]).as_pem(private=False)
    signed = f"{_packed({'alg': 'HS256'})}.{token.split('.')[1]}"
    made = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def _keyed_with_the_shared_secret(token, provider):
    return jwt.encode(
        {"alg": "HS256"}, _part(token, 1), OctKey.import_key(provider["client_secret"] * 8), algorithms=["HS256"]
    )


def _nothing(token, provider):
    return ""


@pytest.mark.parametrize(
    "forge",
    [_tampered, _unsigned, _of_another_key, _keyed_with_the_public_key, _keyed_with_the_shared_secret, _nothing],
)
def test_a_forged_token_proves_nobody(provider, forge):
    token, nonce = _token(Client())
    assert oidc.proof_of(token, nonce=nonce).name == NAME
    with pytest.raises(NotSignedOn):
        oidc.proof_of(forge(token, provider), nonce=nonce)


def test_a_token_for_another_nonce_program_or_issuer_proves_nobody(provider, settings):
    token, nonce = _token(Client())
    with pytest.raises(NotSignedOn):
        oidc.proof_of(token, nonce="of another journey")
    settings.OIDC = {**provider, "client_id": "another program"}
    with pytest.raises(NotSignedOn):
        oidc.proof_of(token, nonce=nonce)
    settings.OIDC = {**provider, "issuer": provider["issuer"].replace("localhost", "127.0.0.1")}
    with pytest.raises(NotSignedOn):
        oidc.proof_of(token, nonce=nonce)


def test_an_issuer_that_says_it_is_another_is_not_asked(provider, settings):
    settings.OIDC = {**provider, "issuer": provider["issuer"] + "/"}
    assert Client().get("/login/oidc").status_code == 401


def test_an_expired_token_proves_nobody(settings, office, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with run_server_in_thread(access_token_max_age=datetime.timedelta(seconds=-120)) as server:
        settings.OIDC = _way(server.server_port)
        client = Client()
        answer = client.get(_consent(_set_out(client)))
    assert answer.status_code == 401 and _who(client) is None


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(provider, to):
    client = Client()
    answer = client.get(_consent(_set_out(client, to)))
    assert (answer.status_code, answer.url) == (302, "/")


def test_a_provider_that_is_away_is_said_and_passwords_still_work(settings, office, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with run_server_in_thread() as server:
        settings.OIDC = _way(server.server_port)
    client = Client()
    answer = client.get("/login/oidc")
    assert (
        answer.status_code == 401
        and "没有回应" in answer.content.decode()
        and 'name="password"' in answer.content.decode()
    )


def test_our_second_factor_is_asked_unless_the_setting_trusts_theirs(provider, settings, office):
    SecondFactor.objects.create(officer=office.clerk, secret="JBSWY3DPEHPK3PXP", confirmed_at=office.default_at)
    client = Client()
    client.get(_consent(_set_out(client)))
    assert _who(client) is None and "动态口令" in client.get("/login").content.decode()
    settings.SIGN_ON_SECOND_FACTOR = "theirs"
    trusted = Client()
    trusted.get(_consent(_set_out(trusted)))
    assert _who(trusted) == NAME
    settings.SIGN_ON_SECOND_FACTOR, settings.SIGN_ON_NAMES = "amr", {"with-mfa": NAME}
    told = Client()
    told.get(_consent(_set_out(told), "with-mfa"))
    assert _who(told) == NAME
    settings.SIGN_ON_NAMES = None
    untold = Client()
    untold.get(_consent(_set_out(untold)))
    assert _who(untold) is None


def test_no_password_of_ours_is_asked_for_and_leaving_offers_to_leave_there_too(provider, office):
    Officer.objects.filter(username=NAME).update(must_change_password=True)
    client = Client()
    client.get(_consent(_set_out(client)))
    assert client.get("/sessions").status_code == 200
    page = client.post("/logout", follow=True).content.decode()
    assert "一并退出" in page and f"{provider['issuer']}/oauth2/end_session" in page
    assert _who(client) is None


def test_without_a_setting_there_is_no_button_and_no_address(office):
    client = Client()
    assert "/login/oidc" not in client.get("/login").content.decode()
    assert [client.get(path).status_code for path in ("/login/oidc", "/login/oidc/return", "/login/os")] == [
        404,
        404,
        404,
    ]
