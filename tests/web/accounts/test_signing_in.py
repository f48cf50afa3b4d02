"""Signing in and out, the limits of a session, the password, demonstrations."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from duban.people.models import Officer
from tests import cast
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def enter(client, username, password=PASSWORD, **more):
    return client.post("/login", {"username": username, "password": password, **more})


def test_signing_in_leads_to_the_first_page_and_renews_the_session(office):
    client = Client()
    client.get("/login")
    client.session.save()
    before = client.cookies.get("sessionid")
    response = enter(client, office.auditor.username)
    assert response.status_code == 302 and response.url == "/"
    assert client.get("/").url == "/desk"
    assert before is None or before.value != client.cookies["sessionid"].value
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_planted_session_is_not_kept(office):
    client = Client()
    client.force_login(office.auditor, backend="django.contrib.auth.backends.ModelBackend")
    planted = client.cookies["sessionid"].value
    client.get("/login")
    enter(client, office.clerk.username)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_wrong_account_wrong_password_and_closed_account_read_the_same(office):
    office.section.is_active = False
    office.section.save()
    answers = set()
    for username, password in (
        (office.clerk.username, "wrong"),
        ("nobody", "wrong"),
        (office.section.username, PASSWORD),
    ):
        response = enter(Client(), username, password)
        assert response.status_code == 401
        text = response.content.decode().replace(username, "")
        answers.add(re.sub(r'value="[A-Za-z0-9]{64}"|请求编号 \w+', "", text))
    assert len(answers) == 1


def test_an_unknown_account_costs_as_much_time_as_a_known_one(office, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    costs = []
    for username in (office.clerk.username, "nobody"):
        hashed.clear()
        enter(Client(), username, "wrong")
        costs.append(len(hashed))
    assert costs[0] == costs[1] == 1


def test_only_own_addresses_are_followed_after_signing_in(office):
    assert enter(Client(), office.clerk.username, next="/regime").url == "/regime"
    for bad in ("https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"):
        assert enter(Client(), office.clerk.username, next=bad).url == "/"


def test_an_idle_session_ends(office, signed_in, settings):
    client = signed_in(office.clerk)
    session = client.session
    session["seen"] = int(time.time()) - settings.SESSION_IDLE - 1
    session.save()
    assert client.get("/regime").url == "/login?ended=1&next=%2Fregime"
    assert client.get("/regime").url.startswith("/login?next=")


def test_a_busy_session_ends_too(office, signed_in, settings):
    client = signed_in(office.clerk)
    session = client.session
    session["began"] = int(time.time()) - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert client.get("/regime").url == "/login?ended=1&next=%2Fregime"


def test_a_busy_session_is_not_idle(office, signed_in, settings):
    client = signed_in(office.clerk)
    session = client.session
    session["seen"] = int(time.time()) - 120
    session.save()
    assert client.get("/regime").status_code == 200
    assert client.session["seen"] > time.time() - 60


def test_an_old_cookie_is_dead_after_signing_out(office, signed_in):
    client = signed_in(office.clerk)
    cookie = client.cookies["sessionid"].value
    assert client.post("/logout").url == "/login"
    replay = Client()
    replay.cookies["sessionid"] = cookie
    assert replay.get("/regime").status_code == 302


def test_a_closed_account_and_a_changed_role_act_at_once(office, signed_in):
    clerk, admin = signed_in(office.clerk), signed_in(office.admin)
    Officer.objects.filter(pk=office.clerk.pk).update(is_active=False)
    led = clerk.get("/regime")
    assert led.url == "/login?ended=1&next=%2Fregime" and "账号已停用" in clerk.get(led.url).content.decode()
    Officer.objects.filter(pk=office.admin.pk).update(role="clerk")
    assert admin.get("/settings/officers").status_code == 403


def test_a_first_password_must_be_changed_before_anything_else(office, signed_in):
    Officer.objects.filter(pk=office.clerk.pk).update(must_change_password=True)
    client = signed_in(office.clerk)
    assert client.get("/regime").url == "/password"
    page = client.get("/password").content.decode()
    assert "初始口令" in page
    old_cookie = client.cookies["sessionid"].value
    other = signed_in(office.clerk)
    new = "another-Good-one-7"
    response = client.post("/password", {"old": PASSWORD, "new": new, "again": new})
    assert response.url == "/regime", "where they were going"
    assert client.get("/regime").status_code == 200
    assert client.cookies["sessionid"].value != old_cookie
    # The other sessions of the account have ended.
    assert other.get("/regime").status_code == 302
    assert enter(Client(), office.clerk.username, new).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "word"),
    [
        ("wrong", "another-Good-one-7", "another-Good-one-7", "现在的口令不对"),
        (PASSWORD, "short", "short", "太短"),
        (PASSWORD, "1234567890", "1234567890", "太常见"),
        (PASSWORD, "another-Good-one-7", "another-Good-one-8", "不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "相同"),
    ],
)
def test_a_poor_password_is_refused_with_a_sentence(office, signed_in, old, new, again, word):
    response = signed_in(office.clerk).post("/password", {"old": old, "new": new, "again": again})
    assert response.status_code == 422 and word in response.content.decode()
    assert Officer.objects.get(pk=office.clerk.pk).check_password(PASSWORD)


def test_demonstrations_open_by_one_click_and_nothing_else_does(office, settings):
    demo = cast.office("zhuoni-2022", is_demo=True)
    path = "/demo/login/"
    assert Client().post(path + demo.clerk.username).status_code == 404
    assert demo.clerk.username not in Client().get("/login").content.decode()
    settings.DEMO = True
    page = Client().get("/login").content.decode()
    assert demo.clerk.username in page and office.clerk.username not in page
    client = Client()
    assert client.post(path + demo.clerk.username).status_code == 302
    assert "演示数据" in client.get("/regime").content.decode()
    assert Client().post(path + office.clerk.username).status_code == 404
    assert Client().post(path + "nobody").status_code == 404
    Officer.objects.filter(pk=demo.clerk.pk).update(is_active=False)
    assert Client().post(path + demo.clerk.username).status_code == 404


def test_no_banner_where_it_is_no_demonstration(office, signed_in):
    assert "演示数据" not in signed_in(office.clerk).get("/regime").content.decode()


def test_an_officer_without_a_post_gets_a_page_and_no_error(db):
    officer = Officer.objects.create_user("nobody.yet", password=PASSWORD)
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").url == "/password"
    assert client.get("/password").status_code == 200
    for path in ("/regime", "/settings/officers", "/journal"):
        assert client.get(path).status_code == 403


def test_the_login_has_one_heading_with_words(client):
    page = client.get("/login").content.decode()
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["登录"]


def test_a_password_like_the_account_is_refused_in_our_words(office, signed_in):
    Officer.objects.filter(pk=office.clerk.pk).update(username="zhangwei2026", full_name="Zhang Weiwei")
    client = signed_in(Officer.objects.get(pk=office.clerk.pk))
    for new in ("ZhangWei2026!", "Zhang-Weiwei1"):
        response = client.post("/password", {"old": PASSWORD, "new": new, "again": new})
        page = response.content.decode()
        assert response.status_code == 422 and "口令与账号或者姓名太相近" in page
        # Nothing of it comes back: a page must not say that what was typed is kept.
        assert "口令须重新填写" in page and "都已保留" not in page
