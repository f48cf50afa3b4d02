"""The stages of assignments: moving one, and the matter's one status that follows from its lead units."""

import datetime

from django.db.models import QuerySet

from duban.ledger import acts
from duban.ledger.actions.matters import deadlines
from duban.ledger.models import Assignment, Matter, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import GOING, START, Outcome
from duban.people.prepared import Prepared


def move(assignment: Assignment, stage: Stage, *changed: str) -> None:
    """Save an assignment in a new stage (with further changed fields) and let the matter's one status follow."""
    assignment.stage = stage
    assignment.version += 1
    assignment.save(update_fields=["stage", "version", *changed])
    if stage not in (*OPEN_STAGES, Stage.SUSPENDED):
        # Nothing is owed any more: what still waited for signatures or for being carried out has lost its object.
        # A sanction, or experience worth telling, is about what was done, not about what is still to do.
        waiting = Proposal.objects.filter(assignment=assignment, outcome__in=GOING)
        # An approved start was used when the matter went out.
        waiting = waiting.exclude(act=START, outcome=Outcome.APPROVED)
        waiting.exclude(act__in=acts.names(lambda act: act.outlives_the_work)).update(outcome=Outcome.WITHDRAWN)
    settle_state(assignment.matter)


def settle_state(matter: Matter) -> None:
    """Derive the matter's one status from its lead units' stages, most pressing first, and save it with a new version."""
    matter.state = _state(set(_LED.ask(matter=matter.pk)), matter.state)
    matter.version += 1
    matter.save(update_fields=["state", "version"])


def finish_supporters(matter: Matter, on: datetime.date) -> None:
    """Let the cooperating units' part end on that day, once no lead unit is at work any more."""
    standing = Assignment.objects.filter(matter=matter, stage__in=(*OPEN_STAGES, Stage.SUSPENDED))
    if standing.filter(part=Part.LEAD).exists():
        return
    for assignment in standing.filter(part=Part.SUPPORT):
        assignment.matter = matter
        assignment.completed_on = on
        deadlines.lift_deadlines(assignment, on)
        move(assignment, Stage.COMPLETED, "completed_on")


def reopen_supporters(matter: Matter, on: datetime.date) -> list[Assignment]:
    """Let cooperating units whose part ended with the lead unit's be at work again; return them. Dates still ahead run again."""
    found = list(
        matter.assignments.filter(part=Part.SUPPORT, stage=Stage.COMPLETED).select_related("unit").order_by("id")
    )
    for assignment in found:
        assignment.matter = matter
        ended = assignment.deadlines.filter(lifted_on=assignment.completed_on, on__gte=on, met_on__isnull=True)
        ended.update(lifted_on=None)
        assignment.completed_on = None
        move(assignment, Stage.IN_HAND if assignment.accepted_on else Stage.TO_ACCEPT, "completed_on")
    return found


_PRESSING = (
    (Stage.REFUSED, State.REFUSED),
    (Stage.TO_REVIEW, State.TO_REVIEW),
    (Stage.RETURNED, State.RETURNED),
    (Stage.TO_ACCEPT, State.TO_ACCEPT),
    (Stage.IN_HAND, State.IN_HAND),
    (Stage.SUSPENDED, State.SUSPENDED),
    (Stage.PLANNED, State.PROPOSED),
)


def _state(stages: set[str], before: str) -> State:
    for stage, state in _PRESSING:
        if stage in stages:
            return state
    if before == State.REVOKED and not stages:
        return State.REVOKED
    if stages == {Stage.WRITTEN_OFF} or before == State.CLOSED:
        return State.CLOSED
    return State.COMPLETED


def _led(matter: int) -> QuerySet[Assignment, str]:
    found = Assignment.objects.filter(matter=matter, part=Part.LEAD)
    return found.exclude(stage__in=(Stage.TRANSFERRED, Stage.WITHDRAWN)).values_list("stage", flat=True)


# After nearly every act: the stages in which the lead units are.
_LED = Prepared(_led, matter=987_654_321_012_356)
