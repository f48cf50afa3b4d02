"""Which matters count for whom in a period, and what they earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duban.engine.cases import Period
from duban.engine.facts import Fact, sort_by_day
from duban.engine.holdings import Holding, matters_at
from duban.engine.rules.efficacies import Efficacy


@dataclass(slots=True)
class Work:
    """The counted matters of one unit."""

    number: int = 0
    done: int = 0
    earned: Decimal = Decimal(0)
    facts: list[Fact] = field(default_factory=list)

    def evidence(self) -> tuple[str, ...]:
        """List the facts behind it: what completed a matter, else what assigned it."""
        sort_by_day(self.facts)
        return tuple(dict.fromkeys(fact.id for fact in self.facts))


def works_of(rule: Efficacy, facts: Sequence[Fact], period: Period) -> dict[str, Work]:
    """Give the counted matters of each unit that has any, at the period's end."""
    works: dict[str, Work] = {}
    lead, support = "lead" in rule.roles, "support" in rule.roles
    for _, holdings, supports in matters_at(facts, period.last):
        if lead:
            for holding in holdings.values():
                _count(rule, works, holding.unit, holding, period)
        if support and supports:
            outcome = _outcome_of(list(holdings.values()))
            for unit in supports:
                if unit not in holdings:
                    _count(rule, works, unit, outcome, period)
    return works


def _count(rule: Efficacy, works: dict[str, Work], unit: str, holding: Holding, period: Period) -> None:
    done = holding.done
    if not is_counted(rule, done.on if done else None, holding.due, period):
        return
    work = works.get(unit)
    if work is None:
        work = works[unit] = Work()
    work.number += 1
    work.facts.append(done or holding.assigned)
    if done:
        work.done += 1
        work.earned += rule.per_matter if done.points is None else done.points


def is_counted(rule: Efficacy, done_on: date | None, due: date, period: Period) -> bool:
    """Say whether a matter counts in the period, by the reading of the rule."""
    if done_on is not None:
        return done_on >= period.first
    return rule.counted == "in_hand" or due <= period.last


def _outcome_of(holdings: list[Holding]) -> Holding:
    """Of several lead units the one least done decides for those who support."""
    return min(
        holdings,
        key=lambda h: (h.done is not None, h.due if h.done is None else h.done.on, h.points or 0, h.unit),
    )
