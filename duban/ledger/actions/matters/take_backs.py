"""Taking back at once (撤回): an order or an urging that has just gone out and that no unit has acted on; later it is corrected.

The settings say for how many minutes. The numbers stay given: the register says that their papers were recalled.
"""

import datetime

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import fallen_lines, order_corrections
from duban.ledger.actions.papers import annulments
from duban.ledger.actions.process import consequences
from duban.ledger.by import By
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.annulments import Fate
from duban.ledger.models.assignments import Stage
from duban.ledger.models.deadlines import FINAL
from duban.ledger.models.proposals import START, Outcome
from duban.ledger.queries.matters import followings
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def take_back_dispatch(*, matter: Matter, reason: str, by: By) -> Matter:
    """Take an order back that has just gone out: it is proposed again, with the approval that it had.

    Raises Refused without a reason, after the time that the settings give, or once a unit has signed or refused.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.orders.taking_back_dispatch(matter, by.at))
    _refuse_without(reason)
    held = list(matter.assignments.filter(stage=Stage.TO_ACCEPT).select_related("unit").order_by("part", "id"))
    for assignment in held:
        assignment.matter = matter
        for paper in fallen_lines.papers_of(assignment, fallen_lines.ORDERS):
            annulments.annul(paper, Fate.RECALLED, reason, by)
        fallen_lines.strike_from_list(assignment, Fate.RECALLED, reason, by)
        order_corrections.end_assignment(assignment, f"交办即时撤回：{reason}", None, by)
    order_corrections.withdraw_all(matter, held, again=True)
    planned = {each.unit_id: each for each in matter.assignments.filter(stage=Stage.PLANNED)}
    for start in Proposal.objects.filter(assignment__in=held, act=START, outcome=Outcome.CARRIED_OUT):
        start.outcome, start.carried_out_on = Outcome.APPROVED, None
        start.assignment = planned[start.assignment.unit_id]
        start.save(update_fields=["outcome", "carried_out_on", "assignment"])
    for assignment in held:
        journal.record_on("dispatch.taken_back", assignment, by.officer, by.at, data={"reason": reason})
    return matter


@transaction.atomic
def take_back_urging(*, line: JournalLine, reason: str, by: By) -> JournalLine:
    """Take an urging back: its points, its limit, its paper and what it brought. At once a click; later the office writes why.

    Raises Refused without a reason or for another line, Conflict where it was taken back before.
    """
    assert line.matter is not None and line.unit is not None
    matter = locking.hold_matter(line.matter)
    refuse_if(conditions.orders.taking_back_urging(line))
    _refuse_without(reason)
    found = Assignment.objects.filter(matter=matter, unit=line.unit).select_related("unit").order_by("id")
    assignment = found.last()
    assert assignment is not None
    assignment.matter = matter
    why = f"催办撤回：{reason.strip()}"
    end_limits(assignment, line, why, by)
    for imposed in followings.consequences_of(assignment, [line.on], []):
        consequences.lift_consequence(consequence=imposed, reason=why, by=by)
    recall_papers(assignment, line, why, by)
    fallen_lines.fell([line], why, None, by)
    return journal.record_on(
        "urging.taken_back", assignment, by.officer, by.at, data={"reason": reason, "said": f"{line.on}"}
    )


def end_limits(assignment: Assignment, line: JournalLine, why: str, by: By) -> None:
    """End the limits that an urging or a step set, as if they had never run; that one was missed does not count any more."""
    for row in assignment.deadlines.filter(what__in=FINAL, set_on=line.on, met_on__isnull=True):
        if row.on == assignment.due_on:
            continue
        fallen_lines.fell([row.late_line] if row.late_line else [], why, None, by)
        row.lifted_on = min(row.on, by.today)
        row.save(update_fields=["lifted_on"])


def recall_papers(assignment: Assignment, line: JournalLine, why: str, by: By) -> None:
    """Annul the papers by which a unit was told of an urging or a step on that day."""
    for paper in fallen_lines.papers_of(assignment, ("urge", "step:"), [line.on]):
        annulments.annul(paper, Fate.RECALLED, why, by)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明撤回的理由", field="reason")
