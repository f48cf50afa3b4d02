"""LDAP against a real slapd: the directory's password opens the account of the same name, spelt the same, and nothing else does."""

import pytest
from django.test import Client

from duban.people.models import Officer
from duban.web.forms.accounts.signing_in import OwnPasswordForm
from tests import cast
from tests.web.sign_on.conftest import BASE, NAME, SECRET, _certificate
from tests.web.sign_on.test_oidc import _who

pytestmark = pytest.mark.django_db


@pytest.fixture
def ldap(directory, settings, office):
    url, certificate = directory
    settings.LDAP = {
        "url": url, "starttls": True, "ca": str(certificate), "bind_dn": "", "bind_password": "", "base": BASE, "attribute": "uid"
    }  # fmt: skip
    return settings.LDAP


def _sign_in(username, password):
    client = Client()
    return client, client.post("/login", {"username": username, "password": password})


def test_the_directorys_password_opens_and_ours_still_does(ldap):
    client, answer = _sign_in(NAME, SECRET)
    assert (answer.status_code, _who(client)) == (302, NAME)
    assert client.session["way"] == "ldap"
    client, _ = _sign_in(NAME, cast.PASSWORD)
    assert _who(client) == NAME and "way" not in client.session


@pytest.mark.parametrize(
    ("username", "password"),
    [
        (NAME, "wrong"),
        (NAME, ""),
        ("", SECRET),
        ("*", SECRET),
        (f"{NAME[:-1]}*", SECRET),
        (f"{NAME})(uid=*", SECRET),
        ("stranger", SECRET),
        (NAME.upper(), SECRET),
        (f"{NAME}\x00", SECRET),
    ],
)
def test_nothing_else_opens(ldap, username, password):
    before = Officer.objects.count()
    client, answer = _sign_in(username, password)
    # A form that was not filled in is shown again.
    assert answer.status_code in ((200,) if not username or not password else (400, 401))
    assert _who(client) is None and Officer.objects.count() == before


def test_who_is_spelt_differently_is_another_account(ldap, office):
    """The directory takes SANMENXIA-2019.CLERK for the clerk; here that is an account of somebody else."""
    office.section.username = NAME.upper()
    office.section.save()
    client, answer = _sign_in(NAME.upper(), SECRET)
    assert answer.status_code == 401 and _who(client) is None


def test_a_closed_account_stays_closed(ldap, office):
    office.clerk.is_active = False
    office.clerk.save()
    client, answer = _sign_in(NAME, SECRET)
    assert answer.status_code == 401 and _who(client) is None


def test_where_passwords_are_kept_elsewhere_only_administrators_have_one_here(ldap, settings, office):
    settings.SIGN_ON_ONLY = True
    client, answer = _sign_in(NAME, cast.PASSWORD)
    assert answer.status_code == 401 and "统一身份认证" in answer.content.decode() and _who(client) is None
    client, _ = _sign_in(NAME, SECRET)
    assert _who(client) == NAME
    client, _ = _sign_in(office.admin.username, cast.PASSWORD)
    assert _who(client) == office.admin.username


def test_who_is_asked_once_more_gives_the_password_that_they_have(ldap, settings, office):
    form = lambda password: OwnPasswordForm({"password": password}, officer=office.clerk)  # noqa: E731
    assert form(SECRET).is_valid() and form(cast.PASSWORD).is_valid() and not form("wrong").is_valid()
    settings.SIGN_ON_NAMES = {"stranger": NAME}
    assert form(SECRET).is_valid()
    settings.SIGN_ON_NAMES = {"stranger": office.head.username}
    assert not form(SECRET).is_valid()
    settings.SIGN_ON_NAMES, settings.LDAP = None, {**ldap, "url": "ldap://127.0.0.1:9"}
    assert not form(SECRET).is_valid()


def test_a_directory_that_is_away_is_said_and_the_administrator_comes_in(ldap, settings, office):
    settings.LDAP = {**ldap, "url": "ldap://127.0.0.1:9"}
    _, answer = _sign_in(NAME, SECRET)
    assert answer.status_code == 401 and "没有回应" in answer.content.decode()
    client, _ = _sign_in(office.admin.username, cast.PASSWORD)
    assert _who(client) == office.admin.username


def test_a_directory_with_another_certificate_is_told_no_password(ldap, settings, tmp_path):
    _certificate(tmp_path)
    settings.LDAP = {**ldap, "ca": str(tmp_path / "tls.crt")}
    client, answer = _sign_in(NAME, SECRET)
    assert answer.status_code == 401 and "没有回应" in answer.content.decode() and _who(client) is None


def test_a_reader_may_search_and_a_wrong_reader_finds_nobody(ldap, settings):
    settings.LDAP = {**ldap, "bind_dn": "cn=reader,dc=example,dc=cn", "bind_password": "reader"}
    client, _ = _sign_in(NAME, SECRET)
    assert _who(client) == NAME
    settings.LDAP = {**ldap, "bind_dn": "cn=reader,dc=example,dc=cn", "bind_password": "wrong"}
    client, answer = _sign_in(NAME, SECRET)
    assert answer.status_code == 401 and _who(client) is None
