"""What the document attaches to a condition that is no number: the night puts it up for signature, once a clause, unit, period and matter."""

import datetime

from duban.ledger.actions.requests import proposals
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.queries.process import outcomes
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction


def propose(jurisdiction: Jurisdiction, day: datetime.date, at: datetime.datetime) -> int:
    """Put up what was reached by the end of `day` and was not put up before; return how many (law 38)."""
    found = [each for each in outcomes.reached(jurisdiction, day) if each.matter is not None]
    if not found:
        return 0
    held = Assignment.objects.filter(
        matter__jurisdiction=jurisdiction, matter__no__in={each.matter for each in found}
    ).exclude(stage__in=GONE_STAGES)
    by_place = {
        (each.unit.code, each.matter.no): each
        for each in held.select_related("unit", "matter__jurisdiction").order_by("id")
    }
    count = 0
    for place in sorted({(each.unit, str(each.matter)) for each in found} & by_place.keys()):
        assignment = by_place[place]
        known = list(Proposal.objects.filter(assignment=assignment, act=outcomes.ACT))
        own = [each for each in found if (each.unit, each.matter) == place]
        for each in outcomes.unproposed(own, known):
            try:
                proposals.put_up(outcomes.ACT, of=assignment, reason=each.why, actor=None, at=at)
            except Refused:
                continue  # somebody put it up while this ran
            count += 1
    return count
