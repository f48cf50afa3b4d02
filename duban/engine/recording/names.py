"""What readers call authorities, levels, grades, figures and those who enter or decide: the document's words before ours, never an id."""

from __future__ import annotations

from collections.abc import Mapping

from duban.engine import facts, wording
from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.rules.grades import Grade
from duban.engine.rules.quantities import Quantity
from duban.engine.rules.sections import Section

LABELS = {
    "authority": "作出机关", "tone": "性质", "what": "逾期内容", "defect": "问题类型", "occasion": "同一事由", "section": "评分项",
    "points": "分值", "grade": "等次", "quantity": "项目", "value": "数值", "by": "由谁给出", "category": "任务类别", "amount": "评定分值", "person": "评定人",
    "level": "级别", "days": "天数", "channel": "方式", "limit": "期限", "due": "到期日", "period": "期别",
    "rank": "名次", "from_last": "倒数第几", "first_day": "本期第一天",
}  # fmt: skip
# What a field is called that the pack gives no label.
BY_TYPE = {
    "text": "具体内容", "whole": "数量", "decimal": "数值", "authority": "作出机关", "level": "级别", "month": "所属月份", "day": "所涉日期",
    "flag": "是否如此",
}  # fmt: skip
_BODIES = {
    "office": "督查室", "unit": "责任单位", "daily": "系统", "ranking": "系统", "leader": "分管领导", "principal": "政府主要领导", "section": "督查科室",
    "office_head": "督查室负责人", "secretary_general": "秘书长", "assessment": "考核办",
}  # fmt: skip


def body_of(regime: Regime, name: str) -> str:
    """Give what readers call who enters, verifies or decides: the office, the unit, a body of the document, a role."""
    return _BODIES.get(name) or regime.bodies.get(name) or regime.named.get(name) or "考核人"


def authorities(regime: Regime) -> dict[str, str]:
    """Give the authorities that the document knows, each with its word."""
    listed = regime.words.authorities or facts.AUTHORITIES
    return {name: naming.of_value(regime, (), "authority", name) for name in listed}


def levels(regime: Regime) -> dict[str, str]:
    """Give the levels that the document knows, each with its word."""
    listed = tuple(regime.levels) or regime.words.levels or facts.LEVELS
    return {name: naming.of_value(regime, (), "level", name) for name in listed}


def grades(regime: Regime, choices: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Give the grades that the document gives, the best first."""
    scale = next((tuple(rule.scale) for rule in regime.rules_of(Grade, choices)), ())
    return scale or regime.words.grades or facts.VALUES["grade"]


def period_word(regime: Regime, kind: str) -> str:
    """Give what a kind of period is called, in the document's words before ours."""
    own = {each.id: each.name for each in regime.spans if each.name}
    return own.get(kind) or wording.PERIODS.get(kind, "本期")


def word_of(regime: Regime, figure: Section | Quantity) -> str:
    """Give what readers call a section or a quantity: its label, else what its clause demands; never its id."""
    if figure.label != figure.id:
        return figure.label
    gist = next((clause.gist for clause in regime.clauses if clause.clause == figure.clause), "")
    return gist or ("评分项" if isinstance(figure, Section) else "数据")
