"""What was asked before about the matters on a leader's cards."""

from collections.abc import Sequence

from duban.ledger import access
from duban.ledger.models import Question
from duban.ledger.queries.requests.proposals import Card
from duban.people.models import Officer


def asked_on(officer: Officer, cards: Sequence[Card]) -> dict[int, list[Question]]:
    """Return the questions that stand on the matters of these cards, the latest first, by the matter's key; one query, none without cards."""
    found: dict[int, list[Question]] = {}
    if not cards:
        return found
    matters = {card.proposal.assignment.matter_id for card in cards}
    rows = access.reports.questions(officer).filter(matter__in=matters, withdrawn_at__isnull=True)
    for each in rows.select_related("unit", "person", "asked_by", "answered_by").order_by("-asked_at", "-id"):
        found.setdefault(each.matter_id, []).append(each)
    return found
