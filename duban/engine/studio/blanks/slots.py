"""The blanks of what a rule selects and on which conditions: events, matters, figures, units; fields; figures compared; readings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.evaluation.sentences import outcome
from duban.engine.rules.selects import OUTCOMES
from duban.engine.studio.blanks.groups import Keys, Rows
from duban.engine.studio.blanks.names import FieldName, Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    Number,
    One,
    Part,
    Some,
    Values,
    below,
    here,
    one,
    said,
    sibling,
)

Kinds = Callable[[Values, str], tuple[str, ...]]
SELECTS = (("event", "登记的情况"), ("matters", "事项的结果"), ("quantity", "一个数据"), ("unit", "每个单位"))
BECAME = tuple((word, outcome((word,))) for word in OUTCOMES)
COMPARED = (("at_least", "不低于"), ("over", "高于"), ("at_most", "不高于"), ("under", "低于"), ("is", "等于"))
_DAY = re.compile(r"(\d{1,2})(?:-|月)(\d{1,2})日?\Z")


def kinds_beside(*keys: str) -> Kinds:
    """The kinds of facts that stand in blanks beside the part, under the first of the keys that has any."""

    def kinds(values: Values, at: str) -> tuple[str, ...]:
        return next((tuple(found) for key in keys if (found := said(values, sibling(at, key)))), ())

    return kinds


@dataclass(frozen=True)
class Where(Part):
    """What the fields must be; of facts of which kinds is found beside it. `days`: whether days of the year may be named."""

    kinds: Kinds
    days: bool = True

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("条件")
        for name, wanted in value.items():
            if name == "day":
                if not (isinstance(wanted, dict) and set(wanted) == {"from", "to"} and self.days):
                    raise CannotSay("日期")
                into[below(at, "day.from")], into[below(at, "day.to")] = [str(wanted["from"])], [str(wanted["to"])]
                continue
            entries = wanted if isinstance(wanted, list) else [wanted]
            if not all(isinstance(entry, str | int) for entry in entries):
                raise CannotSay(name)
            into[below(at, name)] = [_written(entry) for entry in entries]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for field in self._fields(values, at, names):
            place = below(at, field.name)
            held = tuple(said(values, place))
            if field.type == "flag":
                yield Blank(place, field.label, "choice", (("", "不限"), ("true", "是"), ("false", "否")), held)
            elif field.choices:
                yield Blank(place, field.label, "several", _held(field, held), held)
            else:
                yield Blank(place, field.label, "words", (), ("、".join(held),) if held else ())
        yield Blank(below(at, "became"), "所涉事项", "several", BECAME, tuple(said(values, below(at, "became"))))
        yield Blank(
            below(at, "matter"),
            "是否要有对应事项",
            "choice",
            (("", "不限"), ("any", "须有对应事项")),
            tuple(said(values, below(at, "matter"))),
        )
        for key, label in (("day.from", "从（月-日）"), ("day.to", "到（月-日）")) if self.days else ():
            yield Blank(below(at, key), label, "words", (), tuple(said(values, below(at, key))))

    def take(self, values: Values, at: str, names: Names) -> Any:
        found: dict[str, Any] = {}
        for field in self._fields(values, at, names):
            entries = said(values, below(at, field.name))
            if not field.choices:
                entries = [word.strip() for entry in entries for word in entry.split("、") if word.strip()]
            if entries:
                wanted = [_read(entry, field, below(at, field.name)) for entry in dict.fromkeys(entries)]
                found[field.name] = wanted if len(wanted) > 1 else wanted[0]
        became = said(values, below(at, "became"))
        if became:
            if set(became) - set(OUTCOMES):
                raise BlankError(below(at, "became"), "所涉事项", "没有这个选项")
            found["became"] = became if len(became) > 1 else became[0]
        if one(values, below(at, "matter")) == "any":
            found["matter"] = "any"
        ends = {key: one(values, below(at, f"day.{key}")) for key in ("from", "to")}
        if self.days and any(ends.values()):
            found["day"] = {key: _day(text, below(at, f"day.{key}")) for key, text in ends.items()}
        return found or None

    def _fields(self, values: Values, at: str, names: Names) -> list[FieldName]:
        """The fields that may be asked for, and those that something stands in although they are gone."""
        begin = f"{at}."
        held = {name[len(begin) :] for name in values if name.startswith(begin) and said(values, name)}
        known = names.fields(self.kinds(values, at), held)
        listed = {field.name for field in known} | {"became", "matter", "day"}
        return [*known, *(FieldName(name, "内容") for name in sorted(held) if "." not in name and name not in listed)]


@dataclass(frozen=True)
class Select(Part):
    """What a rule takes: events of kinds, matters by what became of them, one figure, or each unit of a group."""

    required: bool = True

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("计分对象")
        shape = next((key for key, _ in SELECTS if key in value), None)
        if shape is None or set(value) - {shape, "where"}:
            raise CannotSay("计分对象")
        into[below(at, "shape")] = [shape]
        _INNER[shape].put(value[shape], below(at, shape), into)
        if value.get("where"):
            WHERE.put(value["where"], below(at, "where"), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        place = below(at, "shape")
        shape = one(values, place)
        choices = SELECTS if self.required else (("", "不看具体情况"), *SELECTS)
        yield Blank(place, "按什么计", "choice", choices, (shape,) if shape else (), self.required)
        if shape in _INNER:
            yield from _INNER[shape].blanks(values, below(at, shape), names)
            if shape != "quantity":
                yield from WHERE.blanks(values, below(at, "where"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        shape = one(values, below(at, "shape"))
        if shape not in _INNER:
            if self.required:
                raise BlankError(below(at, "shape"), "按什么计", "还没有选")
            return None
        found = {shape: _INNER[shape].take(values, below(at, shape), names)}
        where = WHERE.take(values, below(at, "where"), names)
        return {**found, "where": where} if where else found


def selected(values: Values, at: str) -> tuple[str, ...]:
    """The kinds of facts that a select beside the part takes."""
    return tuple(said(values, sibling(at, "select.event")))


EVENTS = Some("登记的情况", lambda names, values, at: names.events(), required=True)
WHERE = Where(kinds_beside("event"))
_INNER: dict[str, Part] = {
    "event": EVENTS,
    "matters": Some("事项的结果", here(BECAME), required=True, after="的事项"),
    "quantity": One("数据", lambda names, values, at: names.quantities(), required=True, before="按", after="计"),
    "unit": One("单位类别", lambda names, values, at: names.groups(), required=True, before="每个"),
}


@dataclass(frozen=True)
class Conditions(Part):
    """Figures compared with numbers, one a row; all must hold. Rows of one figure that follow one another are one condition."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        number = 0
        for entry in value if isinstance(value, list) else [value]:
            words = [key for key, _ in COMPARED if isinstance(entry, dict) and key in entry]
            if not words or set(entry) - {"figure", *words}:
                raise CannotSay("前提条件")
            for word in words:
                number += 1
                _ROW.put({"figure": entry["figure"], "word": word, "number": entry[word]}, below(at, str(number)), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from _ROWS.blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        found: list[dict[str, Any]] = []
        for row in _ROWS.take(values, at, names) or ():
            for key, what in (("figure", "哪个数据"), ("word", "怎样比较"), ("number", "多少")):
                if key not in row:
                    raise BlankError(at, "前提条件", f"没有填完：缺少{what}")
            if found and found[-1]["figure"] == row["figure"] and row["word"] not in found[-1]:
                found[-1][row["word"]] = row["number"]
            else:
                found.append({"figure": row["figure"], row["word"]: row["number"]})
        return found or None


_ROW = Keys(
    {
        "figure": One("前提：哪个数据", lambda names, values, at: names.figures(), before="仅当"),
        "word": One("前提：怎样比较", here(COMPARED)),
        "number": Number("前提：多少"),
    }
)
_ROWS = Rows("前提条件", _ROW)


@dataclass(frozen=True)
class When(Part):
    """Under which readings it holds: of each question those that are ticked; none ticked: under all."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("执行口径")
        for name, wanted in value.items():
            into[below(at, name)] = [str(each) for each in (wanted if isinstance(wanted, list) else [wanted])]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for name, question, ways in names.readings():
            held = tuple(said(values, below(at, name)))
            yield Blank(below(at, name), f"只在这种口径下：{question}", "several", tuple(ways), held)

    def take(self, values: Values, at: str, names: Names) -> Any:
        found: dict[str, Any] = {}
        for name, question, ways in names.readings():
            wanted = said(values, below(at, name))
            if set(wanted) - {way for way, _ in ways}:
                raise BlankError(below(at, name), question, "没有这种口径")
            if wanted:
                found[name] = wanted if len(wanted) > 1 else wanted[0]
        return found or None


def _written(entry: str | int) -> str:
    if isinstance(entry, bool):
        return "true" if entry else "false"
    if isinstance(entry, str) and "、" in entry:
        raise CannotSay(entry)
    return str(entry)


def _read(text: str, field: FieldName, place: str) -> Any:
    if field.type == "flag":
        if text not in ("true", "false"):
            raise BlankError(place, field.label, "应是“是”或“否”")
        return text == "true"
    if field.type == "whole":
        if not re.fullmatch(r"-?\d+", text):
            raise BlankError(place, field.label, f"应是整数，“{text}”不是")
        return int(text)
    if field.choices and text not in {name for name, _ in field.choices}:
        raise BlankError(place, field.label, "所选的内容已不在这份文件里，请重新选择")
    return text


def _held(field: FieldName, held: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = {name for name, _ in field.choices}
    return (*field.choices, *((each, "（文件里已没有）") for each in held if each not in known))


def _day(text: str, place: str) -> str:
    match = _DAY.match(text)
    if match is None or not (1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31):
        raise BlankError(place, "日期", f"应写作 03-31 或 3月31日，“{text}”不是" if text else "从、到两处都要填")
    return f"{int(match[1]):02}-{int(match[2]):02}"
