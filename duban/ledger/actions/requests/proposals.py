"""Proposals: ask for an extension, a write-off, another unit; propose a ladder step; sign, refuse, remind, withdraw.

Nothing of this happens by itself: what was proposed takes effect with the last signature that the regime asks for.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.ledger import conditions, journal, ladders
from duban.ledger.actions.matters import stages
from duban.ledger.actions.requests import effects
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal, Signature
from duban.ledger.models.proposals import Act, Decision, Outcome
from duban.ledger.queries.process import delegations, objections
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.people.models import Officer, Unit

# What the office proposes, and may therefore take back by any of its people.
OFFICE_ACTS = (Act.STEP, Act.START, Act.COMPLETION, Act.SANCTION, Act.EXPERIENCE)


@transaction.atomic
def request_extension(*, assignment: Assignment, until: datetime.date, reason: str, by: By) -> Proposal:
    """Ask for a later due date, inclusive. Raises Refused, citing the clause, where the regime does not permit it."""
    assignment = _open_lead(assignment)
    if until <= assignment.due_on:
        raise Refused("新期限要晚于原期限", field="until")
    if until < by.today:
        raise Refused("新期限早于今天", field="until")
    refuse_if(conditions.matters.extension(assignment, ladders.facts_of(assignment), until))
    return propose(assignment, Act.EXTENSION, reason=reason, actor=by.officer, at=by.at, until=until)


@transaction.atomic
def request_write_off(*, assignment: Assignment, reason: str, by: By) -> Proposal:
    """Ask that what cannot be done be struck off. Raises Refused without a reason or where nothing is owed any more."""
    return propose(_open_lead(assignment), Act.WRITE_OFF, reason=reason, actor=by.officer, at=by.at)


@transaction.atomic
def request_transfer(*, assignment: Assignment, to: Unit, reason: str, by: By) -> Proposal:
    """Ask that another unit take over. Raises Refused where that unit already leads the matter or is of another jurisdiction."""
    assignment = _open_lead(assignment)
    refuse_if(conditions.matters.taking_over(assignment, to))
    return propose(assignment, Act.TRANSFER, reason=reason, actor=by.officer, at=by.at, to_unit=to)


@transaction.atomic
def propose_step(
    *, assignment: Assignment, step: str, reason: str, actor: Officer | None, at: datetime.datetime, cause: str = ""
) -> Proposal:
    """Propose the ladder's next step; `actor` None is the daily run.

    `cause` is one of the causes for which the document gives no number and the office rules that the step is due. Raises Refused where
    the step is not open on the day of `at` and the office cannot rule so, Conflict while the unit's reasons wait for a ruling.
    """
    assignment = _open_lead(assignment)
    today = timezone.localdate(at)
    refuse_if(objections.hearing(assignment))
    if cause:
        found = conditions.requests.ruling_of(assignment.matter, step, cause)
        refuse_if(conditions.requests.entering(assignment, step, cause, today))
        assert found is not None
        return propose(
            assignment,
            Act.STEP,
            reason=reason,
            actor=actor,
            at=at,
            step=step,
            clause=found.clause,
            open_since=today,
            details={"cause": cause},
        )
    due = ladders.open_step(assignment, today)
    refuse_if(conditions.matters.step(due, step))
    assert due is not None
    return propose(
        assignment, Act.STEP, reason=reason, actor=actor, at=at, step=step, clause=due.clause, open_since=due.since
    )


@transaction.atomic
def sign_proposal(*, proposal: Proposal, agree: bool, by: By, reason: str = "") -> Proposal:
    """Agree or refuse as the signer whose turn it is, or as their stand-in. The last agreement puts a request into effect.

    Raises Forbidden for anybody else and for the one who proposed it, Conflict where it was decided meanwhile, Refused for a refusal
    without reasons, and for agreement without words where words are asked for.
    """
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    today = by.today
    if proposal.outcome != Outcome.OPEN:
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    signature = waiting_signature(proposal)
    signer = None
    if signature is not None:
        stood = delegations.represented_by(by.officer, today)
        places = list(proposal.signatures.all())
        signer = delegations.signing_as(signature, places, proposal.proposed_by_id, by.officer, stood)
    if proposal.proposed_by_id == by.officer.pk:
        raise Forbidden("不能签批自己提出的报批")
    if signature is None or signer is None:
        raise Forbidden("现在不轮到您签批")
    if not agree and not reason.strip():
        raise Refused("不同意要写明理由", field="reason")
    if agree and proposal.act == Act.COORDINATION and not reason.strip():
        raise Refused("请写明协调意见", field="reason")
    signature.officer = by.officer
    signature.on_behalf_of = signer if signer.pk != by.officer.pk else None
    signature.decision = Decision.AGREED if agree else Decision.REFUSED
    signature.reason = reason
    signature.decided_on = today
    signature.save()
    data = {"act": proposal.act, "step": proposal.step, "reason": reason}
    if signer.pk != by.officer.pk:
        data["for"] = str(signer)
    is_last = agree and waiting_signature(proposal) is None
    if not agree:
        effects.end(proposal, Outcome.REFUSED)
    elif is_last:
        effects.settle(proposal, today)
    journal.record_on(
        "proposal.signed" if agree else "proposal.refused", assignment, by.officer, by.at, of=proposal, data=data
    )
    if is_last:
        effects.take_effect(proposal, assignment, by)
    return proposal


@transaction.atomic
def remind_signer(*, proposal: Proposal, by: By) -> Signature:
    """Remind the signer whose turn it is; how often and when last is kept. Raises Conflict where nobody's turn it is, Refused twice a day."""
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    signature = waiting_signature(proposal) if proposal.outcome == Outcome.OPEN else None
    if signature is None:
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    refuse_if(conditions.requests.reminding(signature, by.today))
    signature.reminders += 1
    signature.reminded_on = by.today
    signature.save(update_fields=["reminders", "reminded_on"])
    journal.record_on(
        "proposal.reminded",
        assignment,
        by.officer,
        by.at,
        of=proposal,
        data={"act": proposal.act, "times": signature.reminders},
    )
    return signature


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: By, reason: str = "") -> Proposal:
    """Take a proposal back before it is decided. Raises Forbidden for others than its own side, Conflict once decided."""
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    if not conditions.requests.is_own_side(proposal, by.officer) and not (
        proposal.act in OFFICE_ACTS and by.officer.is_office
    ):
        raise Forbidden("只能由提出的一方撤回")
    if proposal.outcome not in (Outcome.OPEN, Outcome.APPROVED):
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    effects.end(proposal, Outcome.WITHDRAWN)
    data = {"act": proposal.act, "step": proposal.step, "reason": reason}
    journal.record_on("proposal.withdrawn", assignment, by.officer, by.at, of=proposal, data=data)
    return proposal


