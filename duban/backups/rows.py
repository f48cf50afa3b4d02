"""Rows of a table as lines of JSON, the same on every database; values as they lie, so that what is sealed stays sealed.

Models come from the state of the migrations that made the tables, not from today's modules: rows of an earlier release can be read and
written by a later one.
"""

import base64
import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col

from duban.backups import manifests

# So many rows are held at a time.
CHUNK = 1000
_Change = Callable[[Any], Any] | None


class Table:
    """One table of a state of the models, on one connection."""

    def __init__(self, model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
        """Take the columns as the state names them."""
        self.model, self.connection = model, connection
        self.name = model._meta.db_table
        self.columns = tuple(str(field.column) for field in model._meta.local_concrete_fields)
        self._kinds = [_plain(field) for field in model._meta.local_concrete_fields]
        assert model._meta.pk is not None
        self._key = str(model._meta.pk.column)
        self._numbered = isinstance(model._meta.pk, models.AutoField)

    def read(self) -> Iterator[list[Any]]:
        """Yield each row in the order of its key, as values that JSON knows. Inside a transaction; rows are not held."""
        quote = self.connection.ops.quote_name
        words = f"SELECT {', '.join(map(quote, self.columns))} FROM {quote(self.name)} ORDER BY {quote(self._key)}"  # nosec B608  # quoted names of our own tables
        changes = [self._reader(kind) for kind in self._kinds]
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(words)
            while rows := cursor.fetchmany(CHUNK):
                yield from (_changed(row, changes) for row in rows)

    def write(self, rows: Iterable[list[Any]]) -> int:
        """Insert rows with the keys that they have, and return how many."""
        quote = self.connection.ops.quote_name
        places = ", ".join(["%s"] * len(self.columns))
        words = f"INSERT INTO {quote(self.name)} ({', '.join(map(quote, self.columns))}) VALUES ({places})"  # nosec B608  # quoted names of our own tables
        changes, count, waiting = [self._writer(kind) for kind in self._kinds], 0, iter(rows)
        with self.connection.cursor() as cursor:
            while some := [_changed(row, changes) for row in islice(waiting, CHUNK)]:
                cursor.executemany(words, some)
                count += len(some)
        return count

    def dump(self, out: IO[bytes] | None = None) -> manifests.Table:
        """Write the rows to `out`, a line each, and return what the manifest says of them; without `out` nothing is written."""
        digest, content, count = hashlib.sha256(), hashlib.sha256(), 0
        mixed = any(isinstance(kind, models.JSONField) for kind in self._kinds)
        for row in self.read():
            line = _line(row)
            digest.update(line)
            content.update(_line(row, sort_keys=True) if mixed else line)
            if out:
                out.write(line)
            count += 1
        said = (digest.hexdigest(), content.hexdigest())
        return manifests.Table(self.name, self.model._meta.label_lower, self.columns, count, *said, self.sequence())

    def sequence(self) -> int | None:
        """Return the highest number ever given to a row; numbers of deleted rows are not given again."""
        if not self._numbered:
            return None
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "sqlite":
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.name])
                row = cursor.fetchone()
                return int(row[0]) if row else 0
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, %s)", [self.connection.ops.quote_name(self.name), self._key]
            )
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # nosec B608  # the name is the database's own answer
            last, called = cursor.fetchone()
            return int(last) if called else 0

    def set_sequence(self, last: int) -> None:
        """Let the next row be numbered after `last`, or after the last row there is, whichever is higher."""
        quote = self.connection.ops.quote_name
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT COALESCE(MAX({quote(self._key)}), 0) FROM {quote(self.name)}")  # nosec B608  # quoted names of our own tables
            last = max(last, cursor.fetchone()[0])
            if self.connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [self.name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [self.name, last])
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                    [quote(self.name), self._key, max(last, 1), last > 0],
                )

    def empty(self) -> None:
        """Delete what migrations put into a table that is to be filled from a backup."""
        name = self.connection.ops.quote_name(self.name)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")  # nosec B608  # quoted names of our own tables
            if cursor.fetchone()[0]:
                cursor.execute(f"DELETE FROM {name}")  # nosec B608  # quoted names of our own tables

    def _reader(self, kind: "models.Field[Any, Any]") -> _Change:
        """Return what makes JSON's value of the database's; None where they are the same."""
        column = Col(self.name, kind, kind)
        from_database = self.connection.ops.get_db_converters(column)

        def plain(value: Any) -> Any:
            for convert in from_database:
                value = convert(value, column, self.connection)
            return _said(value)

        if isinstance(kind, models.JSONField):
            return lambda value: json.loads(value) if isinstance(value, str) else value
        simple = (models.CharField, models.TextField, models.IntegerField)
        return None if isinstance(kind, simple) and not from_database else plain

    def _writer(self, kind: "models.Field[Any, Any]") -> _Change:
        """Return what makes the database's value of JSON's; None where they are the same."""
        if isinstance(kind, models.JSONField):
            return lambda value: self.connection.ops.adapt_json_value(value, None)
        if isinstance(kind, models.BinaryField):
            return lambda value: kind.get_db_prep_value(base64.b64decode(value), self.connection)
        if isinstance(kind, models.DurationField):
            return lambda value: kind.get_db_prep_value(datetime.timedelta(microseconds=value), self.connection)
        if isinstance(kind, (models.CharField, models.TextField, models.IntegerField, models.BooleanField)):
            return None
        return lambda value: kind.get_db_prep_save(kind.to_python(value), self.connection)


def _plain(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """Return Django's own field of the same type: subclasses that change values on their way are passed by."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    made = {"OneToOneField": "BigIntegerField"}.get(field.get_internal_type(), field.get_internal_type())
    size = (
        {"max_digits": field.max_digits, "decimal_places": field.decimal_places}
        if isinstance(field, models.DecimalField)
        else {}
    )
    kind: models.Field[Any, Any] = getattr(models, made)(
        **({"primary_key": True} if made.endswith("AutoField") else {}), **size
    )
    kind.set_attributes_from_name("value")
    return kind


def _changed(row: Iterable[Any], changes: list[_Change]) -> list[Any]:
    return [
        change(value) if change and value is not None else value for value, change in zip(row, changes, strict=True)
    ]


def _line(row: list[Any], *, sort_keys: bool = False) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys).encode() + b"\n"


def _said(value: Any) -> Any:
    """Return a value as JSON writes it: exact decimals as text, instants in UTC to the microsecond, bytes in base64."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value
