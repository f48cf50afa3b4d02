"""Which facts are the same thing, which no longer hold, and which matters are out of every count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from duban.engine import wording
from duban.engine.cases import Period
from duban.engine.evaluation import naming
from duban.engine.facts import Fact

if TYPE_CHECKING:
    from duban.engine.evaluation.plans import Plan


class Identities:
    """Facts alike in what makes them one thing, and states that were put right, by the period's end."""

    def __init__(self, plan: Plan, facts: Mapping[str, Sequence[Fact]], period: Period) -> None:
        self._plan, self._period = plan, period
        special = {kind for kind, probe in plan.probes.items() if probe.is_special}
        special |= {kind for rule in plan.excludes for kind in rule.event}
        self._events = {kind: plan.words.events[kind] for kind in special if kind in plan.words.events}
        enders = {kind for event in self._events.values() for kind in event.until}
        self._facts = [fact for kind in special for fact in facts.get(kind, ())]
        self._enders: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for kind in enders:
            for fact in facts.get(kind, ()):
                if not fact.excused:
                    self._enders[fact.unit, kind].append(fact)
        self._same: dict[tuple[str, bool], Fact] = {}

    def excluded(self, unquantifiable: set[str]) -> frozenset[str]:
        """Give the matters that are out of every count: not quantifiable, or with an event on them that excludes."""
        out: set[str] = set()
        kinds: set[str] = set()
        for rule in self._plan.excludes:
            if rule.unquantifiable:
                out |= unquantifiable
            kinds |= set(rule.event)
        for fact in self._facts:
            if fact.kind in kinds and fact.matter is not None and not fact.excused and self.ended(fact) is None:
                out.add(fact.matter)
        return frozenset(out)

    def settle(self, excluded: frozenset[str]) -> None:
        """Find, of facts that are the same thing, the earliest: within the period, and up to its end."""
        first = self._period.first
        seen: dict[tuple[Any, ...], Fact] = {}
        for fact in sorted(self._facts, key=lambda fact: (fact.on, fact.id)):
            event = self._events.get(fact.kind)
            identity = event.identity if event else None
            if identity is None or fact.excused or fact.matter in excluded or self.ended(fact) is not None:
                continue
            key = (fact.kind, fact.unit, fact.matter, *(fact.get(name) for name in identity))
            for is_life in (True, False):
                if is_life or fact.on >= first:
                    earlier = seen.setdefault((is_life, *key), fact)
                    if earlier is not fact:
                        self._same[fact.id, is_life] = earlier

    def same_as(self, fact: Fact, is_life: bool) -> Fact | None:
        """Give the earlier fact that this one only repeats, None where it stands for itself."""
        return self._same.get((fact.id, is_life))

    def ended(self, fact: Fact) -> str | None:
        """Say by which later fact a state was put right, None while it stands."""
        event = self._events.get(fact.kind)
        if event is None or not event.until:
            return None
        enders = [
            ender
            for kind in event.until
            for ender in self._enders.get((fact.unit, kind), ())
            if ender.on >= fact.on and self._ends(ender, fact)
        ]
        if not enders:
            return None
        first = min(enders, key=lambda ender: (ender.on, ender.id))
        return wording.ended(naming.of_kind(self._plan.regime, first.kind, {}), _said(first.on))

    def _ends(self, ender: Fact, fact: Fact) -> bool:
        """The same matter; and where `same` names fields that both kinds have, alike in these."""
        if fact.matter is not None and ender.matter != fact.matter:
            return False
        event, other = self._events[fact.kind], self._plan.words.events.get(ender.kind)
        for name in event.same or ():
            if other is not None and name in other.fields and fact.get(name) != ender.get(name):
                return False
        return True


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
