"""Grades that points come to: 90分以上为优秀, and how many units may have one at most."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Map
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, taken


def read_least(node: Mapping, key: str, value: Any) -> dict[str, Decimal]:
    """Read {grade: the least total that comes to it}, from the best down."""
    if not isinstance(value, Mapping) or not value:
        raise node.refuse(f'{key} 应写作 {{优秀: "90", 良好: "80"}}', key)
    found = {fields.text(value, key, grade): fields.least_zero(value, grade, least) for grade, least in value.items()}
    if sorted(found.values(), reverse=True) != list(found.values()) or len({*found.values()}) < len(found):
        raise node.refuse(f"{key} 应从高到低写，一个比一个低", key)
    return found


def read_shares(node: Mapping, key: str, value: Any) -> dict[str, Decimal]:
    """Read {grade: the share of units that may have it}: "0.2" is a fifth of them."""
    if not isinstance(value, Mapping) or not value:
        raise node.refuse(f'{key} 应写作 {{优秀: "0.2"}}', key)
    found = {grade: fields.least_zero(value, grade, share) for grade, share in value.items()}
    for grade, share in found.items():
        if not 0 < share < 1:
            raise value.refuse(f'{key} 是单位数的几分之几，应在 0 和 1 之间，例如 "0.2"', grade)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Bands(Rule):
    """What totals are called: from the `least` total of a grade on, that one included; what reaches none is `below`.

    `most`: of the units that are compared with each other at most this share may have a grade, whole units only; further ones have the next.
    """

    least: Map[str, Decimal] = taken(read_least)
    below: str = taken(fields.text)
    most: Map[str, Decimal] = taken(read_shares, default_factory=dict)
    periods: tuple[str, ...] = taken(fields.texts, default=())

    @property
    def scale(self) -> tuple[str, ...]:
        """The grades, the best first."""
        return (*self.least, self.below)

    def reached(self, total: Decimal) -> str:
        """Give the grade that a total comes to by itself."""
        return next((grade for grade, least in self.least.items() if total >= least), self.below)

    def room(self, grade: str, units: int) -> int | None:
        """Give how many of so many units may have a grade; None without a limit."""
        return int(self.most[grade] * units) if grade in self.most else None

    def given(self, totals: Map[str, Decimal], waiting: int = 0) -> dict[str, str | None]:
        """Give each unit its grade among those with which it is compared; `waiting` more have no total yet.

        Where a grade has less room than units that reach it, the highest totals have it, and of equal totals all or none. While units wait,
        whoever reaches a grade of which there is only so much has none yet.
        """
        found: dict[str, str | None] = {}
        left: set[str] = set(totals)
        for grade in self.scale:
            reaching = [unit for unit in totals if unit in left and self._reaches(totals[unit], grade)]
            room = self.room(grade, len(totals) + waiting)
            if room is not None and waiting:
                found |= dict.fromkeys(reaching)
                left -= {*reaching}
                continue
            taken_by = reaching if room is None else _highest(totals, reaching, room)
            found |= dict.fromkeys(taken_by, grade)
            left -= {*taken_by}
        return found

    def _reaches(self, total: Decimal, grade: str) -> bool:
        return grade == self.below or total >= self.least[grade]


def _highest(totals: Map[str, Decimal], units: Collection[str], room: int) -> list[str]:
    """The units with the highest totals, no more than there is room for; equal ones all or none."""
    return [unit for unit in units if sum(totals[other] >= totals[unit] for other in units) <= room]
