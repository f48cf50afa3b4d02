"""Whether something may be put up for signature, who signs it, and what the office may rule: None, or the refusal with its clause."""

import datetime
from collections.abc import Sequence

from duban.ledger import conditions
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Assignment, Matter, Proposal, Signature
from duban.ledger.models.proposals import GOING, START, Outcome
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import Officer, Role


def is_own_side(proposal: Proposal, officer: Officer) -> bool:
    """Return whether the officer, or their unit, proposed it."""
    by = proposal.proposed_by
    return by is not None and (by.pk == officer.pk or (officer.unit_id is not None and by.unit_id == officer.unit_id))


def reminding(signature: Signature, on: datetime.date) -> Refused | None:
    """Say whether the signer may be reminded on that day: once a day, and only somebody who can sign."""
    if signature.officer is not None and not signature.officer.is_active:
        deputy = signature.officer.deputy
        can = f"AB 岗{deputy}可以接办；" if deputy is not None and deputy.is_active else ""
        return Refused(
            f"{signature.officer}的账号已经停用，不能签批，提醒不到",
            possible=f"{can}请督查室负责人在“岗位交接”中把等待{signature.officer}签批的移交给接任人。",
        )
    role = ROLE_OF_SIGNER.get(signature.role, "")
    if signature.officer is None and not _is_held(signature.proposal.jurisdiction_id, role):
        return Refused(
            f"目前没有在岗的{Role(role).label}，提醒不到", possible="请系统管理员给接任人开通账号，开通后即可签批。"
        )
    if signature.reminded_on == on:
        return Conflict("今天已经提醒过了", possible="一天提醒一次。")
    return None


def _is_held(jurisdiction: int, role: str) -> bool:
    return Officer.objects.filter(jurisdiction=jurisdiction, role=role, is_active=True).exists()


def dispatch(matter: Matter, on: datetime.date, proposals: Sequence[Proposal]) -> Refused | None:
    """Say whether a matter may go out on that day: complete, not late already, and approved where the document asks for that."""
    return conditions.matters.dispatch(matter, on) or started(matter, proposals)


def starts_of(matters: Sequence[Matter]) -> dict[int, list[Proposal]]:
    """Return the approvals of these matters' start that stand, by the matter's key, in one query."""
    found: dict[int, list[Proposal]] = {matter.pk: [] for matter in matters}
    rows = Proposal.objects.filter(assignment__matter__in=matters, act=START, outcome__in=GOING)
    for each in rows.select_related("assignment"):
        found[each.assignment.matter_id].append(each)
    return found


def started(matter: Matter, proposals: Sequence[Proposal]) -> Refused | None:
    """Say whether a matter may go out as far as its approval is concerned: signed, where the document asks for a signature."""
    approval = Governed.of(matter).approval("start")
    if approval is None or any(each.act == START and each.outcome == Outcome.APPROVED for each in proposals):
        return None
    waits = next((each for each in proposals if each.act == START and each.outcome == Outcome.OPEN), None)
    return Refused(
        "立项还没有经领导审批，不能交办" if waits is None else "立项正在等领导签批，签批以后才能交办",
        clause=approval.clause,
        possible="请先提请立项审批。" if waits is None else "",
    )


def unasked(matter: Matter, proposals: Sequence[Proposal]) -> bool:
    """Tell whether a matter waits for nothing but to be put up for the approval of its start."""
    return started(matter, proposals) is not None and all(each.act != START for each in proposals)


def proposed_once(proposals: Sequence[Proposal], assignment: Assignment, act: str, step: str = "") -> Refused | None:
    """Say whether the same thing, of these proposals, is already on its way for the assignment."""
    for each in proposals:
        if (each.assignment_id, each.act, each.step) == (assignment.pk, act, step) and each.is_going:
            return Conflict("同样的报批已经提出，正在办理")
    return None


def execution(proposal: Proposal) -> Refused | None:
    """Say whether the office may carry it out: what was approved, once. An approved start is carried out by the dispatch."""
    if proposal.outcome != Outcome.APPROVED or proposal.act == START:
        return Conflict("这项报批没有批准，或者已经实施")
    return None
