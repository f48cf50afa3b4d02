"""The public entrance: closed unless opened, counted against machines, number and code together, nothing told of others."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from duban.ledger.actions.matters import matters
from duban.ledger.actions.public import appeals
from duban.ledger.by import By
from duban.ledger.models import Appeal, JournalLine, Knock, Rating
from duban.ledger.storage import rate_limits
from tests import cast, stories
from tests.ledger.actions.public.test_appeals import order

pytestmark = pytest.mark.django_db
NAME, PHONE = "周晓岚", "13800002222"
WORDS = {"kind": "complaint", "text": "桥面破损，请修复", "person": NAME, "contact": PHONE, "website": ""}


@pytest.fixture
def opened(zhuoni, settings):
    settings.PRESENT_DAY = "2026-03-31"
    zhuoni.jurisdiction.public_intake = True
    zhuoni.jurisdiction.save()
    return zhuoni


def send(client, **more):
    return client.post("/public/zhuoni-2022/appeals", {**WORDS, **more}, follow=True)


def receipt_of(client):
    """Return number and code as the receipt shows them."""
    page = client.get("/public/zhuoni-2022/receipt").content.decode()
    number, code = re.findall(r"<dd><strong>([^<]+)</strong></dd>", page)
    return {"number": number, "code": code}


def ask(client, words, place="zhuoni-2022"):
    return client.post(f"/public/{place}/state", words)


@pytest.mark.feature("public_intake")
@pytest.mark.proves("zhuoni-2022", "第六条(六)", "public_intake")
def test_the_head_opens_it_and_anybody_writes(zhuoni, signed_in):
    assert Client().get("/public/zhuoni-2022").status_code == 404
    assert send(Client()).status_code == 404
    head = signed_in(zhuoni.head)
    assert "第六条(六)" in head.get("/settings/intake").content.decode()
    head.post("/settings/intake", {"opens": "1"})
    sender = Client()
    assert "我要投诉" in sender.get("/public/zhuoni-2022").content.decode()
    page = send(sender).content.decode()
    words = receipt_of(sender)
    assert words["number"] == "S2026-1" and words["code"] in page
    made = Appeal.objects.get()
    assert (made.channel, made.entered_by, made.person) == ("site", None, NAME)
    # Here only the digest is kept, and nobody who only writes has a session.
    assert len(made.code) == 64 and not Session.objects.filter(session_key=sender.cookies.get("sessionid", "")).exists()
    cookie = sender.cookies["duban-receipt"]
    assert cookie["httponly"] and cookie["path"] == "/public/zhuoni-2022" and cookie["max-age"] == 1800
    shown = ask(Client(), {**words, "code": words["code"].lower()}).content.decode()
    assert "已收到，等待分办" in shown and "桥面破损" in shown and NAME not in shown and PHONE not in shown
    told = JournalLine.objects.get(verb="appeal.received")
    assert (told.actor, {key: said for key, said in told.data.items() if key != "rows"}) == (
        None,
        {"number": "S2026-1"},
    )
    head.post("/settings/intake", {"opens": "0"})
    assert Client().get("/public/zhuoni-2022").status_code == 404


@pytest.mark.feature("satisfaction")
def test_the_sender_sees_the_answer_and_rates_it_once(opened):
    sender = Client()
    send(sender)
    words = receipt_of(sender)
    appeal = Appeal.objects.get()
    early = sender.post("/public/zhuoni-2022/rating", {**words, "satisfaction": "content"})
    assert early.status_code == 422 and "办结并答复以后" in early.content.decode()
    asked = order(opened, triage="", platform_due_on=None)
    matter = appeals.transfer_appeal(appeal=appeal, order=asked, by=By(opened.clerk, cast.at()))
    assert "正在办理" in ask(sender, words).content.decode()
    matters.dispatch_matter(matter=matter, by=By(opened.clerk, cast.at()), accept_by=matter.due_on)
    stories.accept(opened, matter, cast.at())
    stories.complete(opened, matter, cast.at())
    appeals.answer_appeal(appeal=appeal, reply="桥面已修复。", by=By(opened.clerk, cast.at()))
    page = ask(sender, words).content.decode()
    assert "桥面已修复" in page and "提交评价" in page
    assert opened.units[0].name not in page and "2026-1 " not in page
    rated = sender.post("/public/zhuoni-2022/rating", {**words, "satisfaction": "dissatisfied", "note": ""})
    assert rated.status_code == 422
    rated = sender.post("/public/zhuoni-2022/rating", {**words, "satisfaction": "dissatisfied", "note": "又裂了"})
    assert rated.status_code == 200 and "又裂了" in rated.content.decode()
    assert (Rating.objects.get().manner, Rating.objects.get().recorded_by) == ("online", None)
    again = sender.post("/public/zhuoni-2022/rating", {**words, "satisfaction": "content"})
    assert again.status_code == 422 and Rating.objects.count() == 1


def test_a_wrong_number_and_a_wrong_code_read_the_same(opened):
    sender, stranger = Client(), Client()
    send(sender)
    words = receipt_of(sender)
    tries = [{**words, "code": "ABCD EFGH JKMN"}, {**words, "number": "S2026-2"}, {**words, "number": "' OR 1=1 --"}]
    answers = [ask(stranger, each) for each in tries]
    assert {answer.status_code for answer in answers} == {422}
    for answer in answers:
        page = answer.content.decode()
        assert "编号或查询码不对" in page and "桥面" not in page
    assert stranger.get("/public/zhuoni-2022/receipt").content.decode().count("没有可以显示的回执") == 1


@pytest.mark.parametrize("typed", ["S2026－1", "ｓ２０２６－１", "S 2026—1", "2026-1", "２０２６ － １"])
def test_a_number_is_found_however_a_phone_writes_it(opened, typed):
    sender = Client()
    send(sender)
    words = receipt_of(sender)
    found = ask(Client(), {"number": typed, "code": f" {words['code'].lower()}\u3000"})
    assert found.status_code == 200 and "桥面破损" in found.content.decode()


def test_what_the_office_entered_has_no_code_that_opens_it(opened):
    writing = appeals.Writing(channel="visit", received_on=cast.at().date(), text="秘而不宣的事")
    made = appeals.receive_appeal(jurisdiction=opened.jurisdiction, writing=writing, actor=opened.clerk, at=cast.at())
    for code in ("-", "0", "A"):
        assert "秘而不宣" not in ask(Client(), {"number": made.number, "code": code}).content.decode()


def test_another_jurisdictions_entrance_does_not_show_it(opened):
    other = cast.office("gansu-county-2023")
    other.jurisdiction.public_intake = True
    other.jurisdiction.save()
    sender = Client()
    send(sender)
    words = receipt_of(sender)
    assert ask(Client(), words, "gansu-county-2023").status_code == 422
    assert "没有可以显示的回执" in sender.get("/public/gansu-county-2023/receipt").content.decode()


def test_a_machine_is_told_apart_and_told_so(opened):
    filled = send(Client(), website="http://spam.example")
    assert filled.status_code == 422 and "没有提交" in filled.content.decode()
    assert not Appeal.objects.exists()


def test_one_address_writes_so_often_and_no_more(opened):
    answers = [send(Client(), text=f"第 {number} 件").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2 and Appeal.objects.count() == 5
    assert "操作过于频繁" in send(Client()).content.decode()
    # Behind the office's own proxy its word for the address counts, not the sender's.
    assert send(Client(HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")).status_code == 200
    for number in range(4):
        assert (
            send(Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9"), text=f"又 {number}").status_code
            == 200
        )
    assert send(Client(HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.9")).status_code == 429
    assert not Knock.objects.filter(who__contains="203.0").exists()


def test_a_header_from_outside_gives_no_new_address(opened):
    def spoofed(number):
        return Client(REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert [send(spoofed(number), text=f"第 {number} 件").status_code for number in range(6)] == [200] * 5 + [429]


def test_whoever_has_many_addresses_of_one_network_is_one(opened):
    addresses = [f"2001:db8:1:2::{number:x}" for number in range(6)]
    codes = [send(Client(REMOTE_ADDR=address), text=address).status_code for address in addresses]
    assert codes == [200] * 5 + [429]
    assert send(Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 200


def test_all_addresses_together_and_old_knocks_are_forgotten(opened, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "send", (5, 2))
    codes = [send(Client(REMOTE_ADDR=f"203.0.113.{number}")).status_code for number in range(3)]
    assert codes == [200, 200, 429]
    later = cast.at("2026-04-03 10:00")
    rate_limits.count_knock(jurisdiction=opened.jurisdiction, what="ask", who="x", at=later)
    assert list(Knock.objects.values_list("what", flat=True)) == ["ask"]


def test_few_addresses_cannot_use_up_the_day_for_all(opened, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "send", (50, 8))
    few = [send(Client(REMOTE_ADDR="203.0.113.1"), text=f"第 {number} 件").status_code for number in range(8)]
    assert few == [200] * 6 + [429] * 2
    new = [send(Client(REMOTE_ADDR=f"198.51.100.{number}"), text=f"又 {number}").status_code for number in range(3)]
    assert new == [200, 200, 429]


def test_guessing_is_counted(opened, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "ask", (3, 5000))
    words = {"number": "S2026-1", "code": "ABCD EFGH JKMN"}
    assert [ask(Client(), words).status_code for _ in range(5)] == [422, 422, 422, 429, 429]


def test_the_same_form_twice_is_one_appeal(opened):
    sender = Client()
    for _ in range(2):
        assert send(sender, form_key="once").status_code == 200
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": "绝密★ 某工程"}, "密级标志"),
        ({"text": ""}, "请写明"),
        ({"text": "字" * 4001}, "4000"),
        ({"kind": "bribe"}, "您要"),
        ({"person": "名" * 41}, "40"),
    ],
)
def test_hostile_words_are_refused_with_a_sentence(opened, more, said):
    answer = send(Client(), **more)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Appeal.objects.exists()


def test_markup_is_text_and_no_file_is_taken(opened):
    sender = Client()
    evil = "<script>alert(1)</script>{{ 7|add:7 }}"
    send(sender, text=evil, person=evil[:40])
    page = ask(sender, receipt_of(sender)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "{{ 7" in page
    assert 'type="file"' not in sender.get("/public/zhuoni-2022/appeals").content.decode()


def test_no_page_of_it_is_indexed_stored_or_framed(opened):
    for path in ("", "/appeals", "/receipt", "/state", "/rating"):
        answer = Client().get(f"/public/zhuoni-2022{path}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store, private" and answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        page = answer.content.decode()
        assert " style=" not in page and "<script>" not in page and "/regime/" not in page


def test_a_form_without_its_token_is_refused(opened):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/public/zhuoni-2022/appeals", WORDS).status_code == 403
    assert not Appeal.objects.exists()
