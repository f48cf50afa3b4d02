"""What a case comes down to for a plan: facts by unit and rule, figures that people gave, what is left out, and values of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.engine.cases import Period, Unit
from duban.engine.evaluation.matters import Matters
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.probes import Hit, plain
from duban.engine.evaluation.sheets import Marks
from duban.engine.evaluation.takers import Taker
from duban.engine.facts import Fact
from duban.engine.rules.formulas import Figure

Buckets = dict[Hit, list[Fact]]
# The facts that are known by the end of the period, by kind.
Known = Mapping[str, Sequence[Fact]]


@dataclass(slots=True)
class Found:
    """What the pass found: facts by unit and hit, typed figures, those left out and why, and the matters behind them."""

    plan: Plan
    period: Period
    units: dict[str, Unit]
    chains: dict[str, frozenset[str]]
    matters: Matters | None
    buckets: dict[str, Buckets]
    facts: Known
    ignored: list[tuple[Fact, str]] = field(default_factory=list)
    typed: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    # What the sections of a unit come to, where it has sheets by row or by matter; by unit and section.
    marks: dict[tuple[str, str], Marks] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    # What a count or a sum comes to, and the facts behind it, by unit and quantity.
    counted: dict[tuple[str, str], tuple[Figure, list[Fact]]] = field(default_factory=dict)

    def reaches(self, groups: Sequence[frozenset[str]], unit: str) -> bool:
        """Say whether the unit belongs to one group of each set."""
        chain = self.chains[unit]
        return all(chain & wanted for wanted in groups)


def amount_of(found: Found, taker: Taker, fact: Fact) -> Any:
    """Give the amount of a table for one fact, None where the table has not its values."""
    worth = taker.worth
    if worth.by == ("points",) and not worth.points:
        return fact.points
    if taker.tiered:
        number = value_of(found, fact, worth.by[0])
        return None if number is None else worth.reached(number)
    parts = []
    for place, name in enumerate(worth.by):
        value = value_of(found, fact, name)
        keys = {key[place] for key in worth.points}
        if name in ("authority", "class") and fact.authority:
            value = authority_in(found.plan, fact.authority, keys, name == "class")
        parts.append(plain(value))
    return worth.points.get(tuple(parts))


def authority_in(plan: Plan, authority: str, keys: set[str], is_class: bool) -> str | None:
    """Give the key of a table under which an authority falls, itself or what it counts as; None without any."""
    for name in plan.words.authorities_of(authority):
        if not is_class and name in keys:
            return name
        for key in sorted(keys) if is_class else ():
            if name in plan.classes.get(key, ()):
                return key
    return None


def value_of(found: Found, fact: Fact, name: str) -> Any:
    """Give a field of a fact, or what it takes from its matter or its unit; None where there is none."""
    matters = found.matters
    if name == "level":
        return matters.level(fact) if matters else fact.level
    if name == "role":
        return matters.role(fact.matter, fact.unit) if matters and fact.matter else None
    if name == "group":
        unit = found.units.get(fact.unit)
        return unit.group if unit else None
    value = fact.get(name)
    if value is None and matters is not None and fact.matter is not None:
        value = matters.field(fact.matter, name)
    return value
