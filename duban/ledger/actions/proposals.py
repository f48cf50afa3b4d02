"""Proposals: ask for an extension, a write-off, another unit; propose a ladder step; sign, refuse, withdraw.

Nothing of this happens by itself: what was proposed takes effect with the last signature that the regime asks for.
"""

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.ledger import access, journal, regimes
from duban.ledger.actions import assignments, deadlines, holds
from duban.ledger.models import Assignment, Proposal, Signature
from duban.ledger.models.assignments import OPEN_STAGES, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.proposals import Act, Decision, Outcome
from duban.ledger.queries import conditions
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.people.models import Officer, Unit


@transaction.atomic
def request_extension(
    *, assignment: Assignment, until: datetime.date, reason: str, actor: Officer, at: datetime.datetime
) -> Proposal:
    """Ask for a later due date, inclusive. Raises Refused, citing the clause, where the regime does not permit it."""
    assignment = _open_lead(assignment)
    if until <= assignment.due_on:
        raise Refused("新期限要晚于原期限", field="until")
    if until < timezone.localdate(at):
        raise Refused("新期限早于今天", field="until")
    refuse_if(conditions.extension(assignment, regimes.facts_of(assignment), until))
    return _propose(assignment, Act.EXTENSION, reason=reason, actor=actor, at=at, until=until)


@transaction.atomic
def request_write_off(*, assignment: Assignment, reason: str, actor: Officer, at: datetime.datetime) -> Proposal:
    """Ask that what cannot be done be struck off. Raises Refused without a reason or where nothing is owed any more."""
    return _propose(_open_lead(assignment), Act.WRITE_OFF, reason=reason, actor=actor, at=at)


@transaction.atomic
def request_transfer(
    *, assignment: Assignment, to: Unit, reason: str, actor: Officer, at: datetime.datetime
) -> Proposal:
    """Ask that another unit take over. Raises Refused where that unit already leads the matter or is of another jurisdiction."""
    assignment = _open_lead(assignment)
    refuse_if(conditions.taking_over(assignment, to))
    return _propose(assignment, Act.TRANSFER, reason=reason, actor=actor, at=at, to_unit=to)


@transaction.atomic
def propose_step(
    *, assignment: Assignment, step: str, reason: str, actor: Officer | None, at: datetime.datetime
) -> Proposal:
    """Propose the ladder's next step; `actor` None is the daily run. Raises Refused where that step is not open on the day of `at`."""
    assignment = _open_lead(assignment)
    today = timezone.localdate(at)
    due = regimes.open_step(assignment, today)
    refuse_if(conditions.step(due, step))
    assert due is not None
    return _propose(
        assignment, Act.STEP, reason=reason, actor=actor, at=at, step=step, clause=due.clause, open_since=due.since
    )


@transaction.atomic
def sign_proposal(
    *, proposal: Proposal, agree: bool, actor: Officer, at: datetime.datetime, reason: str = ""
) -> Proposal:
    """Agree or refuse as the signer whose turn it is. The last agreement puts a request into effect, and makes a step ready.

    Raises Forbidden for anybody else and for the one who proposed it, Conflict where it was decided meanwhile, Refused for a refusal
    without reasons.
    """
    assignment = holds.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    if proposal.outcome != Outcome.OPEN:
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    signature = waiting_signature(proposal)
    if signature is None or not may_sign(signature, actor):
        raise Forbidden("现在不轮到您签批")
    if proposal.proposed_by_id == actor.pk:
        raise Forbidden("不能签批自己提出的报批")
    if not agree and not reason.strip():
        raise Refused("不同意要写明理由", field="reason")
    signature.officer = actor
    signature.decision = Decision.AGREED if agree else Decision.REFUSED
    signature.reason = reason
    signature.decided_on = timezone.localdate(at)
    signature.save()
    data = {"act": proposal.act, "step": proposal.step, "reason": reason}
    _record("proposal.signed" if agree else "proposal.refused", proposal, assignment, actor, at, data)
    if not agree:
        _end(proposal, Outcome.REFUSED)
    elif waiting_signature(proposal) is None:
        _approve(proposal, assignment, actor, at)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, actor: Officer, at: datetime.datetime) -> Proposal:
    """Take a proposal back before it is decided. Raises Forbidden for others than its own side, Conflict once decided."""
    assignment = holds.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    own = proposal.proposed_by and proposal.proposed_by.unit_id == actor.unit_id and actor.unit_id is not None
    if not (own or (proposal.act == Act.STEP and actor.is_office) or proposal.proposed_by_id == actor.pk):
        raise Forbidden("只能由提出的一方撤回")
    if proposal.outcome not in (Outcome.OPEN, Outcome.APPROVED):
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    _end(proposal, Outcome.WITHDRAWN)
    _record("proposal.withdrawn", proposal, assignment, actor, at, {"act": proposal.act, "step": proposal.step})
    return proposal


def waiting_signature(proposal: Proposal) -> Signature | None:
    """Return the first signature that is still missing, or None where all are there."""
    return proposal.signatures.filter(decision=Decision.WAITING).order_by("order").first()


