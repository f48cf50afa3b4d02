"""Whether an order that is out may be corrected or recalled: None, or the refusal with its clause and what is possible instead."""

import datetime
from collections.abc import Sequence

from django.conf import settings

from duban.ledger import conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Stage
from duban.ledger.models.matters import State
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Unit


def correcting(assignment: Assignment) -> Refused | None:
    """Say whether anything of an order to a unit may be corrected: once it is out, while the unit still has it."""
    if assignment.dispatched_on is None or assignment.stage == Stage.PLANNED:
        return Refused("还没有交办", possible="请直接修改任务书。")
    if assignment.stage in GONE_STAGES:
        return Refused("这个单位的交办已经移交或者撤回", possible="请对现在的承办单位更正。")
    if assignment.stage == Stage.SUSPENDED:
        return Refused("这件交办已经中止", possible="请先恢复办理，再更正。")
    return None


def redating(assignment: Assignment) -> Refused | None:
    """Say whether an order's date may be corrected at all: also after it has passed, also when all is done."""
    found = correcting(assignment)
    if found is None and assignment.stage == Stage.WRITTEN_OFF:
        found = Refused("这件交办已经销号，不再计期限")
    return found


def correcting_due(
    assignment: Assignment, was: datetime.date, due_on: datetime.date | None, on: datetime.date
) -> Refused | None:
    """Say whether an order's date may be corrected from the one that was written to another.

    Nobody is made late by it: an earlier date must be still to come, and the work still open.
    """
    found = redating(assignment)
    if found is not None or due_on is None:
        return found
    if due_on == was:
        return Refused(f"与交办时写的期限 {was} 相同", field="due_on")
    if due_on < was and not assignment.is_open:
        return Refused("已经办结，期限不能改早", field="due_on")
    if due_on < was and due_on < on:
        return Refused("改早的期限不能早于今天：单位已经来不及办", possible=f"最早可以改为 {on}。", field="due_on")
    return _fits(assignment.matter, due_on, on)


def correcting_unit(
    assignment: Assignment, to: Unit | None, due_on: datetime.date | None, on: datetime.date
) -> Refused | None:
    """Say whether an order that went to the wrong unit may go to another: while it is open there."""
    found = correcting(assignment)
    if found is not None:
        return found
    if assignment.stage not in OPEN_STAGES:
        return Refused("这件交办已经了结，不再更正承办单位")
    if due_on is not None and due_on < on:
        return Refused("新承办单位的期限早于今天", field="due_on")
    if due_on is not None and (misfit := _fits(assignment.matter, due_on, on)) is not None:
        return misfit
    return conditions.matters.taking_over(assignment, to) if to is not None else None


def correcting_role(assignment: Assignment, beside: Sequence[Assignment], *, is_reviewed: bool) -> Refused | None:
    """Say whether lead and support may be put right: while it is open, no report waits, and somebody else leads."""
    found = correcting(assignment)
    if found is not None:
        return found
    if assignment.stage not in OPEN_STAGES:
        return Refused("这件交办已经了结，不再更正分工")
    if not is_reviewed:
        return Refused("这个单位的反馈还在审核", possible="请先审核，再更正分工。")
    if not assignment.is_lead:
        return None
    if not any(each.is_lead and each.pk != assignment.pk and each.stage not in GONE_STAGES for each in beside):
        return Refused("改为配合以后没有牵头单位", possible="请先把另一个单位更正为牵头，或者更正承办单位。")
    return None


def correcting_words(matter: Matter) -> Refused | None:
    """Say whether the words of an order may be corrected: once it is out, while somebody works on it."""
    if matter.state == State.PROPOSED:
        return Refused("还没有交办", possible="请直接修改任务书。")
    if matter.is_done or matter.state == State.REVOKED:
        return Refused(f"事项已经是“{State(matter.state).label}”，任务书不再更正")
    return None


