"""What a sound document says and the program does not carry out yet: said when it is adopted, and counted as not done."""

from __future__ import annotations

from collections.abc import Iterator

from duban.engine import cycles
from duban.engine.clauses import Clause, Regime
from duban.engine.rules.adjustments import Outcome
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Deadline, Limit
from duban.engine.rules.steps import SIGNERS
from duban.engine.wording import PERIODS

# The acts on which the program holds a limit, and what of it: all that it needs, or only that it happens once and not beyond a count.
_NEEDS = ("dispatch", "completion", "refusal", "unplanned_inspection", "commendation")
_ONCE = ("dispatch", "completion", "extension", "refusal", "unplanned_inspection", "commendation")
_SIGNED = (
    "extension",
    "write_off",
    "transfer",
    "completion",
    "start",
    "escalation",
    "coordination",
    "experience",
    "sanction",
)
# What every act of these asks for by itself.
_ALWAYS = {"extension": {"reason"}, "write_off": {"reason"}, "transfer": {"reason", "proposal"}}


def unexecuted(regime: Regime) -> list[tuple[str, str]]:
    """List, clause by clause, what the program does not carry out, each as (clause, sentence)."""
    return [(clause.clause, said) for clause in regime.clauses for said in of_clause(regime, clause)]


def of_clause(regime: Regime, clause: Clause) -> list[str]:
    """List what the program does not carry out of one clause, in sentences."""
    return list(dict.fromkeys(f"系统还不能执行：{said}" for rule in clause.rules for said in _of_rule(regime, rule)))


def _of_rule(regime: Regime, rule: Rule) -> Iterator[str]:
    select = getattr(rule, "select", None)
    for name in select.names if select is not None and select.kind == "event" else ():
        event = regime.words.events.get(name)
        if event is not None and event.is_own and event.entered_by == "daily":
            yield f"“{event.label}”写明由系统登记，系统不知道怎样得出，不会登记"
    periods = getattr(rule, "periods", ())
    if periods and regime.periods and not set(periods) & set(regime.periods):
        said = "、".join(PERIODS.get(each, each) for each in periods)
        yield f"这条规则只在{said}的考核里用，而 periods 里没有，不会用到"
    if isinstance(rule, Limit):
        yield from _of_limit(rule)
    elif isinstance(rule, Deadline):
        yield from _of_deadline(rule)
    elif isinstance(rule, Outcome) and set(rule.approval) - set(SIGNERS):
        yield f"“{rule.name}”的签批人不是系统里的岗位，按系统的顺序签批"


def _of_limit(rule: Limit) -> Iterator[str]:
    needs = {need for need in rule.needs if not need.startswith("signed_by:")}
    if rule.act not in _ONCE and rule.act not in _SIGNED:
        yield "系统里没有这项办理，对它的限制不起作用"
        return
    if len(needs) < len(rule.needs) and rule.act not in _SIGNED:
        yield "这项办理不经签批，要求的签字不能在系统里完成"
    if rule.act not in _NEEDS and needs - _ALWAYS.get(rule.act, set()):
        yield "这项办理要求的材料系统不核对"
    if (rule.at_most or rule.share) and rule.act != "extension":
        yield "这项办理最长多久的限制，系统不核对"
    if rule.once and rule.act not in _ONCE:
        yield "这项办理只能一次的限制，系统不核对"


def _of_deadline(rule: Deadline) -> Iterator[str]:
    if rule.owed_by == "office" and (not rule.office_act or rule.count.range is not None):
        yield f"“{rule.label}”是办公室自己的时限，系统不计算是否超期"
    if rule.is_objection and rule.count.range is not None:
        yield f"“{rule.label}”的天数由人定，系统不核对"
    if rule.count.unit == "hours" and rule.count.number % 24:
        yield f"“{rule.label}”按小时的时限只算到日"
    if rule.owes == "report":
        try:
            cycles.cycle_from(rule.count, rule.rest)
        except ValueError as error:
            yield f"“{rule.label}”：{error}"
