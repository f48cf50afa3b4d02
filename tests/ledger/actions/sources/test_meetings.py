"""Meetings: recorded with their decisions; each becomes a matter, joins one, or is noted as needing none."""

import datetime
import io

import openpyxl
import pytest

from duban.ledger import conditions
from duban.ledger.actions.matters import matters
from duban.ledger.actions.sources import meetings
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.queries.papers.prefills import prefill_of
from duban.ledger.refusals import Refused
from duban.papers.reading.tasks.minutes import decisions_of
from tests import cast, stories

MINUTES = """某市人民政府第12次常务会议纪要
一、会议听取了重点项目情况汇报。会议指出，项目是抓手。会议决定，由市发展改革委牵头，市财政局配合，6月底前开工。
二、会议强调，要抓落实。
三、会议议定以下事项：
（一）市财政局负责落实资金。
（二）甲县负责征地拆迁。
四、会议要求，市农业农村局4月10日前报市政府。
"""


def record(office, **more):
    words = {"name": "第12次常务会议", "kind": "常务会议", "held_on": datetime.date(2026, 3, 20), "minutes": MINUTES}
    return meetings.record_meeting(
        jurisdiction=office.jurisdiction, by=By(office.clerk, cast.at()), **{**words, **more}
    )


def order(office, **more):
    words = {
        "title": "推进重点项目开工",
        "requirement": "6月底前开工",
        "category": "meeting",
        "source": "meeting",
        "due_on": datetime.date(2026, 6, 30),
        "lead": (office.units[3],),
    }
    return matters.Order(**{**words, **more})


def test_minutes_are_read_for_what_was_decided_and_nothing_else():
    assert decisions_of(MINUTES) == [
        "会议决定，由市发展改革委牵头，市财政局配合，6月底前开工。",
        "市财政局负责落实资金。",
        "甲县负责征地拆迁。",
        "会议要求，市农业农村局4月10日前报市政府。",
    ]
    assert decisions_of("今天天气很好。\n大家散会。") == []


def test_a_hostile_text_of_minutes_does_not_stall():
    assert len(decisions_of("会议决定" * 30_000)) <= 300


@pytest.mark.django_db
def test_a_meeting_is_recorded_with_its_decisions(office):
    meeting = record(office)
    assert meeting.decisions.count() == 4
    line = JournalLine.objects.get(verb="meeting.recorded")
    assert (line.on, line.data["decisions"]) == (datetime.date(2026, 3, 20), 4)


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{"name": " "}, {"held_on": datetime.date(2026, 4, 1)}])
def test_a_meeting_without_a_name_or_yet_to_come_is_refused(office, more):
    with pytest.raises(Refused):
        record(office, **more)
    assert not JournalLine.objects.filter(verb="meeting.recorded").exists()


@pytest.mark.django_db
def test_a_decision_becomes_a_matter_once(office):
    decision = record(office).decisions.order_by("order").first()
    made = meetings.register_decision(decision=decision, order=order(office), by=By(office.clerk, cast.at()))
    decision.refresh_from_db()
    assert decision.matter == made
    assert JournalLine.objects.get(verb="decision.registered").matter == made
    for again in (
        lambda: meetings.register_decision(decision=decision, order=order(office), by=By(office.clerk, cast.at())),
        lambda: meetings.drop_decision(decision=decision, reason="重复", by=By(office.clerk, cast.at())),
        lambda: meetings.join_decision(decision=decision, matter=made, by=By(office.clerk, cast.at())),
    ):
        with pytest.raises(Refused, match=made.no):
            again()


@pytest.mark.django_db
def test_a_decision_that_needs_no_matter_says_why(office):
    decision = record(office).decisions.order_by("order").last()
    with pytest.raises(Refused):
        meetings.drop_decision(decision=decision, reason=" ", by=By(office.clerk, cast.at()))
    dropped = meetings.drop_decision(decision=decision, reason="已列入另一事项", by=By(office.clerk, cast.at()))
    assert not dropped.is_open
    assert JournalLine.objects.get(verb="decision.dropped").data["reason"] == "已列入另一事项"
    # A second look may still make it a matter.
    meetings.register_decision(decision=dropped, order=order(office), by=By(office.clerk, cast.at()))
    dropped.refresh_from_db()
    assert dropped.matter is not None
    assert not dropped.dropped_reason


@pytest.mark.django_db
def test_a_decision_joins_a_matter_of_this_office_only(office):
    decision = record(office).decisions.first()
    other = cast.office("ankang-2020")
    with pytest.raises(Refused):
        meetings.join_decision(
            decision=decision, matter=stories.matter(other, due_on="2026-05-01"), by=By(office.clerk, cast.at())
        )
    own = stories.matter(office, due_on="2026-05-01")
    assert meetings.join_decision(decision=decision, matter=own, by=By(office.clerk, cast.at())).matter == own


