"""The lines of a score card: entries of one clause, side and section together, with the sentence that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.evaluation import naming, sentences
from duban.engine.evaluation.cases import value_of
from duban.engine.evaluation.entries import Entry
from duban.engine.evaluation.figures import Figures
from duban.engine.evaluation.takers import Taker
from duban.engine.facts import sort_by_day
from duban.engine.lines import EARNED, Line
from duban.engine.rules.formulas import Formula, State, below, ratio
from duban.engine.rules.quantities import Counted
from duban.engine.rules.quantities import Typed as TypedFigure


def lines_of(figures: Figures, entries: Sequence[Entry]) -> list[Line]:
    """Give one line for each clause, side and section under which the unit has points."""
    groups: dict[tuple[str, str, bool], list[Entry]] = defaultdict(list)
    zeros = []
    for entry in entries:
        if entry.amount:
            groups[entry.taker.clause, entry.taker.section, entry.amount < 0].append(entry)
        else:
            zeros.append(entry)
    for entry in zeros:
        clause, section = entry.taker.clause, entry.taker.section
        key = next((each for each in ((clause, section, True), (clause, section, False)) if each in groups), None)
        groups[key or (clause, section, False)].append(entry)
    return [_line(figures, clause, group) for (clause, _, _), group in groups.items()]


def _line(figures: Figures, clause: str, entries: list[Entry]) -> Line:
    for entry in entries:
        if len(entry.facts) > 1:
            sort_by_day(entry.facts)
    if len(entries) == 1:
        (entry,) = entries
        listed, total, whys = entry.facts, entry.amount, [_why(figures, entries)]
        if entry.outdone:
            whys.append(_outdoing(entry))
        if entry.struck:
            whys.append(sentences.replaces(sorted({part for part, _ in entry.struck})))
    else:
        entries.sort(key=_first)
        total = sum((entry.amount for entry in entries), Decimal(0))
        listed = list({fact.id: fact for entry in entries for fact in entry.facts}.values())
        sort_by_day(listed)
        whys = list(dict.fromkeys([_why(figures, alike) for alike in _alike(entries)]))
        whys += [_outdoing(entry) for entry in entries if entry.outdone]
        struck = sorted({part for entry in entries for part, _ in entry.struck})
        if struck:
            whys.append(sentences.replaces(struck))
    corrected = figures.found.corrected
    if corrected:
        whys += [sentences.corrected(fact.on) for fact in listed if fact.id in corrected]
    places = 2 if entries[0].taker.select.kind == "quantity" else None
    return Line(clause, total, tuple([fact.id for fact in listed]), "；".join(whys), EARNED, places)


def _outdoing(entry: Entry) -> str:
    """Say which facts about the same thing an entry outdid."""
    return wording.highest(_shared(entry), entry.outdone)


def _first(entry: Entry) -> Any:
    return (entry.facts[0].on, entry.facts[0].id) if entry.facts else (date.min, "")


def _alike(entries: list[Entry]) -> list[list[Entry]]:
    """Entries that one sentence can say: of one rule, one name and one amount."""
    groups: dict[Any, list[Entry]] = defaultdict(list)
    for entry in entries:
        taker = entry.taker
        by_row = taker.count.within or taker.count.from_ or taker.count.in_a_row or taker.worth.range
        key = (taker.key, entry.label, entry.each, entry.level, tuple(entry.factors), id(entry) if by_row else "")
        groups[key].append(entry)
    return list(groups.values())


def _why(figures: Figures, entries: list[Entry]) -> str:
    entry = entries[0]
    taker, regime = entry.taker, figures.found.plan.regime
    if taker.select.kind == "quantity":
        return _figure(figures, taker.select.names[0]) + _sloped(figures, taker, entry.amount)
    if taker.select.kind == "unit":
        named = [each.figure for each in taker.only_if if each.figure in figures.found.plan.quantities]
        return sentences.each_unit(entry.amount, [_figure(figures, name) for name in dict.fromkeys(named)])
    if taker.select.kind == "matters":
        name = sentences.outcome(taker.select.names)
        return sentences.matters(
            name, len(entries) if not taker.is_plain else len(entry.facts), entry.each or entry.amount
        )
    count = sum(len(each.facts) for each in entries) if taker.is_plain else len(entries)
    each = entry.each if entry.each is not None else entry.amount
    level = naming.of_value(regime, (), "level", entry.level) if entry.level else None
    worth, words = taker.worth, taker.count
    name = sentences.with_numbers(entry.label, _reached(figures, taker, entries)) if taker.tiered else entry.label
    if worth.range is not None:
        person, reason = (str(entry.facts[0].get(name) or "") for name in ("person", "reason"))
        said = sentences.decided(name, person, each, reason)
    elif words.in_a_row:
        said = sentences.in_a_row(name, entry.number, [fact.on for fact in entry.facts], each)
    elif worth.is_by_times:
        said = sentences.times_in_all(name, len(entry.facts), each)
    elif words.once_per and words.from_:
        said = sentences.full(name, words.from_, len(entry.facts), each)
    elif words.from_ or worth.is_by_place:
        said = sentences.nth(name, entry.number, each)
    elif words.once_per:
        names = "、".join(filter(None, (_unit(regime, taker, name) for name in words.once_per)))
        said = sentences.once(name, names, sum(len(each.facts) for each in entries), count, each)
    elif words.per:
        number = value_of(figures.found, entry.facts[0], words.per)
        said = sentences.per(name, naming.of_field(regime, taker.select.names, words.per), number, each)
    elif taker.tiered and count == 1:
        said = sentences.once_so_much(entry.label, _reached(figures, taker, entries), each)
    else:
        said = wording.times(name, count, each, level)
    for factor in entry.factors:
        said += sentences.factor(factor)
    return said


def _reached(figures: Figures, taker: Taker, entries: list[Entry]) -> list[str]:
    """The numbers by which points go, each once, from the smallest: 2天、6天."""
    (name,), kinds = taker.worth.by, taker.select.names
    regime = figures.found.plan.regime
    field = next(filter(None, (regime.words.field_of(kind, name) for kind in kinds)), None)
    paid = [fact for entry in entries for fact in (entry.facts if taker.is_plain else [entry.payer]) if fact]
    numbers = {Decimal(str(value_of(figures.found, fact, name))) for fact in paid}
    label, unit = ("", "天") if field is None else (field.label, field.unit)
    return [sentences.so_much(label, number, unit) for number in sorted(numbers)]


def _sloped(figures: Figures, taker: Taker, points: Decimal) -> str:
    """Say how far a figure is from the full points of a slope: ，少1次，3−1＝2分."""
    slope, (name,) = taker.worth.slope, taker.select.names
    value, unit = figures.get(name), figures.found.plan.quantities[name].unit
    if slope is None or isinstance(value, State):
        return ""
    at = ratio(slope.at)
    if not below(value, at):
        return sentences.reached(sentences.figure(at, unit), slope.full)
    short = (at[0] * value[1] - value[0] * at[1], at[1] * value[1])
    each = ratio(-slope.each)
    lost = (short[0] * each[0], short[1] * each[1])
    is_used_up = slope.least is not None and below(ratio(slope.full - slope.least), lost)
    least = slope.least if is_used_up else None
    return sentences.short_of(sentences.figure(short, unit), slope.full, sentences.figure(lost, ""), least, points)


def _unit(regime: Any, taker: Any, name: str) -> str:
    return {"matter": "事项", "unit": "单位", "occasion": "一件事"}.get(name) or naming.of_field(
        regime, taker.select.names, name
    )


def _shared(entry: Entry) -> str:
    return str(entry.payer.occasion) if entry.payer is not None and entry.payer.occasion else ""


def _figure(figures: Figures, name: str) -> str:
    """A quantity with its figures in place: 水库清退率＝100×14÷20＝70%."""
    quantity = figures.found.plan.quantities[name]
    value = figures.get(name)
    said = "" if isinstance(value, State) else sentences.figure(value, quantity.unit)
    form = quantity.form
    if isinstance(form, Counted | TypedFigure):
        return f"{quantity.label}{said}"
    if isinstance(form, Formula):
        values = {}
        for part in form.names:
            inner = figures.get(part)
            values[part] = "（无）" if isinstance(inner, State) else sentences.figure(inner, "")
        return sentences.formula(quantity.label, form.text, values, said)
    return f"{quantity.label}{said}"
