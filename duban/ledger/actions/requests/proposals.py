"""Proposals: put up for signature what an act asks for; sign, refuse, remind, withdraw, carry out.

Nothing of this happens by itself: what was proposed takes effect with the last signature that the regime asks for. What each act is,
its module in `duban.ledger.requests` says.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.ledger import access, acts, conditions, journal
from duban.ledger.actions.process import interviews
from duban.ledger.actions.requests import undoing
from duban.ledger.acts import Act
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter, Proposal, Report, Signature
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.proposals import Decision, Outcome
from duban.ledger.queries.process import delegations
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.situations import Situation
from duban.ledger.storage import locking
from duban.people import remembering
from duban.people.models import Officer


def ask(name: str, *, of: Assignment | Matter | Report, reason: str, by: By, **given: Any) -> Proposal:
    """Ask for the act of that name on a record, with what the act's fields say.

    Raises Refused, citing the clause, where the act's own condition stands against it, or without a reason; Conflict where the same is
    on its way already.
    """
    return put_up(name, of=of, reason=reason, actor=by.officer, at=by.at, **given)


@transaction.atomic
def put_up(
    name: str,
    *,
    of: Assignment | Matter | Report,
    reason: str,
    actor: Officer | None,
    at: datetime.datetime,
    **given: Any,
) -> Proposal:
    """Put an act up for signature as `ask` does; `actor` None is the daily run."""
    act, now = acts.named(name), _hold(of, timezone.localdate(at))
    refuse_if(act.refused(now, **given))
    proposal = _propose(act, now.assignment, act.columns(now, **given), reason=reason, actor=actor, at=at)
    if proposal.outcome == Outcome.APPROVED and not act.is_carried_out and actor is not None:
        # Nobody's signature is asked for: it takes effect at once.
        _end(proposal, Outcome.CARRIED_OUT, timezone.localdate(at))
        act.take_effect(proposal, now.assignment, By(actor, at))
    return proposal


@transaction.atomic
def sign_proposal(*, proposal: Proposal, agree: bool, by: By, reason: str = "") -> Proposal:
    """Agree or refuse as the signer whose turn it is, or as their stand-in. The last agreement puts a request into effect.

    Raises Forbidden for anybody else and for the one who proposed it, Conflict where it was decided meanwhile, Refused for a refusal
    without reasons, and for agreement without words where words are asked for. What stood before is kept, so that it can be undone.
    """
    assignment = locking.hold_assignment(proposal.assignment)
    before = journal.last_of(assignment.matter.jurisdiction)
    with remembering.remembering() as memory:
        signature, proposal = _sign(_fresh(proposal), assignment, agree, by, reason)
    undoing.keep(signature, assignment.matter, memory, before)
    return proposal


def _sign(proposal: Proposal, assignment: Assignment, agree: bool, by: By, reason: str) -> tuple[Signature, Proposal]:
    today = by.today
    if proposal.outcome != Outcome.OPEN:
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    signature = waiting_signature(proposal)
    signer = None
    if signature is not None:
        stood = access.delegations.represented_by(by.officer, today)
        places = list(proposal.signatures.all())
        signer = delegations.signing_as(signature, places, proposal.proposed_by_id, by.officer, stood)
    if by.officer.is_person_of(proposal.proposed_by_id):
        raise Forbidden("不能签批自己提出的报批")
    if signature is None or signer is None:
        raise Forbidden("现在不轮到您签批")
    if not agree and not reason.strip():
        raise Refused("不同意要写明理由", field="reason")
    act = acts.of(proposal)
    if agree and act.needs_answer and not reason.strip():
        raise Refused(act.needs_answer, field="reason")
    signature.officer = by.officer
    signature.post = by.officer.post[:120]
    signature.on_behalf_of = signer if signer.pk != by.officer.pk else None
    signature.decision = Decision.AGREED if agree else Decision.REFUSED
    signature.reason = reason
    signature.decided_on = today
    signature.decided_at = by.at
    signature.save()
    data = {"act": proposal.act, "step": proposal.step, "reason": reason}
    if signer.pk != by.officer.pk:
        data["for"] = str(signer)
    is_last = agree and waiting_signature(proposal) is None
    if not agree:
        _end(proposal, Outcome.REFUSED)
    elif is_last and act.is_carried_out:
        _end(proposal, Outcome.APPROVED)
    elif is_last:
        _end(proposal, Outcome.CARRIED_OUT, today)
    journal.record_on(
        "proposal.signed" if agree else "proposal.refused", assignment, by.officer, by.at, of=proposal, data=data
    )
    if is_last:
        if not (act.is_carried_out or act.outlives_the_work) and assignment.stage not in OPEN_STAGES:
            raise Conflict("这件交办已经了结，报批不再需要")
        act.take_effect(proposal, assignment, by)
    return signature, proposal


@transaction.atomic
def remind_signer(*, proposal: Proposal, by: By) -> Signature:
    """Remind the signer whose turn it is; how often and when last is kept. Raises Conflict where nobody's turn it is, Refused twice a day."""
    assignment = locking.hold_assignment(proposal.assignment)
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
    assignment = locking.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    if not acts.is_of_the_side(proposal, by.officer):
        raise Forbidden("只能由提出的一方撤回")
    if not proposal.is_going:
        raise Conflict(f"这项报批已经是“{Outcome(proposal.outcome).label}”")
    _end(proposal, Outcome.WITHDRAWN)
    interviews.call_off(proposal, reason, by.officer, by.at)
    data = {"act": proposal.act, "step": proposal.step, "reason": reason}
    journal.record_on("proposal.withdrawn", assignment, by.officer, by.at, of=proposal, data=data)
    return proposal


