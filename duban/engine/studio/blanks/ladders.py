"""The blanks of days, of what opens a step and carries it out, of what an act needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    Number,
    One,
    Part,
    Values,
    Words,
    below,
    here,
    one,
    said,
)
from duban.engine.studio.blanks.slots import Where, kinds_beside

UNITS = (
    ("working_days", "个工作日"), ("days", "日"), ("months", "个月"), ("hours", "小时"), ("working_days_before", "个工作日前"),
    ("day_of_month", "每月几日"), ("working_day_of_month", "每月第几个工作日"), ("date", "每年几月几日"),
    ("weekday", "每周几（1 是周一）"), ("day_of_quarter", "每季度第几个月几日（1-10）"), ("day_of_half_year", "每半年第几个月几日（1-10）"),
    ("last_working_day_of", "月末、季末最后一个工作日"), ("range", "由人在几至几之间定"),
)  # fmt: skip
_PLAIN = UNITS[:4]
# Counts written as month and day.
_DATED = ("date", "day_of_quarter", "day_of_half_year")
_SPANS = (("month", "当月"), ("quarter", "当季"))


@dataclass(frozen=True)
class Days(Part):
    """How long something runs, or which day it is: a unit and what it needs. `is_set`: the document gives none, who acts sets it."""

    label: str
    required: bool = False
    is_set: bool = False

    def put(self, value: Any, at: str, into: Filled) -> None:
        if value == "set" and self.is_set:
            into[below(at, "unit")] = ["set"]
            return
        if not isinstance(value, dict) or not value:
            raise CannotSay(self.label)
        if "range" in value:
            if set(value) - {"range", "unit", "by"} or not isinstance(value["range"], list) or len(value["range"]) != 2:
                raise CannotSay(self.label)
            into[below(at, "unit")] = ["range"]
            for key, entry in (("least", value["range"][0]), ("most", value["range"][1])):
                into[below(at, key)] = [str(entry)]
            into[below(at, "of")] = [str(value.get("unit", ""))]
            into[below(at, "by")] = [str(value.get("by", ""))]
            return
        ((unit, number),) = value.items() if len(value) == 1 else [("", None)]
        if unit not in dict(UNITS):
            raise CannotSay(self.label)
        into[below(at, "unit")] = [unit]
        into[below(at, "span" if unit == "last_working_day_of" else "number")] = [str(number)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        place = below(at, "unit")
        unit = one(values, place)
        choices = [*UNITS, ("set", "文件没有写，办理时定")] if self.is_set else list(UNITS)
        if not self.required:
            choices.insert(0, ("", "没有"))
        shown = (unit,) if unit else ()
        if unit not in ("", "set", "last_working_day_of", "range"):
            kind = "words" if unit in _DATED else "number"
            yield Blank(below(at, "number"), self.label, kind, (), tuple(said(values, below(at, "number"))), True)
        yield Blank(place, f"{self.label}的算法", "choice", tuple(choices), shown, self.required)
        if unit == "last_working_day_of":
            yield Blank(below(at, "span"), "哪个期末", "choice", _SPANS, tuple(said(values, below(at, "span"))), True)
        if unit == "range":
            for part, key in _RANGE:
                yield from part.blanks(values, below(at, key), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        unit = one(values, below(at, "unit"))
        if not unit:
            if self.required:
                raise BlankError(below(at, "unit"), f"{self.label}的算法", "还没有选")
            return None
        if unit == "set" and self.is_set:
            return "set"
        if unit == "range":
            least, most, of, by = (part.take(values, below(at, key), names) for part, key in _RANGE)
            if least > most:
                raise BlankError(below(at, "least"), "最少", "大于最多")
            found = {"range": [least, most], "unit": of}
            return {**found, "by": by} if by else found
        if unit == "last_working_day_of":
            return {unit: One("哪个期末", here(_SPANS), True).take(values, below(at, "span"), names)}
        if unit in _DATED:
            return {unit: Words(self.label, True).take(values, below(at, "number"), names)}
        if unit not in dict(UNITS):
            raise BlankError(below(at, "unit"), f"{self.label}的算法", "没有这个选项")
        return {
            unit: Number(self.label, True, True, least=0 if unit == "days" else 1).take(
                values, below(at, "number"), names
            )
        }


_RANGE: tuple[tuple[Part, str], ...] = (
    (Number("最少", True, True), "least"), (Number("最多", True, True), "most"), (One("单位", here(_PLAIN), True), "of"),
    (Words("由谁定", offered=lambda names, values, at: names.persons()), "by"),
)  # fmt: skip
OPENINGS = (
    ("after", "某一步或期限过后"), ("overdue", "逾期几天"), ("before", "期限前几天"), ("event", "出现某种情况"), ("found", "某一步之后又出现某种情况"), ("entry", "一交办就开始"),
)  # fmt: skip
_OPENED = Where(kinds_beside("event"), days=False)
_ENTRY = Where(kinds_beside("event"), days=False)


def _events(names: Names, values: Values, at: str) -> Any:
    return names.events()


def _after(names: Names, values: Values, at: str) -> Any:
    return [("deadline", "办理期限"), *names.steps()]


_OPENS: dict[str, tuple[tuple[str, Part], ...]] = {
    "after": (("after", One("在什么过后", _after, True, after="过后的次日起")),),
    "overdue": (
        ("days", Number("逾期几日", False, True, before="逾期满", after="日起")),
        ("working_days", Number("逾期几个工作日", False, True, before="或者逾期满", after="个工作日起")),
    ),
    "before": (("days", Number("期限前几天", True, True, before="期限前", after="天起")),),
    "event": (("event", One("出现什么情况", _events, True)), ("count", Number("第几次", False, True, before="第", after="次")), ("where", _OPENED)),
    "found": (
        ("after", One("在哪一步之后", _after, True, after="之后")), ("event", One("出现什么情况", _events, True)),
        ("count", Number("第几次", False, True, before="第", after="次")), ("where", _OPENED),
    ),
    "entry": (("entry", _ENTRY),),
}  # fmt: skip


@dataclass(frozen=True)
class Opening(Part):
    """One condition that opens a step."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("何时开始")
        entry = {("event" if key == "fact" else key): each for key, each in value.items()}
        shape = (
            "before" if "before" in entry else "entry" if "entry" in entry else "event" if "event" in entry else "after"
        )
        shape = "found" if shape == "event" and "after" in entry else shape
        shape = "overdue" if entry.get("after") == "deadline" and {"days", "working_days"} & set(entry) else shape
        into[below(at, "shape")] = [shape]
        unless = entry.pop("unless", None)
        entry.pop("before", None)
        if shape == "overdue":
            del entry["after"]
        parts = dict(_OPENS[shape])
        for key, each in entry.items():
            if key not in parts:
                raise CannotSay("何时开始")
            parts[key].put(each, below(at, key), into)
        if unless is not None:
            UNLESS.put(unless, below(at, "unless"), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        shape = one(values, below(at, "shape"))
        yield Blank(below(at, "shape"), "何时开始", "choice", (("", "—"), *OPENINGS), (shape,) if shape else ())
        for key, part in _OPENS.get(shape, ()):
            yield from part.blanks(values, below(at, key), names)
        if shape:
            yield from UNLESS.blanks(values, below(at, "unless"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        shape = one(values, below(at, "shape"))
        if not shape:
            return None
        if shape not in _OPENS:
            raise BlankError(below(at, "shape"), "何时开始", "没有这个选项")
        found = {key: part.take(values, below(at, key), names) for key, part in _OPENS[shape]}
        found["unless"] = UNLESS.take(values, below(at, "unless"), names)
        if shape == "before":
            found["before"] = "deadline"
        if shape == "overdue":
            found["after"] = "deadline"
            if (found["days"] is None) == (found["working_days"] is None):
                raise BlankError(below(at, "days"), "逾期几天", "写几日，或者写几个工作日，只写一个")
        if shape == "entry" and not found["entry"]:
            raise BlankError(below(at, "shape"), "何时开始", "要写明哪些事项一交办就开始")
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True)
class Event(Part):
    """An event that stands alone or as `{event: …}`."""

    label: str

    def put(self, value: Any, at: str, into: Filled) -> None:
        One(self.label, _events).put(value.get("event") if isinstance(value, dict) else value, at, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from One(self.label, _events).blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        return One(self.label, _events).take(values, at, names)


UNLESS = Event("但已有什么情况的除外")


@dataclass(frozen=True)
class Carrying(Part):
    """A kind of fact with what its fields must be: what carries a step out, or (`is_flat`) what is recorded together with it."""

    label: str
    is_flat: bool = False

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay(self.label)
        entry = dict(value)
        kind = entry.pop("kind", None) if self.is_flat else entry.pop("event", entry.pop("fact", None))
        where = entry if self.is_flat else entry.pop("where", {})
        if not isinstance(kind, str) or (entry and not self.is_flat):
            raise CannotSay(self.label)
        into[below(at, "event")] = [kind]
        _OPENED.put(where, below(at, "where"), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from One(self.label, _events).blanks(values, below(at, "event"), names)
        if one(values, below(at, "event")):
            yield from _OPENED.blanks(values, below(at, "where"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        kind = One(self.label, _events).take(values, below(at, "event"), names)
        if kind is None:
            return None
        where = _OPENED.take(values, below(at, "where"), names) or {}
        if self.is_flat:
            if any(isinstance(each, list) for each in where.values()):
                raise BlankError(below(at, "where"), self.label, "每项只能选一个")
            return {"kind": kind, **where}
        return {"fact": kind, "where": where} if where else {"fact": kind}
