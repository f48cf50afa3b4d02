"""What documents say of teams and of inspecting on the spot, one clause after the other under each of them."""

import datetime

import pytest

from duban.ledger.actions.inspections import look_backs, self_inspections, teams, visits
from duban.ledger.by import By
from duban.ledger.models import SelfInspection
from duban.ledger.models.inspections import Method
from tests import cast, inspecting, stories

pytestmark = pytest.mark.django_db
REGIMES = ("ankang-2020", "gansu-county-2023", "zhuoni-2022")
PROVES = {
    "ankang-2020": {"第三条": ["external_participants"], "第十一条": ["officers_roster"], "第十条": ["inspections"]},
    "gansu-county-2023": {"一": ["external_participants", "team"], "二(一)": ["inspections"], "二(六)": ["inspections"]},
    "zhuoni-2022": {
        "第五条": ["team"], "第八条(三)": ["officers_roster", "team"], "第九条(三)": ["inspections", "team", "unannounced"],
        "第九条(三)1": ["self_inspection"], "第九条(三)2": ["inspections"], "第九条(三)3": ["inspections"],
        "第九条(三)4": ["unannounced"], "第九条(三)5": ["inspections"], "第十九条": ["self_inspection"],
    },
}  # fmt: skip


@pytest.mark.feature("team", "officers_roster", "external_participants")
@pytest.mark.parametrize("regime", REGIMES)
def test_a_team_is_formed_of_the_roster_and_of_outsiders_and_the_rest_see_nothing(regime, signed_in):
    office = cast.office(regime)
    by = By(office.clerk, cast.at())
    entry = teams.appoint_officer(
        jurisdiction=office.jurisdiction, name="督查员", appointed_on=datetime.date(2026, 1, 1), by=by, officer=office.inspector
    )  # fmt: skip
    made = inspecting.drafted(office, unannounced=True)
    teams.add_member(inspection=made, capacity="head", entry=entry, by=by)
    teams.add_member(inspection=made, capacity="media", name="某报记者", body="某报社", by=by)
    teams.add_member(inspection=made, capacity="deputy", name="某代表", body="人大代表", by=by)
    page = signed_in(office.inspector).get(f"/inspections/{made.pk}").content.decode()
    assert (
        "某报记者" in page and "某代表" in page and "督查员" in signed_in(office.clerk).get("/roster").content.decode()
    )
    for outsider in (office.liaison, office.other_leader):
        assert signed_in(outsider).get(f"/inspections/{made.pk}").status_code in (403, 404)


@pytest.mark.feature("inspections", "unannounced", "self_inspection")
@pytest.mark.parametrize("regime", REGIMES)
def test_units_check_themselves_are_heard_seen_visited_unannounced_and_looked_back_on(regime):
    office = cast.office(regime)
    clerk, inspector = By(office.clerk, cast.at()), By(office.inspector, cast.at())
    # 安康 第十条: what is not in the plan is applied for seven working days before.
    made = inspecting.approved(office, at=cast.at("2026-03-10 09:00"))
    self_inspections.request_self_inspections(
        inspection=made, units=office.units[:1], due_on=datetime.date(2026, 3, 31), by=clerk
    )
    row = self_inspections.hand_in_self_inspection(
        self_inspection=SelfInspection.objects.get(), text="已自查，发现两处不足。", by=By(office.liaison, cast.at())
    )
    assert row.handed_in_on == datetime.date(2026, 3, 31)
    made = inspecting.inspections.start_inspection(inspection=made, by=clerk)
    for how in ("meeting", "site", "unannounced"):
        place = inspecting.visit(office, made, place=f"{how}处", how=how)
        visits.arrive(visit=place, by=inspector)
        visits.record_visit(visit=place, seen=f"{how}所见", by=inspector, noted=visits.Noted("problem", f"{how}问题"))
        place.refresh_from_db()
        assert f"{how}所见" in place.seen
    after = look_backs.arrange_look_back(
        inspection=made, from_on=datetime.date(2026, 4, 20), to_on=datetime.date(2026, 4, 20), by=clerk
    )
    assert after.method == Method.LOOK_BACK and after.visits.count() == 3


@pytest.mark.feature("team")
@pytest.mark.proves("zhuoni-2022", "第八条(三)", "team")
def test_a_matter_that_is_inspected_is_open_to_the_team_alone(signed_in):
    office = cast.office("zhuoni-2022")
    matter = stories.matter(office, due_on="2026-04-30", lead=office.units[:1])
    made = inspecting.drafted(office, matters=[matter])
    other = signed_in(office.other_liaison)
    assert other.get(f"/matters/{matter.no}").status_code == 404
    teams.add_member(inspection=made, capacity="department", officer=office.inspector, by=By(office.clerk, cast.at()))
    assert signed_in(office.inspector).get(f"/matters/{matter.no}").status_code == 200
