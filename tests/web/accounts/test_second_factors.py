"""The second factor: bound with a phone, asked for at the entrance, used once, lost and replaced."""

import datetime
import re
import time

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.actions.accounts import second_factors as acts
from duban.ledger.actions.accounts import tokens
from duban.ledger.models import JournalLine
from duban.people import second_factors
from duban.people.models import AccessToken, Officer, RecoveryCode, SecondFactor
from tests import cast
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def code_of(officer, steps=0):
    """Return what the officer's phone shows, now or some steps from now."""
    return pyotp.TOTP(SecondFactor.objects.get(officer=officer).secret).at(int(time.time()) + 30 * steps)


def bind(officer):
    """Put a second factor in force and return the recovery codes; the code of the present step stays unused."""
    secret, moment = acts.start_second_factor(officer=officer, at=cast.at()).secret, timezone.now()
    code = pyotp.TOTP(secret).at(moment - datetime.timedelta(seconds=30))
    return acts.confirm_second_factor(officer=officer, code=code, moment=moment, at=cast.at())


def enter(officer, client=None, address="10.1.1.1"):
    client = client or Client(REMOTE_ADDR=address)
    answer = client.post("/login?next=/regime", {"username": officer.username, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/login")
    return client


def test_an_officer_binds_a_phone(office, signed_in):
    client, other = signed_in(office.clerk), signed_in(office.clerk)
    assert client.post("/second-factor/secret", {"password": "wrong"}).status_code == 422
    assert not SecondFactor.objects.exists()
    assert client.post("/second-factor/secret", {"password": PASSWORD}).url == "/second-factor"
    page = client.get("/second-factor").content.decode()
    assert "<svg" in page and SecondFactor.objects.get().secret[:4] in page
    # Not in force before a first code proves that the phone has it.
    assert Client().post("/login", {"username": office.clerk.username, "password": PASSWORD}).url == "/"
    wrong = client.post("/second-factor/confirmation", {"code": "000000"})
    assert wrong.status_code == 422 and "动态口令不对" in wrong.content.decode()
    answer = client.post("/second-factor/confirmation", {"code": code_of(office.clerk), "form_key": "k"})
    codes = re.findall(r'secret">([A-Z0-9-]{14})<', answer.content.decode())
    assert len(codes) == 10 == len(set(codes))
    # Shown once; of each the digest is kept; other sessions have ended.
    again = client.post("/second-factor/confirmation", {"code": code_of(office.clerk), "form_key": "k"})
    assert again.status_code == 302
    assert codes[0] not in client.get("/second-factor").content.decode()
    assert client.get("/regime").status_code == 200 and other.get("/regime").status_code == 302
    assert [each.verb for each in JournalLine.objects.order_by("seq")] == [
        "second_factor.started",
        "second_factor.enabled",
    ]


def test_nothing_of_it_is_plain_in_the_database(office):
    codes = bind(office.clerk)
    secret = SecondFactor.objects.get().secret
    with connection.cursor() as cursor:
        cursor.execute("select secret from people_secondfactor")
        stored = cursor.fetchone()[0]
    digests = "".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert secret not in stored and len(secret) == 32
    assert codes[0].replace("-", "") not in digests
    data = str(list(JournalLine.objects.values_list("data", flat=True)))
    assert secret not in data and codes[0] not in data


def test_the_code_follows_the_password_and_opens_once(office):
    bind(office.clerk)
    client = enter(office.clerk)
    # The password alone opens nothing, neither pages nor the interface.
    assert client.get("/regime").url.startswith("/login") and client.get("/api/matters").status_code == 401
    before = client.cookies["sessionid"].value
    page = client.get("/login").content.decode()
    assert "动态口令" in page and PASSWORD not in page
    code = code_of(office.clerk)
    assert client.post("/login", {"code": "12"}).status_code == 401
    assert client.post("/login", {"code": code}).url == "/regime"
    assert client.get("/regime").status_code == 200 and client.cookies["sessionid"].value != before
    replay = enter(office.clerk)
    assert replay.post("/login", {"code": code}).status_code == 401
    assert replay.post("/login", {"code": code_of(office.clerk, 1)}).status_code == 302


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_window_is_one_step_to_either_side(office, steps, right):
    acts.start_second_factor(officer=office.clerk, at=cast.at())
    factor, moment = SecondFactor.objects.get(), timezone.now()
    code = pyotp.TOTP(factor.secret).at(moment + datetime.timedelta(seconds=30 * steps))
    assert second_factors.use_code(factor, code, moment) is right


def test_an_older_code_is_dead_once_a_newer_one_was_used(office):
    bind(office.clerk)
    factor, moment = SecondFactor.objects.get(), timezone.now()
    totp = pyotp.TOTP(factor.secret)
    assert second_factors.use_code(factor, totp.at(moment), moment)
    assert not second_factors.use_code(factor, totp.at(moment - datetime.timedelta(seconds=30)), moment)


def test_one_code_at_once_opens_one(at_once):
    clerk = cast.office().clerk
    bind(clerk)
    factor, moment = SecondFactor.objects.get(), timezone.now()
    code = pyotp.TOTP(factor.secret).at(moment)
    assert sorted(at_once(*[lambda: second_factors.use_code(factor, code, moment)] * 6)) == [False] * 5 + [True]


def test_a_recovery_code_opens_once(office):
    codes = bind(office.clerk)
    client = enter(office.clerk)
    assert client.post("/login", {"code": codes[3].lower().replace("-", " ")}).url == "/regime"
    assert "恢复码还剩 9 个" in client.get("/second-factor").content.decode()
    assert enter(office.clerk).post("/login", {"code": codes[3]}).status_code == 401
    line = JournalLine.objects.get(verb="second_factor.recovery_used")
    assert line.actor == office.clerk and line.data["left"] == 9
    # Nobody else's code opens.
    head = bind(office.head)
    assert enter(office.clerk).post("/login", {"code": head[0]}).status_code == 401


def test_five_wrong_codes_lock_as_wrong_passwords_do(office, settings):
    settings.AXES_ENABLED = True
    codes = bind(office.clerk)
    at_home = enter(office.clerk)
    assert at_home.post("/login", {"code": codes[0]}).status_code == 302
    client = enter(office.clerk, address="203.0.113.9")
    answers = [client.post("/login", {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [401] * 4 + [429] * 2
    assert client.post("/login", {"code": codes[1]}).status_code == 429
    # The password does not open the way round, and the officer comes in from home.
    again = Client(REMOTE_ADDR="203.0.113.9").post("/login", {"username": office.clerk.username, "password": PASSWORD})
    assert again.status_code == 429
    assert enter(office.clerk).post("/login", {"code": codes[1]}).status_code == 302


def test_who_gave_the_password_has_five_minutes_and_may_begin_again(office):
    codes = bind(office.clerk)
    client = enter(office.clerk)
    session = client.session
    session["entering"] = {**session["entering"], "at": int(time.time()) - 301}
    session.save()
    assert client.post("/login", {"code": codes[0]}).status_code == 200
    assert client.get("/regime").status_code == 302
    client = enter(office.clerk)
    assert client.post("/login", {"again": "1"}).url == "/login?next=%2Fregime"
    assert (
        "口令" in client.get("/login").content.decode() and "one-time-code" not in client.get("/login").content.decode()
    )


def test_a_password_that_changed_meanwhile_opens_nothing(office):
    codes = bind(office.clerk)
    client = enter(office.clerk)
    clerk = Officer.objects.get(pk=office.clerk.pk)
    clerk.set_password("Quiet-lamp-7")
    clerk.save()
    client.post("/login", {"code": codes[0]})
    assert client.get("/regime").status_code == 302


def test_it_is_given_up_with_password_and_code(office, signed_in):
    codes = bind(office.clerk)
    client = signed_in(office.clerk)
    for wrong in ({"password": PASSWORD, "code": "000000"}, {"password": "wrong", "code": codes[0]}):
        assert client.post("/second-factor/removal", wrong).status_code == 422
    assert client.post("/second-factor/removal", {"password": PASSWORD, "code": codes[0]}).status_code == 302
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert Client().post("/login", {"username": office.clerk.username, "password": PASSWORD}).url == "/"


def test_new_recovery_codes_end_the_old_ones(office, signed_in):
    codes = bind(office.clerk)
    page = signed_in(office.clerk).post("/second-factor/recovery-codes", {"password": PASSWORD, "code": codes[0]})
    fresh = re.findall(r'secret">([A-Z0-9-]{14})<', page.content.decode())
    assert len(fresh) == 10
    assert enter(office.clerk).post("/login", {"code": codes[1]}).status_code == 401
    assert enter(office.clerk).post("/login", {"code": fresh[0]}).status_code == 302


def test_a_new_password_needs_the_code_too(office, signed_in):
    codes = bind(office.clerk)
    client, words = signed_in(office.clerk), {"old": PASSWORD, "new": "Quiet-lamp-7", "again": "Quiet-lamp-7"}
    assert client.post("/password", words).status_code == 422
    assert client.post("/password", words | {"code": "000000"}).status_code == 422
    assert client.post("/password", words | {"code": codes[0]}).status_code == 302


def test_posts_that_must_have_one_come_no_further_without(office, signed_in, settings):
    settings.SECOND_FACTOR = ("administrator", "auditor")
    assert signed_in(office.clerk).get("/regime").status_code == 200
    client = signed_in(office.auditor)
    assert client.get("/journal").url == "/second-factor" and client.get("/api/journal").status_code == 401
    assert "必须使用动态口令" in client.get("/second-factor").content.decode()
    client.post("/second-factor/secret", {"password": PASSWORD})
    client.post("/second-factor/confirmation", {"code": code_of(office.auditor)})
    assert client.get("/journal").status_code == 200
    words = {"password": PASSWORD, "code": code_of(office.auditor, 1)}
    assert "不能停用" in client.post("/second-factor/removal", words).content.decode()


def test_where_it_is_off_nobody_is_asked(office, signed_in, settings):
    bind(office.clerk)
    settings.SECOND_FACTOR = ("off",)
    client = signed_in(office.clerk)
    assert client.get("/second-factor").status_code == 404 and "动态口令" not in client.get("/regime").content.decode()
    assert Client().post("/login", {"username": office.clerk.username, "password": PASSWORD}).url == "/"


def test_a_lost_one_is_taken_away_and_everything_open_ends(office, signed_in):
    bind(office.clerk)
    client = signed_in(office.clerk)
    tokens.create_token(
        officer=office.clerk, name="同步", expires_on=datetime.date(2026, 12, 31), actor=None, at=cast.at()
    )
    acts.reset_second_factor(officer=office.clerk, actor=office.admin, confirmed_by=office.head, at=cast.at())
    assert client.get("/regime").status_code == 302 and not Session.objects.exists()
    assert not AccessToken.objects.filter(revoked_at=None).exists()
    assert JournalLine.objects.get(verb="second_factor.reset").data == {
        "sessions": 1,
        "tokens": 1,
        "confirmed_by": office.head.pk,
    }
    assert not list(journal.verify(office.jurisdiction))


def test_a_setting_that_names_no_post_is_refused(settings):
    from django.apps import apps

    settings.SECOND_FACTOR = ("administrators",)
    with pytest.raises(ImproperlyConfigured, match="administrators 不是岗位"):
        apps.get_app_config("people").ready()
