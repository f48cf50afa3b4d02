"""Sources put right: an instruction, a meeting, a decision, a suggestion, a collection; what stood there stays in the journal."""

import datetime

import pytest

from duban.ledger.actions.office import daily_run
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.sources import collections, instructions, meetings, suggestions
from duban.ledger.actions.sources import source_corrections as corrections
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.by import By
from duban.ledger.models import Deadline, JournalLine, Signature, Suggestion
from duban.ledger.models.suggestions import Kind
from duban.ledger.queries.matters.timelines import timeline_of
from duban.ledger.refusals import Forbidden, Refused
from tests import cast, stories

TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def by(office):
    return By(office.clerk, cast.at())


def give(office, by, **more):
    words = {"leader": office.leader, "text": "请抓紧核实。", "given_on": TODAY}
    return instructions.give_instruction(jurisdiction=office.jurisdiction, by=by, **{**words, **more})


def test_an_instruction_typed_wrong_is_put_right_and_both_stand_in_the_timeline(office, by):
    matter = stories.matter(office, due_on="2026-06-30")
    made = give(office, by, matter=matter)
    words = {"text": "请抓紧落实。", "given_on": datetime.date(2026, 3, 30), "leader": office.leader}
    corrected = corrections.correct_instruction(instruction=made, reason="录错一字", by=by, **words)
    assert corrected.text == "请抓紧落实。"
    entry = timeline_of(office.clerk, matter)[0]
    assert entry.said == "更正批示"
    told = dict(entry.details)
    assert "批示内容由“请抓紧核实。”更正为“请抓紧落实。”" in told["更正内容"] and told["理由"] == "录错一字"
    for more in ({"reason": ""}, {"text": ""}, {"given_on": datetime.date(2026, 4, 1)}):
        with pytest.raises(Refused):
            corrections.correct_instruction(
                instruction=made, by=by, **{**words, "text": "另一句", "reason": "错", **more}
            )
    with pytest.raises(Refused, match="没有改动"):
        corrections.correct_instruction(instruction=made, reason="错", by=by, **words)


def test_what_a_leader_wrote_is_theirs_to_correct_and_what_the_office_entered_the_offices(office, by):
    own = give(office, By(office.leader, cast.at()))
    words = {"text": "请研究。", "given_on": TODAY, "leader": office.leader, "reason": "写错"}
    with pytest.raises(Forbidden, match="本人"):
        corrections.correct_instruction(instruction=own, by=by, **words)
    assert corrections.correct_instruction(instruction=own, by=By(office.leader, cast.at()), **words).text == "请研究。"
    with pytest.raises(Forbidden, match="督查室录入"):
        corrections.correct_instruction(instruction=give(office, by), by=By(office.leader, cast.at()), **words)


def test_the_right_leader_reads_the_result_and_signs_what_the_wrong_one_was_to_sign(office, by):
    matter = stories.matter(office, due_on="2026-06-30", instructed_by=office.leader)
    made = give(office, by)
    made.matter = matter
    made.save()
    instructions.report_instruction(instruction=made, result="已办", by=by)
    asked = proposals.ask(
        "correct_text", of=matter, title="新名称", requirement="甲", standard="乙", reason="写错", by=by
    )
    before = set(Signature.objects.filter(proposal=asked).values_list("officer", flat=True)) if asked else set()
    words = {"text": made.text, "given_on": TODAY, "leader": office.other_leader, "reason": "选错领导"}
    corrected = corrections.correct_instruction(instruction=made, by=by, **words)
    matter.refresh_from_db()
    assert (corrected.reader, matter.instructed_by) == (office.other_leader, office.other_leader)
    after = set(Signature.objects.filter(proposal=asked).values_list("officer", flat=True)) if asked else set()
    assert office.leader.pk not in after or office.leader.pk not in before
    above = instructions.Superior("李某", "副省长", "province")
    words |= {"leader": None, "superior": above, "reason": "是上级领导"}
    assert corrections.correct_instruction(instruction=made, by=by, **words).author == "副省长李某"


def test_an_instruction_added_to_the_wrong_matter_waits_again(office, by):
    matter = stories.matter(office, due_on="2026-06-30")
    made = give(office, by, matter=matter)
    assert corrections.detach_instruction(instruction=made, reason="并错", by=by).matter is None
    with pytest.raises(Refused, match="没有并入"):
        corrections.detach_instruction(instruction=made, reason="并错", by=by)
    assert JournalLine.objects.get(verb="instruction.detached").matter == matter


def _decided(office, by, held_on, kind="专项问题办公会议"):
    meeting = meetings.record_meeting(
        jurisdiction=office.jurisdiction,
        name="专项会议",
        kind=kind,
        held_on=held_on,
        minutes="会议决定，尽快开工。",
        by=by,
    )
    matter = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"), category="meeting")
    meetings.join_decision(decision=meeting.decisions.get(), matter=matter, by=by)
    return meeting, matter


