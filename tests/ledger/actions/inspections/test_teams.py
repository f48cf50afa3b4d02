"""Teams: the roster, who joins and who may not, who is taken off or stands aside."""

import datetime

import pytest

from duban.ledger import access
from duban.ledger.actions.inspections import teams
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Member, RosterEntry
from duban.ledger.models.inspections import Capacity
from duban.ledger.refusals import Conflict, Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db


def appointed(office, **more):
    given = {"name": "甲督查员", "appointed_on": datetime.date(2026, 1, 1), **more}
    return teams.appoint_officer(jurisdiction=office.jurisdiction, by=By(office.clerk, cast.at()), **given)


def joined(office, inspection, **more):
    given = {"capacity": Capacity.MEMBER, **more}
    return teams.add_member(inspection=inspection, by=By(office.clerk, cast.at()), **given)


@pytest.mark.feature("officers_roster")
def test_the_roster_has_each_account_once_and_ends_a_time_once(office):
    entry = appointed(office, name="", officer=office.inspector)
    assert entry.name == str(office.inspector)
    with pytest.raises(Refused, match="已经在名册上"):
        appointed(office, officer=office.inspector)
    by = By(office.clerk, cast.at())
    assert teams.end_appointment(entry=entry, by=by).until_on == inspecting.DAY
    with pytest.raises(Conflict):
        teams.end_appointment(entry=entry, by=by)
    lines = JournalLine.objects.filter(verb__startswith="roster.").order_by("seq")
    assert [(line.verb, line.data["name"]) for line in lines] == [
        ("roster.appointed", entry.name),
        ("roster.ended", entry.name),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"until_on": datetime.date(2025, 12, 31)}, "until_on"),
        ({"officer": "administrator"}, "officer"),
        ({"officer": "discipline"}, "officer"),
    ],
)
def test_who_cannot_be_on_the_roster_is_refused_at_the_field(office, wrong, field):
    wrong = {**wrong, "officer": office.officers[wrong["officer"]]} if "officer" in wrong else wrong
    with pytest.raises(Refused) as refused:
        appointed(office, **wrong)
    assert refused.value.field == field and not RosterEntry.objects.exists()


@pytest.mark.feature("team", "external_participants")
def test_there_is_one_head_with_an_account_and_outsiders_have_none(office):
    inspection = inspecting.drafted(office)
    joined(office, inspection, capacity=Capacity.HEAD, officer=office.inspector)
    for wrong, field in (
        ({"capacity": Capacity.HEAD, "officer": office.section}, "capacity"),
        ({"capacity": Capacity.MEDIA, "officer": office.section}, "capacity"),
        ({"officer": office.inspector}, "officer"),
        ({"officer": office.admin}, "officer"),
        ({"name": " "}, "name"),
    ):
        with pytest.raises(Refused) as refused:
            joined(office, inspection, **wrong)
        assert refused.value.field == field
    with pytest.raises(Refused, match="组长要有账号"):
        joined(office, inspecting.drafted(office), capacity=Capacity.HEAD, name="某人")
    assert joined(office, inspection, capacity=Capacity.MEDIA, name="某报记者", body="某报社").officer is None


@pytest.mark.feature("recusal")
def test_nobody_inspects_their_own_unit(office):
    inspection = inspecting.drafted(office)
    for wrong, field in (
        ({"officer": office.liaison}, "officer"),
        ({"name": "某人", "body": "甲县农业局"}, "body"),
        ({"name": "某人", "body": "甲县人民政府办公室"}, "body"),
    ):
        with pytest.raises(Refused, match="回避") as refused:
            joined(office, inspection, **wrong)
        assert refused.value.field == field


def test_a_time_on_the_roster_that_is_over_is_over(office):
    entry = appointed(office, until_on=inspecting.DAY - datetime.timedelta(days=1))
    with pytest.raises(Refused) as refused:
        joined(office, inspecting.drafted(office), entry=entry)
    assert refused.value.field == "entry"


def test_before_it_begins_one_is_taken_off_afterwards_one_stands_aside(office):
    inspection = inspecting.approved(office)
    member = joined(office, inspection, officer=office.section)
    teams.remove_member(member=member, by=By(office.clerk, cast.at()))
    assert not Member.objects.filter(pk=member.pk).exists()
    inspecting.inspections.start_inspection(inspection=inspection, by=By(office.clerk, cast.at()))
    head = inspection.members.get()
    with pytest.raises(Refused, match="回避"):
        teams.remove_member(member=head, by=By(office.clerk, cast.at()))
    with pytest.raises(Refused) as refused:
        teams.recuse_member(member=head, reason=" ", by=By(office.clerk, cast.at()))
    assert refused.value.field == "reason"
    aside = teams.recuse_member(member=head, reason="亲属任职", by=By(office.clerk, cast.at()))
    assert (aside.recused_on, aside.capacity) == (inspecting.DAY, Capacity.MEMBER)
    assert not access.inspections.carries_out(office.inspector, inspection)
    with pytest.raises(Conflict):
        teams.recuse_member(member=head, reason="再次", by=By(office.clerk, cast.at()))
    told = JournalLine.objects.filter(verb__startswith="member.").order_by("seq").values_list("verb", flat=True)
    assert list(told) == ["member.added", "member.removed", "member.recused"]
