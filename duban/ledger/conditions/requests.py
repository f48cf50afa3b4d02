"""Whether something may be put up for signature, who signs it, and what the office may rule: None, or the refusal with its clause."""

import datetime
from collections.abc import Sequence

from duban.engine.clauses import Enumeration
from duban.ledger import conditions, ladders
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Proposal, Report, Signature
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.models.reports import Ruling, What
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Officer, Unit

GOING = (Outcome.OPEN, Outcome.APPROVED)


def person_signing(act: str, signer: str, assignment: Assignment, to_unit: Unit | None = None) -> Officer | None:
    """Return the person who signs in that capacity; None where the role itself signs, or no leader is named for the unit.

    What starts a matter, and what it needs a leader's help for, goes to the leader who ordered it, else to the one in charge of the unit.
    """
    if signer == "new_leader":
        return to_unit.portfolio.leader if to_unit and to_unit.portfolio else None
    if signer != "leader":
        return None
    ordered_by = assignment.matter.instructed_by
    if act in (Act.START, Act.COORDINATION) and ordered_by is not None and ordered_by.is_leader:
        return ordered_by
    return assignment.unit.portfolio.leader if assignment.unit.portfolio else None


def is_own_side(proposal: Proposal, officer: Officer) -> bool:
    """Return whether the officer, or their unit, proposed it."""
    by = proposal.proposed_by
    return by is not None and (by.pk == officer.pk or (officer.unit_id is not None and by.unit_id == officer.unit_id))


def reminding(signature: Signature, on: datetime.date) -> Refused | None:
    """Say whether the signer may be reminded on that day: once a day."""
    if signature.reminded_on == on:
        return Conflict("今天已经提醒过了", possible="一天提醒一次。")
    return None


def start(matter: Matter, proposals: Sequence[Proposal]) -> Refused | None:
    """Say whether a matter may be put up for approval before it goes out: where the document asks for that, once, while it is proposed."""
    if matter.state != State.PROPOSED:
        return Refused("事项已经交办，不再需要立项审批")
    if started(matter, proposals) is None:
        return Conflict("已经批准立项，可以交办")
    if any(each.act == Act.START and each.outcome == Outcome.OPEN for each in proposals):
        return Conflict("已经提请立项审批，正在签批")
    return None


def dispatch(matter: Matter, on: datetime.date, proposals: Sequence[Proposal]) -> Refused | None:
    """Say whether a matter may go out on that day: complete, not late already, and approved where the document asks for that."""
    return conditions.matters.dispatch(matter, on) or started(matter, proposals)


def starts_of(matters: Sequence[Matter]) -> dict[int, list[Proposal]]:
    """Return the approvals of these matters' start that stand, by the matter's key, in one query."""
    found: dict[int, list[Proposal]] = {matter.pk: [] for matter in matters}
    rows = Proposal.objects.filter(assignment__matter__in=matters, act=Act.START, outcome__in=GOING)
    for each in rows.select_related("assignment"):
        found[each.assignment.matter_id].append(each)
    return found


def started(matter: Matter, proposals: Sequence[Proposal]) -> Refused | None:
    """Say whether a matter may go out as far as its approval is concerned: signed, where the document asks for a signature."""
    approval = Governed.of(matter).approval("start")
    if approval is None or any(each.act == Act.START and each.outcome == Outcome.APPROVED for each in proposals):
        return None
    waits = next((each for each in proposals if each.act == Act.START and each.outcome == Outcome.OPEN), None)
    return Refused(
        "立项还没有经领导审批，不能交办" if waits is None else "立项正在等领导签批，签批以后才能交办",
        clause=approval.clause,
        possible="请先提请立项审批。" if waits is None else "",
    )


def forwarding(report: Report) -> Refused | None:
    """Say whether a result may be put before who has to approve its completion: checked and found complete, once."""
    matter = report.assignment.matter
    if report.what != What.RESULT or Governed.of(matter).approval("completion") is None:
        return Refused("这份反馈由经办审核，不需要核准")
    if report.ruling != Ruling.WAITING:
        return conditions.matters.reviewing(report)
    going = report.assignment.proposals.filter(act=Act.COMPLETION, outcome=Outcome.OPEN, details__report=report.pk)
    if going.exists():
        return Conflict("已经报请核准，正在签批")
    return conditions.matters.completeness(report)


def escalation(matter: Matter) -> Refused | None:
    """Say whether a section may hand a stuck matter to the supervision office: where the document provides for that, once."""
    if Governed.of(matter).approval("escalation") is None:
        return Refused("本办法没有提级督查的规定")
    if not matter.is_open:
        return Refused("交办以后、办结以前才能提级督查")
    if matter.escalated_on is not None:
        return Conflict(f"{matter.escalated_on} 已经提级，由督查室督办")
    return None


def coordination(assignment: Assignment) -> Refused | None:
    """Say whether a leader's help may be asked for: while the unit owes something."""
    return None if assignment.is_open else Refused("这件交办已经了结，不需要协调")


def sanction(assignment: Assignment) -> Refused | None:
    """Say whether a sanction may be recommended on an assignment: where the document names one, once the matter went out."""
    if assignment.dispatched_on is None or assignment.stage in GONE_STAGES:
        return Refused("事项交办给这个单位以后才能提出处理建议")
    return None


def experience(assignment: Assignment) -> Refused | None:
    """Say whether a unit's experience may be put before the leader: where the document provides for that, once the unit works on it."""
    if Governed.of(assignment.matter).approval("experience") is None:
        return Refused("本办法没有经验推广的规定")
    if assignment.dispatched_on is None or assignment.stage in GONE_STAGES:
        return Refused("事项交办给这个单位以后才能提出")
    return None


def rulings_of(matter: Matter) -> dict[str, Enumeration]:
    """Return, by step, the causes for which the document gives no number, so that the office rules that the step is due."""
    lists = Governed.of(matter).document.lists
    return {each.id.removeprefix("rulings_"): each for each in lists if each.id.startswith("rulings_")}


def ruling_of(matter: Matter, step: str, cause: str) -> Enumeration | None:
    """Return the list in which the document names that cause for that step, or None."""
    found = rulings_of(matter).get(step)
    return found if found is not None and cause in found.items else None


def entering(assignment: Assignment, step: str, cause: str, on: datetime.date) -> Refused | None:
    """Say whether the office may rule that a step is due: for a cause that the document names, on a lead unit, not twice, not backwards."""
    if ruling_of(assignment.matter, step, cause) is None:
        return Refused("办法没有把这种情形交督查室认定", field="cause")
    return enterable(assignment, step, on)


def enterable(assignment: Assignment, step: str, on: datetime.date) -> Refused | None:
    """Say whether a step may be entered by a ruling, whatever the cause: on a lead unit at work, unless it or a graver one was carried out."""
    if assignment.stage not in OPEN_STAGES or assignment.part != Part.LEAD:
        return conditions.matters.request(assignment)
    names = [each.step for each in Governed.of(assignment.matter).steps]
    reached = ladders.steps_carried_out(assignment)
    if any(names.index(each) >= names.index(step) for each in reached):
        return Refused("这一步或更重的一步已经实施过")
    return None
