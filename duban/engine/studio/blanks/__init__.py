"""Sentences with blanks: which may be added, the blanks of a rule, and the rule that blanks say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from duban.engine.packs.sources import Mapping as Node
from duban.engine.packs.sources import PackError
from duban.engine.packs.sources import Sequence as Nodes
from duban.engine.rules import read_rule
from duban.engine.studio.blanks import sentences
from duban.engine.studio.blanks.kinds import Kind, kinds
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import Blank, BlankError, CannotSay, Filled, one
from duban.engine.studio.drafts import Content

# A rule for which there is no blank stands in one, as it is written.
WRITTEN = "as_written"

__all__ = [
    "Blank",
    "BlankError",
    "Kind",
    "blanks_for",
    "blanks_of",
    "is_same",
    "kinds",
    "node_of",
    "rule_of",
    "values_of",
]


def values_of(rule: Mapping[str, Any], content: Content) -> Filled:
    """Return what stands in the blanks of a rule, by their names; what the blanks cannot say stands in one, whole (`as_written`)."""
    names = Names(content)
    try:
        values = sentences.put(dict(rule))
        if is_same(sentences.take(values, names), rule):
            return values
    except (CannotSay, BlankError, KeyError, TypeError, ValueError, AttributeError):
        if is_unfinished(rule):
            return values_of_unfinished(rule)
    return {"kind": [str(rule.get("kind"))], WRITTEN: [json.dumps(rule, ensure_ascii=False)]}


def is_unfinished(rule: Mapping[str, Any]) -> bool:
    """Say whether a rule cannot be read as a rule at all."""
    return _read(rule) is None


def values_of_unfinished(rule: Mapping[str, Any]) -> Filled:
    """Return as much of a broken rule as there are blanks for."""
    found: Filled = {"kind": [str(rule.get("kind"))]}
    for key, value in rule.items():
        try:
            found |= sentences.put({"kind": rule.get("kind"), key: value})
        except (CannotSay, KeyError, TypeError, ValueError, AttributeError):
            continue
    return found


def blanks_of(rule: Mapping[str, Any], content: Content) -> list[Blank]:
    """Return the blanks of a rule, filled."""
    return blanks_for(values_of(rule, content), content)


def blanks_for(values: Mapping[str, Sequence[str]], content: Content) -> list[Blank]:
    """Return the blanks that a sentence has as far as it is filled: what is chosen in one decides which others there are."""
    if one(values, WRITTEN):
        label = "这一句的写法没有对应的填空，按原样保留；要改请在全文里改，或删去另加一句"
        return [Blank(WRITTEN, label, "words", (), (one(values, WRITTEN),), True)]
    return list(sentences.offer(values, Names(content)))


def rule_of(values: Mapping[str, Sequence[str]], content: Content) -> dict[str, Any]:
    """Return the rule that filled blanks say. Raises BlankError, which names the blank and the sentence."""
    if written := one(values, WRITTEN):
        try:
            kept = json.loads(written)
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            raise BlankError(WRITTEN, "按原样保留的一句", "不能在这里改写")
        return kept
    if one(values, "kind") not in sentences.PARTS:
        raise BlankError("kind", "句式", "还没有选")
    try:
        rule = sentences.take(values, Names(content))
    except BlankError as error:
        raise BlankError(error.name, error.label, error.what, said(values, content)) from None
    return rule


def said(values: Mapping[str, Sequence[str]], content: Content) -> str:
    """Return a sentence as far as it is filled, what is missing as 〔　〕."""
    parts = []
    for blank in blanks_for(values, content):
        is_shape = blank.name.endswith("shape") and (blank.name != "count.shape" or blank.value != ("each",))
        if (blank.value or blank.is_required) and not is_shape:
            parts.append(f"{blank.before}{blank.shown or '〔　〕'}{blank.after}")
    return "".join(parts)


def is_same(one_rule: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two rules say the same, however they are written."""
    read_one, read_other = _read(one_rule), _read(other)
    if read_one is None or read_other is None:
        return one_rule == other
    return bool(read_one == read_other)


def _read(rule: Mapping[str, Any]) -> Any:
    try:
        read = read_rule(node_of(rule), "", Node("", 0))
    except (PackError, TypeError, ValueError, AttributeError):
        return None
    return type(read), {
        entry.name: _compared(getattr(read, entry.name)) for entry in fields(read) if entry.name != "line"
    }


def _compared(value: Any) -> Any:
    """A value that can be compared: rules in rules (openings, pools) by their fields, conditions apart from how they are grouped."""
    if isinstance(value, tuple):
        return tuple(_compared(entry) for entry in value)
    names = getattr(value, "__dataclass_fields__", None)
    if names is None:
        return dict(value) if isinstance(value, Mapping) else value
    return {name: _compared(getattr(value, name)) for name in names if name not in ("line", "clause")}


def node_of(value: Any) -> Any:
    """Return plain data as the readers of a pack take it, without lines."""
    if isinstance(value, Mapping):
        node = Node("", 0)
        node.update({str(key): node_of(entry) for key, entry in value.items()})
        node.lines = dict.fromkeys(node, 0)
        return node
    if isinstance(value, list):
        nodes = Nodes("", 0)
        nodes.extend(node_of(entry) for entry in value)
        nodes.lines = [0] * len(value)
        return nodes
    return value