def recalling(matter: Matter, parts: Sequence[Matter]) -> Refused | None:
    """Say whether an order may be recalled as a whole: once it is out, before it is done, and none of its parts is out."""
    if matter.state == State.PROPOSED:
        return Refused("还没有交办", possible="登记有误的，请撤销登记。")
    if matter.state == State.REVOKED:
        return Refused("这件事项已经撤销")
    if matter.is_done:
        return Refused("事项已经办结，不能撤回", possible="认定有误的，请重新办理；期限有误的，请更正期限。")
    return _without_parts(parts)


def revoking(matter: Matter) -> Refused | None:
    """Say whether a registration may be revoked: before it goes out; afterwards the order is recalled."""
    if matter.state == State.REVOKED:
        return Refused("这件事项已经撤销")
    if matter.state != State.PROPOSED:
        return Refused("事项已经交办", possible="请撤回交办。")
    return _without_parts(list(matter.children.order_by("id")))


def taking_back_dispatch(matter: Matter, at: datetime.datetime) -> Refused | None:
    """Say whether an order may be taken back by a click: while the settings' minutes run, and before any unit has signed or refused."""
    if (refusal := recalling(matter, list(matter.children.order_by("id")))) is not None:
        return refusal
    sent = matter.lines.filter(verb="matter.dispatched").order_by("-seq").first()
    units = matter.assignments.exclude(stage__in=GONE_STAGES)
    if units.exclude(stage=Stage.TO_ACCEPT).exists():
        return Refused("已有单位签收或者提出异议", possible="请按“撤回交办”办理。")
    if sent is None or not _just_now(sent.at, at):
        return Refused(f"交办已超过 {settings.RECALL_MINUTES} 分钟", possible="请按“撤回交办”办理。")
    return None


def taking_back_urging(line: JournalLine) -> Refused | None:
    """Say whether an urging may be taken back: an urging, once."""
    if line.verb != "unit.urged":
        return Refused("这条记录不是催办")
    if any(each.data.get("amendment", {}).get("withdrawn") for each in line.amendments.all()):
        return Conflict("这次催办已经撤回或者撤销")
    return None


def _just_now(sent: datetime.datetime, at: datetime.datetime) -> bool:
    return at <= sent + datetime.timedelta(minutes=settings.RECALL_MINUTES)


def _without_parts(parts: Sequence[Matter]) -> Refused | None:
    standing = [each.no for each in parts if each.state != State.REVOKED]
    if standing:
        return Refused(f"还有子事项（{'、'.join(standing[:5])}）", possible="请先撤销子事项。")
    return None


def _fits(matter: Matter, due_on: datetime.date, on: datetime.date) -> Refused | None:
    """Say whether the document and the matters above and below leave room for that date."""
    parent = matter.parent
    if parent is not None and parent.due_on is not None and due_on > parent.due_on:
        return Refused(
            f"期限晚于上级事项 {parent.no} 的期限 {parent.due_on}",
            possible="请先更正上级事项的期限。",
            field="due_on",
        )
    later = matter.children.filter(due_on__gt=due_on).exclude(state=State.REVOKED).order_by("id").first()
    if later is not None:
        return Refused(
            f"子事项 {later.no} 的期限是 {later.due_on}，不能晚于本事项",
            possible="请先更正子事项的期限。",
            field="due_on",
        )
    governed = Governed.of(matter)
    rule = next((each for each in governed.deadlines if each.name == matter.due_rule), None)
    if rule is not None and rule.never_after is not None and due_on > rule.never_after:
        return Refused(f"“{rule.label}”最迟不得晚于 {rule.never_after}", clause=rule.clause, field="due_on")
    clause, features = governed.category_clause(matter.category)
    limit = matter.platform_due_on
    if "platform_limits" in features and limit is not None and due_on > max(limit, on):
        return Refused(f"办结期限不能晚于平台规定的 {limit}", clause=clause, field="due_on")
    return None
