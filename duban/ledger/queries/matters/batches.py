"""Many at once: of the matters chosen in the ledger, which assignments an act would reach, and what stands against each."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from duban.engine import ladder
from duban.ledger import access, conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import GONE_STAGES, Part
from duban.ledger.models.proposals import GOING, STEP
from duban.ledger.queries.matters.ladders.overdue import Key, standing_of
from duban.ledger.refusals import Refused
from duban.people.models import Officer

MOST = 100


@dataclass(frozen=True)
class Line:
    """One assignment that an act would reach: what stands against it, and the step of the ladder that is open."""

    assignment: Assignment
    refusal: Refused | None
    due: ladder.DueStep | None = None
    step: str = ""


def accepting(officer: Officer, numbers: Sequence[str]) -> list[Line]:
    """Return the assignments of the officer's unit on these matters, and whether each may be signed for."""
    return [Line(each, conditions.matters.acceptance(each)) for each in _held(officer, numbers)]


def urging(officer: Officer, numbers: Sequence[str], today: datetime.date) -> list[Line]:
    """Return the lead assignments of these matters, whether each may be urged, and the step that an urging may carry out."""
    held = list(_held(officer, numbers).filter(part=Part.LEAD))
    due = standing_of(officer.office, held, today).due
    lines = [_line(each, conditions.matters.urging(each), due) for each in held]
    # Only where the document has an urging for a step is it one.
    return [line if _is_urging(line) else replace(line, due=None, step="") for line in lines]


def stepping(officer: Officer, numbers: Sequence[str], today: datetime.date) -> list[Line]:
    """Return the lead assignments of these matters with the step that is open for each, and whether it may be proposed."""
    held = list(_held(officer, numbers).filter(part=Part.LEAD))
    stands = standing_of(officer.office, held, today)
    going = list(Proposal.objects.filter(assignment__in=held, act=STEP, outcome__in=GOING))
    lines = []
    for each in held:
        found = stands.due.get((each.unit.code, each.matter.no))
        refusal: Refused | None
        if found is not None:
            refusal = conditions.requests.proposed_once(going, each, STEP, found.step)
        else:
            waits = stands.prospects[each.pk]
            refusal = conditions.matters.step(
                None, "", instead=f"暂无可启动的督办措施：{waits.said}", clause=waits.clause
            )
        lines.append(_line(each, refusal, stands.due))
    return lines


def _is_urging(line: Line) -> bool:
    return line.due is not None and Governed.of(line.assignment.matter).step(line.due.step).carried_by is not None


def _held(officer: Officer, numbers: Sequence[str]) -> QuerySet[Assignment]:
    found = access.matters.assignments(officer).filter(matter__no__in=list(numbers)[:MOST], dispatched_on__isnull=False)
    found = found.exclude(stage__in=GONE_STAGES).select_related("matter__jurisdiction", "unit__portfolio__leader")
    return found.order_by("matter__registered_on", "matter_id", "unit__order", "id")


def _line(assignment: Assignment, refusal: Refused | None, due: Mapping[Key, ladder.DueStep]) -> Line:
    found = due.get((assignment.unit.code, assignment.matter.no))
    name = Governed.of(assignment.matter).step(found.step).name if found else ""
    return Line(assignment, refusal, found, name)
