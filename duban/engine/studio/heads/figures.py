"""The blanks of a quantity: counted, added up, typed by a person, worked out by a formula, compared across the units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.rules.formulas import FormulaError, parse
from duban.engine.studio.blanks.counts import COUNT_KEYS, Counting
from duban.engine.studio.blanks.groups import Keys
from duban.engine.studio.blanks.names import Choice, Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    Listed,
    Number,
    One,
    Part,
    Some,
    Truth,
    Values,
    below,
    here,
    one,
    said,
    sibling,
)
from duban.engine.studio.blanks.slots import BECAME, Select, Where, kinds_beside
from duban.engine.vocabulary.readers import number_from

FORMS = (
    ("count", "数一数"),
    ("sum", "加起来"),
    ("typed", "由人填报"),
    ("formula", "按算式算"),
    ("across", "各单位之间比"),
)
MISSING = (("pending", "待录入"), ("full", "按满分"), ("zero", "按0"), ("not_scored", "不计总分"))
_SELECT = ("event", "matters", "unit", "quantity", "where")
_ACROSS = (("max", "最大值"), ("min", "最小值"), ("sum", "合计"), ("mean", "平均值"))
_POOLS = (("ranked", "参加排名的各单位"), ("group", "同组单位"), ("pool", "同一排名组的单位"))
_WIDE = str.maketrans("＋－−×÷（），０１２３４５６７８９．", "+--*/(),0123456789.")
_BY_NOTHING = (("not_scored", "不计总分"), ("left_out", "不计此项"))


@dataclass(frozen=True)
class Counted(Part):
    """What is selected and how it is counted, as keys side by side; `more` are further keys."""

    more: tuple[tuple[str, Part], ...] = ()

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("数什么")
        more = dict(self.more)
        Select().put({key: each for key, each in value.items() if key in _SELECT}, below(at, "select"), into)
        Counting().put(
            {key: each for key, each in value.items() if key in (*COUNT_KEYS, "over")}, below(at, "count"), into
        )
        for key, each in value.items():
            if key in more:
                more[key].put(each, below(at, key), into)
            elif key not in (*_SELECT, *COUNT_KEYS, "over"):
                raise CannotSay(key)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from Select().blanks(values, below(at, "select"), names)
        yield from Counting().blanks(values, below(at, "count"), names)
        for key, part in self.more:
            yield from part.blanks(values, below(at, key), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        found = Select().take(values, below(at, "select"), names)
        found |= Counting().take(values, below(at, "count"), names) or {}
        more = {key: part.take(values, below(at, key), names) for key, part in self.more}
        return {**found, **{key: value for key, value in more.items() if value is not None}}


@dataclass(frozen=True)
class Product(Part):
    """A field, or several that are multiplied."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, str):
            raise CannotSay("加什么")
        into[at] = [part.strip() for part in value.replace("×", "*").split("*")]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from Some("加哪一项（几项的相乘）", _summed, True).blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        return " * ".join(Some("加哪一项（几项的相乘）", _summed, True, listed=True).take(values, at, names))


def _summed(names: Names, values: Values, at: str) -> list[Choice]:
    kinds = said(values, sibling(at, "select.event"))
    fields = [(field.name, field.label) for field in names.declared(kinds) if field.type in ("whole", "decimal")]
    library = [("points", "得分"), ("days", "天数"), ("value", "数值"), ("amount", "所定分值")]
    return [*fields, *(each for each in library if each[0] not in dict(fields))]


