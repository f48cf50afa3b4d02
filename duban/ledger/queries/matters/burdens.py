"""What lies long and what is asked too much: the ageing list (积压清单), and the burden meter (负担计量)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from duban.ledger import access
from duban.ledger.models import Assignment, Deadline, JournalLine, NoticeItem, Report
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.people.models import Officer, Unit

AGES = {"30": "30 天以上", "60": "60 天以上", "90": "90 天以上", "180": "半年以上"}
SORTS = {"age": "在办最久的在前", "idle": "最久没有进展的在前", "due": "期限近的在前"}
PAGE = 50
# Verb of the journal → what it counts as.
COUNTED = {
    "assignment.dispatched": "matters",
    "unit.urged": "urged",
    "report.returned": "returned",
}


@dataclass(frozen=True)
class Aged:
    """One assignment that is open: for how many days, and since how many nothing was heard."""

    assignment: Assignment
    days: int
    reported_on: datetime.date | None
    idle: int


def ageing(
    officer: Officer, *, today: datetime.date, age: str = "", unit: str = "", sort: str = ""
) -> QuerySet[Assignment]:
    """Return the lead units' open assignments, those open longest first; `age` one of AGES, `unit` a code, `sort` one of SORTS."""
    last = Report.objects.filter(assignment=OuterRef("pk")).order_by("-submitted_on").values("submitted_on")[:1]
    held = (
        access.matters.assignments(officer)
        .filter(part=Part.LEAD, stage__in=(*OPEN_STAGES, Stage.SUSPENDED), dispatched_on__isnull=False)
        .annotate(reported_on=Subquery(last))
        .select_related("matter", "unit")
    )
    if age in AGES:
        held = held.filter(dispatched_on__lte=today - datetime.timedelta(days=int(age)))
    if unit:
        held = held.filter(unit__code=unit)
    order = {
        "idle": (F("reported_on").asc(nulls_first=True), "dispatched_on", "id"),
        "due": (F("due_on").asc(nulls_last=True), "id"),
    }
    return held.order_by(*order.get(sort, ("dispatched_on", "id")))


def aged(assignments: list[Assignment], today: datetime.date) -> list[Aged]:
    """Return the rows of one page of the ageing list."""
    rows = []
    for each in assignments:
        assert each.dispatched_on is not None
        heard: datetime.date | None = getattr(each, "reported_on")  # noqa: B009
        rows.append(Aged(each, (today - each.dispatched_on).days, heard, (today - (heard or each.dispatched_on)).days))
    return rows


def ages(officer: Officer, *, today: datetime.date, unit: str = "") -> dict[str, int]:
    """Return how many assignments are open so long, by AGES; a longer one is among the shorter."""
    limits = {age: today - datetime.timedelta(days=int(age)) for age in AGES}
    counts = {f"of_{age}": Count("pk", filter=Q(dispatched_on__lte=day)) for age, day in limits.items()}
    found = ageing(officer, today=today, unit=unit).order_by().values("pk", "dispatched_on")
    totals = Assignment.objects.filter(pk__in=found.values("pk")).aggregate(**counts)
    return {age: totals[f"of_{age}"] for age in AGES}


@dataclass
class Burden:
    """What was asked of one unit in a month: matters, dates to report on, urgings, notices, returns, visits of teams; and what it wrote."""

    unit: Unit
    matters: int = 0
    dates: int = 0
    urged: int = 0
    notices: int = 0
    returned: int = 0
    visits: int = 0
    reports: int = 0
    words: int = 0
    mergeable: int = 0

    @property
    def asked(self) -> int:
        """Return how often something was asked of the unit."""
        return self.matters + self.dates + self.urged + self.notices + self.returned + self.visits


def burdens(officer: Officer, *, first: datetime.date, last: datetime.date, group: str = "") -> list[Burden]:
    """Return what was asked of each unit, or of those of a group, from a day to a day, both inclusive, the most burdened first.

    The number of queries does not grow with the units.
    """
    units = Unit.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0).order_by("order", "id")
    found = {unit.pk: Burden(unit) for unit in units}
    lines = JournalLine.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, on__gte=first, on__lte=last)
    counted = lines.filter(verb__in=COUNTED, unit__isnull=False).order_by().values_list("unit", "verb")
    for unit, verb, number in counted.annotate(times=Count("pk")):
        setattr(found[unit], COUNTED[verb], number)
    # Of visits only those of which the officer may know: an unannounced inspection may still have places ahead.
    arrived = access.inspections.visits(officer).filter(arrived_at__date__gte=first, arrived_at__date__lte=last)
    for unit, number in arrived.order_by().values_list("unit").annotate(times=Count("pk")):
        found[unit].visits = number
    notices = access.papers.notices(officer).filter(unit__isnull=False)
    for unit, number in (
        notices.filter(issued_on__gte=first, issued_on__lte=last)
        .order_by()
        .values_list("unit")
        .annotate(times=Count("pk"))
    ):
        found[unit].notices = number
    # One to all units is one more for each of them.
    joint = NoticeItem.objects.filter(notice__unit=None, notice__issued_on__gte=first, notice__issued_on__lte=last)
    joint = joint.filter(assignment__unit__in=list(found))
    for unit, number in joint.order_by().values_list("assignment__unit").annotate(times=Count("notice", distinct=True)):
        found[unit].notices += number
    written = access.reports.reports(officer).filter(submitted_on__gte=first, submitted_on__lte=last)
    length = sum((Length(name) for name in ("problems", "blocked", "next_steps", "visible_progress")), Length("done"))
    totals = written.order_by().values_list("assignment__unit").annotate(number=Count("pk"), words=Sum(length))
    for unit, number, words in totals:
        found[unit].reports, found[unit].words = number, words or 0
    for row in _dates(officer, first, last):
        found[row.assignment.unit_id].dates += 1
    for week in together(officer, first=first, last=last):
        found[week.unit.pk].mergeable += len(week.rows) - 1
    shown = [each for each in found.values() if not group or each.unit.group == group]
    return sorted(shown, key=lambda each: (-each.asked, each.unit.order, each.unit.pk))


def sum_of(rows: Sequence[Burden]) -> dict[str, int]:
    """Return what was asked of several units together, by the names of Burden's figures."""
    names = ("asked", "matters", "dates", "urged", "notices", "returned", "visits", "reports", "words", "mergeable")
    return {name: sum(getattr(each, name) for each in rows) for name in names}


@dataclass
class Together:
    """Reports that one unit owes in one week: one would do."""

    unit: Unit
    monday: datetime.date
    rows: list[Deadline] = field(default_factory=list)


def together(officer: Officer, *, first: datetime.date, last: datetime.date, unit: str = "") -> list[Together]:
    """Return where a unit owes more than one report in the same week: what could be merged."""
    groups: dict[tuple[int, datetime.date], Together] = {}
    for row in _dates(officer, first, last):
        owner = row.assignment.unit
        if unit and owner.code != unit:
            continue
        monday = row.on - datetime.timedelta(days=row.on.weekday())
        groups.setdefault((owner.pk, monday), Together(owner, monday)).rows.append(row)
    found = [group for group in groups.values() if len(group.rows) > 1]
    return sorted(found, key=lambda group: (group.monday, group.unit.order, group.unit.pk))


def _dates(officer: Officer, first: datetime.date, last: datetime.date) -> QuerySet[Deadline]:
    rows = access.reports.obligations(officer).filter(on__gte=first, on__lte=last)
    return rows.select_related("assignment__unit", "assignment__matter", "recurrence").order_by("on", "id")
