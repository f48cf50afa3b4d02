"""One step of the ladder: what opens it, what carries it out, what limit it sets."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from typing import Any

from duban.engine.facts import Fact
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.durations import Count, read_count
from duban.engine.rules.fields import Rule, read_into, taken
from duban.engine.rules.selects import read_where

# No step opens later than this after a deadline, or earlier before it.
_DAYS = 366

SIGNERS = ("leader", "contact_leader", "new_leader", "principal", "secretary_general", "office_head", "section")


def read_event(node: Mapping, key: str, value: Any) -> str:
    """Read `{event: reason_accepted}`, or the event alone."""
    if isinstance(value, Mapping):
        value.only(("event",), f"{key} ")
        value.need("event")
        return fields.text(value, "event", value["event"])
    return fields.text(node, key, value)


def read_entry(node: Mapping, key: str, value: Any) -> dict[str, frozenset[object]]:
    """Read `{category: [urgent]}`: what the matter must be for the step to be the first."""
    found, days = read_where(node, key, value)
    if days or not found:
        raise node.refuse(f"{key} 应写作 {{category: [...]}}", key)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Opening:
    """A condition: after the deadline or before it, after the limit of a step, on the n-th fact of a kind, or at once by what the matter is.

    `days` before the deadline; after it, on the day on which the matter is so many `days` or `working_days` late, the first without either.

    A `fact` together with `after`: a finding while that step runs opens the day after its limit unless it was mended, a finding after
    the limit on its day.
    """

    after: str | None = taken(fields.text, default=None)
    before: str | None = taken(fields.one_of(("deadline",)), default=None)
    days: int = taken(fields.whole, default=0)
    working_days: int = taken(fields.whole, default=0)
    count: int = taken(fields.whole, default=0)
    fact: str | None = taken(fields.text, default=None)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)
    entry: Map[str, frozenset[object]] = taken(read_entry, default_factory=dict)
    unless: str | None = taken(read_event, default=None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Carrying:
    """The facts that carry a step out."""

    fact: str = taken(fields.text)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)


def read_openings(node: Mapping, key: str, value: Any) -> tuple[Opening, ...]:
    """Read one condition or a list of them."""
    openings = []
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, Mapping):
            raise node.refuse(f"{key} 应写作 {{after: …}} 或 {{count, fact}}", key)
        openings.append(_opening(_renamed(entry, "event", "fact")))
    if not openings:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(openings)


def _opening(entry: Mapping) -> Opening:
    was_event = "event" in entry.lines
    opening: Opening = read_into(Opening, entry, "opens ")
    said = [opening.before, opening.fact or opening.after, opening.entry or None]
    if sum(each is not None for each in said) != 1:
        raise entry.refuse("opens 应是 after、before、event（或 fact 连同 count）、entry 之一")
    if opening.fact and not opening.count:
        if not (was_event or opening.after):
            raise entry.refuse("opens 应是 after，或 count 连同 fact")
        opening = replace(opening, count=1)
    if opening.fact and opening.after and not was_event and opening.count == 0:
        raise entry.refuse("opens 应是 after，或 count 连同 fact")
    if opening.before is not None and not opening.days:
        raise entry.refuse("before 要写明几天：{before: deadline, days: 5}", "before")
    if opening.days < 0 or opening.working_days < 0 or (opening.days and opening.working_days):
        raise entry.refuse("days 和 working_days 只写一个，是正整数", "days" if "days" in entry else "working_days")
    if max(opening.days, opening.working_days) > _DAYS:
        raise entry.refuse(f"逾期或者期限前的天数应不大于 {_DAYS}", "days" if opening.days else "working_days")
    is_late = opening.after == "deadline" and opening.fact is None
    if opening.working_days and not is_late:
        raise entry.refuse("working_days 只用在 {after: deadline, working_days: 3}，逾期第几个工作日", "working_days")
    if opening.days and not (is_late or opening.before):
        raise entry.refuse("days 只用在 before: deadline（期限前几天）和 after: deadline（逾期几天）", "days")
    return opening


def _renamed(entry: Mapping, old: str, new: str) -> Mapping:
    """The same mapping with one key under its other name."""
    if old not in entry or new in entry:
        return entry
    found = Mapping(entry.file, entry.line)
    found.update({(new if key == old else key): value for key, value in entry.items()})
    found.lines = {**entry.lines, new: entry.lines[old]}
    return found


def read_carrying(node: Mapping, key: str, value: Any) -> Carrying:
    """Read `{fact: urged, where: {channel: phone}}`."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应写作 {{fact, where}}", key)
    return read_into(Carrying, _renamed(value, "event", "fact"), "carried_by ")  # type: ignore[no-any-return]


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
    categories: tuple[str, ...] = taken(fields.texts, default=())
    levels: tuple[str, ...] = taken(fields.texts, default=())
    groups: tuple[str, ...] = taken(fields.texts, default=())
    unless: str | None = taken(read_event, default=None)
    # Due again the day after its limit.
    repeats: bool = taken(fields.flag, default=False)
    # Who carries it out says on which day it was held or carried by the media; the limit runs from that day.
    held_on: str | None = taken(fields.one_of(("required",)), default=None)


def carries(rule: Step, fact: Fact) -> bool:
    """Say whether the fact carries the step out."""
    if rule.carried_by is None:
        return fact.kind == "step" and fact.step == rule.step
    return fact.kind == rule.carried_by.fact and matches(rule.carried_by.where, fact)


def matches(where: Map[str, frozenset[object]], fact: Fact) -> bool:
    """Say whether every named field of the fact has a wanted value."""
    return all(fact.get(name) in wanted for name, wanted in where.items())


def asks_for_limit(rule: Step, fact: Fact) -> bool:
    """Say whether the fact must bring a `limit`, since the document gives none."""
    return rule.limit == "set" and carries(rule, fact)


def _without_kind(entry: Mapping) -> Mapping:
    rest = Mapping(entry.file, entry.line)
    rest.update({key: value for key, value in entry.items() if key != "kind"})
    rest.lines = entry.lines
    return rest
