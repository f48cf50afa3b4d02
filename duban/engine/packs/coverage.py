"""Clause by clause, what carries out a document, and what does not: a feature counts only where a test proves it for that very clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from duban.engine.clauses import Clause, Regime
from duban.engine.packs import unexecuted
from duban.engine.packs.loading import load_proofs
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Restated
from duban.engine.rules.quantities import Typed
from duban.engine.rules.scores import Score

# What became of a clause, with the words that readers see.
STATES = {
    "rule": "由规则落实", "feature": "由功能落实", "person": "由人评定", "unproved": "功能未经逐条验证", "cannot": "系统不能",
    "no_rule": "无须系统处理",
}  # fmt: skip
DONE = ("rule", "feature", "person")
NOT_DONE = ("unproved", "cannot")


def rows(regime: Regime) -> list[dict[str, Any]]:
    """Give one row for each clause, in the order of the document.

    `state` is one of `STATES`; `status` is `works` where the clause is carried out, or asks nothing, and `planned` where it is not.
    """
    return [
        {
            "clause": clause.clause,
            "gist": clause.gist,
            "rules": [dict(source) for source in clause.sources],
            "feature": ", ".join(clause.features) or None,
            "no_rule": clause.no_rule,
            "status": status(regime, clause),
            "state": state(regime, clause),
            "by_person": clause.by_person,
            "cannot": clause.cannot or "；".join(unexecuted.of_clause(regime, clause)) or None,
            "unproved": list(unproved(regime, clause)),
        }
        for clause in regime.clauses
    ]


def status(regime: Regime, clause: Clause) -> str:
    """Say whether all that the clause asks is done."""
    return "planned" if state(regime, clause) in NOT_DONE else "works"


def state(regime: Regime, clause: Clause) -> str:
    """Say what became of the clause, one of `STATES`."""
    if clause.no_rule:
        return "no_rule"
    if clause.cannot or unexecuted.of_clause(regime, clause):
        return "cannot"
    if unproved(regime, clause):
        return "unproved"
    restated = [rule.restates for rule in clause.rules if isinstance(rule, Restated)]
    others = [regime.clause(name) for name in restated if name != clause.clause]
    if len(restated) == len(clause.rules) and others and not clause.features:
        return next((found for each in others if (found := state(regime, each)) in NOT_DONE), state(regime, others[0]))
    if clause.by_person or any(is_by_person(regime, rule) for rule in clause.rules):
        return "person"
    return "rule" if clause.rules else "feature"


def unproved(regime: Regime, clause: Clause) -> tuple[str, ...]:
    """Give the features of a clause that no test shows for this clause of this document."""
    proved = load_proofs().get(regime.id, {}).get(clause.clause, ())
    return tuple(name for name in clause.features if name not in proved or regime.features[name]["status"] != "works")


def is_by_person(regime: Regime, rule: Rule) -> bool:
    """Say whether a person gives the figure: inside a range, or as a typed quantity or section."""
    if not isinstance(rule, Score):
        return rule.__class__.__name__ in ("Sheet", "SheetRow", "SheetTotal", "Grade")
    if rule.worth.range is not None:
        return True
    return rule.select.kind == "quantity" and _is_judged(regime, rule.select.names[0])


def _is_judged(regime: Regime, name: str) -> bool:
    """Say whether a quantity is what a person gives: typed itself, or worked out from what others than the office type."""
    waiting, seen = [name], set()
    while waiting:
        seen.add(current := waiting.pop())
        for form in (quantity.form for quantity in regime.quantities if quantity.id == current):
            if isinstance(form, Typed) and (current == name or set(form.by) - {"office", "unit", "daily"}):
                return True
            waiting += [each for each in getattr(form, "names", ()) if each not in seen]
    return False


def totals(regimes: Iterable[Regime]) -> Counter[str]:
    """Count the clauses of documents by state."""
    return Counter(state(regime, clause) for regime in regimes for clause in regime.clauses)


def figures(counts: Mapping[str, int]) -> str:
    """Say in one line how many clauses are in which state, and how many are done of those that ask something."""
    said = "，".join(f"{word} {counts[name]} 条" for name, word in STATES.items() if counts.get(name))
    done = sum(counts.get(name, 0) for name in DONE)
    total = sum(counts.values())
    return f"共 {total} 条：{said}；已落实 {done} 条，未落实 {sum(counts.get(name, 0) for name in NOT_DONE)} 条"
