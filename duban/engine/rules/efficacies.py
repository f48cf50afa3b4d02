"""The efficacy coefficient (功效系数法): completion rate weighed with the number of matters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


@dataclass(frozen=True, kw_only=True, eq=False)
class Efficacy(Rule):
    """Points earned over points possible, × 100, × (base + number ÷ highest number × weight)."""

    per_matter: Decimal = taken(fields.amount)
    base: Decimal = taken(fields.amount)
    weight: Decimal = taken(fields.amount)
    counted: str = taken(fields.one_of(("due_or_closed", "in_hand")))
    roles: tuple[str, ...] = taken(fields.some_of(("lead", "support")))
    highest: str = taken(fields.one_of(("all_ranked", "same_group")))
