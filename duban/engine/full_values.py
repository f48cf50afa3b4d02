"""What a finished matter is worth at most, where a document gives points by the matter."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from duban.engine.clauses import Regime
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.quantities import Counted


def full_value(regime: Regime, choices: Mapping[str, str] | None = None) -> tuple[Decimal, str] | None:
    """Return the points of a matter that is done as it should be, and the clause that says so; None where the document gives none.

    It is what a sum of the points of matters takes where nobody gave any.
    """
    chosen = regime.choices(choices)
    for rule in regime.rules_of(Efficacy, chosen):
        return rule.per_matter, rule.clause
    for quantity in regime.quantities:
        form = quantity.form
        if not isinstance(form, Counted) or form.default is None or not quantity.holds(chosen):
            continue
        if form.fields == ("points",) and form.select.kind == "matters":
            return form.default, quantity.clause
    return None
