"""What documents say of reporting, urging and doing over, one clause after the other under each of them."""

import datetime

import pytest

from duban.ledger.actions.matters import attachments, matters, urges
from duban.ledger.actions.office import readings
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import JournalLine, Notice
from duban.ledger.models.reports import What
from duban.ledger.refusals import Refused
from tests import cast, stories
from tests.pages import text_of

pytestmark = pytest.mark.django_db
AT = cast.at()
REGIMES = ("ankang-2020", "county-plan", "zhuoni-2022")
PROVES = {
    "ankang-2020": {"第九条第二款": ["review_of_reports"], "第九条第一款": ["reports"]},
    "county-plan": {
        "一(二)": ["progress_visible"], "三(三)": ["proof", "reports"], "三(四)": ["review_of_reports"], "六(五)": ["review_of_reports"],
    },
    "zhuoni-2022": {
        "第八条(一)": ["report_elements"], "第八条(二)": ["report_elements", "reports", "urgent_mark"], "第九条(一)": ["reports"],
        "第九条(四)": ["progress_visible"], "第六条(六)": ["reopening"],
    },
}  # fmt: skip


@pytest.mark.feature(
    "reports", "review_of_reports", "report_elements", "proof", "progress_visible", "urgent_mark", "reopening"
)
@pytest.mark.parametrize("regime", REGIMES)
def test_a_report_answers_what_is_asked_is_sent_back_and_done_again_and_a_result_can_be_reopened(regime, signed_in):
    office = cast.office(regime)
    made = stories.matter(office, due_on="2026-04-30", urgent=True, elements="资金到位\n未落实事项")
    clerk = signed_in(office.clerk)
    assert "急" in text_of(clerk, f"/matters/{made.no}")
    stories.accept(office, made, AT)
    held = stories.held(made)
    by = By(office.liaison, AT)
    with pytest.raises(Refused, match="资金到位"):
        reports.submit_report(assignment=held, what=What.PROGRESS, by=by, words=reports.Words("主体完工"))
    words = reports.Words("主体完工", elements=(("资金到位", "已到位"), ("未落实事项", "征地尚缺两户")))
    sent = reports.submit_report(assignment=held, what=What.PROGRESS, by=by, words=words)
    for officer in (office.leader, office.clerk):
        page = text_of(signed_in(officer), f"/reports/{sent.pk}")
        assert "主体完工" in page and "征地尚缺两户" in page
    reports.return_report(report=sent, reason="缺佐证", redo_by=datetime.date(2026, 4, 3), by=By(office.clerk, AT))
    assert JournalLine.objects.filter(kind="returned").count() == 1
    again = reports.submit_report(assignment=held, what=What.RESULT, by=by, words=words)
    attachments.add_file(
        jurisdiction=office.jurisdiction, name="验收单.txt", chunks=["合格".encode()], by=by, report=again
    )
    reports.accept_report(report=again, by=By(office.head, AT))
    assert stories.held(made).stage == "completed"
    matters.reopen_assignment(assignment=stories.held(made), reason="群众不满意", by=By(office.clerk, AT))
    assert stories.held(made).stage != "completed"


@pytest.mark.feature("urging")
@pytest.mark.proves("zhuoni-2022", "第九条(一)", "urging")
def test_what_has_a_date_is_urged_by_it_and_what_has_none_by_the_day_that_the_office_sets():
    office = cast.office("zhuoni-2022")
    made = stories.matter(office, due_on="2026-03-27", at=cast.at("2026-03-02 09:00"))
    urges.urge_unit(
        assignment=stories.held(made), channel="written", limit=datetime.date(2026, 4, 3), by=By(office.clerk, AT)
    )
    notice = Notice.objects.latest("pk")
    assert (notice.limit_on, notice.unit) == (datetime.date(2026, 4, 3), office.units[0])


@pytest.mark.feature("reading_choice")
@pytest.mark.proves("zhuoni-2022", "第二十一条", "reading_choice")
def test_another_reading_is_chosen_by_the_office_alone_with_name_and_day(signed_in):
    office = cast.office("zhuoni-2022")
    words = {"ambiguity": "caps", "reading": "ten", "was": "twenty"}
    readings.choose_reading(jurisdiction=office.jurisdiction, by=By(office.head, AT), **words)
    line = JournalLine.objects.get(verb="reading.chosen")
    assert (line.actor, line.on) == (office.head, AT.date())
    assert "加分合计以10分为限" in text_of(signed_in(office.clerk), "/regime")


@pytest.mark.feature("recurring_reports")
@pytest.mark.proves("county-plan", "五(二)", "recurring_reports")
def test_units_report_again_and_again_as_the_office_sets(signed_in):
    office = cast.office("county-plan")
    made = stories.matter(office, due_on="2026-12-31")
    stories.accept(office, made, AT)
    clerk = signed_in(office.clerk)
    assert "五(二)" in text_of(clerk, f"/matters/{made.no}/recurrences")
    sent = clerk.post(f"/matters/{made.no}/recurrences", {"how": "week:4", "units": [office.units[0].code]})
    assert sent.status_code == 302
    assert "2026-04-10" in text_of(signed_in(office.liaison), "/reports?month=2026-04")
