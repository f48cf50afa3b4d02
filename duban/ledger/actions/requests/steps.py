"""Ladder steps: carry out what was approved, with the paper, the limit and the facts that go with it."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.engine.facts import AUTHORITIES
from duban.ledger import conditions, journal, ladders
from duban.ledger.actions.matters import deadlines, stages, urges
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import consequences
from duban.ledger.actions.requests import effects
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Proposal
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.queries.process import objections
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.people.models import Officer


@transaction.atomic
def carry_out_step(
    *,
    proposal: Proposal,
    by: By,
    limit: datetime.date | None = None,
    authority: str = "",
    note: str = "",
    papers_by: datetime.date | None = None,
    led_by: Officer | None = None,
    summoned: str = "",
    persons: Sequence[str] = (),
) -> Proposal:
    """Carry out an approved step: fact `step` (or the urging that is the step), its paper, and the facts recorded with it.

    `limit` (inclusive) is required where the document sets none, and not accepted where it does. `authority` names who issued a circular
    or held an interview where the document leaves it open; `led_by` who summons, `summoned` whom. `papers_by` is required where neither
    the document nor the limit dates a paper that the step demands, `persons` where it befalls persons. Raises Refused otherwise, Conflict
    where the step is not approved or, since then, not open any more.
    """
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    today = by.today
    if proposal.act != Act.STEP or proposal.outcome != Outcome.APPROVED:
        raise Conflict("这项措施没有批准，或者已经实施")
    refuse_if(objections.hearing(assignment))
    matter = assignment.matter
    step = Governed.of(matter).step(proposal.step)
    ruled = "cause" in proposal.details and conditions.requests.enterable(assignment, step.step, today) is None
    if not ruled and not ladders.step_is_open(assignment, step, today):
        raise Conflict("这一步现在不能实施：事项已办结、延期或移交", possible="请撤回这项报批。")
    if step.carried_by is not None:
        urges.urge_unit(
            assignment=assignment,
            channel=ladders.channel_of(step),
            limit=limit,
            note=note,
            by=by,
        )
        return Proposal.objects.get(pk=proposal.pk)
    runs_until = Governed.of(matter).limit(step, today, limit)
    fact: dict[str, object] = {"step": step.step}
    if limit is not None:
        fact["limit"] = limit.isoformat()
    if runs_until is not None:
        deadlines.set_deadline(assignment, Owed.RESULT, runs_until, today)
    effects.end(proposal, Outcome.CARRIED_OUT, today)
    line = journal.record(
        "step.carried_out",
        jurisdiction=matter.jurisdiction,
        of=proposal,
        unit=assignment.unit,
        matter=matter,
        actor=by.officer,
        at=by.at,
        kind="step",
        fact=fact,
        data={"note": note, "clause": step.clause},
    )
    for other in step.also:
        fields = {name: value for name, value in other.items() if name != "kind"}
        if not fields.get("authority") and not authority:
            raise Refused("请写明由哪一级作出", clause=step.clause, field="authority")
        fields.setdefault("authority", authority)
        if fields["authority"] not in AUTHORITIES:
            raise Refused("没有这一级机关", field="authority")
        if other["kind"] == "circular":
            fields["occasion"] = f"step-{line.seq}"
        journal.record(
            "fact.recorded",
            jurisdiction=matter.jurisdiction,
            of=proposal,
            unit=assignment.unit,
            matter=matter,
            actor=by.officer,
            at=by.at,
            kind=other["kind"],
            fact=fields,
            data={"reason": step.name, "clause": step.clause},
        )
    notices.issue_notice(
        jurisdiction=matter.jurisdiction,
        act=f"step:{step.step}",
        matter=matter,
        unit=assignment.unit,
        limit_on=runs_until,
        clause=step.clause,
        words={"note": note, "step": step.name},
        by=by,
    )
    consequences.follow_step(
        assignment,
        step,
        limit=runs_until,
        by=by,
        proposal=proposal,
        papers_by=papers_by,
        led_by=led_by,
        summoned=summoned,
        persons=persons,
        note=note,
    )
    return proposal
