"""Where a score starts and where it ends: base, scoring sheet, caps and floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


@dataclass(frozen=True, kw_only=True, eq=False)
class Base(Rule):
    """Every unit starts with it; a complete scoring sheet may take its place."""

    points: Decimal = taken(fields.amount)
    unless_sheet: bool = taken(fields.flag, default=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet(Rule):
    """A section of the scoring sheet, from 0 to `most`.

    `several` says what it comes to where a unit's matters have sheets of their own: the mean of theirs, or the latest sheet alone. Without
    it nothing is asked of matters, and the latest figure stands.
    """

    section: str = taken(fields.text)
    most: Decimal = taken(fields.least_zero)
    several: str = taken(fields.one_of(("mean", "latest")), default="")


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetRow(Rule):
    """A row of a section of the scoring sheet, from 0 to `most`; once all rows of the section are marked they add up to it."""

    row: str = taken(fields.text)
    section: str = taken(fields.text)
    most: Decimal = taken(fields.least_zero)


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetTotal(Rule):
    """The unit's sheet entries are added up; without any the unit is not scored."""


_one_of_pers = fields.one_of(("matter", "month", "quarter"))


def _read_per(node: Mapping, key: str, value: Any) -> str:
    if value in ("fact", "event", "each", "once"):
        what = '一次最多几分写在分值里，例如 worth: {by: days, points: {1: "-1", 3: "-3"}}'
        raise node.refuse(f"{key} 只能是 matter、month、quarter；{what}", key)
    return str(_one_of_pers(node, key, value))


@dataclass(frozen=True, kw_only=True, eq=False)
class Cap(Rule):
    """What exceeds it on one side is cut: of a section together, or `per` matter, month or quarter of what comes of facts in it."""

    side: str = taken(fields.one_of(("plus", "minus")))
    most: Decimal = taken(fields.least_zero)
    into: str = taken(fields.text, default="total")
    per: str = taken(_read_per, default="")
    # Only in periods of these kinds; empty in all that the document scores.
    periods: tuple[str, ...] = taken(fields.texts, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Floor(Rule):
    """The total is lifted to it."""

    least: Decimal = taken(fields.amount)


def cut_of_section(rule: Sheet, points: Decimal) -> Decimal:
    """Give what must be added so that the section lies between 0 and its most."""
    return min(max(points, Decimal(0)), rule.most) - points


def cut_of_cap(rule: Cap, amounts: Iterable[Decimal]) -> Decimal:
    """Give what must be added so that the side holds its cap; 0 where it does."""
    if rule.side == "plus":
        return min(rule.most - sum((a for a in amounts if a > 0), Decimal(0)), Decimal(0))
    return max(-sum((a for a in amounts if a < 0), Decimal(0)) - rule.most, Decimal(0))


def lift_of_floor(rule: Floor, total: Decimal) -> Decimal:
    """Give what lifts the total to the floor; 0 where it lies above."""
    return max(rule.least - total, Decimal(0))
