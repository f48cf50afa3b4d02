"""Caps of one matter, month or quarter, then sections from the innermost: start, lines, children; caps, the most, the least. Points are exact decimals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.evaluation import sentences
from duban.engine.evaluation.cases import Found
from duban.engine.evaluation.entries import Entry
from duban.engine.evaluation.figures import Figures, amount_in
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.sheets import Marks
from duban.engine.facts import Fact
from duban.engine.lines import CUT, LIFT, START, Line
from duban.engine.rules.bases import Cap
from duban.engine.rules.formulas import State
from duban.engine.rules.sections import TOTAL, Section

ZERO = Decimal(0)
# Figures that a person gives are of no matter and no month.
_TYPED = ("sheet", "figure")
# How many months each span has.
_MONTHS = {"month": 1, "quarter": 3}


@dataclass(slots=True)
class Sum:
    """What the sections of a unit come to: values by section, the lines of starts, figures and cuts, and what was set aside."""

    values: dict[str, Decimal] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    aside: list[tuple[Fact, str]] = field(default_factory=list)
    waits: set[State] = field(default_factory=set)


@dataclass(slots=True)
class Share:
    """Points of one fact under one rule, as far as they stand; `of` is what caps may group them by, `key` which of a group come first."""

    section: str
    amount: Decimal
    key: tuple[Any, ...] = ()
    of: Mapping[str, Any] = field(default_factory=dict)


def add_up(figures: Figures, entries: Iterable[Entry]) -> Sum:
    """Add up the sections of one unit."""
    into: dict[str, list[Decimal]] = defaultdict(list)
    found, plan = Sum(), figures.found.plan
    if plan.narrow_caps:
        shares = [share for entry in entries for share in _shares(figures.found, entry)]
        there = set(_there(figures, found, plan.sections[TOTAL]))
        for cap in plan.narrow_caps:
            within = [share for share in shares if share.section in there and plan.lies_in(share.section, cap.into)]
            found.lines += _narrowed(cap, within)
        for share in shares:
            into[share.section].append(share.amount)
    else:
        for entry in entries:
            into[entry.taker.section].append(entry.amount)
    _value(figures, found, plan.sections[TOTAL], into)
    return found


def _shares(found: Found, entry: Entry) -> Iterator[Share]:
    """What each fact has of an entry; all of it together where it comes of none."""
    taker, payer = entry.taker, entry.payer
    if payer is None or payer.kind in _TYPED:
        yield Share(taker.section, entry.amount)
        return
    paying = entry.facts if taker.is_plain else [payer]
    each = entry.amount / len(paying)
    for fact in paying:
        key = (taker.stage, fact.on, fact.id, taker.clause, taker.section, each, taker.content)
        is_lasting = taker.select.kind == "matters" and fact.kind != "completed"
        of = {"matter": fact.matter, **{per: _span(found, fact, is_lasting, months) for per, months in _MONTHS.items()}}
        yield Share(taker.section, each, key, of)


def _span(found: Found, fact: Fact, is_lasting: bool, months: int) -> tuple[int, int] | None:
    """The month or quarter of its year in which a fact counts; what a matter is that is not done has none in a period that is longer."""
    first, last, day = (
        (on.year, (on.month - 1) // months + 1) for on in (found.period.first, found.period.last, fact.on)
    )
    if first == last:
        return first
    return None if is_lasting else day


def _narrowed(cap: Cap, shares: Iterable[Share]) -> Iterator[Line]:
    """Cut what exceeds the cap in each matter, month or quarter, the latest points first; one line for each that is cut."""
    sign = 1 if cap.side == "plus" else -1
    groups: dict[Any, list[Share]] = defaultdict(list)
    for share in shares:
        if share.amount * sign > 0 and share.of.get(cap.per) is not None:
            groups[share.of[cap.per]].append(share)
    for group, listed in sorted(groups.items()):
        left, cut = cap.most, ZERO
        for share in sorted(listed, key=lambda share: share.key):
            stands = min(share.amount * sign, left)
            left -= stands
            cut += stands * sign - share.amount
            share.amount = stands * sign
        if cut:
            named = f"事项“{group}”" if cap.per == "matter" else wording.span(group[0], group[1], cap.per)
            yield Line(cap.clause, cut, (), wording.cap(cap.side, cap.most, named), CUT)


def _there(figures: Figures, found: Sum, section: Section) -> Iterator[str]:
    """The sections that count for the unit: itself and those in it that stand."""
    yield section.id
    is_flat = section.unless_complete is not None and not _is_complete(_given(figures, found, section))
    for child in figures.found.plan.children.get(section.id, ()):
        if _stands(figures, found, child) and not (is_flat and child.typed):
            yield from _there(figures, found, child)


def _value(
    figures: Figures, found: Sum, section: Section, into: Mapping[str, list[Decimal]]
) -> tuple[Decimal, Decimal, Decimal]:
    """Give what the section comes to, and how much of it are plus and minus points that a cap can bound."""
    plan = figures.found.plan
    clause = clause_of(plan, section)
    lines, plus, minus = found.lines, ZERO, ZERO
    value = ZERO
    if section.start is not None:
        value += section.start
        lines.append(Line(section.start_clause or clause, section.start, (), _start(section), START))
    if section.typed:
        value += _typed(figures, found, section, clause)
    for amount in into.get(section.id, ()):
        value += amount
        plus, minus = (plus + amount, minus) if amount > 0 else (plus, minus + amount)
    flat = _incomplete(figures, found, section, clause)
    value += flat or ZERO
    for child in plan.children.get(section.id, ()):
        if not _stands(figures, found, child) or (flat is not None and child.typed):
            continue
        worth, more, less = _value(figures, found, child, into)
        value, plus, minus = value + worth, plus + more, minus + less
    for cap in plan.caps:
        if cap.into != section.id:
            continue
        cut = min(cap.most - plus, ZERO) if cap.side == "plus" else max(-minus - cap.most, ZERO)
        if cut:
            lines.append(Line(cap.clause, cut, (), wording.cap(cap.side, cap.most), CUT))
            value, plus, minus = (value + cut, plus + cut, minus) if cut < 0 else (value + cut, plus, minus + cut)
    value, plus, minus = _bounded(found, section, clause, (value, plus, minus))
    found.values[section.id] = value
    return value, plus, minus


def _bounded(
    found: Sum, section: Section, clause: str, sums: tuple[Decimal, Decimal, Decimal]
) -> tuple[Decimal, Decimal, Decimal]:
    value, plus, minus = sums
    if section.most is not None and value > section.most and not (section.typed and section.is_cut and not plus):
        cut = section.most - value
        found.lines.append(Line(clause, cut, (), sentences.most(_name(section), section.most), CUT))
        value, plus = value + cut, max(plus + cut, ZERO)
    if section.least is not None and value < section.least:
        lift = section.least - value
        stage = LIFT if section.id == TOTAL else CUT
        said = (
            wording.floor(section.least)
            if section.id == TOTAL
            else sentences.used_up(section.label, section.least, lift)
        )
        found.lines.append(Line(section.least_clause or clause, lift, (), said, stage))
        value, minus = value + lift, min(minus + lift, ZERO)
    return value, plus, minus


def _stands(figures: Figures, found: Sum, section: Section) -> bool:
    """Whether the unit has the section at all."""
    if section.groups and not figures.found.reaches((frozenset(section.groups),), figures.unit):
        return False
    holds = figures.is_true(section.only_if) if section.only_if else True
    if isinstance(holds, State):
        found.waits.add(holds)
        return False
    return holds


def _typed(figures: Figures, found: Sum, section: Section, clause: str) -> Decimal:
    """The figure that a person gave; a section that is cut keeps its cut as a line beside it."""
    marks = _marks(figures, section)
    if marks is not None:
        points, ids = marks.points, tuple(fact.id for fact in marks.facts)
        found.lines.append(Line(clause, points, ids, wording.sheet(section.label, points, marks.matters), START))
        least, most = figures.bounds(section)
        cut = ZERO
        if section.is_cut:
            cut = (max(points, least) if least is not None else points) - points
            cut = cut or ((min(points, most) if most is not None else points) - points)
        if cut and most is not None:
            found.lines.append(Line(clause, cut, ids, wording.section_cut(section.label, most), CUT))
        return points + cut
    if section.missing in ("full", "zero"):
        points = section.most or ZERO if section.missing == "full" else ZERO
        found.lines.append(Line(clause, points, (), sentences.not_typed(section.label, points), START))
        return points
    if section.missing == "not_scored":
        found.waits.add(State.NOT_SCORED)
        return ZERO
    instead = figures.assumed(section.id, section)
    if instead is None:
        found.waits.add(State.PENDING)
        return ZERO
    return instead


def _marks(figures: Figures, section: Section) -> Marks | None:
    """What people gave the section: on sheets by row or by matter, else as one figure."""
    marks = figures.found.marks.get((figures.unit, section.id))
    if marks is None and (fact := figures.typed(section.id, section)) is not None:
        marks = Marks(amount_in(fact), (fact,))
    return marks


def _incomplete(figures: Figures, found: Sum, section: Section, clause: str) -> Decimal | None:
    """What the section is worth while one of its typed parts has no figure; None where it is complete, or nothing is said of that."""
    if section.unless_complete is None:
        return None
    given = _given(figures, found, section)
    if _is_complete(given):
        return None
    for name, marks in given.items():
        entered = figures.found.typed.get((figures.unit, name), marks.facts if marks else ())
        found.aside += [(fact, wording.INCOMPLETE_SHEET) for fact in entered]
    if section.unless_complete:
        found.lines.append(Line(clause, section.unless_complete, (), wording.base(section.unless_complete), START))
    return section.unless_complete


def _given(figures: Figures, found: Sum, section: Section) -> dict[str, Marks | None]:
    """What people gave each typed part of a section."""
    parts = [child for child in figures.found.plan.children.get(section.id, ()) if child.typed]
    return {child.id: _marks(figures, child) for child in parts if _stands(figures, found, child)}


def _is_complete(given: Mapping[str, Marks | None]) -> bool:
    return bool(given) and all(marks is not None for marks in given.values())


def clause_of(plan: Plan, section: Section) -> str:
    """Give the clause that lines of a section cite: its own, else that of what it lies in."""
    while not section.clause and section.id != TOTAL:
        section = plan.sections.get(section.parent, plan.sections[TOTAL])
    if section.clause or section.id != TOTAL:
        return section.clause
    return next(iter(plan.order), "")


def _start(section: Section) -> str:
    return (
        wording.base(section.start or ZERO)
        if section.id == TOTAL
        else sentences.starts(section.label, section.start or ZERO)
    )


def _name(section: Section) -> str:
    return "总分" if section.id == TOTAL else section.label
