"""Facts: what people and offices did, dated, as the interchange format has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import attrgetter
from typing import Any

AUTHORITIES = (
    "central", "ministry",
    "province", "province_department", "province_coordinating",
    "prefecture", "prefecture_principal", "prefecture_coordinating", "prefecture_office",
    "county", "county_principal", "county_office",
)  # fmt: skip
COUNTS_AS = {"prefecture_principal": "prefecture", "county_principal": "county"}
LEVELS = ("red", "yellow", "blue")
ROLES = ("lead", "support")

VALUES: dict[str, tuple[str, ...]] = {
    "role": ROLES,
    "level": LEVELS,
    "channel": ("phone", "written", "on_site", "meeting"),
    "grade": ("优秀", "良好", "合格", "较差"),
    "tone": ("praise", "criticism"),
    "authority": AUTHORITIES,
}
WHAT = {
    "reported": ("progress", "result"),
    "late": ("acceptance", "report", "result", "resubmission", "objection"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "assigned": ("matter", "due"),
    "accepted": ("matter",),
    "reported": ("matter",),
    "returned": ("matter",),
    "completed": ("matter",),
    "written_off": ("matter",),
    "extended": ("matter", "due"),
    "transferred": ("matter", "to"),
    "late": ("what",),
    "poor_report": (),
    "false_report": (),
    "uncooperative": (),
    "urged": ("channel",),
    "step": ("matter", "step"),
    "reopened": ("matter",),
    "grade": ("grade",),
    "circular": ("tone", "authority"),
    "instruction": ("tone", "authority"),
    "interview": ("authority",),
    "promoted": ("authority",),
    "published": ("authority",),
    "hosted_meeting": ("authority",),
    "inspection_excellent": ("authority",),
    "top_ranked": (),
    "sheet": ("section", "points"),
}
KINDS = tuple(REQUIRED)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to one unit on one day."""

    id: str
    kind: str
    on: date
    unit: str
    matter: str | None = None
    role: str | None = None
    due: date | None = None
    level: str | None = None
    quantifiable: bool = True
    points: Decimal | None = None
    to: str | None = None
    what: str | None = None
    days: int | None = None
    excused: bool = False
    defect: str | None = None
    channel: str | None = None
    limit: date | None = None
    step: str | None = None
    grade: str | None = None
    tone: str | None = None
    authority: str | None = None
    occasion: str | None = None
    section: str | None = None


FIELDS = frozenset(field.name for field in fields(Fact))


class FactError(ValueError):
    """A fact that cannot be read; the message names it."""

    def __init__(self, fact_id: object, what: str) -> None:
        self.fact_id = fact_id
        self.what = what
        super().__init__(f"事实 {fact_id}：{what}")


def fact_from(record: object, place: str = "?") -> Fact:
    """This function will turn one JSON object into a Fact.

    `place` says where the record stands, for a record without an id. Raises FactError for unknown kinds
    and fields, missing fields, values that are not of the format and dates that are no dates.
    """
    if not isinstance(record, dict):
        raise FactError(place, "不是 JSON 对象")
    name = record.get("id")
    if not isinstance(name, str) or not name:
        raise FactError(place, "缺少 id，或 id 不是文字")
    given = {key: value for key, value in record.items() if value is not None}
    kind = given.get("kind")
    if kind is None:
        raise FactError(name, "缺少 kind")
    if not isinstance(kind, str) or kind not in REQUIRED:
        raise FactError(name, f"没有“{kind}”这种事实（kind）")
    given.pop("jurisdiction", None)
    if not given.keys() <= FIELDS:
        raise FactError(name, f"不认识的字段 {next(key for key in given if key not in FIELDS)}")
    for key in ("on", "unit", *REQUIRED[kind]):
        if key not in given:
            raise FactError(name, f"{kind} 缺少 {key}")
    read = {key: _READERS[key](name, key, value) for key, value in given.items()}
    if kind == "assigned":
        read.setdefault("role", "lead")
    if "what" in read and read["what"] not in WHAT.get(kind, (read["what"],)):
        raise FactError(name, f"what 不能是“{read['what']}”")
    return Fact(**read)


def facts_from(records: Iterable[object], place: str = "facts") -> list[Fact]:
    """This function will turn JSON objects into Facts. Raises FactError, also for an id used twice."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for index, record in enumerate(records):
        fact = fact_from(record, f"{place}[{index}]")
        if fact.id in seen:
            raise FactError(fact.id, "id 重复")
        seen.add(fact.id)
        facts.append(fact)
    return facts


def records_from_lines(lines: Iterable[str]) -> Iterable[object]:
    """This function will read JSON Lines, one fact a line, blank lines passed over.

    Raises FactError naming the line that is no JSON.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield json.loads(line, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=once)
            except ValueError as error:
                raise FactError(f"第 {number} 行", f"不是正确的 JSON（{error}）") from None


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """This function will make an object of its fields. Raises ValueError where one is given twice, of which JSON keeps only the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} 重复")
    return found


def sort_by_day(facts: list[Fact]) -> None:
    """This function will put facts in order of day and id, in place, without a key built for each."""
    facts.sort(key=attrgetter("id"))
    facts.sort(key=attrgetter("on"))


def as_record(fact: Fact) -> dict[str, Any]:
    """This function will turn a Fact back into the JSON object that it came from, defaults left out."""
    record: dict[str, Any] = {}
    for field in fields(Fact):
        value = getattr(fact, field.name)
        if value is None or (field.name in ("quantifiable", "excused") and value == field.default):
            continue
        if isinstance(value, date):
            value = value.isoformat()
        record[field.name] = str(value) if isinstance(value, Decimal) else value
    return record


def day_from(value: object) -> date | None:
    """This function will read a date written YYYY-MM-DD, or give None where the value is no such date."""
    if isinstance(value, str):
        return _day_of(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def amount_from(value: object) -> Decimal | None:
    """This function will read points given as a number or as text, or give None where they are neither."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount.adjusted() < 10 else None


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


_READERS: dict[str, Callable[[str, str, object], Any]] = {
    **{key: _text for key in ("id", "kind", "unit", "matter", "to", "what", "defect", "step", "occasion", "section")},
    **{key: _one_of for key in VALUES},
    **{key: _day for key in ("on", "due", "limit")},
    **{key: _flag for key in ("quantifiable", "excused")},
    "points": _amount,
    "days": _days,
}
