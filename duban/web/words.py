"""The rules of a regime in words, with their numbers: what the program does by a clause."""

from collections.abc import Iterable, Mapping
from functools import singledispatch

from duban.engine import statements, wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetTotal
from duban.engine.rules.durations import Count
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.limits import Approval, Deadline, Limit, Restated
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Opening, Step
from duban.ledger import acts
from duban.ledger.words import NEEDS, PERIODS
from duban.people.models import Group, Role

# What rules call an act that nobody signs; one that is signed says its word itself.
ACTS = {
    "review": "复核",
    "refusal": "退办",
    "dispute": "提出异议",
    "dispatch": "交办",
    "unplanned_inspection": "计划外督查",
    "commendation": "表彰",
}
_TONED = ("circular", "instruction")
_CLASS = {"national": "国家级", "province": "省级", "prefecture": "市（州）级", "county": "县级"}


@singledispatch
def said(rule: Rule, regime: Regime) -> str:
    """Return one sentence that says what the rule does. Raises TypeError for a kind without words."""
    raise TypeError(f"no words for {type(rule).__name__}")


def signer(name: str, regime: Regime) -> str:
    """Return a signer as the document calls them."""
    own = regime.roles.get(name)
    if own:
        return own
    if name == "new_leader":
        return "接办单位的分管领导"
    return str(Role(name).label)


@said.register
def _(rule: Base, regime: Regime) -> str:
    return f"基础分 {wording.plain(rule.points)} 分" + ("；评分表填全时以评分表为准" if rule.unless_sheet else "")


@said.register
def _(rule: Sheet, regime: Regime) -> str:
    return f"评分表“{rule.section}”0 至 {wording.plain(rule.most)} 分，超出的削去"


@said.register
def _(rule: SheetTotal, regime: Regime) -> str:
    return "得分为评分表各项之和；没有评分表的单位不计分"


@said.register
def _(rule: Cap, regime: Regime) -> str:
    return f"{'加分' if rule.side == 'plus' else '扣分'}合计以 {wording.plain(rule.most)} 分为限"


@said.register
def _(rule: Floor, regime: Regime) -> str:
    return f"总分最低 {wording.plain(rule.least)} 分"


@said.register(Score)
@said.register(Factor)
@said.register(Unranked)
@said.register(Outcome)
@said.register(Rank)
def _(rule: Rule, regime: Regime) -> str:
    return statements.statement(rule, regime)


@said.register
def _(rule: Points, regime: Regime) -> str:
    name = naming.of_kind(regime, rule.fact, _one_value(rule.where))
    if isinstance(rule.points, Mapping):
        table = "、".join(f"{_key(rule.by, key, regime)} {wording.signed(value)}" for key, value in rule.points.items())
        text = f"{name}：每次按{_by(rule.by)}计，{table} 分"
    else:
        text = f"{name}：每次 {wording.signed(rule.points)} 分"
    several = _several(rule.where)
    return text + (f"（{several}）" if several else "") + _conditions(rule, regime)


@said.register
def _(rule: Beyond, regime: Regime) -> str:
    name = naming.of_kind(regime, rule.fact, _one_value(rule.where))
    times = "一次性" if rule.times == "once" else "每多一次"
    return f"{name}：同一事项超过 {rule.more_than} 次的，{times} {wording.signed(rule.points)} 分"


@said.register
def _(rule: HighestOnly, regime: Regime) -> str:
    if rule.of or rule.events:
        return statements.highest(rule, regime)
    kinds = "、".join(wording.label(kind, {"tone": rule.tone} if kind in _TONED else {}) for kind in rule.facts)
    return f"同一件事的{kinds}只计最高一次"


@said.register
def _(rule: Exclude, regime: Regime) -> str:
    if rule.event:
        return f"有{'、'.join(naming.of_kind(regime, kind, {}) for kind in rule.event)}的事项不计分"
    return "不可量化的事项不计分"


@said.register
def _(rule: Efficacy, regime: Regime) -> str:
    counted = "到期或本期办结的事项" if rule.counted == "due_or_closed" else "在办的全部事项"
    highest = "参加排名的各单位" if rule.highest == "all_ranked" else "同组单位"
    roles = "牵头事项" if rule.roles == ("lead",) else "牵头和配合的事项"
    base, weight = wording.plain(rule.base), wording.plain(rule.weight)
    return (
        f"功效系数法：每件满分 {wording.plain(rule.per_matter)} 分；得分 ÷ 满分 × 100 × （{base} + 件数 ÷ {highest}最多件数 × {weight}）；"
        f"计{counted}，只看{roles}；没有事项的单位不参加排名"
    )


