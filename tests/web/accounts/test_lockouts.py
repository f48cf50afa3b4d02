"""Wrong passwords: five at most, from one place or from many, and no stranger locks an officer out of their own desk."""

import time

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from duban.ledger.actions.accounts import second_factors
from duban.people import lockouts
from duban.people.models import SecondFactor
from tests import cast
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def locks(settings):
    """Lock as an installation does."""
    settings.AXES_ENABLED = True


def enter(account, password=PASSWORD, address="10.1.1.9", **more):
    return Client(REMOTE_ADDR=address, **more).post("/login", {"username": account, "password": password})


def test_five_wrong_passwords_lock_that_account_and_no_other(office):
    name = office.clerk.username
    assert enter(name, address="10.1.1.1").status_code == 302
    codes = [enter(name, "wrong", HTTP_USER_AGENT=f"Browser {number}").status_code for number in range(5)]
    assert codes == [401] * 4 + [429]
    refused = enter(name)
    assert refused.status_code == 429 and "30 分钟" in refused.content.decode()
    assert enter(office.head.username).status_code == 302
    # From where they signed in before the officer comes in.
    assert enter(name, address="10.1.1.1").status_code == 302


def test_wrong_passwords_from_many_addresses_are_five_too(office):
    name = office.clerk.username
    assert enter(name, address="10.1.1.1").status_code == 302
    codes = [enter(name, "wrong", f"203.0.113.{number}").status_code for number in range(20)]
    assert codes == [401] * 4 + [429] * 16
    assert enter(name, address="203.0.113.77").status_code == 429
    assert enter(name, address="10.1.1.1").status_code == 302
    # There too it is five.
    codes = [enter(name, "wrong", "10.1.1.1").status_code for number in range(5)]
    assert codes == [401] * 4 + [429] and enter(name, address="10.1.1.1").status_code == 429


def test_one_address_tries_only_so_many_accounts(office, settings):
    settings.LOCKOUT_CLIENT_FAILURES = 6
    assert enter(office.head.username).status_code == 302
    codes = [enter(f"guessed.{number}", "wrong").status_code for number in range(7)]
    assert codes == [401] * 5 + [429] * 2
    assert enter(office.clerk.username).status_code == 429
    # Who works behind the same address is not shut out with the guesser.
    assert enter(office.head.username).status_code == 302
    assert enter(office.clerk.username, address="10.1.1.1").status_code == 302


def test_one_network_of_version_six_is_one_address(office):
    name = office.clerk.username
    assert [enter(name, "wrong", f"2001:db8:1:2::{n}").status_code for n in range(1, 6)] == [401] * 4 + [429]
    assert list(lockouts.AccessAttempt.objects.values_list("ip_address", flat=True)) == ["2001:db8:1:2::"]


def test_behind_a_proxy_the_attackers_address_is_locked_and_not_the_officers(office):
    name, behind = office.clerk.username, {"address": "127.0.0.1"}
    assert enter(name, HTTP_X_FORWARDED_FOR="203.0.113.9", **behind).status_code == 302
    codes = [
        enter(name, "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.66", **behind).status_code
        for number in range(6)
    ]
    assert codes == [401] * 4 + [429] * 2
    assert enter(name, HTTP_X_FORWARDED_FOR="203.0.113.9, 203.0.113.66", **behind).status_code == 429
    assert enter(name, HTTP_X_FORWARDED_FOR="203.0.113.9", **behind).status_code == 302


def test_an_unknown_account_is_locked_just_as_a_known_one(office):
    answers = [
        [enter(name, "wrong", address).status_code for _ in range(6)]
        for name, address in ((office.clerk.username, "203.0.113.1"), ("nobody", "203.0.113.2"))
    ]
    assert answers[0] == answers[1]


def test_a_lock_opens_by_itself_and_by_hand(office, settings):
    name = office.clerk.username
    for _ in range(5):
        enter(name, "wrong")
    assert enter(name).status_code == 429
    lockouts.lift(name)
    assert enter(name).status_code == 302
    for _ in range(5):
        enter(name, "wrong")
    assert enter(name).status_code == 429
    settings.AXES_COOLOFF_TIME = 0
    assert enter(name).status_code == 302


def test_of_many_tries_at_once_no_more_than_five_are_looked_at(at_once, settings, monkeypatch):
    settings.AXES_ENABLED = True
    office = cast.office()
    looked = []
    check = ModelBackend.authenticate

    def slowly(*args, **kwargs):
        looked.append(1)
        time.sleep(0.3)
        return check(*args, **kwargs)

    monkeypatch.setattr(ModelBackend, "authenticate", slowly)
    name = office.clerk.username
    codes = at_once(*[lambda n=n: enter(name, "wrong", f"203.0.113.{n}").status_code for n in range(12)])
    assert set(codes) <= {401, 429} and len(looked) <= 5
    assert len(at_once(*[lambda: enter(office.head.username).status_code] * 2)) == 2


def test_who_goes_on_trying_does_not_prolong_the_lock(office):
    name = office.clerk.username
    for _ in range(5):
        enter(name, "wrong")
    before = list(lockouts.AccessAttempt.objects.values_list("attempt_time", "failures_since_start"))
    for _ in range(3):
        assert enter(name, "wrong").status_code == 429
    assert list(lockouts.AccessAttempt.objects.values_list("attempt_time", "failures_since_start")) == before


def test_a_right_password_that_waits_for_the_code_is_no_failure(office):
    second_factors.start_second_factor(officer=office.clerk, at=cast.at())
    SecondFactor.objects.update(confirmed_at=cast.at())
    assert [enter(office.clerk.username).status_code for _ in range(7)] == [302] * 7


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/password", {"old": "wrong", "new": "Quiet-lamp-7", "again": "Quiet-lamp-7"}),
        ("/tokens", {"name": "x", "days": "30", "password": "wrong"}),
        ("/second-factor/secret", {"password": "wrong"}),
    ],
)
def test_who_sits_at_a_seat_left_open_guesses_five_times_too(office, signed_in, path, words):
    client = signed_in(office.clerk)
    assert [client.post(path, words).status_code for _ in range(6)] == [422] * 4 + [429] * 2


def test_who_came_by_another_servers_word_proves_it_by_having_just_come(office, signed_in, settings):
    client = signed_in(office.clerk)
    session = client.session
    session["way"] = "oidc"
    session.save()
    assert client.post("/second-factor/secret", {}).url == "/second-factor"
    session["began"] = int(time.time()) - 700
    session.save()
    late = client.post("/second-factor/secret", {})
    assert late.status_code == 422 and "重新登录" in late.content.decode()
