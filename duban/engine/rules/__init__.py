"""The closed vocabulary: one frozen dataclass and one pure function for each kind of rule."""

from __future__ import annotations

from typing import Any

from duban.engine.packs.sources import Mapping, likeliest
from duban.engine.rules import fields
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetRow, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule, read_into, read_when
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.limits import Approval, Deadline, Limit, Restated
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.scores import Score, fault_of
from duban.engine.rules.steps import Step

KINDS: dict[str, type[Rule]] = {
    "score": Score,
    "factor": Factor,
    "unranked": Unranked,
    "outcome": Outcome,
    "rank": Rank,
    "base": Base,
    "points": Points,
    "beyond": Beyond,
    "sheet": Sheet,
    "sheet_row": SheetRow,
    "sheet_total": SheetTotal,
    "cap": Cap,
    "floor": Floor,
    "highest_only": HighestOnly,
    "exclude": Exclude,
    "efficacy": Efficacy,
    "honour": Honour,
    "of_periods": OfPeriods,
    "grade": Grade,
    "bands": Bands,
    "step": Step,
    "deadline": Deadline,
    "limit": Limit,
    "approval": Approval,
    "restated": Restated,
}


def read_rule(node: Any, clause: str, parent: Mapping) -> Rule:
    """Read one rule of a clause. Raises PackError, naming file, line and what is wrong."""
    if not isinstance(node, Mapping):
        raise parent.refuse("rules 应是一列规则", "rules")
    kind = node.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        said = f"没有“{kind}”这种规则{likeliest(kind, KINDS)}" if kind else "规则缺少 kind"
        raise node.refuse(said, "kind")
    known: dict[str, Any] = {"clause": clause, "line": node.line, "when": read_when(node)}
    if kind == "restated":
        node.only(("kind", "when", "clause"), "restated ")
        return Restated(**known, restates=fields.text(node, "clause", node.get("clause")))
    rule: Rule = read_into(KINDS[kind], node, f"{kind} ", **known)
    if isinstance(rule, Points) and (rule.by is None) == isinstance(rule.points, dict):
        raise node.refuse("points 写成一组数时要有 by，写成一个数时不要 by", "points")
    if isinstance(rule, Score) and (fault := fault_of(rule)):
        raise node.refuse(fault)
    return rule
