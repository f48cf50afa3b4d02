"""One person in two offices: one sign-in, two posts that are never mixed; nobody comes into an office by another office's administrator."""

import pytest
from django.test import Client

from duban.ledger import access
from duban.ledger.actions.accounts import account_changes, posts, tokens
from duban.ledger.actions.office import officers, rolls
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import AuditEvent, JournalLine
from duban.ledger.models.account_changes import Change
from duban.ledger.queries.accounts import tokens as known
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.papers.reading.lists.rolls import Roll, RollRow
from duban.people.models import Officer, SecondFactor
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
OWN = "Own-leader-2026!"


@pytest.fixture
def county(db):
    return cast.office("county-plan", slug="county")


@pytest.fixture
def both(office, county):
    """The city's clerk is the county's leader as well."""
    other = county.leader
    Officer.objects.filter(pk=other.pk).update(full_name=office.clerk.full_name)
    other.refresh_from_db()
    return posts.join_posts(login=office.clerk, officer=other, at=AT)


def come_in(officer, **more):
    client = Client()
    answer = client.post("/login", {"username": officer.username, "password": cast.PASSWORD} | more)
    return client, answer


def test_one_sign_in_opens_both_posts_and_each_sees_its_own_office_alone(office, county, both, settings):
    settings.PASSWORD_DAYS = 0
    here, there = (
        stories.matter(office, due_on="2026-06-30", title="市里的事"),
        stories.matter(county, due_on="2026-06-30", title="县里的事", lead=county.units[:1]),
    )
    client, answer = come_in(office.clerk)
    assert answer.url == "/posts"
    chosen = client.get("/posts").content.decode()
    assert office.jurisdiction.name in chosen and county.jurisdiction.name in chosen
    assert (
        client.get(f"/matters/{here.no}").status_code == 200 and "市里的事" in client.get("/matters").content.decode()
    )
    assert client.post(f"/posts/{both.pk}/entering").status_code == 302
    assert int(client.session["_auth_user_id"]) == both.pk
    page = client.get("/matters").content.decode()
    assert "县里的事" in page and "市里的事" not in page and f"换到 {office.jurisdiction.name}" in page
    assert (here.no, client.get(f"/matters/{there.no}").status_code) == (there.no, 200)
    # The leader's post has none of the clerk's rights, and the other way round.
    assert (
        client.get("/appeals").status_code == 403
        and client.post(f"/posts/{county.clerk.pk}/entering").status_code == 404
    )
    event = AuditEvent.objects.filter(event="post.entered").get()
    assert (event.officer, event.jurisdiction) == (both, county.jurisdiction) and office.clerk.username in event.details


def test_only_the_person_joins_and_the_joined_account_opens_nothing_by_itself(office, county, settings):
    settings.PASSWORD_DAYS = 0
    county.leader.full_name = office.clerk.full_name
    county.leader.set_password(OWN)
    county.leader.save()
    client, _ = come_in(office.clerk)
    wrong = client.post("/posts", {"username": county.leader.username, "password": "wrong"})
    assert wrong.status_code == 422 and "不对" in wrong.content.decode()
    right = client.post("/posts", {"username": county.leader.username, "password": OWN})
    assert right.status_code == 302 and Officer.objects.get(pk=county.leader.pk).login == office.clerk
    # Either name comes in by the one password; the other account's own opens nothing any more.
    assert come_in(county.leader)[1].url == "/posts" and come_in(county.leader, password=OWN)[1].status_code == 401
    assert JournalLine.objects.filter(verb="posts.joined").values("jurisdiction").distinct().count() == 2
    with pytest.raises(Conflict):
        posts.join_posts(login=office.clerk, officer=county.leader, at=AT)
    with pytest.raises(Refused, match="姓名不一致"):
        posts.join_posts(login=office.clerk, officer=county.section, at=AT)


def test_a_new_password_holds_for_both_posts_and_ends_the_sessions_of_both(office, both, settings):
    settings.PASSWORD_DAYS = 0
    client, _ = come_in(office.clerk)
    client.post(f"/posts/{both.pk}/entering")
    assert client.get("/desk").status_code == 200
    held = Officer.objects.get(pk=office.clerk.pk)
    _, secret = tokens.create_token(
        officer=both, name="同步", expires_on=AT.date().replace(month=12), actor=both, at=AT
    )
    assert known.officer_of(secret, at=AT) == both
    officers.change_password(officer=held, password="Another-2026!", at=AT)
    assert client.get("/desk").status_code == 302 and known.officer_of(secret, at=AT) is None
    assert Officer.objects.get(pk=both.pk).check_password("Another-2026!")


