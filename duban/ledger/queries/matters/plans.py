"""The plan of a matter: its recurring reports, milestones and pauses, as its page shows them beside the story."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from duban.ledger import access, conditions
from duban.ledger.models import Assignment, Complaint, Matter, Milestone, Opinion, Pause
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.queries.reports import obligations
from duban.ledger.refusals import Refused
from duban.people.models import UNIT_ROLES, Officer


@dataclass(frozen=True)
class Node:
    """One milestone, and how it stands: reached, reached late, missed, today or ahead."""

    milestone: Milestone
    stands: str


@dataclass(frozen=True)
class Plan:
    """What recurs, what lies on the way, when the clock stood still, and what the units said of one another."""

    recurring: list[obligations.Standing]
    nodes: list[Node]
    pauses: list[Pause]
    opinions: list[Opinion]
    complaints: list[Complaint]
    planning: Refused | None
    reaching: Refused | None

    @property
    def reached(self) -> int:
        """Return how many milestones were reached."""
        return sum(node.milestone.reached_on is not None for node in self.nodes)


def plan_of(officer: Officer, matter: Matter, today: datetime.date) -> Plan:
    """Return a matter's plan as the officer may see it: a unit its own reports, pauses and opinions."""
    held = list(access.matters.assignments(officer).filter(matter=matter).select_related("unit").order_by("id"))
    for each in held:
        each.matter = matter
    return Plan(
        recurring=obligations.standing_of(held, today=today),
        nodes=nodes_of(list(matter.milestones.order_by("on", "id")), today),
        pauses=list(Pause.objects.filter(assignment__in=held).select_related("assignment__unit", "by").order_by("-id")),
        opinions=list(
            access.reports.opinions(officer)
            .filter(report__assignment__matter=matter)
            .select_related("assignment__unit", "given_by", "report")
            .order_by("-id")
        ),
        complaints=list(
            access.reports.complaints(officer)
            .filter(assignment__matter=matter)
            .select_related("assignment__unit", "against__unit", "made_by", "ruled_by", "file")
            .order_by("-id")
        ),
        planning=_planning(officer, matter, held),
        reaching=conditions.matters.reaching(matter),
    )


def nodes_of(milestones: Sequence[Milestone], today: datetime.date) -> list[Node]:
    """Return milestones with how each stands on a day."""
    return [Node(each, _stands(each, today)) for each in milestones]


def _planning(officer: Officer, matter: Matter, held: Sequence[Assignment]) -> Refused | None:
    if not access.may(officer, "plan_milestones"):
        return Refused("您的岗位不制定推进计划")
    if officer.role in UNIT_ROLES and not any(each.is_lead and each.stage not in GONE_STAGES for each in held):
        return Refused("推进计划由牵头单位制定")
    return conditions.matters.planning(matter, officer)


def _stands(milestone: Milestone, today: datetime.date) -> str:
    if milestone.reached_on is not None:
        return "reached" if milestone.reached_on <= milestone.on else "reached_late"
    if milestone.on < today:
        return "missed"
    return "today" if milestone.on == today else "ahead"
