"""The ledger (台账): which matters a filter names, in which order, what a row shows, and what the list adds up to."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from duban.ledger import access, conditions
from duban.ledger.models import Assignment, Matter, Notice, NoticeItem, Report
from duban.ledger.models.assignments import GONE_STAGES, Part, Stage
from duban.ledger.models.matters import OPEN_STATES, Level, State
from duban.ledger.queries.matters import fates, rungs
from duban.ledger.queries.matters.filters import STATE_GROUPS, Filter, _day
from duban.ledger.queries.matters.flags import MARKS
from duban.papers.reading.texts.folding import number_typed
from duban.people.models import UNIT_ROLES, Officer, Unit

PAGE = 30
_PLANNED = str(Stage.PLANNED)
_IN_FORCE = tuple(each for each in Stage if each not in GONE_STAGES)


def found(officer: Officer, asked: Filter, *, today: datetime.date) -> QuerySet[Matter]:
    """Return the matters that the filter names, of those that the officer may see, in the order asked for."""
    matters = access.matters.matters(officer)
    for word in number_typed(asked.q).split():
        matters = matters.filter(_holding(officer, word))
    if asked.state:
        matters = matters.filter(state__in=states_of(asked))
    for name in ("source", "category", "level"):
        if getattr(asked, name):
            matters = matters.filter(**{name: getattr(asked, name)})
    if asked.parent:
        matters = matters.filter(parent__no=asked.parent)
    if asked.mark:
        matters = matters.filter(MARKS[asked.mark][1])
    if asked.unit or asked.portfolio or asked.leader or asked.stage or asked.part:
        matters = matters.filter(pk__in=_held(officer, asked).values("matter"))
    if asked.year:
        matters = matters.filter(registered_on__range=asked.registered)
    if asked.outcome:
        matters = matters.filter(fates.conditions(officer, today)[asked.outcome])
    if asked.step:
        matters = matters.filter(rungs.at_step(officer, asked.step, asked.then))
    if asked.due == "overran":
        matters = matters.filter(pk__in=fates.overran(officer, asked, today).values("matter"))
    elif asked.due == "late":
        matters = matters.filter(pk__in=fates.late(officer, today, asked).values("matter"))
    if asked.recent:
        matters = matters.filter(pk__in=fates.recently(officer, asked, today).values("matter"))
    due = falling_due(officer, asked, today)
    if due is not None:
        matters = matters.filter(pk__in=due.values("matter"))
        if asked.due == "soon":
            matters = matters.filter(state__in=OPEN_STATES)
    return matters.order_by(*_ORDERS[asked.sort or "-registered"])


def states_of(asked: Filter) -> tuple[str, ...]:
    """Return the states of which a filter names one, or a group."""
    return STATE_GROUPS[asked.state][1] if asked.state in STATE_GROUPS else (asked.state,)


def falling_due(officer: Officer, asked: Filter, today: datetime.date) -> QuerySet[Assignment] | None:
    """Return the lead units' assignments that fall due on the days that a filter asks for; None where it asks for none."""
    first, last = _between(asked, today)
    if not first and not last:
        return None
    # The stages by what they are, not by what they are not: so an index of stages and days leads to them.
    due = fates.seen(officer).filter(part=Part.LEAD, stage__in=_IN_FORCE)
    due = due.filter(due_on__gte=first) if first else due
    return due.filter(due_on__lte=last) if last else due


def late(officer: Officer, today: datetime.date) -> QuerySet[Assignment]:
    """Return the assignments that are behind their deadline: what the lead units still owe; a unit sees its own only.

    That their matter is of the officer's office is asked of each: joined, SQLite would begin with all matters and not with the oldest date.
    """
    own = access.matters.matters(officer).filter(pk=OuterRef("matter"))
    return fates.late(officer, today).filter(Exists(own))


@dataclass(frozen=True)
class Row:
    """One matter as the ledger shows it. `due_on` is the date that comes first among the lead units still at work; None: 长期."""

    matter: Matter
    leads: list[Assignment]
    supports: list[Assignment]
    own: Assignment | None
    due_on: datetime.date | None
    done_on: datetime.date | None
    progress: Report | None
    parent: Matter | None = None
    parts: conditions.sources.Parts | None = None


def rows_of(officer: Officer, matters: Iterable[Matter], units: Mapping[int, Unit] | None = None) -> list[Row]:
    """Return the rows of some matters, in a number of queries that does not grow with them; of very many, give the units by key."""
    matters = list(matters)
    held: dict[int, list[Assignment]] = {}
    in_force = (
        Assignment.objects.filter(matter__in=matters).exclude(stage__in=GONE_STAGES).order_by("unit__order", "id")
    )
    for assignment in in_force.select_related("unit") if units is None else in_force:
        if units is not None:
            assignment.unit = units[assignment.unit_id]
        held.setdefault(assignment.matter_id, []).append(assignment)
    progress = _latest_reports(officer, matters)
    wholes = access.matters.matters(officer).in_bulk({each.parent_id for each in matters if each.parent_id})
    parts = conditions.sources.parts_by(matters)
    return [
        replace(
            row_of(officer, matter, held.get(matter.pk, []), progress.get(matter.pk)),
            parent=wholes.get(matter.parent_id or 0),
            parts=parts.get(matter.pk),
        )
        for matter in matters
    ]


def row_of(officer: Officer, matter: Matter, held: list[Assignment], progress: Report | None = None) -> Row:
    """Return one matter's row from its assignments in force, which were read already; asks nothing."""
    own, due_on, done_on = ends_of(own_unit_of(officer), matter.due_on, held)
    return Row(
        matter=matter,
        leads=[each for each in held if each.is_lead],
        supports=[each for each in held if not each.is_lead],
        own=own,
        due_on=due_on,
        done_on=done_on,
        progress=progress,
    )


