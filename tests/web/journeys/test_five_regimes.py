"""A paper's whole way through the pages under each regime: read in, corrected, dispatched, done by one unit, missed by another, published."""

import datetime
import os
from pathlib import Path

import pytest

from duban.ledger import journal
from duban.ledger.actions.office import daily_run
from duban.ledger.audit import published_rankings
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Proposal, Ranking, SourcePaper
from tests import cast

pytestmark = pytest.mark.journey

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("DUBAN_SHARED", ROOT.parent / "shared"))
PAPER = SHARED / "realdocs" / "a17_国办发2020-24_优化营商环境实施意见.txt"
SHOTS = ROOT / "tests" / "web" / "shots"

MARCH = "kind=month&from=2026-03-01&to=2026-03-31"
QUARTER = "kind=quarter&from=2026-01-01&to=2026-03-31"
# Regime: period that is published, day of publication, clause on the late unit's card, first step of its ladder.
WAYS = {
    "sanmenxia-2019": (MARCH, "2026-04-02", "附件1 2", "circular"),
    "zhuoni-2022": (QUARTER, "2026-04-02", "附件1 三2", "criticism_and_interview"),
    "gansu-county-2023": (QUARTER, "2026-04-02", "四3", ""),
    "ankang-2020": (QUARTER, "2026-04-02", "第十二条(一)", "key_supervision"),
    "county-plan": ("kind=year&from=2026-01-01&to=2026-12-31", "2027-01-06", "六(二)", "phone"),
}


class Walk:
    """One walk: pages of several officers, the day that they take for today, and a picture at each stop."""

    def __init__(self, regime, visit, settings):
        self.office = cast.office(regime)
        self.regime = regime
        self.day = ""
        self._visit = visit
        self._settings = settings
        self._pages = {}
        SHOTS.mkdir(exist_ok=True)

    def on(self, day: str) -> None:
        """Let this be today, with every daily run until then."""
        self.day = self._settings.PRESENT_DAY = day
        daily_run.run_days(jurisdiction=self.office.jurisdiction, through=datetime.date.fromisoformat(day))

    def page(self, officer, path: str, width: int = 1280):
        """Open a path as an officer."""
        key = (officer.pk, width)
        if key not in self._pages:
            self._pages[key] = self._visit(officer, path, width)
        page = self._pages[key]
        page.goto(path, wait_until="networkidle")
        return page

    def picture(self, page, name: str) -> None:
        """Keep a picture of the page as the officer sees it, at 1280 and at 390 px."""
        wide = page.viewport_size
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=SHOTS / f"{self.regime}-{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width} px"
        page.set_viewport_size(wide)


def press(page, word: str) -> None:
    """Press the button of the page's content that says so, and wait for the answer."""
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state("networkidle")


# Two of the five a day, all in the long run (DUBAN_TORTURE): each takes three quarters of a minute.
_DAY = datetime.date.today().toordinal()
OF_TODAY = cast.REGIMES if os.environ.get("DUBAN_TORTURE") else [cast.REGIMES[(2 * _DAY + n) % 5] for n in (0, 1)]


