"""Whether an act on where matters come from, and on what they are divided into, may be done now: None, or the refusal with its clause."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Decision, Handover, Instruction, Matter, Suggestion
from duban.ledger.models.assignments import GONE_STAGES, Part, Stage
from duban.ledger.models.matters import DONE_STATES
from duban.ledger.refusals import Forbidden, Refused
from duban.people.models import Jurisdiction, Officer


@dataclass(frozen=True)
class Parts:
    """How many sub-matters a matter has, and how many of them are done."""

    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Return whether nothing of it is open; true where there are none."""
        return self.done == self.total


def parts_of(matter: Matter) -> Parts:
    """Return how far a matter's sub-matters are: 办结 and 销号 count as done."""
    states = list(Matter.objects.filter(parent=matter).values_list("state", flat=True))
    return Parts(sum(state in DONE_STATES for state in states), len(states))


def parts_by(matters: Iterable[Matter]) -> dict[int, Parts]:
    """Return the parts of those matters that have some, by the matter's key, in one query."""
    done = Count("pk", filter=Q(state__in=DONE_STATES))
    found = Matter.objects.filter(parent__in=list(matters)).values("parent").annotate(done=done, total=Count("pk"))
    return {each["parent"] or 0: Parts(each["done"], each["total"]) for each in found}


def rolled_up(matter: Matter) -> Refused | None:
    """Say whether a matter may count as done by the roll-up rule: when all its sub-matters are."""
    parts = parts_of(matter)
    if parts.is_done:
        return None
    return Refused(
        f"子事项办结 {parts.done}/{parts.total}，全部办结后本事项才能办结",
        possible="请先办结其余子事项。",
    )


def decomposing(matter: Matter) -> Refused | None:
    """Say whether a matter may be divided into parts: until it is done."""
    if matter.is_done:
        return Refused("事项已经办结，不再分解")
    return None


def under(parent: Matter, due_on: datetime.date | None) -> Refused | None:
    """Say whether a matter that is due on that day may be a part of another: while that is open, and not after it."""
    if parent.is_done:
        return Refused(f"上级事项 {parent.no} 已经办结")
    if parent.due_on is None:
        return None
    if due_on is None:
        return Refused(f"上级事项 {parent.no} 的期限是 {parent.due_on}，下级事项也要有期限")
    if due_on > parent.due_on:
        return Refused(f"期限晚于上级事项 {parent.no} 的期限 {parent.due_on}")
    return None


def another_date(jurisdiction: Jurisdiction, rule: str, due_rule: str, reason: str) -> Refused | None:
    """Say whether a matter may have another limit than the document's rule of that name: with a reason."""
    found = next((each for each in Governed.of(jurisdiction).deadlines if each.name == rule), None)
    if found is None or due_rule == rule or reason.strip():
        return None
    return Refused(
        f"办法规定“{found.label}”为{found.counts_from}起 {found.count_said}，另定日期要写明理由",
        clause=found.clause,
        possible="请按规定计算期限，或者写明另定的理由。",
        field="date_reason",
    )


def reporting_back(instruction: Instruction) -> Refused | None:
    """Say whether the result of an instruction may be reported to its leader: once there is a matter."""
    if instruction.matter is None:
        return Refused("这条批示还没有登记为事项", possible="请先登记事项，或者并入已有事项。")
    return None


def correcting_instruction(instruction: Instruction, officer: Officer) -> Refused | None:
    """Say whether the officer may put an instruction right: what a leader wrote in their own hand that leader, what the office entered the office."""
    if instruction.entered_by.is_leader and instruction.entered_by_id != officer.pk:
        return Forbidden(
            "这条批示是领导本人写下的，由本人更正", possible="内容有疑问的，请报领导本人更正，或者再作批示。"
        )
    if not instruction.entered_by.is_leader and not officer.is_office:
        return Forbidden("这条批示由督查室录入，请督查室更正")
    return None


def detaching_instruction(instruction: Instruction) -> Refused | None:
    """Say whether an instruction may be taken off its matter: one that was added to it, before the result was reported to its leader."""
    if instruction.matter is None:
        return Refused("这条批示没有并入事项")
    if instruction.reported_on is not None:
        return Refused(f"已于 {instruction.reported_on} 向领导报告办理结果", possible="报告有误的，请补充报告并说明。")
    return None


def detaching_decision(decision: Decision) -> Refused | None:
    """Say whether a decision may be taken off its matter: until that is done."""
    if decision.matter is None:
        return Refused("这一项没有对应的事项")
    if decision.matter.is_done:
        return Refused(f"事项 {decision.matter.no} 已经办结")
    return None


