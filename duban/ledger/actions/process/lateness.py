"""Lateness, derived by the daily run: a deadline that ran out neither met nor lifted becomes a fact of the day after it, once."""

import datetime
import itertools
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q

from duban.ledger import journal
from duban.ledger.actions.matters import deadlines
from duban.ledger.actions.process import days_late, objections
from duban.ledger.actions.upkeep import journal_lines
from duban.ledger.models import Deadline, Objection, Proposal
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.objections import Verdict
from duban.ledger.models.proposals import STEP, Outcome
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction

ONE_DAY = datetime.timedelta(days=1)
# Lines of one transaction: a tenth of a second's work at most, so that nobody waits long behind it.
TOGETHER = 100

Each = TypeVar("Each")


def derive(
    jurisdiction: Jurisdiction, day: datetime.date, at: datetime.datetime, *, is_first: bool
) -> tuple[int, set[int]]:
    """Record a fact `late` for each deadline that ran out before `day`, dated the day after it; return how many, and of which matters.

    The first day of a run looks at all that ran out, the days that follow at what ran out on the day before.
    """
    ran_out = Q(on__lt=day) if is_first else Q(on=day - ONE_DAY)
    found = Deadline.objects.filter(ran_out, assignment__matter__jurisdiction=jurisdiction)
    # Not "is null": for that SQLite would read all that have no line by its index of lines, and not what ran out on the day.
    missed = found.filter(deadlines.missed()).exclude(late_line__isnull=False)
    rows = list(missed.order_by("on", "id").values_list("pk", "what", "assignment__matter"))
    if not rows:
        return 0, set()
    heard = _heard(jurisdiction)
    count = 0
    for is_plain, some in itertools.groupby(rows, key=lambda row: row[1] != Owed.LIMIT and row[0] not in heard):
        for batch in batches([pk for pk, *_ in some], TOGETHER if is_plain else 1):
            done, left = _record_together(batch, jurisdiction, at) if is_plain else (0, batch)
            count += done + sum(record_late(row, at) for row in _full(left))
    return count, {matter for *_, matter in rows}


def batches(rows: Sequence[Each], together: int = TOGETHER) -> Iterator[Sequence[Each]]:
    """Give the rows some at a time. After a whole batch SQLite, which has one writer, is left to others as long as the batch took."""
    for start in range(0, len(rows), together):
        began = time.monotonic()
        yield rows[start : start + together]
        if connection.vendor == "sqlite" and together <= TOGETHER < len(rows) - start:
            time.sleep(min(time.monotonic() - began, 0.1))


@transaction.atomic
def record_late(row: Deadline, at: datetime.datetime) -> int:
    """Record one missed deadline; return 0 where another run, or the unit, was faster."""
    assignment = locking.hold_assignment(row.assignment)
    if not Deadline.objects.filter(deadlines.missed(), pk=row.pk, late_line__isnull=True).exists():
        return 0
    line = journal.record(
        "lateness.derived",
        jurisdiction=assignment.matter.jurisdiction,
        of=row,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=None,
        at=at,
        data={"missed": row.on.isoformat()},
        effect=_missed(row),
    )
    Deadline.objects.filter(pk=row.pk).update(late_line=line)
    objections.excuse_heard(row, line, at)
    return 1


@transaction.atomic
def _record_together(
    keys: Sequence[int], jurisdiction: Jurisdiction, at: datetime.datetime
) -> tuple[int, Sequence[int]]:
    """Record missed deadlines as `record_late` does one by one; return how many, and those whose matters somebody holds just now."""
    matters = dict(Deadline.objects.filter(pk__in=keys).values_list("pk", "assignment__matter"))
    held = locking.hold_free(matters.values())
    standing = Deadline.objects.filter(deadlines.missed(), pk__in=keys, late_line__isnull=True)
    still = set(standing.values_list("pk", flat=True))
    now = _full([key for key in keys if key in still and matters[key] in held])
    entries = [
        journal_lines.Entry(
            of=row,
            unit=row.assignment.unit,
            matter=row.assignment.matter,
            data={"missed": row.on.isoformat()},
            effect=_missed(row),
        )
        for row in now
    ]
    if now:
        made = journal_lines.record_all("lateness.derived", entries, jurisdiction=jurisdiction, actor=None, at=at)
        for row, line in zip(now, made, strict=True):
            row.late_line = line
        Deadline.objects.bulk_update(now, ["late_line"])
    return len(now), [key for key in keys if matters.get(key) not in held]


def _full(keys: Sequence[int]) -> list[Deadline]:
    """Return deadlines by their keys, with unit and matter, in the order in which they ran out."""
    if not keys:
        return []
    found = Deadline.objects.filter(pk__in=keys).select_related("assignment__unit", "assignment__matter__jurisdiction")
    return list(found.order_by("on", "id"))


def _missed(row: Deadline) -> journal.Effect:
    """Return what a missed deadline is to the engine: a lateness; of a limit that a step or an urging had set, that it passed undone."""
    fact: dict[str, object]
    if row.what == Owed.LIMIT:
        steps = Proposal.objects.filter(assignment=row.assignment_id, act=STEP, outcome=Outcome.CARRIED_OUT)
        step = steps.filter(carried_out_on=row.set_on).values_list("step", flat=True).last()
        kind, fact = "limit_missed", {"step": step} if step else {}
    else:
        days = days_late.known_days(row)
        kind, fact = "late", {"what": row.what, **({} if days is None else {"days": days})}
    return journal.Effect(on=row.on + ONE_DAY, kind=kind, fact=fact, key=f"late:{row.pk}:{row.on}")


def _heard(jurisdiction: Jurisdiction) -> set[int]:
    """Return the deadlines for whose lateness good reason was found beforehand."""
    upheld = Objection.objects.filter(jurisdiction=jurisdiction, deadline__isnull=False, verdict=Verdict.UPHELD)
    return set(upheld.values_list("deadline_id", flat=True))
