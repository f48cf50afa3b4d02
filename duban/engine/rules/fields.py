"""How the fields of a rule are read from a pack, each with its refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, field
from dataclasses import fields as fields_of
from decimal import Decimal
from typing import Any

from duban.engine import facts
from duban.engine.packs.sources import Mapping

Reader = Callable[[Mapping, str, Any], Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """What every kind of rule has: the clause it stands under and the readings under which it holds."""

    clause: str
    line: int = 0
    when: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, choices: dict[str, str]) -> bool:
        """This function will say whether the rule holds under the chosen readings."""
        return all(choices.get(ambiguity) in readings for ambiguity, readings in self.when)


def taken(reader: Reader, **default: Any) -> Any:
    """This function will declare a dataclass field that a pack gives, read by `reader`."""
    return field(metadata={"read": reader}, **default)


def read_into(cls: type[Any], node: Mapping, of: str, **known: Any) -> Any:
    """This function will build `cls` from a mapping of a pack.

    Raises PackError for unknown keys, missing keys and values that their readers refuse.
    """
    declared = {entry.name: entry for entry in fields_of(cls) if "read" in entry.metadata}
    node.only([*declared, *(("kind", "when") if issubclass(cls, Rule) else ())], of)
    values = dict(known)
    for name, entry in declared.items():
        if name in node:
            values[name] = entry.metadata["read"](node, name, node[name])
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise node.refuse(f"{of}缺少 {name}")
    return cls(**values)


def read_when(node: Mapping) -> tuple[tuple[str, frozenset[str]], ...]:
    """This function will read `when: {ambiguity: reading or list of readings}`."""
    when = node.get("when")
    if when is None:
        return ()
    if not isinstance(when, Mapping) or not when:
        raise node.refuse("when 应写作 {歧义: 读法}", "when")
    return tuple((key, frozenset(texts(when, key, value))) for key, value in when.items())


def text(node: Mapping, key: str, value: Any) -> str:
    """This function will read a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise node.refuse(f"{key} 应是文字", key)
    return value


def texts(node: Mapping, key: str, value: Any) -> tuple[str, ...]:
    """This function will read a text or a list of texts."""
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(text(node, key, entry) for entry in entries)


def flag(node: Mapping, key: str, value: Any) -> bool:
    """This function will read true or false."""
    if not isinstance(value, bool):
        raise node.refuse(f"{key} 应是 true 或 false", key)
    return value


def whole(node: Mapping, key: str, value: Any) -> int:
    """This function will read a whole number from 1 up."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise node.refuse(f"{key} 应是不小于 1 的整数", key)
    return value


def amount(node: Mapping, key: str, value: Any) -> Decimal:
    """This function will read points: text or a whole number, never a float."""
    if isinstance(value, float):
        raise node.refuse(f"{key} 应加引号写作文字，不用浮点数", key)
    number = facts.amount_from(value)
    if number is None:
        raise node.refuse(f"{key} 应是数", key)
    return number


def least_zero(node: Mapping, key: str, value: Any) -> Decimal:
    """This function will read points that are not below 0: how much at most."""
    number = amount(node, key, value)
    if number < 0:
        raise node.refuse(f"{key} 应不小于 0", key)
    return number


def amounts(node: Mapping, key: str, value: Any) -> Decimal | dict[str, Decimal]:
    """This function will read points, or a map of points."""
    if not isinstance(value, Mapping):
        return amount(node, key, value)
    if not value:
        raise node.refuse(f"{key} 不能为空", key)
    return {name: amount(value, name, entry) for name, entry in value.items()}


def one_of(allowed: Iterable[str]) -> Reader:
    """This function will make a reader for one of the allowed words."""
    words = tuple(allowed)

    def read(node: Mapping, key: str, value: Any) -> str:
        if value not in words:
            raise node.refuse(f"{key} 不能是“{value}”，只能是 {'、'.join(words)}", key)
        return str(value)

    return read


def some_of(allowed: Iterable[str]) -> Reader:
    """This function will make a reader for one or several of the allowed words."""
    read_one = one_of(allowed)

    def read(node: Mapping, key: str, value: Any) -> tuple[str, ...]:
        entries = value if isinstance(value, list) else [value]
        if not entries:
            raise node.refuse(f"{key} 不能为空", key)
        return tuple(read_one(node, key, entry) for entry in entries)

    return read


fact_kind = one_of(facts.KINDS)
fact_kinds = some_of(facts.KINDS)


def where(node: Mapping, key: str, value: Any) -> dict[str, frozenset[Any]]:
    """This function will read {field of a fact: value or list of values}."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应写作 {{字段: 值}}", key)
    kinds = node.get("fact", node.get("kind"))
    conditions = {}
    for name, wanted in value.items():
        if name not in facts.FIELDS or name in ("id", "on", "unit", "matter"):
            raise value.refuse(f"事实没有“{name}”这个字段，不能作条件", name)
        allowed = facts.WHAT.get(str(kinds)) if name == "what" else facts.VALUES.get(name)
        reader = some_of(allowed) if allowed else _anything
        conditions[name] = frozenset(reader(value, name, wanted))
    return conditions


def _anything(node: Mapping, key: str, value: Any) -> tuple[Any, ...]:
    entries = value if isinstance(value, list) else [value]
    if any(isinstance(entry, float | Mapping | list) or entry is None for entry in entries) or not entries:
        raise node.refuse(f"{key} 的值应是文字、整数或 true/false", key)
    return tuple(entries)
