"""Who may see what is asked of units again and again, and what they say of one another: recurring reports, milestones, opinions.

A part of `access`, and the same rule: an interface obtains these records here and nowhere else.
"""

from django.db.models import F, Q, QuerySet

from duban.ledger.access import matters
from duban.ledger.access.rules import READS_ALL, may, one
from duban.ledger.models import (
    Complaint,
    Deadline,
    Milestone,
    MilestoneTemplate,
    Opinion,
    Question,
    Recurrence,
    Report,
)
from duban.ledger.models.deadlines import Owed
from duban.people.models import UNIT_ROLES, Officer


def recurrences(officer: Officer) -> QuerySet[Recurrence]:
    """Return the recurring reports that the officer may see: a unit those that it owes."""
    return Recurrence.objects.filter(assignment__in=matters.assignments(officer))


def recurrence_for(officer: Officer, pk: int) -> Recurrence:
    """Return one recurring report. Raises NotFound where the officer may not see it."""
    return one(recurrences(officer).select_related("assignment__matter__jurisdiction", "assignment__unit"), pk=pk)


def obligations(officer: Officer) -> QuerySet[Deadline]:
    """Return the dates of recurring reports and of milestones that are reported, which the officer may see and that still count: a unit its own."""
    counts = Q(lifted_on__isnull=True) | Q(lifted_on__gt=F("on"))
    found = Deadline.objects.filter(counts, what=Owed.REPORT)
    if officer.role in READS_ALL:
        return found.filter(assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in UNIT_ROLES:
        return found.filter(assignment__unit_id=officer.unit_id or 0, assignment__dispatched_on__isnull=False)
    return found.none()


def milestone_for(officer: Officer, no: str, pk: int) -> Milestone:
    """Return one milestone of a matter that the officer may see: a unit of one that it leads. Raises NotFound otherwise."""
    held = matters.assignments(officer)
    if officer.role in UNIT_ROLES:
        held = held.filter(part="lead")
    found = Milestone.objects.filter(matter__in=held.values("matter")).select_related("matter__jurisdiction")
    return one(found, matter__no=no, pk=pk)


def milestone_templates(officer: Officer) -> QuerySet[MilestoneTemplate]:
    """Return the node templates of the officer's office."""
    found = MilestoneTemplate.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "plan_milestones") else found.none()


def milestone_template_for(officer: Officer, pk: int) -> MilestoneTemplate:
    """Return one node template. Raises NotFound where the officer may not use it."""
    return one(milestone_templates(officer), pk=pk)


def opinions(officer: Officer) -> QuerySet[Opinion]:
    """Return the opinions that the officer may see: a unit those that it is asked for and those on its own reports."""
    found = Opinion.objects.filter(assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        own = officer.unit_id or 0
        return found.filter(Q(assignment__unit_id=own) | Q(report__assignment__unit_id=own))
    return found.none()


def opinions_waiting(officer: Officer) -> QuerySet[Opinion]:
    """Return the opinions that the officer's unit is asked for and may still give, the oldest first."""
    own = opinions(officer).filter(
        assignment__unit_id=officer.unit_id or 0, given_on__isnull=True, report__ruling="waiting"
    )
    return own.select_related("report__assignment__unit", "report__assignment__matter").order_by("asked_on", "id")


def opinion_for(officer: Officer, pk: int) -> Opinion:
    """Return one opinion that the officer's unit is asked for. Raises NotFound otherwise."""
    related = ("report__assignment__matter__jurisdiction", "report__assignment__unit", "assignment__unit")
    return one(opinions(officer).filter(assignment__unit_id=officer.unit_id or 0).select_related(*related), pk=pk)


def complaints(officer: Officer) -> QuerySet[Complaint]:
    """Return the complaints that the officer may see: a unit its own, and those against it once the office has ruled."""
    found = Complaint.objects.filter(assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        own = officer.unit_id or 0
        return found.filter(Q(assignment__unit_id=own) | Q(against__unit_id=own) & ~Q(finding="open"))
    return found.none()


def complaint_for(officer: Officer, pk: int) -> Complaint:
    """Return one complaint. Raises NotFound where the officer may not see it."""
    related = ("assignment__matter__jurisdiction", "assignment__unit", "against__unit", "file", "made_by", "ruled_by")
    return one(complaints(officer).select_related(*related), pk=pk)


def reports(officer: Officer) -> QuerySet[Report]:
    """Return the reports that the officer may see: a unit its own only."""
    found = Report.objects.filter(assignment__matter__jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(assignment__unit_id=officer.unit_id or 0)
    return found.none()


def report_for(officer: Officer, pk: int) -> Report:
    """Return one report. Raises NotFound where the officer may not see it."""
    return one(
        reports(officer).select_related(
            "assignment__matter__jurisdiction", "assignment__unit", "submitted_by", "reviewed_by"
        ),
        pk=pk,
    )


def questions(officer: Officer) -> QuerySet[Question]:
    """Return the questions that the officer may see: a unit those that it is asked itself."""
    found = Question.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0)
    return found.none()


def question_for(officer: Officer, pk: int) -> Question:
    """Return one question. Raises NotFound where the officer may not see it."""
    related = ("matter__jurisdiction", "unit", "person", "asked_by", "answered_by")
    return one(questions(officer).select_related(*related), pk=pk)


def questions_waiting(officer: Officer) -> QuerySet[Question]:
    """Return the questions that wait for the officer's side to answer, those asked first first: a unit's own, the office's."""
    found = questions(officer).filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    found = (
        found.filter(unit_id=officer.unit_id or 0) if officer.role in UNIT_ROLES else found.filter(unit__isnull=True)
    )
    return found.select_related("matter", "asked_by", "unit", "person").order_by("asked_at", "id")
