"""Tables of facts: files of JSON Lines or Parquet read by columns, some hundred thousand rows at a time; needs pyarrow.

What cannot be read by columns in exactly the sense of one line after the other is `Uneven`, and is read line by line instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from duban.engine.reading.values import MORE_READERS, READERS
from duban.engine.vocabulary.words import Words

# Pyarrow's own values: the extra `cluster` brings them, and nothing here may need its types.
Table = Any
Array = Any

_BLOCK = 1 << 25
_DECODER = json.JSONDecoder(parse_float=str, parse_constant=str, parse_int=str)
_NUMBERS = frozenset(("quantifiable", "excused", "points", "days", "amount", "value"))
_NUMBER_TYPES = frozenset(("whole", "decimal", "month", "flag"))


class Uneven(ValueError):
    """What cannot be read by columns."""


def is_at_hand() -> bool:
    """Whether files can be read by columns here."""
    return find_spec("pyarrow") is not None


def tables_of(path: Path, *words: Words) -> Iterator[Table]:
    """Read a file of facts, in the words of a pack or of several, as tables, in the order of its rows.

    Raises Uneven where the lines have to be read one by one, OSError where there is no such file.
    """
    if path.suffix == ".parquet":
        yield from _parquet(path)
        return
    schema = _schema(*words)
    with path.open("rb") as file:
        for block in _blocks(file):
            yield _from_lines(block, schema)


def in_python(column: Array) -> list[Any]:
    """Give the values of a column as JSON has them: a number with a fraction exact as it is written, a day as text."""
    import pyarrow

    if pyarrow.types.is_date(column.type):
        column = column.cast(pyarrow.string())
    values = column.to_pylist()
    if pyarrow.types.is_floating(column.type):
        return [Decimal(repr(value)) if value is not None else None for value in values]
    return values  # type: ignore[no-any-return]


def _parquet(path: Path) -> Iterator[Table]:
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1 << 18):
                yield pyarrow.Table.from_batches([batch])
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise Uneven(str(error)) from None


def _schema(*words: Words) -> Any:
    """Name the columns that are text, so that text which looks like a day or a number stays what it is."""
    import pyarrow

    fields = [field for each in words for event in each.events.values() for field in event.fields.values()]
    others = {field.name for field in fields if field.type in _NUMBER_TYPES} | _NUMBERS
    texts = {"jurisdiction", *READERS, *MORE_READERS, *(field.name for field in fields)} - others
    return pyarrow.schema([(name, pyarrow.string()) for name in sorted(texts)])


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Read a file in pieces that end with a line."""
    rest = b""
    while piece := file.read(_BLOCK):
        whole, end, tail = piece.rpartition(b"\n")
        if end:
            yield rest + whole
            rest = tail
        else:
            rest += piece
    if rest:
        yield rest


def _from_lines(block: bytes, schema: Any) -> Table:
    """Read lines of JSON, each of them one object. Raises Uneven where they are anything else."""
    import pyarrow
    from pyarrow import json as columns

    block = block.replace(b"\r\n", b"\n").strip(b"\n")
    if not block:
        return pyarrow.table({})
    try:
        str(block, "utf-8")
        table = columns.read_json(
            pyarrow.BufferReader(block), parse_options=columns.ParseOptions(explicit_schema=schema)
        )
    except ValueError as error:
        raise Uneven(str(error)) from None
    # Lines that all begin and end with a brace hold whole objects, and as many lines as objects one each.
    lines = block.count(b"\n") + 1
    whole = block.count(b"}\n{") + 1 if block[:1] == b"{" and block[-1:] == b"}" else 0
    if not lines == whole == table.num_rows or b"\r" in block:
        raise Uneven("not one object a line")
    return _exact(_given(table), block)


def _given(table: Table) -> Table:
    """Leave out the columns that no row has."""
    return table.select([name for name in table.column_names if table[name].null_count < table.num_rows])


def _exact(table: Table, block: bytes) -> Table:
    """Put numbers with a fraction back as they were written: a column of floats would round them."""
    import pyarrow

    rounded = [name for name in table.column_names if pyarrow.types.is_floating(table[name].type)]
    if not rounded:
        return table
    lines = block.split(b"\n")
    for name in rounded:
        is_given = table[name].is_valid().to_pylist()
        texts = _written(name, lines, is_given)
        table = table.set_column(table.column_names.index(name), name, pyarrow.array(texts, pyarrow.string()))
    return table


def _written(name: str, lines: Iterable[bytes], is_given: Iterable[bool]) -> list[str | None]:
    """Give the numbers of a field as they stand in their lines: an amount is read from text as well."""
    return [
        _DECODER.decode(line.decode())[name] if given else None for line, given in zip(lines, is_given, strict=True)
    ]