def countersigning(suggestion: Suggestion, assignment: Assignment) -> Refused | None:
    """Say whether a unit may put its word to the answer: a cooperating one, once, before the answer goes out."""
    if assignment.part != Part.SUPPORT:
        return Refused("由配合（会办）单位会签")
    if assignment.stage in GONE_STAGES or suggestion.matter.is_done:
        return Refused("这件交办已经了结")
    if suggestion.answer:
        return Refused("已经答复，不再会签")
    if suggestion.countersignatures.filter(assignment=assignment, round=suggestion.round).exists():
        return Refused("本单位已经会签")
    return None


def meeting_unknown(matter: Matter) -> Refused | None:
    """Say what a matter lacks whose report the document counts from a meeting: the meeting, without which no such date is owed."""
    rule = Governed.of(matter).meeting_rule(matter)
    if rule is None or matter.is_done or list(matter.decisions.all()):
        return None
    return Refused(
        f"“{rule.label}”从{rule.counts_from}起算，本事项还没有挂上会议，这项报告期限不会产生",
        clause=rule.clause,
        possible="请在“会议”里登记这次会议，把相应的议定事项并入本事项；不是会议定的，不用办理。",
    )


def uncountersigned(suggestion: Suggestion) -> list[Assignment]:
    """Return the cooperating units in force that have not put their word to the answer of this round."""
    signed = suggestion.countersignatures.filter(round=suggestion.round).values("assignment")
    held = Assignment.objects.filter(matter=suggestion.matter, part=Part.SUPPORT).exclude(stage__in=GONE_STAGES)
    return list(held.exclude(pk__in=signed).select_related("unit").order_by("id"))


def answering(suggestion: Suggestion, assignment: Assignment) -> Refused | None:
    """Say whether a unit may answer: the lead unit, once a round, after every cooperating unit has put its word to it."""
    if assignment.part != Part.LEAD:
        return Refused("由牵头（主办）单位答复")
    if assignment.stage not in (Stage.IN_HAND, Stage.RETURNED):
        return Refused("签收以后、办结以前才能答复")
    if suggestion.answer:
        return Refused("已经答复")
    missing = uncountersigned(suggestion)
    if missing:
        names = "、".join(each.unit.name for each in missing)
        return Refused(f"会办单位还没有会签：{names}", possible="请先请会办单位会签。")
    return None


def returning(suggestion: Suggestion) -> Refused | None:
    """Say whether answer and countersignatures of a suggestion may be sent back to be given anew: before its author spoke and it was reported."""
    if suggestion.matter.is_done:
        return Refused("事项已经办结", possible="答复有误的，请先重新办理这件事项。")
    if suggestion.satisfaction:
        return Refused("提出人已经评价，不能退回", possible="不满意的会自动进入下一次办理。")
    if not suggestion.answer and not suggestion.countersignatures.filter(round=suggestion.round).exists():
        return Refused("还没有答复，也没有会签")
    return None


def rating(suggestion: Suggestion) -> Refused | None:
    """Say whether the author's word on the answer may be entered: once there is an answer, once a round."""
    if not suggestion.answer:
        return Refused("还没有答复")
    if suggestion.satisfaction:
        return Refused("已经登记过满意度")
    return None


def answered(matter: Matter) -> Refused | None:
    """Say whether a suggestion's matter may count as done: once its author was answered."""
    suggestion = Suggestion.objects.filter(matter=matter).first()
    if suggestion is None or suggestion.answer:
        return None
    return Refused("建议提案还没有答复提出人", possible="请主办单位先登记答复和办理结果（A、B、C）。")


_PASSED = "上级已改由其他单位承办，这里不再登记、上报"


def taking(handover: Handover) -> Refused | None:
    """Say whether what came from above may be registered here: once, while the upper office still wants it."""
    if handover.matter is not None:
        return Refused(f"已经登记为 {handover.matter.no}")
    if not handover.is_here:
        return Refused(_PASSED)
    if not handover.assignment.is_open:
        return Refused(f"上级对这件事项的状态是“{handover.assignment.get_stage_display()}”，不需要再登记")
    return None


def sending_up(handover: Handover, *, result: bool) -> Refused | None:
    """Say whether something may be reported to the office above: progress at any time, the result once it is done here."""
    if handover.matter is None:
        return Refused("还没有登记为本级事项", possible="请先登记。")
    if not handover.is_here:
        return Refused(_PASSED)
    if handover.assignment.stage not in (Stage.IN_HAND, Stage.RETURNED):
        return Refused(f"上级对这件事项的状态是“{handover.assignment.get_stage_display()}”，现在不能上报")
    if result and not handover.matter.is_done:
        return Refused(
            f"本级事项 {handover.matter.no} 还没有办结", possible="可以先上报进展；办结后再上报结果。", field="what"
        )
    return None
