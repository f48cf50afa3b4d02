"""What an offered rule needs and the draft has not yet: happenings, figures and sections, given names that the draft has free."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers.above import above_in
from duban.engine.studio.offers.assessed import Place
from duban.engine.studio.offers.found import Found

Heads = dict[str, dict[str, dict[str, Any]]]
_STEMS = {"events": "event", "quantities": "figure", "sections": "section"}


def place_of(content: Content, number: str | None) -> Place:
    """Return where the points of a clause go: the one section under it, or under the clause in which it stands, that no person fills in; nothing where there is none or several."""
    sections = [] if number is None else [each for each in _listed(content, "sections") if not _is_of_sentence(each)]
    under = [each for each in sections if each.get("clause") == number] or above_in(sections, str(number))
    open_ones = [each for each in under if "typed" not in each]
    groups = [name for name, _ in Names(content).groups()] if drafts.head_of(content).get("groups") else []
    first = groups[0] if groups else ""
    if len(open_ones) == len(under) == 1:
        return _place(open_ones[0], first)
    others = tuple(_place(each, first) for each in open_ones)
    return Place(group=first, is_typed=bool(under) and not open_ones, others=others)


def _is_of_sentence(section: Mapping[str, Any]) -> bool:
    """Whether an item only bounds what one sentence gives or takes: nothing else of its clause counts into it."""
    return (
        str(section.get("start")) == "0" and "typed" not in section and str(section.get("least", "-")).startswith("-")
    )


def _place(section: Mapping[str, Any], group: str) -> Place:
    """A section as the place of points."""
    return Place(
        str(section.get("id") or ""),
        str(section.get("label") or ""),
        str(section.get("most") or section.get("start") or ""),
        str(next(iter(drafts.listed(section.get("group"))), group)),
        bool(section.get("start")),
    )


def named(found: Found, content: Content, clause: str | None = None) -> tuple[dict[str, Any], Heads]:
    """Return the rule of what was found with names that the draft has free, and what it brings along under them."""
    sections = {f"own_section_{place}": entry for place, entry in enumerate(found.sections)}
    rule = {**found.rule, "into": next(iter(sections))} if sections else dict(found.rule)
    heads = {"events": dict(found.events), "quantities": dict(found.quantities), "sections": sections}
    return renamed(rule, {key: entries for key, entries in heads.items() if entries}, content, clause)


def renamed(
    rule: dict[str, Any], heads: Mapping[str, Mapping[str, Any]], content: Content, clause: str | None = None
) -> tuple[dict[str, Any], Heads]:
    """Give what a rule brings along names in the draft: that of an entry with the same label, else one that it has not; return what is new.

    Items are of their clause: one that another clause has by the same label is none of this one's.
    """
    names: dict[str, str] = {}
    made: Heads = {}
    for key, entries in heads.items():
        known = {str(entry.get("label")): name for name, entry in _named(content, key)}
        if key == "events":
            known = {label: name for name, label in Names(content).events()}
        used = {name for name, _ in _named(content, key)} | set(known.values())
        if key == "sections" and clause is not None:
            others = {str(each.get("label")) for _, each in _named(content, key) if each.get("clause") != clause}
            entries = {name: _of_clause(entry, others, clause) for name, entry in entries.items()}
        for name, entry in entries.items():
            own = known.get(str(entry.get("label")))
            if own is None:
                stem = _STEMS[key]
                own = next(each for at in range(1, len(used) + 2) if (each := f"{stem}_{at}") not in used)
                made.setdefault(key, {})[own] = dict(entry)
                used.add(own)
            names[name] = own
    for entries in made.values():
        for entry in entries.values():
            if "formula" in entry:
                entry["formula"] = re.sub(
                    r"[a-z_][a-z0-9_]*", lambda each: names.get(each[0], each[0]), entry["formula"]
                )
    return _with(rule, names), made


def _of_clause(section: Mapping[str, Any], others: Collection[str], clause: str) -> dict[str, Any]:
    """An item with a label that no other clause's item has."""
    label = str(section.get("label"))
    return {**section, "label": f"{label}（{clause}）" if label in others else label}


def with_heads(content: Content, heads: Heads, clause: str) -> Content:
    """Return the draft with what a rule brings along, under that clause."""
    if not heads:
        return content
    head = dict(drafts.head_of(content))
    for key, entries in heads.items():
        told = {name: {**entry, "clause": clause} if clause else entry for name, entry in entries.items()}
        if key == "sections" or isinstance(head.get(key), list):
            head[key] = [*drafts.listed(head.get(key)), *({"id": name, **entry} for name, entry in told.items())]
        else:
            head[key] = {**(head.get(key) or {}), **told}
    return {**content, "regime": head}


def works_alike(select: Mapping[str, Any], heads: Heads, other: Mapping[str, Any], content: Content) -> bool:
    """Say whether two figures are worked out alike, whatever the figures in them are called."""
    ours = heads.get("quantities", {}).get(str(select.get("quantity")), {}).get("formula")
    theirs = next(
        (entry.get("formula") for name, entry in _named(content, "quantities") if name == other.get("quantity")), None
    )
    return ours is not None and theirs is not None and _shape(ours) == _shape(theirs)


def _shape(formula: str) -> str:
    return re.sub(r"\s|(?<![a-z])(?!min|max|round)[a-z_][a-z0-9_]*", "", formula)


def _with(rule: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A rule with other names where it selects, counts into and compares."""
    made = dict(rule)
    select = rule.get("select")
    if isinstance(select, dict):
        made["select"] = {
            key: names.get(value, value) if key in ("event", "quantity") and isinstance(value, str) else value
            for key, value in select.items()
        }
    if rule.get("into") in names:
        made["into"] = names[rule["into"]]
    if isinstance(rule.get("only_if"), list):
        made["only_if"] = [
            {**each, "figure": names.get(each["figure"], each["figure"])} if "figure" in each else each
            for each in rule["only_if"]
        ]
    return made


def _named(content: Content, key: str) -> list[tuple[str, dict[str, Any]]]:
    value = drafts.head_of(content).get(key)
    if isinstance(value, dict):
        return [(str(name), entry) for name, entry in value.items() if isinstance(entry, dict)]
    return [(str(entry.get("id")), entry) for entry in drafts.listed(value) if isinstance(entry, dict)]


def _listed(content: Content, key: str) -> list[dict[str, Any]]:
    return [entry for _, entry in _named(content, key)]
