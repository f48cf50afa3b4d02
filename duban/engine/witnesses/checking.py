"""The whole check of a document: what nothing reads, rules that never fire, examples that do not come out; and what only looks odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from duban.engine import scoring
from duban.engine.clauses import Clause, Example, Regime
from duban.engine.evaluation.sentences import outcome
from duban.engine.packs.faults import joined
from duban.engine.packs.sources import PackError
from duban.engine.packs.unread import unknown_acts, unread
from duban.engine.rules.fields import Rule
from duban.engine.rules.scores import Score
from duban.engine.rules.selects import Select
from duban.engine.rules.steps import Step
from duban.engine.witnesses import moves, scenes
from duban.engine.witnesses.comparing import disagreements
from duban.engine.witnesses.examining import Finding, examine
from duban.engine.witnesses.trials import read_scene, without
from duban.engine.witnesses.worlds import World

_SPANS = {"week": "周", "month": "月", "quarter": "季度", "half_year": "半年", "year": "年"}


@lru_cache(maxsize=16)
def checked(regime: Regime) -> tuple[str, ...]:
    """Check a document that was built, by witnesses; give what is odd and no fault, a sentence each.

    Raises PackError, with all others beside the first, for what nothing reads, rules that never fire, examples that do not come out.
    """
    faults, odd = found_in(regime)
    if faults:
        raise joined(faults)
    return tuple(map(str, odd))


def found_in(regime: Regime) -> tuple[list[PackError], list[PackError]]:
    """Check a document that was built, by witnesses; give its faults, and what is odd and no fault, each with file and line."""
    faults = list(unread(regime, regime.file, dict(regime.lines)))
    odd = list(unknown_acts(regime))
    for clause in regime.clauses:
        for rule in clause.rules:
            found = examine(regime, rule)
            if found and not any(each.fires for each in found):
                what = f"{clause.clause} 的{_kind(rule)}从不起作用：{_why_dead(regime, clause, rule, found[0])}；请改正或删去"
                faults.append(PackError(clause.file, rule.line, what))
            elif found:
                odd += [PackError(clause.file, rule.line, said) for said in _odd(regime, clause, rule, found)]
    faults += [fault for example in regime.examples for fault in _example(regime, example)]
    return faults, odd


def _kind(rule: Rule) -> str:
    return f"“{rule.name}”这一步" if isinstance(rule, Step) else "这条规则"


def _odd(regime: Regime, clause: Clause, rule: Rule, found: Sequence[Finding]) -> Iterator[str]:
    silent = [each for each in found if not each.fires]
    if silent:
        yield f"{clause.clause} 的{_kind(rule)}在{_when(regime, silent[0])}从不起作用"
    still = [each for each in found if each.fires and not each.moves_total]
    if still and len(still) == len([each for each in found if each.fires]):
        yield f"{clause.clause} 的{_kind(rule)}会列在得分单上，但在试过的情形里从不改变总分（上限已满，或被别的规则代替、盖过）"


def _when(regime: Regime, finding: Finding) -> str:
    names = {entry.id: entry.name for entry in regime.spans if entry.name}
    period = names.get(finding.period) or _SPANS.get(finding.period, "")
    readings = {each.id: each for each in regime.readings}
    said = [f"执行口径“{readings[name].readings[chosen]}”下" for name, chosen in finding.choices if name in readings]
    return "、".join([*said, *([f"按{period}考核时"] if period else [])]) or "本办法下"


def _why_dead(regime: Regime, clause: Clause, rule: Rule, finding: Finding) -> str:
    """Say why a rule looks dead: what it asks for cannot be, or something else always stands before it."""
    if isinstance(rule, Step):
        return "在试过的情形里，没有一天轮到它；先后的步骤、期限或条件不让它开始"
    slots = scenes.slots_of(rule)
    world = World(regime, regime.choices(dict(finding.choices)), finding.period, finding.group)
    select: Select | None = slots.select if slots else getattr(rule, "select", None)
    if select is not None:
        words = select.names if select.kind == "matters" else tuple(select.where.get("became", ()))
        if words and not world.states_with(words):
            return f"没有一件事项能同时{outcome(sorted(words))}"
    if getattr(slots or rule, "only_if", ()) and _fires(regime, rule, _freely(slots or rule)):
        return "only_if 的条件在试过的数值里从不成立"
    if clause.counts == "highest":
        other = _with_clause(regime, replace(clause, counts="all"))
        if _fires(other, rule, rule):
            return "同一条里另一条规则总是更大（counts: highest）"
    if _fires(_without_replacing(regime, rule), rule, rule):
        return "另一条规则总是代替它（replaces）"
    return _refused(world, rule) or "在试过的情形里，有它没它结果都一样"


def _freely(rule: Any) -> Rule:
    """The same rule without its conditions."""
    changed: Rule = replace(rule, only_if=())
    return changed


def _fires(regime: Regime, rule: Rule, instead: Rule) -> bool:
    changed = regime if rule is instead else _exchanged(regime, rule, instead)
    return any(each.fires for each in examine(changed, instead))


def _exchanged(regime: Regime, rule: Rule, instead: Rule) -> Regime:
    clauses = tuple(
        replace(clause, rules=tuple(instead if each is rule else each for each in clause.rules))
        for clause in regime.clauses
    )
    return replace(regime, clauses=clauses)


def _with_clause(regime: Regime, changed: Clause) -> Regime:
    clauses = tuple(changed if each.clause == changed.clause else each for each in regime.clauses)
    return replace(regime, clauses=clauses)


def _without_replacing(regime: Regime, rule: Rule) -> Regime:
    for clause in regime.clauses:
        for other in clause.rules:
            if other is not rule and isinstance(other, Score) and other.replaces:
                regime = without(regime, other)
    return regime


def _refused(world: World, rule: Rule) -> str:
    """Say why the facts that it needs are refused, or left out of account."""
    tried = moves.scenes_of(world, rule)
    said: set[str] = set()
    scene_list = list(islice(tried, 40))
    for records in scene_list:
        facts = read_scene(world, records)
        if facts is None:
            said.add("它要的事实在录入时就会被拒绝")
            continue
        answer = scoring.score(world.regime, facts, world.units, world.period).as_json()
        said |= {entry["why"] for entry in answer["ignored"]}
    if not scene_list:
        return "没有事实能满足它"
    return next(iter(sorted(said)), "") if len(said) == 1 else ""


def _example(regime: Regime, example: Example) -> Iterator[PackError]:
    for what in disagreements(regime, example):
        yield PackError(example.file, example.line, f"例“{example.name}”：{what}")
