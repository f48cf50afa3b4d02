"""A case: a regime, a period, units and facts, as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from duban.engine import facts as facts_module
from duban.engine.facts import Fact, FactError
from duban.engine.rules.honours import GROUPS
from duban.engine.rules.points import PERIODS
from duban.engine.validation import validate as validate
from duban.engine.vocabulary.words import NONE, Words


class CaseError(ValueError):
    """A case that cannot be read; the message says which field."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is supervised."""

    unit: str
    name: str
    group: str
    # The days on which it came and went, where that was later than the first or earlier than the last day of the period.
    since: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The days scored, both ends included."""

    first: date
    last: date
    kind: str

    def as_json(self) -> dict[str, str]:
        """Give the period as the interchange format has it."""
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
    """Read the JSON of a case. Raises CaseError where it is none."""
    try:
        node = json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"不是正确的 JSON（{error}）") from None
    if not isinstance(node, dict):
        raise CaseError("案例应是一个 JSON 对象")
    return node


def case_from(node: Mapping[str, object], more: Iterable[object] = (), words: Words = NONE) -> Case:
    """Turn the JSON of a case, and more fact records beside it, into a Case, in the words of a pack.

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
        raise CaseError("choices 应写作 {歧义: 执行口径}")
    records = [] if node.get("facts") is None else node["facts"]
    if not isinstance(records, list):
        raise CaseError("facts 应是一列事实")
    units = units_from(node["units"], words)
    facts = facts_module.facts_from(_chained(records, more), words=words)
    return Case(node["regime"], choices, period_from(node["period"], words), units, facts)


def period_from(node: object, words: Words = NONE) -> Period:
    """Read `{from, to, kind}`. Raises CaseError."""
    if not isinstance(node, dict):
        raise CaseError("period 应写作 {from, to, kind}")
    for key in node:
        if key not in ("from", "to", "kind"):
            raise CaseError(f"period 里有不认识的字段 {key}")
    first, last = (facts_module.day_from(node.get(key)) for key in ("from", "to"))
    for key, day in (("from", first), ("to", last)):
        if day is None:
            raise CaseError(f"period.{key} 不是日期：“{node.get(key)}”")
    kinds = tuple(dict.fromkeys((*PERIODS, *words.periods)))
    if node.get("kind") not in kinds:
        raise CaseError(f"period.kind 不能是“{node.get('kind')}”，只能是 {'、'.join(kinds)}")
    assert first and last
    if first > last:
        raise CaseError(f"period.from {first} 晚于 period.to {last}")
    return Period(first, last, str(node["kind"]))


def units_from(nodes: object, words: Words = NONE) -> tuple[Unit, ...]:
    """Read the units, each once. Raises CaseError."""
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
            if key not in ("unit", "name", "group", "from", "to"):
                raise CaseError(f"单位 {unit} 有不认识的字段 {key}")
        if unit in units:
            raise CaseError(f"单位 {unit} 重复")
        if group not in GROUPS and group not in words.groups:
            raise CaseError(f"单位 {unit} 的 group 不能是“{group}”")
        name = node.get("name", unit)
        if not isinstance(name, str):
            raise CaseError(f"单位 {unit} 的 name 应是文字")
        days = {key: facts_module.day_from(node.get(key)) for key in ("from", "to")}
        for key, day in days.items():
            if day is None and node.get(key) is not None:
                raise CaseError(f"单位 {unit} 的 {key} 不是日期：“{node[key]}”")
        units[unit] = Unit(unit, name, str(group), days["from"], days["to"])
    return tuple(units.values())


def lines_of(path: Path) -> Iterable[object]:
    """Read fact records from a JSON Lines file. Raises CaseError, FactError."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from records_from_lines(lines)
    except OSError:
        raise CaseError(f"找不到文件 {path}") from None
    except UnicodeDecodeError:
        raise CaseError(f"{path} 不是 UTF-8 文字") from None


def records_from_lines(lines: Iterable[str]) -> Iterable[object]:
    """Read JSON Lines, one fact a line, blank lines passed over.

    Raises FactError naming the line that is no JSON.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield json_of(line)
            except (ValueError, RecursionError) as error:
                raise FactError(f"第 {number} 行", f"不是正确的 JSON（{error}）") from None


def json_of(line: str) -> object:
    """Read one line of JSON; a decoder made for each line would take longer than the reading."""
    return json.loads(line) if line.startswith("\ufeff") else _DECODER.decode(line)


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its fields. Raises ValueError where one is given twice, of which JSON keeps only the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} 重复")
    return found


def _chained(one: Iterable[object], other: Iterable[object]) -> Iterable[object]:
    yield from one
    yield from other


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=once)
