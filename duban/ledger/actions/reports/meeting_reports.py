"""Reports that the document counts from a meeting (安康 第九条), where the meeting's day or kind was entered wrongly and is put right."""

import datetime
from dataclasses import dataclass

from duban.ledger.actions.matters import fallen_lines
from duban.ledger.actions.reports import obligations, recurrences
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Meeting, Recurrence
from duban.ledger.queries.matters import followings


@dataclass(frozen=True)
class Counted:
    """One report that is counted from a meeting, with the day from which it was counted."""

    recurrence: Recurrence
    from_on: datetime.date


def counted_from(meeting: Meeting) -> list[Counted]:
    """Return the reports that are counted from a meeting as it stands now."""
    found: list[Counted] = []
    for matter in _matters(meeting):
        rule = Governed.of(matter).meeting_rule(matter)
        if rule is None or not (not rule.meetings or meeting.kind in ("", *rule.meetings)):
            continue
        # What is owed once has ended by itself when its day is over: it is found all the same.
        rows = Recurrence.objects.filter(assignment__matter=matter, rule=rule.name, from_on=meeting.held_on)
        found += [Counted(row, row.from_on) for row in rows.select_related("assignment").order_by("id")]
    return found


def follow(meeting: Meeting, before: list[Counted], by: By) -> None:
    """Let reports be counted from what a meeting is now: its right day, or no longer, or from now on.

    A date that the right day puts later was not missed, so its lateness falls. What was handed in stays handed in. A date that would
    lie in the past by the right day stays as the unit was told: the slip was the office's.
    """
    for each in before:
        assignment = each.recurrence.assignment
        rule = Governed.of(assignment.matter).meeting_rule(assignment.matter)
        if rule is not None and (not rule.meetings or meeting.kind in ("", *rule.meetings)):
            _move(each.recurrence, assignment, meeting, by)
        else:
            _end(each.recurrence, assignment, f"会议更正为“{meeting.kind}”，不产生这项报告", by)
    for matter in _matters(meeting):
        if not any(each.recurrence.assignment.matter_id == matter.pk for each in before):
            recurrences.begin_from_meeting(matter, by)


def untie(meeting: Meeting, before: list[Counted], by: By) -> None:
    """End the reports that were counted from a meeting for matters that nothing ties to it any more."""
    tied = {matter.pk for matter in _matters(meeting)}
    for each in before:
        if each.recurrence.assignment.matter_id not in tied:
            _end(each.recurrence, each.recurrence.assignment, "议定事项不属本事项，不产生这项报告", by)


def _move(recurrence: Recurrence, assignment: Assignment, meeting: Meeting, by: By) -> None:
    was, recurrence.from_on = recurrence.from_on, meeting.held_on
    right = recurrence.cycle_end(Governed.of(assignment.matter.jurisdiction).calendar)
    rows = recurrence.deadlines.all()
    if right < by.today and not rows.filter(late_line__isnull=False, on__lt=right).exists():
        return
    recurrence.ended_on = None
    recurrence.save(update_fields=["from_on", "ended_on"])
    why = f"会议召开日期更正：原登记 {was}，应为 {meeting.held_on}，期限为 {right}"
    early = rows.filter(on__lt=right)
    if fallen_lines.fell(followings.lateness(early), why, None, by):
        fallen_lines.take_back(followings.steps_waiting(assignment), why, by)
    if rows.filter(met_on__isnull=False).exists():
        return
    for row in rows.filter(lifted_on__isnull=True).exclude(on=right):
        row.lifted_on = min(row.on, by.today)
        row.save(update_fields=["lifted_on"])
    obligations.roll(assignment, by.today)


def _end(recurrence: Recurrence, assignment: Assignment, why: str, by: By) -> None:
    if fallen_lines.fell(followings.lateness(recurrence.deadlines.all()), why, None, by):
        fallen_lines.take_back(followings.steps_waiting(assignment), why, by)
    for row in recurrence.deadlines.filter(met_on__isnull=True, lifted_on__isnull=True):
        row.lifted_on = min(row.on, by.today)
        row.save(update_fields=["lifted_on"])
    recurrence.ended_on = by.today
    recurrence.save(update_fields=["ended_on"])


def _matters(meeting: Meeting) -> list[Matter]:
    found = Matter.objects.filter(decisions__meeting=meeting).select_related("jurisdiction").distinct()
    return list(found.order_by("id"))
