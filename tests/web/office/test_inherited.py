"""Who takes over from a unit that ended reads what belongs to its matters, and may contest what it is now charged with."""

import datetime
import re

import pytest
from django.urls import reverse

from duban.ledger.actions.matters import attachments
from duban.ledger.actions.office import daily_run, reorganisations
from duban.ledger.actions.process import objections
from duban.ledger.actions.reports import questions
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine, Notice, Objection
from duban.ledger.queries.matters.timelines import entries_of
from duban.ledger.queries.office.reorganising import Asked
from duban.people.models import Officer
from tests import cast, rectifying, stories

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 20)
AT = cast.at("2026-03-31 09:30")
MARCH = {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}


def _late(office, lead=0):
    """A matter that the first unit reported with a file on the 5th, and that was late on the 10th."""
    units = office.units
    support = units[:1] if lead else ()
    matter = stories.matter(
        office, due_on="2026-03-10", at=cast.at("2026-03-02 09:00"), lead=[units[lead]], support=support
    )
    stories.accept(office, matter, cast.at("2026-03-02 10:00"), unit=units[0])
    at = cast.at("2026-03-05 10:00")
    made = stories.report(office, matter, at, what="progress", unit=units[0])
    attachments.add_file(
        jurisdiction=office.jurisdiction, name="现场.txt", chunks=[b"seen"], by=By(office.liaison, at), report=made
    )
    daily_run.run_days(jurisdiction=office.jurisdiction, through=datetime.date(2026, 3, 12))
    return matter


def _merge(office, points="follow"):
    asked = Asked("merge", (office.units[0],), (office.units[1],), ON, points=points, accounts="close")
    return reorganisations.reorganise(
        asked=asked, paper="机构改革方案", number="某发〔2026〕3号", by=By(office.head, AT)
    )


def _files(matter, unit):
    notice = Notice.objects.get(matter=matter, unit=unit)
    file = Attachment.objects.get(matter=matter, name="现场.txt")
    return [reverse("notice", args=[notice.pk]), reverse("attachment", args=[file.pk])]


def _statuses(browser, addresses):
    return {browser.get(each).status_code for each in addresses}


def _read(browser, page):
    """Return the words of a page, without its marks."""
    return " ".join(re.sub("<[^>]+>", " ", browser.get(page).content.decode()).split())


def _stranger(office):
    """Somebody of a third unit."""
    return Officer.objects.create(
        username="third", full_name="旁人", role="liaison", unit=office.units[2], jurisdiction=office.jurisdiction
    )


def test_the_successor_reads_papers_files_and_what_happened_before(office, signed_in):
    matter = _late(office)
    browser, page = signed_in(office.other_liaison), reverse("matter", args=[matter.no])
    files = _files(matter, office.units[0])
    assert _statuses(browser, [page, *files]) == {404}
    made = _merge(office)
    assert _statuses(browser, [page, *files]) == {200}
    seen = _read(browser, page)
    assert "报送反馈" in seen and "签收 · 甲县" in seen and "到期未办 · 甲县" in seen
    line = next(each for each in entries_of(list(JournalLine.objects.filter(verb="assignment.inherited"))))
    assert line.details == [("接办单位", "乙县")]
    assert _statuses(signed_in(_stranger(office)), files) == {404}
    reorganisations.revoke(reorganisation=made, reason="文号录错", by=By(office.head, AT))
    assert _statuses(browser, [page, *files]) == {404}


def test_a_part_that_was_joined_with_the_successors_own_is_read_too(office, signed_in):
    matter = _late(office, lead=1)
    browser, files = signed_in(office.other_liaison), _files(matter, office.units[0])
    assert _statuses(browser, files) == {404}
    made = _merge(office)
    assert _statuses(browser, files) == {200}
    assert "签收 · 甲县" in _read(browser, reverse("matter", args=[matter.no]))
    reorganisations.revoke(reorganisation=made, reason="文号录错", by=By(office.head, AT))
    assert _statuses(browser, files) == {404}


@pytest.mark.parametrize("points", ["follow", "stay"])
def test_the_successor_contests_what_was_written_of_the_unit_that_ended(signed_in, points):
    office = cast.office("zhuoni-2022")
    _late(office)
    _merge(office, points)
    late = JournalLine.objects.get(kind="late")
    browser, page = signed_in(office.other_liaison), reverse("objection_new", args=[late.seq])
    card = browser.get(reverse("scorecard", args=["yi" if points == "follow" else "jia"]), MARCH).content.decode()
    assert page in card
    if points == "follow":
        assert page in browser.get(reverse("matter", args=["2026-1"])).content.decode()
    done = browser.post(page, {"ground": "reason", "text": "交接期间，资料还没有移交"}, follow=True)
    assert done.status_code == 200 and "已提出，等待裁定" in done.content.decode()
    made = Objection.objects.get()
    assert made.unit == office.units[1]
    objections.rule_on_objection(objection=made, uphold=True, reason="属实", by=By(office.head, AT))
    assert late.amendments.get().verb == "fact.excused"
    other = signed_in(_stranger(office))
    assert _statuses(other, [page, reverse("scorecard", args=["jia"])]) == {404}


def test_a_question_that_waits_goes_to_the_successor_and_back(office, signed_in):
    matter = _late(office)
    made = questions.ask_question(matter=matter, unit=office.units[0], text="卡在哪里", by=By(office.leader, AT))
    merged = _merge(office)
    browser, page = signed_in(office.other_liaison), reverse("question_answer", args=[made.pk])
    assert "卡在哪里" in browser.get(reverse("questions")).content.decode()
    reorganisations.revoke(reorganisation=merged, reason="文号录错", by=By(office.head, AT))
    assert browser.get(page).status_code == 404
    _merge(office)
    browser.post(page, {"text": "正在移交"})
    made.refresh_from_db()
    assert (made.answer, made.unit) == ("正在移交", office.units[1])


def test_a_conclusion_is_read_and_its_review_asked_for_by_the_successor(signed_in, settings):
    settings.PRESENT_DAY = "2026-04-10"
    office = cast.office("zhuoni-2022")
    row = rectifying.delivered(office)
    browser = signed_in(office.other_liaison)
    pages = [reverse("conclusion", args=[row.pk]), reverse("notice", args=[row.editions.get().notice_id])]
    assert _statuses(browser, pages) == {404}
    made = _merge(office)
    assert _statuses(browser, pages) == {200} and _statuses(signed_in(_stranger(office)), pages) == {404}
    ask = reverse("review_new", args=[row.pk])
    assert ask in browser.get(pages[0]).content.decode()
    browser.post(ask, {"text": "一个项目已开工"})
    assert browser.post(reverse("review_withdrawal", args=[row.reviews.get().pk])).status_code == 302
    reorganisations.revoke(reorganisation=made, reason="文号录错", by=By(office.head, AT))
    assert _statuses(browser, pages) == {404}
