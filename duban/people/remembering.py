"""What stood before: while a block remembers, every row of a tracked model that is written in it is kept as it was, so that it can be set back.

A row is set back in the columns that were written; a row that was made goes. What was deleted cannot come back.
"""

import datetime
import decimal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models

Row = list[Any]


class Memory:
    """The rows that were written, in their order: model, key, and what stood in the columns; None for a row that was made."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, Any], dict[str, Any] | None] = {}
        self.is_whole = True

    def keep(self, model: type[models.Model], keys: Iterable[Any], names: Iterable[str] | None) -> None:
        """Keep what stands now in those columns (all of them where no names are given) of rows that are about to be written."""
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.primary_key and (names is None or field.name in names or field.attname in names)
        ]
        found = model._base_manager.filter(pk__in=list(keys)).values("pk", *(field.attname for field in fields))
        for each in found:
            key = (model._meta.label_lower, each.pop("pk"))
            stood = self.rows.setdefault(key, {})
            if stood is not None:
                for name, value in each.items():
                    stood.setdefault(name, value)

    def made(self, rows: Iterable[models.Model]) -> None:
        """Keep that these rows were made."""
        for row in rows:
            self.rows.setdefault((row._meta.label_lower, row.pk), None)

    def plain(self) -> list[Row]:
        """Return the rows as JSON holds them."""
        return [
            [model, pk, None if stood is None else {name: _plain(value) for name, value in stood.items()}]
            for (model, pk), stood in self.rows.items()
        ]


_MEMORY: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[Memory]:
    """Remember what is written inside the block."""
    memory = Memory()
    token = _MEMORY.set(memory)
    try:
        yield memory
    finally:
        _MEMORY.reset(token)


def changing(model: type[models.Model], keys: Iterable[Any], names: Iterable[str] | None = None) -> None:
    """Tell that rows are about to be written, in columns of these names or in all of them."""
    if (memory := _MEMORY.get()) is not None:
        memory.keep(model, keys, names)


def making(rows: Iterable[models.Model]) -> None:
    """Tell that rows were made."""
    if (memory := _MEMORY.get()) is not None:
        memory.made(rows)


def deleting() -> None:
    """Tell that rows are about to be deleted: what is remembered is not the whole any more."""
    if (memory := _MEMORY.get()) is not None:
        memory.is_whole = False


def set_back(rows: Iterable[Row]) -> None:
    """Set rows back to what stood before, the last written first; a version counts on. Raises ProtectedError where something holds a row that was made."""
    gone: list[models.Model] = []
    for label, pk, stood in reversed(list(rows)):
        model = apps.get_model(label)
        row = model._base_manager.filter(pk=pk).first()
        if row is None:
            continue
        if stood is None:
            gone.append(row)
            continue
        fields = {field.attname: field for field in model._meta.concrete_fields}
        for name, value in stood.items():
            setattr(row, name, row.version + 1 if name == "version" else fields[name].to_python(value))
        row.save(update_fields=[fields[name].name for name in stood])
    for row in gone:
        row.delete()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value
