"""Rankings and scores: of a period, published or as a draft; publish."""

import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas import bodies
from duban.api.schemas.bodies import NewRanking
from duban.ledger import access, scores, words
from duban.ledger.actions.scoring import corrections, rankings
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries.scoring import periods
from duban.ledger.queries.scoring import rankings as published
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Officer

router = Router(tags=["rankings"])


class Period(Schema):
    """A period, both days inclusive; `kind`: week, month, quarter, half_year, year or one that the document names itself."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    kind: str = Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["month"])
    from_on: datetime.date = Field(alias="from")
    to_on: datetime.date = Field(alias="to")


@router.get("/rankings", operation_id="show_ranking", summary="某一期的排名")
def index(request: Request, asked: Query[Period]) -> dict[str, Any]:
    """Show a period's ranking as it was published, else the draft for those who work on it."""
    access.require(request.user, "see_scores")
    return _of(request, asked)


@router.post("/rankings", operation_id="publish_ranking", summary="发布排名", response={201: serializers.Created})
def publish(request: Request, given: NewRanking) -> HttpResponse:
    """Freeze and publish the ranking of a period that is over. Needs `Idempotency-Key`."""
    access.require(request.user, "publish_ranking")

    def act() -> tuple[object, str]:
        made = rankings.publish_ranking(jurisdiction=request.user.office, by=request.by, **given.dict())
        return made.pk, f"/api/rankings/{made.pk}"

    return acting.create(request, act)


@router.get("/rankings/{pk}", operation_id="show_published_ranking", summary="已发布的排名")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show a published ranking from its frozen result, with what proves it."""
    access.require(request.user, "see_scores")
    return _told(access.scoring.ranking_for(request.user, acting.key(pk)), request.user)


@router.post(
    "/rankings/{pk}/corrections", operation_id="correct_ranking", summary="更正已发布的排名",
    response={201: serializers.Created},
)  # fmt: skip
def correct(request: Request, pk: int, given: bodies.Correction) -> HttpResponse:
    """Publish what a period comes to with the facts that are known now; what was published stays. Needs `Idempotency-Key`."""
    access.require(request.user, "publish_ranking")
    ranking = access.scoring.ranking_for(request.user, acting.key(pk))

    def act() -> tuple[object, str]:
        made = corrections.correct_ranking(ranking=ranking, reason=given.reason, by=request.by)
        return made.pk, f"/api/rankings/{made.pk}"

    return acting.create(request, act)


@router.get("/scores/{unit}", operation_id="show_score", summary="一个单位的得分")
def score(request: Request, unit: str, asked: Query[Period]) -> dict[str, Any]:
    """Show why a unit has the points that it has, line by line; a unit sees its own only."""
    found = access.scoring.scored_unit_for(request.user, unit)
    answer = _of(request, asked)
    own = [each for each in answer["result"]["units"] if each["unit"] == found.code]
    return {**answer, "result": {**answer["result"], "units": own}}


def span_asked(jurisdiction: Jurisdiction, kind: str, first: datetime.date, last: datetime.date) -> periods.Span:
    """Return the period that is asked for. Raises Refused for days in the wrong order and a kind that the document has not."""
    if first > last:
        raise Refused("期间不对", field="to")
    known = {**words.PERIODS, **periods.kinds_of(Governed.of(jurisdiction, first).document)}
    if kind not in known:
        raise Refused("办法没有这种期别", field="kind", possible=f"可以查的期别：{'、'.join(known.values())}。")
    return periods.Span(kind, first, last)


def _of(request: Request, asked: Period) -> dict[str, Any]:
    jurisdiction = request.user.office
    span = span_asked(jurisdiction, asked.kind, asked.from_on, asked.to_on)
    ranking = published.published(jurisdiction, span)
    if ranking is not None:
        return _told(ranking, request.user)
    if not request.user.is_unit:
        access.require(request.user, "see_draft_ranking")
    draft = scores.draft_of(jurisdiction, span.kind, span.first, span.last)
    apart = [{"unit": code, "name": name, "why": published.OF_NO_GROUP} for code, name in draft.apart]
    own = request.user.unit.code if request.user.unit else ""
    shown = [each for each in apart if not request.user.is_unit or each["unit"] == own]
    return {"state": "draft", "result": _own(draft.result.as_json(), request.user), "apart": shown}


def _told(ranking: Ranking, officer: Officer) -> dict[str, Any]:
    return {
        "state": "published",
        "id": ranking.pk,
        "regime_version": ranking.regime_version,
        "published_at": ranking.published_at,
        "digest": ranking.digest,
        "number": ranking.number,
        "corrects": ranking.corrects_id,
        "reason": ranking.reason,
        "corrected_by": next(iter(ranking.corrections.values_list("pk", flat=True)), None),
        "signed_by": str(ranking.signed_by) if ranking.signed_by else None,
        "result": ranking.result,
    }


def _own(result: dict[str, Any], officer: Officer) -> dict[str, Any]:
    """Leave of a draft what the officer may see: a unit its own lines only."""
    if not officer.is_unit:
        return result
    own = [each for each in result["units"] if officer.unit and each["unit"] == officer.unit.code]
    return {**result, "units": own, "honours": [], "ignored": []}
