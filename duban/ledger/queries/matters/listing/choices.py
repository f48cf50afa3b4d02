"""What a ledger's list may be narrowed to, and the views that somebody keeps of it: in one question."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from duban.ledger.models import SavedView
from duban.people.models import UNIT_ROLES, Officer, Portfolio, Unit
from duban.people.prepared import Prepared


class UnitChoice(NamedTuple):
    """A unit by which a list may be filtered."""

    pk: int
    code: str
    name: str


class PortfolioChoice(NamedTuple):
    """A field by which a list may be filtered, and its leader's key."""

    pk: int
    name: str
    leader_id: int | None


class View(NamedTuple):
    """A list that the officer comes back to, by name."""

    pk: int
    name: str
    query: str


@dataclass(frozen=True)
class Choices:
    """Units and fields in their order; the officer's own views by name."""

    units: list[UnitChoice]
    portfolios: list[PortfolioChoice]
    views: list[View]


def choices_of(officer: Officer) -> Choices:
    """Return by what the officer may filter a list: all units of the office, for a unit nobody but itself; all fields; and their views."""
    is_unit = officer.role in UNIT_ROLES
    office = officer.jurisdiction_id or 0
    rows = (
        _OF_UNIT.ask(office=office, officer=officer.pk, unit=officer.unit_id or 0)
        if is_unit
        else _OF_OFFICE.ask(office=office, officer=officer.pk)
    )
    found = Choices([], [], [])
    for kind, pk, name, word, leader, _, _ in rows:
        if kind == _UNIT:
            found.units.append(UnitChoice(pk, word, name))
        elif kind == _PORTFOLIO:
            found.portfolios.append(PortfolioChoice(pk, name, leader))
        else:
            found.views.append(View(pk, name, word))
    return found


_UNIT, _PORTFOLIO, _VIEW = range(3)


def _of_office(office: int, officer: int) -> QuerySet[Any, tuple[object, ...]]:
    return _all(Unit.objects.filter(jurisdiction=office), office, officer)


def _of_unit(office: int, officer: int, unit: int) -> QuerySet[Any, tuple[object, ...]]:
    return _all(Unit.objects.filter(jurisdiction=office, pk=unit), office, officer)


def _all(units: QuerySet[Unit], office: int, officer: int) -> QuerySet[Any, tuple[object, ...]]:
    fields, views = Portfolio.objects.filter(jurisdiction=office), SavedView.objects.filter(officer=officer)
    nobody, first, nothing = Value(None, IntegerField()), Value(0), Value("", CharField())
    parts = (
        _rows(units, _UNIT, F("code"), nobody, F("order"), nothing),
        _rows(fields, _PORTFOLIO, nothing, F("leader"), first, nothing),
        _rows(views, _VIEW, F("query"), nobody, first, F("name")),
    )
    return parts[0].union(*parts[1:], all=True).order_by("kind", "place", "sorted_by", "pk")


def _rows(found: QuerySet[Any], kind: int, *columns: Any) -> QuerySet[Any, tuple[object, ...]]:
    names = ("word", "led_by", "place", "sorted_by")
    told: dict[str, Any] = dict(zip(names, columns, strict=True))
    return found.annotate(kind=Value(kind), **told).values_list("kind", "pk", "name", *names)


_MARKS = {"office": 987_654_321_000_001, "officer": 987_654_321_000_002}
_OF_OFFICE = Prepared(_of_office, **_MARKS)
_OF_UNIT = Prepared(_of_unit, **_MARKS, unit=987_654_321_000_003)
