"""What features do for a clause, seen under the very document that has the clause."""

import datetime
import io
import zipfile

import pytest
from django.test import Client

from duban.ledger import scores
from duban.ledger.actions.inspections import visits
from duban.ledger.actions.matters import matters
from duban.ledger.actions.office import officers
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.process import consequences
from duban.ledger.actions.public import appeals
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Consequence, JournalLine
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.matters import burdens
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.process import consequences as known
from duban.people.models import Role
from tests import cast, inspecting, stories
from tests.issuing import issued

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.fixture
def ankang(db):
    return cast.office("ankang-2020")


@pytest.fixture
def county(db):
    return cast.office("county-plan")


@pytest.mark.proves("sanmenxia-2019", "二(五)", "ageing_list")
def test_what_is_not_solved_stays_on_the_list_of_what_lies_until_it_is(office, signed_in):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-02-02 09:00"), title="一直盯着的事")
    clerk = signed_in(office.clerk)
    assert "一直盯着的事" in clerk.get("/ageing").content.decode()
    stories.complete(office, made, AT)
    assert "一直盯着的事" not in clerk.get("/ageing").content.decode()


@pytest.mark.proves("ankang-2020", "第三条", "ledgers", "unit_groups")
@pytest.mark.proves("county-plan", "三(一)", "ledgers")
@pytest.mark.parametrize("regime", ["ankang-2020", "county-plan"])
def test_the_office_keeps_the_whole_ledger_and_each_unit_its_own(regime):
    made = cast.office(regime)
    groups = Governed.of(made.jurisdiction).document.groups
    assert {unit.group for unit in made.units} == set(groups)
    for unit, title in ((made.units[0], "甲的事"), (made.units[3], "部门的事")):
        stories.matter(made, due_on="2026-06-30", lead=[unit], title=title)
    titles = lambda who: {each.title for each in ledgers.found(who, Filter(), today=AT.date())}  # noqa: E731
    assert titles(made.clerk) == {"甲的事", "部门的事"} and titles(made.liaison) == {"甲的事"}


@pytest.mark.proves("ankang-2020", "第五条 导语", "unit_people")
@pytest.mark.proves("ankang-2020", "第六条 导语", "unit_people")
def test_the_supervision_office_and_the_sections_have_people_of_their_own(ankang):
    words = {"jurisdiction": ankang.jurisdiction, "actor": ankang.admin, "at": AT, "unit": None}
    clerk, _ = officers.add_officer(username="ak.duban", full_name="督查甲", role=Role.CLERK, title="督查室", **words)
    section, _ = officers.add_officer(username="ak.ke", full_name="科室甲", role=Role.SECTION, title="农业科", **words)
    assert clerk.is_office and not section.is_office and clerk.unit is None and section.unit is None
    order = matters.Order(
        title="办好项目", requirement="x", standard="y", category="key_project", source="paper",
        due_on=datetime.date(2026, 6, 30), lead=(ankang.units[0],),
    )  # fmt: skip
    made = matters.register_matter(jurisdiction=ankang.jurisdiction, order=order, by=By(section, AT))
    assert made.registered_by == section


@pytest.mark.proves("ankang-2020", "第五条(二)", "public_commitment")
def test_a_public_commitment_is_marked_and_found(ankang, signed_in):
    made = stories.matter(ankang, due_on="2026-06-30", category="work_report", public_commitment=True, title="承诺的事")
    other = stories.matter(ankang, due_on="2026-06-30", category="work_report", title="别的事")
    assert "公开承诺" in signed_in(ankang.clerk).get(f"/matters/{made.no}").content.decode()
    assert made.public_commitment and not other.public_commitment


@pytest.mark.proves("ankang-2020", "第十三条", "versions")
def test_a_matter_bears_the_version_in_force_when_it_was_registered(ankang):
    made = stories.matter(ankang, due_on="2026-06-30")
    document = Governed.of(made).document
    assert (made.regime, made.regime_version) == ("ankang-2020", document.version)
    assert document.in_force == datetime.date(2020, 1, 6)