@said.register
def _(rule: Honour, regime: Regime) -> str:
    periods = _periods(rule.periods, regime)
    pools = "，".join(
        f"{'和'.join(_group(group, regime) for group in pool.groups) or '全部单位'}前 {pool.first} 名"
        for pool in rule.pools
    )
    text = f"{periods}通报表扬：{pools}，并列的都算"
    if rule.among:
        text += "；只在计入事项全部办结的单位中排"
    return text + ("；有扣分的除外，不递补" if rule.without else "")


@said.register
def _(rule: Grade, regime: Regime) -> str:
    steps = "；".join(f"实施“{_step_name(step, regime)}”的定为{grade}" for step, grade in rule.steps.items())
    return f"不计分，由督查室评定：{'、'.join(rule.scale)}" + (f"；{steps}" if steps else "")


@said.register
def _(rule: Step, regime: Regime) -> str:
    text = f"督办措施“{rule.name}”：{'，或'.join(_opening(opening, regime) for opening in rule.opens)}可以实施"
    if rule.approval:
        text += f"；须{'、'.join(signer(name, regime) for name in rule.approval)}批准"
    if isinstance(rule.limit, Count):
        text += f"；限 {rule.limit.said_in_chinese}"
    elif rule.limit == "set":
        text += "；期限由通知单限定"
    paper = next((paper.name for paper in regime.papers if paper.id == rule.paper), None)
    return text + (f"；制发{paper}" if paper else "")


@said.register
def _(rule: Deadline, regime: Regime) -> str:
    return f"期限“{rule.label}”：{rule.counts_from}起 {rule.count.said_in_chinese}"


@said.register
def _(rule: Limit, regime: Regime) -> str:
    parts = ["只能一次"] if rule.once else []
    if rule.at_most is not None:
        parts.append(f"最长 {rule.at_most.said_in_chinese}")
    if rule.needs:
        parts.append(f"须有{'、'.join(_need(need, regime) for need in rule.needs)}")
    if rule.exempt:
        parts.append("规划编制类事项不受此时限")
    return f"{_act(rule.act)}：{'，'.join(parts) or '有此限制'}"


@said.register
def _(rule: Approval, regime: Regime) -> str:
    return f"{_act(rule.act)}须依次由{'、'.join(signer(name, regime) for name in rule.signers)}签批"


@said.register
def _(rule: Restated, regime: Regime) -> str:
    return f"重申{rule.restates}的规定"


def _act(name: str) -> str:
    act = acts.find(name)
    return ACTS.get(name, name) if act is None else act.ruled or act.label


def _need(need: str, regime: Regime) -> str:
    kind, _, name = need.partition(":")
    return f"{signer(name, regime)}签字" if kind == "signed_by" else NEEDS.get(need, need)


def _opening(opening: Opening, regime: Regime) -> str:
    if opening.after == "deadline":
        return "期限过后的次日起"
    if opening.after and not opening.fact:
        return f"“{_step_name(opening.after, regime)}”限期过后的次日起"
    if opening.before:
        return f"期限前 {opening.days} 天起"
    if opening.entry:
        return "规定的事项一交办"
    return f"同一事项第 {opening.count} 次{naming.of_kind(regime, str(opening.fact), _one_value(opening.where))}之日起"


def _step_name(name: str, regime: Regime) -> str:
    for clause in regime.clauses:
        for rule in clause.rules:
            if isinstance(rule, Step) and rule.step == name:
                return rule.name
    return name


def _one_value(where: Mapping[str, frozenset[object]]) -> dict[str, object]:
    return {name: next(iter(values)) for name, values in where.items() if len(values) == 1}


def _several(where: Mapping[str, frozenset[object]]) -> str:
    return "；".join(
        "、".join(wording.VALUES.get(name, {}).get(str(value), str(value)) for value in sorted(map(str, values)))
        for name, values in where.items()
        if len(values) > 1
    )


def _conditions(rule: Points, regime: Regime) -> str:
    text = "；须有对应事项" if rule.needs_matter else ""
    if rule.only_role:
        text += f"；只对{'配合' if rule.only_role == 'support' else '牵头'}单位"
    if rule.periods:
        text += f"；只在{_periods(rule.periods, regime)}计"
    return text


def _by(by: str | None) -> str:
    return "级别" if by == "level" else "机关级别"


def _key(by: str | None, key: str, regime: Regime) -> str:
    if by == "level":
        return regime.levels.get(key, key)
    if by == "authority_class":
        return next((each.name for each in regime.authority_classes if each.id == key), _CLASS.get(key, key))
    return wording.VALUES["authority"].get(key, key)


def _group(group: str, regime: Regime) -> str:
    return regime.groups.get(group) or str(Group(group).label)


def _periods(names: Iterable[str], regime: Regime) -> str:
    own = {each.id: each.name for each in regime.spans if each.name}
    return "、".join(own.get(name) or PERIODS[name] for name in names)
