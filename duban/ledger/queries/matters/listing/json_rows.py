"""Rows that hang on a row, brought along in the same question: as one text of JSON."""

import json
from typing import Any

from django.db.models import QuerySet, Subquery, TextField
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler


class JsonRows(Subquery):
    """The values of a queryset's rows, in its order, as a JSON list of lists; null or an empty list where there are none."""

    template = '(SELECT json_group_array(json(hung."hung_row")) FROM (%(subquery)s) hung)'
    output_field = TextField()

    def __init__(self, found: QuerySet[Any, Any], *values: Any) -> None:
        super().__init__(found.annotate(hung_row=JSONArray(*values)).values("hung_row"))

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Return it as PostgreSQL calls it."""
        whole = '(SELECT json_agg(hung."hung_row")::text FROM (%(subquery)s) hung)'
        return super().as_sql(compiler, connection, template=whole)


def rows_in(text: str | None) -> list[list[Any]]:
    """Return the rows of such a text; dates in it are words."""
    found: list[list[Any]] = json.loads(text) if text else []
    return found
