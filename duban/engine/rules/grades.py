"""The office's grade instead of points."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from duban.engine.facts import Fact
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


def read_steps(node: Mapping, key: str, value: Any) -> dict[str, str]:
    """Read {step of the ladder: grade that it sets}."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应写作 {{步骤: 等次}}", key)
    return {step: fields.text(value, step, grade) for step, grade in value.items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class Grade(Rule):
    """The latest grade of the period; a step of the ladder may set one that outweighs it.

    `by_class`: units are graded in each class of tasks (the categories) too; such a grade stands beside and is not the unit's own.
    """

    scale: tuple[str, ...] = taken(fields.texts)
    steps: Map[str, str] = taken(read_steps, default_factory=dict)
    by_class: bool = taken(fields.flag, default=False)


def grade(rule: Grade, evidence: Iterable[Fact]) -> tuple[str, Fact] | None:
    """Give the grade of one unit and the fact that set it, or None without any."""
    ordered = sorted(evidence, key=lambda fact: (fact.on, fact.id))
    found: tuple[str, Fact] | None = None
    for fact in ordered:
        if fact.kind == "grade" and fact.grade and not (rule.by_class and fact.get("category")):
            found = fact.grade, fact
    for fact in ordered:
        if fact.kind == "step" and fact.step and fact.step in rule.steps:
            return rule.steps[fact.step], fact
    return found


def grades_by_class(rule: Grade, evidence: Iterable[Fact]) -> dict[str, Fact]:
    """Give the latest grade of one unit in each class of tasks, by the class."""
    if not rule.by_class:
        return {}
    ordered = sorted(evidence, key=lambda fact: (fact.on, fact.id))
    return {fact.get("category"): fact for fact in ordered if fact.kind == "grade" and fact.get("category")}
