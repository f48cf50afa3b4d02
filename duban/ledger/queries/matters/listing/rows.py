"""What a ledger's list shows of each matter, read in one question however many there are."""

import datetime
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from duban.ledger import access, conditions
from duban.ledger.models import Assignment, Matter
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part
from duban.ledger.models.matters import DONE_STATES, Source, State
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing.json_rows import JsonRows, rows_in
from duban.people.keeping import Kept
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
    """One matter as a list shows it. `due_on` is the date that comes first among the lead units still at work; None: 长期.

    `read` is all that it was made of, as it came from the database: two rows of one reader with the same are the same.
    """

    matter: Brief
    leads: list[Held]
    supports: list[Held]
    own: Held | None
    due_on: datetime.date | None
    done_on: datetime.date | None
    progress: Told | None
    parts: conditions.sources.Parts | None
    read: tuple[Any, ...]


_COLUMNS = Brief._fields[:-2]


# What hangs on the rows of a list is asked in the same words of every list: built once for who sees the same, and each list's own part put in.
_PART = "SELECT the part"
_FRAMES = Kept[tuple[str, str, tuple[Any, ...]]](500)
# The same question of the same reader on the same day is the same SQL.
_STATEMENTS = Kept[tuple[str, tuple[Any, ...]]](500)
# What was read of a matter is told in the same way until something of it changes.
_ROWS = Kept[Listed](500)
# So many rows of a file are read at once.
_CHUNK = 500


def listed(officer: Officer, found: QuerySet[Matter], *, names_registrar: bool = False) -> list[Listed]:
    """Return the rows of these matters, which may be a part of a list, in their order, in one question."""
    own = ledgers.own_unit_of(officer)
    return [_listed(own, row) for row in _read(lambda: _statement(officer, found, names_registrar))]


def part_of(
    officer: Officer,
    asked: Filter,
    today: datetime.date,
    part: Hashable,
    cut: Callable[[QuerySet[Matter]], QuerySet[Matter]],
    *,
    names_registrar: bool = False,
) -> list[Listed]:
    """Return the rows of that part of what a filter names which `cut` makes of it, in one question.

    `part` says which: whoever opens a list again asks it in the same words, and its SQL is not built anew. What a filter names
    by words or by a step is looked up first, each time.
    """

    def build() -> tuple[str, tuple[Any, ...]]:
        return _statement(officer, cut(ledgers.found(officer, asked, today=today)), names_registrar)

    who = (officer.pk, officer.role, officer.unit_id, officer.jurisdiction_id)
    key = (connection.vendor, who, asked, today, part, names_registrar)
    own = ledgers.own_unit_of(officer)
    rows = _read(build if asked.q or asked.step else lambda: _STATEMENTS.get(key, build))
    return [_ROWS.get((own, row), partial(_listed, own, row)) for row in rows]


def _read(statement: Callable[[], tuple[str, tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        try:
            cursor.execute(*statement())
        except EmptyResultSet:
            return []
        return cursor.fetchall()


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

    def build() -> tuple[str, str, tuple[Any, ...]]:
        whole, params = _framed(officer, names_registrar, order).query.sql_with_params()
        before, _, after = whole.partition(_PART)
        return before, after, params

    before, after, params = _FRAMES.get(key, build)
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
    own, due_on, done_on = ledgers.ends_of(own_unit, matter.due_on, assignments)
    return Listed(
        matter=matter,
        leads=[each for each in assignments if each.is_lead],
        supports=[each for each in assignments if not each.is_lead],
        own=own,
        due_on=due_on,
        done_on=done_on,
        progress=next((_told(*each) for each in rows_in(last)), None),
        parts=next((conditions.sources.Parts(*each) for each in rows_in(below)), None),
        read=row,
    )


def _assignment(
    unit: int, code: str, name: str, part: str, stage: str, due_on: str | None, completed_on: str | None, who: str
) -> Held:
    return Held(Named(unit, code, name), part, stage, _day(due_on), _day(completed_on), who)


def _told(words: str, on: str, pk: int, ruling: str) -> Told:
    return Told(words, datetime.date.fromisoformat(on), pk, ruling)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
