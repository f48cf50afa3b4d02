"""What documents say of teams and of inspecting on the spot, one clause after the other under each of them."""

import datetime

import pytest

from duban.ledger.actions.inspections import look_backs, self_inspections, teams, visits
from duban.ledger.by import By
from duban.ledger.models import AnnualPlan, Finding, Inspection, SelfInspection
from duban.ledger.models.inspections import Method
from duban.ledger.refusals import Refused
from tests import cast, inspecting, stories
from tests.pages import post

pytestmark = pytest.mark.django_db
REGIMES = ("ankang-2020", "gansu-county-2023", "zhuoni-2022")
PROVES = {
    "ankang-2020": {"第三条": ["external_participants"], "第十一条": ["officers_roster"], "第十条": ["inspections"]},
    "gansu-county-2023": {"三(一)": ["received_inspections"], "一": ["external_participants", "team"], "二(一)": ["inspections"], "二(六)": ["inspections"]},
    "zhuoni-2022": {
        "第五条": ["team"], "第八条(三)": ["officers_roster", "team"], "第九条(三)": ["inspections", "team", "unannounced"],
        "第九条(三)1": ["self_inspection"], "第九条(三)2": ["inspections"], "第九条(三)3": ["inspections"],
        "第六条(三)": ["annual_plan"], "第十五条": ["annual_plan"], "第九条(三)4": ["unannounced"], "第九条(三)5": ["inspections"], "第十九条": ["self_inspection"],
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


@pytest.mark.feature("received_inspections")
def test_an_inspection_from_above_is_prepared_attended_and_its_findings_put_right(signed_in):
    office = cast.office("gansu-county-2023")
    clerk, liaison = signed_in(office.clerk), signed_in(office.liaison)
    path = post(
        clerk, "/inspections/received/new", title="省政府专项督查", authority="province", authority_name="省政府督查室",
        from_on="2026-03-30", to_on="2026-03-31", units=[office.units[0].pk],
    ).url  # fmt: skip
    post(clerk, f"{path}/preparations", text="备齐项目台账", unit=office.units[0].pk, due_on="2026-03-31")
    assert "备齐项目台账" in liaison.get("/desk").content.decode()
    post(clerk, f"{path}/findings", unit=office.units[0].pk, nature="problem", text="资金拨付偏慢")
    assert Finding.objects.get().unit == office.units[0]


@pytest.mark.feature("annual_plan")
def test_what_is_not_in_the_plan_of_the_year_needs_its_reason(signed_in):
    office = cast.office("zhuoni-2022")
    clerk, head = signed_in(office.clerk), signed_in(office.head)
    post(clerk, "/annual-plans/new", year=2026, made_with="")
    post(
        clerk,
        "/annual-plans/2026/items",
        title="文旅工程进度",
        contents="查进度",
        from_on="2026-03-31",
        to_on="2026-03-31",
    )
    post(head, "/annual-plans/2026/adoption", made_with="")
    item = AnnualPlan.objects.get().items.get()
    words = {"title": "文旅工程进度", "method": "special", "from_on": "2026-03-31", "to_on": "2026-03-31"}
    words |= {"units": [office.units[0].pk], "scheme": "查进度"}
    with pytest.raises(Refused) as caught:
        inspecting.applied(office, unplanned_reason="")
    assert caught.value.clause == "第十五条"
    post(clerk, "/inspections/new", plan_item=item.pk, **words)
    assert Inspection.objects.latest("pk").plan_item == item
