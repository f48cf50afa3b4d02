"""The administrator's acts."""

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import officers, units
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Officer, Role
from tests import cast

pytestmark = pytest.mark.django_db


def add(office, at, **changes):
    fields = {"username": "new.one", "full_name": "新人", "role": Role.CLERK, **changes}
    return officers.add_officer(jurisdiction=office.jurisdiction, actor=office.admin, at=at, **fields)


def last(office):
    return JournalLine.objects.filter(jurisdiction=office.jurisdiction).latest("seq")


def test_a_new_account_has_a_password_of_its_own_to_be_changed(office, at):
    officer, password = add(office, at)
    again, other = add(office, at, username="new.two")
    assert officer.check_password(password) and officer.must_change_password
    assert password != other and not again.check_password(password)
    line = last(office)
    assert (line.verb, line.actor, line.of) == ("officer.added", office.admin, f"officer:{again.pk}")
    assert other not in str(line.data) and again.password not in str(line.data)


def test_a_name_is_taken_once_in_the_whole_installation(office, zhuoni, at):
    with pytest.raises(Refused, match="已被使用"):
        add(office, at, username=zhuoni.clerk.username)
    # Capital letters make no other name: it would be taken for the first.
    with pytest.raises(Refused, match="不分大小写"):
        add(office, at, username=zhuoni.clerk.username.upper())


@pytest.mark.parametrize(("role", "has_unit"), [(Role.LIAISON, False), (Role.CLERK, True), ("emperor", False)])
def test_a_post_that_cannot_be_is_refused(office, at, role, has_unit):
    with pytest.raises(Refused):
        add(office, at, role=role, unit=office.units[0] if has_unit else None)
    assert not JournalLine.objects.exists()


def test_a_unit_of_another_office_is_refused(office, zhuoni, at):
    with pytest.raises(Refused, match="不在本辖区"):
        add(office, at, role=Role.LIAISON, unit=zhuoni.units[0])


def test_editing_notes_before_and_after(office, at):
    officers.edit_officer(
        officer=office.liaison,
        full_name="改名",
        role=Role.LIAISON,
        unit=office.units[1],
        title="",
        by=By(office.admin, at),
    )
    data = last(office).data
    assert data["unit"] == [office.units[0].pk, office.units[1].pk]
    assert data["full_name"] == ["单位联络员甲", "改名"]


def test_nobody_changes_their_own_post_or_closes_their_own_account(office, at):
    with pytest.raises(Refused):
        officers.edit_officer(
            officer=office.admin,
            full_name="我",
            role=Role.CLERK,
            unit=None,
            title="",
            by=By(office.admin, at),
        )
    with pytest.raises(Refused):
        officers.disable_officer(officer=office.admin, by=By(office.admin, at))
    with pytest.raises(Refused):
        officers.reset_password(officer=office.admin, actor=office.admin, at=at)
    assert not JournalLine.objects.exists()


def test_closing_and_opening_an_account(office, at):
    officers.disable_officer(officer=office.clerk, by=By(office.admin, at))
    assert not Officer.objects.get(pk=office.clerk.pk).is_active
    with pytest.raises(Conflict):
        officers.disable_officer(officer=office.clerk, by=By(office.admin, at))
    officers.enable_officer(officer=office.clerk, by=By(office.admin, at))
    with pytest.raises(Conflict):
        officers.enable_officer(officer=office.clerk, by=By(office.admin, at))
    assert [line.verb for line in JournalLine.objects.order_by("seq")] == [
        "officer.disabled",
        "officer.edited",
    ]


def test_a_portfolio_that_was_given_away_before_is_left_alone_when_the_account_closes(office, at):
    portfolio = office.units[0].portfolio
    units.edit_portfolio(portfolio=portfolio, name="农业口", leader=office.other_leader, by=By(office.admin, at))
    officers.disable_officer(officer=office.leader, by=By(office.admin, at))
    portfolio.refresh_from_db()
    assert (portfolio.leader, last(office).verb) == (office.other_leader, "officer.disabled")


def test_reset_gives_a_new_first_password(office, at):
    password = officers.reset_password(officer=office.clerk, actor=office.admin, at=at)
    clerk = Officer.objects.get(pk=office.clerk.pk)
    assert clerk.check_password(password) and not clerk.check_password(cast.PASSWORD)
    assert clerk.must_change_password and password not in str(last(office).data)


@pytest.mark.feature("unit_people")
def test_units_sections_and_leaders_have_their_people(office, at):
    """Head and liaison belong to their unit; sections and leaders to the office."""
    officer, _ = add(office, at, role=Role.UNIT_HEAD, unit=office.units[2], title="局长")
    assert list(office.units[2].officers.filter(role=Role.UNIT_HEAD)) == [officer]
    section, _ = add(office, at, username="section.one", role=Role.SECTION)
    assert section.unit is None
    with pytest.raises(Refused, match="须选定所在单位"):
        add(office, at, username="third", role=Role.UNIT_HEAD)


def test_the_chain_holds_over_all_of_it(office, at):
    add(office, at)
    officers.change_password(officer=office.clerk, password="another-good-one-1", at=at)
    assert not list(journal.verify(office.jurisdiction))
