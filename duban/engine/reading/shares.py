"""Which rows of the files are whose: whole row groups where a Parquet file is in that order, the others sorted apart into a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from duban.engine import cases
from duban.engine.cases import CaseError
from duban.engine.reading.offices import Office, Piece, regime_of, said_in
from duban.engine.reading.tables import Table, Uneven, tables_of
from duban.engine.vocabulary.words import Words

_COLUMN = "jurisdiction"


def share_out(offices: Mapping[str, Office], files: Sequence[Path], folder: Path, pack: str | None = None) -> None:
    """Say of every office where its rows lie. What a file mixes is sorted into the folder, in the order in which it comes.

    Raises CaseError for files that cannot be read, rows that name no jurisdiction, and jurisdictions without a case.
    """
    for number, path in enumerate(files):
        mixed: list[int] | None = None
        if path.suffix == ".parquet":
            mixed = _share_parquet(offices, path)
        if path.suffix != ".parquet" or mixed:
            tables = _mixed(offices, path, mixed, pack)
            for count, table in enumerate(tables):
                _sort_apart(offices, path, table, folder / f"{number}-{count}.arrow")


def tables_in(pieces: Sequence[Piece]) -> Iterator[Table]:
    """Read the rows of an office."""
    import pyarrow
    from pyarrow import ipc, parquet

    for piece in pieces:
        if piece.path.endswith(".parquet"):
            with parquet.ParquetFile(piece.path) as file:
                yield file.read_row_groups(list(piece.parts), use_threads=False)
        else:
            with pyarrow.memory_map(piece.path) as source, ipc.open_file(source) as file:
                yield pyarrow.Table.from_batches([file.get_batch(part) for part in piece.parts])


def _share_parquet(offices: Mapping[str, Office], path: Path) -> list[int]:
    """Give each office the row groups that are its alone; return those that are of several."""
    from pyarrow import parquet

    own = said_in(path)
    try:
        with parquet.ParquetFile(path) as file:
            names, data = file.schema_arrow.names, file.metadata
    except (OSError, ValueError) as error:
        raise CaseError(f"读不了 {path}（{error}）") from None
    if _COLUMN not in names:
        if own is None:
            raise CaseError(f"{path} 没有 jurisdiction 一列，分不清是哪个辖区的事实")
        _give(offices, path, {str(own[_COLUMN]): list(range(data.num_row_groups))})
        return []
    place = next(n for n in range(data.num_columns) if data.row_group(0).column(n).path_in_schema == _COLUMN)
    parts: dict[str, list[int]] = {}
    mixed = []
    for group in range(data.num_row_groups):
        told = data.row_group(group).column(place).statistics
        if told is not None and told.has_min_max and told.min == told.max and told.null_count == 0:
            parts.setdefault(str(told.min), []).append(group)
        else:
            mixed.append(group)
    _give(offices, path, parts)
    return mixed


def _mixed(
    offices: Mapping[str, Office], path: Path, groups: Sequence[int] | None, pack: str | None
) -> Iterator[Table]:
    """Read what is of several offices."""
    from pyarrow import parquet

    if groups is not None:
        with parquet.ParquetFile(path) as file:
            for group in groups:
                yield file.read_row_group(group)
        return
    words: dict[int, Words] = {}
    for office in offices.values():
        regime = regime_of(office.case, pack)
        if regime is not None:
            words[id(regime)] = regime.words
    try:
        yield from tables_of(path, *words.values())
    except FileNotFoundError:
        raise CaseError(f"找不到文件 {path}") from None
    except Uneven as error:
        for _ in cases.lines_of(path):
            pass  # The line that is none says so itself.
        raise CaseError(f"{path} 不能按辖区分开（{error}）：同一个字段请统一写成文字或数，或改用 Parquet") from None


def _sort_apart(offices: Mapping[str, Office], path: Path, table: Table, into: Path) -> None:
    """Write rows sorted by jurisdiction, one batch each, and say whose they are."""
    import pyarrow
    from pyarrow import compute, ipc

    if not table.num_rows:
        return
    if _COLUMN not in table.column_names or table[_COLUMN].null_count:
        raise CaseError(f"{path} 里有的事实没有写 jurisdiction，分不清是哪个辖区的")
    table = table.set_column(table.column_names.index(_COLUMN), _COLUMN, table[_COLUMN].cast(pyarrow.string()))
    order = compute.array_sort_indices(table[_COLUMN].combine_chunks(), order="ascending")
    table = table.take(order).combine_chunks()
    counts = [(entry["values"], entry["counts"]) for entry in table[_COLUMN].value_counts().to_pylist()]
    starts = accumulate((count for _, count in counts), initial=0)
    with ipc.new_file(into, table.schema, options=ipc.IpcWriteOptions(compression="lz4")) as out:
        for part, ((name, count), start) in enumerate(zip(counts, starts, strict=False)):
            out.write_batch(table.slice(start, count).to_batches()[0])
            _give(offices, path, {name: [part]}, into)


def _give(
    offices: Mapping[str, Office], path: Path, parts: Mapping[str, Sequence[int]], at: Path | None = None
) -> None:
    for name, listed in parts.items():
        if name not in offices:
            raise CaseError(f"{path} 里有辖区 {name} 的事实，却没有它的案例")
        offices[name].pieces.append(Piece(str(at or path), tuple(listed)))
