"""Inspections: drawn up, put up in time and to the right signer, signed by another, set out, called off; and who may know."""

import datetime

import pytest

from duban.ledger import access, conditions
from duban.ledger.access import NotFound
from duban.ledger.actions.inspections import inspections, teams
from duban.ledger.actions.process import delegations
from duban.ledger.by import By
from duban.ledger.models import AnnualPlan, JournalLine, PlanItem, Visit
from duban.ledger.models.inspections import Phase
from duban.ledger.queries.inspections import inspections as queries
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, inspecting

pytestmark = pytest.mark.django_db


def _sign(office, made, actor=None, **more):
    return inspections.sign_inspection(inspection=made, by=By(actor or office.leader, cast.at()), agree=True, **more)


def _item(office, year=2026, adopted=True):
    day = datetime.date(year, 3, 1)
    plan = AnnualPlan.objects.create(jurisdiction=office.jurisdiction, year=year, adopted_on=day if adopted else None)
    return PlanItem.objects.create(
        plan=plan, order=1, title="三月综合督查", from_on=day, to_on=datetime.date(year, 3, 31)
    )


@pytest.mark.feature("inspections")
def test_from_the_scheme_to_setting_out(office):
    made = inspecting.drafted(office)
    assert (made.no, made.phase) == ("DC2026-1", Phase.DRAFT)
    made = inspections.apply_inspection(inspection=made, signer=office.leader, by=By(office.clerk, cast.at()))
    made = _sign(office, made)
    with pytest.raises(Refused, match="组长"):
        inspections.start_inspection(inspection=made, by=By(office.clerk, cast.at()))
    made = inspecting.under_way(office)
    assert made.phase == Phase.UNDER_WAY
    verbs = list(JournalLine.objects.filter(of=f"inspection:{made.pk}").order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        f"inspection.{each}" for each in ("drafted", "applied", "signed", "announced", "announced", "started")
    ]


def test_a_scheme_needs_title_units_and_days_in_order(office, zhuoni):
    yesterday = inspecting.DAY - datetime.timedelta(days=1)
    for wrong, field in (
        ({"title": " "}, "title"),
        ({"units": []}, "units"),
        ({"units": zhuoni.units[:1]}, "units"),
        ({"to_on": yesterday}, "to_on"),
        ({"method": "received"}, "method"),
        ({"method": "look_back"}, "after"),
        ({"title": "机密★1年 督查"}, "title"),
    ):
        with pytest.raises(Refused) as refused:
            inspecting.drafted(office, **wrong)
        assert refused.value.field == field


def test_nobody_signs_their_own_and_nobody_else_signs(office):
    made = inspecting.applied(office)
    for other in (office.clerk, office.head, office.other_leader, office.principal):
        with pytest.raises(Forbidden):
            _sign(office, made, other)
    with pytest.raises(Refused, match="意见"):
        inspections.sign_inspection(inspection=made, agree=False, by=By(office.leader, cast.at()))
    made = inspections.sign_inspection(inspection=made, agree=False, opinion="再细化", by=By(office.leader, cast.at()))
    assert made.phase == Phase.RETURNED
    with pytest.raises(Conflict):
        _sign(office, made)


def test_a_stand_in_signs_and_sees_even_what_is_unannounced(office):
    made = inspecting.applied(office, unannounced=True)
    delegations.appoint_stand_in(
        of=office.leader,
        to=office.other_leader,
        from_on=inspecting.DAY,
        through_on=inspecting.DAY,
        reason="出差",
        at=cast.at(),
    )
    seen = access.inspections.inspection_for(office.other_leader, made.pk)
    assert _sign(office, seen, office.other_leader).signed_by == office.other_leader


def test_a_stale_scheme_is_refused(office):
    made = inspecting.drafted(office)
    inspections.edit_inspection(
        inspection=made, scheme=inspecting.scheme(office), by=By(office.clerk, cast.at()), version=1
    )
    with pytest.raises(Conflict):
        inspections.edit_inspection(
            inspection=made, scheme=inspecting.scheme(office), by=By(office.clerk, cast.at()), version=1
        )


def test_units_may_not_become_those_of_the_team_nor_leave_their_places(office):
    made = inspecting.drafted(office, units=office.units[1:2])
    teams.add_member(inspection=made, capacity="member", officer=office.liaison, by=By(office.clerk, cast.at()))
    inspecting.visit(office, made, unit=office.units[1])
    for units, why in ((office.units[:2], "回避"), (office.units[2:3], "点位")):
        with pytest.raises(Refused, match=why):
            inspections.edit_inspection(
                inspection=made, scheme=inspecting.scheme(office, units=units), by=By(office.clerk, cast.at())
            )


def test_zhuoni_wants_a_reason_outside_the_plan(zhuoni):
    made = inspecting.drafted(zhuoni, unplanned_reason=" ")
    with pytest.raises(Refused) as refused:
        inspections.apply_inspection(inspection=made, signer=zhuoni.leader, by=By(zhuoni.clerk, cast.at()))
    assert (refused.value.clause, refused.value.field) == ("第十五条", "unplanned_reason")
    planned = inspecting.drafted(zhuoni, unplanned_reason="", plan_item=_item(zhuoni))
    assert conditions.inspections.application(planned, inspecting.DAY) is None


