"""Facts of tables: each column read once a distinct value, kind by kind, and whole facts made of the columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from itertools import repeat
from pathlib import Path
from typing import Any

from duban.engine.facts import Fact, Unsealed
from duban.engine.reading.shapes import Column, Remembered, Shapes
from duban.engine.reading.tables import Array, Table, Uneven, in_python, tables_of
from duban.engine.reading.values import FactError
from duban.engine.vocabulary.words import Words

_NAMES = tuple(entry.name for entry in fields(Fact) if entry.name != "more")
_DEFAULTS = {entry.name: None if entry.default is MISSING else entry.default for entry in fields(Fact)}


def facts_in(path: Path, words: Words, jurisdiction: object = None) -> Iterator[list[Fact]]:
    """Read a file of facts by columns: those of a jurisdiction and those that name none, a few hundred thousand at a time.

    Raises Uneven where they have to be read one by one, be it only to say what is wrong with which; ids are not compared.
    """
    reader = Reader(words)
    try:
        for table in tables_of(path, words):
            yield reader.facts_of(of_jurisdiction(table, jurisdiction))
    except (FactError, TypeError, UnicodeDecodeError) as error:
        raise Uneven(str(error)) from None


def of_jurisdiction(table: Table, jurisdiction: object) -> Table:
    """Leave the rows of one jurisdiction and those that name none; all of them where none is asked for."""
    import pyarrow
    from pyarrow import compute

    if jurisdiction is None or "jurisdiction" not in table.column_names:
        return table
    column = table["jurisdiction"]
    if not isinstance(jurisdiction, str) or not pyarrow.types.is_string(column.type):
        raise Uneven("jurisdiction")
    return table.filter(compute.fill_null(compute.equal(column, jurisdiction), True))


class Reader:
    """What reads tables of facts in the words of one pack."""

    def __init__(self, words: Words) -> None:
        """Take the words; what was read of earlier tables is remembered for the next."""
        self._words, self._shapes = words, Shapes(words)

    def facts_of(self, table: Table) -> list[Fact]:
        """Make the facts of a table, in the order of its rows. Raises Uneven, FactError, TypeError, UnicodeDecodeError."""
        from pyarrow import compute

        names = table.column_names
        if not table.num_rows:
            return []
        if len({*names}) < len(names) or not {"id", "kind", "on", "unit"} <= {*names}:
            raise Uneven("columns")
        table = _plain(table)
        coded = _coded(table["kind"])
        found: list[Fact] = [None] * table.num_rows  # type: ignore[list-item]
        for code, kind in enumerate(coded.dictionary.to_pylist()):
            if not isinstance(kind, str):
                raise Uneven("kind")
            places = compute.indices_nonzero(compute.equal(coded.indices, code))
            facts = self._of_kind(kind, table.take(places))
            for place, fact in zip(places.to_pylist(), facts, strict=True):
                found[place] = fact
        return found

    def _of_kind(self, kind: str, table: Table) -> list[Fact]:
        """Make facts of one kind."""
        rows = table.num_rows
        given = {name: table[name] for name in table.column_names if table[name].null_count < rows}
        shape = self._shapes.shape(kind, given)
        if shape is None or any(given[name].null_count for name in shape.required):
            raise Uneven(kind)
        given.pop("jurisdiction", None)
        defaults = dict(_DEFAULTS)
        if kind == "assigned":
            defaults["role"] = self._words.holder
        read = {
            name: _read(name, array, self._shapes.column(kind, name), defaults.get(name))
            for name, array in given.items()
        }
        read["kind"] = repeat(kind, rows)
        more: Iterable[Any] = _together({name: read[name] for name in shape.more}) if shape.more else repeat(None, rows)
        facts = list(map(Unsealed, *(read.get(name, repeat(defaults[name], rows)) for name in _NAMES), more))
        deque(map(setattr, facts, repeat("__class__"), repeat(Fact)), maxlen=0)
        return facts


def _plain(table: Table) -> Table:
    """Give the table in one piece, its columns as they are without codes. Raises Uneven for a column that no fact can have."""
    import pyarrow

    for place, name in enumerate(table.column_names):
        kind = table[name].type
        if pyarrow.types.is_dictionary(kind):
            table = table.set_column(place, name, table[name].cast(kind.value_type))
        elif pyarrow.types.is_nested(kind):
            raise Uneven(name)
    return table.combine_chunks()


def _coded(column: Array) -> Any:
    """Give a column as codes and what they stand for; nothing given is a value of its own."""
    return column.combine_chunks().dictionary_encode(null_encoding="encode")


def _read(name: str, array: Array, column: Column | None, default: Any) -> Iterable[Any]:
    """Read the values of a column; where nothing is given stands the default."""
    assert column is not None
    if name == "id":
        return _ids(array)
    if isinstance(column, Remembered) or name == "matter":
        coded = _coded(array)
        values = [default if value is None else column[value] for value in in_python(coded.dictionary)]
        return map(values.__getitem__, coded.indices.to_pylist())
    return [default if value is None else column[value] for value in in_python(array)]


def _ids(array: Array) -> list[str]:
    found: list[str] = array.to_pylist()
    if not {*map(type, found)} <= {str} or "" in found:
        raise Uneven("id")
    return found


def _together(columns: dict[str, Iterable[Any]]) -> Iterator[dict[str, Any] | None]:
    """Give what few facts have as one mapping a row, without what is not given there."""
    names: Sequence[str] = tuple(columns)
    for row in zip(*columns.values(), strict=True):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None} or None
