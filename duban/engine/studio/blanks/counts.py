"""The blanks of how often something pays: each time, once, from the n-th time on, n in a row, by a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.studio.blanks.names import Choice, Names
from duban.engine.studio.blanks.parts import Blank, CannotSay, Filled, Number, One, Part, Some, Values, below, here, one
from duban.engine.studio.blanks.slots import selected

COUNT_KEYS = ("once_per", "within", "from", "in_a_row", "along", "per")
# How often it pays, by the count words that it takes, with what readers call it.
COUNTS = (
    ("each", "每次"), ("once_per", "同一…只计一次"), ("within+from", "同一…第几次起每次"), ("from", "第几次起每次"),
    ("once_per+from", "同一…满几次计一次"), ("within+in_a_row+along", "同一…连续几次"), ("in_a_row+along", "连续几次"),
    ("per", "每迟一天、每少一件等"), ("within", "同一…里按第几次"),
)  # fmt: skip


@dataclass(frozen=True)
class Counting(Part):
    """The count words: which of them there are is the shape, each has its blank."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict) or set(value) - {*COUNT_KEYS, "over"}:
            raise CannotSay("计次")
        shape = "+".join(key for key in COUNT_KEYS if key in value)
        into[below(at, "shape")] = [shape or "each"]
        for key, entry in value.items():
            (_OVER if key == "over" else _COUNTED[key]).put(entry, below(at, key), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        place = below(at, "shape")
        shape = one(values, place) or "each"
        known = dict(COUNTS)
        extra = () if shape in known else ((shape, "、".join(_LABELS.get(key, "") for key in shape.split("+"))),)
        yield Blank(place, "怎样计次", "choice", (*COUNTS, *extra), (shape,), True)
        for key in shape.split("+"):
            if key in _COUNTED:
                yield from _COUNTED[key].blanks(values, below(at, key), names)
        if shape not in ("each", "per"):
            yield from _OVER.blanks(values, below(at, "over"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        shape = one(values, below(at, "shape")) or "each"
        found = {key: _COUNTED[key].take(values, below(at, key), names) for key in shape.split("+") if key in _COUNTED}
        if over := _OVER.take(values, below(at, "over"), names):
            found["over"] = over
        return {key: value for key, value in found.items() if value is not None} or None


def _rows(names: Names, values: Values, at: str) -> list[Choice]:
    return names.row_fields(_kinds(values, at))


def _fields(names: Names, values: Values, at: str) -> list[Choice]:
    return [(field.name, field.label) for field in names.declared(_kinds(values, at))]


def _whole(names: Names, values: Values, at: str) -> list[Choice]:
    declared = names.declared(_kinds(values, at))
    own = [(field.name, field.label) for field in declared if field.type == "whole"]
    return own if any(name == "days" for name, _ in own) else [("days", "天数"), *own]


def _kinds(values: Values, at: str) -> tuple[str, ...]:
    return selected(values, at.rpartition(".")[0])


_LABELS = {
    "once_per": "同一…只计一次", "within": "同一…之内", "from": "第几次起", "in_a_row": "连续几次", "along": "按什么连续", "per": "按什么数",
}  # fmt: skip
_COUNTED: dict[str, Part] = {
    "once_per": Some("同一什么只计一次", _rows, required=True, before="同一"),
    "within": Some("同一什么", _rows, required=True, before="同一"),
    "from": Number("第几次起", True, True, before="第", after="次"),
    "in_a_row": Number("连续几次", True, True, before="连续", after="次"),
    "along": One("按什么看是否连续", _fields, required=True, before="在", after="中"),
    "per": One("按什么数", _whole, required=True, before="每1"),
}
_OVER = One("从何时起数", here((("life", "历年累计"), ("period", "本期内"))))
