"""The ledger's questions to the engine: which regime governs a record, who signs, which step is open."""

import datetime
from dataclasses import dataclass
from typing import Any

from duban.engine import calendar, clauses, deadlines, facts, ladder
from duban.engine.packs import loading
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.limits import Approval
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.engine.rules.points import Beyond
from duban.engine.rules.steps import Step, carries
from duban.ledger import journal
from duban.ledger.models import Assignment, Matter
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Role

Regime = clauses.Regime

# Who holds the pen where the regime names a signer by what he is to the matter.
ROLE_OF_SIGNER = {
    "leader": Role.LEADER,
    "new_leader": Role.LEADER,
    "principal": Role.PRINCIPAL,
    "secretary_general": Role.SECRETARY_GENERAL,
    "office_head": Role.OFFICE_HEAD,
    "section": Role.SECTION,
}
# Where the document names no signer the program asks for these, and says that they are its own.
_OWN_SIGNERS = {
    "extension": ("leader",),
    "write_off": ("leader", "principal"),
    "transfer": ("leader", "new_leader"),
    "step": ("leader",),
    "coordination": ("leader",),
    "experience": ("leader",),
    "sanction": ("leader", "principal"),
}


def regime_of(governed: Jurisdiction | Matter) -> Regime:
    """Return the regime of a jurisdiction, or the one under which a matter was registered."""
    return loading.load_regime(governed.regime)


def calendar_of(jurisdiction: Jurisdiction) -> calendar.Calendar:
    """Return the working-day calendar of a jurisdiction, with its local festivals."""
    return calendar.load_calendar(jurisdiction.local_calendar or None)


def facts_of(assignment: Assignment, through: datetime.date | None = None) -> list[facts.Fact]:
    """Return the facts of an assignment's matter that name its unit, or all of the matter's where units change."""
    rows = journal.fact_rows(assignment.matter.jurisdiction, matters=[assignment.matter_id], through=through)
    return facts.facts_from(rows)


def paper_for(regime: Regime, act: str, clause: str = "") -> clauses.Paper | None:
    """Return the paper that the document names for an act, or None; of several the one that `clause` names, else the first."""
    named = [paper for paper in regime.papers if paper.act == act]
    return next((paper for paper in named if paper.clause == clause), named[0] if named else None)


def words_of(jurisdiction: Jurisdiction, name: str) -> tuple[str, ...]:
    """Return the words of a list that the jurisdiction's document names; empty where it has none of that name."""
    return next((tuple(each.items) for each in regime_of(jurisdiction).lists if each.id == name), ())


def clause_of(regime: Regime, feature: str) -> str:
    """Return the first clause that names a feature; empty where the document says nothing of it."""
    return next((clause.clause for clause in regime.clauses if feature in clause.features), "")


def list_of(jurisdiction: Jurisdiction, name: str) -> tuple[str, ...]:
    """Return the words of a list that the jurisdiction's document names; empty where it has none of that name."""
    return next((tuple(each.items) for each in regime_of(jurisdiction).lists if each.id == name), ())


def list_clause(matter: Matter, name: str) -> str:
    """Return the clause that counts out a list; empty where the document has none of that name."""
    return next((each.clause for each in regime_of(matter).lists if each.id == name), "")


def category_clause(regime: Regime, category: str) -> tuple[str, frozenset[str]]:
    """Return the clause under which matters of a category are supervised, and the features that it names."""
    for each in regime.categories:
        if each.id == category:
            return each.clause, frozenset(regime.clause(each.clause).features)
    return "", frozenset()


def cadence_clause(regime: Regime) -> str:
    """Return the clause that lets the office set how often is reported: it asks for recurring reports and names no day itself."""
    for clause in regime.clauses:
        if "recurring_reports" in clause.features and not clause.rules:
            return clause.clause
    return ""


def node_clause(regime: Regime) -> str:
    """Return the clause by which matters are reported at each milestone; empty where the document asks for no such thing."""
    for clause in regime.clauses:
        if {"recurring_reports", "milestones"} <= set(clause.features):
            return clause.clause
    return ""


def returns_counted(matter: Matter) -> Beyond | None:
    """Return the rule that counts how often reports on one matter are returned, or None."""
    rules = regime_of(matter).rules_of(Beyond, matter.jurisdiction.choices)
    return next((rule for rule in rules if rule.fact == "returned"), None)


def recurring_clauses(regime: Regime) -> list[str]:
    """Return the clauses that ask for reports again and again."""
    return [clause.clause for clause in regime.clauses if "recurring_reports" in clause.features]


def report_rules(matter: Matter) -> list[DeadlineRule]:
    """Return the recurring reports that the document asks for on matters of this category."""
    rules = regime_of(matter).rules_of(DeadlineRule, matter.jurisdiction.choices)
    return [rule for rule in rules if rule.owes == "report" and matter.category in rule.categories]


def report_rule(matter: Matter, name: str) -> DeadlineRule:
    """Return the document's recurring report of that name. Raises Refused where there is none."""
    for rule in regime_of(matter).rules_of(DeadlineRule, matter.jurisdiction.choices):
        if rule.owes == "report" and rule.name == name:
            return rule
    raise Refused("办法里没有这项定期报送", field="rule")


def cycle_of(rule: DeadlineRule) -> tuple[str, int]:
    """Return how often a recurring report of the document comes: the cycle's `every` and `number`."""
    return (rule.count.span, 0) if rule.count.span else ("once", rule.count.number)


def due_at_dispatch(matter: Matter, on: datetime.date) -> datetime.date:
    """Return the deadline of a matter that goes out on a day: counted from it where the document's rule says so, else as registered."""
    for rule in deadlines.rules_of(regime_of(matter)):
        if rule.name == matter.due_rule and rule.from_dispatch:
            return deadlines.due(regime_of(matter), rule.name, on, calendar_of(matter.jurisdiction)).due
    return matter.due_on


