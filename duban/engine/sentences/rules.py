"""The sentence of a rule: what it does, in Chinese and in the document's own words, for every kind of rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch

from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.evaluation.abbreviations import score_of
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetRow, SheetTotal
from duban.engine.rules.durations import Count
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.limits import Approval, Deadline, Limit, Restated
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.scores import Score
from duban.engine.rules.sections import TOTAL
from duban.engine.rules.steps import Opening, Step
from duban.engine.sentences import slots
from duban.engine.wording import PERIODS, plain, share

_SIGNERS = {
    "leader": "分管领导", "new_leader": "接办单位的分管领导", "principal": "主要领导", "secretary_general": "秘书长",
    "office_head": "督查室负责人", "section": "科室",
}  # fmt: skip
ACTS = {
    "start": "立项", "dispatch": "交办", "extension": "延期", "write_off": "销号", "transfer": "变更责任单位", "completion": "办结",
    "review": "复核", "unplanned_inspection": "计划外督查", "commendation": "表彰", "escalation": "提级督查", "experience": "经验推广",
    "step": "督办措施", "refusal": "退办", "dispute": "提出异议",
}  # fmt: skip
NEEDS = {
    "reason": "理由", "proof": "佐证材料", "objection_date": "提出异议的截止日", "top_grade": "优秀等次", "proposal": "建议承办单位",
}  # fmt: skip


@singledispatch
def sentence_of(rule: Rule, regime: Regime) -> str:
    """Give one sentence that says what the rule does. Raises TypeError for a kind without words."""
    raise TypeError(f"no words for {type(rule).__name__}")


@sentence_of.register(Score)
@sentence_of.register(Factor)
@sentence_of.register(Unranked)
@sentence_of.register(Outcome)
@sentence_of.register(Rank)
def _(rule: Rule, regime: Regime) -> str:
    return slots.statement(rule, regime) + _only_in(rule, regime)


@sentence_of.register(Points)
@sentence_of.register(Beyond)
def _(rule: Points | Beyond, regime: Regime) -> str:
    written = score_of(rule)
    return slots.statement(written, regime) + _only_in(written, regime)


@sentence_of.register
def _(rule: HighestOnly, regime: Regime) -> str:
    return slots.highest(rule, regime)


@sentence_of.register
def _(rule: Base, regime: Regime) -> str:
    return f"基础分{plain(rule.points)}分" + ("；评分表填全时以评分表为准" if rule.unless_sheet else "")


@sentence_of.register
def _(rule: Sheet, regime: Regime) -> str:
    several = {"mean": "；一个单位有几件事项各有一张的，取平均", "latest": "；一个单位有几张的，以最近一张为准"}
    return f"评分表“{rule.section}”0至{plain(rule.most)}分，超出的削去{several.get(rule.several, '')}"


@sentence_of.register
def _(rule: SheetRow, regime: Regime) -> str:
    return f"评分表“{rule.row}”0至{plain(rule.most)}分，由评分人给出，各行合计为“{rule.section}”的得分"


@sentence_of.register
def _(rule: SheetTotal, regime: Regime) -> str:
    return "得分为评分表各项之和；没有评分表的单位不计分"


@sentence_of.register
def _(rule: Cap, regime: Regime) -> str:
    into = "" if rule.into == TOTAL else f"“{slots.section_name(rule.into, regime)}”项的"
    into += {"matter": "每个事项", "month": "每月", "quarter": "每季度"}.get(rule.per, "")
    into = f"{_periods(rule.periods, regime)}{into}" if rule.periods else into
    return f"{into}{'加分' if rule.side == 'plus' else '扣分'}合计以{plain(rule.most)}分为限"


@sentence_of.register
def _(rule: Floor, regime: Regime) -> str:
    return f"总分最低{plain(rule.least)}分"


@sentence_of.register
def _(rule: Exclude, regime: Regime) -> str:
    if rule.event:
        return f"有{'、'.join(naming.of_kind(regime, kind, {}) for kind in rule.event)}的事项不计分"
    return "不可量化的事项不计分"


@sentence_of.register
def _(rule: Efficacy, regime: Regime) -> str:
    counted = "到期或本期办结的事项" if rule.counted == "due_or_closed" else "在办的全部事项"
    highest = "参加排名的各单位" if rule.highest == "all_ranked" else "同组单位"
    roles = "牵头事项" if rule.roles == ("lead",) else "牵头和配合的事项"
    return (
        f"功效系数法：每件满分{plain(rule.per_matter)}分；得分÷满分×100×（{plain(rule.base)}＋件数÷{highest}最多件数×"
        f"{plain(rule.weight)}）；计{counted}，只看{roles}；没有事项的单位不参加排名"
    )


@sentence_of.register
def _(rule: Honour, regime: Regime) -> str:
    pools = "，".join(
        f"{'和'.join(regime.groups.get(group, '单位') for group in pool.groups) or '全部单位'}前{pool.first}名"
        for pool in rule.pools
    )
    text = f"{_periods(rule.periods, regime)}通报表扬：{pools}，并列的都算"
    if rule.only_if:
        text += f"；只在{slots.conditions(rule.only_if, regime).removeprefix('仅当').removesuffix('时，')}的单位中排"
    if rule.among:
        text += "；只在计入事项全部办结的单位中排"
    return text + ("；有扣分的除外，不递补" if rule.without else "")


@sentence_of.register
def _(rule: Grade, regime: Regime) -> str:
    steps = "；".join(f"实施“{_step_name(step, regime)}”的定为{grade}" for step, grade in rule.steps.items())
    classes = "；先按任务类别评，再评单位，类别的等次列在旁边" if rule.by_class else ""
    return f"不计分，由督查室评定：{'、'.join(rule.scale)}{classes}" + (f"；{steps}" if steps else "")


@sentence_of.register
def _(rule: OfPeriods, regime: Regime) -> str:
    times = "" if rule.times == 1 else f"，乘以{plain(rule.times)}"
    how = "的平均值" if rule.how == "mean" else "之和"
    return f"{_periods(rule.periods, regime)}得分为已发布的各期（{_periods((rule.of,), regime)}）得分{how}{times}；这一期不再另计各条的分，写明只在这一期计的除外"


@sentence_of.register
def _(rule: Bands, regime: Regime) -> str:
    shares = {grade: f"（最多{plain(share * 100)}%的单位，排在后面的列下一等次）" for grade, share in rule.most.items()}
    said = "、".join(f"{plain(least)}分起{grade}{shares.get(grade, '')}" for grade, least in rule.least.items())
    return f"{_periods(rule.periods, regime)}按得分定等次：{said}，其余{rule.below}"


@sentence_of.register
def _(rule: Step, regime: Regime) -> str:
    text = f"督办措施“{rule.name}”：{'，或'.join(opening_words(opening, regime) for opening in rule.opens)}可以实施"
    if rule.approval:
        text += f"；须{'、'.join(signer(name, regime) for name in rule.approval)}批准"
    elif rule.carried_by is None or rule.carried_by.fact == "urged":
        text += f"；没有写由谁批准，由{signer('leader', regime)}签批"
    if isinstance(rule.limit, Count):
        text += f"；限{rule.limit.said_in_chinese}"
    elif rule.limit == "set":
        text += "；期限由通知单限定"
    if rule.repeats:
        text += "；限期过后可以再次实施"
    paper = next((paper.name for paper in regime.papers if paper.id == rule.paper), None)
    return text + (f"；制发{paper}" if paper else "")


@sentence_of.register
def _(rule: Deadline, regime: Regime) -> str:
    default = "，没有另写期限的才用" if rule.default else ""
    roles = [naming.of_value(regime, ("assigned",), "role", role) for role in rule.role]
    owed = f"（{'、'.join(roles)}单位）" if roles else ""
    return f"期限“{rule.label}”{owed}：{rule.counts_from}起{rule.count_said}{default}"


@sentence_of.register(Limit)
@sentence_of.register(Approval)
def _(rule: Limit | Approval, regime: Regime) -> str:
    return sentence_of_act(rule, regime, act_name(rule.act))


def sentence_of_act(rule: Limit | Approval, regime: Regime, name: str) -> str:
    """Give what limits an act of that name, or who signs it."""
    if isinstance(rule, Approval):
        return f"{name}须依次由{'、'.join(signer(each, regime) for each in rule.signers)}签批"
    parts = ["只能一次"] if rule.once else []
    if rule.at_most is not None:
        parts.append(f"最长{rule.at_most.said_in_chinese}")
    if isinstance(rule, Limit) and rule.share is not None:
        parts.append(f"最长为原时限的{share(rule.share)}")
    if rule.needs:
        parts.append(f"须有{'、'.join(need_name(need, regime) for need in rule.needs)}")
    if rule.exempt:
        parts.append("规划编制类事项不受此时限")
    return f"{name}：{'，'.join(parts) or '有此限制'}"


@sentence_of.register
def _(rule: Restated, regime: Regime) -> str:
    return f"重申{rule.restates}的规定"


def signer(name: str, regime: Regime) -> str:
    """Give a signer as the document calls them."""
    return regime.roles.get(name) or _SIGNERS.get(name, "领导")


def act_name(act: str) -> str:
    """Give what readers call an act."""
    return ACTS.get(act, "此项办理")


def need_name(need: str, regime: Regime) -> str:
    """Give what readers call something that an act needs; `signed_by:principal` a signature."""
    kind, _, name = need.partition(":")
    return f"{signer(name, regime)}签字" if kind == "signed_by" else NEEDS.get(need, "规定的材料")


def opening_words(opening: Opening, regime: Regime) -> str:
    """Give from when a step is open by one of its conditions."""
    if opening.after == "deadline" and (opening.days or opening.working_days):
        return f"逾期满{f'{opening.days}日' if opening.days else f'{opening.working_days}个工作日'}起"
    if opening.after == "deadline":
        return "期限过后的次日起"
    if opening.after and not opening.fact:
        return f"“{_step_name(opening.after, regime)}”限期过后的次日起"
    if opening.before:
        return f"期限前{opening.days}天起"
    if opening.entry:
        return "规定的事项一交办"
    after = f"“{_step_name(opening.after, regime)}”之后，" if opening.after else ""
    return f"{after}同一事项第{opening.count}次{naming.of_kind(regime, str(opening.fact), _one_value(opening.where))}之日起"


def _step_name(name: str, regime: Regime) -> str:
    steps = (rule for clause in regime.clauses for rule in clause.rules if isinstance(rule, Step))
    return next((rule.name for rule in steps if rule.step == name), "前一步")


def _one_value(where: Mapping[str, frozenset[object]]) -> dict[str, object]:
    return {name: next(iter(values)) for name, values in where.items() if len(values) == 1}


def _only_in(rule: Rule, regime: Regime) -> str:
    periods: tuple[str, ...] = getattr(rule, "periods", ())
    return f"（只在{_periods(periods, regime)}计）" if periods else ""


def _periods(names: Iterable[str], regime: Regime) -> str:
    own = {each.id: each.name for each in regime.spans if each.name}
    return "、".join(own.get(name) or PERIODS.get(name, "本期") for name in names)