class _InForce(Protocol):
    """As much of an assignment in force as says when a matter ends."""

    @property
    def unit_id(self) -> int: ...
    @property
    def stage(self) -> str: ...
    @property
    def due_on(self) -> datetime.date | None: ...
    @property
    def completed_on(self) -> datetime.date | None: ...
    @property
    def is_lead(self) -> bool: ...
    @property
    def is_open(self) -> bool: ...


_Held = TypeVar("_Held", bound=_InForce)


def own_unit_of(officer: Officer) -> int | None:
    """Return the key of the unit for which an officer reads; None for who reads for the office."""
    return officer.unit_id if officer.role in UNIT_ROLES else None


def ends_of(
    own_unit: int | None, matter_due_on: datetime.date | None, held: list[_Held]
) -> tuple[_Held | None, datetime.date | None, datetime.date | None]:
    """Return of a matter's assignments in force the reader's own, the date that comes first, and the day on which all was done."""
    own = None if own_unit is None else next((each for each in held if each.unit_id == own_unit), None)
    counted = [own] if own is not None and own.is_lead else [each for each in held if each.is_lead]
    at_work = [each for each in counted if each.is_open or each.stage == _PLANNED]
    if at_work:
        return own, min((each.due_on for each in at_work if each.due_on), default=None), None
    ends = [each.due_on for each in counted] or [matter_due_on]
    known = [each for each in ends if each is not None]
    done = [each.completed_on for each in counted if each.completed_on]
    return own, max(known) if len(known) == len(ends) else None, max(done, default=None)


_ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "-registered": ("-registered_on", "-id"),
    "registered": ("registered_on", "id"),
    "due": (F("due_on").asc(nulls_last=True), "id"),
    "-due": (F("due_on").desc(nulls_first=True), "-id"),
    "state": (
        Case(*(When(state=value, then=Value(place)) for place, value in enumerate(State.values)), default=Value(99)),
        F("due_on").asc(nulls_last=True),
        "id",
    ),
    "level": (
        Case(*(When(level=value, then=Value(place)) for place, value in enumerate(Level.values)), default=Value(9)),
        F("due_on").asc(nulls_last=True),
        "id",
    ),
}
_NUMBER = re.compile(r"〔(\d{4})〕\s*第?(\d{1,6})号?$")


def _held(officer: Officer, asked: Filter) -> QuerySet[Assignment]:
    held = fates.seen(officer)
    if asked.unit:
        held = held.filter(unit__code=asked.unit)
    if asked.portfolio:
        held = held.filter(unit__portfolio=int(asked.portfolio), part=Part.LEAD)
    if asked.leader:
        held = held.filter(unit__portfolio__leader=int(asked.leader), part=Part.LEAD)
    if asked.stage:
        held = held.filter(stage=asked.stage)
    return held.filter(part=asked.part) if asked.part else held


def _holding(officer: Officer, word: str) -> Q:
    """Return the condition under which a matter holds a word: number, a paper's number, title, requirement, basis or unit."""
    numbered = _NUMBER.search(word)
    if numbered:
        papers = Notice.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0, matter__isnull=False)
        year, serial = int(numbered[1]), int(numbered[2])
        listed = NoticeItem.objects.filter(
            notice__jurisdiction_id=officer.jurisdiction_id or 0, notice__year=year, notice__serial=serial
        )
        alone = Q(pk__in=papers.filter(year=year, serial=serial).values("matter"))
        return alone | Q(pk__in=listed.values("assignment__matter"))
    found = _in("no", word) | _in("title", word) | _in("requirement", word) | _in("source_text", word)
    named = Q(name__icontains=word) | Q(aliases__name__icontains=word)
    units = set(units_of(officer).filter(named).values_list("pk", flat=True))
    return found | Q(pk__in=fates.seen(officer).filter(unit__in=units).values("matter")) if units else found


def _in(field: str, word: str) -> Q:
    """Return the condition under which a text holds a word; where no letter has two cases, by the faster comparison of bytes."""
    if word.upper() == word.lower():
        return Q(GreaterThan(StrIndex(field, Value(word)), 0))
    return Q(**{f"{field}__icontains": word})


def _between(asked: Filter, today: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of the deadline that the filter asks for."""
    monday = today - datetime.timedelta(days=today.weekday())
    next_month = (today.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    spans: dict[str, tuple[datetime.date | None, datetime.date | None]] = {
        "today": (today, today),
        "week": (monday, monday + datetime.timedelta(days=6)),
        "soon": (today, today + datetime.timedelta(days=7)),
        "month": (today.replace(day=1), next_month - datetime.timedelta(days=1)),
    }
    return spans.get(asked.due, (_day(asked.since), _day(asked.until)))


def _latest_reports(officer: Officer, matters: list[Matter]) -> dict[int, Report]:
    last = access.reports.reports(officer).filter(assignment__matter__in=matters).values("assignment__matter")
    keys = last.annotate(last=Max("pk")).values_list("last", flat=True)
    found = Report.objects.filter(pk__in=keys).annotate(of=F("assignment__matter"))
    return {report.of: report for report in found}


def units_of(officer: Officer) -> QuerySet[Unit]:
    """Return the units by which a ledger may be filtered: all of the jurisdiction; for a unit nobody but itself."""
    units = Unit.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return (units.filter(pk=officer.unit_id or 0) if officer.role in UNIT_ROLES else units).order_by("order", "id")
