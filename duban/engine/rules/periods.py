"""A longer period's points made of shorter ones: 年度得分为各月得分的平均值."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


@dataclass(frozen=True, kw_only=True, eq=False)
class OfPeriods(Rule):
    """In these `periods` a unit has the mean, or the sum, of what it had in the published ones `of` another kind, times `times`.

    Nothing else gives points there but rules that name such a period themselves; what happened has its points in the shorter ones.
    """

    of: str = taken(fields.text)
    how: str = taken(fields.one_of(("mean", "sum")))
    times: Decimal = taken(fields.least_zero, default=Decimal(1))
    periods: tuple[str, ...] = taken(fields.texts)