@pytest.mark.django_db
def test_decisions_that_the_reading_missed_are_added(office):
    meeting = record(office)
    meetings.add_decisions(meeting=meeting, texts=["市应急局开展检查", " "], by=By(office.clerk, cast.at()))
    assert meeting.decisions.order_by("order").last().order == 5
    with pytest.raises(Refused):
        meetings.add_decisions(meeting=meeting, texts=[" "], by=By(office.clerk, cast.at()))


def test_a_table_of_decisions_is_read_row_by_row_and_fills_in_the_order(office):
    rows = [
        ["第12次常务会议议定事项", "", "", "", ""],
        ["序号", "议定事项", "牵头单位", "配合单位", "完成时限"],
        ["1", "开工建设东路", "市发改委", "市财政局", datetime.date(2026, 6, 30)],
        ["2", "全市范围内开展整治。", "市财政局、甲县", "", "2026年9月底"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    meeting = record(office, minutes="会议决定，由甲县清理河道。", upload=("议定事项.xlsx", kept.getvalue()))
    texts = [each.text for each in meeting.decisions.order_by("order")]
    assert texts == [
        "会议决定，由甲县清理河道。",
        "开工建设东路（市发改委牵头，市财政局配合，2026年6月30日前完成）",
        "全市范围内开展整治（市财政局牵头，甲县牵头，2026年9月30日前完成）",
    ]
    suggested = prefill_of(office.jurisdiction, texts[1], datetime.date(2026, 3, 20))
    assert suggested.due_on == datetime.date(2026, 6, 30) and len(suggested.lead) == len(suggested.support) == 1


def test_a_sentence_that_calls_one_unit_and_joins_another_suggests_who_leads(office):
    suggested = prefill_of(
        office.jurisdiction, "请市财政局会同市发改委研究，4月20日前报我。", datetime.date(2026, 3, 20)
    )
    named = {unit.name: unit.pk for unit in office.jurisdiction.units.all()}
    aliases = {alias.name: alias.unit_id for alias in office.jurisdiction.aliases.all()}
    keys = named | aliases
    assert (suggested.lead, suggested.support) == ([keys["市财政局"]], [keys["市发改委"]])
    assert suggested.due_on == datetime.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [("坏.xlsx", b"PK\x03\x04", "损坏"), ("纪要.doc", b"x", "doc"), ("秘密.txt", "机密★".encode(), "密")],
)
def test_minutes_that_cannot_be_taken_are_refused_at_the_file(office, name, data, word):
    with pytest.raises(Refused, match=word) as refused:
        record(office, upload=(name, data))
    assert refused.value.field == "file" and not JournalLine.objects.exists()


def _of_a_meeting(ankang, **more):
    return stories.matter(
        ankang, due_on="2026-12-31", category="leader_meeting", at=cast.at("2026-03-23 09:00"), **more
    )


@pytest.mark.django_db
@pytest.mark.proves("ankang-2020", "第九条第一款", "recurring_reports")
def test_a_matter_whose_meeting_nobody_named_is_warned_of_and_owes_the_report_once_it_is_named(signed_in):
    ankang = cast.office("ankang-2020")
    made = _of_a_meeting(ankang, dispatched=False)
    page = signed_in(ankang.clerk).get(f"/dispatches?no={made.no}").content.decode()
    assert "还没有挂上会议" in page and "第九条第一款" in page
    made = matters.dispatch_matter(matter=made, by=By(ankang.clerk, cast.at("2026-03-23 10:00")))
    assert "还没有挂上会议" in signed_in(ankang.clerk).get(f"/matters/{made.no}").content.decode()
    assert not stories.held(made).recurrences.filter(rule="meeting_decision").exists()
    meeting = record(ankang, kind="专项问题办公会议")
    meetings.join_decision(decision=meeting.decisions.first(), matter=made, by=By(ankang.clerk, cast.at()))
    owed = stories.held(made).recurrences.get(rule="meeting_decision")
    # Thirty working days after 20 March 2026, with the rest days of Qingming and of May.
    assert owed.deadlines.get().on == datetime.date(2026, 5, 7)
    assert conditions.sources.meeting_unknown(made) is None


@pytest.mark.django_db
def test_what_a_study_visit_decided_owes_no_report_after_thirty_days():
    ankang = cast.office("ankang-2020")
    made = _of_a_meeting(ankang)
    visit = record(ankang, kind="调研检查")
    meetings.join_decision(decision=visit.decisions.first(), matter=made, by=By(ankang.clerk, cast.at()))
    assert not stories.held(made).recurrences.exists()
