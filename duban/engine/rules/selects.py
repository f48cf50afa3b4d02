"""Which things a rule takes: events, matters by what became of them, a quantity, or each unit; and how they are narrowed."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.vocabulary import readers

# What became of a matter, for one unit, at the period's end.
OUTCOMES = (
    "assigned", "in_hand", "at_stake", "due", "closed", "done", "undone", "on_time", "early", "late",
    "reminder_kept", "reminder_missed",
)  # fmt: skip
RESERVED = ("role", "category", "group", "level", "class", "became", "matter", "day", "source")
_KINDS = ("event", "matters", "quantity", "unit")


@dataclass(frozen=True, slots=True)
class Select:
    """`kind` event, matters, quantity or unit; the names of it; the values that its fields must have."""

    kind: str
    names: tuple[str, ...]
    where: Map[str, frozenset[Any]] = field(default_factory=dict)
    days: tuple[str, str] | None = None
    line: int = 0


def read_select(node: Mapping, key: str, value: Any) -> Select:
    """Read `select: {event: …, where: …}`. Raises PackError for anything else."""
    found = readers.mapping(node, key, value)
    found.only((*_KINDS, "where"), f"{key} ")
    return select_of(found, key)


def select_of(node: Mapping, of: str) -> Select:
    """Read the select words that stand among other keys of a node."""
    kinds = [kind for kind in _KINDS if kind in node]
    if len(kinds) != 1:
        raise node.refuse(f"{of} 应有 event、matters、quantity、unit 之一")
    (kind,) = kinds
    names = readers.texts(node, kind, node[kind])
    if kind == "matters":
        names = readers.some_of(OUTCOMES)(node, kind, node[kind])
    elif kind in ("quantity", "unit") and len(names) > 1:
        raise node.refuse(f"{kind} 只能写一个", kind)
    where, days = read_where(node, "where", node.get("where"))
    return Select(kind, names, where, days, node.line)


def read_where(node: Mapping, key: str, value: Any) -> tuple[dict[str, frozenset[Any]], tuple[str, str] | None]:
    """Read `where: {field: value or values}`, and apart from it the days of the year that it names."""
    if value is None:
        return {}, None
    found = readers.mapping(node, key, value)
    conditions: dict[str, frozenset[Any]] = {}
    days = None
    for name, wanted in found.items():
        if name == "day":
            span = readers.mapping(found, name, wanted)
            span.only(("from", "to"), "day ")
            days = (_day_of_year(span, "from"), _day_of_year(span, "to"))
        elif name == "became":
            conditions[name] = frozenset(readers.some_of(OUTCOMES)(found, name, wanted))
        elif name == "matter":
            conditions[name] = frozenset((readers.one_of(("any",))(found, name, wanted),))
        else:
            entries = wanted if isinstance(wanted, list) else [wanted]
            if not entries or any(isinstance(entry, float | Mapping | list) or entry is None for entry in entries):
                raise found.refuse(f"{name} 的值应是文字、整数或 true/false", name)
            conditions[name] = frozenset(entries)
    return conditions, days


def _day_of_year(node: Mapping, key: str) -> str:
    node.need(key)
    value = node[key]
    month, _, day = str(value).partition("-")
    if not (
        len(str(value)) == 5 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    ):
        raise node.refuse(f"{key} 应写作 月-日，如 01-31", key)
    return str(value)
