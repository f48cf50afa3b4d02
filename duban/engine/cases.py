"""A case: a regime, a period, units and facts, as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from duban.engine import facts as facts_module
from duban.engine import holdings
from duban.engine.clauses import Regime
from duban.engine.facts import Fact, FactError
from duban.engine.rules.bases import Sheet
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.honours import GROUPS
from duban.engine.rules.points import PERIODS
from duban.engine.rules.steps import Step, asks_for_limit


class CaseError(ValueError):
    """A case that cannot be read; the message says which field."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is supervised."""

    unit: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days scored, both ends included."""

    first: date
    last: date
    kind: str

    def as_json(self) -> dict[str, str]:
        """This function will give the period as the interchange format has it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is needed to score, or to climb the ladder."""

    regime: str
    choices: Mapping[str, str]
    period: Period
    units: tuple[Unit, ...]
    facts: Sequence[Fact]


def case_from_text(text: str) -> Mapping[str, object]:
    """This function will read the JSON of a case. Raises CaseError where it is none."""
    try:
        node = json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=facts_module.once)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"不是正确的 JSON（{error}）") from None
    if not isinstance(node, dict):
        raise CaseError("案例应是一个 JSON 对象")
    return node


def case_from(node: Mapping[str, object], more: Iterable[object] = ()) -> Case:
    """This function will turn the JSON of a case, and more fact records beside it, into a Case.

    Raises CaseError or FactError, naming the field or the fact.
    """
    known = ("regime", "choices", "period", "units", "facts", "jurisdiction", "note")
    for key in node:
        if key not in known:
            raise CaseError(f"案例里有不认识的字段 {key}")
    for key in ("regime", "period", "units"):
        if key not in node:
            raise CaseError(f"案例缺少 {key}")
    if not isinstance(node["regime"], str):
        raise CaseError("regime 应是文字")
    choices = {} if node.get("choices") is None else node["choices"]
    if not isinstance(choices, dict) or not all(isinstance(value, str) for value in choices.values()):
        raise CaseError("choices 应写作 {歧义: 读法}")
    records = [] if node.get("facts") is None else node["facts"]
    if not isinstance(records, list):
        raise CaseError("facts 应是一列事实")
    facts = facts_module.facts_from(_chained(records, more))
    return Case(node["regime"], choices, period_from(node["period"]), units_from(node["units"]), facts)


def period_from(node: object) -> Period:
    """This function will read `{from, to, kind}`. Raises CaseError."""
    if not isinstance(node, dict):
        raise CaseError("period 应写作 {from, to, kind}")
    for key in node:
        if key not in ("from", "to", "kind"):
            raise CaseError(f"period 里有不认识的字段 {key}")
    first, last = (facts_module.day_from(node.get(key)) for key in ("from", "to"))
    for key, day in (("from", first), ("to", last)):
        if day is None:
            raise CaseError(f"period.{key} 不是日期：“{node.get(key)}”")
    if node.get("kind") not in PERIODS:
        raise CaseError(f"period.kind 不能是“{node.get('kind')}”，只能是 {'、'.join(PERIODS)}")
    assert first and last
    if first > last:
        raise CaseError(f"period.from {first} 晚于 period.to {last}")
    return Period(first, last, str(node["kind"]))


def units_from(nodes: object) -> tuple[Unit, ...]:
    """This function will read the units, each once. Raises CaseError."""
    if not isinstance(nodes, list):
        raise CaseError("units 应是一列单位")
    units: dict[str, Unit] = {}
    for place, node in enumerate(nodes):
        if not isinstance(node, dict):
            raise CaseError(f"units[{place}] 应写作 {{unit, name, group}}")
        unit, group = node.get("unit"), node.get("group")
        if not isinstance(unit, str) or not unit:
            raise CaseError(f"units[{place}] 缺少 unit")
        for key in node:
            if key not in ("unit", "name", "group"):
                raise CaseError(f"单位 {unit} 有不认识的字段 {key}")
        if unit in units:
            raise CaseError(f"单位 {unit} 重复")
        if group not in GROUPS:
            raise CaseError(f"单位 {unit} 的 group 不能是“{group}”")
        name = node.get("name", unit)
        if not isinstance(name, str):
            raise CaseError(f"单位 {unit} 的 name 应是文字")
        units[unit] = Unit(unit, name, str(group))
    return tuple(units.values())


def validate(regime: Regime, facts: Sequence[Fact], units: Iterable[Unit]) -> None:
    """This function will raise FactError for a fact that cannot be, naming it.

    Refused are unknown units, matters never assigned, acts of units that do not hold the matter then, steps
    and sections of the sheet that the regime has not, urgings or steps without the limit that it asks for, and points beyond the full
    value of a matter.
    """
    known = {unit.unit for unit in units}
    assigned = {fact.matter for fact in facts if fact.kind == "assigned"}
    steps = [rule for clause in regime.clauses for rule in clause.rules if isinstance(rule, Step)]
    names = {rule.step for rule in steps}
    sections = {r.section for c in regime.clauses for r in c.rules if isinstance(r, Sheet)}
    full = next((r.per_matter for c in regime.clauses for r in c.rules if isinstance(r, Efficacy)), None)
    for fact in facts:
        if fact.unit not in known:
            raise FactError(fact.id, f"没有“{fact.unit}”这个单位")
        if fact.matter is not None and fact.matter not in assigned:
            raise FactError(fact.id, f"事项“{fact.matter}”从未交办")
        if fact.kind == "transferred" and (fact.to not in known or fact.to == fact.unit):
            raise FactError(fact.id, f"to “{fact.to}”应是另一个已知单位")
        if fact.kind == "completed" and fact.points is not None:
            if fact.points < 0 or (full is not None and fact.points > full):
                raise FactError(fact.id, f"points 应在 0 与 {full if full is not None else '满分'} 之间")
        elif fact.kind == "step" and fact.step not in names:
            raise FactError(fact.id, f"{regime.name}没有“{fact.step}”这一步")
        elif fact.kind == "sheet" and sections and fact.section not in sections:
            raise FactError(fact.id, f"{regime.name}的评分表没有“{fact.section}”这一部分")
        wants_limit = fact.limit is None and fact.kind in ("step", "urged")
        if wants_limit and any(asks_for_limit(rule, fact) for rule in steps):
            raise FactError(fact.id, "缺少 limit：这一步的期限由发出时确定")
    for fact in holdings.refused(facts)[:1]:
        raise FactError(fact.id, f"{fact.on} 时单位“{fact.unit}”并不承办事项“{fact.matter}”，不能{_ACTS[fact.kind]}")


def lines_of(path: Path) -> Iterable[object]:
    """This function will read fact records from a JSON Lines file. Raises CaseError, FactError."""
    try:
        with path.open(encoding="utf-8") as lines:
            yield from facts_module.records_from_lines(lines)
    except OSError:
        raise CaseError(f"找不到文件 {path}") from None
    except UnicodeDecodeError:
        raise CaseError(f"{path} 不是 UTF-8 文字") from None


_ACTS = {
    "completed": "办结",
    "extended": "延期",
    "written_off": "销号",
    "transferred": "移交",
    "reopened": "撤回办结",
}


def _chained(one: Iterable[object], other: Iterable[object]) -> Iterable[object]:
    yield from one
    yield from other
