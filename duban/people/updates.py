"""Updates whose SQL is built once: every act saves a few columns of a few rows, and building the statement took longer than carrying it out."""

from functools import lru_cache
from typing import Any

from django.db import connections, models


class UpdatedRow(models.Model):
    """A row whose `save` writes a statement out once for the columns that it updates; in all else it is Django's."""

    class Meta:
        abstract = True

    def _write_columns(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *rest: Any) -> Any:
        """Update the columns of the row and return whether it was there. What the database is to work out is left to Django."""
        if not values or any(
            hasattr(to, "resolve_expression") or hasattr(at, "get_placeholder") for at, _, to in values
        ):
            return super()._do_update(base_qs, using, pk_val, values, *rest)
        connection, meta = connections[using], self._meta
        statement = _statement(meta.db_table, meta.pk.column, tuple(field.column for field, _, _ in values))
        given = [field.get_db_prep_save(value, connection) for field, _, value in values]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*given, pk_val])
            return bool(cursor.rowcount)

    # The part of `save` in which Django updates a row.
    _do_update = _write_columns  # type: ignore[assignment]


@lru_cache(512)
def _statement(table: str, key: str, columns: tuple[str, ...]) -> str:
    written = ", ".join(f'"{column}" = %s' for column in columns)
    return f'UPDATE "{table}" SET {written} WHERE "{table}"."{key}" = %s'  # nosec B608  # our own tables and columns
