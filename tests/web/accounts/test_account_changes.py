"""Three powers apart: what an administrator does to an account in use is done by a second person, and told to whom it concerns."""

import datetime
import re

import pytest
from django.test import Client

from duban.ledger.actions.accounts import account_changes, second_factors, tokens
from duban.ledger.actions.office import messages, officers
from duban.ledger.by import By
from duban.ledger.models import AccountChange, JournalLine, Message
from duban.ledger.models.account_changes import Change
from duban.ledger.refusals import Conflict, Forbidden, Refused
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


def ask(office, officer=None, kind=Change.PASSWORD, actor=None, at=None, **more):
    asked = {
        "kind": kind,
        "jurisdiction": office.jurisdiction,
        "officer": officer or office.clerk,
        "by": By(actor or office.admin, at or cast.at()),
    }
    return account_changes.ask_change(**asked | more)


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


def test_no_act_goes_round_the_second_person(used, at):
    second_factors.start_second_factor(officer=used.clerk, at=at)
    post = {"full_name": "改名", "role": Role.SECTION, "unit": None, "title": ""}
    for act in (
        lambda: officers.reset_password(officer=used.clerk, actor=used.admin, at=at),
        lambda: second_factors.reset_second_factor(officer=used.clerk, actor=used.admin, at=at),
        lambda: officers.edit_officer(officer=used.clerk, by=By(used.admin, at), **post),
    ):
        with pytest.raises(Refused, match="第二人确认"):
            act()
    # A name and a title are no power.
    officers.edit_officer(officer=used.clerk, by=By(used.admin, at), **post | {"role": Role.CLERK})


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


def test_two_administrators_confirm_for_each_other(used, at):
    second = Officer.objects.get(pk=used.section.pk)
    Officer.objects.filter(pk=second.pk).update(role=Role.ADMINISTRATOR)
    change = ask(used)
    account_changes.confirm_change(change=change, by=By(Officer.objects.get(pk=second.pk), at))
    assert AccountChange.objects.get().decided_by == second


@pytest.mark.parametrize("who", ["administrator", "clerk", "auditor", "leader", "inspector"])
def test_only_certain_people_confirm(used, at, who):
    with pytest.raises(Forbidden):
        account_changes.confirm_change(change=ask(used, used.inspector), by=By(used.officers[who], at))
    assert not JournalLine.objects.filter(verb="officer.password_reset").exists()


def test_nobody_confirms_what_is_about_themselves_or_before_they_signed_in(used, at):
    with pytest.raises(Forbidden):
        account_changes.confirm_change(change=ask(used, used.head), by=By(used.head, at))
    Officer.objects.filter(pk=used.principal.pk).update(last_login=None)
    with pytest.raises(Forbidden):
        account_changes.confirm_change(change=ask(used), by=By(used.principal, at))


def test_it_can_be_declined_withdrawn_and_grows_old(used, at):
    with pytest.raises(Conflict):
        ask(used, at=at) and ask(used, at=at)
    change = AccountChange.objects.first() or ask(used)
    account_changes.decline_change(change=change, by=By(used.head, at))
    with pytest.raises(Conflict):
        account_changes.confirm_change(change=change, by=By(used.principal, at))
    assert "未获同意" in told(used, used.admin)
    account_changes.decline_change(change=ask(used), by=By(used.admin, at))
    old = ask(used)
    with pytest.raises(Conflict, match="一周"):
        account_changes.confirm_change(change=old, by=By(used.head, at + datetime.timedelta(days=8)))
    assert Officer.objects.get(pk=used.clerk.pk).check_password(PASSWORD)


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


def test_of_two_who_confirm_at_once_one_comes_too_late(at_once):
    office = cast.office()
    office.jurisdiction.officers.update(last_login=cast.at())
    change = ask(office)
    acts = [
        lambda who=who: account_changes.confirm_change(change=change, by=By(who, cast.at()))
        for who in (office.head, office.principal)
    ]
    results = at_once(*acts)
    assert (
        sum(isinstance(each, Conflict) for each in results) == 1
        and sum(isinstance(each, tuple) for each in results) == 1
    )
