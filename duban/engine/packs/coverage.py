"""Clause by clause, what implements a document."""

from __future__ import annotations

from typing import Any

from duban.engine.clauses import Clause, Regime


def rows(regime: Regime) -> list[dict[str, Any]]:
    """Give one row for each clause, in the order of the document.

    A row is `works` when every feature that it names works, `planned` otherwise.
    """
    return [
        {
            "clause": clause.clause,
            "gist": clause.gist,
            "rules": [dict(source) for source in clause.sources],
            "feature": ", ".join(clause.features) or None,
            "no_rule": clause.no_rule,
            "status": status(regime, clause),
        }
        for clause in regime.clauses
    ]


def status(regime: Regime, clause: Clause) -> str:
    """Say whether all that the clause names works."""
    if clause.cannot:
        return "planned"
    works = all(regime.features[name]["status"] == "works" for name in clause.features)
    return "works" if works else "planned"
