"""Who is named in the circular."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine import ranking
from duban.engine.packs.sources import Mapping
from duban.engine.rules import fields
from duban.engine.rules.fields import Rule, read_into, taken
from duban.engine.rules.scores import Condition, read_conditions

GROUPS = (
    "county", "township", "department", "subordinate", "zone", "enterprise", "superior_agency", "authorised",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Pool:
    """Units among whom places are counted, all where no group is named, and how many places are honoured."""

    groups: tuple[str, ...] = taken(fields.texts, default=())
    first: int = taken(fields.whole)


def read_pools(node: Mapping, key: str, value: Any) -> tuple[Pool, ...]:
    """Read `pools: [{groups: […], first: 3}]`."""
    if not isinstance(value, list) or not value or not all(isinstance(entry, Mapping) for entry in value):
        raise node.refuse(f"{key} 应是一列 {{groups, first}}", key)
    return tuple(read_into(Pool, entry, "pools ") for entry in value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Honour(Rule):
    """The first places of each pool, ties included, in periods of these kinds, among units that meet the conditions."""

    periods: tuple[str, ...] = taken(fields.texts)
    pools: tuple[Pool, ...] = taken(read_pools)
    without: str | None = taken(fields.one_of(("minus",)), default=None)
    among: str | None = taken(fields.one_of(("all_completed",)), default=None)
    only_if: tuple[Condition, ...] = taken(read_conditions, default=())


def honoured(
    rule: Honour,
    totals: Map[str, Decimal],
    groups: Map[str, str],
    with_minus: AbstractSet[str],
) -> set[str]:
    """Name the units honoured, given the totals of the ranked units among whom places are counted.

    A unit left out for a minus is not replaced: places are counted with it.
    """
    named: set[str] = set()
    for pool in rule.pools:
        among = {unit: total for unit, total in totals.items() if not pool.groups or groups[unit] in pool.groups}
        named |= {unit for unit, rank in ranking.ranks(among).items() if rank <= pool.first}
    return named - with_minus if rule.without else named
