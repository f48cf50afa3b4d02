"""What a password must be, how long it holds, and what becomes of an initial one that nobody used."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from duban.ledger.actions.office import officers
from duban.ledger.refusals import Refused
from duban.people.models import FormerPassword, Officer
from tests import cast
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
_DAY = datetime.timedelta(days=1)


def _change(client, new, old=PASSWORD):
    return client.post("/password", {"old": old, "new": new, "again": new})


@pytest.mark.parametrize(
    ("new", "word"),
    [
        ("quiet-lamp", "至少有 3 种"),
        ("quietlamp12", "至少有 3 种"),
        ("Quiet-1", "太短"),
        ("Quiet-lamp-7", ""),
        ("督办督办Quiet-7", ""),
    ],
)
def test_kinds_of_signs_are_asked_for(office, signed_in, new, word):
    response = _change(signed_in(office.clerk), new)
    assert response.status_code == (422 if word else 302) and word in response.content.decode()


def test_the_rule_is_said_beside_the_field(office, signed_in):
    page = signed_in(office.clerk).get("/password").content.decode()
    assert "至少 10 个字符；大写字母、小写字母、数字、符号中至少有 3 种；不能与最近 5 次用过的相同；不能太常见" in page


def test_a_former_password_does_not_come_again(office, signed_in, settings):
    settings.PASSWORD_REST_DAYS = 0
    client, before = signed_in(office.clerk), PASSWORD
    for number in range(5):
        assert _change(client, f"Quiet-lamp-{number}", before).status_code == 302
        before = f"Quiet-lamp-{number}"
    assert "最近 5 次" in _change(client, PASSWORD, before).content.decode()
    assert _change(client, "Quiet-lamp-9", before).status_code == 302
    # Only so many are kept; of each only the hash.
    assert _change(client, PASSWORD, "Quiet-lamp-9").status_code == 302
    kept = FormerPassword.objects.filter(officer=office.clerk)
    assert kept.count() == 5 and not any("Quiet" in each.password for each in kept)


def test_a_password_holds_so_many_days(office, signed_in, settings):
    at = cast.at("2026-03-31 00:00") - 90 * _DAY
    Officer.objects.filter(pk=office.clerk.pk).update(password_set_at=at + _DAY)
    client = signed_in(office.clerk)
    assert client.get("/regime").status_code == 200
    Officer.objects.filter(pk=office.clerk.pk).update(password_set_at=at)
    assert client.get("/regime").url == "/password"
    assert "已经用满 90 天" in client.get("/password").content.decode()
    assert _change(client, "Quiet-lamp-7").url == "/regime"
    assert client.get("/regime").status_code == 200


def test_zero_days_are_no_bound_and_what_is_kept_elsewhere_is_never_due(office, signed_in, settings):
    Officer.objects.filter(pk=office.clerk.pk).update(password_set_at=cast.at("2020-01-01 00:00"))
    client = signed_in(office.clerk)
    settings.PASSWORD_DAYS = 0
    assert client.get("/regime").status_code == 200
    settings.PASSWORD_DAYS = 90
    Officer.objects.filter(pk=office.clerk.pk).update(password="!kept-by-the-directory")
    assert signed_in(Officer.objects.get(pk=office.clerk.pk)).get("/regime").status_code == 200


def test_invented_people_need_no_new_password(signed_in):
    demo = cast.office("zhuoni-2022", is_demo=True)
    Officer.objects.filter(pk=demo.clerk.pk).update(password_set_at=cast.at("2020-01-01 00:00"))
    assert signed_in(demo.clerk).get("/regime").status_code == 200


def test_a_password_rests_a_day_before_it_changes_again(office, at):
    officers.change_password(officer=office.clerk, password="Quiet-lamp-7", at=at)
    with pytest.raises(Refused, match="04月01日 09:30 以后才能再改"):
        officers.change_password(officer=office.clerk, password="Quiet-lamp-8", at=at + _DAY / 2)
    officers.change_password(officer=office.clerk, password="Quiet-lamp-8", at=at + _DAY)


def test_the_page_says_that_it_rests(office, signed_in):
    client = signed_in(office.clerk)
    assert _change(client, "Quiet-lamp-7").status_code == 302
    again = _change(client, "Quiet-lamp-8", "Quiet-lamp-7")
    assert again.status_code == 422 and "以后才能再改" in again.content.decode()
    assert Officer.objects.get(pk=office.clerk.pk).check_password("Quiet-lamp-7")


@pytest.mark.parametrize(("days", "status"), [(6, 302), (7, 401)])
def test_an_initial_password_waits_seven_days(office, days, status):
    _, password = officers.add_officer(
        jurisdiction=office.jurisdiction,
        username="new.one",
        full_name="新人",
        role="clerk",
        actor=office.admin,
        at=timezone.now() - days * _DAY,
    )
    response = Client().post("/login", {"username": "new.one", "password": password})
    assert response.status_code == status and ("已经失效" in response.content.decode()) is (status == 401)
    # Who does not know it is told nothing of that.
    assert "已经失效" not in Client().post("/login", {"username": "new.one", "password": "wrong"}).content.decode()
