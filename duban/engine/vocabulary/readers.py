"""How the values of a pack are read, each with its refusal; amounts are text or whole numbers, never floats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from duban.engine.packs.sources import Mapping, likeliest

Reader = Callable[[Mapping, str, Any], Any]
_ID = re.compile(r"[a-z0-9_]+\Z")


def is_id(name: object) -> bool:
    """Say whether a name may be an id: small letters, digits and underscores."""
    return isinstance(name, str) and _ID.match(name) is not None


def number_from(value: object) -> Decimal | None:
    """Read an amount given as a number or as text, or give None where it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str) and "_" in value:
        return None  # Decimal would read 1_0 as 10.
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount.adjusted() < 10 else None


def text(node: Mapping, key: str, value: Any) -> str:
    """Read a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise node.refuse(f"{key} 应是文字", key)
    return value


def optional_text(node: Mapping, key: str) -> str | None:
    """Read a text that may be missing or null."""
    return None if node.get(key) is None else text(node, key, node[key])


def texts(node: Mapping, key: str, value: Any) -> tuple[str, ...]:
    """Read a text or a list of texts."""
    entries = value if isinstance(value, list) else [value]
    if not entries:
        raise node.refuse(f"{key} 不能为空", key)
    return tuple(text(node, key, entry) for entry in entries)


def flag(node: Mapping, key: str, value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise node.refuse(f"{key} 应是 true 或 false", key)
    return value


def whole(node: Mapping, key: str, value: Any) -> int:
    """Read a whole number from 1 up."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise node.refuse(f"{key} 应是不小于 1 的整数", key)
    return value


def amount(node: Mapping, key: str, value: Any) -> Decimal:
    """Read points: text or a whole number, never a float."""
    if isinstance(value, float):
        raise node.refuse(f'{key} 应加引号写作文字，不用浮点数，如 "{value}"', key)
    number = number_from(value)
    if number is None:
        raise node.refuse(f'{key} 应是数，如 "-0.5"；“{_short(value)}”不是', key)
    return number


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 20 else f"{text[:20]}…"


def least_zero(node: Mapping, key: str, value: Any) -> Decimal:
    """Read points that are not below 0: how much at most."""
    number = amount(node, key, value)
    if number < 0:
        raise node.refuse(f"{key} 应不小于 0", key)
    return number


def one_of(allowed: Iterable[str]) -> Reader:
    """Make a reader for one of the allowed words."""
    words = tuple(allowed)

    def read(node: Mapping, key: str, value: Any) -> str:
        if value not in words:
            raise node.refuse(f"{key} 不能是“{value}”，只能是 {'、'.join(words)}{likeliest(value, words)}", key)
        return str(value)

    return read


def some_of(allowed: Iterable[str]) -> Reader:
    """Make a reader for one or several of the allowed words."""
    read_one = one_of(allowed)

    def read(node: Mapping, key: str, value: Any) -> tuple[str, ...]:
        entries = value if isinstance(value, list) else [value]
        if not entries:
            raise node.refuse(f"{key} 不能为空", key)
        return tuple(read_one(node, key, entry) for entry in entries)

    return read


def mapping(node: Mapping, key: str, value: Any) -> Mapping:
    """Read a group of keys and values."""
    if not isinstance(value, Mapping):
        raise node.refuse(f"{key} 应是一组 键: 值", key)
    return value


def mappings(node: Mapping, key: str) -> list[Mapping]:
    """Read a list of groups of keys and values; one alone may stand without a list."""
    value = node.get(key)
    entries = [] if value is None else value if isinstance(value, list) else [value]
    return [mapping(node, key, entry) for entry in entries]


def mappings_by_id(node: Mapping, key: str) -> dict[str, Mapping]:
    """Read {id: group of keys and values}. Raises PackError for a name that is no id."""
    value = node.get(key)
    if value is None:
        return {}
    found = mapping(node, key, value)
    for name in found:
        if not is_id(name):
            raise found.refuse(f"{key} 的名称“{name}”只能用小写字母、数字和下划线", name)
    return {name: mapping(found, name, entry) for name, entry in found.items()}


def read_when(node: Mapping) -> tuple[tuple[str, frozenset[str]], ...]:
    """Read `when: {ambiguity: reading or list of readings}`."""
    when = node.get("when")
    if when is None:
        return ()
    if not isinstance(when, Mapping) or not when:
        raise node.refuse("when 应写作 {歧义: 执行口径}", "when")
    return tuple((key, frozenset(texts(when, key, value))) for key, value in when.items())
