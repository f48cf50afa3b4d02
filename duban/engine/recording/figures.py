"""Figures that people give: sections of the score and quantities, between which bounds and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import SHEET
from duban.engine.recording.kinds import Figure
from duban.engine.recording.names import word_of
from duban.engine.rules.bases import SheetRow
from duban.engine.rules.quantities import Quantity, Typed
from duban.engine.rules.sections import Section
from duban.engine.vocabulary.events import Field


def key_of(section: Section) -> str:
    """Give the name under which facts enter a figure of a section: of one that a `sheet` rule stands for its label, else its id."""
    return section.label if section.id.startswith(f"{SHEET}_") else section.id


def figures_of(regime: Regime, choices: Mapping[str, str], kind: str) -> dict[str, Figure]:
    """Give the figures that people enter: of `sheet` the sections with their points, of `figure` the quantities."""
    found = {}
    for section in typed_sections(regime, choices) if kind == "sheet" else ():
        least = section.least if section.least is not None else Decimal(0)
        asked = Field("points", "decimal", word_of(regime, section), least=least, most=section.most, unit="分")
        found[key_of(section)] = Figure(asked, (), section.typed, section.clause, section.is_cut)
    for row in sheet_rows(regime, choices) if kind == "sheet" else ():
        asked = Field("points", "decimal", row.row, least=Decimal(0), most=row.most, unit="分")
        found[row.row] = Figure(asked, (), ("office",), row.clause)
    for each in typed_quantities(regime, choices) if kind == "figure" else ():
        form = each.form
        assert isinstance(form, Typed)
        most = form.most if isinstance(form.most, Decimal) else None
        whole = "whole" if form.is_whole else "decimal"
        asked = Field("value", whole, word_of(regime, each), least=form.least, most=most, unit=each.unit)
        found[each.id] = Figure(asked, form.choice, form.by, each.clause, has_moving_bound=isinstance(form.most, str))
    return found


def typed_sections(regime: Regime, choices: Mapping[str, str]) -> list[Section]:
    """List the sections whose figure a person gives."""
    return [section for section in regime.sections_by_id(choices).values() if section.typed]


def sheet_rows(regime: Regime, choices: Mapping[str, str]) -> list[SheetRow]:
    """List the rows of the scoring sheet that have points of their own, in the document's order."""
    return list(regime.rules_of(SheetRow, choices))


def typed_quantities(regime: Regime, choices: Mapping[str, str]) -> list[Quantity]:
    """List the quantities that a person gives."""
    complete = dict(choices)
    return [each for each in regime.quantities if isinstance(each.form, Typed) and each.holds(complete)]
