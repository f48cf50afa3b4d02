"""How the fields of a rule are read from a pack, each with its refusal."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from dataclasses import fields as fields_of
from decimal import Decimal
from typing import Any

from duban.engine import facts
from duban.engine.packs.sources import Mapping
from duban.engine.vocabulary.readers import Reader as Reader
from duban.engine.vocabulary.readers import amount as amount
from duban.engine.vocabulary.readers import flag as flag
from duban.engine.vocabulary.readers import least_zero as least_zero
from duban.engine.vocabulary.readers import one_of as one_of
from duban.engine.vocabulary.readers import read_when as read_when
from duban.engine.vocabulary.readers import some_of as some_of
from duban.engine.vocabulary.readers import text as text
from duban.engine.vocabulary.readers import texts as texts
from duban.engine.vocabulary.readers import whole as whole


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """What every kind of rule has: the clause it stands under and the readings under which it holds."""

    clause: str
    line: int = 0
    when: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, choices: dict[str, str]) -> bool:
        """Say whether the rule holds under the chosen readings."""
        return all(choices.get(ambiguity) in readings for ambiguity, readings in self.when)


def taken(reader: Reader, **default: Any) -> Any:
    """Declare a dataclass field that a pack gives, read by `reader`."""
    return field(metadata={"read": reader}, **default)


def read_into(cls: type[Any], node: Mapping, of: str, **known: Any) -> Any:
    """Build `cls` from a mapping of a pack.

    Raises PackError for unknown keys, missing keys and values that their readers refuse.
    """
    declared = {entry.metadata.get("key", entry.name): entry for entry in fields_of(cls) if "read" in entry.metadata}
    node.only([*declared, *(("kind", "when") if issubclass(cls, Rule) else ())], of)
    values = dict(known)
    for name, entry in declared.items():
        if name in node:
            values[entry.name] = entry.metadata["read"](node, name, node[name])
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise node.refuse(f"{of}缺少 {name}")
    return cls(**values)


def amounts(node: Mapping, key: str, value: Any) -> Decimal | dict[str, Decimal]:
    """Read points, or a map of points."""
    if not isinstance(value, Mapping):
        return amount(node, key, value)
    if not value:
        raise node.refuse(f"{key} 不能为空", key)
    return {name: amount(value, name, entry) for name, entry in value.items()}


# Whether the kind is one of the library or the pack's own is asked when the whole pack is read.
fact_kind = text
fact_kinds = texts


def where(node: Mapping, key: str, value: Any) -> dict[str, frozenset[Any]]:
    """Read {field of a fact: value or list of values}."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应写作 {{字段: 值}}", key)
    kinds = node.get("fact", node.get("kind"))
    conditions = {}
    is_own = kinds is not None and kinds not in facts.KINDS and kinds != "step"
    for name, wanted in value.items():
        known = name in facts.FIELDS or name in ("category", "source") or is_own
        if not known or name in ("id", "on", "unit", "matter"):
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
