"""Approvals: put up for signature that a matter starts, that a result counts as done, that the office takes a matter over, that a leader
helps, that a unit's experience is told.
"""

from decimal import Decimal

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.matters import stages
from duban.ledger.actions.papers import notices
from duban.ledger.actions.requests import effects, proposals
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Proposal, Report
from duban.ledger.models.assignments import Part
from duban.ledger.models.proposals import Act, Outcome
from duban.ledger.refusals import Conflict, Refused, refuse_if


@transaction.atomic
def request_start(*, matter: Matter, reason: str, by: By) -> Proposal:
    """Ask the leader to approve that a matter starts (立项审批). Raises Refused once it went out, Conflict where that is on its way."""
    matter = stages.hold_matter(matter)
    refuse_if(conditions.requests.start(matter, conditions.requests.starts_of([matter])[matter.pk]))
    first = matter.assignments.filter(part=Part.LEAD).select_related("unit__portfolio__leader").order_by("id").first()
    assert first is not None
    first.matter = matter
    return proposals.propose(first, Act.START, reason=reason, actor=by.officer, at=by.at)


@transaction.atomic
def forward_result(*, report: Report, reason: str, by: By, points: Decimal | None = None) -> Proposal:
    """Put a result that was checked before who approves its completion (报请核准); with the signature it counts as done.

    Raises Refused where the regime asks for no approval, where proof is missing, or where it was reviewed before.
    """
    assignment = stages.hold_assignment(report.assignment)
    report = Report.objects.select_related("reviewed_by").get(pk=report.pk)
    report.assignment = assignment
    refuse_if(conditions.requests.forwarding(report))
    if points is not None:
        refuse_if(conditions.matters.points(report, points))
    details = {"report": report.pk} | ({"points": str(points)} if points is not None else {})
    return proposals.propose(assignment, Act.COMPLETION, reason=reason, actor=by.officer, at=by.at, details=details)


@transaction.atomic
def request_escalation(*, assignment: Assignment, reason: str, by: By) -> Proposal:
    """Ask that the supervision office takes a stuck matter over (提级督查). Raises Refused where the regime has no such thing."""
    assignment = stages.hold_assignment(assignment)
    refuse_if(conditions.requests.escalation(assignment.matter) or conditions.matters.request(assignment))
    return proposals.propose(assignment, Act.ESCALATION, reason=reason, actor=by.officer, at=by.at)


@transaction.atomic
def request_coordination(*, assignment: Assignment, reason: str, by: By, is_meeting: bool = False) -> Proposal:
    """Ask the leader to coordinate, or to call a special meeting; the answer is written with the signature.

    Raises Refused where nothing is owed any more.
    """
    assignment = stages.hold_assignment(assignment)
    refuse_if(conditions.requests.coordination(assignment))
    governed = Governed.of(assignment.matter)
    clause = governed.clause("special_meeting" if is_meeting else "coordination_request")
    details = {"meeting": is_meeting}
    return proposals.propose(
        assignment, Act.COORDINATION, reason=reason, actor=by.officer, at=by.at, clause=clause, details=details
    )


@transaction.atomic
def recommend_experience(*, assignment: Assignment, reason: str, by: By) -> Proposal:
    """Put what a unit found or did better before the leader, to be told to all (经验推广). Raises Refused where the regime has no such thing."""
    assignment = stages.hold_assignment(assignment)
    refuse_if(conditions.requests.experience(assignment))
    return proposals.propose(assignment, Act.EXPERIENCE, reason=reason, actor=by.officer, at=by.at)


@transaction.atomic
def publish_experience(*, proposal: Proposal, media: list[str], by: By, note: str = "") -> Proposal:
    """Tell approved experience to all: a numbered circular that names the media. Raises Conflict unless the leader approved it."""
    assignment = stages.hold_assignment(proposal.assignment)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if proposal.act != Act.EXPERIENCE or proposal.outcome != Outcome.APPROVED:
        raise Conflict("这项经验没有批准推广，或者已经推广")
    known = Governed.of(assignment.matter.jurisdiction).words("media")
    if not media or set(media) - set(known):
        raise Refused("请选择宣传媒体", field="media")
    effects.end(proposal, Outcome.CARRIED_OUT, by.today)
    notices.issue_notice(
        jurisdiction=assignment.matter.jurisdiction,
        act="experience",
        matter=assignment.matter,
        unit=assignment.unit,
        clause=proposal.clause,
        words={"note": note, "media": media, "experience": proposal.reason},
        by=by,
    )
    return proposal