@pytest.mark.parametrize("regime", OF_TODAY)
def test_from_paper_to_published_ranking(regime, visit, settings, tmp_path):
    if not PAPER.exists():
        pytest.skip(f"the real papers are not here: no {PAPER.name} in ../shared")
    settings.FILES_ROOT = tmp_path / "files"
    walk = Walk(regime, visit, settings)
    office = walk.office
    period, published_on, clause, step = WAYS[regime]

    walk.on("2026-03-02")
    first, second = _read_and_register(walk)
    _dispatch(walk, first, second)

    walk.on("2026-03-03")
    for matter, liaison in ((first, office.liaison), (second, office.other_liaison)):
        page = walk.page(liaison, f"/matters/{matter.no}/units/{liaison.unit.code}/acceptance")
        walk.picture(page, "acceptance")
        press(page, "签收")
        assert matter.assignments.get(unit=liaison.unit).stage == "in_hand"

    _report_return_report_complete(walk, first)

    walk.on("2026-03-16")
    assignment = second.assignments.get(unit=office.units[1])
    if step:
        _climb(walk, assignment, step)
    else:
        assert not Proposal.objects.exists()
    page = walk.page(office.clerk, f"/matters/{second.no}")
    assert "已超期" in page.inner_text("main") or "逾期" in page.inner_text("main")
    walk.picture(page, "late")

    walk.on(published_on)
    if regime in ("gansu-county-2023", "ankang-2020"):
        _enter_marks(walk, period)
    _publish(walk, period)

    card = walk.page(office.head, f"/scores/{office.units[1].code}?{period}")
    assert clause in card.inner_text("main")
    walk.picture(card, "scorecard")
    phone = walk.page(office.leader, "/", 390)
    walk.picture(phone, "leader")
    assert list(journal.verify(office.jurisdiction)) == []
    assert [flaw for ranking in Ranking.objects.all() for flaw in published_rankings.flaws_of(ranking)] == []


def _read_and_register(walk: Walk) -> list[Matter]:
    office = walk.office
    page = walk.page(office.clerk, "/papers/new")
    page.set_input_files("#id_file", PAPER)
    press(page, "读入")
    paper = SourcePaper.objects.get()
    assert paper.drafts.count() > 10
    walk.picture(page, "drafts")
    tasks = (
        ("压减企业开办时间", office.units[0], "2026-03-31"),
        ("公布政务服务事项清单", office.units[1], "2026-03-13"),
    )
    for order, (text, unit, due_on) in enumerate(tasks, 1):
        page = walk.page(office.clerk, f"/papers/{paper.pk}/drafts/{order}")
        page.fill("#id_text", text)
        while page.locator("main form .picker .chip").count():
            page.locator("main form .picker .chip").first.click()
        page.fill("#id_lead", unit.name)
        page.locator(".picker-option", has_text=unit.name).first.click()
        page.fill("#id_due_on", due_on)
        walk.picture(page, f"draft-{order}")
        page.locator("main form button[type=submit].btn-primary").first.click()
        page.wait_for_load_state("networkidle")
    page = walk.page(office.clerk, f"/papers/{paper.pk}?show=ready")
    press(page, "全部登记")
    walk.picture(page, "registered")
    matters = list(Matter.objects.order_by("id"))
    assert [matter.title for matter in matters[:2]] == [text for text, _, _ in tasks]
    return matters[:2]


def _start(walk: Walk, *matters: Matter) -> None:
    """Let the leader approve the start, where the document asks for that (县方案 一(二))."""
    for matter in matters:
        page = walk.page(walk.office.clerk, f"/matters/{matter.no}/start")
        page.fill("#id_reason", "县政府公文要求督办。")
        walk.picture(page, "start")
        page.locator("main form button[type=submit].btn-primary").first.click()
        page.wait_for_load_state("networkidle")
        proposal = Proposal.objects.get(assignment__matter=matter, act="start")
        signer = proposal.signatures.get().officer or walk.office.leader
        page = walk.page(signer, f"/proposals/{proposal.pk}", 390)
        page.locator("main button[value=agree]").click()
        page.wait_for_load_state("networkidle")


def _dispatch(walk: Walk, *matters: Matter) -> None:
    if Governed.of(matters[0]).approval("start") is not None:
        _start(walk, *matters)
    numbers = "&".join(f"no={matter.no}" for matter in matters)
    page = walk.page(walk.office.clerk, f"/dispatches?{numbers}")
    page.fill("#id_accept_by", "2026-03-05")
    walk.picture(page, "dispatch")
    press(page, "交办 2 件")
    for matter in matters:
        matter.refresh_from_db()
        assert matter.state == "to_accept"


