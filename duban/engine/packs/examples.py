"""Examples of a document: facts that it tells itself, or an office tells for one clause, and what must come out of them."""

from __future__ import annotations

from typing import Any

from duban.engine.clauses import Example
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.vocabulary import readers


def read_example(node: Mapping) -> Example:
    """Read an example: units by code with their groups, facts with their `day`, the totals that must come out, or the points of one clause."""
    node.only(("name", "period", "units", "facts", "choices", "totals", "clause", "points"), "examples ")
    node.need("name", "period", "units")
    if "totals" not in node and "points" not in node:
        raise node.refuse("examples 要写明应得的 totals，或 clause 和这一条的 points")
    if "points" in node and "clause" not in node:
        raise node.refuse("examples 的 points 是一条的分，要写明 clause", "points")
    units = readers.mapping(node, "units", node["units"])
    entries = readers.mappings(node, "facts")
    facts = [_fact(entry, number) for number, entry in enumerate(entries, start=1)]
    case: dict[str, Any] = {
        "period": readers.mapping(node, "period", node["period"]).plain(),
        "units": [
            {"unit": code, "name": code, "group": fields.text(units, code, group)} for code, group in units.items()
        ],
        "choices": node["choices"].plain() if isinstance(node.get("choices"), Mapping) else {},
        "facts": facts,
    }
    return Example(
        fields.text(node, "name", node["name"]),
        case,
        _amounts(node, "totals"),
        node.file,
        node.line,
        clause=fields.text(node, "clause", node["clause"]) if "clause" in node else None,
        points={code: str(points) for code, points in _amounts(node, "points").items() if points is not None},
    )


def _amounts(node: Mapping, key: str) -> dict[str, str | None]:
    if key not in node:
        return {}
    said = readers.mapping(node, key, node[key])
    return {code: None if value is None else str(readers.amount(said, code, value)) for code, value in said.items()}


def _fact(node: Mapping, number: int) -> dict[str, Any]:
    record = node.plain()
    if "day" in record:
        record["on"] = record.pop("day")
    return {"id": f"f{number}", **record}
