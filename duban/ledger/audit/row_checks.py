"""Rows held against the journal: each tracked row must stand as the last lines that carry it say.

A line names the rows that its act wrote, with their values (`tracking`). Whoever changes, inserts or deletes a row past the program
leaves it at odds with these lines, whatever digest the row itself bears. Rows from before lines carried any are counted, not blamed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from duban.ledger.models import JournalLine
from duban.people import tracking
from duban.people.models import Jurisdiction
from duban.people.tracking import Tracked

_BATCH = 2000
# By these a journal carries every row of its jurisdiction: it did so from the first, or all were written down at an upgrade.
COMPLETE_FROM = ("office.founded", "rows.recorded")


@dataclass
class Mentions:
    """Which lines carry which row, filled while the lines are read: model → key → primary keys of lines, in their order."""

    lines: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=dict)
    complete: set[int] = field(default_factory=set)
    jurisdictions: set[int] = field(default_factory=set)

    def see(self, line: JournalLine) -> None:
        """Note which rows a line carries."""
        rows = line.data.get("rows", {})
        self.jurisdictions.add(line.jurisdiction_id)
        if line.verb in COMPLETE_FROM and rows:
            self.complete.add(line.jurisdiction_id)
        for key in rows:
            model, _, pk = key.partition(":")
            known = self.lines.setdefault(model, {})
            known[int(pk)] = (*known.get(int(pk), ()), line.pk)


@dataclass(frozen=True)
class RowFlaw:
    """One row that is not as the journal says. `table` and `pk` find it in the database."""

    table: str
    pk: int
    why: str


@dataclass
class Comparison:
    """What a comparison looked at: rows that agree or not, and those that no line carries because they are older."""

    compared: int = 0
    unknown: dict[str, int] = field(default_factory=dict)


def tracked_models() -> list[type[Tracked]]:
    """Return every model whose rows lines carry."""
    return [model for model in apps.get_models() if issubclass(model, Tracked)]


def compare(mentions: Mentions, done: Comparison) -> Iterator[RowFlaw]:
    """Yield every row that differs from what the journal says of it, is gone, or is in no line though it ought to be."""
    for model in tracked_models():
        yield from _compare_model(model, mentions, done)


def _compare_model(model: type[Tracked], mentions: Mentions, done: Comparison) -> Iterator[RowFlaw]:
    known = mentions.lines.get(str(model._meta.model_name), {})
    columns = tracking.columns_of(model)
    names = [column.attname for column in columns]
    home = path_home(model)
    rows = model._base_manager.order_by("pk").values_list("pk", *names, *([home] if home else []))
    seen: set[int] = set()
    for batch in batches(rows, _BATCH):
        said = _said(model, {row[0]: known[row[0]] for row in batch if row[0] in known})
        for pk, *values in batch:
            seen.add(pk)
            where = values.pop() if home else None
            if pk not in known:
                if where in mentions.complete:
                    yield RowFlaw(
                        model._meta.db_table,
                        pk,
                        f"{model._meta.verbose_name}：日志里没有这一行的来历（直接写入数据库）",
                    )
                else:
                    done.unknown[str(model._meta.verbose_name)] = done.unknown.get(str(model._meta.verbose_name), 0) + 1
                continue
            done.compared += 1
            yield from _differences(model, pk, columns, values, said[pk])
    for pk in sorted(known.keys() - seen):
        last = _said(model, {pk: known[pk]})[pk]
        if last.values is not None:
            yield RowFlaw(
                model._meta.db_table, pk, f"{model._meta.verbose_name}：这一行不见了（日志第 {last.seq} 行写入）"
            )


@dataclass
class _Said:
    """What lines say of one row: values by column, and the number of the last line; None for a row that was deleted."""

    values: dict[str, Any] | None = None
    seqs: dict[str, int] = field(default_factory=dict)
    seq: int = 0


def _said(model: type[Tracked], wanted: dict[int, tuple[int, ...]]) -> dict[int, _Said]:
    said = {pk: _Said() for pk in wanted}
    keys = sorted({line for lines in wanted.values() for line in lines})
    by_line: dict[int, list[int]] = {}
    for pk, lines in wanted.items():
        for line in lines:
            by_line.setdefault(line, []).append(pk)
    for start in range(0, len(keys), 500):
        found = JournalLine.objects.filter(pk__in=keys[start : start + 500]).order_by("pk")
        for line, seq, data in found.values_list("pk", "seq", "data"):
            for pk in by_line[line]:
                values, row = data.get("rows", {}).get(tracking.key_of(model, pk)), said[pk]
                row.seq = seq
                row.values = None if values is None else {**(row.values or {}), **values}
                row.seqs.update(dict.fromkeys(values or (), seq))
    return said


def _differences(
    model: type[Tracked], pk: int, columns: "list[models.Field[Any, Any]]", values: list[Any], said: _Said
) -> Iterator[RowFlaw]:
    if said.values is None:
        yield RowFlaw(model._meta.db_table, pk, f"{model._meta.verbose_name}：日志第 {said.seq} 行已删除，表里却还有")
        return
    for column, value in zip(columns, values, strict=True):
        if column.attname not in said.values:
            continue
        now, then = tracking.encoded(column, value), said.values[column.attname]
        if now != then:
            words = f"{column.name}（{column.verbose_name}）"
            why = f"{model._meta.verbose_name}：{words}为 {_shown(now)}，日志第 {said.seqs[column.attname]} 行写的是 {_shown(then)}"
            yield RowFlaw(model._meta.db_table, pk, why)


def _shown(value: object) -> str:
    return "空" if value in (None, "") else str(value)


def path_home(model: type[models.Model]) -> str:
    """Return the way from a model to its jurisdiction by foreign keys, the shortest; empty where there is none."""
    if model is Jurisdiction:
        return "pk"
    ways: list[tuple[str, type[models.Model]]] = [("", model)]
    known = {model}
    while ways:
        path, here = ways.pop(0)
        for each in here._meta.concrete_fields:
            to = each.related_model
            if not isinstance(to, type):
                continue
            if to is Jurisdiction:
                return f"{path}{each.attname}"
            if not each.null and to not in known:
                known.add(to)
                ways.append((f"{path}{each.name}__", to))
    return ""


def batches(rows: "QuerySet[Any, Any]", size: int) -> Iterator[list[Any]]:
    """Yield the rows of a query in lists of that size, streamed."""
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
