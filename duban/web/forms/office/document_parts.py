"""Tables of what belongs to a drafted document as a whole: each part's rows and columns, and the part again out of what was typed.

Ids never show: a new row gets one of its own, and what names a row elsewhere is chosen by its name. What a table has no column for stays.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from duban.engine.studio import uses
from duban.ledger.queries.office.drafting.drafted_contents import Content
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded
from duban.web.forms.office import document_figures, document_rows, event_fields
from duban.web.forms.office.document_tables import ID, TABLES, USE, Column, Table

__all__ = ["TABLES", "Column", "Table", "left_out", "rows_of", "value_of"]


def rows_of(table: Table, content: Content, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a part: id, and the cells in order as (column, text, choices); one empty row comes last.

    What was `typed` into a row and could not be taken stands in it again.
    """
    rows = _rows_of(table, content)
    for at, row in enumerate(rows):
        row["cells"] = [
            (column, typed.get(f"{at}-{column.key}", text), choices) for column, text, choices in row["cells"]
        ]
    return rows


def _rows_of(table: Table, content: Content) -> list[dict[str, Any]]:
    value = content["regime"].get(table.key)
    if table.shape == "words":
        return [_row(table, "", {"words": [str(each) for each in value or []]}, content)]
    if table.shape == "roles":
        return [_row(table, "", value or {}, content)]
    entries = [(name, each) for name, each in _entries(table, value) if isinstance(each, dict)]
    return [_row(table, name, each, content) for name, each in [*entries, ("", {})]]


def left_out(table: Table, content: Content) -> int:
    """Return how many entries of a part its table has no row for: those that are written once for each reading."""
    if table.shape not in ("rows", "named", "names"):
        return 0
    return sum(not isinstance(each, dict) for _, each in _entries(table, content["regime"].get(table.key)))


def value_of(table: Table, content: Content, given: QueryDict) -> Any:
    """Return the part as its table was filled in; None where nothing is left of it. Raises Refused for a row without a name."""
    was = content["regime"].get(table.key)
    count = count_of(given)
    filled = [{column.key: given.get(f"{row}-{column.key}", "") for column in table.columns} for row in range(count)]
    if table.shape == "words":
        return _lines(filled[0]["words"] if filled else "") or None
    if table.shape == "roles":
        said = {key: folded(text).strip() for key, text in filled[0].items()} if filled else {}
        kept = {key: text for key, text in (was or {}).items() if key not in said}
        return {**kept, **{key: text for key, text in said.items() if text}} or None
    known = dict(_entries(table, was))
    rows = {given.get(f"{row}-id", "") or f"+{row}": (row, cells) for row, cells in enumerate(filled)}
    made: dict[str, Any] = {}
    for name, before in known.items():
        if not isinstance(before, dict) or name not in rows:
            made[name] = before
        elif not given.get(f"{rows[name][0]}-out"):
            made[name] = _entry(table, dict(before), rows[name][1], content)
    for name, (_, cells) in rows.items():
        if name not in known and any(text.strip() for text in cells.values()):
            made[free_id(table.key, {*known, *made})] = _entry(table, {}, cells, content)
    made |= _added(table, content, given, {**known, **made})
    if not made:
        return None
    if table.key == "lists":
        made = _by_use(made)
    if table.shape == "rows":
        listed = [(name, each) for name, held in made.items() for each in (held if isinstance(held, list) else [held])]
        return [{ID: name, **{key: value for key, value in each.items() if key != ID}} for name, each in listed]
    if table.shape == "names":
        return {name: entry["name"] if set(entry) == {"name"} else entry for name, entry in made.items()}
    return made


