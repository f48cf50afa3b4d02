"""Through the browser: extensions that the document refuses, a write-off, a transfer, a stand-in, and each ladder to its end."""

import datetime

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.models import Consequence, Proposal, Report
from tests import cast, stories

pytestmark = pytest.mark.journey
BEGUN = cast.at("2026-03-02 09:00")


class Stage:
    """Pages of several officers, each with one window, and the day that they take for today."""

    def __init__(self, regime, visit, settings):
        self.office = cast.office(regime)
        self._visit, self._settings, self._pages = visit, settings, {}

    def on(self, day):
        """Let this be today, with every daily run until then."""
        self._settings.PRESENT_DAY = day
        daily_run.run_days(jurisdiction=self.office.jurisdiction, through=datetime.date.fromisoformat(day))

    def page(self, officer, path):
        """Open a path as an officer; leaders read on a phone."""
        if officer.pk not in self._pages:
            self._pages[officer.pk] = self._visit(officer, path, 390 if officer.is_leader else 1280)
        page = self._pages[officer.pk]
        page.goto(path)
        return page

    def ask(self, officer, path, **words):
        """Fill in a form of requests and send it."""
        page = self.page(officer, path)
        for name, value in words.items():
            page.fill(f"#id_{name}", value)
        press(page, "提出")
        return page

    def agree(self, officer, proposal):
        """Open what waits on the desk and agree: two taps."""
        page = self.page(officer, "/desk")
        page.locator(f"main a[href='/proposals/{proposal.pk}']").first.click()
        page.wait_for_load_state()
        page.locator("main button[value=agree]").click()
        page.wait_for_load_state()
        proposal.refresh_from_db()


def press(page, word):
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state()


