"""The words of a pack: periods, groups, levels, authorities, roles, grades and events, as the document has them."""

from __future__ import annotations

from collections.abc import Mapping as Map
from typing import Any

from duban.engine import facts, wording
from duban.engine.packs.sources import Mapping
from duban.engine.vocabulary import readers
from duban.engine.vocabulary.events import Event, read_events
from duban.engine.vocabulary.periods import read_periods
from duban.engine.vocabulary.words import Words

# Keys that only a pack in the newer grammar has; in such a pack a matter may have no end date.
GRAMMAR = ("events", "sections", "quantities", "matter_roles", "authorities", "bodies", "grades", "ladder")


def read_words(head: Mapping) -> tuple[Words, Map[str, str]]:
    """Read the vocabulary of a pack, and the names that it gives to authorities, roles and levels, by id."""
    groups = read_groups(head)
    levels = read_named(head, "levels")
    roles = read_named(head, "matter_roles")
    authorities, counts_as = _authorities(head)
    words = Words(
        events=read_events(head, {kind: wording.KINDS.get(kind, kind) for kind in facts.KINDS}),
        levels=tuple(dict.fromkeys([*levels, *facts.LEVELS])) if set(levels) - set(facts.LEVELS) else (),
        authorities=tuple(authorities) if authorities is not None else None,
        counts_as={**facts.COUNTS_AS, **counts_as},
        groups={name: parent for name, (_, parent) in groups.items()},
        roles=tuple(roles),
        grades=readers.texts(head, "grades", head["grades"]) if head.get("grades") else (),
        periods=tuple(kind.id for kind in read_periods(head)),
        categories=tuple(str(entry["id"]) for entry in readers.mappings(head, "categories") if "id" in entry),
        is_open=any(key in head for key in GRAMMAR) and _end_dates(head) == "optional",
        must_end=_end_dates(head) == "required",
    )
    return words, {**(authorities or {}), **roles, **levels}


def _end_dates(head: Mapping) -> str:
    """Say whether every matter of the pack has an end date, and is undone until its result is accepted."""
    return str(readers.one_of(("optional", "required"))(head, "end_dates", head.get("end_dates", "optional")))


def read_groups(head: Mapping) -> dict[str, tuple[str, str | None]]:
    """Read {group: name, or {name, in: another group}}; the second part is the group it lies in."""
    value = head.get("groups")
    if value is None:
        return {}
    nodes = readers.mapping(head, "groups", value)
    found: dict[str, tuple[str, str | None]] = {}
    for name, entry in nodes.items():
        if not readers.is_id(name):
            raise nodes.refuse(f"groups 的名称“{name}”只能用小写字母、数字和下划线", name)
        if isinstance(entry, Mapping):
            entry.only(("name", "in"), "groups ")
            entry.need("name")
            parent = readers.text(entry, "in", entry["in"]) if "in" in entry else None
            found[name] = (readers.text(entry, "name", entry["name"]), parent)
        else:
            found[name] = (readers.text(nodes, name, entry), None)
    for name, (_, parent) in found.items():
        if parent is not None and parent not in found:
            raise nodes.refuse(f"groups 里没有“{parent}”", name)
        above, seen = parent, {name}
        while above is not None:
            if above in seen:
                raise nodes.refuse(f"“{name}”与“{above}”互相包含", name)
            seen.add(above)
            above = found[above][1]
    return found


def read_named(head: Mapping, key: str) -> dict[str, str]:
    """Read {id: name, or {name, paper, counts_as}} and give the names."""
    value = head.get(key)
    if value is None:
        return {}
    nodes = readers.mapping(head, key, value)
    found = {}
    for name, entry in nodes.items():
        if not readers.is_id(name):
            raise nodes.refuse(f"{key} 的名称“{name}”只能用小写字母、数字和下划线", name)
        if isinstance(entry, Mapping):
            entry.only(("name", "paper", "counts_as", "colour", "label"), f"{key} ")
            entry.need("name")
            found[name] = readers.text(entry, "name", entry["name"])
        else:
            found[name] = readers.text(nodes, name, entry)
    return found


def _authorities(head: Mapping) -> tuple[dict[str, str] | None, dict[str, str]]:
    if head.get("authorities") is None:
        return None, {}
    names = read_named(head, "authorities") if isinstance(head["authorities"], Mapping) else _listed(head)
    counts = {}
    nodes: Any = head["authorities"]
    for name in names:
        entry = nodes[name] if isinstance(nodes, Mapping) else None
        if isinstance(entry, Mapping) and "counts_as" in entry:
            other = readers.text(entry, "counts_as", entry["counts_as"])
            if other not in names and other not in facts.AUTHORITIES:
                raise entry.refuse(f"authorities 里没有“{other}”", "counts_as")
            counts[name] = other
    return names, counts


def _listed(head: Mapping) -> dict[str, str]:
    entries = readers.some_of(facts.AUTHORITIES)(head, "authorities", head["authorities"])
    return {name: wording.VALUES["authority"][name] for name in entries}


def events_named(events: Map[str, Event], kind: str) -> str:
    """Give what readers call a kind of fact."""
    event = events.get(kind)
    return event.label if event else wording.KINDS.get(kind, kind)
