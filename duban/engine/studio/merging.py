"""Clauses cut anew by hand: one split at a place, two joined, one renumbered; whatever cites them follows."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content

# Where a rule cites clauses: a number, a list of numbers, or lists in a list.
_CITING = ("replaces", "of", "clause")
_HEAD_LISTS = ("categories", "papers", "lists", "sections")
_HEAD_MAPS = ("events", "quantities")


class CannotMerge(ValueError):
    """Clauses that cannot be cut so; the message says why, in Chinese."""


def renumbered(content: Content, number: str, new: str) -> Content:
    """Return the draft with a clause under another number. Raises CannotMerge for an empty one or one that is taken, KeyError without the clause."""
    new = new.strip()
    made = copy.deepcopy(content)
    clause = drafts.clause_of(made, number)
    if new == number:
        return made
    if not new:
        raise CannotMerge("请填写条号")
    if any(each.get("clause") == new for each in made["clauses"]):
        raise CannotMerge(f"“{new}”这个条号已经有了，请换一个")
    clause["clause"] = new
    _follow(made, {number: new})
    return made


def split(content: Content, number: str, at: int, new: str) -> Content:
    """Return the draft with a clause's own words cut before the sign `at`; the second part is a clause of the number `new` that does nothing yet.

    Rules, examples and what cites the clause stay with the first part. Raises CannotMerge where nothing is left of a part.
    """
    made = copy.deepcopy(content)
    clause = drafts.clause_of(made, number)
    words = str(clause.get(drafts.ORIGINAL) or "")
    first, second = words[:at].rstrip(), words[at:].lstrip()
    if not first or not second:
        raise CannotMerge("请在原文中间选一处分开，前后都要有文字")
    new = new.strip()
    if not new:
        raise CannotMerge("请填写后一条的条号")
    if any(each.get("clause") == new for each in made["clauses"]):
        raise CannotMerge(f"“{new}”这个条号已经有了，请换一个")
    if clause.get("gist") == drafts.gist_of(words):
        clause["gist"] = drafts.gist_of(first)
    clause[drafts.ORIGINAL] = first
    place = made["clauses"].index(clause)
    made["clauses"].insert(
        place + 1, {"clause": new, "gist": drafts.gist_of(second), "kinds": [], "rules": [], drafts.ORIGINAL: second}
    )
    return made


def joined(content: Content, first: str, second: str) -> Content:
    """Return the draft with the second clause as part of the first; what cites the second cites the first.

    Raises CannotMerge where what the two do cannot stand under one number.
    """
    made = copy.deepcopy(content)
    one, other = drafts.clause_of(made, first), drafts.clause_of(made, second)
    if one is other:
        raise CannotMerge("请选两条不同的条款")
    is_idle = drafts.is_undecided(one) or drafts.is_undecided(other)
    if not is_idle and bool(one.get("no_rule")) != bool(other.get("no_rule")):
        raise CannotMerge("一条不需系统处理，另一条需要，请先改成一样再合并")
    if (
        not is_idle
        and one.get("counts", "all") != other.get("counts", "all")
        and one.get("rules")
        and other.get("rules")
    ):
        raise CannotMerge("两条对“同一情况只计最高”的规定不同，请先改成一样再合并")
    for key in ("rules", "examples", "kinds", "feature"):
        both = _unique([*_listed(one.get(key)), *_listed(other.get(key))])
        if both or key in ("rules", "kinds"):
            one[key] = both
    for key, sign in (("original", "\n"), ("by_person", "；"), ("cannot", "；"), ("no_rule", "；"), ("gist", "；")):
        said = _unique(filter(None, (one.get(key), other.get(key))))
        if said:
            one[key] = sign.join(said)
    if "counts" in other and "counts" not in one:
        one["counts"] = other["counts"]
    made["clauses"].remove(other)
    _follow(made, {second: first})
    _drop_self(one)
    return made


def _follow(content: Content, renamed: dict[str, str]) -> None:
    """Let everything that cites a clause cite it by its new number."""

    def told(value: Any) -> Any:
        if isinstance(value, list):
            return _unique([told(entry) for entry in value])
        return renamed.get(value, value) if isinstance(value, str) else value

    for clause in content["clauses"]:
        for rule in drafts.rules_of(clause):
            for key in _CITING:
                if key in rule and not (key == "of" and rule.get("kind") not in ("factor", "highest_only")):
                    rule[key] = told(rule[key])
    for reading in content.get("readings", ()):
        if isinstance(reading, dict) and "clauses" in reading:
            reading["clauses"] = told(_listed(reading["clauses"]))
    head = content["regime"]
    if "level_clause" in head:
        head["level_clause"] = told(head["level_clause"])
    _each_entry(head, lambda entry: entry.update(clause=told(entry["clause"])) if "clause" in entry else None)


def _each_entry(head: dict[str, Any], act: Callable[[dict[str, Any]], None]) -> None:
    for key in (*_HEAD_LISTS, *_HEAD_MAPS, "examples"):
        entries = head.get(key) or ()
        listed = entries.values() if isinstance(entries, dict) else entries
        for entry in listed:
            for each in entry if isinstance(entry, list) else [entry]:
                if isinstance(each, dict):
                    act(each)


def _drop_self(clause: dict[str, Any]) -> None:
    """A clause that restates itself says nothing."""
    clause["rules"] = [
        rule
        for rule in clause["rules"]
        if not (rule.get("kind") == "restated" and rule.get("clause") == clause["clause"])
    ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _unique(entries: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found
