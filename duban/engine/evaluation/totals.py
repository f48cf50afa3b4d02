"""Sections added up from the innermost: start, lines, children; then caps, the most, the least. Points are exact decimals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from duban.engine import wording
from duban.engine.evaluation import sentences
from duban.engine.evaluation.entries import Entry
from duban.engine.evaluation.figures import Figures, amount_in
from duban.engine.evaluation.plans import Plan
from duban.engine.evaluation.sheets import Marks
from duban.engine.facts import Fact
from duban.engine.lines import CUT, LIFT, START, Line
from duban.engine.rules.formulas import State
from duban.engine.rules.sections import TOTAL, Section

ZERO = Decimal(0)


@dataclass(slots=True)
class Sum:
    """What the sections of a unit come to: values by section, the lines of starts, figures and cuts, and what was set aside."""

    values: dict[str, Decimal] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    aside: list[tuple[Fact, str]] = field(default_factory=list)
    waits: set[State] = field(default_factory=set)


def add_up(figures: Figures, entries: Iterable[Entry]) -> Sum:
    """Add up the sections of one unit."""
    into: dict[str, list[Decimal]] = defaultdict(list)
    for entry in entries:
        into[entry.taker.section].append(entry.amount)
    found = Sum()
    _value(figures, found, figures.found.plan.sections[TOTAL], into)
    return found


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
    parts = [child for child in figures.found.plan.children.get(section.id, ()) if child.typed]
    given = {child.id: _marks(figures, child) for child in parts if _stands(figures, found, child)}
    if given and all(marks is not None for marks in given.values()):
        return None
    for name, marks in given.items():
        entered = figures.found.typed.get((figures.unit, name), marks.facts if marks else ())
        found.aside += [(fact, wording.INCOMPLETE_SHEET) for fact in entered]
    if section.unless_complete:
        found.lines.append(Line(clause, section.unless_complete, (), wording.base(section.unless_complete), START))
    return section.unless_complete


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
