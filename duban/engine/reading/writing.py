"""Facts written as Parquet, with what their office says of itself in the metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from duban.engine.reading.offices import CASE_KEY
from duban.engine.reading.tables import Table


def write_parquet(path: Path, case: Mapping[str, Any], facts: Sequence[Mapping[str, Any]]) -> None:
    """Write facts by columns, the case beside them: the file is whole or not there. Raises OSError where it cannot be written."""
    from pyarrow import parquet

    table = table_of(facts).replace_schema_metadata({CASE_KEY: json.dumps(case, ensure_ascii=False).encode()})
    beside = path.with_name(f".{path.name}.part")
    try:
        parquet.write_table(table, beside, compression="zstd")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def table_of(facts: Sequence[Mapping[str, Any]]) -> Table:
    """Put facts into columns: yes and no as they are, whole numbers as they are, everything else as text."""
    import pyarrow

    names = dict.fromkeys(("id", "kind", "on", "unit", *(key for fact in facts for key in fact)))
    columns = {}
    for name in names:
        values = [fact.get(name) for fact in facts]
        kinds = {type(value) for value in values if value is not None}
        if kinds == {bool}:
            columns[name] = pyarrow.array(values, pyarrow.bool_())
        elif kinds == {int}:
            columns[name] = pyarrow.array(values, pyarrow.int64())
        else:
            columns[name] = pyarrow.array([_text(value) for value in values], pyarrow.string())
    return pyarrow.table(columns)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, Decimal) else json.dumps(value)
