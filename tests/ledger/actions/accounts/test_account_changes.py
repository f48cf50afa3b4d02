"""Changes of accounts: asked by an administrator, confirmed and done by a second person, declined, or grown old."""

import datetime

import pytest

from duban.ledger.actions.accounts import account_changes, second_factors
from duban.ledger.actions.office import messages, officers
from duban.ledger.by import By
from duban.ledger.models import AccountChange, JournalLine, Message
from duban.ledger.models.account_changes import Change
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer, Role
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
