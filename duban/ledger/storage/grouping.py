"""Counting in the database: rows that a query finds are counted by several groupings at once, in one statement on both databases."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Func, IntegerField, QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Grouping → values of its columns → number.
Counts = list[dict[tuple[Any, ...], int]]


def counted(rows: QuerySet[Any, Any], *groupings: tuple[str, ...], of: str = "") -> Counts:
    """Return for each grouping of columns how many rows there are of each combination of their values.

    `rows` is a query of named columns (`values`), the groupings name some of them; with `of` the different values of that column are
    counted instead of the rows. The rows are read once, and none of them leaves the database: what comes back is as long as the groups.
    """
    connection = connections[rows.db]
    try:
        told, params = rows.order_by().query.get_compiler(using=rows.db).as_sql()
    except EmptyResultSet:
        return [{} for _ in groupings]
    quoted = connection.ops.quote_name
    columns = list(dict.fromkeys(name for grouping in groupings for name in grouping))
    number = f"COUNT(DISTINCT {quoted(of)})" if of else "COUNT(*)"
    nothing, part = "(SELECT {} FROM told WHERE 1 = 0)", "SELECT {} FROM told{}"
    parts = []
    for place, grouping in enumerate(groupings):
        # A column that this grouping leaves out is null, of the column's own type.
        shown = [quoted(name) if name in grouping else nothing.format(quoted(name)) for name in columns]
        by = f" GROUP BY {', '.join(quoted(name) for name in grouping)}" if grouping else ""
        parts.append(part.format(", ".join([str(place), *shown, number]), by))
    found: Counts = [{} for _ in groupings]
    with connection.cursor() as cursor:
        # Only names of columns stand in the statement; values are parameters.
        cursor.execute(f"WITH told AS ({told}) " + " UNION ALL ".join(parts), params)  # nosec B608  # quoted names of our own columns
        for place, *values, count in cursor.fetchall():
            held = dict(zip(columns, values, strict=True))
            found[place][tuple(held[name] for name in groupings[place])] = count
    return found


class DaysBetween(Func):
    """How many days lie from the first date to the second."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """Return the difference of the Julian days."""
        template = "CAST(JULIANDAY(%(later)s) - JULIANDAY(%(first)s) AS INTEGER)"
        return self._of(template, compiler)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """Return the difference of the dates, which is an integer there."""
        return self._of("(%(later)s - %(first)s)", compiler)

    def _of(self, template: str, compiler: SQLCompiler) -> tuple[str, list[Any]]:
        first, later = (compiler.compile(each) for each in self.get_source_expressions())
        return template % {"first": first[0], "later": later[0]}, [*later[1], *first[1]]
