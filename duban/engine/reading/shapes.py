"""Records of one shape, read by one plan: what is so of all records of a kind with the same fields is looked up once.

A plan only ever says yes. What it cannot read is looked at field by field by `fact_from`, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import getitem
from typing import Any

from duban.engine.reading.values import (
    MORE_READERS,
    READERS,
    FactError,
    declared_value,
    library_value,
)
from duban.engine.vocabulary.library import REQUIRED, WHAT
from duban.engine.vocabulary.words import Words

_BASE = ("id", "kind", "on", "unit")
# Values so often alike that each is read once: a year's days, an office's units. Beyond so many the memory begins anew.
_REMEMBERED = 4096
_JURISDICTION = "jurisdiction"
# Text that is another one in nearly every record is not worth remembering, nor are numbers: 1 and true are alike as keys.
_EACH = frozenset(("id", "matter", "quantifiable", "excused", "points", "days", "amount", "value"))
_EACH_TYPES = frozenset(("whole", "decimal", "month", "flag"))


class Remembered(dict[object, Any]):
    """What values were read as; one not seen before is read now. Raises FactError, TypeError for what is no value."""

    def __init__(self, read: Callable[[object], Any]) -> None:
        """Take how a value is read."""
        super().__init__()
        self._read = read

    def __missing__(self, value: object) -> Any:
        """Read a value and remember it."""
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[value] = self._read(value)
        return found


class Each:
    """The same, without memory."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[object], Any]) -> None:
        """Take how a value is read."""
        self._read = read

    def __getitem__(self, value: object) -> Any:
        """Read a value."""
        return self._read(value)


class _Text:
    """Text that is not empty, and most of it different."""

    __slots__ = ()

    def __getitem__(self, value: object) -> str:
        if type(value) is not str or not value:
            raise FactError(None, "应是文字")
        return value


Column = Remembered | Each | _Text


@dataclass(frozen=True, slots=True)
class Shape:
    """How records of one kind with the same fields, in the same order, are read."""

    keys: tuple[str, ...]
    required: frozenset[str]
    columns: tuple[Column, ...]
    # Those that few facts have, kept apart; and what is no field of the fact.
    more: tuple[str, ...]
    has_jurisdiction: bool
    default_role: str | None


class Shapes:
    """The shapes of records in the words of one pack."""

    def __init__(self, words: Words) -> None:
        """Take the words; shapes are worked out when the first record of each comes."""
        self._words = words
        self._shapes: dict[tuple[Any, ...], Shape | None] = {}
        self._columns: dict[tuple[str, str], Column] = {}

    def read(self, record: object) -> dict[str, Any] | None:
        """Give the fields of the fact that a record is; None where it has to be looked at field by field."""
        if type(record) is not dict:
            return None
        if None in record.values():
            record = {key: value for key, value in record.items() if value is not None}
        try:
            key = (record["kind"], *record)
            shape = self._shapes[key]
        except KeyError:
            shape = self._shapes.setdefault(key, self.shape(key[0], key[1:])) if "kind" in record else None
        except TypeError:
            return None
        if shape is None:
            return None
        try:
            given = dict(zip(shape.keys, map(getitem, shape.columns, record.values()), strict=True))
        except (FactError, TypeError):
            return None
        if shape.has_jurisdiction:
            del given[_JURISDICTION]
        if shape.default_role:
            given["role"] = shape.default_role
        if shape.more:
            given["more"] = {key: given.pop(key) for key in shape.more}
        return given

    def shape(self, kind: object, keys: Iterable[str]) -> Shape | None:
        """Work out how records of a kind with these fields are read; None where none of them can be a fact."""
        keys, words = tuple(keys), self._words
        event = words.events.get(kind) if isinstance(kind, str) else None
        if not isinstance(kind, str) or (event is None and kind not in REQUIRED):
            return None
        wanted = frozenset((*_BASE, *REQUIRED.get(kind, ()))) - ({"due"} if words.is_open else set())
        if not wanted.issubset(keys):
            return None
        columns = []
        for key in keys:
            column = self.column(kind, key)
            if column is None:
                return None
            columns.append(column)
        apart = MORE_READERS.keys() | (event.fields.keys() if event else set())
        more = tuple(key for key in keys if key in apart and key not in READERS and key != _JURISDICTION)
        role = words.holder if kind == "assigned" and "role" not in keys else None
        return Shape(keys, wanted, tuple(columns), more, _JURISDICTION in keys, role)

    def column(self, kind: str, key: str) -> Column | None:
        """Give what reads the values of one field in facts of a kind; None for a field that they cannot have."""
        event = self._words.events.get(kind)
        declared = event.fields.get(key) if event else None
        # What a kind does not have for itself is read alike for all kinds.
        place = (kind if declared or key == "what" else "", key)
        if place not in self._columns:
            column = self._column(kind, key, declared)
            if column is None:
                return None
            self._columns[place] = column
        return self._columns[place]

    def _column(self, kind: str, key: str, declared: Any) -> Column | None:
        words = self._words
        if declared is not None:
            read = _reading(lambda value: declared_value("?", declared, value, words))
            return Each(read) if declared.type in _EACH_TYPES else Remembered(read)
        if key == _JURISDICTION:
            return Each(lambda value: value)
        if key in ("id", "matter"):
            return _Text()
        if key in READERS:
            among = WHAT.get(kind) if key == "what" else None
            read = _reading(lambda value: library_value("?", key, value, words), among)
        elif key in MORE_READERS:
            among = words.categories or None if key == "category" else None
            read = _reading(lambda value: MORE_READERS[key]("?", key, value), among)
        else:
            return None
        return Each(read) if key in _EACH else Remembered(read)


def _reading(read: Callable[[object], Any], among: Iterable[str] | None = None) -> Callable[[object], Any]:
    """Read as the field is read; of what must be among some words, refuse the others."""
    if among is None:
        return read

    def reading(value: object) -> Any:
        found = read(value)
        if found not in among:
            raise FactError("?", "")
        return found

    return reading
