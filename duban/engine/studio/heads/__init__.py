"""Entries of a document's head as sentences with blanks, each where its clause is: sections, quantities, happenings of its own, categories, periods, classes of authorities."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine import facts, wording
from duban.engine.studio import blanks, drafts
from duban.engine.studio.blanks import Blank, BlankError
from duban.engine.studio.blanks.acts import Identity
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import CannotSay, Filled, Number, One, Part, Some, Truth, Values, Words, here, one
from duban.engine.studio.blanks.slots import Conditions, When
from duban.engine.studio.drafts import Content
from duban.engine.studio.heads.alike import MAPS, is_same
from duban.engine.studio.heads.events import Fields, Same
from duban.engine.studio.heads.figures import FORM_KEYS, MISSING, Form
from duban.engine.vocabulary.events import RANKING


def _cited(names: Names, values: Values, at: str) -> list[tuple[str, str]]:
    """The clauses, and the heading that stands in the blank already."""
    clauses = names.clauses()
    held = one(values, at)
    is_heading = (
        held
        and not any(held == number for number, _ in clauses)
        and any(number.startswith(held) for number, _ in clauses)
    )
    return [*([(held, held)] if is_heading else []), *clauses]


_CLAUSE = One("所在条款", _cited)
_GROUP = Some("只对哪些单位", lambda names, values, at: names.groups())
_ENTERS = lambda names, values, at: [*names.persons(), ("daily", "系统每日自动")]  # noqa: E731
_RECORDS = lambda names, values, at: [*names.persons(), ("daily", "系统每日自动"), (RANKING, "发布排名时系统自动")]  # noqa: E731


@dataclass(frozen=True)
class TypedBy(Part):
    """That a person gives the figure, and who."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        into[f"{at}.on"] = ["yes"]
        if isinstance(value, dict) and "by" in value:
            Some("由谁", _ENTERS).put(value["by"], f"{at}.by", into)
        elif value is not True and value != {}:
            raise CannotSay("由人给分")

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield from Truth("由人给分").blanks(values, f"{at}.on", names)
        if one(values, f"{at}.on"):
            yield from Some("由谁给分", _ENTERS).blanks(values, f"{at}.by", names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        if not one(values, f"{at}.on"):
            return None
        by = Some("由谁给分", _ENTERS).take(values, f"{at}.by", names)
        return {"by": by} if by else True


def _known(key: str) -> Any:
    return lambda names, values, at: [
        (str(entry.get("id")), "") for entry in names.head.get(key) or () if isinstance(entry, dict)
    ]


_SECTION: dict[str, Part] = {
    "label": Words("分项叫什么", True), "start": Number("起评几分", before="起", after="分"), "most": Number("最高几分", before="最多", after="分"),
    "least": Number("最低几分（扣完为止填0）", before="最低", after="分"), "in": One("属于哪一项", lambda names, values, at: names.sections()), "group": _GROUP,
    "typed": TypedBy(), "missing": One("没有给分时", here(MISSING)), "beyond_most": One("超出最高的", here((("cut", "削去"), ("refuse", "不能填")))),
    "unless_complete": Number("各项没有填全时按几分"), "only_if": Conditions(), "when": When(), "clause": _CLAUSE,
}  # fmt: skip
_QUANTITY: dict[str, Part] = {
    "label": Words("数据叫什么", True),
    "form": Form(),
    "unit": Words("单位（件、%）"),
    "group": _GROUP,
    "only_if": Conditions(),
    "when": When(),
    "clause": _CLAUSE,
}
_EVENT: dict[str, Part] = {
    "label": Words("情况叫什么", True), "of": One("是谁的", here((("unit", "单位的"), ("matter", "事项的"), ("either", "都可以")))), "fields": Fields(),
    "same": Same(), "until": Some("到出现什么为止", lambda names, values, at: names.events()), "entered_by": One("谁登记", _RECORDS),
    "verified_by": One("谁核实（不选为登记即算数）", _ENTERS), "proof": One("佐证", here((("none", "不用"), ("offered", "可以附"), ("required", "必须附")))),
    "recorded_only": Words("只登记不计分的原因"), "clause": _CLAUSE,
}  # fmt: skip
PARTS: dict[str, dict[str, Part]] = {
    "sections": _SECTION, "quantities": _QUANTITY, "events": _EVENT, "categories": {"name": Words("事项类别", True), "clause": _CLAUSE},
    "periods": {"name": Words("期别叫什么", True), "from": Words("从（01-01；每月的写日，如1）", True), "to": Words("到（06-30；每月的写日，如10）", True)},
    "authority_classes": {
        "name": Words("机关级别叫什么", True), "authorities": Some("包括哪些机关", lambda names, values, at: names.authorities(), True), "when": When(),
    },
}  # fmt: skip
HEADINGS = {
    "sections": "分项：〔　〕项起〔　〕分，最多〔　〕分，最低〔　〕分", "quantities": "数据：〔　〕怎样得出", "events": "文件自己的情况：〔　〕，登记时填〔　〕", "categories": "事项类别：〔　〕",
    "periods": "期别：〔　〕从〔　〕到〔　〕", "authority_classes": "机关级别：〔　〕包括〔　〕",
}  # fmt: skip
_BEGIN = {
    "sections": "section",
    "quantities": "figure",
    "events": "event",
    "categories": "category",
    "periods": "period",
    "authority_classes": "class",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the head: under which key, at which place of it, what it is called, at which clause it stands."""

    key: str
    place: int
    label: str
    clause: str | None


def entries_of(content: Content, clause: str | None = None) -> list[Entry]:
    """List the entries of the head that there are blanks for; of one clause only those that stand under it."""
    found = []
    for key in PARTS:
        for place, (_, entry) in enumerate(_listed(content, key)):
            if clause is None or entry.get("clause") == clause:
                found.append(Entry(key, place, str(entry.get("label") or entry.get("name") or ""), entry.get("clause")))
    return found


def values_of(content: Content, key: str, place: int) -> Filled:
    """Return what stands in the blanks of an entry; what they cannot say stands in one, whole. Raises IndexError for no such entry."""
    name, entry = _listed(content, key)[place]
    try:
        values = _put(key, name, entry)
        if is_same(key, name, _take(key, values, content, name), entry):
            return values
    except (CannotSay, BlankError, KeyError, TypeError, ValueError, AttributeError):
        pass
    return {blanks.WRITTEN: [json.dumps(entry, ensure_ascii=False)]}


def blanks_for(values: Values, content: Content, key: str) -> list[Blank]:
    """Return the blanks that an entry has as far as it is filled."""
    if one(values, blanks.WRITTEN):
        return [
            Blank(
                blanks.WRITTEN,
                "这一项的写法没有对应的填空，按原样保留",
                "words",
                (),
                (one(values, blanks.WRITTEN),),
                True,
            )
        ]
    names = Names(content)
    return [blank for name, part in PARTS[key].items() for blank in part.blanks(values, name, names)]


def with_entry(content: Content, key: str, place: int | None, values: Values) -> Content:
    """Return the draft with an entry as its blanks say; place None adds one. Raises BlankError, which names the blank; IndexError."""
    made = copy.deepcopy(content)
    listed = _listed(made, key)
    name = "" if place is None else listed[place][0]
    entry = _take(key, values, made, name)
    name = name or _new_id(key, made)
    if place is None:
        listed.append((name, entry))
    else:
        listed[place] = (name, entry)
    return _with(made, key, listed)


def without_entry(content: Content, key: str, place: int) -> Content:
    """Return the draft without an entry; what names it is then a fault beside its card. Raises IndexError."""
    made = copy.deepcopy(content)
    listed = _listed(made, key)
    del listed[place]
    return _with(made, key, listed)


def _listed(content: Content, key: str) -> list[tuple[str, dict[str, Any]]]:
    """The entries of a key with their ids, one after another; those of one id under several readings each for itself."""
    value = drafts.head_of(content).get(key)
    if key in MAPS and isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [(entry.get("id", ""), entry) for entry in drafts.listed(value) if isinstance(entry, dict)]
    return [
        (str(name), each)
        for name, entry in pairs
        for each in (entry if isinstance(entry, list) else [entry])
        if isinstance(each, dict)
    ]


def _with(content: Content, key: str, listed: Sequence[tuple[str, dict[str, Any]]]) -> Content:
    head = content.setdefault("regime", {})
    if key in MAPS:
        grouped: dict[str, list[dict[str, Any]]] = {}
        for name, entry in listed:
            grouped.setdefault(name, []).append({each: value for each, value in entry.items() if each != "id"})
        head[key] = {name: entries[0] if len(entries) == 1 else entries for name, entries in grouped.items()}
    else:
        plain = [entry for entry in drafts.listed(head.get(key)) if not isinstance(entry, dict)]
        head[key] = [
            *plain,
            *({"id": name, **{each: value for each, value in entry.items() if each != "id"}} for name, entry in listed),
        ]
    if not head[key]:
        del head[key]
    return content


def _put(key: str, name: str, entry: Mapping[str, Any]) -> Filled:
    into: Filled = {}
    rest = {each: value for each, value in entry.items() if each != "id" and value is not None}
    if key == "quantities":
        Form().put({each: rest.pop(each) for each in FORM_KEYS if each in rest}, "", into)
    if key == "events" and "label" not in rest:
        rest["label"] = wording.KINDS.get(name, name)
    for each, value in rest.items():
        if each not in PARTS[key]:
            raise CannotSay(each)
        PARTS[key][each].put(value, each, into)
    return into


def _take(key: str, values: Values, content: Content, name: str) -> dict[str, Any]:
    if written := one(values, blanks.WRITTEN):
        try:
            kept = json.loads(written)
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            raise BlankError(blanks.WRITTEN, "按原样保留的一项", "不能在这里改写")
        return kept
    names, found = Names(content), dict[str, Any]()
    for each, part in PARTS[key].items():
        value = part.take(values, each, names)
        if each == "form":
            found |= value
        elif value is not None:
            found[each] = value
    if key == "events" and name in facts.KINDS and found["label"] == wording.KINDS.get(name):
        del found["label"]
    if key == "sections" and name == "total" and found["label"] == "总分":
        del found["label"]
    return found


def _new_id(key: str, content: Content) -> str:
    part = Identity("", _BEGIN[key], (), lambda names, values, at: [(name, "") for name, _ in _listed(content, key)])
    made: str = part.take({}, "", Names(content))
    return made


__all__ = ["HEADINGS", "PARTS", "Entry", "blanks_for", "entries_of", "values_of", "with_entry", "without_entry"]
