"""What if: a period of the office by its document and by variants of it; nothing is written."""

from typing import Any

from ninja import Query, Router

from duban.api.http import Request
from duban.api.operations.rankings import Period, span_asked
from duban.api.schemas.what_ifs import AskedTrial
from duban.engine.what_if import telling
from duban.ledger import access
from duban.ledger.queries.scoring import what_ifs
from duban.ledger.queries.scoring.what_ifs import Asked

router = Router(tags=["rankings"])


@router.get("/trials", operation_id="list_trials", summary="推演：可以改什么")
def index(request: Request, asked: Query[Period]) -> dict[str, Any]:
    """List the figures, readings and documents that may be tried on a period."""
    access.require(request.user, "try_document")
    office = request.user.office
    basis = what_ifs.basis_for(
        office, span_asked(office, asked.kind, asked.from_on, asked.to_on), access.office.regime_drafts(request.user)
    )
    return {
        "figures": [
            {"key": each.key, "clause": each.clause, "value": each.value, "said": each.said(each.value)}
            for each in what_ifs.figures_on(basis.base)
        ],
        "readings": [
            {
                "id": each.id,
                "question": each.question,
                "readings": dict(each.readings),
                "chosen": basis.base.choices[each.id],
            }
            for each in basis.base.regime.readings
            if each.switch
        ],
        "documents": [{"document": each.name, "title": each.title, "note": each.note} for each in basis.offered],
    }


@router.post("/trials", operation_id="try_document", summary="推演")
def compare(request: Request, given: AskedTrial) -> dict[str, Any]:
    """Say what a period would come to under each variant, and write nothing."""
    access.require(request.user, "try_document")
    office = request.user.office
    basis = what_ifs.basis_for(
        office, span_asked(office, given.kind, given.from_on, given.to_on), access.office.regime_drafts(request.user)
    )
    asked = [Asked(each.figures, each.readings, tuple(each.without), each.against) for each in given.variants]
    found = what_ifs.compared(office, basis, asked)
    return {
        "published": basis.ranking.pk if basis.ranking else None,
        "facts": len(basis.facts),
        "variants": [telling.as_json(each) for each in found],
    }
