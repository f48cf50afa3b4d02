"""Scoring sheets by row and by matter: what the sections of a unit come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from duban.engine import wording
from duban.engine.facts import Fact
from duban.engine.rules.bases import SheetRow
from duban.engine.rules.sections import Section

_CENT = Decimal("0.01")
_Key = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a section comes to, the facts behind it, and of how many matters' sheets it is the mean (0: the unit's own sheet)."""

    points: Decimal
    facts: tuple[Fact, ...]
    matters: int = 0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet as it stands: its sections, and when it was last written in."""

    marks: dict[str, Marks]
    last: _Key


def gather(
    sections: Sequence[Section], rows: Sequence[SheetRow], facts: Iterable[Fact]
) -> tuple[dict[str, Marks], list[tuple[Fact, str]]]:
    """Give the sections of one unit, by id, from all its entries of the period; and what does not count, with why.

    A section is its latest mark as a whole, or its rows added up once each row has one, whichever came last. A matter's sheet counts
    when all its sections are there. Where there is one, the unit's section is the mean of the matters' (rounded half up to two
    places), or the latest sheet alone, as the section says; the unit's own sheet then counts no more.
    """
    by_matter: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=_when):
        by_matter[fact.matter].append(fact)
    aside: list[tuple[Fact, str]] = []
    sheets: dict[str | None, _Sheet] = {}
    for matter, entered in by_matter.items():
        marks = {section.id: found for section in sections if (found := _section(section, rows, entered))}
        if len(marks) < len(sections) and matter is not None:
            aside += [(fact, wording.INCOMPLETE_SHEET) for fact in entered]
        else:
            sheets[matter] = _Sheet(marks, _when(entered[-1]))
            used = {fact.id for each in marks.values() for fact in each.facts}
            aside += [(fact, wording.INCOMPLETE_SHEET) for fact in entered if _waits(fact, rows, marks, sections, used)]
    chosen = [sheet for matter, sheet in sheets.items() if matter is not None]
    if not chosen:
        return dict(sheets[None].marks) if None in sheets else {}, aside
    if not any(section.several == "mean" for section in sections):
        latest = max(sheets.values(), key=lambda sheet: sheet.last)
        return dict(latest.marks), aside
    aside += [(fact, wording.SHEETS_OF_MATTERS) for fact in by_matter.get(None, ())]
    return {section.id: _mean(section, chosen) for section in sections}, aside


def _when(fact: Fact) -> _Key:
    return fact.on, fact.id


def _section(section: Section, rows: Sequence[SheetRow], entered: Sequence[Fact]) -> Marks | None:
    """What one section of one sheet comes to; `entered` in order of time."""
    wholes = [fact for fact in entered if fact.section in (section.id, section.label)]
    names = [row.row for row in rows if row.section == section.label]
    latest = {fact.section: fact for fact in entered if fact.section in names}
    if names and len(latest) == len(names):
        last = max(map(_when, latest.values()))
        if not wholes or _when(wholes[-1]) < last:
            ordered = tuple(latest[name] for name in names)
            return Marks(sum((fact.points or Decimal(0) for fact in ordered), Decimal(0)), ordered)
    return Marks(wholes[-1].points or Decimal(0), (wholes[-1],)) if wholes else None


def _waits(
    fact: Fact, rows: Sequence[SheetRow], marks: dict[str, Marks], sections: Sequence[Section], used: set[str]
) -> bool:
    """Whether it marks a row of a section that has no figure yet, since other rows are missing."""
    ids = {section.label: section.id for section in sections}
    return fact.id not in used and any(row.row == fact.section and ids.get(row.section) not in marks for row in rows)


def _mean(section: Section, sheets: Sequence[_Sheet]) -> Marks:
    found = [sheet.marks[section.id] for sheet in sheets]
    points = sum((each.points for each in found), Decimal(0)) / len(found)
    rounded = points if points == points.quantize(_CENT) else points.quantize(_CENT, ROUND_HALF_UP)
    return Marks(rounded.normalize() + 0, tuple(fact for each in found for fact in each.facts), len(found))
