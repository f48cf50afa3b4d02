"""Inspections on the pages: from the plan to the place on the phone; nothing of an unannounced one shows before the team is there."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.engine import draws as engine
from duban.ledger.actions.inspections import annual_plans, self_inspections, teams, visits
from duban.ledger.actions.office import messages
from duban.ledger.by import By
from duban.ledger.models import (
    AnnualPlan,
    Draw,
    Finding,
    Inspection,
    Matter,
    Member,
    Message,
    SelfInspection,
    Visit,
)
from duban.ledger.models.inspections import Method, Phase
from duban.ledger.queries.matters import burdens
from duban.ledger.refusals import Refused
from tests import cast, inspecting, stories

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def _post(client, path, **data):
    response = client.post(path, data)
    assert response.status_code == 302, response.content.decode()[:3000]
    return response


def _refused(client, path, **data):
    response = client.post(path, data)
    assert response.status_code in (403, 409, 422)
    return response.content.decode()


@pytest.mark.feature("annual_plan")
def test_gansu_opens_its_plan_with_four_inspections_and_their_contents(db, signed_in):
    office = cast.office("gansu-county-2023")
    clerk, head = signed_in(office.clerk), signed_in(office.head)
    _post(clerk, "/annual-plans/new", year=2026, made_with="")
    plan = AnnualPlan.objects.get()
    assert [(item.from_on.month, len(item.contents.splitlines())) for item in plan.items.order_by("order")] == [
        (3, 7),
        (6, 6),
        (9, 9),
        (12, 4),
    ]
    page = clerk.get("/annual-plans/2026").content.decode()
    assert "春耕和粮食面积" in page and "三(二)3" in page and "拟定方案" not in page
    _post(head, "/annual-plans/2026/adoption", made_with="")
    assert "拟定方案" in clerk.get("/annual-plans/2026").content.decode()
    item = plan.items.get(from_on__month=3)
    form = clerk.get(f"/inspections/new?item={item.pk}").content.decode()
    assert "春耕和粮食面积" in form and f'value="{item.pk}" selected' in form
    _post(
        clerk, "/inspections/new", plan_item=item.pk, title=item.title, method="comprehensive", from_on="2026-03-31", to_on="2026-03-31",
        units=[office.units[0].pk], scheme=item.contents,
    )  # fmt: skip
    assert Inspection.objects.get().plan_item == item
    assert "审定" in _refused(head, "/annual-plans/2026/adoption", made_with="")


@pytest.mark.feature("annual_plan")
def test_ankang_makes_its_plan_with_two_bodies(db):
    office = cast.office("ankang-2020")
    plan = annual_plans.open_plan(jurisdiction=office.jurisdiction, year=2026, by=By(office.clerk, cast.at()))
    with pytest.raises(Refused, match="还没有"):
        annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()))
    annual_plans.add_item(
        plan=plan,
        title="一季度督查",
        from_on=inspecting.DAY,
        to_on=inspecting.DAY,
        units=office.units[:1],
        by=By(office.clerk, cast.at()),
    )
    with pytest.raises(Refused) as refused:
        annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()), made_with="市委督查室")
    assert (refused.value.clause, refused.value.field) == ("第十条", "made_with") and "市考核办" in refused.value.why
    adopted = annual_plans.adopt_plan(plan=plan, by=By(office.head, cast.at()), made_with="市委督查室、市考核办")
    with pytest.raises(Refused, match="审定"):
        annual_plans.drop_item(item=adopted.items.get(), by=By(office.clerk, cast.at()))


@pytest.mark.feature("unannounced", "inspections")
def test_nothing_of_an_unannounced_inspection_shows_before_arrival(office, signed_in):
    made = inspecting.under_way(office, unannounced=True, title="冬小麦暗查")
    place = inspecting.visit(office, made, place="三号粮库", how="unannounced")
    other = inspecting.visit(office, made, unit=office.units[1], place="五号农资店", how="unannounced")

    def told(officer):
        client = signed_in(officer)
        pages = [
            client.get(path)
            for path in (
                "/desk",
                "/inspections",
                "/inspections?q=冬小麦",
                "/inbox",
                "/matters?q=冬小麦",
                "/burden",
                "/roster",
                "/visits",
            )
        ]
        assert client.get(f"/inspections/{made.pk}").status_code in (403, 404)
        assert client.get(f"/visits/{other.pk}").status_code in (403, 404)
        return "".join(page.content.decode().replace('value="冬小麦"', "").replace("“冬小麦”", "") for page in pages)

    outsiders = (
        "liaison",
        "unit_head",
        "other_liaison",
        "other_leader",
        "principal",
        "section",
        "auditor",
        "assessment",
        "discipline",
        "administrator",
    )
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    assert not Message.objects.filter(text__contains="冬小麦").exists()
    for who in outsiders:
        page = told(office.officers[who])
        assert "冬小麦" not in page and "粮库" not in page and "农资店" not in page, who
    journal = signed_in(office.auditor).get("/journal").content.decode()
    assert "冬小麦" not in journal and "粮库" not in journal
    _post(signed_in(office.inspector), f"/visits/{place.pk}/arrival")
    page = signed_in(office.liaison).get("/inspections").content.decode()
    assert "冬小麦" in page
    shown = signed_in(office.liaison).get(f"/inspections/{made.pk}").content.decode()
    assert "三号粮库" in shown and "五号农资店" not in shown and office.units[1].name not in shown
    assert signed_in(office.other_liaison).get(f"/inspections/{made.pk}").status_code == 404


@pytest.mark.feature("inspections", "unannounced")
def test_one_screen_takes_what_is_seen_and_found_with_photos_and_twice_is_once(office, signed_in):
    made = inspecting.under_way(office, unannounced=True)
    place = inspecting.visit(office, made, how="unannounced")
    inspector, liaison = signed_in(office.inspector), signed_in(office.liaison)
    assert "粮库" in inspector.get("/desk").content.decode() and "粮库" in inspector.get("/visits").content.decode()
    assert "到场" in _refused(inspector, f"/visits/{place.pk}/records", seen="门锁着", nature="problem")
    _post(inspector, f"/visits/{place.pk}/arrival", form_key="a1")
    words = {
        "seen": "仓门敞开",
        "text": "台账与实物不符",
        "nature": "falsehood",
        "order_text": "当场责令封存",
        "form_key": "k1",
    }
    for _ in range(2):
        _post(
            inspector,
            f"/visits/{place.pk}/records",
            **words,
            photos=[SimpleUploadedFile("仓门.png", PNG), SimpleUploadedFile("台账.png", PNG)],
        )
    # The answer was lost on the way, and it is sent anew from a fresh page.
    assert "已经记录为第 1 条" in _refused(inspector, f"/visits/{place.pk}/records", **{**words, "form_key": "k2"})
    assert "已经记录" in _refused(
        inspector, f"/visits/{place.pk}/records", seen="仓门敞开", nature="problem", form_key="k3"
    )
    finding = Finding.objects.get()
    assert (finding.nature, finding.unit, finding.attachments.count()) == ("falsehood", office.units[0], 2)
    assert Visit.objects.get(pk=place.pk).seen.count("仓门敞开") == 1
    shown = liaison.get(f"/visits/{place.pk}").content.decode()
    assert "台账与实物不符" in shown and "仓门敞开" not in shown
    photo = finding.attachments.first()
    assert liaison.get(f"/inspection-files/{photo.pk}").status_code == 200
    assert liaison.get(f"/attachments/{photo.pk}").status_code == 404
    assert signed_in(office.other_liaison).get(f"/inspection-files/{photo.pk}").status_code == 404


def test_a_finding_not_told_on_the_spot_stays_the_teams_own(office, signed_in):
    made = inspecting.under_way(office)
    visits.note_finding(
        inspection=made,
        unit=office.units[0],
        noted=visits.Noted("problem", "进度滞后"),
        by=By(office.inspector, cast.at()),
    )
    assert "进度滞后" not in signed_in(office.liaison).get(f"/inspections/{made.pk}").content.decode()
    assert "进度滞后" in signed_in(office.inspector).get(f"/inspections/{made.pk}").content.decode()


@pytest.mark.feature("team", "officers_roster", "external_participants")
def test_a_team_of_the_roster_with_outsiders_and_without_who_is_inspected(office, signed_in):
    clerk = signed_in(office.clerk)
    _post(clerk, "/roster/new", officer=office.inspector.pk, body="政务督查员", appointed_on="2026-01-01")
    entry = office.jurisdiction.roster.get()
    made = inspecting.drafted(office)
    path = f"/inspections/{made.pk}/members"
    form = clerk.get(path).content.decode()
    assert str(office.liaison) not in form
    _post(clerk, path, capacity="head", entry=entry.pk)
    _post(clerk, path, capacity="media", name="某报记者", body="某报社")
    _post(clerk, path, capacity="deputy", name="某代表", body="市人大代表")
    assert "组长" in _refused(clerk, path, capacity="head", officer=office.section.pk)
    assert "不用账号" in _refused(clerk, path, capacity="cppcc", officer=office.section.pk)
    assert "回避" in _refused(clerk, path, capacity="department", name="某人", body="甲县人民政府办公室")
    with pytest.raises(Refused, match="回避"):
        teams.add_member(inspection=made, capacity="member", officer=office.liaison, by=By(office.clerk, cast.at()))
    head = Member.objects.get(capacity="head")
    assert "1 次" in clerk.get("/roster").content.decode()
    _post(clerk, f"/members/{head.pk}/recusal", reason="亲属在被查单位任职")
    assert signed_in(office.inspector).get(f"/inspections/{made.pk}").status_code == 404
    _post(clerk, path, capacity="head", officer=office.section.pk)


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


@pytest.mark.feature("self_inspection")
def test_units_check_themselves_first_and_lateness_shows(office, signed_in):
    made = inspecting.approved(office)
    clerk, liaison = signed_in(office.clerk), signed_in(office.liaison)
    _post(
        clerk,
        f"/inspections/{made.pk}/self-inspections",
        due_on="2026-03-31",
        units=[unit.pk for unit in office.units[:2]],
    )
    row = SelfInspection.objects.get(unit=office.units[0])
    assert f"/self-inspections/{row.pk}" in liaison.get("/desk").content.decode()
    _refused(liaison, f"/self-inspections/{row.pk}", text=" ")
    _post(
        liaison,
        f"/self-inspections/{row.pk}",
        text="已自查，发现两处不足。",
        evidence=SimpleUploadedFile("自查.txt", "情况".encode()),
    )
    page = clerk.get(f"/self-inspections/{row.pk}").content.decode()
    assert "发现两处不足" in page and "自查.txt" in page
    for form in ("docx", "pdf"):
        assert len(liaison.get(f"/self-inspections/{row.pk}/paper.{form}").content) > 1000
    assert signed_in(office.other_liaison).get(f"/self-inspections/{row.pk}").status_code == 404
    later = self_inspections.hand_in_self_inspection(
        self_inspection=SelfInspection.objects.get(unit=office.units[1]),
        text="补报",
        by=By(office.other_liaison, cast.at("2026-04-02 09:00")),
    )
    assert "迟报" in clerk.get(f"/inspections/{made.pk}").content.decode() and later.handed_in_on > later.due_on
    secret = inspecting.approved(office, unannounced=True)
    assert "暗访" in _refused(
        clerk, f"/inspections/{secret.pk}/self-inspections", due_on="2026-03-31", units=[office.units[0].pk]
    )


@pytest.mark.feature("random_draw")
def test_a_draw_can_be_drawn_again(office, signed_in):
    made = inspecting.drafted(office)
    clerk = signed_in(office.clerk)
    path = _post(clerk, f"/inspections/{made.pk}/draws", what="units", count=2, seed="20260331").url
    page = clerk.get(path).content.decode()
    assert "结果一致" in page and "20260331" in page
    drawn = Draw.objects.get()
    pool = {unit.code: unit.name for unit in reversed(office.units)}
    assert engine.draw(pool, 2, "20260331") == drawn.drawn
    _post(clerk, f"{path}/use")
    assert {unit.code for unit in made.units.all()} == set(drawn.drawn)
    assert "不能抽" in _refused(clerk, f"/inspections/{made.pk}/draws", what="units", count=60, seed="1")
    drawn.drawn = list(reversed(drawn.drawn))
    drawn.save()
    assert "不一致" in clerk.get(path).content.decode()


@pytest.mark.feature("quarter_end_checks")
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
    _post(
        clerk, "/inspections/new", title="一季度末专项检查", method=Method.QUARTER_END, from_on="2026-03-31", to_on="2026-03-31",
        units=[office.units[0].pk], matters=due.no, scheme="现场核查",
    )  # fmt: skip
    assert "季末专项检查" not in clerk.get("/desk").content.decode().replace("一季度末专项检查", "")
    settings.PRESENT_DAY = "2026-05-06"
    assert "季末专项检查" not in clerk.get("/desk").content.decode().replace("一季度末专项检查", "")


@pytest.mark.feature("quarter_end_checks", "inspections")
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


@pytest.mark.feature("received_inspections")
def test_an_inspection_from_above_is_prepared_answered_and_its_findings_entered(office, signed_in):
    clerk, liaison = signed_in(office.clerk), signed_in(office.liaison)
    path = _post(
        clerk, "/inspections/received/new", title="省政府专项督查", authority="province", authority_name="省政府督查室",
        from_on="2026-03-30", to_on="2026-03-31", units=[office.units[0].pk],
    ).url  # fmt: skip
    _post(clerk, f"{path}/preparations", text="备齐项目台账", unit=office.units[0].pk, due_on="2026-03-31")
    assert "备齐项目台账" in liaison.get("/desk").content.decode()
    row = Inspection.objects.get().preparations.get()
    _post(liaison, f"/preparations/{row.pk}/completion")
    _post(clerk, f"{path}/findings", unit=office.units[0].pk, nature="problem", text="资金拨付偏慢")
    assert Finding.objects.get().unit == office.units[0]
    _post(clerk, f"{path}/result", result="总体成绩优秀", result_on="2026-03-31")
    page = clerk.get(path).content.decode()
    assert "总体成绩优秀" in page and "kind=inspection_excellent" in page and "authority=province" in page
    assert "inspection_excellent" in clerk.get("/records?kind=inspection_excellent&authority=province").content.decode()


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
    path = _post(
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
    assert "重新打开" in _refused(signed_in(office.clerk), f"/inspections/{made.pk}/edit", **words)


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
    told = {each.path: each.text for each in Message.objects.filter(officer=office.liaison)}
    row = SelfInspection.objects.get()
    assert "春耕备耕专项督查" in told[f"/inspections/{made.pk}"] and "自查" in told[f"/self-inspections/{row.pk}"]
    assert not Message.objects.filter(officer=office.section).exists()
    waiting = [inspecting.applied(office, title="夜间督查", unannounced=hidden) for hidden in (True, False)]
    messages.derive_messages(jurisdiction=office.jurisdiction, at=cast.at())
    found = Message.objects.filter(kind="inspection.applied")
    assert [(each.officer, each.path) for each in found] == [(office.leader, f"/inspections/{waiting[1].pk}")]


def test_visits_are_counted_among_what_burdens_a_unit(office, signed_in):
    made = inspecting.under_way(office)
    for place in ("粮库", "农机站"):
        visits.arrive(visit=inspecting.visit(office, made, place=place), by=By(office.inspector, cast.at()))
    hidden = inspecting.under_way(office, unannounced=True)
    inspecting.visit(office, hidden, unit=office.units[1])
    visits.arrive(visit=inspecting.visit(office, hidden), by=By(office.inspector, cast.at()))

    def counted(officer):
        rows = burdens.burdens(officer, first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 31))
        return next(row.visits for row in rows if row.unit == office.units[0])

    assert (counted(office.clerk), counted(office.principal)) == (3, 2)
    assert "督查到访" in signed_in(office.clerk).get("/burden").content.decode()
