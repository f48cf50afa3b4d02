"""The facts of a file beside a case: by columns where that can be, else record by record, which says what is wrong with which."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from duban.engine import cases
from duban.engine.cases import CaseError
from duban.engine.facts import Fact, facts_from
from duban.engine.reading import tables
from duban.engine.vocabulary.words import Words

# Fewer bytes of lines are read before the column reader is loaded.
_FEW = 1 << 20


def facts_beside(path: Path, words: Words, jurisdiction: object = None, before: Sequence[Fact] = ()) -> list[Fact]:
    """Read the facts of a jurisdiction, and those that name none, from JSON Lines or Parquet; `before` are the case's own.

    Raises CaseError, FactError: what cannot be read, and the first fact that is none.
    """
    with uncollected():
        found = _by_columns(path, words, jurisdiction, before)
        return facts_from(_records(path, jurisdiction), words=words, before=before) if found is None else found


@contextmanager
def uncollected() -> Iterator[None]:
    """Facts make no cycles: the collector would walk them all again and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _by_columns(path: Path, words: Words, jurisdiction: object, before: Sequence[Fact]) -> list[Fact] | None:
    """Read by columns; None where that cannot be, or where something is wrong."""
    try:
        if not tables.is_at_hand() or (path.suffix != ".parquet" and path.stat().st_size < _FEW):
            return None
        from duban.engine.reading import columns

        facts = [fact for some in columns.facts_in(path, words, jurisdiction) for fact in some]
    except (OSError, tables.Uneven):
        return None
    ids = {fact.id for fact in facts}
    return facts if len(ids) == len(facts) and ids.isdisjoint(fact.id for fact in before) else None


def _records(path: Path, jurisdiction: object) -> Iterable[object]:
    for record in _parquet(path) if path.suffix == ".parquet" else cases.lines_of(path):
        belongs = record.get("jurisdiction") if isinstance(record, Mapping) else None
        if jurisdiction is None or belongs in (None, jurisdiction):
            yield record


def _parquet(path: Path) -> Iterable[dict[str, Any]]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise CaseError("读 Parquet 要先安装 cluster 扩展：pip install duban[cluster]") from None
    try:
        file = parquet.ParquetFile(path)
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield {k: Decimal(repr(v)) if isinstance(v, float) else v for k, v in row.items()}
    except (OSError, ValueError) as error:
        raise CaseError(f"读不了 {path}（{error}）") from None