def may_sign(signature: Signature, actor: Officer) -> bool:
    """Return whether the officer is the signer: the person named, or where none is named anybody of that role."""
    if not access.may(actor, "sign"):
        return False
    if signature.officer_id is not None:
        return signature.officer_id == actor.pk
    return actor.role == regimes.ROLE_OF_SIGNER[signature.role]


def _open_lead(assignment: Assignment) -> Assignment:
    assignment = holds.hold_assignment(assignment)
    refuse_if(conditions.request(assignment))
    return assignment


def _propose(
    assignment: Assignment,
    act: Act,
    *,
    reason: str,
    actor: Officer | None,
    at: datetime.datetime,
    step: str = "",
    clause: str | None = None,
    until: datetime.date | None = None,
    to_unit: Unit | None = None,
    open_since: datetime.date | None = None,
) -> Proposal:
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    matter = assignment.matter
    approval = regimes.approval_of(matter, act, step)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                jurisdiction=matter.jurisdiction,
                assignment=assignment,
                act=act,
                step=step,
                clause=clause if clause is not None else approval.clause,
                reason=reason,
                until=until,
                to_unit=to_unit,
                open_since=open_since,
                proposed_by=actor,
                proposed_on=timezone.localdate(at),
                outcome=Outcome.OPEN if approval.signers else Outcome.APPROVED,
            )
    except IntegrityError as error:
        raise Conflict("同样的报批已经提出，正在办理") from error
    for order, signer in enumerate(approval.signers, 1):
        Signature.objects.create(
            proposal=proposal, order=order, role=signer, officer=_person(signer, assignment, to_unit)
        )
    _record("proposal.opened", proposal, assignment, actor, at, {"act": act, "step": step, "reason": reason})
    return proposal


def _person(signer: str, assignment: Assignment, to_unit: Unit | None) -> Officer | None:
    """Return the person who signs in that capacity; None where the role itself signs, or no leader is named for the unit."""
    unit = to_unit if signer == "new_leader" else assignment.unit
    if signer in ("leader", "new_leader"):
        return unit.portfolio.leader if unit and unit.portfolio else None
    return None


def _approve(proposal: Proposal, assignment: Assignment, actor: Officer, at: datetime.datetime) -> None:
    """Put an approved request into effect; a step waits until the office carries it out."""
    if proposal.act == Act.STEP:
        _end(proposal, Outcome.APPROVED)
        return
    if assignment.stage not in OPEN_STAGES:
        raise Conflict("这件交办已经了结，报批不再需要")
    _end(proposal, Outcome.CARRIED_OUT, timezone.localdate(at))
    if proposal.act == Act.EXTENSION:
        assert proposal.until is not None
        _extend(assignment, proposal.until, actor, at)
    elif proposal.act == Act.TRANSFER:
        assert proposal.to_unit is not None
        new_due = max(assignment.due_on, timezone.localdate(at) + (assignment.due_on - _started(assignment)))
        assignments.pass_on(assignment, to=proposal.to_unit, due_on=new_due, actor=actor, at=at)
        holds.settle_state(assignment.matter)
    else:
        today = timezone.localdate(at)
        deadlines.lift_deadlines(assignment, today)
        holds.move(assignment, Stage.WRITTEN_OFF)
        _fact("assignment.written_off", "written_off", {}, assignment, actor, at)
        holds.finish_supporters(assignment.matter, today)


def _extend(assignment: Assignment, until: datetime.date, actor: Officer, at: datetime.datetime) -> None:
    refuse_if(conditions.extension(assignment, regimes.facts_of(assignment), until))
    today = timezone.localdate(at)
    deadlines.lift_deadlines(assignment, today, (Owed.RESULT,))
    assignment.due_on = until
    assignment.matter.due_on = max(assignment.matter.due_on, until)
    assignment.matter.save(update_fields=["due_on"])
    holds.move(assignment, Stage(assignment.stage), "due_on")
    deadlines.set_deadline(assignment, Owed.RESULT, until, today)
    _fact("assignment.extended", "extended", {"due": until.isoformat()}, assignment, actor, at)


def _started(assignment: Assignment) -> datetime.date:
    return assignment.dispatched_on or assignment.due_on


def _fresh(proposal: Proposal) -> Proposal:
    related = ("jurisdiction", "to_unit__portfolio__leader", "proposed_by")
    return Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=proposal.pk)


def _end(proposal: Proposal, outcome: Outcome, on: datetime.date | None = None) -> None:
    proposal.outcome = outcome
    proposal.carried_out_on = on
    proposal.version += 1
    proposal.save(update_fields=["outcome", "carried_out_on", "version"])


def _fact(
    verb: str, kind: str, fact: Mapping[str, object], assignment: Assignment, actor: Officer, at: datetime.datetime
) -> None:
    journal.record(
        verb,
        jurisdiction=assignment.matter.jurisdiction,
        of=assignment,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=actor,
        at=at,
        kind=kind,
        fact=fact,
    )


def _record(
    verb: str,
    proposal: Proposal,
    assignment: Assignment,
    actor: Officer | None,
    at: datetime.datetime,
    data: Mapping[str, object],
) -> None:
    journal.record(
        verb,
        jurisdiction=assignment.matter.jurisdiction,
        of=proposal,
        unit=assignment.unit,
        matter=assignment.matter,
        actor=actor,
        at=at,
        data=data,
    )

