"""Variants of a document: figures changed, clauses left out, other readings, another document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from duban.engine.clauses import Regime
from duban.engine.what_if.figures import Path, UnknownFigure, fault_of, figure_of, number_for, put
from duban.engine.wording import plain


@dataclass(frozen=True)
class Change:
    """One thing that a variant has otherwise: the clause, how it was and how it is, in words."""

    clause: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Variant:
    """A document and readings by which the facts are to be scored. `choices` are complete."""

    name: str
    regime: Regime
    choices: Mapping[str, str]
    changes: tuple[Change, ...] = field(default=())
    # Another document, not this one with changes: what it counts may not be among the facts.
    is_other: bool = False


def as_it_is(regime: Regime, choices: Mapping[str, str] | None = None, name: str = "现行") -> Variant:
    """Give the document itself. Raises clauses.UnknownReading for a choice that it has not."""
    return Variant(name, regime, regime.choices(choices))


def varied(
    base: Variant,
    name: str,
    *,
    figures: Mapping[str, str] | None = None,
    readings: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> Variant:
    """Give a document with figures changed (by key), other readings, and without the rules of some clauses.

    Raises UnknownFigure for a figure, clause or value that there is not; clauses.UnknownReading for a reading that it has not.
    """
    regime, changes = base.regime, []
    for key, text in (figures or {}).items():
        figure = figure_of(base.regime, key)
        number = number_for(figure, text)
        if number == figure.number:
            continue
        regime = put(regime, figure.path, figure.held(number))
        wrong = fault_of(_at(regime, figure.path))
        if wrong:
            raise UnknownFigure(f"{figure.key}：{wrong}")
        shown = _shown(figure.number, number, figure.value)
        changes.append(Change(figure.clause, figure.said(figure.value), figure.said(shown)))
    for name_of_clause in without:
        regime, change = _without(regime, name_of_clause)
        changes.append(change)
    choices = base.choices
    if readings:
        choices = regime.choices({**base.choices, **readings})
        changes += [_reading(regime, base.choices, choices, ambiguity) for ambiguity in readings]
    told = tuple(change for change in changes if change.before != change.after)
    return Variant(name, regime, choices, told, base.is_other)


def of_document(regime: Regime, choices: Mapping[str, str] | None = None, *, is_other: bool, name: str = "") -> Variant:
    """Give another document, or another version of this one (`is_other` false), as a variant."""
    return Variant(name or regime.name, regime, regime.choices(choices), is_other=is_other)


def _without(regime: Regime, name: str) -> tuple[Regime, Change]:
    """The document without the rules of one clause; its sections and quantities stay, since others may need them."""
    for place, clause in enumerate(regime.clauses):
        if clause.clause == name:
            if not clause.rules:
                raise UnknownFigure(f"{name} 没有可以推演的规则")
            changed = put(regime, ("clauses", place), replace(clause, rules=()))
            return changed, Change(name, clause.gist, "不执行本条")
    raise UnknownFigure(f"{regime.name}没有“{name}”这一条")


def _reading(regime: Regime, before: Mapping[str, str], after: Mapping[str, str], name: str) -> Change:
    ambiguity = next(each for each in regime.readings if each.id == name)
    old, new = (f"{ambiguity.question}：{ambiguity.readings[choices[name]]}" for choices in (before, after))
    return Change("、".join(ambiguity.clauses), old, new)


def _at(regime: Regime, path: Path) -> Any:
    """The rule, section or quantity in which a figure stands."""
    if path[0] == "clauses":
        return regime.clauses[path[1]].rules[path[3]]
    return getattr(regime, path[0])[path[1]]


def _shown(was: Decimal, now: Decimal, written: str) -> str:
    """How the new figure is written in its sentence: as the old one, with a sign only where it turned."""
    is_signed = written.startswith(("-", "−"))
    if is_signed or now == 0 or (was < 0) == (now < 0):
        return plain(now) if is_signed else plain(abs(now))
    return f"{'＋' if now > 0 else '−'}{plain(abs(now))}"
