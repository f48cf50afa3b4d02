"""Three powers apart: what an administrator does to an account in use is done by a second person, and told to whom it concerns."""

import datetime
import re

import pytest
from django.test import Client

from duban.ledger.actions.accounts import second_factors, tokens
from duban.ledger.actions.office import messages, officers
from duban.ledger.by import By
from duban.ledger.models import AccountChange, JournalLine, Message
from duban.people.models import AccessToken, Officer, Role
from tests import cast
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(office, at):
    """An office whose accounts are all in use."""
    office.jurisdiction.officers.update(last_login=at)
    for officer in office.officers.values():
        officer.refresh_from_db()
    return office


def told(office, officer):
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    return " | ".join(Message.objects.filter(officer=officer).values_list("text", flat=True))


def test_an_administrator_alone_cannot_sign_as_the_head(used, signed_in):
    """The danger: reset the head's password, sign in as the head, sign."""
    admin = signed_in(used.admin)
    answer = admin.post(f"/settings/officers/{used.head.pk}/password")
    assert answer.status_code == 302 and answer.url == "/account-changes"
    assert Officer.objects.get(pk=used.head.pk).check_password(PASSWORD)
    change = AccountChange.objects.get()
    assert admin.post(f"/account-changes/{change.pk}/confirmation", {"password": PASSWORD}).status_code == 403
    # Neither by a second account made up for it: such a post needs a second person too.
    form = {"username": "ghost", "full_name": "影子", "role": "administrator", "unit": "", "title": ""}
    assert admin.post("/settings/officers/new", form).url == "/account-changes"
    form = {"full_name": "改岗", "role": "office_head", "unit": "", "title": ""}
    assert admin.post(f"/settings/officers/{used.clerk.pk}", form).url == "/account-changes"
    assert not Officer.objects.filter(username="ghost").exists()
    assert Officer.objects.get(pk=used.clerk.pk).role == Role.CLERK
    # Nor by shutting out everybody who could confirm.
    for other in (used.head, used.principal, used.officers["secretary_general"]):
        officers.disable_officer(officer=other, by=By(used.admin, cast.at()))
    answer = admin.post(f"/settings/officers/{used.clerk.pk}/password")
    assert answer.status_code == 422 and "第二人确认" in answer.content.decode()


def test_who_confirms_does_it_and_sees_the_password_that_the_asker_never_sees(used, signed_in):
    tokens.create_token(
        officer=used.clerk, name="同步", expires_on=datetime.date(2026, 12, 31), actor=None, at=cast.at()
    )
    clerk, admin, head = signed_in(used.clerk), signed_in(used.admin), signed_in(used.head)
    admin.post(f"/settings/officers/{used.clerk.pk}/password")
    path = f"/account-changes/{AccountChange.objects.get().pk}/confirmation"
    assert "重置口令" in head.get("/account-changes").content.decode()
    wrong = head.post(path, {"password": "wrong"})
    assert wrong.status_code == 422 and "口令不对" in wrong.content.decode()
    page = head.post(path, {"password": PASSWORD}).content.decode()
    password = re.search(r'class="secret">(\w+)<', page)[1]
    assert Client().post("/login", {"username": used.clerk.username, "password": password}).status_code == 302
    assert clerk.get("/regime").status_code == 302 and not AccessToken.objects.filter(revoked_at=None).exists()
    assert password not in admin.get("/account-changes").content.decode()
    line = JournalLine.objects.get(verb="officer.password_reset")
    assert line.actor == used.admin and line.data["confirmed_by"] == used.head.pk
    assert head.post(path, {"password": PASSWORD}).status_code == 409
    assert "您的口令被重置" in told(used, used.clerk)
    assert "重置了口令" in told(used, used.auditor) and "已确认并办理" in told(used, used.admin)
    assert Message.objects.filter(officer=used.head, text__startswith="等您确认").count() == 1


def test_a_post_changes_when_it_is_confirmed(used, signed_in):
    admin, clerk = signed_in(used.admin), signed_in(used.clerk)
    form = {"full_name": "经办", "role": "unit_head", "unit": used.units[2].pk, "title": "局长"}
    assert admin.post(f"/settings/officers/{used.clerk.pk}", form).url == "/account-changes"
    head = signed_in(used.head)
    page = head.get("/account-changes").content.decode()
    assert "单位负责人，丙区，局长（现为：督查室经办）" in page
    change = AccountChange.objects.get()
    assert head.post(f"/account-changes/{change.pk}/confirmation", {"password": PASSWORD}).url == "/account-changes"
    officer = Officer.objects.get(pk=used.clerk.pk)
    assert (officer.role, officer.unit, officer.title) == (Role.UNIT_HEAD, used.units[2], "局长")
    assert clerk.get("/regime").status_code == 302
    assert "您的账号资料有改动" in told(used, officer)


def test_a_new_administrator_is_made_by_two(used, signed_in):
    form = {"username": "second", "full_name": "二号", "role": "administrator", "unit": "", "title": ""}
    signed_in(used.admin).post("/settings/officers/new", form)
    head, change = signed_in(used.head), AccountChange.objects.get()
    assert "二号，系统管理员（账号 second）" in head.get("/account-changes").content.decode()
    page = head.post(f"/account-changes/{change.pk}/confirmation", {"password": PASSWORD}).content.decode()
    assert Officer.objects.get(username="second").check_password(re.search(r'class="secret">(\w+)<', page)[1])


def test_on_the_first_day_an_administrator_founds_everything_alone(office, signed_in):
    admin = signed_in(office.admin)
    form = {"username": "head.one", "full_name": "主任", "role": "office_head", "unit": "", "title": ""}
    assert 'class="secret"' in admin.post("/settings/officers/new", form).content.decode()
    new = Officer.objects.get(username="head.one")
    assert 'class="secret"' in admin.post(f"/settings/officers/{new.pk}/password").content.decode()
    assert admin.post(f"/settings/officers/{new.pk}", {**form, "role": "clerk"}).url == "/settings/officers"
    page = admin.get("/settings/officers").content.decode()
    assert "只有一名系统管理员" in page and "启用动态口令" in page
    officers.add_officer(
        jurisdiction=office.jurisdiction,
        username="two",
        full_name="二",
        role="administrator",
        actor=office.admin,
        at=cast.at(),
    )
    assert "只有一名系统管理员" not in admin.get("/settings/officers").content.decode()


def test_where_it_is_only_told_it_is_done_at_once_and_told(used, signed_in, settings):
    settings.SECOND_PERSON = "told"
    page = signed_in(used.admin).post(f"/settings/officers/{used.clerk.pk}/password").content.decode()
    assert 'class="secret"' in page
    assert "您的口令被重置" in told(used, used.clerk)
    assert "重置了口令" in told(used, used.auditor) and "重置了口令" in told(used, used.head)


def test_the_administrator_unlocks_and_takes_away_a_lost_phone(used, signed_in, settings):
    admin, path = signed_in(used.admin), f"/settings/officers/{used.clerk.pk}"
    second_factors.start_second_factor(officer=used.clerk, at=cast.at())
    assert admin.post(f"{path}/second-factor").url == "/account-changes"
    settings.AXES_ENABLED = True
    for _ in range(5):
        Client().post("/login", {"username": used.clerk.username, "password": "wrong"})
    assert "解除锁定" in admin.get(path).content.decode()
    assert admin.post(f"{path}/unlocking").status_code == 302
    assert Client().post("/login", {"username": used.clerk.username, "password": PASSWORD}).status_code == 302
    assert admin.post(f"{path}/unlocking").status_code == 409
