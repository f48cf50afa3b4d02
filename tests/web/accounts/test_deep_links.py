"""A link in a letter leads to its page, whatever stands before it: the entrance, a code, a new password, another post; and never elsewhere."""

import time
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client

from duban.ledger.actions.accounts import posts
from duban.people.models import Officer
from tests import cast, stories
from tests.cast import PASSWORD
from tests.web.accounts.test_second_factors import bind, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(office):
    """The link of a letter to the liaison."""
    made = stories.matter(office, due_on="2026-04-30")
    return f"/to/{office.liaison.pk}/matter:{made.no}", f"/matters/{made.no}"


def _enter(client, officer, to):
    return client.post("/login", {"username": officer.username, "password": PASSWORD, "next": to})


def test_through_the_entrance_and_the_code_of_a_second_factor(office, link):
    address, page = link
    client = Client()
    asked = client.get(address).url
    shown = client.get(asked).content.decode()
    assert f'value="{address}"' in shown
    assert client.post("/login", {"username": "x", "password": "y", "next": address}).status_code == 401
    assert _enter(client, office.liaison, address).url == address
    assert client.get(address).url == page and client.get(page).status_code == 200
    # Already in: the entrance leads on, an address that is not ours to the first page.
    assert client.get(asked).url == address
    assert client.get("/login?next=https://example.org/").url == "/" == client.get("/login?next=//example.org").url
    bind(office.liaison)
    client = Client()
    assert _enter(client, office.liaison, address).url == "/login"
    again = client.post("/login", {"again": "1"}).url
    assert address in client.get(again).content.decode(), "another account, the same way"
    _enter(client, office.liaison, address)
    assert client.post("/login", {"code": code_of(office.liaison)}).url == address


def test_past_a_new_password_and_an_app_that_must_be_bound(office, link, signed_in, settings):
    address, _ = link
    settings.SECOND_FACTOR = ("all",)
    Officer.objects.filter(pk=office.liaison.pk).update(must_change_password=True)
    client = signed_in(Officer.objects.get(pk=office.liaison.pk))
    assert client.get(address).url == "/password"
    new = "another-Good-one-7"
    assert client.post("/password", {"old": PASSWORD, "new": new, "again": new}).url == address
    assert client.get(address).url == "/second-factor"
    client.post("/second-factor/secret", {"password": new})
    codes = client.post("/second-factor/confirmation", {"code": code_of(office.liaison)}).content.decode()
    assert f'href="{address}"' in codes


def test_into_a_demonstration_and_nowhere_else(settings, office, link):
    settings.DEMO = True
    type(office.jurisdiction).objects.update(is_demo=True)
    address, _ = link
    entrance = f"/demo/login/{office.liaison.username}"
    assert Client().post(entrance, {"next": address}).url == address
    assert Client().post(entrance, {"next": "//example.org"}).url == "/"


def test_to_another_post_of_the_same_person(office, link, signed_in):
    county = cast.office("county-plan", slug="xian")
    Officer.objects.filter(pk=county.clerk.pk).update(full_name=str(office.liaison))
    posts.join_posts(login=Officer.objects.get(pk=county.clerk.pk), officer=office.liaison, at=cast.at())
    address, page = link
    client = signed_in(Officer.objects.get(pk=county.clerk.pk))
    shown = client.get(address).content.decode()
    assert "换到这个岗位并打开" in shown and f'value="{page}"' in shown
    assert client.post(f"/posts/{office.liaison.pk}/entering", {"next": page}).url == page
    assert client.get(page).status_code == 200


def test_who_has_several_posts_says_in_which_a_page_was_open(office, link):
    address, page = link
    county = cast.office("sanmenxia-2019", slug="other")
    assert f"/matters/{stories.matter(county, due_on='2026-04-30').no}" == page
    posts.join_posts(login=Officer.objects.get(pk=county.clerk.pk), officer=office.clerk, at=cast.at())
    client = Client()
    asked = _enter(client, county.clerk, page).url
    assert asked == f"/posts?next={quote(page, safe='')}"
    shown = client.get(asked).content.decode()
    assert f'href="{page}">进入' in shown and f'name="next" value="{page}"' in shown and "在哪个岗位上看的" in shown
    assert client.post(f"/posts/{office.clerk.pk}/entering", {"next": page}).url == page
    assert "example.org" not in client.get("/posts?next=//example.org/x").content.decode()
    assert _enter(Client(), county.clerk, address).url == address, "a letter's link says whose it is"
    assert _enter(Client(), county.head, page).url == page


def test_to_somebody_else_it_opens_what_they_may_see_and_no_more(office, link, signed_in):
    address, page = link
    other = signed_in(office.other_liaison)
    assert other.get(address).url == page and other.get(page).status_code == 404


def test_the_same_number_in_another_office_is_another_matter(office, link, signed_in):
    address, page = link
    no = page.rpartition("/")[2]
    county = cast.office("sanmenxia-2019", slug="other")
    assert stories.matter(county, due_on="2026-04-30").no == no
    of_group = f"/to/0/matter:{no}?office={office.jurisdiction.slug}"
    for each in (address, of_group, f"/to/0/desk?office={office.jurisdiction.slug}"):
        refused = signed_in(county.clerk).get(each)
        assert refused.status_code == 404 and "另一个办公室" in refused.content.decode()
    assert signed_in(county.clerk).get(f"/to/{10**30}/matter:{no}").url == page
    # Who reads along in that office too is offered the post there; everybody of it goes straight to the page.
    assert signed_in(office.clerk).get(of_group).url == page == signed_in(office.clerk).get(address).url
    posts.join_posts(login=Officer.objects.get(pk=county.clerk.pk), officer=office.clerk, at=cast.at())
    client = signed_in(Officer.objects.get(pk=county.clerk.pk))
    for each in (address, of_group):
        shown = client.get(each).content.decode()
        assert f"/posts/{office.clerk.pk}/entering" in shown and f'value="{page}"' in shown


@pytest.mark.parametrize("about", ["nothing:1", "https:", "matter:", "claim:x", "inbox:3", "matter:a%2F..%2F..%2Fx"])
def test_what_leads_to_no_record_is_not_found(office, signed_in, about):
    assert signed_in(office.clerk).get(f"/to/{office.clerk.pk}/{about}").status_code == 404


def test_a_form_sent_after_the_session_leads_back_to_the_page_on_which_it_stands(office, signed_in, settings):
    made = stories.matter(office, due_on="2026-04-30")
    page, form = f"/matters/{made.no}?tab=timeline", f"/matters/{made.no}/notes"
    back = f"/login?ended=1&next={quote(page, safe='')}"
    sent = {"data": {"text": "写了很久"}, "headers": {"Referer": f"http://testserver{page}"}}
    assert Client().post(form, **sent).url == back
    client = signed_in(office.clerk)
    session = client.session
    session["seen"] = int(time.time()) - settings.SESSION_IDLE - 1
    session.save()
    assert client.post(form, **sent).url == back
    # Of another site, or of none, there is no page to lead back to; a page of ours that is none leads to the first one.
    for page in ("http://elsewhere.example/matters", "http://testserver.example/matters", ""):
        assert "elsewhere" not in (to := Client().post(form, headers={"Referer": page}).url) and "ended" not in to
    to = Client().post(form, headers={"Referer": "http://testserver//elsewhere.example/"}).url
    assert _enter(Client(), office.clerk, parse_qs(urlsplit(to).query)["next"][0]).url == "/"