def propose(
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
    details: Mapping[str, Any] | None = None,
) -> Proposal:
    """Write down a proposal with its signers, inside the transaction of the act that asks for it.

    Raises Refused without a reason, Conflict where the same is already on its way.
    """
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    matter = assignment.matter
    approval = Governed.of(matter).signers(act, step)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                jurisdiction=matter.jurisdiction,
                assignment=assignment,
                act=act,
                step=step,
                clause=clause if clause is not None else approval.clause,
                reason=reason,
                details=dict(details or {}),
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
        person = conditions.requests.person_signing(act, signer, assignment, to_unit)
        Signature.objects.create(proposal=proposal, order=order, role=signer, officer=person)
    journal.record_on(
        "proposal.opened", assignment, actor, at, of=proposal, data={"act": act, "step": step, "reason": reason}
    )
    return proposal


def waiting_signature(proposal: Proposal) -> Signature | None:
    """Return the first signature that is still missing, or None where all are there."""
    return proposal.signatures.filter(decision=Decision.WAITING).order_by("order").first()


def may_sign(signature: Signature, actor: Officer) -> bool:
    """Return whether the officer is the signer: the person named, or where none is named anybody of that role."""
    return delegations.signing_as(signature, [], None, actor, ()) is not None


def _open_lead(assignment: Assignment) -> Assignment:
    assignment = stages.hold_assignment(assignment)
    refuse_if(conditions.matters.request(assignment))
    return assignment


def _fresh(proposal: Proposal) -> Proposal:
    related = ("jurisdiction", "to_unit__portfolio__leader", "proposed_by")
    return Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=proposal.pk)
