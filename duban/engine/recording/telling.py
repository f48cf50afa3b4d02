"""How a recorded fact is told: its name and its fields in the words of a document; never an id, never English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.engine import wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.recording import names
from duban.engine.recording.catalogue import BY_HAND, fields_of
from duban.engine.recording.figures import figures_of
from duban.engine.vocabulary.events import Event, Field

UNKNOWN = "其他情况"
_TOLD = ("authority", "channel", "what", "tone")
_DECIDED = ("amount", "person")


def name_of(regime: Regime, kind: str, fact: Mapping[str, Any]) -> str:
    """Name what happened: by the document's own label, else by the library's with the words that tell it apart."""
    if kind not in regime.words.events and kind not in wording.KINDS:
        return UNKNOWN
    return naming.of_kind(regime, kind, {name: fact[name] for name in _TOLD if name in fact})


def details_of(regime: Regime, kind: str, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tell the fields that are the document's own to tell, each with its label, in its order; `covered` says which these are."""
    told = covered(regime, kind)
    if kind in ("figure", "sheet") and told:
        return _figure(regime, kind, fact)
    event = regime.words.events.get(kind) or Event(kind, "", is_own=False)
    fields = [field for field in fields_of(regime, regime.choices(), event) if field.name in told]
    found = [(field.label, value_of(field, fact[field.name])) for field in fields if fact.get(field.name) is not None]
    decided = [name for name in _DECIDED if fact.get(name) is not None and name not in event.fields]
    return found + [
        (names.LABELS[name], f"{fact[name]} 分" if name == "amount" else str(fact[name])) for name in decided
    ]


def phrases_of(regime: Regime, kind: str, fact: Mapping[str, Any]) -> list[str]:
    """Tell the same in running text: 完成率：80%, and the value alone where the document has no name for the field."""
    event = regime.words.events.get(kind)
    unnamed = {
        value_of(field, fact[name])
        for name, field in (event.fields.items() if event else ())
        if field.label == name and field.type in ("choice", "text") and fact.get(name) is not None
    }
    pairs = details_of(regime, kind, fact)
    return [value if label == value or value in unnamed else f"{label}：{value}" for label, value in pairs]


def covered(regime: Regime, kind: str) -> frozenset[str]:
    """Give the fields of a kind that the document tells itself: those that it declares, and all where it has a name of its own for the kind."""
    if kind == "figure" or (kind == "sheet" and regime.words.is_open):
        return frozenset(("section", "points", "quantity", "value", "by"))
    event = regime.words.events.get(kind)
    if event is None:
        return frozenset()
    return frozenset((*event.fields, *(BY_HAND.get(kind, ()) if has_own_label(regime, kind) else ())))


def _figure(regime: Regime, kind: str, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    key = str(fact.get("section") if kind == "sheet" else fact.get("quantity"))
    value = fact.get("points" if kind == "sheet" else "value")
    figure = figures_of(regime, regime.choices(), kind).get(key)
    label, unit = (figure.field.label, figure.field.unit) if figure else (names.LABELS["value"], "")
    by = [(names.LABELS["by"], str(fact["by"]))] if fact.get("by") else []
    return [(label, f"{value}{unit}"), *by]


def has_own_label(regime: Regime, kind: str) -> bool:
    """Say whether the document calls a kind of the library by a name of its own, which says nothing of authority or tone."""
    event = regime.words.events.get(kind)
    return event is not None and event.label != wording.KINDS.get(kind)


def is_failing(regime: Regime, kind: str) -> bool:
    """Say whether an event of the document's own tells of a failing, for which a unit may have had good reason: no rule gives points for it."""
    event = regime.words.events.get(kind)
    if event is None or not event.is_own:
        return False
    worths = [rule.worth for rule in regime.scores() if rule.select.kind == "event" and kind in rule.select.names]
    gains = [
        amount
        for worth in worths
        for amount in (worth.amount, *worth.points.values(), *(worth.range or ()))
        if amount is not None and amount > 0
    ]
    return not gains


def value_of(field: Field, value: Any) -> str:
    """Tell a value of a field: the word of a choice, 是 or 否, 3月, 12件."""
    text = str(value)
    if field.words:
        return field.words.get(text, "已不在可选之列")
    if field.type == "flag":
        return "是" if value in (True, "true", "True") else "否"
    if field.type == "month":
        year, _, month = text.rpartition("-")
        return f"{year + '年' if year else ''}{int(month)}月" if month.isdecimal() else text
    return f"{text}{field.unit}" if field.type in ("whole", "decimal") else text