def test_a_meetings_right_day_moves_the_report_that_the_document_counts_from_it(db):
    office = cast.office("ankang-2020")
    by = By(office.clerk, cast.at("2026-03-03 09:00"))
    meeting, matter = _decided(office, by, datetime.date(2026, 3, 2))
    rows = Deadline.objects.filter(assignment__matter=matter, recurrence__isnull=False)
    (before,) = rows.filter(lifted_on__isnull=True).values_list("on", flat=True)
    words = {"name": meeting.name, "kind": meeting.kind, "reason": "日期写错"}
    corrections.correct_meeting(meeting=meeting, held_on=datetime.date(2026, 2, 25), by=by, **words)
    (after,) = rows.filter(lifted_on__isnull=True).values_list("on", flat=True)
    assert after < before
    with pytest.raises(Refused, match="还没有召开"):
        corrections.correct_meeting(meeting=meeting, held_on=datetime.date(2026, 3, 20), by=by, **words)
    corrections.detach_decision(decision=meeting.decisions.get(), reason="并错", by=by)
    assert not rows.filter(lifted_on__isnull=True).exists()


def test_lateness_by_a_meetings_wrong_day_falls_and_says_why(db):
    office = cast.office("ankang-2020")
    by = By(office.clerk, cast.at("2026-03-03 09:00"))
    meeting, matter = _decided(office, by, datetime.date(2026, 2, 2))
    rows = Deadline.objects.filter(assignment__matter=matter, recurrence__isnull=False)
    due = rows.get(lifted_on__isnull=True).on
    daily_run.run_days(jurisdiction=office.jurisdiction, through=due + datetime.timedelta(days=1))
    (late,) = JournalLine.objects.filter(matter=matter, kind="late", pk__in=rows.values("late_line"))
    later = By(office.clerk, cast.at(f"{due + datetime.timedelta(days=1)} 09:00"))
    words = {"name": meeting.name, "kind": meeting.kind, "reason": "日期写错"}
    corrections.correct_meeting(meeting=meeting, held_on=datetime.date(2026, 3, 2), by=later, **words)
    (amended,) = late.amendments.all()
    assert amended.data["amendment"] == {"withdrawn": True} and "会议召开日期更正" in amended.data["reason"]
    assert rows.get(lifted_on__isnull=True).on > due
    assert JournalLine.objects.filter(matter=matter, verb="proposal.withdrawn").count() == 1


def test_a_decision_a_suggestion_and_a_collection_are_put_right(office, by):
    meeting = meetings.record_meeting(
        jurisdiction=office.jurisdiction, name="会议", kind="", held_on=TODAY, minutes="会议决定，尽快开工。", by=by
    )
    decision = corrections.correct_decision(
        decision=meeting.decisions.get(), text="尽快完工。", reason="一字之差", by=by
    )
    assert decision.text == "尽快完工。"
    suggestion = Suggestion.objects.create(
        matter=stories.matter(office, due_on="2026-06-30", support=office.units[1:2]),
        kind=Kind.MOTION,
        number="第1号",
        author="张某",
    )
    letter = Letter(Kind.SUGGESTION, "第2号", "李某", "county")
    assert (
        str(corrections.correct_suggestion(suggestion=suggestion, letter=letter, reason="登错", by=by))
        == "人大代表建议 第2号"
    )
    helping = suggestion.matter.assignments.get(part="support")
    stories.accept(office, suggestion.matter, cast.at())
    suggestion.countersignatures.create(
        assignment=helping, round=1, agreed=False, opinion="不同意", signed_by=office.other_liaison, signed_on=TODAY
    )
    assert suggestions.return_answer(suggestion=suggestion, reason="会签单位弄错", by=by).round == 2
    with pytest.raises(Refused, match="没有答复"):
        suggestions.return_answer(suggestion=suggestion, reason="再退", by=by)
    sent = collections.send_collection(
        jurisdiction=office.jurisdiction, name="4月征集", due_on=TODAY, leaders=[office.leader], by=by
    )
    words = {"name": "四月征集", "due_on": datetime.date(2026, 4, 10), "reason": "期限写错"}
    corrections.correct_collection(collection=sent, leaders=[office.principal], by=by, **words)
    assert [slip.leader for slip in sent.slips.all()] == [office.principal]
    collections.return_slip(slip=sent.slips.get(), texts=["修路"], by=By(office.principal, cast.at()))
    with pytest.raises(Refused, match="已经交回"):
        corrections.correct_collection(collection=sent, leaders=[office.leader], by=by, **words)