@pytest.fixture
def stage(visit, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return lambda regime: Stage(regime, visit, settings)


@pytest.mark.feature("extension_approval")
def test_an_extension_is_refused_in_the_third_month_and_the_second_time_with_the_clause(stage):
    play = stage("sanmenxia-2019")
    office = play.office
    made = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    path = f"/matters/{made.no}/units/jia/extensions"
    page = play.ask(office.liaison, path, until="2026-07-15", reason="汛期停工")
    said = page.inner_text("main")
    assert "附件2 三5" in said and "最晚可以延到2026-06-30" in said
    assert page.input_value("#id_reason") == "汛期停工"
    page.fill("#id_until", "2026-06-15")
    press(page, "提出")
    play.agree(office.leader, Proposal.objects.get())
    assert stories.held(made).due_on == datetime.date(2026, 6, 15)
    said = play.page(office.liaison, path).inner_text("main")
    assert "附件2 三5" in said and "只能延期一次" in said


@pytest.mark.feature("write_off_approval")
def test_a_write_off_needs_two_signers(stage):
    play = stage("sanmenxia-2019")
    office = play.office
    made = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    play.ask(office.liaison, f"/matters/{made.no}/units/jia/write-offs", reason="上位规划调整，无法落实")
    asked = Proposal.objects.get()
    assert "没有等我签批的" in play.page(office.principal, "/desk").inner_text("main")
    play.agree(office.leader, asked)
    assert asked.outcome == "open"
    play.agree(office.principal, asked)
    made.refresh_from_db()
    assert (asked.outcome, made.state) == ("carried_out", "closed")


@pytest.mark.feature("transfer_approval")
def test_a_transfer_between_fields_is_signed_by_both_leaders(stage):
    play = stage("sanmenxia-2019")
    office = play.office
    made = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    play.ask(office.liaison, f"/matters/{made.no}/units/jia/transfers", to="乙县", reason="职责已划转")
    asked = Proposal.objects.get()
    play.agree(office.leader, asked)
    play.agree(office.other_leader, asked)
    assert stories.held(made, office.units[1]).stage == "to_accept"
    assert made.no in play.page(office.other_liaison, "/matters").inner_text("main")


def test_a_stand_in_signs_and_nobody_signs_their_own(stage):
    play = stage("sanmenxia-2019")
    office = play.office
    page = play.page(office.leader, "/delegations")
    page.select_option("#id_to", str(office.secretary.pk))
    page.fill("#id_from_on", "2026-03-31")
    page.fill("#id_through_on", "2026-04-03")
    press(page, "委托")
    made = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    play.ask(office.liaison, f"/matters/{made.no}/units/jia/extensions", until="2026-05-20", reason="设备晚到")
    page = play.page(office.secretary, "/desk")
    assert f"代理 {office.leader}" in page.inner_text("header")
    play.agree(office.secretary, Proposal.objects.get())
    assert stories.held(made).due_on == datetime.date(2026, 5, 20)
    shown = play.page(office.clerk, f"/proposals/{Proposal.objects.get().pk}").inner_text("main")
    assert f"代 {office.leader}" in shown


@pytest.mark.feature("review_of_reports")
@pytest.mark.clause("county-plan", "六(五)")
def test_a_report_returned_three_times_costs_what_the_clause_says(stage):
    play = stage("county-plan")
    office = play.office
    made = stories.matter(office, due_on="2026-04-30", at=BEGUN)
    stories.accept(office, made, BEGUN)
    for time in range(1, 4):
        page = play.page(office.liaison, f"/matters/{made.no}/units/jia/reports")
        page.fill("#id_done", f"第{time}次报送：完成场地平整。")
        press(page, "报送")
        assert "等待审核" in page.inner_text("body")
        page = play.page(office.clerk, f"/reports/{Report.objects.latest('pk').pk}")
        page.fill("form[action$='/return'] #id_reason", "没有写存在的问题")
        page.fill("#id_redo_by", "2026-04-10")
        press(page, "退回")
        assert stories.held(made).stage == "returned"
        assert f"已退回 {time} 次" in play.page(office.clerk, f"/reports/{Report.objects.latest('pk').pk}").inner_text(
            "main"
        )
        assert "没有写存在的问题" in play.page(office.liaison, f"/matters/{made.no}/units/jia/reports").inner_text(
            "main"
        )
        said = play.page(office.clerk, "/scores/jia?kind=month&period=2026-03").inner_text("main")
        assert ("六(五)" in said) is (time == 3)
    assert "2.90 = 3 − 0.1" in said and "满3次" in said


# Regime → (day, step or channel of urging, limit); the days are those on which the step is open.
LADDERS = {
    "sanmenxia-2019": (
        ("2026-03-23", "circular", ""), ("2026-03-31", "criticism_and_exposure", ""), ("2026-04-09", "interview", ""),
        ("2026-04-17", "accountability", ""),
    ),
    "zhuoni-2022": (
        ("2026-03-23", "phone", "2026-03-27"), ("2026-03-30", "criticism_and_interview", ""),
        ("2026-03-31", "written", "2026-04-03"), ("2026-04-07", "principal_interview", ""),
    ),
    "ankang-2020": (
        ("2026-03-23", "key_supervision", "2026-03-30"), ("2026-03-31", "interview", ""), ("2026-04-08", "poor_grade", ""),
    ),
    "county-plan": (
        ("2026-03-23", "phone", "2026-03-25"), ("2026-03-26", "written", "2026-03-31"), ("2026-04-01", "on_site", "2026-04-03"),
        ("2026-04-07", "meeting", "2026-04-08"), ("2026-04-09", "accountability", ""),
    ),
}  # fmt: skip
ENDS = {
    "sanmenxia-2019": {"media_exposure", "interview", "commitment", "accountability"},
    "zhuoni-2022": {"interview", "self_criticism", "eligibility", "assessment"},
    "ankang-2020": {"interview", "explanation", "media_exposure"},
    "county-plan": {"special_answer", "self_criticism", "head_explanation", "accountability"},
}


@pytest.mark.feature("ladder_steps")
@pytest.mark.parametrize("regime", LADDERS)
def test_a_ladder_is_climbed_to_its_end(stage, regime):
    play = stage(regime)
    office = play.office
    made = stories.matter(office, due_on="2026-03-20", at=BEGUN)
    for day, name, limit in LADDERS[regime]:
        play.on(day)
        if name in ("phone", "written", "on_site", "meeting"):
            page = play.page(office.clerk, f"/matters/{made.no}/units/jia/urges")
            page.locator(f"main input[name=channel][value={name}]").check()
            page.fill("#id_limit", limit)
            press(page, "催办")
            continue
        step = Proposal.objects.get(act="step", step=name)
        while step.outcome == "open":
            waiting = step.signatures.filter(decision="waiting").order_by("order").first()
            play.agree(waiting.officer or office.principal, step)
        if name == "interview":
            page = play.page(office.clerk, f"/proposals/{step.pk}/summons")
            page.fill("#id_day", day)
            page.fill("#id_time", "23:30")
            page.fill("#id_place", "第三会议室")
            press(page, "制发")
            assert "23:30" in page.inner_text("main") and "第三会议室" in page.inner_text("main")
        page = play.page(office.clerk, f"/proposals/{step.pk}/execution")
        for field, value in (
            ("limit", limit),
            ("persons", "经办甲"),
            ("papers_by", "2026-04-14"),
            ("held_on", day),
            ("medium", "市电视台"),
        ):
            if page.locator(f"#id_{field}").count():
                page.fill(f"#id_{field}", value)
        if page.locator("#id_authority").count():
            page.select_option("#id_authority", "prefecture")
        press(page, "实施")
        step.refresh_from_db()
        assert step.outcome == "carried_out", page.inner_text("main")
    assert set(Consequence.objects.values_list("kind", flat=True)) == ENDS[regime]
    shown = play.page(office.clerk, f"/matters/{made.no}?tab=proposals").inner_text("main")
    assert "处理结果" in shown
    owed = Consequence.objects.filter(owed_by__isnull=False).exists()
    assert ("应交材料" in play.page(office.liaison, "/desk").inner_text("main")) is owed
