"""How many days late: under a document whose points go by them, lateness that the night wrote down is given its days once the thing is there.

Calendar days from the missed day to that of handing in; of a result to the handing in of what was accepted. Until then, and where the clock
stood still in between, a lateness has no days, and what goes by them says so.
"""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from duban.engine import wording
from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Deadline, JournalLine
from duban.ledger.models.deadlines import FINAL


def known_days(row: Deadline) -> int | None:
    """Return by how many days a missed deadline was late; None where that is not known yet, or nothing goes by it."""
    came_on = row.assignment.completed_on if row.what in FINAL else row.met_on
    if came_on is None or came_on <= row.on or not _goes_by_days(row.assignment):
        return None
    return _days(row, came_on)


def note_days(assignment: Assignment, met: Iterable[Deadline], by: By) -> None:
    """Give the lateness of what came now its days. A result has come when it is accepted: `note_days_of_result`."""
    late = [row for row in met if row.late_line_id is not None and row.what not in FINAL and row.met_on is not None]
    if late and _goes_by_days(assignment):
        _amend(assignment, {row.pk: row.met_on for row in late if row.met_on is not None}, by)


def note_days_of_result(assignment: Assignment, by: By) -> None:
    """Give the lateness of a result its days: it came on the day on which what is accepted now was handed in. Reopened, it has none."""
    if _goes_by_days(assignment):
        late = assignment.deadlines.filter(what__in=FINAL, late_line__isnull=False)
        _amend(assignment, {row.pk: assignment.completed_on for row in late}, by)


def forget_days(assignment: Assignment, rows: Iterable[Deadline], by: By) -> None:
    """Take the days back: what had come was taken back."""
    late = [row for row in rows if row.late_line_id is not None]
    if late and _goes_by_days(assignment):
        _amend(assignment, {row.pk: None for row in late}, by)


def _amend(assignment: Assignment, came: dict[int, datetime.date | None], by: By) -> None:
    lines = Deadline.objects.filter(pk__in=came, late_line__kind="late").select_related("late_line", "late_line__unit")
    for row in lines.order_by("on", "id"):
        row.assignment, came_on = assignment, came[row.pk]
        assert row.late_line is not None
        days = _days(row, came_on) if came_on is not None and came_on > row.on else None
        if days is None and not _said(row.late_line):
            continue
        journal.record(
            "lateness.counted",
            jurisdiction=assignment.matter.jurisdiction,
            of=row,
            unit=row.late_line.unit,
            matter=assignment.matter,
            actor=by.officer,
            at=by.at,
            data={"amendment": {"days": days}, "reason": _told(days, came_on), "missed": row.on.isoformat()},
            effect=journal.Effect(amends=row.late_line),
        )


def _told(days: int | None, came_on: datetime.date | None) -> str:
    if came_on is None:
        return "原来报来的不作数，天数待重新报来再计"
    return f"{wording.on(came_on)}报来，" + ("其间中止过，天数不由系统计" if days is None else f"逾期{days}天")


def _said(line: JournalLine) -> bool:
    return "days" in line.data["fact"] or line.amendments.filter(verb="lateness.counted").exists()


def _days(row: Deadline, came_on: datetime.date) -> int | None:
    stood_still = Q(resumed_on__isnull=True) | Q(resumed_on__gt=row.on)
    if row.assignment.pauses.filter(stood_still, from_on__lte=came_on).exists():
        return None
    return (came_on - row.on).days


def _goes_by_days(assignment: Assignment) -> bool:
    governed = Governed.of(assignment.matter)
    return governed.document.reads("late", "days", governed.choices)