def _added(table: Table, content: Content, given: QueryDict, held: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that were added at once; a row may name one above it. Raises Refused, which names the row."""
    made: dict[str, Any] = {}
    for number, cells in enumerate(
        document_rows.cut(given.get("more", ""), table.columns) if table.takes_rows else (), 1
    ):
        entries = {name: each for name, each in {**held, **made}.items() if isinstance(each, dict)}
        listed: Any = [{ID: name, **each} for name, each in entries.items()] if table.shape == "rows" else entries
        now = {**content, "regime": {**content["regime"], table.key: listed}}
        choices = {each.key: each.choices(now) for each in table.columns if each.choices}
        told = document_rows.in_values(number, cells, table.columns, choices)
        if table.has_clause and not told["clause"]:
            told["clause"] = given.get("more-clause", "")
        try:
            made[free_id(table.key, {*held, *made})] = _entry(table, {}, told, now)
        except Refused as refusal:
            raise Refused(f"第 {number} 行，{refusal.why}", possible=refusal.possible, field="more") from None
    return made


def _by_use(made: Mapping[str, Any]) -> dict[str, Any]:
    """Name the lists by what they are for. Raises Refused for two that are for the same."""
    found: dict[str, Any] = {}
    kept = {name for name, each in made.items() if not isinstance(each, dict) or USE not in each}
    for name, each in made.items():
        if name in kept:
            found[name] = each
            continue
        entry = dict(each)
        try:
            found[uses.name_for(entry.pop(USE), {*kept, *found})] = entry
        except ValueError:
            raise Refused(
                f"“{entry.get('name', '')}”：这个用处已有一份列举", possible="请把各项并在一份里。", field=USE
            ) from None
    return found


def _entries(table: Table, value: Any) -> list[tuple[str, Any]]:
    """Return the entries of a part by id: a bare name as a row of its own, what stands several times (once for each reading) together."""
    if isinstance(value, list):
        together: dict[str, list[Any]] = {}
        for each in value:
            together.setdefault(str(each.get(ID, "")), []).append(each)
        return [(name, listed[0] if len(listed) == 1 else listed) for name, listed in together.items()]
    return [(name, {"name": each} if isinstance(each, str) else each) for name, each in (value or {}).items()]


def _row(table: Table, name: str, entry: Mapping[str, Any], content: Content) -> dict[str, Any]:
    cells = [
        (column, _shown(column, entry, content), column.choices(content) if column.choices else [])
        for column in table.columns
    ]
    return {"id": name, "cells": cells, "more": bool(set(entry) - {column.key for column in table.columns} - {ID})}


def _shown(column: Column, entry: Mapping[str, Any], content: Content) -> str:
    if column.key == USE:
        return uses.use_of(str(entry.get(ID, "")))
    value = entry.get(column.key)
    if column.kind == "typed_missing":
        return str(_typed(entry).get("missing", ""))
    if value is None:
        return ""
    if column.kind == "fields":
        return event_fields.in_words(value)
    if column.kind == "formula":
        return document_figures.in_names(str(value), content)
    if column.kind == "typed_by":
        by = value.get("by") if isinstance(value, dict) else None
        return str(by[0] if isinstance(by, list) and by else by or "")
    if column.kind == "typed_range":
        return f"{value.get('least', '')}至{value.get('most', '')}" if isinstance(value, dict) else ""
    if column.kind == "lines":
        return "\n".join(str(each) for each in value)
    return str(value[0] if isinstance(value, list) and value else value)


def _entry(table: Table, entry: dict[str, Any], cells: Mapping[str, str], content: Content) -> dict[str, Any]:
    for column in table.columns:
        text = folded(cells[column.key]).strip()
        if column.is_required and not text:
            raise Refused(f"{table.title}：请填写{column.label}", field=column.key)
        if text == folded(_shown(column, entry, content)).strip():
            continue
        if column.kind == "typed_missing":
            _put_missing(entry, text)
        elif not text:
            entry.pop(column.key, None)
        elif column.kind == "fields":
            entry[column.key] = event_fields.from_words(text, entry.get(column.key) or {})
        elif column.kind == "formula":
            entry[column.key] = document_figures.in_ids(text, content)
        elif column.kind == "typed_by":
            entry[column.key] = {**_typed(entry), "by": text}
        elif column.kind == "typed_range":
            entry[column.key] = {**_typed(entry), **document_figures.range_of(text)}
        elif column.kind == "lines":
            entry[column.key] = _lines(text)
        else:
            entry[column.key] = text
    return entry


def _typed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the person who gives a figure; empty where nothing but that one does, or none."""
    typed = entry.get("typed")
    return dict(typed) if isinstance(typed, Mapping) else {}


def _put_missing(entry: dict[str, Any], text: str) -> None:
    """Say what a figure is that nobody gives. Raises Refused where no person is to give it."""
    if "typed" not in entry:
        raise Refused(
            "不由人填报的数量，不用选“没有填报时”", possible="请先写由督查室填报的范围，如0至100。", field="missing"
        )
    typed = {key: value for key, value in _typed(entry).items() if key != "missing"}
    entry["typed"] = {**typed, **({"missing": text} if text else {})} or True


def count_of(given: QueryDict) -> int:
    """Return how many rows a form says that it has."""
    text = str(given.get("rows", ""))
    return min(int(text), 1000) if text.isdecimal() else 0


def free_id(part: str, taken: set[str]) -> str:
    """Return an id for a new entry of a part; no reader sees it."""
    stem = part.rstrip("s")
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _lines(text: str) -> list[str]:
    return [line for line in (folded(each).strip() for each in text.splitlines()) if line]
