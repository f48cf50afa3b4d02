"""Review of conclusions: until when a unit may ask, who may decide and who had a part, and the lists of both sides."""

import datetime

from django.db.models import Q, QuerySet

from duban.ledger import access, conditions
from duban.ledger.governed import Governed
from duban.ledger.models import Conclusion, JournalLine, Review
from duban.ledger.models.conclusions import Ruling
from duban.ledger.models.inspections import Member
from duban.people.models import Officer


def decision_until(conclusion: Conclusion, made_on: datetime.date) -> datetime.date | None:
    """Return the day until which a review must be decided by the document's rule; None where it sets none."""
    found = Governed.of(conclusion.inspection.jurisdiction).deadline("review_decision", made_on)
    return found.due if found else None


def free_deciders(review: Review) -> list[Officer]:
    """Return those whom the office may name to decide: by post, and without a part in the conclusion."""
    conclusion = review.conclusion
    authors = [
        conclusion.drafted_by_id,
        conclusion.head_read_by_id,
        conclusion.signed_by_id,
        conclusion.on_behalf_of_id,
    ]
    found = Officer.objects.filter(
        jurisdiction=conclusion.inspection.jurisdiction, role__in=conditions.reviews.DECIDERS, is_active=True
    )
    team = Member.objects.filter(inspection=conclusion.inspection, officer__isnull=False).values("officer")
    return list(found.exclude(pk__in=[pk for pk in authors if pk]).exclude(pk__in=team).order_by("role", "id"))


def to_decide(officer: Officer) -> QuerySet[Review]:
    """Return the open reviews that this officer may decide, the nearest date first."""
    found = access.findings.reviews(officer).filter(ruling=Ruling.OPEN)
    if not access.may(officer, "decide_review"):
        return found.none()
    part = Q()
    for name in ("drafted_by", "head_read_by", "signed_by", "on_behalf_of"):
        part |= Q(**{f"conclusion__{name}": officer})
    team = Member.objects.filter(officer=officer).values("inspection")
    free = found.exclude(part).exclude(conclusion__inspection__in=team)
    return free.filter(Q(named__isnull=True) | Q(named=officer)).order_by("due_on", "id")


def facts_since(conclusion: Conclusion) -> list[JournalLine]:
    """Return what was recorded by hand against or for the unit since the inspection began and still counts: a review may take it back."""
    inspection = conclusion.inspection
    found = JournalLine.objects.filter(jurisdiction=inspection.jurisdiction, unit=conclusion.unit, verb="fact.recorded")
    found = found.filter(on__gte=inspection.from_on, amendments__isnull=True)
    return list(found.select_related("matter", "actor", "unit").prefetch_related("amendments").order_by("-seq")[:50])


def reviews_in(officer: Officer, tab: str, on: datetime.date) -> QuerySet[Review]:
    """Return the reviews of a tab: those that the officer may decide, those open, those behind their date, those that came to an end."""
    if tab == "decide":
        found = to_decide(officer)
    elif tab == "done":
        found = access.findings.reviews(officer).exclude(ruling=Ruling.OPEN).order_by("-id")
    else:
        found = access.findings.reviews(officer).filter(ruling=Ruling.OPEN).order_by("due_on", "id")
        found = found.filter(due_on__lt=on) if tab == "late" else found
    return found.select_related("conclusion__inspection", "conclusion__unit", "named", "ruled_by")