def test_an_item_is_taken_once_and_only_from_an_adopted_plan(zhuoni):
    with pytest.raises(Refused, match="审定"):
        inspecting.drafted(zhuoni, plan_item=_item(zhuoni, 2025, adopted=False))
    item = _item(zhuoni)
    made = inspecting.drafted(zhuoni, plan_item=item)
    with pytest.raises(Refused, match="已经拟定"):
        inspecting.drafted(zhuoni, plan_item=item)
    inspections.cancel_inspection(inspection=made, reason="并入下次", by=By(zhuoni.clerk, cast.at()))
    assert inspecting.drafted(zhuoni, plan_item=item).plan_item == item


@pytest.mark.parametrize(("applied_on", "ok"), [("2020-09-25 17:00", True), ("2020-09-27 09:00", False)])
def test_ankang_counts_seven_working_days_back(db, applied_on, ok):
    office = cast.office("ankang-2020")
    day = datetime.date(2020, 10, 12)
    made = inspecting.drafted(office, from_on=day, to_on=day)
    act = {"inspection": made, "signer": office.leader, "by": By(office.clerk, cast.at(applied_on))}
    if ok:
        assert inspections.apply_inspection(**act).applied_on == datetime.date(2020, 9, 25)
    else:
        with pytest.raises(Refused) as refused:
            inspections.apply_inspection(**act)
        assert refused.value.clause == "第十条"
        assert "最早 2020-10-13" in refused.value.possible


def test_ankang_names_the_signer_and_wants_the_filing(db):
    office = cast.office("ankang-2020")
    start = datetime.date(2026, 5, 20)
    made = inspecting.drafted(office, from_on=start, to_on=start)
    signing = conditions.inspections.signing_of(made)
    assert signing.clause == "第十条" and set(signing.officers) == {office.leader, office.other_leader}
    with pytest.raises(Refused):
        inspections.apply_inspection(inspection=made, signer=office.principal, by=By(office.clerk, cast.at()))
    made = _sign(
        office, inspections.apply_inspection(inspection=made, signer=office.leader, by=By(office.clerk, cast.at()))
    )
    assert conditions.inspections.owes_filing(made)
    made = inspections.file_inspection(
        inspection=made, filed_on=inspecting.DAY, filed_with="市委督查室", by=By(office.clerk, cast.at())
    )
    assert not conditions.inspections.owes_filing(made)


def _knows(office, made):
    return {
        name
        for name, officer in office.officers.items()
        if access.inspections.inspections(officer).filter(pk=made.pk).exists()
    }


@pytest.mark.feature("unannounced")
def test_nobody_else_knows_of_an_unannounced_inspection_until_the_team_is_there(office):
    office.officers["other_clerk"] = clerk = cast.Officer.objects.create(
        username="other_clerk", role="clerk", jurisdiction=office.jurisdiction
    )
    made = inspecting.under_way(office, unannounced=True)
    inside = {"clerk", "office_head", "leader", "inspector"}
    assert _knows(office, made) == inside
    first = Visit.objects.create(
        inspection=made, unit=office.units[0], place="粮库", on=inspecting.DAY, how="unannounced"
    )
    second = Visit.objects.create(
        inspection=made, unit=office.units[1], place="农资店", on=inspecting.DAY, how="unannounced"
    )
    assert _knows(office, made) == inside
    first.arrived_at = cast.at()
    first.save()
    assert _knows(office, made) == inside | {"liaison", "unit_head"}
    with pytest.raises(NotFound):
        access.inspections.visit_for(office.liaison, second.pk)
    second.arrived_at = cast.at()
    second.save()
    everybody = inside | {
        "liaison",
        "unit_head",
        "other_liaison",
        "other_clerk",
        "other_leader",
        "principal",
        "secretary_general",
        "section",
    }
    assert _knows(office, made) == everybody
    assert list(queries.list_of(clerk, q="春耕")) == [made]
    told = JournalLine.objects.filter(jurisdiction=office.jurisdiction)
    assert all("春耕" not in str(line.data) and line.unit is None for line in told)


def test_the_clause_that_says_how_is_cited_before_the_one_that_says_on_what(zhuoni):
    gansu = cast.office("gansu-county-2023")
    cited = {office.jurisdiction.regime: queries.clauses_of(inspecting.drafted(office)) for office in (zhuoni, gansu)}
    assert cited["zhuoni-2022"]["annual_plan"] == "第十五条" and cited["zhuoni-2022"]["unannounced"] == "第九条(三)"
    assert (
        cited["gansu-county-2023"]["inspections"] == "三(二)2" and cited["gansu-county-2023"]["self_inspection"] == ""
    )


def test_clashes_are_shown_with_the_days_between(office):
    made = inspecting.approved(office)
    other = inspecting.approved(
        office,
        title="安全生产督查",
        from_on=datetime.date(2026, 4, 10),
        to_on=datetime.date(2026, 4, 11),
        units=office.units[1:3],
    )
    far = inspecting.drafted(
        office, title="年底督查", from_on=datetime.date(2026, 12, 1), to_on=datetime.date(2026, 12, 2)
    )
    hidden = inspecting.drafted(office, unannounced=True, title="夜查")
    office.officers["second"] = cast.Officer.objects.create(
        username="second", role="clerk", jurisdiction=office.jurisdiction
    )
    found = queries.clashes(office.officers["second"], made)
    assert [(each.unit, each.other, each.apart) for each in found] == [(office.units[1], other, 8)]
    assert queries.times_this_year(office.officers["second"], made) == [(office.units[0], 2), (office.units[1], 3)]
    assert far.pk != hidden.pk
    assert len(queries.clashes(office.clerk, made)) == 3