def _report_return_report_complete(walk: Walk, matter: Matter) -> None:
    office, unit = walk.office, walk.office.units[0]
    reviewer = office.head
    for day, done, accepted in (
        ("2026-03-10", "已基本完成。", False),
        ("2026-03-12", "对照标准逐项完成，公开办理流程，附佐证。", True),
    ):
        walk.on(day)
        page = walk.page(office.liaison, f"/matters/{matter.no}/units/{unit.code}/reports")
        page.locator("main input[name=what][value=result]").check()
        page.fill("#id_done", done)
        page.set_input_files("#id_files", {"name": "佐证.txt", "mimeType": "text/plain", "buffer": "佐证".encode()})
        walk.picture(page, "report")
        press(page, "报送")
        report = matter.assignments.get(unit=unit).reports.latest("id")
        assert report.attachments.count() == 1
        page = walk.page(reviewer, f"/reports/{report.pk}")
        walk.picture(page, "review")
        if accepted:
            press(page, "认定办结")
        else:
            page.fill("#id_reason", "没有写结果，请对照完成标准补充。")
            page.fill("#id_redo_by", "2026-03-13")
            press(page, "退回")
            assert matter.assignments.get(unit=unit).stage == "returned"
    assert matter.assignments.get(unit=unit).stage == "completed"


def _climb(walk: Walk, assignment, step: str) -> None:
    office = walk.office
    if walk.regime == "zhuoni-2022":
        # 第十二条 counts lateness on one matter: an urging sets the second date that is missed.
        page = walk.page(office.clerk, f"/matters/{assignment.matter.no}/units/{assignment.unit.code}/urges")
        page.locator("main input[name=channel][value=written]").check()
        page.fill("#id_limit", "2026-03-20")
        walk.picture(page, "urge")
        press(page, "催办")
        walk.on("2026-03-23")
    proposal = Proposal.objects.get(assignment=assignment, act="step")
    assert proposal.step == step
    if proposal.outcome == "open":
        page = walk.page(office.other_leader, f"/proposals/{proposal.pk}", 390)
        walk.picture(page, "signature")
        page.locator("main button[value=agree]").click()
        page.wait_for_load_state("networkidle")
    proposal.refresh_from_db()
    assert proposal.outcome == "approved"
    page = walk.page(office.clerk, f"/proposals/{proposal.pk}/execution")
    # The limit where the document sets none; the day on which an interview was held (第十二条 of 卓尼).
    for field, value in (("limit", "2026-03-30"), ("held_on", walk.day)):
        if page.locator(f"#id_{field}").count():
            page.fill(f"#id_{field}", value)
    if page.locator("#id_authority").count():
        page.select_option("#id_authority", "prefecture")
    walk.picture(page, "execution")
    press(page, "实施")
    proposal.refresh_from_db()
    assert proposal.outcome == "carried_out"
    notice = assignment.matter.notices.order_by("-id").first()
    page = walk.page(office.clerk, f"/notices/{notice.pk}")
    assert notice.number in page.inner_text("main")
    walk.picture(page, "notice")


def _enter_marks(walk: Walk, period: str) -> None:
    extra = "&section=季度督查" if walk.regime == "gansu-county-2023" else ""
    page = walk.page(walk.office.head, f"/rankings/marks?{period}{extra}")
    for place, unit in enumerate(walk.office.units):
        field = page.locator(f"#id_m-{unit.code}-0")
        if walk.regime == "ankang-2020":
            field.select_option("优秀" if place % 2 else "良好")
        else:
            field.fill(f"{90 - place}.5")
    page.fill("#id_reason", "第一季度综合督查评定。")
    walk.picture(page, "marks")
    press(page, "登记")


def _publish(walk: Walk, period: str) -> None:
    office = walk.office
    page = walk.page(office.head, f"/rankings?{period}")
    walk.picture(page, "ranking-draft")
    page = walk.page(office.head, f"/rankings/new?{period}")
    walk.picture(page, "publish")
    press(page, "确认发布")
    assert Ranking.objects.count() == 1
    walk.picture(page, "ranking")
