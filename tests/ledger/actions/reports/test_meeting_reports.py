"""What is counted from a meeting follows what the meeting is; the acts that put a meeting right show it (test_source_corrections)."""

import datetime

from duban.ledger.actions.reports import meeting_reports
from duban.ledger.actions.sources import meetings, source_corrections
from duban.ledger.by import By
from duban.ledger.models import Deadline
from tests import cast, stories


def test_a_meeting_of_another_kind_owes_no_report_and_of_the_right_kind_owes_one(db):
    office = cast.office("ankang-2020")
    by = By(office.clerk, cast.at("2026-03-03 09:00"))
    held_on = datetime.date(2026, 3, 2)
    meeting = meetings.record_meeting(
        jurisdiction=office.jurisdiction,
        name="会",
        kind="现场办公会",
        held_on=held_on,
        minutes="会议决定，开工。",
        by=by,
    )
    matter = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-02 09:00"), category="meeting")
    meetings.join_decision(decision=meeting.decisions.get(), matter=matter, by=by)
    owed = Deadline.objects.filter(assignment__matter=matter, recurrence__isnull=False, lifted_on__isnull=True)
    before = owed.count()
    assert len(meeting_reports.counted_from(meeting)) == before
    words = {"name": "会", "held_on": held_on, "reason": "类别选错"}
    source_corrections.correct_meeting(meeting=meeting, kind="专项问题办公会议", by=by, **words)
    assert owed.count() == 1
