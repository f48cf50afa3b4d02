"""What is done with points once they are earned: multiplied, only the highest kept, left unranked, ranked in pools, turned into proposals."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules.fields import Rule, taken
from duban.engine.rules.scores import EACH, Condition, Count, read_conditions, read_count
from duban.engine.rules.selects import Select, read_select
from duban.engine.rules.selects import read_where as read_both
from duban.engine.vocabulary import readers

SIDES = ("plus", "minus")


def read_fields(node: Mapping, key: str, value: Any) -> dict[str, frozenset[Any]]:
    """Read `where` without days of the year."""
    found, days = read_both(node, key, value)
    if days:
        raise node.refuse("这里的 where 不能写 day", key)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Factor(Rule):
    """The amounts of the rules of these clauses (all without any) are multiplied."""

    times: Decimal = taken(readers.amount)
    side: str | None = taken(readers.one_of(SIDES), default=None)
    of: tuple[str, ...] = taken(readers.texts, default=())
    only_if: tuple[Condition, ...] = taken(read_conditions, default=())
    where: Map[str, frozenset[Any]] = taken(read_fields, default_factory=dict)
    periods: tuple[str, ...] = taken(readers.texts, default=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Unranked(Rule):
    """Units for which the conditions hold have no total and no rank; `drop`: not even a row."""

    only_if: tuple[Condition, ...] = taken(read_conditions, default=())
    drop: bool = taken(readers.flag, default=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome(Rule):
    """A consequence that is no number: it opens a proposal and moves no total."""

    name: str = taken(readers.text)
    select: Select | None = taken(read_select, default=None)
    count: Count = taken(read_count, default=EACH)
    only_if: tuple[Condition, ...] = taken(read_conditions, default=())
    paper: str | None = taken(readers.text, default=None)
    approval: tuple[str, ...] = taken(readers.texts, default=())
    for_: str | None = field(default=None, metadata={"read": readers.text, "key": "for"})
    periods: tuple[str, ...] = taken(readers.texts, default=())


@dataclass(frozen=True, slots=True)
class Pool:
    """Units ranked among each other: of these groups, all where none is named, with at least so many matters."""

    groups: tuple[str, ...] = ()
    least_matters: int = 0


def read_pools(node: Mapping, key: str, value: Any) -> tuple[Pool, ...]:
    """Read `pools: [{groups: […], least_matters: 3}]`."""
    found = []
    for entry in readers.mappings(node, key):
        entry.only(("groups", "least_matters"), "pools ")
        groups = readers.texts(entry, "groups", entry["groups"]) if "groups" in entry else ()
        least = readers.whole(entry, "least_matters", entry["least_matters"]) if "least_matters" in entry else 0
        found.append(Pool(groups, least))
    if not found:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rank(Rule):
    """Rankings apart from each other; without this rule there is one of all units."""

    pools: tuple[Pool, ...] = taken(read_pools)
