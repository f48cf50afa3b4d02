"""The score rule: select, count, worth, into; with what it replaces and on which condition it holds."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules.fields import Rule, taken
from duban.engine.rules.selects import Select, read_select
from duban.engine.vocabulary import readers

COMPARISONS = ("at_least", "over", "at_most", "under", "is")
COUNT_KEYS = ("once_per", "within", "from", "in_a_row", "along", "per", "over")


@dataclass(frozen=True, slots=True)
class Count:
    """How often what is selected pays; nothing said: each time. `is_life`: everything up to the period's end is looked at."""

    once_per: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    from_: int = 0
    in_a_row: int = 0
    along: str = ""
    per: str = ""
    is_life: bool = False

    @property
    def is_each(self) -> bool:
        """Whether every fact pays for itself, whatever the others are."""
        return not (self.once_per or self.within or self.from_ or self.in_a_row)


EACH = Count()


@dataclass(frozen=True, slots=True)
class Slope:
    """`full` points from `at` up, `each` for every 1 below it in proportion, never under `least`."""

    full: Decimal
    at: Decimal
    each: Decimal
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount, a table of amounts by one or several fields, a range that a person decides in, or a slope; nothing: the quantity itself."""

    amount: Decimal | None = None
    by: tuple[str, ...] = ()
    points: Map[tuple[str, ...], Decimal] = field(default_factory=dict)
    range: tuple[Decimal | None, Decimal | None] | None = None
    person: str = ""
    slope: Slope | None = None

    @property
    def is_by_place(self) -> bool:
        """Whether the amount goes by the place of a fact in its row."""
        return self.by == ("place",)

    @property
    def is_by_times(self) -> bool:
        """Whether the amount goes by how many facts the row has."""
        return self.by == ("times",)

    def reached(self, number: Any) -> Decimal | None:
        """Give the amount of the largest key that a number reaches, of a table by one number; None below the smallest."""
        keys = [(Decimal(key), key) for (key,) in self.points if Decimal(key) <= Decimal(str(number))]
        return self.points[(max(keys)[1],)] if keys else None

    def stepped(self, number: int) -> Decimal | None:
        """Give the amount of the largest key that is not above the number, None below the smallest."""
        keys = [int(key) for (key,) in self.points if int(key) <= number]
        return self.points[(str(max(keys)),)] if keys else None


@dataclass(frozen=True, slots=True)
class Condition:
    """A figure (quantity, section or total) compared with a number."""

    figure: str
    comparisons: tuple[tuple[str, Decimal], ...]
    line: int = 0


def read_count(node: Mapping, key: str, value: Any) -> Count:
    """Read the count words. Raises PackError for words that do not go together."""
    found = readers.mapping(node, key, value)
    found.only(COUNT_KEYS, f"{key} ")
    return count_of(found)


def count_of(node: Mapping) -> Count:
    """Read the count words that stand among other keys of a node."""
    if "over" in node:
        readers.one_of(("life", "period"))(node, "over", node["over"])
    count = Count(
        once_per=readers.texts(node, "once_per", node["once_per"]) if "once_per" in node else (),
        within=readers.texts(node, "within", node["within"]) if "within" in node else (),
        from_=readers.whole(node, "from", node["from"]) if "from" in node else 0,
        in_a_row=readers.whole(node, "in_a_row", node["in_a_row"]) if "in_a_row" in node else 0,
        along=readers.text(node, "along", node["along"]) if "along" in node else "",
        per=readers.text(node, "per", node["per"]) if "per" in node else "",
        is_life=node.get("over") == "life",
    )
    if bool(count.in_a_row) != bool(count.along):
        raise node.refuse("in_a_row 和 along 要一起写", "in_a_row" if count.in_a_row else "along")
    if count.in_a_row and count.from_:
        raise node.refuse("in_a_row 和 from 不能一起写", "from")
    return count


def read_worth(node: Mapping, key: str, value: Any) -> Worth:
    """Read an amount, `{by, points}`, `{range, by}` or `{slope}`."""
    if not isinstance(value, Mapping):
        return Worth(readers.amount(node, key, value))
    value.only(("by", "points", "range", "slope"), f"{key} ")
    if "slope" in value:
        slope = readers.mapping(value, "slope", value["slope"])
        slope.only(("full", "at", "each", "least"), "slope ")
        slope.need("full", "at", "each")
        numbers = {name: readers.amount(slope, name, slope[name]) for name in slope}
        if numbers["each"] > 0:
            raise slope.refuse('each 是每少 1 加上的分，少了要扣，应写作负数，例如 "-1"', "each")
        return Worth(slope=Slope(**numbers))
    if "range" in value:
        ends = value["range"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise value.refuse('range 应写作 ["-10", "-5"]，没有界限的一端写 null', "range")
        least, most = (None if end is None else readers.amount(value, "range", end) for end in ends)
        if least is not None and most is not None and least > most:
            raise value.refuse("range 的前一个数应不大于后一个数", "range")
        value.need("by")
        return Worth(range=(least, most), person=readers.text(value, "by", value["by"]))
    value.need("by", "points")
    by = readers.texts(value, "by", value["by"])
    points = dict(_table(readers.mapping(value, "points", value["points"]), len(by)))
    if not points:
        raise value.refuse("points 不能为空", "points")
    if by in (("place",), ("times",)) and not all(key.isdecimal() for (key,) in points):
        raise value.refuse(f'by: {by[0]} 的 points 要以次数为键，如 {{1: "-1", 3: "-5"}}', "points")
    return Worth(by=by, points=points)


def _table(node: Mapping, depth: int) -> list[tuple[tuple[str, ...], Decimal]]:
    found: list[tuple[tuple[str, ...], Decimal]] = []
    for key, value in node.items():
        if isinstance(value, Mapping) and depth > 1:
            found += [((key, *rest), amount) for rest, amount in _table(value, depth - 1)]
            continue
        parts = (key,) if depth == 1 else tuple(part for part in key.replace(",", " ").replace("/", " ").split())
        if len(parts) != depth:
            raise node.refuse(f"points 的键“{key}”应有 {depth} 个值", key)
        found.append((parts, readers.amount(node, key, value)))
    return found


def read_conditions(node: Mapping, key: str, value: Any) -> tuple[Condition, ...]:
    """Read `only_if: [{figure: …, at_least: "1"}]`; all must hold."""
    found = []
    for entry in readers.mappings(node, key):
        entry.only(("figure", *COMPARISONS), f"{key} ")
        entry.need("figure")
        said = tuple((word, readers.amount(entry, word, entry[word])) for word in COMPARISONS if word in entry)
        if not said:
            raise entry.refuse(f"{key} 缺少 {'、'.join(COMPARISONS)} 之一")
        found.append(Condition(readers.text(entry, "figure", entry["figure"]), said, entry.line))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Score(Rule):
    """Points for what is selected, as it is counted, into a section."""

    select: Select = taken(read_select)
    count: Count = taken(read_count, default=EACH)
    worth: Worth = taken(read_worth, default=Worth())
    into: str = taken(readers.text, default="total")
    replaces: tuple[str, ...] = taken(readers.texts, default=())
    only_if: tuple[Condition, ...] = taken(read_conditions, default=())
    periods: tuple[str, ...] = taken(readers.texts, default=())

    @property
    def is_of_matters(self) -> bool:
        """Whether an event without a matter never fits: the rule asks for the matter, or for what only a matter has."""
        named = {*self.select.where, *(name for name in self.worth.by if self.count.is_each)} & _OF_MATTER
        return self.select.kind == "event" and bool(named or "matter" in (*self.count.within, *self.count.once_per))


_OF_MATTER = frozenset(("matter", "role", "category", "became"))


def fault_of(rule: Score) -> str | None:
    """Say what in the slots of a rule does not go together, None where all does."""
    worth, count = rule.worth, rule.count
    is_bare = worth.amount is None and not worth.by and worth.range is None and worth.slope is None
    if rule.select.kind == "quantity":
        if not (is_bare or worth.slope):
            return "quantity 的分值只能是它本身（不写 worth）或 slope"
        if count != EACH:
            return "quantity 不能再写 count"
        return None
    if is_bare:
        return "score 缺少 worth"
    if worth.slope:
        return "slope 只能用于 quantity"
    if rule.select.kind == "unit" and (count != EACH or worth.by or worth.range):
        return "unit 只能有一个固定的分值"
    if worth.range is not None and rule.select.kind != "event":
        return "range 只能用于 event：分值写在事实里"
    if worth.is_by_times and (count.from_ or count.in_a_row):
        return "by: times 不能与 from、in_a_row 一起写"
    return None
