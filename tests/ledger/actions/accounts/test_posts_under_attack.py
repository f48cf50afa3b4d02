"""Joined accounts hold against outsiders and clumsy administrators: tries, lost phones, closed accounts, demonstrations, other names."""

import datetime

import pytest
from axes.models import AccessLog

from duban.ledger import conditions
from duban.ledger.actions.accounts import posts, second_factors, tokens
from duban.ledger.actions.office import officers
from duban.ledger.by import By
from duban.ledger.models import Conclusion, Inspection, RegimeDraft
from duban.ledger.queries.accounts import tokens as known
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Officer, SecondFactor
from tests import cast
from tests.ledger.actions.accounts.test_posts import AT, both, come_in, county

__all__ = ("both", "county")
pytestmark = pytest.mark.django_db


def test_tries_under_all_names_of_a_person_are_counted_together(office, both, settings):
    settings.AXES_ENABLED = True
    settings.PASSWORD_DAYS = 0
    names = [office.clerk, both]
    seen = [come_in(names[turn % 2], password="wrong")[1].status_code for turn in range(5)]
    assert seen == [401] * 4 + [429]
    assert [come_in(each)[1].status_code for each in names] == [429, 429]
    officers.unlock_officer(officer=office.clerk, actor=office.admin, at=AT)
    assert come_in(both)[1].status_code == 302
    # Whoever came in by one name is known by the other.
    assert set(AccessLog.objects.values_list("username", flat=True)) == {office.clerk.username}


def test_a_demonstration_joins_no_real_office(office, county):
    Officer.objects.filter(pk=county.leader.pk).update(full_name=office.clerk.full_name)
    county.jurisdiction.is_demo = True
    county.jurisdiction.save()
    other = Officer.objects.get(pk=county.leader.pk)
    for login, officer in ((office.clerk, other), (other, office.clerk)):
        with pytest.raises(Refused, match="演示"):
            posts.join_posts(login=login, officer=officer, at=AT)


def test_a_dead_initial_password_proves_no_account(office, county, settings):
    settings.PASSWORD_DAYS, settings.INITIAL_PASSWORD_DAYS = 0, 3
    other = county.leader
    other.full_name, other.must_change_password = office.clerk.full_name, True
    other.password_set_at = AT - datetime.timedelta(days=400)
    other.save()
    client, _ = come_in(office.clerk)
    answer = client.post("/posts", {"username": other.username, "password": cast.PASSWORD})
    assert answer.status_code == 422 and "已经失效" in answer.content.decode()
    assert not Officer.objects.get(pk=other.pk).joined


def test_a_lost_phone_and_a_lost_password_end_tokens_and_sessions_of_every_post(office, both, settings):
    settings.PASSWORD_DAYS, settings.SECOND_PERSON = 0, "off"
    here = Officer.objects.get(pk=office.leader.pk)
    Officer.objects.filter(pk=here.pk).update(full_name=office.clerk.full_name)
    here = posts.join_posts(login=office.clerk, officer=Officer.objects.get(pk=here.pk), at=AT)
    held = Officer.objects.get(pk=office.clerk.pk)

    def open_all():
        made = [
            tokens.create_token(officer=each, name="同步", expires_on=AT.date().replace(month=12), actor=each, at=AT)[1]
            for each in (held, here, both)
        ]
        client, _ = come_in(held)
        client.post(f"/posts/{here.pk}/entering")
        assert client.get("/desk").status_code == 200
        return made, client

    made, client = open_all()
    SecondFactor.objects.create(officer=held, secret="A" * 32, confirmed_at=AT)
    second_factors.reset_second_factor(officer=held, actor=office.admin, at=AT)
    assert [known.officer_of(each, at=AT) for each in made] == [None] * 3 and client.get("/desk").status_code == 302
    # What another office's post was opened by was taken away by this office: it is parted, as by a new password.
    assert Officer.objects.get(pk=both.pk).signs_in_by is None and Officer.objects.get(pk=here.pk).signs_in_by == held
    _, secret = tokens.create_token(
        officer=here, name="同步", expires_on=AT.date().replace(month=12), actor=here, at=AT
    )
    Officer.objects.filter(pk=held.pk).update(must_change_password=True)
    assert known.officer_of(secret, at=AT) is None
    officers.reset_password(officer=Officer.objects.get(pk=held.pk), actor=office.admin, at=AT)
    Officer.objects.filter(pk=held.pk).update(must_change_password=False)
    assert known.officer_of(secret, at=AT) is None


def test_a_post_that_needs_a_second_factor_keeps_it_for_all(office, both, settings):
    settings.SECOND_FACTOR = (both.role,)
    held = Officer.objects.get(pk=office.clerk.pk)
    SecondFactor.objects.create(officer=held, secret="A" * 32, confirmed_at=AT)
    with pytest.raises(Refused, match="不能停用"):
        second_factors.remove_second_factor(officer=held, code="1", moment=AT, at=AT)


def test_a_post_opened_again_is_not_opened_by_a_closed_account(office, county, both):
    officers.disable_officer(officer=both, by=By(county.admin, AT))
    officers.disable_officer(officer=Officer.objects.get(pk=office.clerk.pk), by=By(office.admin, AT))
    opened = officers.enable_officer(officer=Officer.objects.get(pk=both.pk), by=By(county.admin, AT))
    assert opened.signs_in_by is None and not opened.joined and opened.check_password(cast.PASSWORD)
    assert not Officer.objects.get(pk=office.clerk.pk).has_usable_password()


def test_a_joined_account_is_given_to_nobody_else_by_another_name(office, county, both):
    words = {"role": both.role, "unit": None, "title": both.title}
    with pytest.raises(Refused, match="合并登录"):
        officers.edit_officer(officer=both, full_name="另一人", by=By(county.admin, AT), **words)
    officers.edit_officer(officer=both, full_name=both.full_name, by=By(county.admin, AT), **words | {"title": "副职"})


def test_two_accounts_that_join_each_other_end_as_one_chain(office, county, both):
    third = office.section
    Officer.objects.filter(pk=third.pk).update(full_name=office.clerk.full_name)
    posts.join_posts(login=Officer.objects.get(pk=third.pk), officer=office.clerk, at=AT)
    assert Officer.objects.get(pk=both.pk).login == third == Officer.objects.get(pk=office.clerk.pk).login
    with pytest.raises(Conflict):
        posts.join_posts(login=office.clerk, officer=third, at=AT)
    assert conditions.accounts.joining(Officer.objects.get(pk=office.clerk.pk), county.admin) is not None


def test_who_wrote_in_one_post_reads_nothing_through_in_the_other(office):
    Officer.objects.filter(pk=office.head.pk).update(full_name=office.clerk.full_name)
    head = posts.join_posts(login=office.clerk, officer=Officer.objects.get(pk=office.head.pk), at=AT)
    written = {"drafted_by": office.clerk, "changed_by": office.clerk, "submitted_by": office.clerk}
    draft = RegimeDraft(jurisdiction=office.jurisdiction, phase="submitted", **written)
    assert conditions.regime_drafts.checking(draft, head) is not None
    assert conditions.regime_drafts.checking(draft, office.section) is None
    conclusion = Conclusion(step="leader", drafted_by=office.clerk, to_sign=head, inspection=Inspection())
    conclusion.inspection.jurisdiction = office.jurisdiction
    assert "自己起草" in str(conditions.conclusions.signing(conclusion, head, AT.date()))
