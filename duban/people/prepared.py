"""Questions whose SQL is built once, and on PostgreSQL planned once: what every request asks anew would take longer to build than to answer."""

import copy
import datetime
from collections.abc import Callable, Hashable
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from duban.people.models import Officer

Value = int | str | datetime.date


class _Built(NamedTuple):
    found: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    # Where among the parameters which value stands.
    places: tuple[tuple[int, str], ...]
    converters: Any


class Prepared:
    """A question with open values, whole numbers, texts or days, each of which stands in it once or more.

    `build` makes the queryset of the values. It is called once for a kind of database, with marks in the values' place: numbers, texts and
    days that nothing else in the question is. Whatever it decides by Python must not depend on a value. What it does decide on are `cases`,
    few and fixed (how many rows, whether a table has any): they come before the values, and each has SQL of its own.
    """

    # Values that may stand nowhere.
    _spare: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **marks: Value) -> None:
        self._build, self._marks = build, marks
        # None where nothing can be found.
        self._built: dict[tuple[Hashable, ...], _Built | None] = {}

    def ask(self, *cases: Hashable, **values: Value) -> list[Any]:
        """Return what is found for these values, one of each name, as the queryset itself would."""
        case = (connection.vendor, *cases)
        if case not in self._built:
            self._built[case] = self._prepare(cases)
        built = self._built[case]
        if built is None:
            return []
        filled = list(built.params)
        for place, name in built.places:
            filled[place] = _written(values[name])
        compiler, asked = copy.copy(built.compiler), built.found.all()
        compiler.connection = planned(connection)
        compiler.as_sql = lambda *_, **__: (built.sql, tuple(filled))  # type: ignore[method-assign]
        compiler.get_converters = lambda _: built.converters  # type: ignore[assignment,method-assign]
        compiler.has_composite_fields = lambda _: False  # type: ignore[assignment,method-assign]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    def first(self, *cases: Hashable, **values: Value) -> Any:
        """Return the first of what is found for these values, or None."""
        return next(iter(self.ask(*cases, **values)), None)

    def one(self, *cases: Hashable, **values: Value) -> Any:
        """Return the one record that is found for these values. Raises its DoesNotExist where there is none."""
        found = self.ask(*cases, **values)
        if len(found) != 1:
            raise self._build(*cases, **self._marks).model.DoesNotExist
        return found[0]

    def _prepare(self, cases: tuple[Hashable, ...]) -> _Built | None:
        found = self._build(*cases, **self._marks)
        compiler = found.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        marks = {name: _written(mark) for name, mark in self._marks.items()}
        places = [(place, name) for place, each in enumerate(params) for name, mark in marks.items() if each == mark]
        missing = marks.keys() - self._spare - {name for _, name in places}
        assert not missing, f"{missing} stand nowhere in the question"
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        assert not compiler.has_composite_fields(columns), "no table has a key of several columns"
        return _Built(found, compiler, sql, tuple(params), tuple(places), compiler.get_converters(columns))


class PreparedFor(Prepared):
    """A question that hangs on who asks: `build` is given an officer of their post whose own key, office's and unit's are marks.

    It may ask that officer for their post and for keys (`jurisdiction_id`), for nothing that is another record (`jurisdiction`).
    """

    _spare = frozenset(("officer", "office", "unit"))

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **marks: Value) -> None:
        def of_post(
            role: str, is_active: bool, *cases: Hashable, officer: int, office: int, unit: int, **values: Value
        ) -> QuerySet[Any, Any]:
            asking = Officer(pk=officer, jurisdiction_id=office, unit_id=unit, role=role, is_active=is_active)
            return build(asking, *cases, **values)

        super().__init__(
            of_post, **marks, officer=987_654_321_100_001, office=987_654_321_100_002, unit=987_654_321_100_003
        )

    def ask_for(self, officer: Officer, *cases: Hashable, **values: Value) -> list[Any]:
        """Return what is found for the officer and these values."""
        keys = {"officer": officer.pk, "office": officer.jurisdiction_id or 0, "unit": officer.unit_id or 0}
        return self.ask(officer.role, officer.is_active, *cases, **values, **keys)


def planned(connection: Any) -> Any:
    """Return that connection; on PostgreSQL with cursors by which a question is planned once. SQLite plans in no time."""
    if connection.vendor != "postgresql":
        return connection
    # Loaded where it is needed: an installation on SQLite holds nothing of PostgreSQL.
    from duban.people.planning import Planned

    return Planned(connection)


def _written(value: Value) -> Any:
    """Return a value as it stands among the parameters of a statement."""
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, int) and connection.vendor == "postgresql":
        # By itself a number is as long as it must be, and a key of three digits would be another question than one of six.
        from psycopg.types.numeric import Int8

        return Int8(value)
    return value
