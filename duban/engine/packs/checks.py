"""What a pack must hold together: citations, steps, readings, names used once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from duban.engine.clauses import Clause, R, Regime
from duban.engine.facts import AUTHORITIES, KINDS, LEVELS
from duban.engine.packs import references
from duban.engine.packs.sources import Mapping, PackError, likeliest
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import Base, Cap, Sheet, SheetRow, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.limits import Deadline, Restated
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, HighestOnly, Points
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Step
from duban.engine.vocabulary.events import RANKING

When = tuple[tuple[str, frozenset[str]], ...]


def faults(regime: Regime, head: Mapping, nodes: Sequence[Mapping]) -> Iterator[PackError]:
    """Give every place where the parts of a pack do not fit each other; `nodes` are the sources of the clauses, in their order."""
    files = {node["clause"]: node.file for node in nodes}
    yield from _names_once(head, nodes, regime)
    yield from _citations(regime, head, files)
    for clause, node in zip(regime.clauses, nodes, strict=True):
        for rule in clause.rules:
            yield from _readings_exist(regime, node.file, rule.line, rule.when)
            yield from (PackError(node.file, rule.line, what) for what in _misfits(regime, rule))
    for entry in regime.authority_classes:
        yield from _readings_exist(regime, head.file, head.lines["authority_classes"], entry.when)
    for kind in (Base, SheetTotal, Efficacy, Grade):
        yield from _one_at_a_time(regime, files, kind, lambda rule: "")
    yield from _one_at_a_time(regime, files, Sheet, lambda rule: rule.section)
    yield from _one_at_a_time(regime, files, SheetRow, lambda rule: rule.row)
    yield from _one_at_a_time(regime, files, Bands, lambda rule: "、".join(sorted(rule.periods)))
    yield from _one_at_a_time(regime, files, OfPeriods, lambda rule: "、".join(sorted(rule.periods)))
    yield from _rows_fit(regime, files)
    yield from _one_at_a_time(regime, files, Step, lambda rule: rule.step)
    yield from _one_at_a_time(regime, files, Deadline, lambda rule: rule.name)
    yield from _totals_of_one_kind(regime, files)
    for section in regime.sections:
        yield from _readings_exist(regime, head.file, section.line, section.when)
    for quantity in regime.quantities:
        yield from _readings_exist(regime, head.file, quantity.line, quantity.when)
    yield from references.faults(regime, files, head.file)


def _names_once(head: Mapping, nodes: Iterable[Mapping], regime: Regime) -> Iterator[PackError]:
    seen: set[str] = set()
    for node in nodes:
        if node["clause"] in seen:
            yield node.refuse(f"条款“{node['clause']}”重复；条款名在一份文件里只能用一次", "clause")
        seen.add(node["clause"])
    for key in ("categories", "papers", "lists"):
        names = [entry.id for entry in getattr(regime, key)]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            yield head.refuse(f"{key} 里“{twice}”重复", key)
    ids = [ambiguity.id for ambiguity in regime.readings]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        yield head.refuse(f"歧义“{twice}”重复", "readings")


def _citations(regime: Regime, head: Mapping, files: dict[str, str]) -> Iterator[PackError]:
    known = {clause.clause for clause in regime.clauses}
    cited = [(entry.clause, key) for key in ("categories", "papers", "lists") for entry in getattr(regime, key)]
    cited += [(name, "readings") for ambiguity in regime.readings for name in ambiguity.clauses]
    if regime.level_clause:
        cited.append((regime.level_clause, "level_clause"))
    cited += [(entry.clause, "events") for entry in regime.words.events.values() if entry.clause]
    cited += [(entry.clause, "sections") for entry in regime.sections if entry.clause]
    cited += [(entry.clause, "quantities") for entry in regime.quantities if entry.clause]
    cited += [(entry.clause, "examples") for entry in regime.examples if entry.clause]
    for name, key in cited:
        if not regime.has_clause(name):
            yield head.refuse(f"{key} 引了文件里没有的条款“{name}”{likeliest(name, sorted(known))}", key)
    for clause in regime.clauses:
        for rule in clause.rules:
            if isinstance(rule, Restated) and (rule.restates not in known or rule.restates == clause.clause):
                yield PackError(files[clause.clause], rule.line, f"{clause.clause} 重申了没有的条款“{rule.restates}”")


def _readings_exist(regime: Regime, file: str, line: int, when: When) -> Iterator[PackError]:
    known = {ambiguity.id: ambiguity for ambiguity in regime.readings}
    for name, readings in when:
        if name not in known:
            yield PackError(file, line, f"when 里的歧义“{name}”不在 readings 里{likeliest(name, known)}")
            continue
        if not known[name].switch:
            yield PackError(file, line, f"when 里的歧义“{name}”没有开关；在 readings 里写 switch: true")
        for unknown in sorted(readings - set(known[name].readings)):
            offered = "、".join(known[name].readings)
            yield PackError(file, line, f"歧义“{name}”没有“{unknown}”这种执行口径，只有 {offered}")


def _misfits(regime: Regime, rule: Rule) -> Iterator[str]:
    if isinstance(rule, Points | Beyond):
        yield from _kinds_known(regime, (rule.fact,))
    if isinstance(rule, HighestOnly):
        yield from _kinds_known(regime, (*rule.facts, *rule.events))
    if isinstance(rule, Points) and isinstance(rule.points, dict):
        classes = {entry.id for entry in regime.authority_classes}
        allowed = {
            "authority": set(regime.words.authorities or AUTHORITIES),
            "authority_class": classes,
            "level": {*LEVELS, *regime.levels},
        }[rule.by or ""]
        for unknown in sorted(set(rule.points) - allowed):
            yield f"{rule.by} 没有“{unknown}”{likeliest(unknown, sorted(allowed))}"
    of_matters = ("returned", "late", "reopened", "extended", "urged")
    if isinstance(rule, Beyond) and rule.fact in (*KINDS, *regime.words.events) and rule.fact not in of_matters:
        yield f"beyond 按事项计数，{rule.fact} 不是针对事项的事实"
    if isinstance(rule, Grade):
        for step, grade in rule.steps.items():
            if step not in {entry.step for entry in _of(regime, Step)}:
                yield f"阶梯里没有“{step}”这一步"
            if grade not in rule.scale:
                yield f"等次“{grade}”不在 scale 里"
    if isinstance(rule, Bands):
        if rule.below in rule.least:
            yield f"“{rule.below}”已有分数线，below 应是都达不到的等次"
        for grade in rule.most:
            if grade not in rule.least:
                yield f"most 的“{grade}”不在 least 里{likeliest(grade, rule.least)}"
        if any(_of(regime, Grade)):
            yield "等次由人评定（grade）的，不再按得分定（bands）"
    if isinstance(rule, Score | Outcome):
        yield from _of_places(regime, rule)
    if isinstance(rule, Cap):
        made = {kind for each in _of(regime, OfPeriods) for kind in each.periods}
        for kind in sorted(made & set(rule.periods)):
            yield f"“{kind}”的得分由各期得分得出，加分和扣分在各期里，这个上限在这里限不到"
    if isinstance(rule, OfPeriods):
        for kind in (rule.of, *rule.periods):
            if kind not in regime.periods:
                yield f"periods 里没有“{kind}”{likeliest(kind, regime.periods)}"
        if rule.of in rule.periods:
            yield f"“{rule.of}”不能由它自己得出"
        if any(_of(regime, Grade)):
            yield "等次由人评定（grade）的，没有各期得分可以计算"
    if isinstance(rule, Step):
        yield from _of_step(regime, rule)
        if rule.paper and rule.paper not in {paper.id for paper in regime.papers}:
            yield f"papers 里没有“{rule.paper}”{likeliest(rule.paper, [paper.id for paper in regime.papers])}"


def _of_places(regime: Regime, rule: Score | Outcome) -> Iterator[str]:
    """Places are those of a kind of ranking that there is; points for them count in longer periods only: in their own they would move the places."""
    select = rule.select
    events = [regime.words.events[name] for name in select.names if name in regime.words.events] if select else []
    for event in events if select is not None and select.kind == "event" else ():
        if event.entered_by != RANKING:
            continue
        kinds = event.fields["period"].words if "period" in event.fields else {}
        for kind in sorted(set(kinds) - set(regime.periods)):
            yield f"“{event.label}”的字段 period：periods 里没有“{kind}”{likeliest(kind, regime.periods)}，没有这种排名可登记"
        if isinstance(rule, Outcome):
            if "period" not in event.fields and len(regime.periods) > 1:
                yield f"“{event.label}”由发布排名登记，办法有几种期别：要有字段 period，分清是哪一种期别的排名"
        elif not kinds or not rule.periods or set(kinds) & set(rule.periods):
            yield f"“{event.label}”由发布排名登记：规则要写 periods，而且不能是它自己的期别（字段 period 写明是哪几种期别的排名）"


def _of_step(regime: Regime, rule: Step) -> Iterator[str]:
    others = {entry.step: entry for entry in _of(regime, Step)}
    for opening in rule.opens:
        if opening.fact is not None:
            yield from _kinds_known(regime, (opening.fact,))
        if opening.after in (None, "deadline"):
            continue
        if opening.after not in others or opening.after == rule.step:
            yield f"阶梯里没有“{opening.after}”这一步{likeliest(opening.after, others)}"
        elif others[opening.after].limit is None:
            yield f"“{opening.after}”这一步没有期限，后一步不知何时开始；给它写 limit"


def _kinds_known(regime: Regime, kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        if kind not in KINDS and kind not in regime.words.events:
            yield f"没有“{kind}”这种事实（kind）或事件{likeliest(kind, [*KINDS, *regime.words.events])}"


def _one_at_a_time(
    regime: Regime, files: dict[str, str], kind: type[Rule], name: Callable[[Any], str]
) -> Iterator[PackError]:
    for one, other in combinations(_of(regime, kind), 2):
        if name(one) == name(other) and not _disjoint(one.when, other.when):
            what = f"“{name(other)}”" if name(other) else kind.__name__.lower()
            yield PackError(files[other.clause], other.line, f"{what} 与第 {one.line} 行的规则同时成立")


def _totals_of_one_kind(regime: Regime, files: dict[str, str]) -> Iterator[PackError]:
    kinds = {kind: rule for kind in (Base, SheetTotal, Efficacy, Grade) for rule in _of(regime, kind)}
    if len(kinds) > 1:
        rule = list(kinds.values())[-1]
        yield PackError(files[rule.clause], rule.line, "base、sheet_total、efficacy、grade 只能有一种")
    grade = kinds.get(Grade)
    if grade is not None and any(any(_of(regime, kind)) for kind in (Score, Points, Beyond)):
        what = "评定等次代替计分：有这一句，各单位都没有总分；既计分又评等次的，不用这一句，写明由谁评定"
        yield PackError(files[grade.clause], grade.line, what)


def _rows_fit(regime: Regime, files: dict[str, str]) -> Iterator[PackError]:
    """Rows lie in a section of the sheet, bear no section's name, and together hold no more than it does."""
    most = {sheet.section: sheet.most for sheet in _of(regime, Sheet)}
    sums: dict[str, Decimal] = {}
    for row in _of(regime, SheetRow):
        if row.section not in most:
            yield PackError(
                files[row.clause], row.line, f"评分表没有“{row.section}”这一部分{likeliest(row.section, most)}"
            )
            continue
        if row.row in most:
            yield PackError(files[row.clause], row.line, f"“{row.row}”是评分表一部分的名称，行要另取名称")
        if not row.when:
            sums[row.section] = sums.get(row.section, Decimal(0)) + row.most
            if sums[row.section] > most[row.section]:
                said = f"“{row.section}”各行合计 {sums[row.section]} 分，超过这一部分的 {most[row.section]} 分"
                yield PackError(files[row.clause], row.line, said)


def _disjoint(one: When, other: When) -> bool:
    readings = dict(other)
    return any(name in readings and not (wanted & readings[name]) for name, wanted in one)


def _of(regime: Regime, kind: type[R]) -> Iterator[R]:
    clauses: tuple[Clause, ...] = regime.clauses
    for clause in clauses:
        for rule in clause.rules:
            if isinstance(rule, kind):
                yield rule
