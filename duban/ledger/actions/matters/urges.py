"""Urging (催办): by phone, in writing, on the spot, in a meeting. Where the ladder has it as a step, urging carries that step out."""

import datetime

from django.db import transaction

from duban.engine.rules.steps import Step
from duban.ledger import conditions, journal, ladders, words
from duban.ledger.actions.matters import deadlines
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import following
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Proposal
from duban.ledger.models.proposals import GOING, STEP, Outcome
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def urge_unit(
    *, assignment: Assignment, channel: str, by: By, limit: datetime.date | None = None, note: str = ""
) -> JournalLine:
    """Urge a unit: fact `urged`. A written urging issues the regime's paper.

    Where an urging is a step of the regime's ladder, `limit` (inclusive) is required, and the step must be open or have been carried
    out before. Raises Refused otherwise, or where the unit owes nothing any more.
    """
    assignment = locking.hold_assignment(assignment)
    today = by.today
    refuse_if(conditions.matters.urging(assignment))
    if channel not in words.CHANNELS:
        raise Refused("没有这种催办方式", field="channel")
    if limit is not None and limit < today:
        raise Refused("限定的日期早于今天", field="limit")
    matter = assignment.matter
    refuse_personal(note, of=senders_of(matter), field="note")
    step = Governed.of(matter).step_carried_by("urged", {"channel": channel})
    if step is not None:
        _refuse_step(assignment, step, limit, today)
    fact: dict[str, object] = {"channel": channel}
    if limit is not None:
        fact["limit"] = limit.isoformat()
        if assignment.is_lead and assignment.is_past(today):
            deadlines.set_limit(assignment, limit, today)
    if step is not None:
        Proposal.objects.filter(assignment=assignment, act=STEP, step=step.step, outcome__in=GOING).update(
            outcome=Outcome.CARRIED_OUT, carried_out_on=today
        )
    line = journal.record_on("unit.urged", assignment, by.officer, by.at, kind="urged", fact=fact, data={"note": note})
    if channel == "written" or (step is not None and step.paper):
        notices.issue_notice(
            of=matter,
            act=f"step:{step.step}" if step else "urge",
            unit=assignment.unit,
            limit_on=limit,
            clause=step.clause if step else "",
            words={"note": note},
            by=by,
        )
    if step is not None:
        # What the step brings besides the urging: papers that are owed, who is summoned.
        following.follow_step(assignment, step, limit=limit, by=by, said=following.StepEntries(note=note))
    return line


def _refuse_step(assignment: Assignment, step: Step, limit: datetime.date | None, today: datetime.date) -> None:
    """Raise Refused where the urging is a step of the ladder that is not open yet, or sets no limit."""
    if limit is None:
        raise Refused("这次催办是逐级督办的一步，必须限定完成日期", clause=step.clause, field="limit")
    if assignment.is_lead and not ladders.step_is_open(assignment, step, today):
        raise Refused(
            "还没有到这一步",
            clause=step.clause,
            possible="按顺序先办前一步；一般了解情况请记入“记录情况”，不作为催办。",
        )