@dataclass(frozen=True)
class Owed(Part):
    """Matters each of which must have such an event."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        _OWED.put(value, at, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from _OWED.parts["matters"].blanks(values, below(at, "matters"), names)
        if said(values, below(at, "matters")):
            yield from _OWED.parts["where"].blanks(values, below(at, "where"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        return _OWED.take(values, at, names) if said(values, below(at, "matters")) else None


_OWED = Keys({"matters": Some("哪些事项都要有（缺的待录入）", here(BECAME)), "where": Where(kinds_beside("-"))})


@dataclass(frozen=True)
class Most(Part):
    """A number, or another quantity."""

    label: str

    def put(self, value: Any, at: str, into: Filled) -> None:
        into[below(at, "figure" if number_from(value) is None else "number")] = [str(value)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from Number(self.label).blanks(values, below(at, "number"), names)
        yield from One(f"{self.label}：另一个数据", _quantities).blanks(values, below(at, "figure"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        number = Number(self.label).take(values, below(at, "number"), names)
        figure = One(self.label, _quantities).take(values, below(at, "figure"), names)
        if number is not None and figure is not None:
            raise BlankError(below(at, "number"), self.label, "数和数据只填一处")
        return number if number is not None else figure


def _quantities(names: Names, values: Values, at: str) -> list[Choice]:
    return names.quantities()


@dataclass(frozen=True)
class Chosen(Part):
    """Numbers of which one is chosen."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        entries = list(value) if isinstance(value, list | dict) else [value]
        into[at] = [str(entry) for entry in entries]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from Listed("只能是哪些数（用、分开）").blanks(values, at, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        entries = Listed("只能是哪些数（用、分开）").take(values, at, names)
        for entry in entries or ():
            if number_from(entry) is None:
                raise BlankError(at, "只能是哪些数（用、分开）", f"应是数，“{entry}”不是")
        return entries


@dataclass(frozen=True)
class Formula(Part):
    """A formula, written with the names of figures; kept with their ids."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        into[at] = [str(value)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        labels = dict(names.quantities())
        calls = {"min": "取小", "max": "取大", "round": "四舍五入"}
        shown = re.sub(
            r"[a-z_][a-z0-9_]*", lambda found: calls.get(found[0]) or labels.get(found[0], found[0]), one(values, at)
        )
        yield Blank(at, "算式（写数据的名称）", "words", tuple(names.quantities()), (shown,) if shown else (), True)

    def take(self, values: Values, at: str, names: Names) -> Any:
        text = one(values, at)
        if not text:
            raise BlankError(at, "算式（写数据的名称）", "还没有填")
        calls = [("min", "取小"), ("max", "取大"), ("round", "四舍五入")]
        for name, label in sorted([*names.quantities(), *calls], key=lambda each: -len(each[1])):
            text = text.replace(label, f" {name} ") if not label.isascii() else text
        text = " ".join(text.translate(_WIDE).split())
        text = re.sub(r"(?<=\() | (?=[),])|(?<=min) (?=\()|(?<=max) (?=\()|(?<=round) (?=\()", "", text)
        try:
            formula = parse(text)
        except FormulaError as error:
            raise BlankError(at, "算式（写数据的名称）", f"写法不对：{re.sub('[a-z_]+', '…', str(error))}") from None
        unknown = set(formula.names) - {name for name, _ in names.quantities()}
        if unknown:
            raise BlankError(at, "算式（写数据的名称）", "用了这份文件里没有的数据")
        return text


@dataclass(frozen=True)
class IfZero(Part):
    """What a figure is where it is divided by nothing."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        into[below(at, "word" if value in dict(_BY_NOTHING) else "number")] = [str(value)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from One("除数为0时", here(_BY_NOTHING)).blanks(values, below(at, "word"), names)
        yield from Number("除数为0时按多少").blanks(values, below(at, "number"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        word = One("除数为0时", here(_BY_NOTHING)).take(values, below(at, "word"), names)
        return word or Number("除数为0时按多少").take(values, below(at, "number"), names)


TYPED = Keys(
    {
        "least": Number("最少"), "most": Most("最多"), "whole": Truth("只能是整数"), "choice": Chosen(),
        "by": Some("由谁填报", lambda names, values, at: names.persons()), "missing": One("没有填报时", here(MISSING)),
    }
)  # fmt: skip
_SHAPES: dict[str, tuple[tuple[str, Part], ...]] = {
    "count": (("count", Counted()),),
    "sum": (("sum", Counted((("field", Product()), ("default", Number("没有的按多少")), ("owed", Owed())))),),
    "typed": (("typed", TYPED),),
    "formula": (("formula", Formula()), ("if_zero", IfZero())),
    "across": (
        ("across", One("比出什么", here(_ACROSS), True)), ("of", One("哪个数据", _quantities, True)), ("pool", One("在哪些单位之间", here(_POOLS))),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Form(Part):
    """How the value of a quantity comes about."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        shape = next((key for key, _ in FORMS if key in value), None)
        if shape is None:
            raise CannotSay("怎样得出")
        parts = dict(_SHAPES[shape])
        if set(value) - set(parts):
            raise CannotSay("怎样得出")
        into["shape"] = [shape]
        for key, each in value.items():
            if each is not True:
                parts[key].put(each, key, into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        shape = one(values, "shape")
        yield Blank("shape", "怎样得出", "choice", FORMS, (shape,) if shape else (), True)
        for key, part in _SHAPES.get(shape, ()):
            yield from part.blanks(values, key, names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        shape = one(values, "shape")
        if shape not in _SHAPES:
            raise BlankError("shape", "怎样得出", "还没有选")
        found = {key: part.take(values, key, names) for key, part in _SHAPES[shape]}
        if shape == "typed":
            return {"typed": found["typed"] or True}
        return {key: value for key, value in found.items() if value is not None}


FORM_KEYS = tuple(dict.fromkeys(key for parts in _SHAPES.values() for key, _ in parts))
