"""Who may see facts, claims, rankings and score cards: a unit its own."""

import datetime

from django.db.models import QuerySet

from duban.ledger.access.delegations import represented_by
from duban.ledger.access.rules import READS_ALL, may, one, one_of
from duban.ledger.models import (
    Claim,
    JournalLine,
    Ranking,
    RankingRequest,
)
from duban.ledger.reorganised import heirs
from duban.people.models import (
    UNIT_ROLES,
    Officer,
    Role,
    Unit,
)
from duban.people.prepared import PreparedFor


def fact_line_for(officer: Officer, seq: int) -> JournalLine:
    """Return the line of a fact, by its number, for those who record facts. Raises NotFound for anybody else and any other line."""
    found = JournalLine.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0).exclude(kind="")
    if not may(officer, "record_fact"):
        found = found.none()
    return one(found.select_related("jurisdiction", "unit", "matter"), seq=seq)


def rankings(officer: Officer) -> QuerySet[Ranking]:
    """Return the published rankings of the officer's jurisdiction."""
    found = Ranking.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_scores") else found.none()


def ranking_for(officer: Officer, pk: int) -> Ranking:
    """Return one published ranking. Raises NotFound where the officer may not see it."""
    return one_of(_RANKING.ask_for(officer, pk=pk))


def _ranking(officer: Officer, pk: int) -> QuerySet[Ranking]:
    return rankings(officer).filter(pk=pk).select_related("jurisdiction", "published_by")


_RANKING = PreparedFor(_ranking, pk=987_654_321_200_001)


def ranking_requests(officer: Officer) -> QuerySet[RankingRequest]:
    """Return what was put up for signature of rankings, for those who may see drafts."""
    found = RankingRequest.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    return found if may(officer, "see_draft_ranking") else found.none()


def ranking_request_for(officer: Officer, pk: int) -> RankingRequest:
    """Return one of them. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "asked_by", "decided_by", "on_behalf_of", "corrects__jurisdiction", "corrects__corrects")
    return one(ranking_requests(officer).select_related(*related), pk=pk)


def rankings_to_sign(officer: Officer, on: datetime.date) -> QuerySet[RankingRequest]:
    """Return the rankings that wait for this officer's signature on that day, by post or as a stand-in: somebody else asked."""
    posts = {officer.role, *(each.role for each in represented_by(officer, on))}
    found = ranking_requests(officer).filter(outcome="waiting", role__in=posts).exclude(asked_by__in=officer.accounts)
    return (found if may(officer, "sign_ranking") else found.none()).order_by("id")


def scored_unit_for(officer: Officer, code: str) -> Unit:
    """Return the unit of that code whose score card the officer may see: a unit its own, and those that it took over from. Raises NotFound otherwise."""
    found = Unit.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role not in UNIT_ROLES | READS_ALL:
        found = found.none()
    return one_of(
        [each for each in found.filter(code=code) if officer.role in READS_ALL or heirs.stands_for(officer.unit, each)]
    )


def claims(officer: Officer) -> QuerySet[Claim]:
    """Return the claims that the officer may see: a unit its own, the assessment office what was verified."""
    found = Claim.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if officer.role in READS_ALL:
        return found
    if officer.role == Role.ASSESSMENT:
        return found.filter(standing="verified")
    if officer.role in UNIT_ROLES:
        return found.filter(unit_id=officer.unit_id or 0)
    return found.none()


def claim_for(officer: Officer, pk: int) -> Claim:
    """Return one claim. Raises NotFound where the officer may not see it."""
    related = ("jurisdiction", "unit", "matter", "file", "made_by", "ruled_by", "line")
    return one(claims(officer).filter(pk=pk).select_related(*related))


def own_line_for(officer: Officer, seq: int) -> JournalLine:
    """Return the line of a fact that names the officer's unit, or one that it took over from. Raises NotFound for anybody else's and for any other line."""
    found = JournalLine.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0).exclude(kind="")
    if officer.role not in UNIT_ROLES:
        found = found.none()
    lines = list(found.filter(seq=seq).select_related("jurisdiction", "unit", "matter", "actor"))
    return one_of(
        [each for each in lines if heirs.stands_for(officer.unit, each.unit, each.matter.no if each.matter else "")]
    )
