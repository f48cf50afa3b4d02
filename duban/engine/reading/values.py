"""The values of a fact's fields: each read as the format, or the pack, has it, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from duban.engine.vocabulary.events import Field
from duban.engine.vocabulary.library import VALUES
from duban.engine.vocabulary.readers import number_from as amount_from
from duban.engine.vocabulary.words import Words, value_of


class FactError(ValueError):
    """A fact that cannot be read; the message names it."""

    def __init__(self, fact_id: object, what: str) -> None:
        self.fact_id = fact_id
        self.what = what
        super().__init__(f"事实 {fact_id}：{what}")


def day_from(value: object) -> date | None:
    """Read a date written YYYY-MM-DD, or give None where the value is no such date."""
    if isinstance(value, str):
        return _day_of(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date | None:
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(name: str, key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise FactError(name, f"{key} 应是文字")
    return value


def _one_of(name: str, key: str, value: object) -> str:
    if not isinstance(value, str) or value not in VALUES[key]:
        raise FactError(name, f"{key} 不能是“{value}”")
    return value


def _day(name: str, key: str, value: object) -> date:
    day = day_from(value)
    if day is None:
        raise FactError(name, f"{key} 不是日期：“{value}”")
    return day


def _flag(name: str, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FactError(name, f"{key} 应是 true 或 false")
    return value


def _days(name: str, key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FactError(name, f"{key} 应是不小于 0 的整数")
    return value


def _amount(name: str, key: str, value: object) -> Decimal:
    amount = amount_from(value)
    if amount is None:
        raise FactError(name, f"{key} 应是数：“{value}”")
    return amount


def declared_value(name: str, declared: Field, value: object, words: Words) -> Any:
    found, wrong = value_of(declared, value, words)
    if wrong:
        raise FactError(name, f"{declared.name} {wrong}")
    return found


def library_value(name: str, key: str, value: object, words: Words) -> Any:
    own = words.lists.get(key)
    if own:
        if value not in own:
            raise FactError(name, f"{key} 不能是“{value}”，只能是 {'、'.join(own)}")
        return value
    return READERS[key](name, key, value)


READERS: dict[str, Callable[[str, str, object], Any]] = {
    **{key: _text for key in ("id", "kind", "unit", "matter", "to", "what", "defect", "step", "occasion", "section")},
    **{key: _one_of for key in VALUES},
    **{key: _day for key in ("on", "due", "limit")},
    **{key: _flag for key in ("quantifiable", "excused")},
    "points": _amount,
    "days": _days,
}
MORE_READERS: dict[str, Callable[[str, str, object], Any]] = {
    **{
        key: _text
        for key in ("category", "source", "parent", "person", "reason", "quantity", "by", "of", "as", "period")
    },
    **{key: _amount for key in ("amount", "value")},
    **{key: _day for key in ("accepted_on", "held_on", "verified_on")},
}
MORE = frozenset(MORE_READERS)
