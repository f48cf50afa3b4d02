"""Marks of a period: the scoring-sheet points and grades that the office entered, as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import SHEET
from duban.engine.rules.bases import SheetTotal
from duban.engine.rules.grades import Grade
from duban.engine.rules.sections import Section
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction, Unit

# What the column is called where the document gives the sheet no sections.
WHOLE = "季度考评"


@dataclass(frozen=True)
class Scheme:
    """What may be marked under a regime: sections with their most (None: no bound), or grades."""

    sections: tuple[tuple[str, Decimal | None], ...]
    scale: tuple[str, ...]
    clause: str
    is_open: bool


def scheme_of(regime: Regime, choices: Mapping[str, str]) -> Scheme | None:
    """Return what may be marked under a regime; None where it knows neither sheets nor grades."""
    sections = sections_of(regime, choices)
    if sections:
        return Scheme(tuple((each.label, each.most) for each in sections), (), sections[0].clause, False)
    for total in regime.rules_of(SheetTotal, choices):
        return Scheme(((WHOLE, None),), (), total.clause, True)
    for grade in regime.rules_of(Grade, choices):
        return Scheme((), grade.scale, grade.clause, False)
    return None


def sections_of(regime: Regime, choices: Mapping[str, str]) -> list[Section]:
    """Return the sections of the score that people fill in, in the document's order."""
    return [each for each in regime.sections_by_id(choices).values() if each.typed or each.id.startswith(f"{SHEET}_")]


def standing(jurisdiction: Jurisdiction, kind: str, span: Span) -> dict[tuple[str, str], list[JournalLine]]:
    """Return the lines of that kind in the period by unit code and section (grades: ""), oldest first, withdrawn ones left out."""
    lines = (
        JournalLine.objects.filter(jurisdiction=jurisdiction, kind=kind, on__gte=span.first, on__lte=span.last)
        .exclude(amendments__verb="fact.withdrawn")
        .select_related("unit")
        .order_by("on", "seq")
    )
    found: dict[tuple[str, str], list[JournalLine]] = {}
    for line in lines:
        assert line.unit is not None
        found.setdefault((line.unit.code, line.data["fact"].get("section", "")), []).append(line)
    return found


def marked_units(jurisdiction: Jurisdiction) -> list[Unit]:
    """Return the units that are marked: those that take part in the ranking."""
    return list(Unit.objects.filter(jurisdiction=jurisdiction, ranked=True).order_by("order", "id"))
