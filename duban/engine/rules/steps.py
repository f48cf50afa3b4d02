"""One step of the ladder: what opens it, what carries it out, what limit it sets."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from duban.engine.facts import Fact
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.durations import Count, read_count
from duban.engine.rules.fields import Rule, read_into, taken

SIGNERS = ("leader", "new_leader", "principal", "secretary_general", "office_head", "section")


@dataclass(frozen=True, kw_only=True, eq=False)
class Opening:
    """A condition: after the deadline, after the limit of a step, or on the n-th fact of a kind."""

    after: str | None = taken(fields.text, default=None)
    count: int = taken(fields.whole, default=0)
    fact: str | None = taken(fields.fact_kind, default=None)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Carrying:
    """The facts that carry a step out."""

    fact: str = taken(fields.fact_kind)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)


def read_openings(node: Mapping, key: str, value: Any) -> tuple[Opening, ...]:
    """Read one condition or a list of them."""
    openings = []
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, Mapping):
            raise node.refuse(f"{key} 应写作 {{after: …}} 或 {{count, fact}}", key)
        opening = read_into(Opening, entry, "opens ")
        if (opening.after is None) == (opening.fact is None) or (opening.fact and not opening.count):
            raise entry.refuse("opens 应是 after，或 count 连同 fact")
        openings.append(opening)
    if not openings:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(openings)


def read_carrying(node: Mapping, key: str, value: Any) -> Carrying:
    """Read `{fact: urged, where: {channel: phone}}`."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应写作 {{fact, where}}", key)
    return read_into(Carrying, value, "carried_by ")  # type: ignore[no-any-return]


def read_limit(node: Mapping, key: str, value: Any) -> Count | str:
    """Read a count, or `set` where the fact must bring its limit."""
    if value == "set":
        return "set"
    count = read_count(node, key, value)
    if count.unit not in ("working_days", "days", "months", "hours") or count.number < 1:
        raise node.refuse("步骤的期限只能是 working_days、days、months 或 hours，不小于 1", key)
    return count


def read_also(node: Mapping, key: str, value: Any) -> tuple[dict[str, str], ...]:
    """Read the facts that are recorded together with a step."""
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise node.refuse(f"{key} 应是一列事实", key)
        fields.fact_kind(entry, "kind", entry.get("kind"))
        fields.where(entry, "also", _without_kind(entry))
    return tuple(dict(entry) for entry in entries)


@dataclass(frozen=True, kw_only=True, eq=False)
class Step(Rule):
    """A step; the steps of a regime stand in the order of its clauses."""

    step: str = taken(fields.text)
    name: str = taken(fields.text)
    opens: tuple[Opening, ...] = taken(read_openings)
    carried_by: Carrying | None = taken(read_carrying, default=None)
    limit: Count | str | None = taken(read_limit, default=None)
    approval: tuple[str, ...] = taken(fields.some_of(SIGNERS), default=())
    paper: str | None = taken(fields.text, default=None)
    also: tuple[Map[str, str], ...] = taken(read_also, default=())


def carries(rule: Step, fact: Fact) -> bool:
    """Say whether the fact carries the step out."""
    if rule.carried_by is None:
        return fact.kind == "step" and fact.step == rule.step
    return fact.kind == rule.carried_by.fact and matches(rule.carried_by.where, fact)


def matches(where: Map[str, frozenset[object]], fact: Fact) -> bool:
    """Say whether every named field of the fact has a wanted value."""
    return all(getattr(fact, name) in wanted for name, wanted in where.items())


def asks_for_limit(rule: Step, fact: Fact) -> bool:
    """Say whether the fact must bring a `limit`, since the document gives none."""
    return rule.limit == "set" and carries(rule, fact)


def _without_kind(entry: Mapping) -> Mapping:
    rest = Mapping(entry.file, entry.line)
    rest.update({key: value for key, value in entry.items() if key != "kind"})
    rest.lines = entry.lines
    return rest