def test_who_proposed_in_one_post_neither_signs_nor_confirms_in_the_other(office):
    leader = office.leader
    Officer.objects.filter(pk=leader.pk).update(full_name=office.clerk.full_name)
    leader.refresh_from_db()
    leader = posts.join_posts(login=office.clerk, officer=leader, at=AT)
    matter = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    asked = proposals.ask(
        "step",
        of=stories.held(matter),
        step="circular",
        reason="逾期",
        by=By(Officer.objects.get(pk=office.clerk.pk), AT),
    )
    with pytest.raises(Forbidden, match="自己提出"):
        proposals.sign_proposal(proposal=asked, agree=True, by=By(leader, AT))
    assert leader.is_person_of(office.clerk.pk) and not office.head.is_person_of(office.clerk.pk)
    office.jurisdiction.officers.update(last_login=AT)
    with pytest.raises(Refused, match="自己的账号"):
        account_changes.ask_change(
            kind=Change.PASSWORD,
            jurisdiction=office.jurisdiction,
            officer=leader,
            by=By(Officer.objects.get(pk=office.clerk.pk), AT),
        )


def test_an_administrators_new_password_opens_no_other_office(office, both):
    held = Officer.objects.get(pk=office.clerk.pk)
    with pytest.raises(Refused, match="没有自己的口令"):
        officers.reset_password(officer=both, actor=office.admin, at=AT)
    officers.reset_password(officer=held, actor=office.admin, at=AT)
    both.refresh_from_db()
    assert both.signs_in_by is None and not both.has_usable_password() and not Officer.objects.get(pk=held.pk).joined
    assert JournalLine.objects.get(verb="posts.parted").jurisdiction == both.jurisdiction


def test_who_leaves_the_office_of_the_account_signs_in_by_the_other_with_the_same_password(office, both):
    SecondFactor.objects.create(officer=office.clerk, secret="A" * 32, confirmed_at=AT)
    officers.disable_officer(officer=Officer.objects.get(pk=office.clerk.pk), by=By(office.admin, AT))
    fresh = Officer.objects.get(pk=both.pk)
    assert fresh.signs_in_by is None and not fresh.joined and fresh.check_password(cast.PASSWORD)
    assert SecondFactor.objects.get().officer == fresh
    assert access.accounts.posts(fresh) == [fresh]
    lines = JournalLine.objects.filter(verb="posts.passed_on")
    assert [line.jurisdiction for line in lines] == [both.jurisdiction]


def test_an_administrator_offers_and_the_person_answers(office, county):
    words = {"full_name": office.clerk.full_name, "role": "inspector", "title": ""}
    by = {"jurisdiction": county.jurisdiction, "actor": county.admin, "at": AT}
    with pytest.raises(Refused, match="姓名不一致"):
        officers.add_officer(username="x.one", same_as=office.head.username, **words, **by)
    made, _ = officers.add_officer(username="x.two", same_as=office.clerk.username, **words, **by)
    assert [each.pk for each in access.accounts.offers(office.clerk)] == [made.pk]
    with pytest.raises(access.NotFound):
        access.accounts.offer_for(office.head, made.pk)
    posts.decline_offer(login=office.clerk, officer=made, at=AT)
    with pytest.raises(Forbidden):
        posts.decline_offer(login=office.clerk, officer=made, at=AT)


def test_a_roll_knows_the_same_person_in_another_office_again(office, county):
    row = RollRow(
        "人员",
        {
            "full_name": office.clerk.full_name,
            "role": "政务督查员",
            "unit": "",
            "title": "",
            "username": office.clerk.username,
        },
        {},
        "人员第3行",
    )
    roll = Roll(officers=[row])
    rolls.take_roll(roll=roll, by=By(county.admin, AT))
    made = Officer.objects.get(offered_to=office.clerk)
    assert made.jurisdiction == county.jurisdiction and made.username != office.clerk.username
    parted = posts.join_posts(login=office.clerk, officer=made, at=AT)
    assert posts.part_posts(officer=parted, reason="分开", actor=made, at=AT).signs_in_by is None
    with pytest.raises(Conflict):
        posts.part_posts(officer=parted, reason="分开", actor=made, at=AT)
