"""An example told in blanks: units, matters, what happened and how often, what must come out; and the facts that it stands for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from duban.engine.studio import happenings, rest
from duban.engine.studio.blanks.groups import numbers_in
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import (
    Blank,
    BlankError,
    CannotSay,
    Filled,
    one,
)
from duban.engine.studio.blanks.slots import When
from duban.engine.studio.drafts import Content
from duban.engine.studio.happenings import FACT, HEAD, MATTER, UNIT
from duban.engine.vocabulary.readers import number_from
from duban.engine.wording import plain

WRITTEN = "as_written"
_KEPT = ("kind", "day", "unit", "matter")


def values_of(example: Mapping[str, Any], content: Content) -> Filled:
    """Return what stands in the blanks of an example; one that they cannot tell stands in one, whole (`as_written`)."""
    for is_folded in (True, False):
        try:
            values = _put(example, is_folded)
            if is_same(example_of(values, content), example):
                return values
        except (BlankError, CannotSay, KeyError, TypeError, ValueError, AttributeError):
            continue
    return {WRITTEN: [json.dumps(example, ensure_ascii=False)]}


def is_same(example: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two examples tell the same: the order of facts does not count, nor how a number is written."""
    return bool(_compared(example) == _compared(other))


def _compared(example: Mapping[str, Any]) -> Any:
    facts = sorted(
        json.dumps({key: _number(value) for key, value in fact.items()}, sort_keys=True)
        for fact in example.get("facts") or ()
    )
    amounts = [
        {unit: _number(value) for unit, value in (example.get(key) or {}).items()} for key in ("points", "totals")
    ]
    return (
        facts,
        amounts,
        {key: value for key, value in example.items() if key not in ("facts", "points", "totals") and value},
    )


def _number(value: Any) -> Any:
    number = None if isinstance(value, bool) else number_from(value)
    return value if number is None else plain(number)


def blanks_for(values: Mapping[str, Sequence[str]], content: Content) -> list[Blank]:
    """Return the blanks of an example as far as it is filled; with nothing filled, those of a new one."""
    if one(values, WRITTEN):
        return [
            Blank(
                WRITTEN,
                "这个例子没有对应的填空，按原样保留；要改请删去另写",
                "words",
                (),
                (one(values, WRITTEN),),
                True,
            )
        ]
    names = Names(content)
    found = [blank for name, part in HEAD.items() for blank in part.blanks(values, name, names)]
    for place, parts in (("units", UNIT), ("matters", MATTER), ("facts", FACT)):
        rows = numbers_in(values, place)
        for row in [*rows, max(rows, default=0) + 1]:
            for key, part in parts.items():
                found += part.blanks(values, f"{place}.{row}.{key}", names)
            if place == "facts":
                found += happenings.fields(values, f"facts.{row}", names)
    return found + list(When().blanks(values, "choices", names))


def example_of(values: Mapping[str, Sequence[str]], content: Content) -> dict[str, Any]:
    """Return the example that filled blanks tell, as a pack keeps it. Raises BlankError, which names the blank."""
    if written := one(values, WRITTEN):
        try:
            kept = json.loads(written)
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            raise BlankError(WRITTEN, "按原样保留的例子", "不能在这里改写")
        return kept
    names = Names(content)
    head = {key: part.take(values, key, names) for key, part in HEAD.items()}
    kind = head["kind"] or next(iter(names.periods()))[0]
    first, last = happenings.span(content, kind, head)
    units, points, totals = happenings.units_of(values, names)
    facts = happenings.matters_of(values, names, first, units) + happenings.happened(values, names, first, last, units)
    if not points and not totals:
        raise BlankError("units.1.points", "本条共得几分", "和“总分应为几分”至少填一个；由您按文件填，系统不替您填")
    if head["rest"]:
        facts += rest.figures(content, facts, units, last)
    found: dict[str, Any] = {
        "name": head["name"] or happenings.named([each for each in facts if not rest.is_of_rest(each)], names), "period": {"from": first.isoformat(), "to": last.isoformat(), "kind": kind},
        "units": units, "facts": facts,
    }  # fmt: skip
    chosen = {
        name: wanted
        for name, wanted in (When().take(values, "choices", names) or {}).items()
        if isinstance(wanted, str)
    }
    return {
        **found,
        **({"choices": chosen} if chosen else {}),
        **({"points": points} if points else {}),
        **({"totals": totals} if totals else {}),
    }


def _put(example: Mapping[str, Any], is_folded: bool) -> Filled:
    """Write an example as values; folded: facts that differ only in day and matter are one row."""
    into: Filled = {"name": [str(example["name"])], "kind": [str(example["period"]["kind"])]}
    into["first"], into["last"] = [str(example["period"]["from"])], [str(example["period"]["to"])]
    for row, (name, group) in enumerate(example["units"].items(), start=1):
        into |= {f"units.{row}.name": [name], f"units.{row}.group": [str(group)]}
        for key, blank in (("points", "points"), ("totals", "total")):
            if (example.get(key) or {}).get(name) is not None:
                into[f"units.{row}.{blank}"] = [str(example[key][name])]
    for name, wanted in (example.get("choices") or {}).items():
        into[f"choices.{name}"] = [str(wanted)]
    facts = [dict(fact) for fact in example.get("facts") or ()]
    done = {fact["matter"]: fact["day"] for fact in facts if _is_done(fact)}
    assigned = [fact for fact in facts if fact["kind"] == "assigned"]
    for row, fact in enumerate(assigned, start=1):
        told = {("name" if key == "matter" else key): value for key, value in fact.items() if key != "kind"}
        if told.pop("quantifiable", True) is False:
            told["unquantifiable"] = "yes"
        if set(told) - set(MATTER):
            raise CannotSay("事项")
        into |= {f"matters.{row}.{key}": [str(value)] for key, value in told.items()}
        if fact["matter"] in done:
            into[f"matters.{row}.done"] = [done[fact["matter"]]]
    if any(rest.is_of_rest(fact) for fact in facts):
        into["rest"] = ["yes"]
    others = [fact for fact in facts if fact["kind"] != "assigned" and not _is_done(fact) and not rest.is_of_rest(fact)]
    for row, group in enumerate(_folded(others) if is_folded else [[fact] for fact in others], start=1):
        into |= _row(f"facts.{row}", group)
    return into


def _is_done(fact: Mapping[str, Any]) -> bool:
    return fact["kind"] == "completed" and set(fact) == set(_KEPT)


def _folded(facts: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    groups: list[list[dict[str, Any]]] = []
    for fact in facts:
        if groups and _alike(groups[-1][0]) == _alike(fact):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return groups


def _alike(fact: Mapping[str, Any]) -> Any:
    return {key: value for key, value in fact.items() if key not in ("day", "matter")}, "matter" in fact


def _row(at: str, group: Sequence[Mapping[str, Any]]) -> Filled:
    first = group[0]
    matters = list(dict.fromkeys(fact["matter"] for fact in group if "matter" in fact))
    days = [date.fromisoformat(str(fact["day"])) for fact in group if fact.get("matter") == first.get("matter")]
    into: Filled = {f"{at}.event": [first["kind"]], f"{at}.unit": [first["unit"]], f"{at}.day": [str(first["day"])]}
    into[f"{at}.times"] = [str(len(days))]
    if matters:
        into[f"{at}.matters"] = matters
    if len(days) > 1:
        into[f"{at}.apart"] = [str((days[1] - days[0]).days)]
    for name, value in first.items():
        if name not in _KEPT:
            told = ("true" if value else "false") if isinstance(value, bool) else str(value)
            into[f"{at}.fields.{name}"] = [told]
    return into
