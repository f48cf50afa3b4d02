"""What became of matters: the assignments by which they are found, which of them overran, and the one outcome that each matter has."""

import datetime

from django.db.models import F, Q, QuerySet

from duban.ledger.models import Assignment
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part
from duban.ledger.models.matters import DONE_STATES, OPEN_STATES, State
from duban.ledger.queries.matters.filters import Filter
from duban.people.models import UNIT_ROLES, Officer

WEEK = datetime.timedelta(days=7)


def seen(officer: Officer) -> QuerySet[Assignment]:
    """Return the assignments by which matters are found. The matters around are the officer's own already: no join asks again."""
    held = Assignment.objects.exclude(stage__in=GONE_STAGES)
    if officer.role in UNIT_ROLES:
        return held.filter(unit_id=officer.unit_id or 0, dispatched_on__isnull=False)
    return held


def late(officer: Officer, today: datetime.date, asked: Filter | None = None) -> QuerySet[Assignment]:
    """Return what lead units still owe behind its deadline; of the unit and the field asked for."""
    # Whatever is open is not completed: that much an index of the open ones alone can say.
    held = seen(officer).filter(part=Part.LEAD, stage__in=OPEN_STAGES, completed_on__isnull=True, due_on__lt=today)
    return held if asked is None else _narrowed(held, asked)


def overran(officer: Officer, asked: Filter, today: datetime.date) -> QuerySet[Assignment]:
    """Return what lead units did after its deadline or still owe behind it; of the unit, the field and the days asked for."""
    behind = Q(completed_on__gt=F("due_on")) | Q(stage__in=OPEN_STAGES, due_on__lt=today)
    held = _narrowed(seen(officer).filter(behind, part=Part.LEAD), asked)
    if asked.since:
        held = held.filter(due_on__gte=asked.since)
    return held.filter(due_on__lte=asked.until) if asked.until else held


def recently(officer: Officer, asked: Filter, today: datetime.date) -> QuerySet[Assignment]:
    """Return what happened to lead units lately: one of RECENTS, of the unit and the field asked for."""
    if asked.recent == "late":
        return late(officer, today, asked).filter(due_on__gte=today - WEEK)
    column = "dispatched_on" if asked.recent == "sent" else "completed_on"
    since = today.replace(day=1) if asked.recent == "month" else today - WEEK + datetime.timedelta(days=1)
    held = seen(officer).filter(part=Part.LEAD, **{f"{column}__range": (since, today)})
    return _narrowed(held, asked)


def _narrowed(held: QuerySet[Assignment], asked: Filter) -> QuerySet[Assignment]:
    """Leave the assignments of the unit and the field asked for; where a unit is asked for as one that helps, it is not who is late."""
    if asked.unit and asked.part != Part.SUPPORT:
        held = held.filter(unit__code=asked.unit)
    if asked.portfolio:
        held = held.filter(unit__portfolio=int(asked.portfolio))
    return held.filter(unit__portfolio__leader=int(asked.leader)) if asked.leader else held


def conditions(officer: Officer, today: datetime.date) -> dict[str, Q]:
    """Return the condition of each of OUTCOMES: every matter meets exactly one. What has no end date is never late."""
    is_late = Q(pk__in=late(officer, today).values("matter"))
    has_overrun = Q(pk__in=overran(officer, Filter(), today).values("matter"))
    return {
        "on_time": Q(state__in=DONE_STATES) & ~has_overrun,
        "done_late": Q(state__in=DONE_STATES) & has_overrun,
        "ahead": Q(state__in=OPEN_STATES) & ~is_late,
        "late": Q(state__in=OPEN_STATES) & is_late,
        "suspended": Q(state=State.SUSPENDED),
        "proposed": Q(state=State.PROPOSED),
        "revoked": Q(state=State.REVOKED),
    }


def outcome_of(state: str, *, is_behind: bool) -> str:
    """Return the outcome (one of OUTCOMES) of a matter of that state, behind its deadline or not: what `conditions` says, of one row."""
    if state in DONE_STATES:
        return "done_late" if is_behind else "on_time"
    if state in OPEN_STATES:
        return "late" if is_behind else "ahead"
    return state
