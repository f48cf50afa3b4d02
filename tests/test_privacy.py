"""The list of personal data is complete, and after a day's work neither tables nor logs tell a password, a token or a number of a person."""

import datetime
import io
import json
import logging
import re
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from duban.ledger.actions.accounts import message_choices, tokens
from duban.ledger.models import Appeal, JournalLine
from duban.people.models import Officer
from tests import cast, stories
from tests.senders import received

LIST = Path(__file__).parent.parent / "docs" / "privacy.md"
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.FileField,
    models.BinaryField,
    models.UUIDField,
)
NAME, PHONE, CARD, MAIL = "周晓岚", "13800002222", "622301199001011234", "13811112222@example.cn"
WRONG = "Wr0ng-but-telling!"


def test_every_field_that_could_hold_something_of_a_person_is_listed_and_no_other():
    said = re.findall(r"`([A-Z][A-Za-z]+\.[a-z_0-9]+)`", LIST.read_text(encoding="utf-8"))
    fields = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS) and not field.choices
    }
    assert fields - set(said) == set(), "docs/privacy.md does not say what this is"
    assert set(said) - fields == set(), "docs/privacy.md names what is not there"
    assert sorted({each for each in said if said.count(each) > 1}) == []


def _stored():
    with connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(told)


@pytest.mark.django_db
def test_after_a_days_work_nothing_of_a_person_lies_open(office, signed_in, settings, caplog, capfd):
    """Check 46: a sender writes, the office works, somebody mistypes their password; then all tables and all that was logged are searched."""
    settings.AXES_ENABLED = True
    office.jurisdiction.public_intake = True
    office.jurisdiction.save()
    with caplog.at_level(logging.DEBUG):
        public = Client(REMOTE_ADDR="192.0.2.7")
        page = f"/public/{office.jurisdiction.slug}/appeals"
        key = re.search(r'name="form_key" value="([^"]+)"', public.get(page).content.decode())[1]
        form = {
            "kind": "complaint",
            "text": f"我是{NAME}，证件{CARD}，电话{PHONE}，路灯不亮",
            "person": NAME,
            "contact": PHONE,
        }
        sent = public.post(page, {**form, "form_key": key}, follow=True)
        code = re.search(r"查询码.*?([A-Z0-9]{4}(?:[- ]?[A-Z0-9]{4})+)", sent.content.decode(), re.DOTALL)[1]
        appeal = Appeal.objects.get()
        clerk = signed_in(office.clerk)
        assert NAME in clerk.get(f"/appeals/{appeal.number}").content.decode()
        assert appeal.number in clerk.post("/appeals", {"who": PHONE}).content.decode()
        message_choices.choose_ways(officer=office.clerk, email=MAIL, at=cast.at())
        _, secret = tokens.create_token(
            officer=office.clerk, name="同步", expires_on=datetime.date(2026, 6, 30), actor=None, at=cast.at()
        )
        matter = stories.matter(office, due_on="2026-04-30")
        stories.complete(office, matter, cast.at())
        Client().post("/login", {"username": office.clerk.username, "password": WRONG})
        Client().post("/login", {"username": office.clerk.username, "password": cast.PASSWORD})
        Client().get("/api/v1/matters", headers={"authorization": f"Bearer {secret}"})
        clerk.post(f"/appeals/{appeal.number}/answer", {"reply": f"{NAME}（{PHONE}）：已修"})
        signed_in(office.head).post(f"/appeals/{appeal.number}/sender/export")
    told = _stored() + caplog.text + "".join(capfd.readouterr())
    planted = {
        "name": NAME,
        "phone": PHONE,
        "card": CARD,
        "mail": MAIL,
        "password": cast.PASSWORD,
        "typo": WRONG,
        "token": secret,
        "code": code,
    }
    assert appeal.number in told
    assert [what for what, words in planted.items() if words in told] == []
    assert (
        JournalLine.objects.filter(verb="sender.exported").exists()
        and Officer.objects.get(pk=office.clerk.pk).email == MAIL
    )


@pytest.mark.django_db
def test_the_head_of_the_office_hands_out_and_erases_a_sender(office, signed_in):
    appeal = received(office)
    head, page = signed_in(office.head), f"/appeals/{appeal.number}/sender"
    shown = head.get(page).content.decode()
    assert "还没有答复" in shown and PHONE[-4:] in shown
    assert page in head.get(f"/appeals/{appeal.number}").content.decode()
    assert page not in signed_in(office.clerk).get(f"/appeals/{appeal.number}").content.decode()
    answer = head.post(f"{page}/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert json.loads(packed.read("person.json"))["诉求"][0]["姓名"] == NAME
    assert answer.headers["Cache-Control"] == "no-store"
    head.post(f"/appeals/{appeal.number}/answer", {"reply": "已修"})
    assert head.post(page, {"text": "路灯不亮"}).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.person, appeal.contact, appeal.text) == ("", "", "路灯不亮")
    assert "清除" in head.get(f"/appeals/{appeal.number}").content.decode()


@pytest.mark.django_db
def test_officers_take_their_own_and_the_administrator_erases_who_left(office, signed_in):
    clerk = signed_in(office.clerk)
    assert "导出我的信息" in clerk.get("/sessions").content.decode()
    with zipfile.ZipFile(io.BytesIO(clerk.post("/personal-data").content)) as packed:
        assert json.loads(packed.read("person.json"))["账号"]["账号"] == office.clerk.username
    office.section.is_active = False
    office.section.save()
    admin = signed_in(office.admin)
    assert "清除联系信息" in admin.get(f"/settings/officers/{office.section.pk}").content.decode()
    assert admin.post(f"/settings/officers/{office.section.pk}/erasure").status_code == 302
    assert not Officer.objects.get(pk=office.section.pk).has_usable_password()
