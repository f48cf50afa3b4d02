"""The lines of a score: points under a clause, the facts behind them, and the sentence that says why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.compiled import Hit, Table
from duban.engine.facts import Fact, sort_by_day
from duban.engine.rules.bases import Sheet, cut_of_cap, cut_of_section, lift_of_floor
from duban.engine.rules.grades import grade
from duban.engine.rules.points import Beyond, Points, beyond

START, EARNED, CUT, LIFT = range(4)


@dataclass(frozen=True, slots=True)
class Line:
    """Points under one clause; `stage` tells what a unit starts with, earns, and what is cut or lifted."""

    clause: str
    points: Decimal
    facts: tuple[str, ...]
    why: str
    stage: int = EARNED
    places: int | None = None

    def as_json(self) -> dict[str, Any]:
        """This function will give the line as the interchange format has it."""
        points = wording.plain(self.points) if self.places is None else format(self.points, f".{self.places}f")
        return {"clause": self.clause, "points": points, "facts": list(self.facts), "why": self.why}


def add_points(lines: list[Line], buckets: Mapping[Hit, list[Fact]], outdone: Mapping[str, list[Fact]]) -> None:
    """This function will add one line for each clause, and side of it, under which facts count."""
    clauses: dict[tuple[str, bool], list[tuple[Hit, list[Fact]]]] = defaultdict(list)
    for hit, facts in buckets.items():
        if isinstance(hit.rule, Points | Beyond):
            minus = (hit.rule.points if isinstance(hit.rule, Beyond) else hit.amount) < 0
            clauses[hit.rule.clause, minus].append((hit, facts))
    for (clause, _), entries in clauses.items():
        total, counted, whys = Decimal(0), [], []
        for hit, facts in sorted(entries, key=lambda entry: min(map(_by_day, entry[1]))):
            if isinstance(hit.rule, Beyond):
                points, behind, why = _beyond(hit.rule, hit, facts)
            else:
                points, behind = hit.amount * len(facts), facts
                why = wording.times(hit.label, len(facts), hit.amount, hit.level)
            if behind:
                total += points
                counted += behind
                whys.append(why)
        if counted:
            sort_by_day(counted)
            whys += [wording.highest(str(f.occasion), _ids(outdone[f.id])) for f in counted if f.id in outdone]
            lines.append(Line(clause, total, _ids(counted), "；".join(whys)))


def add_sheet(
    table: Table,
    lines: list[Line],
    buckets: Mapping[Hit, list[Fact]],
    ignored: list[tuple[Fact, str]],
) -> bool:
    """This function will add the lines of the scoring sheet, and say whether the unit has a complete one.

    Where the regime only adds up sheet entries, all count. Otherwise the latest entry of each section does,
    if no section is missing; the entries of an incomplete sheet are put on the list of ignored facts.
    """
    if table.sheet_total:
        facts = sorted((fact for entries in buckets.values() for fact in entries if fact.kind == "sheet"), key=_by_day)
        if facts:
            total = sum((fact.points or Decimal(0) for fact in facts), Decimal(0))
            lines.append(Line(table.sheet_total.clause, total, _ids(facts), wording.sheet_total(len(facts))))
        return bool(facts)
    entries = {hit.rule: facts for hit, facts in buckets.items() if isinstance(hit.rule, Sheet)}
    if not entries:
        return False
    if len(entries) < len(table.sheets):
        ignored += [(fact, wording.INCOMPLETE_SHEET) for facts in entries.values() for fact in facts]
        return False
    for rule in table.sheets:
        latest = max(entries[rule], key=_by_day)
        points = latest.points or Decimal(0)
        lines.append(Line(rule.clause, points, (latest.id,), wording.sheet(rule.section, points), START))
        cut = cut_of_section(rule, points)
        if cut:
            lines.append(Line(rule.clause, cut, (latest.id,), wording.section_cut(rule.section, rule.most), CUT))
    return True


def add_grade(table: Table, lines: list[Line], facts: Sequence[Fact]) -> str | None:
    """This function will add the line of the grade that stands, worth no points, and give the grade."""
    found = grade(table.grade, facts)
    if found is None:
        return None
    name, fact = found
    why = wording.grade(name, fact.on, fact.kind == "step")
    lines.append(Line(table.grade.clause, Decimal(0), (fact.id,), why))
    return name


def close(table: Table, lines: list[Line]) -> None:
    """This function will add what caps and the floor cut, and put the lines in the order of the document."""
    earned = [line.points for line in lines if line.stage == EARNED]
    for rule in table.caps:
        cut = cut_of_cap(rule, earned)
        if cut:
            lines.append(Line(rule.clause, cut, (), wording.cap(rule.side, rule.most), CUT))
    for floor in table.floors:
        lift = lift_of_floor(floor, sum((line.points for line in lines), Decimal(0)))
        if lift:
            lines.append(Line(floor.clause, lift, (), wording.floor(floor.least), LIFT))
    lines.sort(key=lambda line: (table.order[line.clause], line.stage))


def _beyond(rule: Beyond, hit: Hit, facts: Sequence[Fact]) -> tuple[Decimal, list[Fact], str]:
    times = Counter(str(fact.matter) for fact in facts)
    over = {matter: count for matter, count in times.items() if count > rule.more_than}
    points = sum((beyond(rule, count) for count in over.values()), Decimal(0))
    behind = [fact for fact in facts if fact.matter in over]
    return points, behind, wording.beyond(hit.label, over, rule.more_than, rule.times == "once")


def _ids(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _by_day(fact: Fact) -> tuple[Any, str]:
    return fact.on, fact.id
