"""The office itself: what is found by its words, the document that governs it, what becomes of numbers of papers, and the journal for the auditor."""

from typing import Any

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import acting, figures, serializers
from duban.api.http import Request
from duban.api.schemas.finding import AskedWords
from duban.api.schemas.numbers import Skipping, Voiding
from duban.api.schemas.statistics.asked import AskedOnePage, AskedStatistics
from duban.engine.packs import coverage
from duban.engine.superior.findings import findings
from duban.ledger import access
from duban.ledger.actions.papers import annulments
from duban.ledger.governed import Governed
from duban.ledger.models import Annulment, Bulletin, JournalLine, Notice
from duban.ledger.queries.matters import statistics
from duban.ledger.queries.office import one_pages
from duban.ledger.queries.office.finding import records
from duban.ledger.queries.papers import numbering
from duban.ledger.refusals import Refused

router = Router(tags=["regimes"])


class AskedLines(Schema):
    """Lines after that number, `limit` at a time."""

    model_config = ConfigDict(extra="forbid")
    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(100, ge=1, le=500)


@router.get("/found", operation_id="find", summary="查找", tags=["matters"])
def find(request: Request, asked: Query[AskedWords]) -> dict[str, Any]:
    """Find what one may see by number, by a piece of its words, units and people by initials too: a few of each kind."""
    access.require(request.user, "find")
    found = records.found(request.user, asked.q, today=request.today)
    return {
        "found": [
            {
                "kind": each.kind,
                "hits": [{"key": hit.key, "title": hit.title, "note": hit.note} for hit in each.hits],
                "more": each.has_more,
            }
            for each in found
        ]
    }


@router.get("/statistics", operation_id="show_statistics", summary="统计", tags=["matters"])
def show_statistics(request: Request, asked: Query[AskedStatistics]) -> dict[str, Any]:
    """Show what the ledger adds up to in a year: each picture as its sentence and its table, each figure with its list."""
    access.require(request.user, "see_matters")
    found = statistics.asked_from(request.user, request.today, asked.dict(exclude={"page"}), asked.page)
    told = {
        "unit": found.base.unit,
        "portfolio": found.base.portfolio,
        "source": found.base.source,
        "level": found.base.level,
    }
    for name, given in {**told, "year": asked.year if asked.year == str(found.year) else ""}.items():
        if getattr(asked, name) and not given:
            raise Refused("没有这样的筛选条件", field=name)
    pictures = statistics.figures_of(found, asked.page)
    return {"year": found.year, "pictures": [figures.picture(each) for each in pictures]}


@router.get("/one-page", operation_id="show_one_page", summary="一页通", tags=["matters"])
def show_one_page(request: Request, asked: Query[AskedOnePage]) -> dict[str, Any]:
    """Show a leader's one page: their own, or for the office that of the leader who is named."""
    access.require(request.user, "see_one_page")
    leaders = one_pages.leaders_of(request.user)
    found = [each for each in leaders if asked.leader in ("", each.username)]
    if not found:
        raise Refused("没有这位领导，或者您无权查看", field="leader")
    return figures.one_page(one_pages.one_page(request.user, found[0], request.today))


@router.get("/regime", operation_id="show_regime", summary="制度")
def show(request: Request) -> dict[str, Any]:
    """Show the document that governs this jurisdiction, clause by clause, and how it is read here."""
    access.require(request.user, "see_regime")
    jurisdiction = request.user.office
    regime = Governed.of(jurisdiction).document
    chosen = regime.choices(jurisdiction.choices)
    return {
        "regime": regime.id,
        "name": regime.name,
        "version": regime.version,
        "clauses": coverage.rows(regime),
        "readings": [
            {
                "id": each.id,
                "question": each.question,
                "clauses": list(each.clauses),
                "readings": dict(each.readings),
                "chosen": chosen[each.id],
                "why": each.why,
            }
            for each in regime.readings
        ],
        "superior": [
            {
                "clause": each.clause,
                "said": each.said,
                "superior": each.superior.name,
                "superior_clause": each.check.clause,
                "asks": each.check.asks,
                "why": each.check.why,
                "certainty": each.check.certainty,
                "basis": each.superior.basis,
                "can_try": each.can_try,
            }
            for each in findings(regime)
        ],
    }


@router.get("/journal", operation_id="list_journal", summary="日志", tags=["journal"])
def index(request: Request, asked: Query[AskedLines]) -> dict[str, Any]:
    """List the journal's lines in their order, with the digests that chain them."""
    access.require(request.user, "see_journal")
    lines = JournalLine.objects.filter(jurisdiction=request.user.office, seq__gt=asked.after)
    related = ("actor", "unit", "matter", "amends")
    page = list(lines.select_related(*related).order_by("seq")[: asked.limit + 1])
    more, page = len(page) > asked.limit, page[: asked.limit]
    return {"lines": [serializers.line(each) for each in page], "next": page[-1].seq if more else None}


@router.post("/notices/{pk}/annulment", operation_id="void_notice", summary="作废文书", tags=["numbers"])
def void_notice(request: Request, pk: int, given: Voiding) -> dict[str, Any]:
    """Void a notice; its number is never used again."""
    access.require(request.user, "issue_notice")
    return _void(request, access.papers.notice_for(request.user, acting.key(pk)), given)


@router.post("/bulletins/{pk}/annulment", operation_id="void_bulletin", summary="作废通报专报", tags=["numbers"])
def void_bulletin(request: Request, pk: int, given: Voiding) -> dict[str, Any]:
    """Void a bulletin that was issued, by who may sign it."""
    access.require(request.user, "void_bulletin")
    return _void(request, access.papers.bulletin_for(request.user, acting.key(pk)), given)


@router.post("/numbers/skipped", operation_id="skip_number", summary="登记跳号", tags=["numbers"])
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
