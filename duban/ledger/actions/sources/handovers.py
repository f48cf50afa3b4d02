"""Handovers: a city's assignment opens in the county's own office, becomes a matter there, and its result goes back up.

Locks are taken from above to below: the upper matter and its chain, then the lower one's, so that nobody waits in a circle.
"""

from collections.abc import Iterable

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import assignments, matters, orders
from duban.ledger.actions.matters import attachments as files_of_matters
from duban.ledger.actions.reports import reports
from duban.ledger.by import By
from duban.ledger.models import Assignment, Attachment, Handover, Matter, Report
from duban.ledger.models.assignments import Stage
from duban.ledger.models.reports import What
from duban.ledger.refusals import refuse_if
from duban.ledger.storage import files as kept
from duban.ledger.storage import locking


@transaction.atomic
def take_handover(*, handover: Handover, order: orders.Order, by: By) -> Matter:
    """Register what came from above as a matter of this office; above, the unit has thereby signed for it.

    Raises Refused where it was registered before, or where the upper office has taken it back.
    """
    assignment = locking.hold_assignment(handover.assignment)
    handover = _held(handover, assignment)
    refuse_if(conditions.sources.taking(handover))
    if assignment.stage == Stage.TO_ACCEPT:
        assignments.accept_assignment(assignment=assignment, by=by, responsible=str(by.officer))
    matter = matters.register_matter(jurisdiction=handover.jurisdiction, order=order, by=by)
    handover.matter = matter
    handover.save(update_fields=["matter"])
    _record("handover.taken", handover, by)
    return matter


@transaction.atomic
def refuse_handover(*, handover: Handover, reason: str, by: By) -> Handover:
    """Refuse above what does not belong here, with reasons; the upper office rules on it.

    Raises Refused where it was registered here, and for what refuses any refusal.
    """
    assignment = locking.hold_assignment(handover.assignment)
    handover = _held(handover, assignment)
    refuse_if(conditions.sources.taking(handover))
    assignments.refuse_assignment(assignment=assignment, reason=reason, by=by)
    _record("handover.refused", handover, by, reason=reason)
    return handover


@transaction.atomic
def return_handover(
    *,
    handover: Handover,
    what: What,
    done: str,
    by: By,
    problems: str = "",
    blocked: str = "",
    next_steps: str = "",
    attachments: Iterable[Attachment] = (),
) -> Report:
    """Report to the office above, as the unit's own report there: words and files, and nothing else of what was done here.

    Raises Refused for a result before the matter is done here, and while the upper office cannot take a report.
    """
    assignment = locking.hold_assignment(handover.assignment)
    handover = _held(handover, assignment)
    refuse_if(conditions.sources.sending_up(handover, result=what == What.RESULT))
    report = reports.submit_report(
        assignment=assignment,
        what=what,
        by=by,
        words=reports.Words(done, problems=problems, blocked=blocked, next_steps=next_steps),
    )
    for each in attachments:
        with kept.path_of(each.sha256).open("rb") as file:
            files_of_matters.add_file(
                jurisdiction=assignment.matter.jurisdiction,
                name=each.name,
                chunks=iter(lambda: file.read(1 << 16), b""),
                report=report,
                unit=assignment.unit,
                by=by,
            )
    if what == What.RESULT:
        handover.returned_on = by.today
        handover.save(update_fields=["returned_on"])
    _record("handover.returned", handover, by)
    return report


def _held(handover: Handover, assignment: Assignment) -> Handover:
    """Return the handover as it is now; it is locked by the upper matter."""
    found = Handover.objects.select_related("jurisdiction", "matter").get(pk=handover.pk)
    found.assignment = assignment
    return found


def _record(verb: str, handover: Handover, by: By, *, reason: str = "") -> None:
    above = handover.assignment.matter
    journal.record(
        verb,
        jurisdiction=handover.jurisdiction,
        of=handover,
        matter=handover.matter,
        actor=by.officer,
        at=by.at,
        data={"name": f"{above.jurisdiction.name} {above.no}", "reason": reason},
    )
