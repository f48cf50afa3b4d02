"""What a ledger's list shows of each matter, read in one question however many there are."""

import datetime
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from duban.ledger import access, conditions
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part
from duban.ledger.models.matters import DONE_STATES, Source, State
from duban.ledger.queries.matters.listing.json_rows import JsonRows, rows_in
from duban.ledger.queries.matters.matters import ends_of, own_unit_of
from duban.people.models import Officer

_STATES, _SOURCES = dict(State.choices), dict(Source.choices)
# As plain words: they are compared a hundred thousand times for a file.
_OPEN, _LEAD = frozenset(map(str, OPEN_STAGES)), str(Part.LEAD)


class Brief(NamedTuple):
    """A matter as a list shows it: columns of its row, `registrar` the name of who registered it, `parent` the number of the matter above, where the reader may see it."""

    pk: int
    no: str
    title: str
    requirement: str
    standard: str
    category: str
    source: str
    level: str
    urgent: bool
    state: str
    due_on: datetime.date | None
    registered_on: datetime.date
    dispatched_on: datetime.date | None
    version: int
    registered_by: str
    parent: str | None

    def get_state_display(self) -> str:
        """Return the word of its state."""
        return str(_STATES[State(self.state)])

    def get_source_display(self) -> str:
        """Return the word of where it came from."""
        return str(_SOURCES.get(Source(self.source), self.source))


class Named(NamedTuple):
    """A unit: its key, code and name."""

    pk: int
    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Held:
    """An assignment in force as a list shows it."""

    unit: Named
    part: str
    stage: str
    due_on: datetime.date | None
    completed_on: datetime.date | None
    responsible: str

    @property
    def unit_id(self) -> int:
        """Return the unit's key."""
        return self.unit.pk

    @property
    def is_lead(self) -> bool:
        """Return whether the unit leads."""
        return self.part == _LEAD

    @property
    def is_open(self) -> bool:
        """Return whether the unit still owes the result."""
        return self.stage in _OPEN


class Told(NamedTuple):
    """What was reported last: the words, the day, its key and what was ruled on it."""

    done: str
    submitted_on: datetime.date
    pk: int
    ruling: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One matter as a list shows it. `due_on` is the date that comes first among the lead units still at work; None: 长期."""

    matter: Brief
    leads: list[Held]
    supports: list[Held]
    own: Held | None
    due_on: datetime.date | None
    done_on: datetime.date | None
    progress: Told | None
    parts: conditions.sources.Parts | None


_COLUMNS = Brief._fields[:-2]


# What hangs on the rows of a list is asked in the same words of every list: built once for who sees the same, and each list's own part put in.
_PART = "SELECT the part"
_FRAMES: dict[Hashable, tuple[str, str, tuple[Any, ...]]] = {}
_MOST_FRAMES = 500
# So many rows of a file are read at once.
_CHUNK = 500


def listed(officer: Officer, found: QuerySet[Matter], *, names_registrar: bool = False) -> list[Listed]:
    """Return the rows of these matters, which may be a part of a list, in their order, in one question."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(*_statement(officer, found, names_registrar))
        except EmptyResultSet:
            return []
        own = own_unit_of(officer)
        return [_listed(own, row) for row in cursor.fetchall()]


def every(officer: Officer, found: QuerySet[Matter]) -> tuple[int, Iterator[Listed]]:
    """Return how many matters these are, and their rows in their order, read as they are taken: for a file of all of them.

    Which they are is settled by the first question; one that goes meanwhile is left out.
    """
    keys = list(found.values_list("pk", flat=True))
    return len(keys), _every(officer, keys)


def _every(officer: Officer, keys: list[int]) -> Iterator[Listed]:
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        read = {
            row.matter.pk: row
            for row in listed(officer, Matter.objects.filter(pk__in=some).order_by(), names_registrar=True)
        }
        yield from (read[key] for key in some if key in read)


def _statement(officer: Officer, found: QuerySet[Matter], names_registrar: bool) -> tuple[str, tuple[Any, ...]]:
    part, own = found.values("pk").query.sql_with_params()
    order = found.query.order_by
    whose = None if officer.role in access.READS_ALL else (officer.role, officer.unit_id)
    key = (connection.vendor, officer.jurisdiction_id, whose, names_registrar, order)
    if key not in _FRAMES:
        if len(_FRAMES) >= _MOST_FRAMES:
            _FRAMES.clear()
        whole, params = _framed(officer, names_registrar, order).query.sql_with_params()
        before, _, after = whole.partition(_PART)
        _FRAMES[key] = (before, after, params)
    before, after, params = _FRAMES[key]
    mine = before.count("%s")
    return f"{before}{part}{after}", (*params[:mine], *own, *params[mine:])


def _framed(officer: Officer, names_registrar: bool, order: Sequence[Any]) -> QuerySet[Matter, Any]:
    # The part is found first, by its keys alone: what hangs on a row is read of no row that is not shown.
    part = Matter.objects.filter(pk__in=RawSQL(_PART, ())).order_by(*order)  # nosec B611  # a mark of ours
    return part.annotate(
        registrar=F("registered_by__full_name") if names_registrar else Value(""),
        account=F("registered_by__username") if names_registrar else Value(""),
        above=Subquery(access.matters.matters(officer).filter(pk=OuterRef("parent")).values("no")[:1]),
        held=_held(),
        last=_last(officer),
        below=_below(),
    ).values_list(*_COLUMNS, "registrar", "account", "above", "held", "last", "below")


def _held() -> JsonRows:
    in_force = Assignment.objects.filter(matter=OuterRef("pk")).exclude(stage__in=GONE_STAGES)
    columns = ("unit", "unit__code", "unit__name", "part", "stage", "due_on", "completed_on", "responsible")
    return JsonRows(in_force.order_by("unit__order", "id"), *columns)


def _last(officer: Officer) -> JsonRows:
    reports = access.reports.reports(officer).filter(assignment__matter=OuterRef("pk"))
    return JsonRows(reports.order_by("-id")[:1], "done", "submitted_on", "pk", "ruling")


def _below() -> JsonRows:
    parts = Matter.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    return JsonRows(parts, Count("pk", filter=Q(state__in=DONE_STATES)), Count("pk"))


def _listed(own_unit: int | None, row: tuple[Any, ...]) -> Listed:
    *columns, registrar, account, above, held, last, below = row
    matter = Brief._make([*columns, registrar or account, above])
    assignments = [_assignment(*each) for each in rows_in(held)]
    own, due_on, done_on = ends_of(own_unit, matter.due_on, assignments)
    return Listed(
        matter=matter,
        leads=[each for each in assignments if each.is_lead],
        supports=[each for each in assignments if not each.is_lead],
        own=own,
        due_on=due_on,
        done_on=done_on,
        progress=next((_told(*each) for each in rows_in(last)), None),
        parts=next((conditions.sources.Parts(*each) for each in rows_in(below)), None),
    )


def _assignment(
    unit: int, code: str, name: str, part: str, stage: str, due_on: str | None, completed_on: str | None, who: str
) -> Held:
    return Held(Named(unit, code, name), part, stage, _day(due_on), _day(completed_on), who)


def _told(words: str, on: str, pk: int, ruling: str) -> Told:
    return Told(words, datetime.date.fromisoformat(on), pk, ruling)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
