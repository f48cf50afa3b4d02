"""What a pack must hold together: citations, steps, readings, names used once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from duban.engine.clauses import Clause, R, Regime
from duban.engine.facts import AUTHORITIES, KINDS, LEVELS
from duban.engine.packs.references import faults
from duban.engine.packs.sources import Mapping, PackError
from duban.engine.rules.bases import Base, Sheet, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.limits import Deadline, Restated
from duban.engine.rules.points import Beyond, HighestOnly, Points
from duban.engine.rules.steps import Step

When = tuple[tuple[str, frozenset[str]], ...]


def check(regime: Regime, head: Mapping, nodes: Sequence[Mapping]) -> None:
    """Raise PackError where the parts of a pack do not fit each other.

    `nodes` are the sources of the clauses, in their order.
    """
    _names_once(head, nodes, regime)
    _citations(regime, head)
    for clause, node in zip(regime.clauses, nodes, strict=True):
        for rule in clause.rules:
            _readings_exist(regime, node.file, rule.line, rule.when)
            _fits(regime, node, rule)
    for entry in regime.authority_classes:
        _readings_exist(regime, head.file, head.lines["authority_classes"], entry.when)
    for kind in (Base, SheetTotal, Efficacy, Grade):
        _one_at_a_time(regime, nodes, kind, lambda rule: "")
    _one_at_a_time(regime, nodes, Sheet, lambda rule: rule.section)
    _one_at_a_time(regime, nodes, Step, lambda rule: rule.step)
    _one_at_a_time(regime, nodes, Deadline, lambda rule: rule.name)
    _totals_of_one_kind(regime, nodes)
    for section in regime.sections:
        _readings_exist(regime, head.file, section.line, section.when)
    for quantity in regime.quantities:
        _readings_exist(regime, head.file, quantity.line, quantity.when)
    found = list(faults(regime, {node["clause"]: node.file for node in nodes}, head.file))
    if found:
        found[0].others = found[1:]
        raise found[0]


def _names_once(head: Mapping, nodes: Iterable[Mapping], regime: Regime) -> None:
    seen: set[str] = set()
    for node in nodes:
        if node["clause"] in seen:
            raise node.refuse(f"条款“{node['clause']}”重复", "clause")
        seen.add(node["clause"])
    for key in ("categories", "papers", "lists"):
        names = [entry.id for entry in getattr(regime, key)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise head.refuse(f"{key} 里“{twice}”重复", key)
    ids = [ambiguity.id for ambiguity in regime.readings]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise head.refuse(f"歧义“{twice}”重复", "readings")


def _citations(regime: Regime, head: Mapping) -> None:
    known = {clause.clause for clause in regime.clauses}
    cited = [(entry.clause, key) for key in ("categories", "papers", "lists") for entry in getattr(regime, key)]
    cited += [(name, "readings") for ambiguity in regime.readings for name in ambiguity.clauses]
    if regime.level_clause:
        cited.append((regime.level_clause, "level_clause"))
    cited += [(entry.clause, "events") for entry in regime.words.events.values() if entry.clause]
    cited += [(entry.clause, "sections") for entry in regime.sections if entry.clause]
    cited += [(entry.clause, "quantities") for entry in regime.quantities if entry.clause]
    for name, key in cited:
        if not regime.has_clause(name):
            raise head.refuse(f"{key} 引了文件里没有的条款“{name}”", key)
    for clause in regime.clauses:
        for rule in clause.rules:
            if isinstance(rule, Restated) and (rule.restates not in known or rule.restates == clause.clause):
                raise PackError(head.file, rule.line, f"{clause.clause} 重申了没有的条款“{rule.restates}”")


def _readings_exist(regime: Regime, file: str, line: int, when: When) -> None:
    known = {ambiguity.id: ambiguity for ambiguity in regime.readings}
    for name, readings in when:
        if name not in known:
            raise PackError(file, line, f"when 里的歧义“{name}”不在 readings 里")
        if not known[name].switch:
            raise PackError(file, line, f"when 里的歧义“{name}”没有开关（switch）")
        unknown = sorted(readings - set(known[name].readings))
        if unknown:
            raise PackError(file, line, f"歧义“{name}”没有“{unknown[0]}”这种读法")


def _fits(regime: Regime, node: Mapping, rule: Rule) -> None:
    def refuse(what: str) -> PackError:
        return PackError(node.file, rule.line, what)

    if isinstance(rule, Points | Beyond):
        _kinds_known(regime, (rule.fact,), refuse)
    if isinstance(rule, HighestOnly):
        _kinds_known(regime, (*rule.facts, *rule.events), refuse)
    if isinstance(rule, Points) and isinstance(rule.points, dict):
        classes = {entry.id for entry in regime.authority_classes}
        allowed = {
            "authority": set(regime.words.authorities or AUTHORITIES),
            "authority_class": classes,
            "level": {*LEVELS, *regime.levels},
        }[rule.by or ""]
        unknown = sorted(set(rule.points) - allowed)
        if unknown:
            raise refuse(f"{rule.by} 没有“{unknown[0]}”")
    if isinstance(rule, Beyond) and rule.fact not in ("returned", "late", "reopened", "extended", "urged"):
        raise refuse(f"beyond 按事项计数，{rule.fact} 不是针对事项的事实")
    if isinstance(rule, Grade):
        for step, grade in rule.steps.items():
            if step not in {entry.step for entry in _of(regime, Step)}:
                raise refuse(f"阶梯里没有“{step}”这一步")
            if grade not in rule.scale:
                raise refuse(f"等次“{grade}”不在 scale 里")
    if isinstance(rule, Step):
        _step_fits(regime, rule, refuse)
        if rule.paper and rule.paper not in {paper.id for paper in regime.papers}:
            raise refuse(f"papers 里没有“{rule.paper}”")


def _step_fits(regime: Regime, rule: Step, refuse: object) -> None:
    assert callable(refuse)
    others = {entry.step: entry for entry in _of(regime, Step)}
    for opening in rule.opens:
        if opening.fact is not None:
            _kinds_known(regime, (opening.fact,), refuse)
        if opening.after in (None, "deadline"):
            continue
        if opening.after not in others or opening.after == rule.step:
            raise refuse(f"阶梯里没有“{opening.after}”这一步")
        if others[opening.after].limit is None:
            raise refuse(f"“{opening.after}”这一步没有期限，后一步不知何时开始")


def _kinds_known(regime: Regime, kinds: Iterable[str], refuse: object) -> None:
    assert callable(refuse)
    for kind in kinds:
        if kind not in KINDS and kind not in regime.words.events:
            raise refuse(f"没有“{kind}”这种事实（kind）或事件")


def _one_at_a_time(regime: Regime, nodes: Sequence[Mapping], kind: type[Rule], name: object) -> None:
    assert callable(name)
    files = {node["clause"]: node.file for node in nodes}
    for one, other in combinations(_of(regime, kind), 2):
        if name(one) == name(other) and not _disjoint(one.when, other.when):
            what = f"“{name(other)}”" if name(other) else kind.__name__.lower()
            raise PackError(files[other.clause], other.line, f"{what} 与第 {one.line} 行的规则同时成立")


def _totals_of_one_kind(regime: Regime, nodes: Sequence[Mapping]) -> None:
    kinds = {kind: rule for kind in (Base, SheetTotal, Efficacy, Grade) for rule in _of(regime, kind)}
    if len(kinds) > 1:
        files = {node["clause"]: node.file for node in nodes}
        rule = list(kinds.values())[-1]
        raise PackError(files[rule.clause], rule.line, "base、sheet_total、efficacy、grade 只能有一种")


def _disjoint(one: When, other: When) -> bool:
    readings = dict(other)
    return any(name in readings and not (wanted & readings[name]) for name, wanted in one)


def _of(regime: Regime, kind: type[R]) -> Iterator[R]:
    clauses: tuple[Clause, ...] = regime.clauses
    for clause in clauses:
        for rule in clause.rules:
            if isinstance(rule, kind):
                yield rule
