"""Whether something may be put up for signature, who signs it, and what the office may rule: None, or the refusal with its clause."""

import datetime
from collections.abc import Sequence

from duban.ledger import conditions
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal, Signature
from duban.ledger.models.proposals import GOING, START, Decision, Outcome
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer, Role

# For so long a decision can be undone by who made it.
UNDONE_WITHIN = datetime.timedelta(minutes=1)
# What somebody else may do meanwhile without building on it.
_LEAVES_AS_IT_IS = (
    "question.asked",
    "question.answered",
    "question.withdrawn",
    "note.added",
    "note.withdrawn",
    "proposal.reminded",
)


def undoing(
    signature: Signature, officer: Officer, at: datetime.datetime, beside: Sequence[Signature]
) -> Refused | None:
    """Say whether a decision may be undone at that instant: by who made it, within a minute, before anything was built on it.

    `beside` are the decisions that are undone together with it: what these wrote stands in nobody's way.
    """
    if signature.decision == Decision.WAITING or signature.decided_at is None:
        return Conflict("这项签批已经撤销，或者还没有签批")
    if signature.officer is None or not officer.is_person_of(signature.officer_id):
        return Forbidden("只能撤销自己的签批")
    if not signature.decided_at <= at <= signature.decided_at + UNDONE_WITHIN:
        return Refused("签批已超过一分钟，不能撤销", possible="签错了的，请督查室按更正、撤回或者重新办理纠正。")
    if not signature.undo:
        return Refused("签批已生效并编号制发文书，不能撤销", possible="请督查室另行更正，原文书和更正都保留。")
    own = {seq for each in beside if each.undo for seq in range(each.undo["lines"][0], each.undo["lines"][1] + 1)}
    later = JournalLine.objects.filter(
        matter=signature.proposal.assignment.matter_id, seq__gt=signature.undo["lines"][1]
    )
    if later.exclude(seq__in=own).exclude(verb__in=_LEAVES_AS_IT_IS).exists():
        return Conflict("已有人据此办理，不能撤销", possible="请与督查室联系，按更正、撤回或者重新办理纠正。")
    return None


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