@pytest.mark.proves("county-plan", "四(四)", "archive_package")
def test_the_self_criticism_lies_in_the_archive_of_its_matter(county, signed_in, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    made = stories.matter(county, due_on="2026-06-30", at=cast.at("2026-03-20 09:00"))
    paper = stories.imposed(
        county, Kind.SELF_CRITICISM, AT, matter=made, clause="四(四)", owed_by=stories.day("2026-04-03")
    )
    consequences.hand_in_paper(consequence=paper, name="书面检查.txt", chunks=[b"1"], by=By(county.liaison, AT))
    answer = signed_in(county.clerk).get(f"/matters/{made.no}/archive.zip")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert any(name.endswith("书面检查.txt") for name in packed.namelist())


@pytest.mark.proves("gansu-county-2023", "四3", "eligibility")
def test_the_bottom_of_the_quarters_loses_the_years_eligibility(db):
    gansu = cast.office("gansu-county-2023")
    made = stories.matter(gansu, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    words = {"kinds": ["eligibility"], "reason": "考评末位", "by": By(gansu.clerk, AT)}
    asked = proposals.ask("sanction", of=stories.held(made), **words)
    stories.sign(asked, AT)
    asked.refresh_from_db()
    proposals.carry_out(proposal=asked, by=By(gansu.clerk, AT))
    lost = Consequence.objects.get(kind="eligibility", person="")
    assert (lost.clause, lost.until_on) == ("四3", datetime.date(2026, 12, 31))
    for unit, points in zip(gansu.units, ("95", "80", "70"), strict=False):
        facts.record_fact(
            jurisdiction=gansu.jurisdiction, kind="sheet", unit=unit, fact={"section": "季度考评", "points": points},
            on=datetime.date(2026, 3, 31), reason="季度考评", by=By(gansu.clerk, AT),
        )  # fmt: skip
    rankings.publish_ranking(
        jurisdiction=gansu.jurisdiction, kind="quarter", from_on=datetime.date(2026, 1, 1),
        to_on=datetime.date(2026, 3, 31), by=By(gansu.head, cast.at("2026-04-01 09:00")),
    )  # fmt: skip
    assert list(known.barred(gansu.jurisdiction, datetime.date(2026, 3, 31), datetime.date(2026, 4, 1))) == ["jia"]


@pytest.mark.proves("zhuoni-2022", "附件1 一", "publication")
def test_the_ranking_circular_may_be_published(zhuoni):
    rankings.publish_ranking(
        jurisdiction=zhuoni.jurisdiction, kind="month", from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28), by=By(zhuoni.head, AT),
    )  # fmt: skip
    assert scores.regime_version(zhuoni.jurisdiction)
    made = bulletins.draft_bulletin(
        jurisdiction=zhuoni.jurisdiction, kind="ranking", span="month", first=datetime.date(2026, 2, 1),
        last=datetime.date(2026, 2, 28), by=By(zhuoni.clerk, AT),
    )  # fmt: skip
    paper = bulletins.paper_of(made)
    bulletins.edit_bulletin(
        bulletin=made, version=made.version, title=paper.title, addressees="各乡镇", text="一、情况\n见附表。\n〖表1〗",
        audience="units", is_public=True, media="县政府网站", by=By(zhuoni.clerk, AT),
    )  # fmt: skip
    done = issued(zhuoni, made)
    assert done.is_public and JournalLine.objects.get(verb="bulletin.issued").data["media"] == "县政府网站"


@pytest.mark.proves("zhuoni-2022", "第十五条", "burden_meter")
def test_how_often_a_unit_is_inspected_is_counted(zhuoni, signed_in):
    inspection = inspecting.under_way(zhuoni)
    visits.arrive(visit=inspecting.visit(zhuoni, inspection), by=By(zhuoni.inspector, AT))
    rows = {each.unit.code: each for each in burdens.burdens(zhuoni.clerk, first=AT.date(), last=AT.date())}
    assert (rows["jia"].visits, rows["yi"].visits) == (1, 0)


@pytest.mark.proves("zhuoni-2022", "第十九条", "sanctions")
def test_who_hides_or_inflates_gravely_is_held_to_account(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-06-30", at=cast.at("2026-03-20 09:00"))
    words = {"kinds": ["admonition"], "persons": ["某镇长"], "reason": "督查中隐瞒、虚报，情节严重"}
    asked = proposals.ask("sanction", of=stories.held(made), by=By(zhuoni.clerk, AT), **words)
    stories.sign(asked, AT)
    asked.refresh_from_db()
    proposals.carry_out(proposal=asked, by=By(zhuoni.clerk, AT))
    done = Consequence.objects.get()
    assert (done.kind, done.person, done.clause) == ("admonition", "某镇长", "第十条第一款")


@pytest.mark.proves("zhuoni-2022", "第九条(五)", "public_intake", "triage")
def test_what_comes_by_the_countys_site_is_complaint_question_or_suggestion_and_sorted(zhuoni, signed_in):
    signed_in(zhuoni.head).post("/settings/intake", {"opens": "1"})
    page = Client().get("/public/zhuoni-2022").content.decode()
    assert "我要投诉、咨询、提建议" in page
    writing = appeals.Writing(
        channel="site", received_on=AT.date(), text="建议在村口装路灯", person="李某", kind="complaint"
    )
    made = appeals.receive_appeal(jurisdiction=zhuoni.jurisdiction, writing=writing, actor=zhuoni.clerk, at=AT)
    words = {"kind": "idea", "triage": "simple", "due_on": None, "version": made.version}
    sorted_ = appeals.sort_appeal(appeal=made, by=By(zhuoni.clerk, AT), **words)
    assert (sorted_.kind, sorted_.triage) == ("idea", "simple")
