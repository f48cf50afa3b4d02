"""What a period adds up to: the matters due in it and what became of each, by unit; what went out and came in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from duban.ledger.models import Assignment, Report
from duban.ledger.models.assignments import GONE_STAGES, Part, Stage
from duban.people.models import Jurisdiction, Unit

# What became of a matter that was due, in the order in which papers say it. Every matter is of exactly one.
ON_TIME, LATE, OVERDUE, STRUCK, SUSPENDED, AHEAD = "按期办结", "逾期办结", "逾期未办结", "批准销号", "中止", "尚未到期"
OUTCOMES = (ON_TIME, LATE, OVERDUE, STRUCK, SUSPENDED, AHEAD)


@dataclass
class Tally:
    """How many matters were due, by what became of them. They add up: `due` is the sum of the parts."""

    unit: Unit | None = None
    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))

    @property
    def due(self) -> int:
        """Return how many were due."""
        return sum(self.parts.values())

    @property
    def counted(self) -> int:
        """Return how many count for the share done in time: those that fell due and were neither struck off nor suspended."""
        return self.parts[ON_TIME] + self.parts[LATE] + self.parts[OVERDUE]


@dataclass(frozen=True)
class Period:
    """A period with its lead assignments. `upto` is the day up to which anything is known."""

    due: list[Assignment]
    sent: int
    done: int
    reports: int
    units: list[Tally]
    whole: Tally
    overdue: list[Assignment]


def period_of(
    jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date, upto: datetime.date, category: str = ""
) -> Period:
    """Return what a period adds up to, in three queries; `first` and `last` inclusive, what happened after `upto` not known.

    With a `category` only matters of that class count.
    """
    held = (
        Assignment.objects.filter(matter__jurisdiction=jurisdiction, part=Part.LEAD, dispatched_on__isnull=False)
        .exclude(stage__in=GONE_STAGES)
        .select_related("matter", "unit__portfolio")
    )
    if category:
        held = held.filter(matter__category=category)
    due = list(
        held.filter(due_on__range=(first, last), dispatched_on__lte=upto).order_by(
            "unit__order", "unit_id", "due_on", "id"
        )
    )
    tallies: dict[int, Tally] = {}
    whole, overdue = Tally(), []
    for each in due:
        outcome = outcome_of(each, upto)
        tally = tallies.setdefault(each.unit_id, Tally(each.unit))
        tally.parts[outcome] += 1
        whole.parts[outcome] += 1
        if outcome == OVERDUE:
            overdue.append(each)
    until = min(last, upto)
    reports = Report.objects.filter(assignment__matter__jurisdiction=jurisdiction, submitted_on__range=(first, until))
    if category:
        reports = reports.filter(assignment__matter__category=category)
    return Period(
        due=due,
        sent=held.filter(dispatched_on__range=(first, until)).count(),
        done=held.filter(completed_on__range=(first, until)).count(),
        reports=reports.count(),
        units=list(tallies.values()),
        whole=whole,
        overdue=overdue,
    )


def outcome_of(held: Assignment, upto: datetime.date) -> str:
    """Return what became of an assignment by the end of a day."""
    if held.completed_on is not None and held.completed_on <= upto:
        return LATE if held.is_past(held.completed_on) else ON_TIME
    if held.stage == Stage.WRITTEN_OFF:
        return STRUCK
    if held.stage == Stage.SUSPENDED:
        return SUSPENDED
    return OVERDUE if held.is_past(upto) else AHEAD


def behind(jurisdiction: Jurisdiction, upto: datetime.date) -> list[Assignment]:
    """Return the lead assignments that are past their deadline and not done by the end of a day, longest first."""
    found = (
        Assignment.objects.filter(
            matter__jurisdiction=jurisdiction, part=Part.LEAD, dispatched_on__isnull=False, due_on__lt=upto
        )
        .exclude(stage__in=(*GONE_STAGES, Stage.COMPLETED, Stage.WRITTEN_OFF, Stage.SUSPENDED))
        .select_related("matter", "unit")
    )
    return list(found.order_by("due_on", "unit__order", "id"))


def ahead(jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date) -> list[Assignment]:
    """Return the open lead assignments that fall due in some days."""
    found = Assignment.objects.filter(
        matter__jurisdiction=jurisdiction,
        part=Part.LEAD,
        dispatched_on__isnull=False,
        due_on__range=(first, last),
        stage__in=(Stage.TO_ACCEPT, Stage.REFUSED, Stage.IN_HAND, Stage.TO_REVIEW, Stage.RETURNED),
    )
    return list(found.select_related("matter", "unit").order_by("due_on", "unit__order", "id"))


def nonzero(tallies: Iterable[Tally]) -> list[str]:
    """Return the outcomes that occur at all, in their order."""
    listed = list(tallies)
    return [name for name in OUTCOMES if any(each.parts[name] for each in listed)]