def step_named(matter: Matter, name: str) -> Step:
    """Return a step of the ladder that governs a matter. Raises KeyError where there is none of that name."""
    for step in regime_of(matter).steps(matter.jurisdiction.choices):
        if step.step == name:
            return step
    raise KeyError(name)


def step_carried_by(matter: Matter, kind: str, fields: dict[str, Any]) -> Step | None:
    """Return the ladder step that a fact of that kind and those fields carries out, or None."""
    for step in regime_of(matter).steps(matter.jurisdiction.choices):
        carrying = step.carried_by
        if carrying is None or carrying.fact != kind:
            continue
        if all(fields.get(name) in wanted for name, wanted in carrying.where.items()):
            return step
    return None


def channel_of(step: Step) -> str:
    """Return the channel of urging that carries a step out."""
    assert step.carried_by is not None
    (channel,) = step.carried_by.where["channel"]
    return str(channel)


def channel_carrying(step: Step) -> str:
    """Return the channel of urging that carries a step out, or "" where a step is carried out by itself."""
    return channel_of(step) if step.carried_by is not None and "channel" in step.carried_by.where else ""


def open_step(assignment: Assignment, on: datetime.date) -> ladder.DueStep | None:
    """Return the next open step for an assignment at the end of a day, or None."""
    matter = assignment.matter
    due = ladder.due_steps(
        regime_of(matter),
        facts_of(assignment, through=on),
        [assignment.unit.code],
        on,
        choices=matter.jurisdiction.choices,
        calendar=calendar_of(matter.jurisdiction),
    )
    return next((step for step in due if step.unit == assignment.unit.code and step.matter == matter.no), None)


def step_is_open(assignment: Assignment, step: Step, on: datetime.date) -> bool:
    """Return whether that step is the next open one, or is one that was carried out and may be repeated."""
    due = open_step(assignment, on)
    if due is not None and due.step == step.step:
        return True
    names = [each.step for each in regime_of(assignment.matter).steps(assignment.matter.jurisdiction.choices)]
    carried = [
        names.index(other.step)
        for other in regime_of(assignment.matter).steps(assignment.matter.jurisdiction.choices)
        if other.carried_by is not None and _carried(assignment, other)
    ]
    return step.carried_by is not None and bool(carried) and names.index(step.step) <= max(carried)


def steps_carried_out(assignment: Assignment) -> set[str]:
    """Return the steps of the ladder that were carried out on an assignment's unit."""
    choices = assignment.matter.jurisdiction.choices
    own = [fact for fact in facts_of(assignment) if fact.unit == assignment.unit.code]
    steps = regime_of(assignment.matter).steps(choices)
    return {step.step for step in steps if any(carries(step, fact) for fact in own)}


def limit_after(matter: Matter, step: Step, on: datetime.date, given: datetime.date | None) -> datetime.date | None:
    """Return the last day of the limit that a step sets when it is carried out on a day; None where it sets none.

    Raises Refused where the document sets none and `given` is missing, or sets one itself and `given` differs.
    """
    if step.limit == "set":
        if given is None:
            raise Refused("文件没有写明期限，请在通知单上限定日期", clause=step.clause, field="limit")
        if given < on:
            raise Refused("限定的日期早于今天", clause=step.clause, field="limit")
        return given
    if given is not None:
        raise Refused("这一步的期限由文件规定，不另行限定", clause=step.clause, field="limit")
    if isinstance(step.limit, Count):
        return end_of(step.limit, on, calendar_of(matter.jurisdiction))
    return None


def limits_running(assignment: Assignment, on: datetime.date) -> list[tuple[str, datetime.date]]:
    """Return the limits of the ladder's steps that an assignment's unit has not come to the end of on a day, by the facts' ids."""
    matter = assignment.matter
    steps = regime_of(matter).steps(matter.jurisdiction.choices)
    found = []
    for fact in facts_of(assignment):
        step = next((each for each in steps if fact.unit == assignment.unit.code and carries(each, fact)), None)
        if step is None:
            continue
        counted = (
            end_of(step.limit, fact.on, calendar_of(matter.jurisdiction)) if isinstance(step.limit, Count) else None
        )
        end = max((each for each in (counted, fact.limit) if each is not None), default=None)
        if end is not None and end >= on:
            found.append((fact.id, end))
    return found


@dataclass(frozen=True)
class Signers:
    """Who signs an act, in order, and the clause that says so; an empty clause: the program's own order."""

    signers: tuple[str, ...]
    clause: str


def approval_of(matter: Matter, act: str, step: str = "") -> Signers:
    """Return who signs: for a step what the step says; an urging that is a step is signed by nobody."""
    if act == "step":
        rule = step_named(matter, step)
        if rule.carried_by is not None:
            return Signers((), rule.clause)
        return Signers(tuple(rule.approval) or _OWN_SIGNERS["step"], rule.clause)
    approval = approval_rule(matter, act)
    return approval or Signers(_OWN_SIGNERS[act], "")


def approval_rule(matter: Matter, act: str) -> Signers | None:
    """Return who signs an act by the document's own word, or None where it names nobody."""
    for approval in regime_of(matter).rules_of(Approval, matter.jurisdiction.choices):
        if approval.act == act:
            return Signers(tuple(approval.signers), approval.clause)
    return None


def _carried(assignment: Assignment, step: Step) -> bool:
    assert step.carried_by is not None
    return any(
        fact.unit == assignment.unit.code
        and fact.kind == step.carried_by.fact
        and all(getattr(fact, name) in wanted for name, wanted in step.carried_by.where.items())
        for fact in facts_of(assignment)
    )
