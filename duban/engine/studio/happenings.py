"""The rows of an example in blanks: its units, its matters, what happened; and the facts that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.engine.facts import REQUIRED
from duban.engine.rules.points import PERIODS
from duban.engine.studio import reading
from duban.engine.studio.blanks.groups import numbers_in
from duban.engine.studio.blanks.names import Choice, FieldName, Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    Number,
    One,
    Part,
    Some,
    Truth,
    Values,
    Words,
    one,
    said,
)
from duban.engine.studio.drafts import Content
from duban.engine.witnesses.worlds import NAMES, SPANS, YEAR

FIRST = "甲单位"
# Of the library's facts what a row asks for besides the fields of conditions.
_MORE = {
    "figure": (FieldName("value", "数值", "decimal"),), "sheet": (FieldName("points", "得分", "decimal"),), "step": (FieldName("limit", "限期到", "day"),),
    "urged": (FieldName("limit", "限期到", "day"),), "extended": (FieldName("due", "延期到", "day"),), "completed": (FieldName("points", "得分", "decimal"),),
    "grade": (FieldName("grade", "等次"),), "transferred": (FieldName("to", "接办单位"),),
}  # fmt: skip
_COMMON = (
    FieldName("occasion", "同一件事（写明是哪件）"),
    FieldName("amount", "所定分值", "decimal"),
    FieldName("person", "谁定的"),
    FieldName("reason", "理由"),
    FieldName("excused", "有正当理由", "flag"),
)


@dataclass(frozen=True)
class Day(Part):
    """A day, written 2026-03-01."""

    label: str

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, date):
            raise CannotSay(self.label)
        into[at] = [value.isoformat()]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield Blank(at, self.label, "words", (), tuple(said(values, at)))

    def take(self, values: Values, at: str, names: Names) -> date | None:
        text = one(values, at)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BlankError(at, self.label, f"应写作 2026-03-01，“{text}”不是日期") from None


def _names_of(place: str, first: str) -> Any:
    """The names that stand in the rows of units or matters."""

    def domain(names: Names, values: Values, at: str) -> list[Choice]:
        rows = [one(values, f"{place}.{row}.name") for row in numbers_in(values, place)]
        held = [name for name in rows if name] or ([first] if first else [])
        return [(name, name) for name in dict.fromkeys(held)]

    return domain


HEAD: dict[str, Part] = {
    "name": Words("例子叫什么"), "kind": One("按哪种期别算", lambda n, v, at: n.periods()), "first": Day("期间从"), "last": Day("期间到"),
    "rest": Truth("其余满分（由人评定、没有写的各项）"),
}  # fmt: skip
UNIT: dict[str, Part] = {
    "name": Words("单位"), "group": One("单位类别", lambda n, v, at: n.groups()), "points": Number("本条共得几分（含起评分；只扣分的写负数）"), "total": Number("总分应为几分"),
}  # fmt: skip
MATTER: dict[str, Part] = {
    "name": Words("事项"), "unit": One("哪个单位承办", _names_of("units", FIRST)), "role": One("承办角色", lambda n, v, at: n.roles()),
    "category": One("事项类别", lambda n, v, at: n.categories()), "level": One("级别", lambda n, v, at: n.levels()),
    "day": Day("交办日期"), "due": Day("期限"), "done": Day("办结日期（没有办结的空着）"), "source": Words("事项来源"),
    "unquantifiable": Truth("不可量化"),
}  # fmt: skip
FACT: dict[str, Part] = {
    "event": One("发生了什么", lambda n, v, at: n.events()), "times": Number("几次", whole=True, after="次"),
    "unit": One("哪个单位", _names_of("units", FIRST)), "matters": Some("在哪些事项上（每件都发生这么多次）", _names_of("matters", ""), listed=True),
    "day": Day("第一次的日期"), "apart": Number("以后每隔几天一次", whole=True, least=0),
}  # fmt: skip


def _field_names(kind: str, names: Names) -> list[FieldName]:
    declared = names.declared([kind])
    own = {field.name for field in declared}
    library = [
        field
        for field in names.fields([kind])
        if field.name not in ("role", "category", "group", "class", "source", *own)
    ]
    more = [
        field
        for field in (*_MORE.get(kind, ()), *_COMMON)
        if field.name not in own and field.name not in {each.name for each in library}
    ]
    return [*declared, *library, *more]


def fields(values: Values, at: str, names: Names) -> Iterator[Blank]:
    kind = one(values, f"{at}.event")
    for field in _field_names(kind, names) if kind else ():
        place = f"{at}.fields.{field.name}"
        choices = (("true", "是"), ("false", "否")) if field.type == "flag" else field.choices
        shape = "choice" if choices else "number" if field.type in ("whole", "decimal") else "words"
        is_needed = field.name in REQUIRED.get(kind, ())
        yield Blank(place, field.label, shape, choices, tuple(said(values, place)), is_needed)


def span(content: Content, kind: str, head: Mapping[str, Any]) -> tuple[date, date]:
    regime = reading.read(content).regime
    own = next((each for each in (regime.spans if regime else ()) if each.id == kind and each.is_own), None)
    if own is not None:
        first, last = own.begun_by(date(YEAR, 12, 31))
    else:
        first, last = (date.fromisoformat(f"{YEAR}-{day}") for day in SPANS[kind if kind in PERIODS else "year"])
    first, last = head["first"] or first, head["last"] or last
    if first > last:
        raise BlankError("last", "期间到", "早于期间开始的日期")
    return first, last


def units_of(values: Values, names: Names) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    units: dict[str, str] = {}
    points: dict[str, str] = {}
    totals: dict[str, str] = {}
    default = next(iter(names.groups()))[0]
    for row in numbers_in(values, "units"):
        said_of = {key: part.take(values, f"units.{row}.{key}", names) for key, part in UNIT.items()}
        name = said_of["name"] or (f"{NAMES[len(units) % len(NAMES)]}单位")
        if name in units:
            raise BlankError(f"units.{row}.name", "单位", f"“{name}”写了两次")
        units[name] = said_of["group"] or default
        if said_of["points"] is not None:
            points[name] = said_of["points"]
        if said_of["total"] is not None:
            totals[name] = said_of["total"]
    return units or {FIRST: default}, points, totals


def matters_of(values: Values, names: Names, first: date, units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the facts of the matters: each dispatched, with its limit (30 days where none is given and there must be one), perhaps done."""
    regime = reading.read(names.content).regime
    is_open = regime is not None and regime.words.is_open
    facts = []
    for row in numbers_in(values, "matters"):
        told = {key: part.take(values, f"matters.{row}.{key}", names) for key, part in MATTER.items()}
        if not told["name"]:
            raise BlankError(f"matters.{row}.name", "事项", "还没有写是哪一件")
        unit = told["unit"] or next(iter(units))
        fact = {"kind": "assigned", "day": (told["day"] or first).isoformat(), "unit": unit, "matter": told["name"]}
        more = {key: told[key] for key in ("role", "category", "level", "source") if told[key]}
        due = told["due"] or (None if is_open else (told["day"] or first) + timedelta(days=30))
        if told["unquantifiable"]:
            more["quantifiable"] = False
        facts.append({**fact, **more, **({"due": due.isoformat()} if due else {})})
        if told["done"]:
            facts.append({"kind": "completed", "day": told["done"].isoformat(), "unit": unit, "matter": told["name"]})
    return facts


