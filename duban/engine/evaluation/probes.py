"""One look-up a fact: which rules and quantities a fact of this kind and these values concerns, and for how much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from duban.engine.evaluation import naming
from duban.engine.facts import FIELDS, Fact

if TYPE_CHECKING:
    from duban.engine.evaluation.plans import Plan
    from duban.engine.evaluation.takers import Taker

# What a fact takes from its matter, its unit or the calendar is asked behind the look-up.
DYNAMIC = frozenset(("role", "category", "group", "level", "became", "matter", "day", "source"))
_WORDED = ("authority", "channel", "what", "tone", "step")


class Hit:
    """What one taker has of facts that are alike; `amount` None is worked out fact by fact. `wants`: a field that is missing."""

    __slots__ = ("amount", "by_level", "key", "label", "level", "taker", "wants")

    def __init__(
        self, taker: Taker, amount: Decimal | None, label: str, wants: str = "", level: str | None = None
    ) -> None:
        self.taker, self.key, self.amount, self.label, self.wants = taker, taker.key, amount, label, wants
        self.level = level
        self.by_level: dict[str, Hit] | None = None


class Probe(dict[Any, tuple[Hit, ...]]):
    """For one kind of fact: the fields that tell its facts apart, and the hits by their values."""

    def __init__(self, plan: Plan, kind: str, takers: list[Taker]) -> None:
        super().__init__()
        self._plan, self.kind, self._takers = plan, kind, takers
        event = plan.words.events.get(kind)
        declared = frozenset(event.fields if event else ()) | (FIELDS - {"role", "level", "matter", "on"})
        names: set[str] = set()
        for taker in takers:
            loose = []
            for name in taker.select.where:
                if name == "class":
                    names.add("authority")
                elif name in declared:
                    names.add(name)
                elif name not in DYNAMIC or name == "source":
                    loose.append(name)
            taker.loose = tuple(dict.fromkeys((*taker.loose, *loose)))
            for name in taker.worth.by:
                if name in ("class", "authority"):
                    names.add("authority")
                elif name in declared and name != "points":
                    names.add(name)
        self.declared = declared
        self.names = tuple(sorted(names)) or ("kind",)
        self.key = _getter(self.names)
        self.is_special = bool(event and (event.identity is not None or event.until))
        self.of_matter = bool(event and event.is_own and event.of == "matter")
        self.is_life = any(taker.count.is_life for taker in takers)

    def __missing__(self, key: Any) -> tuple[Hit, ...]:
        values = dict(zip(self.names, key if len(self.names) > 1 else (key,), strict=True))
        label = naming.of_kind(self._plan.regime, self.kind, {name: values.get(name) for name in _WORDED})
        found = []
        for taker in self._takers:
            hit = self._hit(taker, values, label)
            if hit:
                found.append(hit)
        self[key] = hits = tuple(found)
        return hits

    def _hit(self, taker: Taker, values: Mapping[str, Any], label: str) -> Hit | None:
        wants = ""
        for name, wanted in taker.select.where.items():
            if name == "class":
                value = values["authority"]
                if value is None:
                    wants = wants or "authority"
                elif self._class_of(value, wanted) is None:
                    return None
            elif name in self.declared:
                value = values[name]
                if value is None:
                    wants = wants or name
                elif value not in wanted and not (name == "authority" and self._named(value, wanted)):
                    return None
        if wants:
            return Hit(taker, None, label, wants)
        worth = taker.worth
        if not worth.by or worth.is_by_place or worth.is_by_times or worth.by == ("points",):
            return Hit(taker, worth.amount, label)
        if not taker.count.is_each:  # what is counted first is worth something afterwards
            return Hit(taker, None, label)
        if worth.by == ("level",):
            hit = Hit(taker, None, label)
            hit.by_level = {level: Hit(taker, amount, label, level=level) for (level,), amount in worth.points.items()}
            return hit
        if not all(name in ("class", "authority") or name in self.declared for name in worth.by):
            return Hit(taker, None, label)
        if taker.tiered:
            value = values[worth.by[0]]
            if value is None:
                return Hit(taker, None, label, worth.by[0])
            reached = worth.reached(value)
            return None if reached is None else Hit(taker, reached, label)
        parts = []
        for place, name in enumerate(worth.by):
            value = values["authority" if name == "class" else name]
            if value is None:
                return Hit(taker, None, label, "authority" if name == "class" else name)
            keys = {key[place] for key in worth.points}
            if name == "class":
                value = self._class_of(value, keys)
            elif name == "authority":
                value = self._named(value, keys) or value
            parts.append(plain(value))
        amount = worth.points.get(tuple(parts))
        return None if amount is None else Hit(taker, amount, label)

    def _named(self, authority: str, wanted: Any) -> str | None:
        """The authority, or the nearest that it counts as, among those that the rule names."""
        return next((name for name in self._plan.words.authorities_of(authority) if name in wanted), None)

    def _class_of(self, authority: str, wanted: Any) -> str | None:
        classes = self._plan.classes
        for name in self._plan.words.authorities_of(authority):
            for wants in sorted(map(str, wanted)):
                if name in classes.get(wants, ()):
                    return wants
        return None


def plain(value: Any) -> str:
    """Write a value as a table has it for a key."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _getter(names: tuple[str, ...]) -> Callable[[Fact], Any]:
    if all(name in FIELDS for name in names):
        return attrgetter(*names)
    if len(names) == 1:
        (name,) = names
        return lambda fact: fact.more.get(name) if fact.more else None
    return lambda fact: tuple([fact.get(name) for name in names])
