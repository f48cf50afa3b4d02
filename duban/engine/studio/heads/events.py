"""The blanks of a happening that the document names itself: what is entered with it, when two are the same, until what it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.studio.blanks.groups import numbers_in
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
    Words,
    below,
    here,
    one,
)
from duban.engine.vocabulary.events import type_in

_TYPES = (
    ("text", "文字"), ("whole", "整数"), ("decimal", "数"), ("choice", "供选的词"), ("day", "日期"), ("month", "月份"), ("authority", "机关"),
    ("level", "级别"), ("flag", "是否"),
)  # fmt: skip
_SAME = (("", "日期和填的内容都一样"), ("any", "只要同一单位（事项）"), ("these", "下面几项一样"))


@dataclass(frozen=True)
class Fields(Part):
    """What is entered with a happening, one field a row: its name, its type, its words where it is a choice."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay("登记的内容")
        for row, (name, entry) in enumerate(value.items(), start=1):
            _put_field(name, entry, f"{at}.{row}", into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for row in [*numbers_in(values, at), max(numbers_in(values, at), default=0) + 1]:
            place = f"{at}.{row}"
            if one(values, f"{place}.id"):
                yield Blank(
                    f"{place}.id",
                    "标识",
                    "choice",
                    ((one(values, f"{place}.id"), "已有的一项"),),
                    (one(values, f"{place}.id"),),
                )
            for key, part in _row(values, place).items():
                yield from part.blanks(values, f"{place}.{key}", names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        found: dict[str, Any] = {}
        rows = numbers_in(values, at)
        taken = {one(values, f"{at}.{row}.id") for row in rows}
        for row in rows:
            place = f"{at}.{row}"
            told = {key: part.take(values, f"{place}.{key}", names) for key, part in _row(values, place).items()}
            if told["label"] is None and told["type"] is None:
                continue
            if told["label"] is None and not one(values, f"{place}.id"):
                raise BlankError(f"{place}.label", "登记什么", "还没有填")
            name = one(values, f"{place}.id") or next(
                made for n in range(1, 99) if (made := f"field_{n}") not in taken | set(found)
            )
            found[name] = _field(told, name, place)
        return found or None


def _row(values: Values, place: str) -> dict[str, Part]:
    kind = one(values, f"{place}.type")
    parts: dict[str, Part] = {
        "label": Words("登记什么"),
        "type": One("填什么", here(_TYPES)),
        "optional": Truth("可以不填"),
    }
    if kind in ("whole", "decimal"):
        parts |= {"unit": Words("单位"), "least": Number("最少"), "most": Number("最多")}
    if kind == "choice":
        parts |= {"words": ChoiceWords()}
    return parts


@dataclass(frozen=True)
class ChoiceWords(Part):
    """The words of a choice; those that are there keep their ids."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        for number, (name, word) in enumerate(value.items(), start=1):
            into[f"{at}.{number}.id"], into[f"{at}.{number}.word"] = [str(name)], [str(word)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for row in numbers_in(values, at):
            held = one(values, f"{at}.{row}.id")
            if held:
                yield Blank(f"{at}.{row}.id", "标识", "choice", ((held, "已有的词"),), (held,))
            yield from Words("供选的词").blanks(values, f"{at}.{row}.word", names)
        yield from Listed("再加几个词（用、分开）").blanks(values, f"{at}.more", names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        held = {
            one(values, f"{at}.{row}.id"): one(values, f"{at}.{row}.word")
            for row in numbers_in(values, at)
            if one(values, f"{at}.{row}.word")
        }
        for word in Listed("供选的词").take(values, f"{at}.more", names) or ():
            held[next(made for n in range(1, 99) if (made := f"word_{n}") not in held)] = word
        return held or None


def _put_field(name: str, entry: Any, place: str, into: Filled) -> None:
    into[f"{place}.id"] = [name]
    if isinstance(entry, str):
        into[f"{place}.type"] = [entry]
        return
    if isinstance(entry, list):
        entry = {word: word for word in entry}
    if not isinstance(entry, dict):
        raise CannotSay("登记的内容")
    if "label" in entry:
        into[f"{place}.label"] = [str(entry["label"])]
    kind = type_in(name, entry)
    if not kind or set(entry) - {kind, "least", "most", "optional", "label"}:
        into[f"{place}.type"] = ["choice"]
        if entry.get("optional") is True:
            into[f"{place}.optional"] = ["yes"]
        ChoiceWords().put(
            {key: word for key, word in entry.items() if key not in ("label", "optional")}, f"{place}.words", into
        )
        return
    into[f"{place}.type"] = [kind]
    said = entry[kind]
    if said == "optional" or entry.get("optional") is True:
        into[f"{place}.optional"] = ["yes"]
    if isinstance(said, str) and said not in ("optional", "required"):
        into[f"{place}.unit"] = [said]
    for key in ("least", "most"):
        if key in entry:
            into[f"{place}.{key}"] = [str(entry[key])]


def _field(told: dict[str, Any], name: str, place: str) -> Any:
    if told["type"] is None:
        raise BlankError(f"{place}.type", "填什么", "还没有选")
    label = {"label": told["label"]} if told["label"] else {}
    if told["type"] == "choice":
        if not told["words"]:
            raise BlankError(f"{place}.words.more", "供选的词", "还没有填")
        return {**told["words"], **label, **({"optional": True} if told["optional"] else {})}
    bounds = {key: told[key] for key in ("least", "most") if told.get(key) is not None}
    unit = told.get("unit")
    if not (label or bounds or unit or told["optional"]):
        return told["type"]
    said = unit or ("optional" if told["optional"] else "required")
    return {told["type"]: said, **label, **bounds, **({"optional": True} if unit and told["optional"] else {})}


@dataclass(frozen=True)
class Same(Part):
    """In what two happenings must be alike to be the same."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        entries = value if isinstance(value, list) else [value]
        into[below(at, "mode")] = ["these" if entries else "any"]
        into[below(at, "fields")] = [str(entry) for entry in entries]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        mode = one(values, below(at, "mode"))
        yield Blank(below(at, "mode"), "什么算同一件", "choice", _SAME, (mode,) if mode else ())
        if mode == "these":
            yield from Some("哪几项一样", _alike, True).blanks(values, below(at, "fields"), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        mode = one(values, below(at, "mode"))
        if not mode:
            return None
        return (
            []
            if mode == "any"
            else Some("哪几项一样", _alike, True, listed=True).take(values, below(at, "fields"), names)
        )


def _alike(names: Names, values: Values, at: str) -> list[Choice]:
    """The day, the matter, and the fields of the rows beside."""
    rows = [
        (one(values, f"fields.{row}.id") or f"field_{row}", one(values, f"fields.{row}.label") or f"第{row}项")
        for row in numbers_in(values, "fields")
    ]
    return [
        ("day", "日期"),
        ("matter", "事项"),
        ("unit", "单位"),
        ("occasion", "所涉的事"),
        ("level", "级别"),
        ("authority", "机关"),
        *rows,
    ]
