"""The rules of a regime under some readings, compiled to what a pass over facts needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.facts import COUNTS_AS, Fact
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points, is_contested, worth


@dataclass(eq=False, slots=True)
class Hit:
    """What one kind of fact, told apart by its fields, earns under one rule."""

    rule: Rule
    label: str
    amount: Decimal = Decimal(0)
    level: str | None = None
    by_level: Mapping[str, Hit] | None = None
    contest: HighestOnly | None = None
    needs_matter: bool = False
    only_role: str | None = None


class Probe(dict[Any, tuple[Hit, ...]]):
    """For one kind of fact: the fields that tell its facts apart, and the hits by their values."""

    def __init__(self, table: Table, kind: str, names: tuple[str, ...]) -> None:
        super().__init__()
        self._table, self._kind, self._names = table, kind, names
        self.key: Callable[[Fact], Any] = attrgetter(*names)

    def __missing__(self, key: Any) -> tuple[Hit, ...]:
        values = dict(zip(self._names, key if len(self._names) > 1 else (key,), strict=True))
        hits = self._table.hits(self._kind, values)
        fallback = COUNTS_AS.get(str(values.get("authority")))
        if not hits and fallback:
            hits = self._table.hits(self._kind, {**values, "authority": fallback}, values)
        self[key] = hits
        return hits


class Table:
    """What scores in a regime, under complete choices, in periods of one kind."""

    def __init__(self, regime: Regime, choices: dict[str, str], period_kind: str) -> None:
        rules = [rule for clause in regime.clauses for rule in clause.rules if rule.holds(choices)]
        self.order = regime.order()
        self.classes = regime.classes(choices)
        self._levels = regime.levels
        self.base = _one(rules, Base)
        self.sheet_total = _one(rules, SheetTotal)
        self.efficacy = _one(rules, Efficacy)
        self.grade = _one(rules, Grade)
        self.sheets = [rule for rule in rules if isinstance(rule, Sheet)]
        self.caps = [rule for rule in rules if isinstance(rule, Cap)]
        self.floors = [rule for rule in rules if isinstance(rule, Floor)]
        self.honours = [rule for rule in rules if isinstance(rule, Honour) and period_kind in rule.periods]
        self.excludes = any(isinstance(rule, Exclude) and rule.unquantifiable for rule in rules)
        self._contests = [rule for rule in rules if isinstance(rule, HighestOnly)]
        self._scoring = [
            rule
            for rule in rules
            if isinstance(rule, Beyond)
            or (isinstance(rule, Points) and (not rule.periods or period_kind in rule.periods))
        ]
        self.needs_levels = any(isinstance(rule, Points) and rule.by == "level" for rule in self._scoring)
        self.roles = {rule.only_role for rule in self._scoring if isinstance(rule, Points) and rule.only_role}
        self.probes = {kind: Probe(self, kind, names) for kind, names in self._discriminating().items()}

    def hits(
        self, kind: str, values: Mapping[str, object], said: Mapping[str, object] | None = None
    ) -> tuple[Hit, ...]:
        """This function will list what a fact of this kind and these values earns, rule by rule."""
        name = wording.label(kind, said or values)
        if kind == "sheet":
            if self.sheet_total:
                return (Hit(self.sheet_total, name),)
            return tuple(Hit(rule, name) for rule in self.sheets if rule.section == values["section"])
        if kind in ("grade", "step"):
            return (Hit(self.grade, name),) if self.grade else ()
        found = []
        for rule in self._scoring:
            amount = worth(rule, values, self.classes) if rule.fact == kind else None
            if isinstance(amount, Decimal):
                found.append(self._hit(rule, name, amount, values))
            elif amount is not None:
                levels = {
                    level: self._hit(rule, name, each, values, wording.level(level, self._levels))
                    for level, each in amount.items()
                }
                found.append(Hit(rule, name, by_level=levels, **_conditions(rule)))
        return tuple(found)

    def _hit(
        self, rule: Rule, name: str, amount: Decimal, values: Mapping[str, object], level: str | None = None
    ) -> Hit:
        contest = None
        if isinstance(rule, Points):
            tone = values.get("tone")
            said = str(tone) if tone else None
            contest = next((c for c in self._contests if is_contested(c, rule.fact, said, amount)), None)
        return Hit(rule, name, amount, level, contest=contest, **_conditions(rule))

    def _discriminating(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, set[str]] = {}
        for rule in self._scoring:
            if isinstance(rule, Points | Beyond):
                of_kind = names.setdefault(rule.fact, {"kind"})
                of_kind |= set(rule.where)
                if isinstance(rule, Points) and rule.by in ("authority", "authority_class"):
                    of_kind.add("authority")
        for contest in self._contests:
            for kind in contest.facts:
                if kind in names:
                    names[kind].add("tone")
        if self.sheets or self.sheet_total:
            names["sheet"] = {"section"}
        if self.grade:
            names |= {"grade": {"kind"}, "step": {"kind"}}
        return {kind: tuple(sorted(fields)) for kind, fields in names.items()}


@lru_cache(maxsize=256)
def table_of(regime: Regime, choices: tuple[tuple[str, str], ...], period_kind: str) -> Table:
    """This function will compile a regime under choices, given as sorted pairs, for one kind of period."""
    return Table(regime, regime.choices(dict(choices)), period_kind)


def _conditions(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, Points):
        return {"needs_matter": rule.needs_matter or bool(rule.only_role), "only_role": rule.only_role}
    return {"needs_matter": isinstance(rule, Beyond)}


def _one(rules: list[Rule], kind: type[Any]) -> Any:
    return next((rule for rule in rules if isinstance(rule, kind)), None)
