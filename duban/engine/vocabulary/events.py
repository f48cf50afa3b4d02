"""Events: what a document says may happen, with the fields that tell one from another."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.vocabulary import readers

TYPES = ("text", "whole", "decimal", "authority", "level", "month", "day", "flag")
_BOUNDS = ("least", "most")
_BESIDE = ("least", "most", "optional", "label")
OF = ("unit", "matter", "either")
PROOF = ("none", "offered", "required")
# Of the library's kinds those that are recorded only with the paper that shows them.
PROVED = frozenset(("circular", "instruction", "promoted", "published", "hosted_meeting", "inspection_excellent"))
# Who enters an event that a published ranking records, for each unit with a place; and what it can say of it: of which kind of period, from
# when on, the place, and the place from the end (1 is the last, 0 the first; equal totals share one).
RANKING = "ranking"
# The field of such an event that says of which period it is.
FIRST_DAY = "first_day"
_OF_RANKING: Map[str, tuple[str, ...]] = {
    "period": ("choice", "text"),
    "first_day": ("day",),
    "rank": ("whole",),
    "from_last": ("whole",),
    "grade": ("choice", "text"),
}
# What they are called where the pack gives no label: a first and a last place would read alike.
_CALLED = {"period": "期别", "first_day": "本期第一天", "rank": "名次", "from_last": "倒数第几", "grade": "等次"}
# Every event has these without declaring them.
RESERVED = frozenset(("id", "kind", "on", "unit", "matter", "day", "role", "category", "group", "class", "became"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event: its type, its words where it is a choice, its bounds where it is a number."""

    name: str
    type: str
    label: str = ""
    optional: bool = False
    words: Map[str, str] = field(default_factory=dict)
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of fact as the pack words it; `same` None leaves it to the kind: library facts are never the same."""

    id: str
    label: str
    of: str = "either"
    fields: Map[str, Field] = field(default_factory=dict)
    same: tuple[str, ...] | None = None
    until: tuple[str, ...] = ()
    entered_by: str = "office"
    verified_by: str | None = None
    proof: str = "none"
    clause: str | None = None
    recorded_only: str | None = None
    is_own: bool = True
    line: int = 0

    @property
    def identity(self) -> tuple[str, ...] | None:
        """The fields in which two facts of one unit and matter are alike when they are the same thing; None: never."""
        if self.same is not None or not self.is_own:
            return self.same
        return ("day", *self.fields)


_KEYS = (
    "label", "of", "fields", "same", "until", "entered_by", "verified_by", "proof", "clause", "recorded_only",
)  # fmt: skip


def read_events(node: Mapping, library: Map[str, str]) -> dict[str, Event]:
    """Read `events:` of a pack; `library` has the standard kinds with their labels.

    Raises PackError for ids that are no ids, unknown keys and values that are not of the format.
    """
    nodes = readers.mappings_by_id(node, "events")
    found = {name: _event(entry, name, library) for name, entry in nodes.items()}
    known = {*found, *library}
    for name, entry in nodes.items():
        for other in found[name].until:
            if other not in known:
                raise entry.refuse(f"until 里没有“{other}”这种事件", "until")
    return found


def _event(node: Mapping, name: str, library: Map[str, str]) -> Event:
    node.only(_KEYS, f"事件 {name} ")
    is_own = name not in library
    if is_own:
        node.need("label")
    declared = node.get("fields", Mapping(node.file, node.line))
    if not isinstance(declared, Mapping):
        raise node.refuse("fields 应写作 {字段: 类型}", "fields")
    for key in declared:
        if key in RESERVED or not readers.is_id(key):
            raise declared.refuse(f"字段不能叫“{key}”", key)
    fields = {key: read_field(declared, key, value) for key, value in declared.items()}
    if node.get("entered_by") == RANKING:
        _refuse_unfilled(node, declared, fields)
        fields = {key: each if each.label != key else replace(each, label=_CALLED[key]) for key, each in fields.items()}
    same = None
    if "same" in node:
        entries = node["same"] if isinstance(node["same"], list) else [node["same"]]
        same = tuple(readers.text(node, "same", entry) for entry in entries)
        if is_own:
            for key in same:
                if key not in fields and key not in ("day", "matter", "unit", "occasion", "level", "authority"):
                    raise node.refuse(f"same 里的“{key}”不是这种事件的字段", "same")
    return Event(
        id=name,
        label=readers.text(node, "label", node["label"]) if "label" in node else library[name],
        of=readers.one_of(OF)(node, "of", node["of"]) if "of" in node else "either",
        fields=fields,
        same=same,
        until=readers.texts(node, "until", node["until"]) if node.get("until") else (),
        entered_by=str(node.get("entered_by", "office")),
        verified_by=readers.optional_text(node, "verified_by"),
        proof=readers.one_of(PROOF)(node, "proof", node.get("proof", "required" if name in PROVED else "none")),
        clause=readers.optional_text(node, "clause"),
        recorded_only=readers.optional_text(node, "recorded_only"),
        is_own=is_own,
        line=node.line,
    )


def _refuse_unfilled(node: Mapping, declared: Mapping, fields: Map[str, Field]) -> None:
    """Refuse what a published ranking cannot say. Raises PackError."""
    if node.get("of") != "unit":
        raise node.refuse("由发布排名登记（entered_by: ranking）的情况应写 of: unit", "entered_by")
    if not {"rank", "from_last", "grade"} & set(fields):
        raise node.refuse(
            "由发布排名登记的情况要有 rank（第几名）、from_last（倒数第几）或 grade（等次）", "entered_by"
        )
    for name, each in fields.items():
        if each.type not in _OF_RANKING.get(name, ()):
            known = "、".join(f"{key}: {types[-1]}" for key, types in _OF_RANKING.items())
            raise declared.refuse(f"发布排名时填不出“{name}”；有 {known}，period 也可以写成几种期别供选", name)


def type_in(name: str, entry: Map[str, Any]) -> str:
    """Return the type that a mapping gives a field; empty where it lists words, as `period: {month: 月度}` does: a kind of period, no month."""
    typed = [key for key in entry if key in TYPES]
    if len(typed) != 1 or (name == "period" and entry.get("month", "optional") not in ("optional", "required")):
        return ""
    return typed[0]


def read_field(node: Mapping, name: str, value: Any) -> Field:
    """Read one field: a type, a type with bounds, or a list of words to choose from."""
    if isinstance(value, str):
        return Field(name, readers.one_of(TYPES)(node, name, value), name)
    if isinstance(value, list):
        return Field(name, "choice", name, words={word: word for word in readers.texts(node, name, value)})
    if not isinstance(value, Mapping) or not value:
        raise node.refuse(f"{name} 应是类型（{'、'.join(TYPES)}）或可选的值", name)
    kind = type_in(name, value)
    if kind and all(key == kind or key in _BESIDE for key in value):
        said = value[kind]
        bounds: dict[str, Any] = {key: readers.amount(value, key, value[key]) for key in _BOUNDS if key in value}
        unit = said if isinstance(said, str) and said not in ("optional", "required") else ""
        optional = said == "optional" or value.get("optional") is True
        return Field(name, kind, str(value.get("label", name)), optional, unit=unit, **bounds)
    words = {key: readers.text(value, key, word) for key, word in value.items() if key not in ("optional", "label")}
    return Field(name, "choice", str(value.get("label", name)), value.get("optional") is True, words)
