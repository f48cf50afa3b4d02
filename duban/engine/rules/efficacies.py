"""The efficacy coefficient (功效系数法): completion rate weighed with the number of matters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken
from duban.engine.rules.formulas import ratio, rounded


@dataclass(frozen=True, kw_only=True, eq=False)
class Efficacy(Rule):
    """Points earned over points possible, × 100, × (base + number ÷ highest number × weight)."""

    per_matter: Decimal = taken(fields.amount)
    base: Decimal = taken(fields.amount)
    weight: Decimal = taken(fields.amount)
    counted: str = taken(fields.one_of(("due_or_closed", "in_hand")))
    roles: tuple[str, ...] = taken(fields.some_of(("lead", "support")))
    highest: str = taken(fields.one_of(("all_ranked", "same_group")))


def efficacy(rule: Efficacy, earned: Decimal, number: int, highest: int) -> Decimal:
    """Give the matter score, exact until it is rounded half up to two places."""
    (got, got_by), (per, per_by) = ratio(earned), ratio(rule.per_matter)
    (base, base_by), (weight, weight_by) = ratio(rule.base), ratio(rule.weight)
    coefficient = base * weight_by * highest + number * weight * base_by
    possible = got_by * per * number * base_by * weight_by * highest
    return rounded((got * per_by * 100 * coefficient, possible))
