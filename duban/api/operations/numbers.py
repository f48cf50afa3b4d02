"""Numbers of papers: void a notice or a bulletin, pass a number over."""

from typing import Any

from ninja import Router

from duban.api import acting
from duban.api.http import Request
from duban.api.schemas.numbers import Skipping, Voiding
from duban.ledger import access
from duban.ledger.actions.papers import annulments
from duban.ledger.models import Annulment, Bulletin, Notice
from duban.ledger.queries.papers import numbering

router = Router(tags=["numbers"])


@router.post("/notices/{pk}/annulment", operation_id="void_notice", summary="作废文书")
def void_notice(request: Request, pk: int, given: Voiding) -> dict[str, Any]:
    """Void a notice; its number is never used again."""
    access.require(request.user, "issue_notice")
    return _void(request, access.papers.notice_for(request.user, acting.key(pk)), given)


@router.post("/bulletins/{pk}/annulment", operation_id="void_bulletin", summary="作废通报专报")
def void_bulletin(request: Request, pk: int, given: Voiding) -> dict[str, Any]:
    """Void a bulletin that was issued, by who may sign it."""
    access.require(request.user, "void_bulletin")
    return _void(request, access.papers.bulletin_for(request.user, acting.key(pk)), given)


@router.post("/numbers/skipped", operation_id="skip_number", summary="登记跳号")
def skip(request: Request, given: Skipping) -> dict[str, Any]:
    """Pass over the next number of a series."""
    access.require(request.user, "issue_notice")
    office = request.user.office
    made = annulments.skip_number(jurisdiction=office, series=given.series, reason=given.reason, by=request.by)
    return _told(made, numbering.number_of(office, made.series, made.year, made.serial))


def _void(request: Request, paper: Notice | Bulletin, given: Voiding) -> dict[str, Any]:
    successor = numbering.paper_numbered(request.user, paper, given.successor)
    made = annulments.void_paper(paper=paper, reason=given.reason, successor=successor, by=request.by)
    return _told(made, paper.number)


def _told(made: Annulment, number: str) -> dict[str, Any]:
    told = {name: getattr(made, name) for name in ("series", "year", "serial", "fate", "reason", "decided_on")}
    return {**told, "number": number, "instead": made.successor}
