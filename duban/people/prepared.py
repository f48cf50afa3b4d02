"""Questions whose SQL is built once: what every request asks anew would take longer to build than to answer."""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


class _Built(NamedTuple):
    found: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: Any


class Prepared:
    """A question with open values, whole numbers or texts, each of which stands in it once or more.

    `build` makes the queryset of the values. It is called once for a kind of database, with marks in the values' place: numbers and texts
    that nothing else in the question is. Whatever it decides by Python must not depend on a value.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **marks: int | str) -> None:
        self._build, self._marks = build, marks
        self._built: dict[str, _Built] = {}

    def ask(self, **values: int | str) -> list[Any]:
        """Return what is found for these values, one of each name, as the queryset itself would."""
        if connection.vendor not in self._built:
            self._built[connection.vendor] = self._prepare()
        built = self._built[connection.vendor]
        given = {mark: values[name] for name, mark in self._marks.items()}
        filled = tuple(given.get(each, each) for each in built.params)
        compiler, asked = copy.copy(built.compiler), built.found.all()
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (built.sql, filled)  # type: ignore[method-assign]
        compiler.get_converters = lambda _: built.converters  # type: ignore[assignment,method-assign]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)

    def one(self, **values: int | str) -> Any:
        """Return the one record that is found for these values. Raises its DoesNotExist where there is none."""
        found = self.ask(**values)
        if len(found) != 1:
            raise self._built[connection.vendor].found.model.DoesNotExist
        return found[0]

    def _prepare(self) -> _Built:
        found = self._build(**self._marks)
        compiler = found.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        assert all(mark in params for mark in self._marks.values()), "a value does not stand in the question"
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        return _Built(found, compiler, sql, tuple(params), compiler.get_converters(columns))