def happened(values: Values, names: Names, first: date, last: date, units: Mapping[str, str]) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = []
    begun = 0
    for row in numbers_in(values, "facts"):
        at = f"facts.{row}"
        told = {key: part.take(values, f"{at}.{key}", names) for key, part in FACT.items()}
        if not told["event"]:
            raise BlankError(f"{at}.event", "发生了什么", "还没有选")
        fields = _taken(values, f"{at}.fields", told["event"], names)
        day, apart = told["day"] or first + timedelta(days=begun), 1 if told["apart"] is None else told["apart"]
        for matter in told["matters"] or [None]:
            for number in range(told["times"] or 1):
                on = day + timedelta(days=number * apart)
                if on > last:
                    raise BlankError(f"{at}.times", "几次", f"到{last.isoformat()}这一期就完了，排不下这么多次")
                fact = {"kind": told["event"], "day": on.isoformat(), "unit": told["unit"] or next(iter(units))}
                facts.append({**fact, **({"matter": matter} if matter else {}), **fields})
        begun += (told["times"] or 1) * max(apart, 1)
    return facts


def _taken(values: Values, at: str, kind: str, names: Names) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in _field_names(kind, names):
        place = f"{at}.{field.name}"
        text = one(values, place)
        if not text:
            if field.name in REQUIRED.get(kind, ()):
                raise BlankError(place, field.label, "还没有填")
        elif field.type == "flag":
            found[field.name] = text == "true"
        elif field.type in ("whole", "decimal"):
            found[field.name] = Number(field.label, whole=field.type == "whole", least=-(10**9)).take(
                values, place, names
            )
        elif field.type == "day":
            day = Day(field.label).take(values, place, names)
            found[field.name] = day.isoformat() if day else None
        elif field.choices and text not in {name for name, _ in field.choices}:
            raise BlankError(place, field.label, "所选的内容已不在这份文件里，请重新选择")
        else:
            found[field.name] = text
    return found


def named(facts: Sequence[Mapping[str, Any]], names: Names) -> str:
    """Name an example by what happens in it: 迟报2次，缺席会议1次."""
    labels = dict(names.events())
    counts: dict[str, int] = {}
    for fact in facts:
        counts[fact["kind"]] = counts.get(fact["kind"], 0) + 1
    shown = {
        kind: number for kind, number in counts.items() if kind not in ("assigned", "completed") or len(counts) == 1
    }
    return (
        "，".join(f"{labels.get(kind, '记录')}{number}次" for kind, number in (shown or counts).items())
        or "什么也没有发生"
    )
