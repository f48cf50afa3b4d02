"""What followed from an order: the lines that count, the papers, the consequences, so that what followed from a mistake can fall with it."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duban.engine.wording import NEVER
from duban.ledger.models import Assignment, Consequence, Deadline, JournalLine, Proposal
from duban.ledger.models.deadlines import FINAL, Owed
from duban.ledger.models.proposals import GOING, STEP

# What the office does because something is overdue; what it records by hand stands for itself.
_PRESSING = ("unit.urged", "step.carried_out")


@dataclass(frozen=True)
class Window:
    """The days after one, up to and including another, on which a unit counted as late that was not."""

    after: datetime.date
    through: datetime.date


def date_written(assignment: Assignment) -> datetime.date:
    """Return the date that the order itself gives the unit, whatever was granted later; `NEVER` where it gives none."""
    line = assigned_line(assignment)
    said = line.data["fact"].get("due") if line is not None else None
    for amendment in line.amendments.order_by("seq") if line is not None else ():
        said = amendment.data.get("amendment", {}).get("due", said)
    return datetime.date.fromisoformat(said) if said else assignment.due_on or NEVER


def assigned_line(assignment: Assignment) -> JournalLine | None:
    """Return the line by which the unit was last told its date: the order, or the resumption after a pause."""
    return own_lines(assignment).filter(kind="assigned").order_by("-seq").first()


def own_lines(assignment: Assignment) -> QuerySet[JournalLine]:
    """Return the lines of a unit on a matter that count: facts that nobody withdrew."""
    found = JournalLine.objects.filter(matter=assignment.matter_id, unit=assignment.unit_id).exclude(kind="")
    return found.exclude(amendments__data__amendment__withdrawn=True)


def extensions_within(assignment: Assignment, due_on: datetime.date) -> list[JournalLine]:
    """Return the extensions that were granted to a day that the right date reaches anyway: they were never needed."""
    lines = own_lines(assignment).filter(kind="extended").order_by("seq")
    return [line for line in lines if line.data["fact"]["due"] <= due_on.isoformat()]


def granted(assignment: Assignment, due_on: datetime.date) -> datetime.date:
    """Return the day until which the unit has time once the order says `due_on`: an extension that goes further stands."""
    lines = own_lines(assignment).filter(kind="extended")
    return max([due_on, *(datetime.date.fromisoformat(line.data["fact"]["due"]) for line in lines)])


def limits_missed(assignment: Assignment, window: Window) -> QuerySet[Deadline]:
    """Return the dates that ran only because of the wrong one: itself, and what urgings and steps set while it counted as passed."""
    owed = FINAL if assignment.is_lead else (Owed.REPORT,)
    of_order = Q(what__in=owed, on__gte=window.after, on__lt=window.through)
    set_by_steps = Q(what__in=FINAL, set_on__gt=window.after, set_on__lte=window.through, on__gte=window.after)
    return assignment.deadlines.filter(of_order | set_by_steps, recurrence__isnull=True)


def pressing(assignment: Assignment, window: Window) -> list[JournalLine]:
    """Return the urgings and steps of those days, the first first: what the office may keep where another reason carries them."""
    found = own_lines(assignment).filter(on__gt=window.after, on__lte=window.through, verb__in=_PRESSING)
    return list(found.order_by("seq"))


def beside(assignment: Assignment, window: Window, steps: list[JournalLine]) -> list[JournalLine]:
    """Return what was put on record together with those steps: the circular, the interview."""
    keys = [line.of for line in steps if line.verb == "step.carried_out"]
    found = own_lines(assignment).filter(verb="fact.recorded", of__in=keys, on__gt=window.after)
    return list(found.order_by("seq"))


def lateness(rows: QuerySet[Deadline]) -> list[JournalLine]:
    """Return the lines in which the daily run told that these dates were missed, unless somebody withdrew them."""
    found = JournalLine.objects.filter(pk__in=rows.exclude(late_line=None).values("late_line"))
    return list(found.exclude(amendments__data__amendment__withdrawn=True).order_by("seq"))


def consequences_of(assignment: Assignment, days: list[datetime.date], proposals: list[int]) -> list[Consequence]:
    """Return what urgings and steps of those days brought upon the unit, and stands."""
    found = Consequence.objects.filter(matter=assignment.matter_id, unit=assignment.unit_id, lifted_on__isnull=True)
    follows = Q(proposal__in=proposals) | Q(proposal__isnull=True, imposed_on__in=days)
    return list(found.filter(follows).order_by("id"))


def steps_waiting(assignment: Assignment) -> list[Proposal]:
    """Return the steps that are under way for signature or wait to be carried out on the unit."""
    return list(assignment.proposals.filter(act=STEP, outcome__in=GOING).order_by("id"))
