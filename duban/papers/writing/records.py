"""A paper as JSON and back, so that what was issued can be kept and printed again word for word."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from duban.papers.writing.documents import Annex, Block, Cell, Heading, Imprint, Paper, Paragraph, Table

_BLOCKS: dict[str, type[Heading] | type[Paragraph] | type[Table]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
}


class BrokenRecord(ValueError):
    """The record is not one of a paper."""


def as_json(paper: Paper) -> dict[str, Any]:
    """Give a paper as plain JSON: every block names its `block` kind, days are ISO, what is empty is left out."""
    record: dict[str, Any] = _plain(paper)
    return record


def from_json(record: dict[str, Any]) -> Paper:
    """Make the paper again that `as_json` gave. Raises BrokenRecord where the record is something else."""
    try:
        values = dict(record)
        values["body"] = _blocks(values.get("body", []))
        values["annexes"] = tuple(
            Annex(annex["title"], _blocks(annex.get("body", []))) for annex in values.get("annexes", [])
        )
        for name in ("head", "addressees", "attachments", "signature"):
            values[name] = tuple(values.get(name, ()))
        if values.get("dated_on"):
            values["dated_on"] = date.fromisoformat(values["dated_on"])
        if values.get("imprint") is not None:
            values["imprint"] = _imprint(values["imprint"])
        return Paper(**values)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BrokenRecord(f"文书记录无法还原：{error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    kind = next((name for name, made in _BLOCKS.items() if isinstance(value, made)), None)
    if kind or isinstance(value, Paper | Annex | Imprint | Cell):
        plain = {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
        return {"block": kind, **plain} if kind else plain
    return value


def _blocks(records: list[dict[str, Any]]) -> tuple[Block, ...]:
    made: list[Block] = []
    for record in records:
        values = dict(record)
        kind = _BLOCKS[values.pop("block")]
        if kind is Table:
            values["rows"] = tuple(tuple(Cell(**cell) for cell in row) for row in values.get("rows", []))
            values["widths"] = tuple(values.get("widths", ()))
        made.append(kind(**values))
    return tuple(made)


def _imprint(record: dict[str, Any]) -> Imprint:
    values = dict(record)
    for name in ("copies", "reports"):
        values[name] = tuple(values.get(name, ()))
    if values.get("printed_on"):
        values["printed_on"] = date.fromisoformat(values["printed_on"])
    return Imprint(**values)
