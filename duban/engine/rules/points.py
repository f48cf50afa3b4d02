"""Points for things that happened: per occurrence, beyond a number of times, and only the highest."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine import facts
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


def read_lists(node: Mapping, key: str, value: Any) -> tuple[tuple[str, ...], ...]:
    """Read `[clause, [clause, clause]]`; those in an inner list are added together first."""
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(fields.texts(node, key, entry) for entry in entries)


PERIODS = ("week", "month", "quarter", "half_year", "year")


@dataclass(frozen=True, kw_only=True, eq=False)
class Points(Rule):
    """Points for every fact of a kind, flat or by its authority, its class of authority or its level."""

    fact: str = taken(fields.fact_kind)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)
    by: str | None = taken(fields.one_of(("authority", "authority_class", "level")), default=None)
    points: Decimal | Map[str, Decimal] = taken(fields.amounts)
    needs_matter: bool = taken(fields.flag, default=False)
    only_role: str | None = taken(fields.one_of(facts.ROLES), default=None)
    periods: tuple[str, ...] = taken(fields.texts, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Beyond(Rule):
    """Points from the time after `more_than` on, matter by matter: once for the matter, or each time."""

    fact: str = taken(fields.fact_kind)
    where: Map[str, frozenset[object]] = taken(fields.where, default_factory=dict)
    more_than: int = taken(fields.whole)
    points: Decimal = taken(fields.amount)
    times: str = taken(fields.one_of(("once", "each")))


@dataclass(frozen=True, kw_only=True, eq=False)
class HighestOnly(Rule):
    """What shares an occasion (`per`: a matter, the unit) counts once, at the highest: of these facts, of these events, or of these clauses.

    Clauses of an inner list are added together first. `side` keeps it to plus or minus points; without it the two stand apart.
    """

    facts: tuple[str, ...] = taken(fields.fact_kinds, default=())
    tone: str | None = taken(fields.one_of(("praise", "criticism")), default=None)
    of: tuple[tuple[str, ...], ...] = taken(read_lists, default=())
    events: tuple[str, ...] = taken(fields.texts, default=())
    side: str | None = taken(fields.one_of(("plus", "minus")), default=None)
    per: str = taken(fields.one_of(("matter", "occasion", "unit")), default="occasion")


@dataclass(frozen=True, kw_only=True, eq=False)
class Exclude(Rule):
    """Matters that are not quantifiable, or on which such an event stands, are out of every count, and their facts too."""

    unquantifiable: bool = taken(fields.flag, default=False)
    event: tuple[str, ...] = taken(fields.texts, default=())


def worth(
    rule: Points | Beyond, values: Map[str, object], classes: Map[str, frozenset[str]]
) -> Decimal | Map[str, Decimal] | None:
    """Say what a fact with these field values earns under the rule.

    `values` are the discriminating fields of the fact, `classes` the authorities of each authority class.
    The answer is an amount, a map of amounts by level, or None where the rule does not concern the fact.
    """
    if any(values.get(name) not in wanted for name, wanted in rule.where.items()):
        return None
    points = rule.points
    by = rule.by if isinstance(rule, Points) else None
    if isinstance(points, Decimal) or by == "level":
        return points
    if by == "authority":
        return points.get(str(values.get("authority")))
    found = [name for name in points if values.get("authority") in classes.get(name, ())]
    return points[found[0]] if found else None


def beyond(rule: Beyond, times: int) -> Decimal:
    """Give the points for `times` occurrences on one matter."""
    over = times - rule.more_than
    if over <= 0:
        return Decimal(0)
    return rule.points * (1 if rule.times == "once" else over)


def is_contested(rule: HighestOnly, kind: str, tone: str | None, amount: Decimal) -> bool:
    """Say whether a fact of this kind, tone and worth falls under the rule.

    A kind without a tone (a publication) stands on the side of its points.
    """
    if kind not in rule.facts:
        return False
    if rule.tone is None:
        return True
    return tone == rule.tone if tone else (amount > 0) == (rule.tone == "praise")