@transaction.atomic
def let_lapse(*, proposal: Proposal, reason: str, at: datetime.datetime) -> None:
    """Withdraw what the daily run proposed and what is not open any more; nothing where it was decided or taken back meanwhile."""
    assignment = locking.hold_assignment(proposal.assignment)
    proposal = _fresh(proposal)
    if proposal.is_going and proposal.proposed_by is None:
        _end(proposal, Outcome.WITHDRAWN)
        interviews.call_off(proposal, reason, None, at)
        data = {"act": proposal.act, "step": proposal.step, "reason": reason}
        journal.record_on("proposal.withdrawn", assignment, None, at, of=proposal, data=data)


@transaction.atomic
def carry_out(*, proposal: Proposal, by: By, **given: Any) -> Proposal:
    """Carry out what was approved, with what the act's execution asks for. Raises Conflict unless it is approved, or was carried out."""
    assignment = locking.hold_assignment(proposal.assignment)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    act = acts.of(proposal)
    refuse_if(conditions.requests.execution(proposal))
    _end(proposal, Outcome.CARRIED_OUT, by.today)
    act.carry_out(proposal, assignment, by, **given)
    return proposal


def waiting_signature(proposal: Proposal) -> Signature | None:
    """Return the first signature that is still missing, or None where all are there."""
    return proposal.signatures.filter(decision=Decision.WAITING).order_by("order").first()


def may_sign(signature: Signature, actor: Officer) -> bool:
    """Return whether the officer is the signer: the person named, or where none is named anybody of that role."""
    return delegations.signing_as(signature, [], None, actor, ()) is not None


def _hold(of: Assignment | Matter | Report, on: datetime.date) -> Situation:
    """Lock what is asked about, and return how it stands on that day; of a matter that was not sent out the first lead unit."""
    if isinstance(of, Matter):
        matter = locking.hold_matter(of)
        first = (
            matter.assignments.filter(part=Part.LEAD).select_related("unit__portfolio__leader").order_by("id").first()
        )
        assert first is not None
        first.matter = matter
        return Situation(first, on)
    if isinstance(of, Assignment):
        return Situation(locking.hold_assignment(of), on)
    held = locking.hold_assignment(of.assignment)
    report = Report.objects.select_related("reviewed_by").get(pk=of.pk)
    report.assignment = held
    return Situation(held, on, report=report)


def _propose(
    act: Act,
    assignment: Assignment,
    columns: dict[str, Any],
    *,
    reason: str,
    actor: Officer | None,
    at: datetime.datetime,
) -> Proposal:
    """Write down a proposal with its signers. Raises Refused without a reason, Conflict where the same is already on its way."""
    proposal, signatures = drawn(act, assignment, columns, reason=reason, actor=actor, at=at)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("同样的报批已经提出，正在办理") from error
    for signature in signatures:
        signature.proposal = proposal
        signature.save(force_insert=True)
    journal.record_on("proposal.opened", assignment, actor, at, of=proposal, data=told(proposal))
    return proposal


def drawn(
    act: Act,
    assignment: Assignment,
    columns: dict[str, Any],
    *,
    reason: str,
    actor: Officer | None,
    at: datetime.datetime,
) -> tuple[Proposal, list[Signature]]:
    """Draw up a proposal with its signers, in their order; nothing is written. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    matter = assignment.matter
    approval = act.approval(matter, columns.get("step", ""))
    proposal = Proposal(
        jurisdiction=matter.jurisdiction,
        assignment=assignment,
        act=act.column,
        reason=reason,
        proposed_by=actor,
        proposed_on=timezone.localdate(at),
        outcome=Outcome.OPEN if approval.signers else Outcome.APPROVED,
        **{"clause": approval.clause, **columns},
    )
    signatures = []
    for order, named in enumerate(approval.signers, 1):
        signer = act.capacity(named, assignment)
        person = act.signing(signer, assignment, proposal.to_unit)
        signatures.append(Signature(proposal=proposal, order=order, role=signer, officer=person))
    return proposal, signatures


def told(proposal: Proposal) -> dict[str, object]:
    """Return what the journal tells of a proposal."""
    return {"act": proposal.act, "step": proposal.step, "reason": proposal.reason}


def _end(proposal: Proposal, outcome: Outcome, on: datetime.date | None = None) -> None:
    """Save what became of a proposal, with the day on which it was carried out if it was."""
    proposal.outcome = outcome
    proposal.carried_out_on = on
    proposal.version += 1
    proposal.save(update_fields=["outcome", "carried_out_on", "version"])


def _fresh(proposal: Proposal) -> Proposal:
    related = ("jurisdiction", "to_unit__portfolio__leader", "proposed_by")
    return Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=proposal.pk)
