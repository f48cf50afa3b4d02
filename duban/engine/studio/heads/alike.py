"""Whether two entries of a document's head say the same: what the reader of a pack makes of them is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from duban.engine import facts, wording
from duban.engine.packs.sources import PackError
from duban.engine.rules.quantities import read_quantities
from duban.engine.rules.sections import read_sections
from duban.engine.studio import blanks
from duban.engine.vocabulary.events import read_events
from duban.engine.vocabulary.periods import read_periods

# Keys under which entries stand by id, not in a list.
MAPS = ("quantities", "events")


def is_same(key: str, name: str, one_entry: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two entries of a key of the head say the same, however they are written."""
    read_one, read_other = (_read(key, name, entry) for entry in (one_entry, other))
    return dict(one_entry) == dict(other) if read_one is None else bool(read_one == read_other)


def _read(key: str, name: str, entry: Mapping[str, Any]) -> Any:
    """What the reader of a pack makes of an entry; None where it cannot be read, or is only a name."""
    plain = {each: value for each, value in entry.items() if each != "id"}
    value = {name: plain} if key in MAPS else [{"id": name, **plain}]
    node = blanks.node_of({key: value})
    until = plain.get("until") or ()
    ended = dict.fromkeys((until,) if isinstance(until, str) else until, "")
    library = {**ended, **{kind: wording.KINDS.get(kind, kind) for kind in facts.KINDS}}
    readers: dict[str, Any] = {
        "sections": read_sections, "quantities": read_quantities, "periods": read_periods, "events": lambda head: read_events(head, library),
    }  # fmt: skip
    if key not in readers:
        return {
            each: value if isinstance(value, list) or each not in ("authorities",) else [value]
            for each, value in plain.items()
        }
    try:
        return _compared(readers[key](node))
    except PackError:
        return None


def _compared(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {each: _compared(entry) for each, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(_compared(entry) for entry in value)
    if is_dataclass(value):
        found = {
            each.name: _compared(getattr(value, each.name))
            for each in fields(value)
            if each.name not in ("line", "term")
        }
        return {**found, **({"text": "".join(found["text"].split())} if "text" in found else {})}
    return value
