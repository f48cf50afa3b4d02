"""Teams on their page: from the roster, with outsiders, without who is inspected; what is inspected is open to them."""

import pytest

from duban.ledger.actions.inspections import teams
from duban.ledger.by import By
from duban.ledger.models import (
    Member,
)
from duban.ledger.refusals import Refused
from tests import cast, inspecting, stories
from tests.pages import post, refusal_of

pytestmark = pytest.mark.django_db


@pytest.mark.feature("team", "officers_roster", "external_participants")
def test_a_team_of_the_roster_with_outsiders_and_without_who_is_inspected(office, signed_in):
    clerk = signed_in(office.clerk)
    post(clerk, "/roster/new", officer=office.inspector.pk, body="政务督查员", appointed_on="2026-01-01")
    entry = office.jurisdiction.roster.get()
    made = inspecting.drafted(office)
    path = f"/inspections/{made.pk}/members"
    form = clerk.get(path).content.decode()
    assert str(office.liaison) not in form
    post(clerk, path, capacity="head", entry=entry.pk)
    post(clerk, path, capacity="media", name="某报记者", body="某报社")
    post(clerk, path, capacity="deputy", name="某代表", body="市人大代表")
    assert "组长" in refusal_of(clerk, path, capacity="head", officer=office.section.pk)
    assert "不用账号" in refusal_of(clerk, path, capacity="cppcc", officer=office.section.pk)
    assert "回避" in refusal_of(clerk, path, capacity="department", name="某人", body="甲县人民政府办公室")
    with pytest.raises(Refused, match="回避"):
        teams.add_member(inspection=made, capacity="member", officer=office.liaison, by=By(office.clerk, cast.at()))
    head = Member.objects.get(capacity="head")
    assert "1 次" in clerk.get("/roster").content.decode()
    post(clerk, f"/members/{head.pk}/recusal", reason="亲属在被查单位任职")
    assert signed_in(office.inspector).get(f"/inspections/{made.pk}").status_code == 404
    post(clerk, path, capacity="head", officer=office.section.pk)


def test_a_matter_under_inspection_is_open_to_the_team(office, signed_in):
    matter = stories.matter(office, due_on="2026-04-30", lead=office.units[:1])
    department = cast.Officer.objects.create(
        username="dep", role="liaison", unit=office.units[3], jurisdiction=office.jurisdiction, full_name="会同人员"
    )
    made = inspecting.drafted(office, matters=[matter])
    assert signed_in(department).get(f"/matters/{matter.no}").status_code == 404
    teams.add_member(inspection=made, capacity="department", officer=department, by=By(office.clerk, cast.at()))
    assert signed_in(department).get(f"/matters/{matter.no}").status_code == 200
    assert signed_in(department).get(f"/inspections/{made.pk}").status_code == 200
    assert signed_in(department).get(f"/matters/{matter.no}/archive.zip").status_code in (403, 404)
