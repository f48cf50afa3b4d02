"""Trying a rule: the document with it and without it, on one scene; what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duban.engine import cases, scoring
from duban.engine.clauses import Clause, Regime
from duban.engine.facts import Fact, FactError
from duban.engine.rules.fields import Rule
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.scores import Score
from duban.engine.witnesses.worlds import Record, World


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule changes in one case: only how lines are told, or a total, a rank, a proposal or who is named."""

    facts: tuple[Fact, ...]
    is_of_total: bool


class Trials:
    """One world, one rule: the document without that rule is made once."""

    def __init__(self, world: World, rule: Rule) -> None:
        self._world = world
        self._without = without(world.regime, rule)
        # What gives points must show in a line; that a figure is missing is no effect of a rule.
        self._needs_line = isinstance(rule, Score | Points | Beyond)

    def run(self, records: Iterable[Record]) -> Difference | None:
        """Score the scene with and without the rule. None where nothing differs, or where the facts cannot be."""
        facts = read_scene(self._world, records)
        if facts is None:
            return None
        one, other = (_answer(regime, self._world, facts) for regime in (self._world.regime, self._without))
        if one == other or (self._needs_line and _lines(one) == _lines(other)):
            return None
        return Difference(tuple(facts), _of_totals(one) != _of_totals(other))


def read_scene(world: World, records: Iterable[Record]) -> list[Fact] | None:
    """Read a scene as valid facts, each on a day; None where such facts are refused."""
    last = world.period.last.isoformat()
    plain = [
        {"on": last, **{key: _plain(value) for key, value in record.items()}} for record in (*records, *world.totals)
    ]
    try:
        facts = world.read(plain)
        cases.validate(world.regime, facts, world.units, world.choices)
    except (FactError, ValueError):
        return None
    return facts


def without(regime: Regime, rule: Rule) -> Regime:
    """Give the document without one rule."""
    clauses = tuple(
        replace(clause, rules=tuple(each for each in clause.rules if each is not rule))
        if rule in clause.rules
        else clause
        for clause in regime.clauses
    )
    return replace(regime, clauses=clauses)


def _answer(regime: Regime, world: World, facts: Sequence[Fact]) -> Mapping[str, Any]:
    answer = scoring.score(regime, facts, world.units, world.period, _known(regime, world.choices)).as_json()
    for unit in answer["units"]:
        unit["lines"] = [(line["clause"], line["points"]) for line in unit["lines"]]
    return {key: answer.get(key) for key in ("units", "honours", "proposals")}


def _known(regime: Regime, choices: Mapping[str, str]) -> Mapping[str, str]:
    return {each.id: choices[each.id] for each in regime.readings if each.switch}


def _lines(answer: Mapping[str, Any]) -> list[Any]:
    return [unit["lines"] for unit in answer["units"]]


def _of_totals(answer: Mapping[str, Any]) -> Any:
    units = [{key: value for key, value in unit.items() if key != "lines"} for unit in answer["units"]]
    return units, answer["honours"], answer["proposals"]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def clause_of(regime: Regime, rule: Rule) -> Clause:
    """Give the clause that a rule stands under."""
    return next(clause for clause in regime.clauses if rule in clause.rules)
