"""Facts: what people and offices did, dated, as the interchange format has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from duban.engine.vocabulary.events import Field
from duban.engine.vocabulary.readers import number_from as amount_from
from duban.engine.vocabulary.words import NONE, Words, value_of

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
    "figure": ("quantity", "value"),
    "limit_missed": (),
    "withdrawn": ("of",),
    "corrected": ("of",),
}
KINDS = tuple(REQUIRED)
NOTHING: Mapping[str, Any] = {}


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
    # What few facts have: MORE and the fields that a pack declares.
    more: Mapping[str, Any] | None = field(default=None, hash=False)

    def get(self, name: str) -> Any:
        """Give a field of the fact by its name, its day by `day`; None where it has none."""
        if name in FIELDS:
            return getattr(self, name)
        if name == "day":
            return self.on
        return self.more.get(name) if self.more else None


FIELDS = frozenset(entry.name for entry in fields(Fact)) - {"more"}


class FactError(ValueError):
    """A fact that cannot be read; the message names it."""

    def __init__(self, fact_id: object, what: str) -> None:
        self.fact_id = fact_id
        self.what = what
        super().__init__(f"事实 {fact_id}：{what}")


def fact_from(record: object, place: str = "?", words: Words = NONE) -> Fact:
    """Turn one JSON object into a Fact, in the words of a pack.

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
    event = words.events.get(kind) if isinstance(kind, str) else None
    if not isinstance(kind, str) or (event is None and kind not in REQUIRED):
        raise FactError(name, f"没有“{kind}”这种事实（kind）")
    given.pop("jurisdiction", None)
    for key in ("on", "unit", *REQUIRED.get(kind, ())):
        if key not in given and not (key == "due" and words.is_open):
            raise FactError(name, f"{kind} 缺少 {key}")
    read: dict[str, Any] = {}
    more: dict[str, Any] = {}
    declared: Mapping[str, Field] = event.fields if event else NOTHING
    for key, value in given.items():
        if key in declared:
            found = _declared(name, declared[key], value, words)
        elif key in FIELDS:
            found = _library(name, key, value, words)
        elif key in _MORE:
            found = _MORE[key](name, key, value)
        else:
            raise FactError(name, f"不认识的字段 {key}")
        (read if key in FIELDS else more)[key] = found
    if kind == "assigned":
        read.setdefault("role", words.holder)
    if "what" in read and "what" not in declared and read["what"] not in WHAT.get(kind, (read["what"],)):
        raise FactError(name, f"what 不能是“{read['what']}”")
    if more.get("category") and words.categories and more["category"] not in words.categories:
        raise FactError(name, f"category 不能是“{more['category']}”")
    return Fact(**read, more=more) if more else Fact(**read)


def facts_from(records: Iterable[object], place: str = "facts", words: Words = NONE) -> list[Fact]:
    """Turn JSON objects into Facts. Raises FactError, also for an id used twice."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for index, record in enumerate(records):
        fact = fact_from(record, f"{place}[{index}]", words)
        if fact.id in seen:
            raise FactError(fact.id, "id 重复")
        seen.add(fact.id)
        facts.append(fact)
    return facts


def sort_by_day(facts: list[Fact]) -> None:
    """Put facts in order of day and id, in place, without a key built for each."""
    facts.sort(key=attrgetter("id"))
    facts.sort(key=attrgetter("on"))


def as_record(fact: Fact) -> dict[str, Any]:
    """Turn a Fact back into the JSON object that it came from, defaults left out."""
    record: dict[str, Any] = {}
    for entry in fields(Fact):
        value = getattr(fact, entry.name)
        if entry.name == "more":
            record |= {key: _plain(said) for key, said in (value or {}).items()}
        elif value is not None and not (entry.name in ("quantifiable", "excused") and value == entry.default):
            record[entry.name] = _plain(value)
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


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


def _declared(name: str, declared: Field, value: object, words: Words) -> Any:
    found, wrong = value_of(declared, value, words)
    if wrong:
        raise FactError(name, f"{declared.name} {wrong}")
    return found


def _library(name: str, key: str, value: object, words: Words) -> Any:
    own = words.lists.get(key)
    if own:
        if value not in own:
            raise FactError(name, f"{key} 不能是“{value}”，只能是 {'、'.join(own)}")
        return value
    return _READERS[key](name, key, value)


_READERS: dict[str, Callable[[str, str, object], Any]] = {
    **{key: _text for key in ("id", "kind", "unit", "matter", "to", "what", "defect", "step", "occasion", "section")},
    **{key: _one_of for key in VALUES},
    **{key: _day for key in ("on", "due", "limit")},
    **{key: _flag for key in ("quantifiable", "excused")},
    "points": _amount,
    "days": _days,
}
_MORE: dict[str, Callable[[str, str, object], Any]] = {
    **{key: _text for key in ("category", "source", "parent", "person", "reason", "quantity", "by", "of", "as")},
    **{key: _amount for key in ("amount", "value")},
    **{key: _day for key in ("accepted_on", "held_on", "verified_on")},
}
MORE = frozenset(_MORE)
