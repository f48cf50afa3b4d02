"""Inspections on the pages: from the plan to the place on the phone; nothing of an unannounced one shows before the team is there."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.engine import draws as engine
from duban.ledger.actions.inspections import annual_plans, self_inspections, teams, visits
from duban.ledger.actions.office import messages
from duban.ledger.by import By
from duban.ledger.models import (
    Draw,
    Inspection,
    Matter,
    Message,
    SelfInspection,
)
from duban.ledger.models.inspections import Method, Phase
from tests import cast, inspecting, stories
from tests.pages import post, refusal_of

pytestmark = pytest.mark.django_db


@pytest.mark.feature("random_draw")
def test_a_draw_can_be_drawn_again(office, signed_in):
    made = inspecting.drafted(office)
    clerk = signed_in(office.clerk)
    path = post(clerk, f"/inspections/{made.pk}/draws", what="units", count=2, seed="20260331").url
    page = clerk.get(path).content.decode()
    assert "结果一致" in page and "20260331" in page
    drawn = Draw.objects.get()
    pool = {unit.code: unit.name for unit in reversed(office.units)}
    assert engine.draw(pool, 2, "20260331") == drawn.drawn
    post(clerk, f"{path}/use")
    assert {unit.code for unit in made.units.all()} == set(drawn.drawn)
    assert "不能抽" in refusal_of(clerk, f"/inspections/{made.pk}/draws", what="units", count=60, seed="1")
    drawn.drawn = list(reversed(drawn.drawn))
    drawn.save()
    assert "不一致" in clerk.get(path).content.decode()


@pytest.mark.feature("quarter_end_checks")
@pytest.mark.proves("county-plan", "五(一)", "quarter_end_checks")
def test_the_last_two_weeks_of_a_quarter_propose_a_check_with_its_matters(db, signed_in, settings):
    office = cast.office("county-plan")
    due = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-02-02 09:00"))
    later = stories.matter(
        office, due_on="2026-09-20", lead=office.units[1:2], title="下半年的事", at=cast.at("2026-02-02 09:00")
    )
    clerk = signed_in(office.clerk)
    assert "季末专项检查" in clerk.get("/desk").content.decode()
    form = clerk.get("/inspections/new?quarter=1").content.decode()
    assert due.no in form and later.no in form and "2026-03-31" in form
    post(
        clerk, "/inspections/new", title="一季度末专项检查", method=Method.QUARTER_END, from_on="2026-03-31", to_on="2026-03-31",
        units=[office.units[0].pk], matters=due.no, scheme="现场核查",
    )  # fmt: skip
    assert "季末专项检查" not in clerk.get("/desk").content.decode().replace("一季度末专项检查", "")
    settings.PRESENT_DAY = "2026-05-06"
    assert "季末专项检查" not in clerk.get("/desk").content.decode().replace("一季度末专项检查", "")


@pytest.mark.feature("quarter_end_checks", "inspections")
@pytest.mark.proves("county-plan", "一(三)", "inspections")
@pytest.mark.proves("county-plan", "四(三)", "inspections")
def test_the_step_on_the_spot_is_linked_to_a_visit(db, signed_in):
    office = cast.office("county-plan")
    matter = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-02-02 09:00"))
    clerk = signed_in(office.clerk)
    assert f"/inspections/new?matter={matter.no}&amp;unit=jia" in clerk.get(f"/matters/{matter.no}").content.decode()
    form = clerk.get(f"/inspections/new?matter={matter.no}&unit={office.units[0].code}").content.decode()
    assert matter.no in form and "现场督查" in form
    made = inspecting.under_way(office, matters=[Matter.objects.get(no=matter.no)])
    place = inspecting.visit(office, made, matter=Matter.objects.get(no=matter.no))
    visits.arrive(visit=place, by=By(office.inspector, cast.at()))
    page = clerk.get(f"/visits/{place.pk}").content.decode()
    assert f"/matters/{matter.no}/units/{office.units[0].code}/urges" in page and "四(三)" in page


def test_a_look_back_takes_what_was_not_struck_off_as_its_places(zhuoni, signed_in):
    made = inspecting.under_way(zhuoni)
    for unit, text in ((zhuoni.units[0], "沟渠未清"), (zhuoni.units[1], "台账缺失")):
        visits.note_finding(
            inspection=made, unit=unit, noted=visits.Noted("problem", text), by=By(zhuoni.inspector, cast.at())
        )
    visits.note_finding(
        inspection=made,
        unit=zhuoni.units[0],
        noted=visits.Noted("experience", "联户联治"),
        by=By(zhuoni.inspector, cast.at()),
    )
    path = post(
        signed_in(zhuoni.clerk), f"/inspections/{made.pk}/look-back", from_on="2026-04-20", to_on="2026-04-21"
    ).url
    again = Inspection.objects.get(after=made)
    assert path == f"/inspections/{again.pk}" and again.method == Method.LOOK_BACK and again.phase == Phase.DRAFT
    assert [(each.unit, each.place) for each in again.visits.order_by("id")] == [
        (zhuoni.units[0], "沟渠未清"),
        (zhuoni.units[1], "台账缺失"),
    ]


@pytest.mark.feature("inspection_plan")
@pytest.mark.parametrize("regime", cast.REGIMES)
@pytest.mark.proves("gansu-county-2023", "三(二)4", "inspection_plan")
def test_the_scheme_is_a_paper_under_every_regime(db, regime, signed_in):
    office = cast.office(regime)
    start = datetime.date(2026, 5, 20)
    made = inspecting.approved(office, from_on=start, to_on=start)
    inspecting.visit(office, made, place="三号粮库")
    clerk = signed_in(office.clerk)
    for name in ("scheme", "sheet"):
        for form in ("docx", "pdf"):
            response = clerk.get(f"/inspections/{made.pk}/{name}.{form}")
            assert response.status_code == 200 and len(response.content) > 1000


def test_what_stands_against_an_act_is_greyed_with_its_clause(zhuoni, signed_in):
    made = inspecting.drafted(zhuoni, unplanned_reason="")
    page = signed_in(zhuoni.clerk).get(f"/inspections/{made.pk}").content.decode()
    assert "disabled>报批" in page and "第十五条" in page


def test_clashes_are_shown_before_the_start(office, signed_in):
    made = inspecting.approved(office)
    inspecting.drafted(office, title="安全生产督查", from_on=datetime.date(2026, 4, 3), to_on=datetime.date(2026, 4, 3))
    page = signed_in(office.clerk).get(f"/inspections/{made.pk}/start").content.decode()
    assert "安全生产督查" in page and "相隔 1 天" in page and "2 次（含本次）" in page


def test_an_edit_without_its_version_is_refused(office, signed_in):
    made = inspecting.drafted(office)
    words = {
        "title": "改名",
        "method": "special",
        "from_on": "2026-03-31",
        "to_on": "2026-03-31",
        "units": [office.units[0].pk],
        "scheme": "查",
    }
    assert "重新打开" in refusal_of(signed_in(office.clerk), f"/inspections/{made.pk}/edit", **words)


@pytest.mark.parametrize("page", ["/inspections", "/visits", "/annual-plans", "/roster", "/inspections/tasks"])
def test_empty_pages_say_what_to_do(office, signed_in, page):
    assert signed_in(office.clerk).get(page).status_code == 200


def _cost(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["clerk", "liaison", "inspector"])
def test_pages_cost_the_same_however_much_is_on_them(office, signed_in, who):
    made = inspecting.under_way(office)
    plan = annual_plans.open_plan(jurisdiction=office.jurisdiction, year=2026, by=By(office.clerk, cast.at()))
    self_inspections.request_self_inspections(
        inspection=made, units=office.units[:2], due_on=inspecting.DAY, by=By(office.clerk, cast.at())
    )
    pages = ["/inspections", f"/inspections/{made.pk}", "/visits", "/inspections/tasks"]
    pages += [] if who == "liaison" else ["/annual-plans/2026", "/annual-plans", "/roster"]
    client = signed_in(office.officers[who])

    def more(number):
        for each in range(number):
            place = inspecting.visit(office, made, place=f"点位{number}-{each}")
            visits.arrive(visit=place, by=By(office.inspector, cast.at()))
            visits.record_visit(
                visit=place, noted=visits.Noted("problem", "问题", "当场改正"), photos=[visits.Photo("照片.txt", [b"x"])],
                by=By(office.inspector, cast.at()),
            )  # fmt: skip
            teams.add_member(
                inspection=made, capacity="media", name=f"记者{number}-{each}", by=By(office.clerk, cast.at())
            )
            inspecting.approved(office, title=f"督查{number}-{each}")
            annual_plans.add_item(
                plan=plan, title=f"项目{number}-{each}", from_on=inspecting.DAY, to_on=inspecting.DAY, units=office.units[:1],
                by=By(office.clerk, cast.at()),
            )  # fmt: skip
        return [_cost(client, page) for page in pages]

    few = more(2)
    assert more(6) == few and max(few) <= 32


def test_units_are_told_of_what_is_announced_and_asked(office, signed_in):
    made = inspecting.approved(office)
    self_inspections.request_self_inspections(
        inspection=made, units=office.units[:1], due_on=inspecting.DAY, by=By(office.clerk, cast.at())
    )
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    told = {each.about: each.text for each in Message.objects.filter(officer=office.liaison)}
    row = SelfInspection.objects.get()
    assert "春耕备耕专项督查" in told[f"inspection:{made.pk}"] and "自查" in told[f"selfinspection:{row.pk}"]
    assert not Message.objects.filter(officer=office.section).exists()
    waiting = [inspecting.applied(office, title="夜间督查", unannounced=hidden) for hidden in (True, False)]
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    found = Message.objects.filter(kind="inspection.applied")
    assert [(each.officer, each.about) for each in found] == [(office.leader, f"inspection:{waiting[1].pk}")]
