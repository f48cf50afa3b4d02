"""What the facts of a case may say under a pack: the kinds, fields and values that it knows besides the library's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine.vocabulary.events import Event, Field
from duban.engine.vocabulary.readers import number_from

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?\Z")


@dataclass(frozen=True, eq=False)
class Words:
    """The vocabulary of one pack; without packs `NONE`, the library alone.

    `groups` has each group with the group it lies in, `authorities` the whole list where the pack gives one. `is_open` lets a fact
    `assigned` have no end date; under `must_end` no office may register a matter without one.
    """

    events: Map[str, Event] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    authorities: tuple[str, ...] | None = None
    counts_as: Map[str, str] = field(default_factory=dict)
    groups: Map[str, str | None] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_open: bool = False
    must_end: bool = False
    lists: Map[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the values that the pack's own lists allow, by field."""
        own = {"role": self.roles, "level": self.levels, "grade": self.grades, "authority": self.authorities or ()}
        object.__setattr__(self, "lists", {key: values for key, values in own.items() if values})

    @property
    def holder(self) -> str:
        """The role in which a unit holds a matter; the others share its outcome."""
        return "lead" if not self.roles or "lead" in self.roles else self.roles[0]

    def role_of(self, part: str) -> str:
        """Give the pack's role of a unit that leads or supports; empty where only one role is known and the unit does not hold it."""
        if part == "lead" or not self.roles or part in self.roles:
            return self.holder if part == "lead" else part
        return next((role for role in self.roles if role != self.holder), "")

    def field_of(self, kind: str, name: str) -> Field | None:
        """Give the field that the pack declares for this kind of fact, or None."""
        event = self.events.get(kind)
        return event.fields.get(name) if event else None

    def is_number(self, kinds: Iterable[str], name: str) -> bool:
        """Say whether facts of these kinds, or matters, have a number in this field: one that the pack declares, or the days of a lateness."""
        declared = [each for kind in (*kinds, "assigned") if (each := self.field_of(kind, name)) is not None]
        return all(each.type in ("whole", "decimal") for each in declared) if declared else name == "days"

    def authorities_of(self, name: str) -> tuple[str, ...]:
        """Give an authority and those that it counts as, nearest first."""
        chain = [name]
        while (name := self.counts_as.get(name, "")) and name not in chain:
            chain.append(name)
        return tuple(chain)

    def chain(self, group: str) -> Iterator[str]:
        """Give a group and the groups it lies in, innermost first."""
        seen: set[str] = set()
        name: str | None = group
        while name is not None and name not in seen:
            yield name
            seen.add(name)
            name = self.groups.get(name)


NONE = Words()


def value_of(declared: Field, value: Any, words: Words) -> tuple[Any, str | None]:
    """Read a value of a declared field; the second part says what is wrong with it, None when nothing is."""
    kind = declared.type
    if kind == "choice":
        ok = isinstance(value, str) and value in declared.words
        return value, None if ok else f"不能是“{value}”，只能是 {'、'.join(declared.words)}"
    if kind in ("text", "authority", "level"):
        return _text(kind, value, words)
    if kind in ("whole", "decimal"):
        return _number(declared, value)
    if kind == "month":
        return _month(value)
    if kind == "day":
        day = _day(value)
        return day, None if day else f"不是日期：“{value}”"
    return value, None if isinstance(value, bool) else "应是 true 或 false"


def _text(kind: str, value: Any, words: Words) -> tuple[Any, str | None]:
    if not isinstance(value, str) or not value:
        return value, "应是文字"
    allowed = words.levels if kind == "level" else words.authorities if kind == "authority" else None
    return value, f"不能是“{value}”" if allowed and value not in allowed else None


def _number(declared: Field, value: Any) -> tuple[Any, str | None]:
    number = number_from(value)
    if number is None:
        return value, f"应是数：“{value}”"
    if declared.type == "whole" and number != number.to_integral_value():
        return value, f"应是整数：“{value}”"
    said = outside(number, declared.least, declared.most)
    return (int(number) if declared.type == "whole" else number), said


def outside(number: Decimal, least: Decimal | None, most: Decimal | None) -> str | None:
    """Say by which bound a number is refused, or None inside them."""
    if least is not None and number < least:
        return f"{number} 小于最小值 {least}"
    if most is not None and number > most:
        return f"{number} 大于最大值 {most}"
    return None


def _month(value: Any) -> tuple[Any, str | None]:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 12:
        return f"{value:02}", None
    if isinstance(value, str) and _MONTH.match(value):
        return value[:7], None
    if isinstance(value, str) and value.isdecimal() and 1 <= int(value) <= 12:
        return f"{int(value):02}", None
    return value, f"不是月份：“{value}”"


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
