"""The administrator's pages."""

import re

import pytest
from django.test import Client

from duban.ledger.models import JournalLine
from duban.people.models import Officer, Portfolio, Unit

pytestmark = pytest.mark.django_db


def new_officer(office, **changes):
    return {"username": "new.one", "full_name": "新人", "role": "clerk", "unit": "", "title": "", **changes}


def unit_form(**changes):
    form = {
        "name": "新局",
        "group": "department",
        "portfolio": "",
        "ranked": "on",
        "order": "9",
        "aliases": "甲称\n乙称",
    }
    return {**form, **changes}


def test_a_first_password_is_shown_once_and_works(office, signed_in):
    admin = signed_in(office.admin)
    form = new_officer(office, form_key="k1")
    page = admin.post("/settings/officers/new", form).content.decode()
    password = re.search(r'class="secret">(\w+)<', page)[1]
    client = Client()
    assert client.post("/login", {"username": "new.one", "password": password}).status_code == 302
    assert client.get("/regime").url == "/password"
    again = admin.post("/settings/officers/new", form)
    assert again.status_code == 302 and Officer.objects.filter(username="new.one").count() == 1
    assert password not in admin.get("/settings/officers").content.decode()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"username": ""}, "请填写账号"),
        ({"username": "中文 名"}, "只能用字母"),
        ({"username": "a" * 61}, "60"),
        ({"role": ""}, "请选择岗位"),
        ({"role": "liaison"}, "须选定所在单位"),
        ({"username": "sanmenxia-2019.clerk"}, "已被使用"),
        ({"unit": "999999"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_at_the_form(office, signed_in, changes, word):
    response = signed_in(office.admin).post("/settings/officers/new", new_officer(office, **changes))
    assert response.status_code == 422 and word in response.content.decode()
    assert not Officer.objects.filter(username="new.one").exists()


def test_an_officer_is_edited_closed_and_opened(office, signed_in):
    admin = signed_in(office.admin)
    path = f"/settings/officers/{office.liaison.pk}"
    form = {"full_name": "改名", "role": "liaison", "unit": office.units[2].pk, "title": "科员"}
    assert admin.post(path, form).url == "/settings/officers"
    officer = Officer.objects.get(pk=office.liaison.pk)
    assert (officer.full_name, officer.unit, officer.title) == ("改名", office.units[2], "科员")
    admin.post(f"{path}/disablement")
    assert not Officer.objects.get(pk=officer.pk).is_active
    assert "恢复账号" in admin.get(path).content.decode()
    assert admin.post(f"{path}/disablement").status_code == 409
    admin.post(f"{path}/enablement")
    assert Officer.objects.get(pk=officer.pk).is_active
    page = admin.post(f"{path}/password").content.decode()
    assert Officer.objects.get(pk=officer.pk).check_password(re.search(r'class="secret">(\w+)<', page)[1])
    verbs = JournalLine.objects.order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["officer.edited", "officer.disabled", "officer.edited", "officer.password_reset"]


def test_the_administrator_cannot_give_themselves_another_post(office, signed_in):
    form = {"full_name": "我", "role": "clerk", "unit": "", "title": ""}
    response = signed_in(office.admin).post(f"/settings/officers/{office.admin.pk}", form)
    assert response.status_code == 422 and "不能改动自己的岗位" in response.content.decode()


def test_fields_that_the_form_does_not_have_are_ignored(office, signed_in):
    form = {
        "full_name": "我",
        "role": "clerk",
        "unit": "",
        "title": "",
        "is_superuser": "on",
        "jurisdiction": "99",
        "username": "x",
    }
    signed_in(office.admin).post(f"/settings/officers/{office.clerk.pk}", form)
    officer = Officer.objects.get(pk=office.clerk.pk)
    assert not officer.is_superuser and officer.jurisdiction == office.jurisdiction
    assert officer.username == office.clerk.username


def test_units_are_added_and_edited(office, signed_in):
    admin = signed_in(office.admin)
    assert admin.post("/settings/units/new", {"code": "xinju", **unit_form()}).url == "/settings/units"
    unit = Unit.objects.get(code="xinju")
    assert sorted(unit.aliases.values_list("name", flat=True)) == ["乙称", "甲称"]
    assert "甲称" in admin.get("/settings/units").content.decode()
    assert "甲称" in admin.get("/settings/units/xinju").content.decode()
    response = admin.post("/settings/units/xinju", unit_form(name="市财政局"))
    assert response.status_code == 422 and "已被使用" in response.content.decode()
    response = admin.post("/settings/units/new", {"code": "Xin Ju", **unit_form()})
    assert response.status_code == 422 and "小写字母" in response.content.decode()
    response = admin.post("/settings/units/new", {"code": "new", **unit_form()})
    assert response.status_code == 422 and "另有用处" in response.content.decode()
    response = admin.post("/settings/units/new", {"code": "ok", **unit_form(group="authorised")})
    assert response.status_code == 422
    assert admin.post("/settings/units/xinju", unit_form(ranked="")).status_code == 302
    assert not Unit.objects.get(code="xinju").ranked


def test_units_and_officers_of_another_office_cannot_be_named(office, zhuoni, signed_in):
    admin = signed_in(office.admin)
    form = new_officer(office, role="liaison", unit=zhuoni.units[0].pk)
    assert admin.post("/settings/officers/new", form).status_code == 422
    foreign = Portfolio.objects.filter(jurisdiction=zhuoni.jurisdiction).first()
    assert admin.post("/settings/units/new", {"code": "x", **unit_form(portfolio=foreign.pk)}).status_code == 422
    form = {"name": "口", "leader": zhuoni.leader.pk}
    assert admin.post("/settings/portfolios/new", form).status_code == 422


def test_a_portfolio_gets_a_leader(office, signed_in):
    admin = signed_in(office.admin)
    assert admin.post("/settings/portfolios/new", {"name": "文教口", "leader": ""}).url == "/settings/portfolios"
    portfolio = Portfolio.objects.get(name="文教口")
    assert "暂缺" in admin.get("/settings/portfolios").content.decode()
    admin.post(f"/settings/portfolios/{portfolio.pk}", {"name": "文教口", "leader": office.leader.pk})
    assert Portfolio.objects.get(pk=portfolio.pk).leader == office.leader
    response = admin.post("/settings/portfolios/new", {"name": "文教口", "leader": ""})
    assert response.status_code == 422 and "同名" in response.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7777*7}}", "‮倒写"])
def test_what_people_type_is_shown_as_text(office, signed_in, text):
    admin = signed_in(office.admin)
    form = {"full_name": text[:40], "role": "clerk", "unit": "", "title": text[:60]}
    admin.post(f"/settings/officers/{office.clerk.pk}", form)
    # What turns the direction of the words round is left out, everything else is kept.
    assert Officer.objects.get(pk=office.clerk.pk).title == text[:60].lstrip("\u202e")
    page = admin.get("/settings/officers").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and "54439" not in page
