"""The daily run (每日自动处理): missed dates become facts, and the ladder's next steps become proposals.

Everything is derived from the day asked about, never from the moment of running: a run that comes late writes the same lines, dated
when the date passed, and a second run writes none.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from duban.ledger.actions.office import documents, due_outcomes, due_steps
from duban.ledger.actions.process import lateness
from duban.ledger.actions.reports import obligations
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Chain, Deadline, Recurrence
from duban.ledger.models.assignments import OPEN_STAGES
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DayRun:
    """What a run did: the days it went through and how many lines and proposals it made."""

    jurisdiction: str
    days: int
    late: int
    proposed: int


def run_days(*, jurisdiction: Jurisdiction, through: datetime.date) -> DayRun:
    """Run every day since the last run, up to and including `through`.

    Interrupted, it goes on where it stopped; run again for a day that is done, it does nothing.
    """
    day, late, proposed, days = _first_day(jurisdiction, through), 0, 0, 0
    climb: due_steps.Climb | None = None
    recurs = True
    while day <= through:
        at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(0, 5)))
        if documents.let_come_into_force(jurisdiction=jurisdiction, on=day, at=at):
            jurisdiction.refresh_from_db()
            climb = None
        is_first, climb = climb is None, climb or due_steps.Climb(jurisdiction)
        # A document that cannot be read is told today, though every open matter may bear an older one.
        _ = Governed.of(jurisdiction).document
        if is_first or recurs:
            recurs = _let_recur(jurisdiction, day, is_first=is_first)
        more_late, more_proposed = _run_day(jurisdiction, day, at, climb, is_first=is_first)
        late, proposed, days = late + more_late, proposed + more_proposed, days + 1
        day += ONE_DAY
    return DayRun(jurisdiction.slug, days, late, proposed)


def note_failure(*, jurisdiction: Jurisdiction, why: str, at: datetime.datetime) -> None:
    """Note with the office that its daily run broke off, and why: its own pages and `/health` say so until a run ends."""
    Chain.objects.get_or_create(jurisdiction=jurisdiction)
    Chain.objects.filter(jurisdiction=jurisdiction).update(daily_failed_at=at, daily_failure=why[:300])


def note_success(*, jurisdiction: Jurisdiction) -> None:
    """Note that the office's daily run came to its end."""
    Chain.objects.filter(jurisdiction=jurisdiction, daily_failed_at__isnull=False).update(
        daily_failed_at=None, daily_failure=""
    )


def _first_day(jurisdiction: Jurisdiction, through: datetime.date) -> datetime.date:
    """Return the day after the last run; before any run, the first day on which something can have been missed."""
    last = Chain.objects.filter(jurisdiction=jurisdiction).values_list("daily_on", flat=True).first()
    if last is not None:
        return last + ONE_DAY
    first = Deadline.objects.filter(assignment__matter__jurisdiction=jurisdiction).aggregate(day=Min("on"))["day"]
    return min(first + ONE_DAY, through) if first else through


def _run_day(
    jurisdiction: Jurisdiction, day: datetime.date, at: datetime.datetime, climb: due_steps.Climb, *, is_first: bool
) -> tuple[int, int]:
    """Derive what was missed before `day`, open the steps that are open on it, and note the day as done.

    Some lines each have one transaction, begun with their matters' locks as every act's is; what is done stays done when the run is
    stopped. The first day of a run looks at everything, a later one at what the day before brought.
    """
    late, matters = lateness.derive(jurisdiction, day, at, is_first=is_first)
    climb.look_at(matters)
    proposed = climb.propose(day, at) + due_outcomes.propose(jurisdiction, day, at)
    Chain.objects.get_or_create(jurisdiction=jurisdiction)
    Chain.objects.filter(jurisdiction=jurisdiction).filter(Q(daily_on__isnull=True) | Q(daily_on__lt=day)).update(
        daily_on=day
    )
    return late, proposed


def _let_recur(jurisdiction: Jurisdiction, day: datetime.date, *, is_first: bool) -> bool:
    """Write down the dates of recurring reports that begin by `day`; return whether the office has any that run on.

    A later day of a run looks at those of which a date, or the beginning, was the day before.
    """
    recurring = Recurrence.objects.filter(ended_on__isnull=True)
    running = recurring.filter(from_on__lt=day)
    if not is_first:
        # By the assignment: a date on which two fall is one date, and bears the mark of one of them.
        before = day - ONE_DAY
        ran_out = Deadline.objects.filter(on=before, assignment__recurrences__isnull=False)
        turned = {*ran_out.values_list("assignment__recurrences", flat=True)}
        turned |= {*running.filter(from_on=before).values_list("pk", flat=True)}
        running = running.filter(pk__in=turned)
    standing = Deadline.objects.filter(recurrence=OuterRef("pk"), on__gte=day, lifted_on__isnull=True)
    of_office = Q(assignment__matter__jurisdiction=jurisdiction, assignment__stage__in=OPEN_STAGES)
    passed = running.filter(of_office).exclude(Exists(standing))
    held = Assignment.objects.filter(pk__in=passed.values("assignment")).select_related("matter__jurisdiction")
    for assignment in list(held.order_by("id")):
        with transaction.atomic():
            obligations.roll(locking.hold_assignment(assignment), day)
    return not is_first or recurring.filter(assignment__matter__jurisdiction=jurisdiction).exists()
