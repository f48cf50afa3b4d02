"""Rankings that wait for a signature: put up, read, signed and thereby published, sent back, taken back."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas import bodies
from duban.api.schemas.bodies import NewRanking, Page
from duban.api.schemas.bodies_of_rights import Signed
from duban.ledger import access
from duban.ledger.actions.scoring import signing
from duban.ledger.models import RankingRequest

router = Router(tags=["rankings"])
_MADE = {201: serializers.Created}


@router.get("/ranking-requests", operation_id="list_ranking_requests", summary="提请签发的排名")
def index(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List what was put up for signature, oldest first."""
    access.require(request.user, "see_draft_ranking")
    found = access.scoring.ranking_requests(request.user).select_related("asked_by", "decided_by")
    return acting.page_of("ranking_requests", found, asked, _told)


@router.get("/ranking-requests/{pk}", operation_id="show_ranking_request", summary="一项提请")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one, with the digest of what would be published."""
    access.require(request.user, "see_draft_ranking")
    return _told(access.scoring.ranking_request_for(request.user, acting.key(pk)))


@router.post("/ranking-requests", operation_id="ask_for_ranking", summary="提请签发排名", response=_MADE)
def ask(request: Request, given: NewRanking) -> HttpResponse:
    """Put a period's ranking before whoever signs it. Needs `Idempotency-Key`."""
    access.require(request.user, "publish_ranking")

    def act() -> tuple[object, str]:
        made = signing.ask_for_ranking(jurisdiction=request.user.office, by=request.by, **given.dict())
        return made.pk, f"/api/ranking-requests/{made.pk}"

    return acting.create(request, act)


@router.post(
    "/rankings/{pk}/correction-requests", operation_id="ask_for_correction", summary="提请签发更正", response=_MADE
)
def ask_for_correction(request: Request, pk: int, given: bodies.Correction) -> HttpResponse:
    """Put a correction before whoever signs it. Needs `Idempotency-Key`."""
    access.require(request.user, "publish_ranking")
    ranking = access.scoring.ranking_for(request.user, acting.key(pk))

    def act() -> tuple[object, str]:
        made = signing.ask_for_correction(ranking=ranking, reason=given.reason, by=request.by)
        return made.pk, f"/api/ranking-requests/{made.pk}"

    return acting.create(request, act)


@router.post("/ranking-requests/{pk}/signature", operation_id="sign_ranking", summary="签发排名")
def sign(request: Request, pk: int, given: Signed) -> dict[str, Any]:
    """Sign and thereby publish, as it was read, or send back with the reason."""
    access.require(request.user, "sign_ranking")
    asked = access.scoring.ranking_request_for(request.user, acting.key(pk))
    made = signing.sign_ranking(request=asked, agree=given.agree, opinion=given.reason, by=request.by)
    return _told(made)


@router.post("/ranking-requests/{pk}/withdrawal", operation_id="withdraw_ranking_request", summary="撤回提请签发")
def withdraw(request: Request, pk: int) -> dict[str, Any]:
    """Take back what waits for a signature."""
    access.require(request.user, "publish_ranking")
    asked = access.scoring.ranking_request_for(request.user, acting.key(pk))
    return _told(signing.withdraw_request(request=asked, by=request.by))


def _told(found: RankingRequest) -> dict[str, Any]:
    names = ("kind", "from_on", "to_on", "reason", "digest", "role", "asked_on", "outcome", "decided_on", "opinion")
    return {
        "id": found.pk,
        "corrects": found.corrects_id,
        "ranking": found.ranking_id,
        "asked_by": str(found.asked_by),
        "decided_by": str(found.decided_by) if found.decided_by else None,
        **{name: getattr(found, name) for name in names},
    }
