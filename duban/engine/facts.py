"""Facts: what people and offices did, dated, as the interchange format has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, make_dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from duban.engine.reading.shapes import Shapes
from duban.engine.reading.values import MORE as MORE
from duban.engine.reading.values import MORE_READERS, declared_value, library_value
from duban.engine.reading.values import FactError as FactError
from duban.engine.reading.values import day_from as day_from
from duban.engine.vocabulary.events import Field
from duban.engine.vocabulary.library import AUTHORITIES as AUTHORITIES
from duban.engine.vocabulary.library import COUNTS_AS as COUNTS_AS
from duban.engine.vocabulary.library import KINDS as KINDS
from duban.engine.vocabulary.library import LEVELS as LEVELS
from duban.engine.vocabulary.library import REQUIRED as REQUIRED
from duban.engine.vocabulary.library import ROLES as ROLES
from duban.engine.vocabulary.library import VALUES as VALUES
from duban.engine.vocabulary.library import WHAT as WHAT
from duban.engine.vocabulary.words import NONE, Words

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
# A fact of the same fields that may still be set: `made` makes it and seals it, a quarter of the time that a frozen one takes.
Unsealed: Any = make_dataclass(
    "Unsealed",
    [
        (each.name, Any) if each.default is MISSING else (each.name, Any, field(default=each.default))
        for each in fields(Fact)
    ],
    slots=True,
)


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
            found = declared_value(name, declared[key], value, words)
        elif key in FIELDS:
            found = library_value(name, key, value, words)
        elif key in MORE_READERS:
            found = MORE_READERS[key](name, key, value)
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


def facts_from(
    records: Iterable[object], place: str = "facts", words: Words = NONE, before: Sequence[Fact] = ()
) -> list[Fact]:
    """Turn JSON objects into Facts; `before` are those of the same case that stand before them.

    Raises FactError, also for an id used twice.
    """
    facts: list[Fact] = []
    seen = {fact.id for fact in before}
    shapes = Shapes(words)
    for index, record in enumerate(records, start=len(before)):
        given = shapes.read(record)
        fact = made(given) if given is not None else fact_from(record, f"{place}[{index}]", words)
        if fact.id in seen:
            raise FactError(fact.id, "id 重复")
        seen.add(fact.id)
        facts.append(fact)
    return facts


def made(given: Mapping[str, Any]) -> Fact:
    """Make a fact of fields that are read already: quicker than its own making, which sets each field past its being frozen."""
    fact = Unsealed(**given)
    fact.__class__ = Fact
    return fact  # type: ignore[no-any-return]


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
