"""Rows of plain data: what changed, and a name that is taken."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Model

from duban.ledger.refusals import Refused


def change(row: Model, **values: Any) -> dict[str, Any]:
    """Set the values on the row and return what changed, as [before, after]. Raises Refused for words that are too long for their column."""
    changes = {}
    for name, given in values.items():
        before, value = getattr(row, name), _fitting(row, name, given)
        if before != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    return changes


def put_right(row: Model, **values: Any) -> dict[str, tuple[str, str]]:
    """Set the values on the row and return what changed in words, before and after, by the word of the column.

    Raises Refused for words that are too long for it.
    """
    told = {}
    for name, given in values.items():
        before, value = _said(row, name), _fitting(row, name, given)
        if getattr(row, name) == value:
            continue
        setattr(row, name, value)
        told[str(row._meta.get_field(name).verbose_name)] = (before, _said(row, name))  # type: ignore[union-attr]
    return told


def in_words(changes: dict[str, tuple[str, str]]) -> str:
    """Return what was put right as one sentence: 召开日期由“2026-03-01”更正为“2026-03-02”."""
    return "；".join(f"{word}由“{before}”更正为“{after}”" for word, (before, after) in changes.items())


def save_once(row: Model, taken: str, field: str) -> None:
    """Save the row. Raises Refused with the sentence `taken` where a unique name is taken, and for words that are too long for their column."""
    for column in row._meta.concrete_fields:
        if isinstance(column, CharField):
            setattr(row, column.attname, _fitting(row, column.name, getattr(row, column.attname)))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field=field) from None


def _fitting(row: Model, name: str, value: Any) -> Any:
    """Return words for a column of one line as one line. Raises Refused where they are longer than it takes; SQLite would not say so."""
    column = row._meta.get_field(name)
    if not isinstance(value, str) or not isinstance(column, CharField):
        return value
    line = " ".join(value.splitlines()) if len(value.splitlines()) > 1 else value
    if column.max_length is not None and len(line) > column.max_length:
        word = column.verbose_name
        raise Refused(f"{word}最多 {column.max_length} 字，写了 {len(line)} 字", field=name)
    return line


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _said(row: Model, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown is not None else getattr(row, name)
    return "（空）" if value in (None, "") else str(value)
