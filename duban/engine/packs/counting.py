"""How many rules of a document are carried out as it says them, how many by the person whom it names, how many not, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from duban.engine.clauses import Clause, Regime
from duban.engine.packs import coverage
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Deadline, Restated

WAYS = {"exact": "照文件执行", "person": "由人评定", "not": "未执行"}


@dataclass(frozen=True, slots=True)
class Item:
    """One rule of a document, and the way in which it is carried out; `why` says what stands against it."""

    clause: str
    gist: str
    way: str
    why: str = ""


def items_of(regime: Regime) -> list[Item]:
    """List the rules of a document under its own readings: what a rule, a person or a proved feature carries out, and what nothing does.

    A clause that another restates, and one that asks nothing, is none.
    """
    return [item for clause in regime.clauses for item in _items(regime, clause)]


def counts_of(regime: Regime) -> Counter[str]:
    """Count the rules of a document by the way in which they are carried out (`WAYS`)."""
    return Counter(item.way for item in items_of(regime))


def _items(regime: Regime, clause: Clause) -> Iterator[Item]:
    def item(way: str, why: str = "") -> Item:
        return Item(clause.clause, clause.gist, way, why)

    if clause.no_rule:
        return
    if clause.cannot:
        yield item("not", clause.cannot)
    if clause.by_person:
        yield item("person", clause.by_person)
    elif any(section.typed and section.clause == clause.clause for section in regime.sections):
        yield item("person", "分值由人给出")
    choices = regime.choices()
    rules = [rule for rule in clause.rules if rule.holds(choices) and not isinstance(rule, Restated)]
    for rule in rules:
        yield item("person" if _is_by_person(regime, rule) else "exact")
    unproved = coverage.unproved(regime, clause)
    if unproved and not clause.cannot:
        names = "、".join(regime.features[name]["label"] for name in unproved)
        yield item("not", f"{names}：没有按这一条验证过")
    elif clause.features and not rules and not clause.cannot:
        yield item("exact")


def _is_by_person(regime: Regime, rule: Rule) -> bool:
    if isinstance(rule, Deadline):
        return rule.count.range is not None
    return coverage.is_by_person(regime, rule)
