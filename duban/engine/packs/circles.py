"""What leads back to itself, and what stands twice: quantities, sections, rules that replace one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from duban.engine.clauses import Regime
from duban.engine.packs.sources import PackError
from duban.engine.rules.formulas import Formula
from duban.engine.rules.quantities import Across, Quantity, Typed
from duban.engine.rules.scores import Score
from duban.engine.rules.sections import TOTAL, Section


def circles(regime: Regime, files: Mapping[str, str], head: str) -> Iterator[PackError]:
    """Quantities, sections and replacements that lead back to themselves; `files` has the file of each clause."""
    needs: dict[str, set[str]] = {}
    lines: dict[str, int] = {}
    for quantity in regime.quantities:
        form = quantity.form
        named = set(form.names) if isinstance(form, Formula) else {form.of} if isinstance(form, Across) else set()
        if isinstance(form, Typed) and isinstance(form.most, str):
            named.add(form.most)
        named |= {condition.figure for condition in quantity.only_if}
        needs.setdefault(quantity.id, set()).update(named)
        lines[quantity.id] = quantity.line
    for name in _circular(needs):
        yield PackError(head, lines[name], f"数量 {name} 绕回到它自己")
    parents = {section.id: {section.parent} for section in regime.sections if section.id != TOTAL}
    for name in _circular(parents):
        line = next(section.line for section in regime.sections if section.id == name)
        yield PackError(head, line, f"sections 的“{name}”绕回到它自己")
    rules = [rule for clause in regime.clauses for rule in clause.rules if isinstance(rule, Score)]
    by_clause: dict[str, list[Score]] = {}
    for rule in rules:
        by_clause.setdefault(rule.clause, []).append(rule)
    struck = {
        str(id(rule)): {
            str(id(other)) for clause in rule.replaces for other in by_clause.get(clause, ()) if other is not rule
        }
        for rule in rules
    }
    circular = set(_circular(struck))
    for rule in rules:
        if str(id(rule)) in circular:
            yield PackError(files[rule.clause], rule.line, f"{rule.clause} 的 replaces 互相代替，绕成了一圈")
    inside = {section.id: section.parent for section in regime.sections}
    for rule in rules:
        into: str | None = rule.into
        seen: set[str] = set()
        while into is not None and into not in seen:
            seen.add(into)
            if any(condition.figure == into for condition in rule.only_if):
                yield PackError(files[rule.clause], rule.line, f"{rule.clause} 的 only_if 问的是它自己计入的“{into}”")
                break
            into = inside.get(into, TOTAL) if into != TOTAL else None


def _circular(needs: Mapping[str, set[str]]) -> list[str]:
    """The names from which a way leads back to the same name."""
    found = []
    for name in needs:
        seen: set[str] = set()
        waiting = list(needs[name])
        while waiting:
            other = waiting.pop()
            if other == name:
                found.append(name)
                break
            if other not in seen:
                seen.add(other)
                waiting += needs.get(other, ())
    return found


def twice(regime: Regime, head: str) -> Iterator[PackError]:
    """Ids that stand twice under readings that do not exclude one another."""
    groups: tuple[tuple[Section | Quantity, ...], ...] = (regime.sections, regime.quantities)
    for entries in groups:
        for one, other in combinations(entries, 2):
            if one.id == other.id and not _disjoint(one.when, other.when):
                yield PackError(head, other.line, f"“{other.id}”与第 {one.line} 行的同时成立")


def _disjoint(one: Any, other: Any) -> bool:
    readings = dict(other)
    return any(name in readings and not (wanted & readings[name]) for name, wanted in one)
