"""What a quantity is, in one Chinese sentence with the document's own words: how it is counted, added up, typed or worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from duban.engine.clauses import Clause, Regime
from duban.engine.evaluation import naming, sentences
from duban.engine.rules.formulas import Formula
from duban.engine.rules.quantities import Across, Counted, Quantity, Typed
from duban.engine.sentences import slots
from duban.engine.wording import plain

_ACROSS = {"max": "最大值", "min": "最小值", "sum": "合计", "mean": "平均值"}
_POOLS = {"ranked": "参加排名的各单位", "group": "同组单位", "pool": "同一排名组的单位"}
_BY_NOTHING = {"not_scored": "不计总分", "left_out": "不计此项"}
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def figure_statement(quantity: Quantity, regime: Regime) -> str:
    """Give the sentence of a quantity: 事项得分＝已得分÷（20×计入件数）×100, 计入件数：本期到期或办结的事项的件数."""
    form = quantity.form
    if isinstance(form, Formula):
        said = f"{quantity.label}＝{_formula(form, regime)}{_by_nothing(quantity)}"
    elif isinstance(form, Across):
        of = slots.figure_name(form.of, regime)
        said = f"{quantity.label}：{_POOLS[form.pool]}中{of}的{_ACROSS[form.what]}"
    elif isinstance(form, Typed):
        said = f"{quantity.label}：{_typed(form, regime)}"
    else:
        said = f"{quantity.label}：{_counted(form, regime)}"
    groups = "、".join(regime.groups.get(group, "单位") for group in quantity.groups)
    return f"{slots.conditions(quantity.only_if, regime)}{said}" + (f"（{groups}）" if groups else "")


def figure_statements(clause: Clause, regime: Regime, choices: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Give the sentences of the quantities that stand under a clause: those that hold under complete choices, and the others."""
    under = [quantity for quantity in regime.quantities if quantity.clause == clause.clause]
    holding = [figure_statement(each, regime) for each in under if each.holds(dict(choices))]
    others = [figure_statement(each, regime) for each in under if not each.holds(dict(choices))]
    return holding, others


def _formula(form: Formula, regime: Regime) -> str:
    calls = {"min": "取小", "max": "取大", "round": "四舍五入"}
    named = _NAME.sub(lambda found: calls.get(found[0]) or slots.figure_name(found[0], regime), form.text)
    return sentences.in_signs(named)


def _by_nothing(quantity: Quantity) -> str:
    if quantity.if_zero is None:
        return ""
    said = _BY_NOTHING.get(str(quantity.if_zero)) or f"为{plain(quantity.if_zero)}"  # type: ignore[arg-type]
    return f"；除数为0时{said}"


def _counted(form: Counted, regime: Regime) -> str:
    chosen = slots.select(form.select, regime)
    count = slots.count(form.count, regime, form.select).removesuffix("每次").removesuffix("每件")
    if not form.fields:
        return f"{chosen}{count}的{'件数' if form.select.kind == 'matters' else '个数'}"
    kinds = form.select.names if form.select.kind == "event" else ("completed",)
    names = "×".join(naming.of_field(regime, kinds, name) or "得分" for name in form.fields)
    without = f"，没有的按{plain(form.default)}" if form.default is not None else ""
    owed = f"；{slots.select(form.owed, regime)}都要有，缺的待录入" if form.owed else ""
    return f"{chosen}{count}的{names}之和{without}{owed}"


def _typed(form: Typed, regime: Regime) -> str:
    by = "、".join(dict.fromkeys(slots.person_name(name, regime) for name in form.by))
    if form.choice:
        return f"由{by}填写，{'、'.join(plain(each) for each in form.choice)}之一"
    most = slots.figure_name(form.most, regime) if isinstance(form.most, str) else form.most
    ends = [
        f"不低于{plain(form.least)}" if form.least is not None else "",
        f"不高于{most if isinstance(most, str) else plain(most)}" if most is not None else "",
        "整数" if form.is_whole else "",
    ]
    return "，".join(filter(None, (f"由{by}填写", *ends)))
