"""Through the browser: an office tries its period under another document, and follows a finding of a superior rule to the variant without the clause."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.models import JournalLine
from tests import cast, stories
from tests.web.journeys.studio import press

pytestmark = pytest.mark.journey
MARCH = "kind=month&from=2026-03-01&to=2026-03-31"


def _happened(office):
    """March: both did a matter of theirs in time; the province praised 甲县 in an instruction and reported on 乙县, which the city criticised."""
    matters = []
    for unit in office.units[:2]:
        matters.append(stories.matter(office, lead=[unit], due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))
        stories.complete(office, matters[-1], cast.at("2026-03-10 09:00"), unit=unit)
    for unit, kind, fact in (
        (0, "instruction", {"tone": "praise", "authority": "province"}),
        (1, "published", {"authority": "province"}),
        (1, "instruction", {"tone": "criticism", "authority": "prefecture"}),
    ):
        journal.record(
            "fact.recorded", jurisdiction=office.jurisdiction, unit=office.units[unit], matter=matters[unit], actor=office.clerk,
            at=cast.at("2026-03-12 09:00"), data={"reason": "照原件登记"},
            effect=journal.Effect(on=datetime.date(2026, 3, 11), kind=kind, fact=fact),
        )  # fmt: skip


def test_another_document_and_a_superior_rule_are_tried_on_a_period(visit, settings):
    settings.PRESENT_DAY = "2026-04-02"
    office = cast.office("sanmenxia-2019")
    _happened(office)
    lines = JournalLine.objects.count()
    head = visit(office.head, f"/rankings/what-if?{MARCH}")
    head.select_option("#trial-document", value="zhuoni-2022")
    press(head, "推演")
    told = head.inner_text("main")
    assert "▲升" in told or "▼降" in told
    assert (
        "乙县" in told.split("谁动了，因为哪一条")[1]
        and "卓尼办法 〔附件1 三1〕0 → −2" in told
        and "不能推算的" in told
    )
    # The finding, why, and the address of the variant stand on the page of the document.
    head.goto("/regime")
    head.locator("summary", has_text="与上位规定比对").click()
    found = head.locator(".superior", has_text="媒体、刊物刊发")
    assert "〔附件2 一(三)1〕" in found.inner_text() and "把握：" in found.inner_text()
    with head.expect_navigation():
        found.locator("a", has_text="会怎样：推演").click()
    tried = head.inner_text("main")
    assert "不执行〔附件2 一(三)1〕" in tried and "乙县" in tried and "−15.00" in tried
    assert JournalLine.objects.count() == lines
